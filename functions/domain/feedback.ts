/** What SES tells of a mail after it was sent, and what a brand's policy makes of it. */
import * as z from 'zod';
import { CampaignId } from './campaign.ts';
import type { Change } from './change.ts';
import { type ConsentStatus, isInForce, isPursued, type Person, type Suppression } from './consent.ts';
import { end } from './ending.ts';
import { ContactId } from './identity.ts';
import { limits } from './limits.ts';
import { isMailPurpose, type Policy, type PurposeId, purposeOf } from './policy.ts';
import type { FeedbackState, Send } from './send.ts';

const At = z.iso.datetime({ offset: true });
const tag = z.tuple([z.string()]);

/** What our mails say of themselves in their tags: which brand's, of which kind, and whom or what they concern; never an address. */
const Tags = z.object({
  brand: tag,
  mail: tag,
  campaign: z.tuple([CampaignId]).optional(),
  contact: z.tuple([ContactId]).optional(),
  request: tag.optional(),
});

const common = {
  mail: z.object({ messageId: z.string().min(1), timestamp: At, destination: z.array(z.string()).min(1), tags: Tags }),
};

/** An event as the configuration set publishes it, as far as it is read. Anything else in the queue is not SES's, or not of a mail of ours (T23). */
export const SesEvent = z.discriminatedUnion('eventType', [
  z.object({ ...common, eventType: z.literal('Send') }),
  z.object({ ...common, eventType: z.literal('Delivery'), delivery: z.object({ timestamp: At }) }),
  z.object({ ...common, eventType: z.literal('DeliveryDelay'), deliveryDelay: z.object({ timestamp: At }) }),
  z.object({ ...common, eventType: z.literal('Reject') }),
  z.object({ ...common, eventType: z.literal('Rendering Failure') }),
  z.object({
    ...common,
    eventType: z.literal('Bounce'),
    bounce: z.object({
      timestamp: At,
      bounceType: z.enum(['Undetermined', 'Permanent', 'Transient']),
      bounceSubType: z.string(),
      bouncedRecipients: z.array(z.object({ status: z.string().optional() })),
    }),
  }),
  z.object({
    ...common,
    eventType: z.literal('Complaint'),
    complaint: z.object({ timestamp: At, complaintFeedbackType: z.string().nullish() }),
  }),
]);
export type SesEvent = z.infer<typeof SesEvent>;
type Bounce = Extract<SesEvent, { eventType: 'Bounce' }>['bounce'];

/** When what the event tells happened. */
export function momentOfEvent(event: SesEvent): Date {
  switch (event.eventType) {
    case 'Delivery':
      return new Date(event.delivery.timestamp);
    case 'DeliveryDelay':
      return new Date(event.deliveryDelay.timestamp);
    case 'Bounce':
      return new Date(event.bounce.timestamp);
    case 'Complaint':
      return new Date(event.complaint.timestamp);
    default:
      return new Date(event.mail.timestamp);
  }
}

/** What an event says became of its mail; undefined if just that SES took it. */
export function feedbackOf(event: SesEvent): FeedbackState | undefined {
  switch (event.eventType) {
    case 'Send':
      return undefined;
    case 'Delivery':
      return 'delivered';
    case 'DeliveryDelay':
      return 'delayed';
    case 'Reject':
    case 'Rendering Failure':
      return 'rejected';
    case 'Bounce':
      return isHard(event.bounce) ? 'bounced' : 'soft_bounced';
    case 'Complaint':
      // somebody took the mail out of the junk folder
      return isComplaint(event.complaint) ? 'complained' : undefined;
  }
}

const isComplaint = ({ complaintFeedbackType }: { complaintFeedbackType?: string | null | undefined }): boolean =>
  complaintFeedbackType !== 'not-spam';

/**
 * Lists of SES's own stopped the mail: it was never tried, so nothing is known of the mailbox. Such a list may owe its entry to another brand, another
 * system of the account, or a fault long past.
 */
const onSesList = new Set(['Suppressed', 'OnAccountSuppressionList', 'OnTenantSuppressionList', 'UnsubscribedRecipient']);
const isHard = ({ bounceType, bounceSubType }: Bounce): boolean => bounceType === 'Permanent' && !onSesList.has(bounceSubType);

/**
 * Enhanced status codes (RFC 3463) that say that there is no such mailbox: unknown, no such domain, bad syntax, moved without address, domain without mail
 * (RFC 7505). A full, disabled or unwilling mailbox, and a server that dislikes us, are none.
 */
const noMailbox = /^5\.1\.(1|2|3|6|10)$/;

/** Whether a bounce proves that the address is not in use any more (I5): a refusal for good of the mailbox itself. */
export const provesNoMailbox = (bounce: Bounce): boolean =>
  isHard(bounce) &&
  bounce.bouncedRecipients.length > 0 &&
  bounce.bouncedRecipients.every(({ status }) => (status ? noMailbox.test(status) : bounce.bounceSubType === 'NoEmail'));

/** What the campaign's numbers count of what SES told. */
export type FeedbackCounts = Readonly<Partial<Record<'delivered' | 'bounced' | 'complained', number>>>;

// whoever complains has got the mail
const countedAs: Readonly<Record<FeedbackState, readonly (keyof FeedbackCounts)[]>> = {
  delayed: [],
  soft_bounced: [],
  rejected: [],
  delivered: ['delivered'],
  bounced: ['bounced'],
  complained: ['delivered', 'complained'],
};

/** How the numbers change when a mail's feedback does: the same in the end in whatever order it came (I7). */
export function feedbackCounts(before: FeedbackState | undefined, after: FeedbackState): FeedbackCounts {
  const counts: Partial<Record<keyof FeedbackCounts, number>> = {};
  for (const name of countedAs[after]) counts[name] = 1;
  for (const name of before ? countedAs[before] : []) counts[name] = (counts[name] ?? 0) - 1;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

/** Whether so many mails in a row came back that the next will: whatever was delivered in between begins the count anew. */
export function bouncesInARow(sends: readonly Pick<Send, 'feedback'>[]): boolean {
  const told = sends.filter(
    ({ feedback }) => feedback === 'soft_bounced' || feedback === 'delivered' || feedback === 'complained',
  );
  const latest = told.slice(0, limits.softBouncesInARow);
  return latest.length === limits.softBouncesInARow && latest.every(({ feedback }) => feedback === 'soft_bounced');
}

/** What a person's mail came back with, as far as it has consequences for them. */
export interface Consequence {
  readonly act: 'bounced' | 'complained';
  readonly person: 'suppressed' | 'deactivated' | 'erased';
  /** SES's words: the kind of bounce and its status code, or the kind of complaint. */
  readonly says: string;
}

/**
 * What the policy makes of an event for the person who got the mail, or undefined. A complaint always ends all marketing (T3). After a hard bounce the
 * purpose of the mail decides; but nobody is deleted, nor deactivated, unless it proves that the mailbox is gone (I5).
 */
export function consequenceOf(policy: Policy, purpose: PurposeId, event: SesEvent): Consequence | undefined {
  if (event.eventType === 'Complaint' && isComplaint(event.complaint))
    return { act: 'complained', person: 'suppressed', says: event.complaint.complaintFeedbackType ?? 'abuse' };
  if (event.eventType !== 'Bounce' || !isHard(event.bounce)) return undefined;
  const { bounceType, bounceSubType, bouncedRecipients } = event.bounce;
  const says = [bounceType, bounceSubType, bouncedRecipients[0]?.status].filter(Boolean).join(' ');
  const action = provesNoMailbox(event.bounce) ? (purposeOf(policy, purpose)?.onHardBounce ?? 'suppress') : 'suppress';
  const person = action === 'delete' ? 'erased' : action === 'deactivate' ? 'deactivated' : 'suppressed';
  return { act: 'bounced', person, says };
}

/** Of mails that came back for the time being, one after the other. */
export const softBounced: Consequence = { act: 'bounced', person: 'suppressed', says: `Transient x${limits.softBouncesInARow}` };

/** What the change is saved with: of which mail, when, and what lies under the address. */
export interface Occasion {
  readonly purpose: PurposeId;
  readonly campaignId?: CampaignId | undefined;
  readonly messageId: string;
  readonly at: Date;
  readonly address: {
    readonly contactId: ContactId | undefined;
    readonly openRequests: readonly string[];
    readonly suppression: Suppression | undefined;
  };
}

/**
 * The change that follows, or undefined: it has been made already, or the person has said yes again since it happened, and what happened before that is
 * over. A legal hold or a service that runs keeps the record, not the mails.
 */
export function endByFeedback(
  policy: Policy,
  person: Person,
  { act, person: fate, says }: Consequence,
  { purpose, campaignId, messageId, at, address }: Occasion,
  now: Date,
): Change | undefined {
  const { profile, consents } = person;
  const pursued = consents.filter((consent) => isPursued(consent, now));
  if (pursued.some((consent) => isMailPurpose(consent.purpose) && Date.parse(consent.since) > at.getTime())) return undefined;

  const kept = profile.legalHold !== undefined || pursued.some((consent) => consent.purpose.startsWith('service:'));
  const ends = pursued.filter((consent) => !consent.purpose.startsWith('service:')).map((consent) => consent.purpose);
  const becomes = fate === 'erased' && kept ? 'suppressed' : fate;
  const barred = isInForce(address.suppression, now) ? address.suppression.reason : undefined;
  const isBarred = act === 'complained' ? barred === 'complained' || barred === 'objected' : barred !== undefined;
  if (becomes !== 'erased' && ends.length === 0 && isBarred) return undefined;

  const status: ConsentStatus = act === 'complained' ? 'ConsentWithdrawn' : 'ConsentRevoked';
  const evidence = { purpose, messageId, says, ...(campaignId && { campaignId }) };
  return end(
    policy,
    person,
    {
      ends: new Map(ends.map((ended) => [ended, status])),
      person: becomes,
      reason: act,
      proof:
        becomes === 'erased'
          ? { actor: 'system', act: 'removed', method: 'feedback', evidence }
          : { actor: act === 'complained' ? 'person' : 'system', act, method: 'feedback', evidence },
      openRequests: address.openRequests,
      suppression: address.suppression,
      addressLost: address.contactId !== profile.contactId,
    },
    now,
  );
}
