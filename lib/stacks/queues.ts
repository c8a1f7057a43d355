import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { type QueueName, queues } from '../../functions/triggers.ts';
import { InboundMail } from '../constructs/inbound-mail.ts';
import { DeadLetterQueue, JobQueue } from '../constructs/job-queue.ts';
import { Mail } from '../constructs/mail.ts';
import { entries, pascal } from '../entries.ts';
import { grants } from '../grants.ts';
import { prefixOf, type ServedBrand, type Stage, sendingDomainsOf } from '../stage.ts';

export interface QueuesStackProps extends StackProps {
  readonly stage: Stage;
  /** The policies of `stage.brands`. */
  readonly brands: readonly ServedBrand[];
}

/** What lies between the functions: the queues with their dead-letter queues, the mail whose events fill one of them, and the topic of the alarms. */
export class QueuesStack extends Stack {
  readonly alarms: Topic;
  readonly mail: Mail;
  /** Where a call by the clock goes that did not come through. */
  readonly schedulesDead: DeadLetterQueue;
  readonly queueOf: (name: QueueName) => JobQueue;

  constructor(scope: Construct, id: string, { stage, brands, ...props }: QueuesStackProps) {
    super(scope, id, props);
    const prefix = prefixOf(stage);
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

    const made = new Map(
      entries(queues).map(([name, queue]): [QueueName, JobQueue] => [
        name,
        new JobQueue(this, `${pascal(name)}Queue`, {
          queueName: `${prefix}-${name}`,
          visibilityTimeout: Duration.seconds(queue.visibilitySeconds),
          ...('delaySeconds' in queue && { deliveryDelay: Duration.seconds(queue.delaySeconds) }),
          maxReceives: queue.maxReceives,
          impact: grants[queue.job].impact,
          alarms,
        }),
      ]),
    );
    this.queueOf = (name) => {
      const queue = made.get(name);
      if (!queue) throw new Error(`no queue ${name}`);
      return queue;
    };
    this.alarms = alarms;
    this.mail = new Mail(this, 'Mail', { brands, feedback: this.queueOf('feedback'), alarms });
    const { inboundDomain } = stage;
    if (inboundDomain) {
      // SES receives for domains that it knows to be ours
      if (!sendingDomainsOf(brands).includes(inboundDomain)) this.mail.identity(inboundDomain);
      new InboundMail(this, 'Inbound', { domain: inboundDomain, prefix, queue: this.queueOf('inbound') });
    }
    this.schedulesDead = new DeadLetterQueue(this, 'SchedulesDead', {
      queueName: `${prefix}-schedules-dead`,
      impact: 'A job by the clock did not start.',
      alarms,
    });
  }
}
