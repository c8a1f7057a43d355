import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { Stop } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import type { JobQueue } from './job-queue.ts';
import { topicOfSes } from './ses-topic.ts';

export interface InboundMailProps {
  /** The domain whose mail SES receives, every address of it. */
  readonly domain: string;
  /** What the rules are called, before a hyphen. */
  readonly prefix: string;
  /** Where SES's reports of received mails go, and they alone. */
  readonly queue: JobQueue;
}

/**
 * Receiving through SES. The report of a `Stop` action holds the headers of a mail and what SES found out about its sender, and not what it says, which is so
 * kept nowhere. An account has one active set of rules in a region, and CloudFormation cannot choose it: how to do so is an output.
 */
export class InboundMail extends Construct {
  constructor(scope: Construct, id: string, { domain, prefix, queue }: InboundMailProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const ruleSetName = `${prefix}-inbound`;
    const ruleName = `${prefix}-unsubscribe`;

    const topic = topicOfSes(this, 'Received', queue);
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:SourceArn': stack.formatArn({
              service: 'ses',
              resource: 'receipt-rule-set',
              resourceName: `${ruleSetName}:receipt-rule/${ruleName}`,
            }),
          },
        },
      }),
    );

    const rules = new ReceiptRuleSet(this, 'Rules', { receiptRuleSetName: ruleSetName });
    const rule = rules.addRule('Unsubscribe', {
      receiptRuleName: ruleName,
      recipients: [domain],
      actions: [new Stop({ topic })],
    });
    // SES tries the topic when the rule is made
    rule.node.addDependency(topic);

    new CfnOutput(this, 'Mx', {
      description: `DNS record that brings mail for ${domain} to SES`,
      value: `${domain} MX 10 inbound-smtp.${stack.region}.amazonaws.com`,
    });
    new CfnOutput(this, 'Activate', {
      description: 'Once: makes these the rules by which SES receives',
      value: `aws ses set-active-receipt-rule-set --rule-set-name ${ruleSetName} --region ${stack.region}`,
    });
  }
}
