import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type ServedBrand, sendersOf, sendingDomainsOf } from '../stage.ts';
import type { FileFunction } from './file-function.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import type { JobQueue } from './job-queue.ts';
import { topicOfSes } from './ses-topic.ts';

export interface MailProps {
  readonly brands: readonly ServedBrand[];
  /** Where SES's reports go, and they alone. */
  readonly feedback: JobQueue;
  readonly alarms: ITopic;
}

/**
 * Sending through SES: one identity for each domain that a brand sends from, and a configuration set that reports what becomes of
 * every mail to a queue, by way of a topic. SES's own open and click tracking stays off: it is on as soon as an event
 * destination listens for OPEN or CLICK, and none does.
 */
export class Mail extends Construct {
  readonly #senders: readonly string[];
  readonly #identityArns: readonly string[];
  readonly #configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { brands, feedback, alarms }: MailProps) {
    super(scope, id);
    const stack = Stack.of(this);

    const set = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      // a second net below our own suppressions, and what keeps the account's standing with the mail providers
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const setArn = stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: set.configurationSetName });
    this.#configurationSet = set;
    this.#senders = sendersOf(brands);
    this.#identityArns = [
      ...sendingDomainsOf(brands).map((domain) => this.identity(domain)),
      // SES asks for the right to use the configuration set as well
      setArn,
    ];

    const topic = topicOfSes(this, 'Events', feedback);

    // lets SES of this account publish, for this configuration set only
    new ConfigurationSetEventDestination(this, 'Destination', {
      configurationSet: set,
      destination: EventDestination.snsTopic(topic),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });

    // SES reviews an account at 5 % bounces or 0.1 % complaints, and stops it at 10 % or 0.5 %
    const reputation = (metricName: string) =>
      new Metric({
        namespace: 'AWS/SES',
        metricName,
        statistic: 'Maximum',
        period: Duration.hours(1),
      });
    new ImpactAlarm(this, 'BounceRate', {
      metric: reputation('Reputation.BounceRate'),
      threshold: 0.04,
      impact: 'Many mails bounce. At 5 % SES reviews the account, at 10 % it stops sending for every brand.',
      topic: alarms,
    });
    new ImpactAlarm(this, 'ComplaintRate', {
      metric: reputation('Reputation.ComplaintRate'),
      threshold: 0.0008,
      impact: 'People report our mails as spam. At 0.1 % SES reviews the account, at 0.5 % it stops sending for every brand.',
      topic: alarms,
    });
  }

  /** Allows sending in the name of the served brands and of no one else. Sets `CONFIGURATION_SET`. */
  sentBy(fn: FileFunction): void {
    this.allow(fn, { StringEquals: { 'ses:FromAddress': this.#senders } });
  }

  /** Allows the same, but to these addresses alone, or to those that end like this: `@example.com`. Sets `TEST_RECIPIENTS` too. */
  sentToTestRecipientsBy(fn: FileFunction, recipients: readonly string[]): void {
    fn.addEnvironment('TEST_RECIPIENTS', recipients.join(','));
    // SES holds each address of a mail against the list; an empty list would be no condition
    const patterns = recipients.length > 0 ? recipients.map((one) => (one.startsWith('@') ? `*${one}` : one)) : ['nobody'];
    this.allow(fn, {
      StringEquals: { 'ses:FromAddress': this.#senders },
      'ForAllValues:StringLike': { 'ses:Recipients': patterns },
    });
  }

  private allow(fn: FileFunction, conditions: Record<string, Record<string, unknown>>): void {
    fn.addToRolePolicy(new PolicyStatement({ actions: ['ses:SendEmail'], resources: [...this.#identityArns], conditions }));
    fn.addEnvironment('CONFIGURATION_SET', this.#configurationSet.configurationSetName);
  }

  /** Allows asking for the account's limits. */
  accountReadBy(fn: FileFunction): void {
    fn.addToRolePolicy(new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] }));
    Validations.of(fn.role ?? fn).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'GetAccount is asked of the account: SES knows no resource for it. It tells limits and changes nothing.',
    });
  }

  /** Makes the domain's identity, signed by SES's own keys; the DNS records that prove the domain are outputs. Its ARN. */
  identity(domain: string): string {
    const name = domain
      .split(/[^a-z0-9]+/)
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join('');
    const identity = new EmailIdentity(this, name, {
      identity: Identity.domain(domain),
      configurationSet: this.#configurationSet,
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      // the topic reports bounces and complaints; without this they would also be mailed to the sender
      feedbackForwarding: false,
    });
    identity.dkimRecords.forEach((record, index) => {
      new CfnOutput(this, `${name}Dkim${index + 1}`, {
        description: `DNS record ${index + 1} of 3 that lets SES sign for ${domain}`,
        value: `${record.name} CNAME ${record.value}`,
      });
    });
    return identity.emailIdentityArn;
  }
}
