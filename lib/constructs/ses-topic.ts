import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { JobQueue } from './job-queue.ts';

/**
 * A topic by which SES's reports come to a queue. Nobody else publishes to it, not even in the account, whatever their own policies say: a report that SES did not
 * make could suppress a person, or end anybody's subscription.
 */
export function topicOfSes(scope: Construct, id: string, queue: JobQueue): Topic {
  const topic = new Topic(scope, id, { enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    }),
  );
  topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true, deadLetterQueue: queue.dead }));
  return topic;
}
