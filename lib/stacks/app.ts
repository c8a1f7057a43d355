import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { routes } from '../../functions/routes.ts';
import { type TableName, tables } from '../../functions/store/tables.ts';
import { type QueueName, type QueueSchema, queues, schedules, streams, timers } from '../../functions/triggers.ts';
import { FileFunction } from '../constructs/file-function.ts';
import { Files } from '../constructs/files.ts';
import { ImpactAlarm } from '../constructs/impact-alarm.ts';
import { DeadLetterQueue, JobQueue } from '../constructs/job-queue.ts';
import { JobSchedule } from '../constructs/job-schedules.ts';
import { Mail } from '../constructs/mail.ts';
import { RouteApi } from '../constructs/route-api.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { SweepAlarms } from '../constructs/sweep-alarms.ts';
import { Timers } from '../constructs/timers.ts';
import { type FunctionFile, type Grant, grants } from '../grants.ts';
import type { ServedBrand, Stage } from '../stage.ts';
import { throttles } from '../throttles.ts';
import type { DataStack } from './data.ts';

export interface AppStackProps extends StackProps {
  readonly stage: Stage;
  /** The policies of `stage.brands`. */
  readonly brands: readonly ServedBrand[];
  readonly data: DataStack;
}

/** Everything that can be made again from this repository: functions, API, queues, mail, sign-in, alarms. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, { stage, brands, data, ...props }: AppStackProps) {
    super(scope, id, props);
    const logRetention = stage.logRetentionDays;
    const prefix = `samtykke-${stage.name}`;

    const alarms = new Topic(this, 'Alarms', { enforceSSL: true });
    alarms.addSubscription(new EmailSubscription(stage.alarmEmail));
    Validations.of(alarms).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason:
        'Mail to a person: an alarm that could not be mailed is still in the console, and nobody would read a queue of old ones.',
    });
    // a topic with a policy of its own has lost the one that let alarms in
    alarms.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [alarms.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );

    const signIn = new SignIn(this, 'SignIn', { brands, settings: stage.signIn, production: stage.production });
    const api = new RouteApi(this, 'Http', {
      name: prefix,
      ...(stage.publicUrl &&
        stage.certificateArn && { customDomain: { host: new URL(stage.publicUrl).host, certificateArn: stage.certificateArn } }),
      issuer: signIn.pool.userPoolProviderUrl,
      audience: [signIn.client.userPoolClientId],
      logRetention,
      alarms,
    });
    const publicUrl = stage.publicUrl ?? api.url;

    const jobQueues = new Map<QueueName, JobQueue>();
    for (const [name, queue] of entries(queues)) {
      jobQueues.set(
        name,
        new JobQueue(this, `${pascal(name)}Queue`, {
          queueName: `${prefix}-${name}`,
          visibilityTimeout: Duration.seconds(queue.visibilitySeconds),
          maxReceives: queue.maxReceives,
          impact: grants[queue.job].impact,
          alarms,
        }),
      );
    }
    const queueOf = (name: QueueName): JobQueue => {
      const queue = jobQueues.get(name);
      if (!queue) throw new Error(`no queue ${name}`);
      return queue;
    };

    const mail = new Mail(this, 'Mail', { brands, feedback: queueOf('feedback'), alarms });

    const files = new Files(this, 'Files');
    const functions = new Map<FunctionFile, FileFunction>();
    for (const [file, grant] of entries(grants)) {
      const fn = new FileFunction(this, pascal(file), {
        entry: `functions/${file}.ts`,
        ...sizeOf(file),
        logRetention,
      });
      this.give(fn, grant, { data, mail, files, queueOf, brands, publicUrl, testRecipients: stage.testRecipients ?? [] });
      this.watch(fn, grant, alarms);
      functions.set(file, fn);
    }
    const functionOf = (file: FunctionFile): FileFunction => {
      const fn = functions.get(file);
      if (!fn) throw new Error(`no function ${file}`);
      return fn;
    };

    for (const [key, file] of entries(routes)) {
      api.route({
        key,
        file,
        fn: functionOf(file),
        throttle: throttles[key],
        partnerScopes: signIn.partnerScopes,
      });
    }

    for (const [name, queue] of entries(queues)) {
      const fn = functionOf(queue.job);
      const source = queueOf(name);
      fn.grants('sqs', ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'], source.queueArn);
      const mapping = new EventSourceMapping(this, `${pascal(name)}Source`, {
        target: fn,
        eventSourceArn: source.queueArn,
        batchSize: queue.batchSize,
        ...('batchWindowSeconds' in queue && { maxBatchingWindow: Duration.seconds(queue.batchWindowSeconds) }),
        maxConcurrency: queue.maxConcurrency,
        reportBatchItemFailures: true,
      });
      Validations.of(mapping).acknowledge({
        id: 'Serverless-LambdaEventSourceMappingDestination',
        reason: 'SQS sources have no failure destination: the queue itself moves what fails to its dead-letter queue.',
      });
    }

    for (const [name, stream] of entries(streams)) this.readStream(name, functionOf(stream.job), { data, prefix, alarms });

    const dead = new DeadLetterQueue(this, 'SchedulesDead', {
      queueName: `${prefix}-schedules-dead`,
      impact: 'A job by the clock did not start.',
      alarms,
    });
    for (const [job, expression] of entries(schedules)) {
      new JobSchedule(this, `${pascal(job)}Schedule`, { fn: functionOf(job), expression, dead });
    }
    const alarmClocks = new Timers(this, 'Timers', { name: prefix, job: functionOf(timers.job), dead });
    for (const [file, grant] of entries(grants)) if (grant.timers) alarmClocks.setBy(functionOf(file));

    new SweepAlarms(this, 'SweepAlarms', {
      sweep: functionOf('jobs/sweep'),
      brands,
      impact: grants['jobs/sweep'].impact,
      namespace: `Samtykke/${stage.name}`,
      topic: alarms,
    });

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'PublicUrl', { value: publicUrl });
    if (api.dnsTarget)
      new CfnOutput(this, 'DnsTarget', {
        value: `${new URL(publicUrl).host} CNAME ${api.dnsTarget}`,
      });
    new CfnOutput(this, 'UserPoolId', { value: signIn.pool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: signIn.client.userPoolClientId });
    new CfnOutput(this, 'SignInUrl', { value: signIn.domain.baseUrl() });
  }

  /** Turns a grant into permissions and variables. */
  private give(fn: FileFunction, grant: Grant, around: Around): void {
    for (const [name, actions = []] of entries(grant.data ?? {})) {
      const [tableName, index] = name.split('.') as [TableName, string?];
      const table = around.data.tables[tableName];
      if (index) fn.usesIndex(tableName, table, index, actions);
      else fn.usesTable(tableName, table, actions);
    }
    if (grant.expiresEvidence) {
      const { partitionKey, sortKey, ttlAttribute } = tables.ledger;
      fn.setsAttribute(around.data.tables.ledger, [partitionKey.name, sortKey.name], ttlAttribute);
    }
    if (grant.secret) fn.readsSecret(around.data.secret);
    for (const name of grant.queues ?? []) fn.sendsTo(name, around.queueOf(name));
    if (grant.mail === true) around.mail.sentBy(fn);
    if (grant.mail === 'to_test_recipients') around.mail.sentToTestRecipientsBy(fn, around.testRecipients);
    for (const name of grant.countsMessagesOf ?? []) fn.countsMessagesOf(name, around.queueOf(name));
    for (const [kind, actions = []] of entries(grant.files ?? {})) around.files.usedBy(fn, kind, actions);
    if (grant.account) around.mail.accountReadBy(fn);
    if (grant.brands) fn.addEnvironment('BRANDS', around.brands.map(({ brand }) => brand).join(','));
    if (grant.publicUrl) fn.addEnvironment('PUBLIC_URL', around.publicUrl);
  }

  private watch(fn: FileFunction, { impact, alarms = {} }: Grant, topic: Topic): void {
    const everyFiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };
    new ImpactAlarm(fn, 'Errors', {
      metric: fn.metricErrors(everyFiveMinutes),
      threshold: 1,
      impact,
      topic,
    });
    new ImpactAlarm(fn, 'Throttles', {
      metric: fn.metricThrottles(everyFiveMinutes),
      threshold: 1,
      impact: `${impact} Lambda has no more concurrency for it: another function or system uses up the account's.`,
      topic,
    });
    for (const [outcome, meaning] of Object.entries(alarms)) {
      new ImpactAlarm(fn, pascal(outcome), { metric: fn.linesOf(outcome), threshold: 1, impact: meaning, topic });
    }
  }

  private readStream(
    name: keyof typeof streams,
    fn: FileFunction,
    {
      data,
      prefix,
      alarms,
    }: {
      readonly data: DataStack;
      readonly prefix: string;
      readonly alarms: Topic;
    },
  ): void {
    const { job, batchSize, maxRetries } = streams[name];
    const { impact } = grants[job];
    const table = data.tables[name];
    const { tableStreamArn } = table;
    if (!tableStreamArn) throw new Error(`the table ${name} has no stream`);
    const dead = new DeadLetterQueue(this, `${pascal(job)}Dead`, {
      queueName: `${prefix}-${job.replace('jobs/', '')}-dead`,
      impact,
      alarms,
    });

    fn.grants('dynamodb', ['DescribeStream', 'GetRecords', 'GetShardIterator'], tableStreamArn);
    // Lambda lists the table's streams before it reads one; the action knows no single stream
    fn.grants('dynamodb', ['ListStreams'], `${table.tableArn}/stream/*`);
    Validations.of(fn.role ?? fn).acknowledge({
      // cdk-nag names the finding by the export's name, which follows from the table's pinned id
      id: `AwsSolutions-IAM5[Resource::${data.stackName}:ExportsOutputFnGetAttPeopleTableArnBDFBC541/stream/*]`,
      reason: 'ListStreams is asked of all streams of a table, of which this one has one; records are read from that one only.',
    });
    fn.grants('sqs', ['SendMessage'], dead.queueArn);
    new EventSourceMapping(this, `${pascal(name)}Source`, {
      target: fn,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      retryAttempts: maxRetries,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // not SqsDlq, which would also let the function look at the queue
      onFailure: { bind: () => ({ destination: dead.queueArn }) },
    });
    new ImpactAlarm(fn, 'IteratorAge', {
      metric: fn.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: Duration.minutes(10).toMilliseconds(),
      impact: `${impact} The stream is ten minutes behind.`,
      topic: alarms,
    });
  }
}

/** What a grant gives access to. */
interface Around {
  readonly data: DataStack;
  readonly mail: Mail;
  readonly files: Files;
  readonly queueOf: (name: QueueName) => JobQueue;
  readonly brands: readonly ServedBrand[];
  readonly publicUrl: string;
  readonly testRecipients: readonly string[];
}

/** Time and memory of a function by its caller. */
function sizeOf(file: FunctionFile): {
  timeout: Duration;
  memorySize?: number;
} {
  // someone waits for these, and processor time comes with memory
  if (file.startsWith('public/')) return { timeout: Duration.seconds(10), memorySize: 1024 };
  // API Gateway gives up after 30 seconds
  if (!file.startsWith('jobs/')) return { timeout: Duration.seconds(29), memorySize: 1024 };
  const queue: QueueSchema | undefined = Object.values(queues).find(({ job }) => job === file);
  // a job by the clock walks until it is done: Lambda's longest
  return {
    timeout: queue ? Duration.seconds(queue.timeoutSeconds) : file in schedules ? Duration.minutes(15) : Duration.minutes(1),
  };
}

const pascal = (name: string): string =>
  name
    .split(/[/_-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/** `Object.entries` with the names that the type knows. */
const entries = <T extends object>(of: T) => Object.entries(of) as { [K in keyof T & string]: [K, T[K]] }[keyof T & string][];
