/** One mail of a campaign to one person, from the claim to what SES and the person made of it. */
import * as z from 'zod';
import { CampaignId } from './campaign.ts';
import { bases, locales, type PurposeId, trackingModes } from './policy.ts';

/**
 * What became of the one SES call. `claimed` is the only one that is not final; `unknown` may have been sent, is never tried again, and only
 * SES's own events make `sent` of it.
 */
export const sendStates = ['claimed', 'sent', 'skipped', 'failed', 'unknown'] as const;
export type SendState = (typeof sendStates)[number];

/** What SES told afterwards, each stronger than the one before: a late `delivered` never hides a bounce. All of them count as sent. */
export const feedbackStates = ['delayed', 'delivered', 'bounced', 'complained'] as const;
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
  /** Epoch seconds. */
  expiresAt: z.number(),
});
export type Send = z.infer<typeof Send>;
