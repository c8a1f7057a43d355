/** What SES reports of a mail: events as its configuration set sends them to SNS. */
import { randomUUID } from 'node:crypto';
import { addressOf } from './ses-rules.ts';

/** A mail that SES took. */
export interface Mail {
  /** SES's message id. */
  readonly id: string;
  /** The recipients, joined by commas. Every mail of ours has one. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  /** `''` where the mail has no such part. */
  readonly html: string;
  readonly text: string;
  /** What the recipient's mail program sees, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
  /** RFC 3339, by the system's clock. */
  readonly at: string;
}

/** An event, as far as its readers must know it; the rest is by type. */
export type MailEvent = { readonly eventType: string; readonly mail: { readonly messageId: string } } & Readonly<
  Record<string, unknown>
>;

const simulator = 'simulator.amazonses.com';

/** The events that follow a mail, in order, by the rules of the mailbox simulator. A `+label` in the local part is allowed. */
export function eventsOf(mail: Mail, recipients: readonly string[], now: Date): MailEvent[] {
  const timestamp = now.toISOString();
  const event = (
    eventType: string,
    detail: object,
    key = `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}`,
  ): MailEvent => ({
    eventType,
    mail: mailObject(mail, recipients),
    [key]: detail,
  });
  const delivery = (to: readonly string[]) =>
    event('Delivery', {
      timestamp,
      processingTimeMillis: 1,
      recipients: to,
      smtpResponse: '250 2.0.0 OK',
      reportingMTA: 'a1-1.smtp-out.eu-west-1.amazonses.com',
    });
  const bounce = (to: string, bounceType: string, bounceSubType: string, status: string, diagnosticCode: string) =>
    event('Bounce', {
      feedbackId: randomUUID(),
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: to, action: 'failed', status, diagnosticCode }],
      timestamp,
      reportingMTA: 'dns; a1-1.smtp-out.eu-west-1.amazonses.com',
    });
  const complaint = (to: string) =>
    event('Complaint', {
      feedbackId: randomUUID(),
      complaintSubType: null,
      complainedRecipients: [{ emailAddress: to }],
      timestamp,
      userAgent: 'Amazon SES Mailbox Simulator',
      complaintFeedbackType: 'abuse',
      arrivalDate: timestamp,
    });
  const follow = (recipient: string): MailEvent[] => {
    const to = addressOf(recipient);
    switch (simulated(to)) {
      case 'bounce':
        return [bounce(to, 'Permanent', 'General', '5.1.1', 'smtp; 550 5.1.1 user unknown')];
      case 'suppressionlist':
        return [
          bounce(
            to,
            'Permanent',
            'OnAccountSuppressionList',
            '5.1.1',
            'Amazon SES did not send the message: the address is on the suppression list',
          ),
        ];
      case 'complaint':
        return [delivery([to]), complaint(to)];
      case 'ooto':
        return [delivery([to]), bounce(to, 'Transient', 'General', '2.0.0', 'smtp; automatic reply: out of the office')];
      default:
        return [delivery([to])];
    }
  };
  return [event('Send', {}), ...recipients.flatMap(follow)];
}

function simulated(address: string): string | undefined {
  const [local = '', host] = address.toLowerCase().split('@');
  return host === simulator ? local.split('+')[0] : undefined;
}

function mailObject(mail: Mail, recipients: readonly string[]) {
  const { id, from, at, subject, headers, tags, configurationSet } = mail;
  const sender = addressOf(from);
  const own = Object.entries(tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: at,
    source: from,
    sourceArn: `arn:aws:ses:eu-west-1:000000000000:identity/${sender.slice(sender.lastIndexOf('@') + 1)}`,
    sendingAccountId: '000000000000',
    messageId: id,
    destination: recipients.map(addressOf),
    headersTruncated: false,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    commonHeaders: { from: [from], to: recipients, messageId: id, subject },
    tags: {
      'ses:operation': ['SendEmail'],
      ...(configurationSet && { 'ses:configuration-set': [configurationSet] }),
      'ses:from-domain': [sender.slice(sender.lastIndexOf('@') + 1)],
      ...Object.fromEntries(own),
    },
  };
}
