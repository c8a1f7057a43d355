import { CustomResource, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { FileFunction } from './file-function.ts';

export interface LinkSecretProps {
  /** The secret's name in CloudFormation. It never changes: another name is another pepper, and every person is lost. */
  readonly logicalId: string;
  readonly logRetention: RetentionDays;
}

/**
 * The deployment's one secret, `{ pepper, current, keys }`: created empty, filled once by `make-secret.ts`, kept when the stack goes.
 * Keys rotate by hand, with `PutSecretValue`; the pepper never does.
 */
export class LinkSecret extends Secret {
  constructor(scope: Construct, id: string, { logicalId, logRetention }: LinkSecretProps) {
    super(scope, id, {
      description: 'Samtykke: the pepper that names people, and the keys that sign links. Back it up; never change the pepper.',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const resource = this.node.defaultChild as CfnSecret;
    resource.overrideLogicalId(logicalId);
    // the construct would fill it with a generated password, which make-secret would have to take for someone's pepper
    resource.generateSecretString = undefined;

    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Links in mails people keep must work for years, and the pepper may never change: keys are added by hand, and old ones stay.',
    });

    const maker = new FileFunction(this, 'Maker', {
      entry: 'lib/make-secret.ts',
      timeout: Duration.seconds(30),
      logRetention,
    });
    maker.grants('secretsmanager', ['DescribeSecret', 'PutSecretValue'], this.secretArn);
    new CustomResource(this, 'FirstValue', {
      resourceType: 'Custom::FirstSecretValue',
      serviceToken: maker.functionArn,
      serviceTimeout: Duration.minutes(3),
      properties: { SecretId: this.secretArn },
    });
  }
}
