/** One mail of a campaign to one person, from the claim to what SES and the person made of it. */
import * as z from 'zod';
import { type Campaign, CampaignId } from './campaign.ts';
import { addDuration } from './duration.ts';
import { limits } from './limits.ts';
import { bases, locales, type Policy, type PurposeId, trackingModes } from './policy.ts';

/**
 * What became of the one SES call. `claimed` is the only one that is not final; `unknown` may have been sent, is never tried again, and only
 * SES's own events make `sent` of it.
 */
export const sendStates = ['claimed', 'sent', 'skipped', 'failed', 'unknown'] as const;
export type SendState = (typeof sendStates)[number];

/**
 * What SES told afterwards, each stronger than the one before: a late `delivered` never hides a bounce. All of them count as sent. A `soft_bounced` is
 * weaker than `delivered`, since mailboxes answer for their owners; `rejected` is what SES took and then would not deliver.
 */
export const feedbackStates = ['delayed', 'soft_bounced', 'rejected', 'delivered', 'bounced', 'complained'] as const;
export type FeedbackState = (typeof feedbackStates)[number];

const purposeId = z.custom<PurposeId>((value) => typeof value === 'string');

/** `SEND#<campaign>` of a person. Holds no address and no content; the table's TTL takes it. */
export const Send = z.object({
  campaignId: CampaignId,
  state: z.enum(sendStates),
  /** Why it was skipped or failed. */
  reason: z.string().optional(),
  /** New at every attempt to claim. */
  claimId: z.string(),
  claimedAt: z.iso.datetime(),
  /** The part of the audience in which it is counted. */
  chunk: z.number(),
  purpose: purposeId,
  locale: z.enum(locales).optional(),
  /** The ground that the gate found, at the moment of sending (K1). */
  basis: z.enum(bases).optional(),
  /** SES's id of the mail. */
  messageId: z.string().optional(),
  sentAt: z.iso.datetime().optional(),
  /** What the mail was made to measure: rates are computed over these people only (T29). */
  tracking: z.object({ open: z.enum(trackingModes), click: z.enum(trackingModes) }).optional(),
  feedback: z.enum(feedbackStates).optional(),
  feedbackAt: z.iso.datetime().optional(),
  /** Day and hour of the first open and click by a human or by what may be one, and which links were followed. */
  openedAt: z.iso.datetime().optional(),
  clickedAt: z.iso.datetime().optional(),
  clickedLinks: z.array(z.number()).optional(),
  /** Which hit was the first: of an open (`open`), of a click (`click`), of each link (by its number). So each first is counted once, however often it arrives. */
  firsts: z.record(z.string(), z.string()).optional(),
  /** When a machine was last seen at the mail, as an interval of ISO 8601: what else was hit then was hit by it. */
  scanned: z.string().optional(),
  /** Epoch seconds. */
  expiresAt: z.number(),
});
export type Send = z.infer<typeof Send>;

/** A claim, new at every attempt. It is kept for as long as the policy keeps what becomes of mails, and at least until the last complaint has come. */
export function claimOf(
  policy: Pick<Policy, 'tracking'>,
  { campaignId, purpose }: Pick<Campaign, 'campaignId' | 'purpose'>,
  chunk: number,
  claimId: string,
  now: Date,
): Send {
  const until = [addDuration(now, policy.tracking.eventLife), addDuration(now, limits.sendsKept)];
  return {
    campaignId,
    state: 'claimed',
    claimId,
    claimedAt: now.toISOString(),
    chunk,
    purpose,
    expiresAt: Math.ceil(Math.max(...until.map((at) => at.getTime())) / 1000),
  };
}

/** How far a send is, as the sender and SES tell it. */
export type Known = Pick<Send, 'state' | 'reason' | 'feedback'>;

// what is certain outweighs what is not, and what SES says it took outweighs all
const certainty: Readonly<Record<SendState, number>> = { claimed: 0, unknown: 1, skipped: 2, failed: 3, sent: 4 };

/**
 * What two accounts of one send come to, in whatever order and however often they arrive (F8, F9): nothing that is known is ever forgotten, and what
 * SES reports on was sent.
 */
export function merged(one: Known, other: Known): Known {
  const feedback = stronger(one.feedback, other.feedback);
  if (feedback) return { state: 'sent', feedback };
  const [first, second] = [one, other].sort(byCertainty) as [Known, Known];
  return first.state === 'sent' ? { state: 'sent' } : { state: first.state, ...reasonOf(first, second) };
}

const byCertainty = (a: Known, b: Known): number => certainty[b.state] - certainty[a.state];

// of two reasons for the same, always the same one
function reasonOf(first: Known, second: Known): Pick<Send, 'reason'> {
  const reasons = [first, ...(second.state === first.state ? [second] : [])].flatMap(({ reason }) => reason ?? []).sort();
  return reasons[0] === undefined ? {} : { reason: reasons[0] };
}

/** The stronger of two pieces of feedback. */
export const stronger = (one: FeedbackState | undefined, other: FeedbackState | undefined): FeedbackState | undefined =>
  feedbackStates.findLast((state) => state === one || state === other);
