import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { FilterPattern, LogGroup, MetricFilter, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Which file, and how much of a machine it gets. */
export interface FileFunctionProps {
  /** The file with the handler, from the repository's root. */
  readonly entry: string;
  readonly timeout: Duration;
  /**
   * MB; processor time comes in proportion.
   * @default 512
   */
  readonly memorySize?: number;
  readonly logRetention: RetentionDays;
}

/** A table, as far as a permission and a variable need it. */
export interface NamedTable {
  readonly tableArn: string;
  readonly tableName: string;
}

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Providers of credentials that the SDK imports when its environment has none. A function's always has, so they stay out of the
 * bundle: 130 kB less to load.
 */
const neverLoaded = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/**
 * How esbuild makes one file of a function and all it imports. The tests run what comes out. No source maps: Node would read one at
 * every cold start, and the same commit makes the same file again when a stack trace has to be read.
 */
export const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  externalModules: neverLoaded,
  // an ES module has no `require`, and some packages call it when they run: MJML's do. Here for all, so that none can be forgotten
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  logLevel: LogLevel.WARNING,
};

/**
 * One file as one Lambda function, with a role of its own that at first can only write its own log. Each further method grants
 * exactly what it says and sets the variable through which the function finds it.
 */
export class FileFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, { entry, timeout, memorySize = 512, logRetention }: FileFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY });
    // not AWSLambdaBasicExecutionRole, which may write every log of the account
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
    );
    super(scope, id, {
      entry: root(entry),
      description: entry,
      depsLockFilePath: root('package-lock.json'),
      projectRoot: root(''),
      bundling,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // sets a variable that the SDK of today no longer reads
      awsSdkConnectionReuse: false,
    });
    Validations.of(this).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason:
          'Nothing calls a function asynchronously without an answer to wait for: API Gateway waits, streams, queues and schedules have dead-letter queues of their own, and CloudFormation waits for the custom resource.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'X-Ray would need xray:PutTraceSegments on every resource, and would keep paths, which hold tokens.',
      },
    );
  }

  /** Allows the actions, such as `PutItem`, on the table. Sets `<NAME>_TABLE`. */
  usesTable(name: string, table: NamedTable, actions: readonly string[]): void {
    this.grants('dynamodb', actions, table.tableArn);
    this.addEnvironment(`${name.toUpperCase()}_TABLE`, table.tableName);
  }

  /** Allows the actions on one index of the table, and nothing on the table itself. Sets `<NAME>_TABLE`. */
  usesIndex(name: string, table: NamedTable, index: string, actions: readonly string[]): void {
    this.grants('dynamodb', actions, `${table.tableArn}/index/${index}`);
    this.addEnvironment(`${name.toUpperCase()}_TABLE`, table.tableName);
  }

  /** Allows updating items of the table as far as the one attribute goes, and getting nothing back (IAM: `dynamodb:Attributes`). */
  setsAttribute(table: NamedTable, keyAttributes: readonly string[], attribute: string): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [table.tableArn],
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...keyAttributes, attribute] },
          StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
        },
      }),
    );
  }

  /** Allows reading the partitions of the table whose key fits, and putting items there (IAM: `dynamodb:LeadingKeys`). Sets `<NAME>_TABLE`. */
  readsAndBegins(name: string, table: NamedTable, partitions: string): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query', 'dynamodb:PutItem'],
        resources: [table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partitions] } },
      }),
    );
    this.addEnvironment(`${name.toUpperCase()}_TABLE`, table.tableName);
  }

  /** Allows reading the secret. Sets `SECRET_ID`. */
  readsSecret(secret: { readonly secretArn: string }): void {
    this.grants('secretsmanager', ['GetSecretValue'], secret.secretArn);
    this.addEnvironment('SECRET_ID', secret.secretArn);
  }

  /** Allows sending to the queue. Sets `<NAME>_QUEUE_URL`. */
  sendsTo(name: string, queue: { readonly queueArn: string; readonly queueUrl: string }): void {
    this.grants('sqs', ['SendMessage'], queue.queueArn);
    this.addEnvironment(`${name.replaceAll('-', '_').toUpperCase()}_QUEUE_URL`, queue.queueUrl);
  }

  /** Allows seeing how many messages wait in the queue. Sets `<NAME>_QUEUE_URL`. */
  countsMessagesOf(name: string, queue: { readonly queueArn: string; readonly queueUrl: string }): void {
    this.grants('sqs', ['GetQueueAttributes'], queue.queueArn);
    this.addEnvironment(`${name.replaceAll('-', '_').toUpperCase()}_QUEUE_URL`, queue.queueUrl);
  }

  /** A metric, called by the outcome, of how often the function logs a line with it. `namespace` is the stage's own: stages may share an account. */
  linesOf(outcome: string, namespace: string): Metric {
    const filter = new MetricFilter(this, `Lines-${outcome}`, {
      logGroup: this.logGroup,
      filterPattern: FilterPattern.stringValue('$.outcome', '=', outcome),
      metricNamespace: namespace,
      metricName: outcome,
    });
    return filter.metric({ statistic: 'Sum', period: Duration.minutes(5) });
  }

  /** Allows the actions of one service on exactly this resource. */
  grants(service: string, actions: readonly string[], resource: string): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: actions.map((action) => `${service}:${action}`),
        resources: [resource],
      }),
    );
  }
}
