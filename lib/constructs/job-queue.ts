import { Duration, Validations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ImpactAlarm } from './impact-alarm.ts';

export interface JobQueueProps {
  readonly queueName: string;
  readonly visibilityTimeout: Duration;
  /**
   * How long a message waits that says nothing of its own.
   * @default - it is handed on at once
   */
  readonly deliveryDelay?: Duration | undefined;
  /** Deliveries before a message moves to the dead-letter queue. */
  readonly maxReceives: number;
  /** What people lose with each message that ends in the dead-letter queue. */
  readonly impact: string;
  readonly alarms: ITopic;
}

/** A dead-letter queue by itself: encrypted, over TLS only, 14 days, which is as long as SQS keeps anything, and an alarm at the first message. */
export class DeadLetterQueue extends Queue {
  constructor(
    scope: Construct,
    id: string,
    { queueName, impact, alarms }: Pick<JobQueueProps, 'queueName' | 'impact' | 'alarms'>,
  ) {
    super(scope, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const reason = 'It is a dead-letter queue: of a queue, a stream, a subscription or a schedule.';
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason }, { id: 'Serverless-SQSRedrivePolicy', reason });
    new ImpactAlarm(this, 'NotEmpty', {
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 1,
      impact: `${impact} ${queueName} holds what failed, for 14 days.`,
      topic: alarms,
    });
  }
}

/** A queue, encrypted, over TLS only, and the dead-letter queue of the same name with `-dead`. */
export class JobQueue extends Queue {
  readonly dead: Queue;

  constructor(
    scope: Construct,
    id: string,
    { queueName, visibilityTimeout, deliveryDelay, maxReceives, impact, alarms }: JobQueueProps,
  ) {
    const dead = new DeadLetterQueue(scope, `${id}Dead`, { queueName: `${queueName}-dead`, impact, alarms });
    super(scope, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout,
      ...(deliveryDelay && { deliveryDelay }),
      // shorter than the dead-letter queue's, which counts from the first sending
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: dead, maxReceiveCount: maxReceives },
    });
    this.dead = dead;
  }
}
