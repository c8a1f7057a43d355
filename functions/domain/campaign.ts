/** A newsletter from draft to account: what it is, to whom it goes, and the states that it passes through. */
import * as z from 'zod';
import { ContactId } from './identity.ts';
import { locales, type PurposeId } from './policy.ts';

/** The states of a campaign. The last three before `needs_review` are its ends or pauses; `needs_review` waits for a person to look. */
export const campaignStates = [
  'draft',
  'scheduled',
  'preparing',
  'sending',
  'paused',
  'finished',
  'cancelled',
  'needs_review',
] as const;
export type CampaignState = (typeof campaignStates)[number];

/** The day it was made and 50 random bits, so that ids sort by day: `20261127-k3v9q2m7xd`. Fit for keys, paths, SES tags and tokens. */
export const CampaignId = z
  .string()
  .regex(/^\d{8}-[0-9a-hjkmnp-tv-z]{10}$/)
  .brand<'CampaignId'>();
export type CampaignId = z.infer<typeof CampaignId>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new campaign's id. `random` holds at least ten bytes, of which five bits each are used. */
export const campaignIdFrom = (now: Date, random: Uint8Array): CampaignId =>
  CampaignId.parse(
    `${now.toISOString().slice(0, 10).replaceAll('-', '')}-${[...random.subarray(0, 10)].map((byte) => alphabet[byte % 32]).join('')}`,
  );

/** The states that a campaign can be held from, by a pause or for a review. */
export const heldStates = ['scheduled', 'preparing', 'sending'] as const satisfies readonly CampaignState[];

/** Where the work on a campaign stands. */
export const Progress = z.object({
  /** Of the run that prepares: new with each, so that two that begin at once are not taken for one. */
  claimId: z.string().optional(),
  /** Where the walk through the audience goes on; absent before it begins and when it is over. */
  at: z.object({ shard: z.int(), after: ContactId.optional() }).optional(),
  /** People of the audience who were left out, by why. */
  excluded: z.object({ campaign: z.number(), segment: z.number() }),
  /** Chunks, from the first, that have been handed over to be sent. */
  handedOver: z.number(),
  /** When the last step was made. */
  movedAt: z.iso.datetime(),
  /** When sending began, or began again, and how many had been counted by then: what the rate is reckoned from. */
  sendingSince: z.iso.datetime().optional(),
  countedBefore: z.number().optional(),
  /** How many times in a row the chunks that had not ended were handed over anew, and how many had ended by then. */
  retries: z.object({ times: z.number(), ended: z.number() }).optional(),
});
export type Progress = z.infer<typeof Progress>;

const purposeId = z.custom<PurposeId>((value) => typeof value === 'string');

/** A campaign as it is stored and listed. Its content, link table, chunks and counters are items of their own. */
export const Campaign = z.object({
  brand: z.string(),
  campaignId: CampaignId,
  name: z.string(),
  /** The mail purpose under which it is sent: the consent that each recipient needs, and what its links withdraw. */
  purpose: purposeId,
  /** The saved segment whose people are mailed; without one, everybody of the purpose. */
  segment: z.string().optional(),
  exclude: z.object({ segments: z.array(z.string()).default([]), campaigns: z.array(CampaignId).default([]) }).optional(),
  /** The locales that it has content for; whoever reads another one gets the first. */
  locales: z.array(z.enum(locales)).min(1),
  state: z.enum(campaignStates),
  /** Why it waits in `needs_review` or `paused`, where that is not an operator's own doing. */
  stateReason: z.string().optional(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  scheduledFor: z.iso.datetime().optional(),
  startedAt: z.iso.datetime().optional(),
  /** When everybody was accounted for; of a cancelled one too. */
  finishedAt: z.iso.datetime().optional(),
  /** Recipients prepared so far; after preparing, all of them. */
  audience: z.number().default(0),
  /** Chunks written so far. */
  chunks: z.number().default(0),
  /** Raised with every change; the condition of each write. */
  revision: z.number(),
  /** Of `paused` and `needs_review`: the state that it was in, and returns to. */
  heldFrom: z.enum(heldStates).optional(),
  /** Of the operator's request that changed its state last: whoever repeats that one, for want of an answer, is not told that it is too late. */
  requestId: z.string().optional(),
  /** How far preparing it is, and handing its chunks over to be sent. */
  progress: Progress.optional(),
});
export type Campaign = z.infer<typeof Campaign>;

/**
 * The addresses that a campaign's links lead to, frozen when its content is saved: `/l/{token}/{n}` is `targets[n]`. `trap` is the number of one that no
 * reader sees, if there is one: whoever follows it is a machine.
 */
export const LinkTable = z.object({ targets: z.array(z.url({ protocol: /^https?$/ })), trap: z.int().optional() });
export type LinkTable = z.infer<typeof LinkTable>;

/** Most recipients of one chunk: as many as one lease of the sending rate is taken for. */
export const chunkSize = 50;

/** Ids of at most `chunkSize` recipients as bytes, 16 each: a chunk of 50 stays within one write unit. */
export const packIds = (ids: readonly ContactId[]): Uint8Array => Buffer.concat(ids.map((id) => Buffer.from(id, 'base64url')));

/** The ids of a packed chunk, in their order. */
export const unpackIds = (packed: Uint8Array): ContactId[] =>
  Array.from({ length: packed.length / 16 }, (_, index) =>
    ContactId.parse(Buffer.from(packed.subarray(index * 16, index * 16 + 16)).toString('base64url')),
  );
