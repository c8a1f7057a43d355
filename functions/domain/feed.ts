/** What a partner is told of a person, and when: the feed holds ids and positions, never a field; those pass the guard when it is read. */
import * as z from 'zod';
import type { Person } from './consent.ts';
import { addDuration } from './duration.ts';
import type { Egress, EgressGround } from './egress.ts';
import { ContactId } from './identity.ts';
import { paging } from './paging.ts';
import type { Policy, PurposeId } from './policy.ts';

/**
 * The kinds of news. The last three carry the id only: stop using, stop for good, and forget (GDPR 19: recipients hear of rectification,
 * erasure and restriction).
 */
export const newsTypes = ['granted', 'changed', 'restricted', 'withdrawn', 'erased'] as const;
export type NewsType = (typeof newsTypes)[number];

/** Whether the partner has to act upon it, and to acknowledge that. */
export const isEnd = (type: NewsType): boolean => type !== 'granted' && type !== 'changed';

/** One piece of news in its place. */
export const News = z.object({
  shard: z.int(),
  position: z.int().positive(),
  type: z.enum(newsTypes),
  contactId: ContactId,
  seq: z.number(),
  at: z.iso.datetime(),
});
export type News = z.infer<typeof News>;

/** What was given to whom, when, on what ground: it lies under the person, and belongs to everything that they may ask for. */
export interface Disclosure {
  /** The company's id in the policy, or `authority`. */
  readonly partner: string;
  readonly at: string;
  /** Why the guard let it go; `mandate`: the law or an order asked for it, and no guard was asked. */
  readonly ground: EgressGround | 'mandate';
  /** What carried it there: the EEA, or a mechanism. */
  readonly transfer: string;
  readonly fields: readonly string[];
  /** Of what was handed over by mandate: to whom, by which law or order, and where that can be looked up. */
  readonly to?: string;
  readonly legalGround?: string;
  readonly reference?: string | undefined;
}

/** What a partner was told of a person last. */
export const Told = z.object({
  type: z.enum(newsTypes),
  /** The number of the person's ledger entry that it tells of. */
  seq: z.number(),
  /** Names the values of the allowed fields, keyed, so that a change shows without the values being kept. */
  given: z.string().optional(),
});
export type Told = z.infer<typeof Told>;

/**
 * The news that follows from how a person stands now, or undefined if the partner knows it already. A partner that was never told of a
 * person hears nothing of their end. Somebody erased never comes back under this id.
 */
export function newsFor(
  told: Told | undefined,
  person: Person | undefined,
  verdict: Egress,
  given: string | undefined,
): NewsType | undefined {
  if (told?.type === 'erased') return undefined;
  const knows = told?.type === 'granted' || told?.type === 'changed';
  if (verdict.permitted) {
    if (!knows) return 'granted';
    return told.given === given ? undefined : 'changed';
  }
  if (!told) return undefined;
  if (!person) return 'erased';
  if (verdict.because === 'restricted') return knows ? 'restricted' : undefined;
  return told.type === 'withdrawn' ? undefined : 'withdrawn';
}

/** When an end that was told at `at` must have been acknowledged. */
export const acknowledgeBy = ({ sharing }: Policy, at: string): Date => addDuration(new Date(at), sharing.ackWithin);

/** Shards of a feed: a person's news all lie in one, so that they keep their order; people spread over them evenly. */
export const feedShards = 4;

/** Where a reader of a feed stands: the last position read of each shard. */
export const Positions = z.array(z.int().min(0)).length(feedShards);
export type Positions = z.infer<typeof Positions>;

/** Before the first news. */
export const fromTheBeginning: Positions = Array.from({ length: feedShards }, () => 0);

/** Of each shard the later position of two: acknowledging never goes back. */
export const furthest = (one: Positions, other: Positions): Positions => one.map((at, shard) => Math.max(at, other[shard] ?? 0));

/** The list that a position belongs to: a cursor of one feed opens no other. */
export const feedList = (brand: string, partner: string) => ['feed', brand, partner] as const;

const Words = z.string().trim().min(1).max(200);

/** To whom something was handed, on which legal ground (the section, the order), what, and where that can be looked up. */
export const HandedOver = z.strictObject({
  to: Words,
  legalGround: Words,
  reference: Words.optional(),
  fields: z
    .array(z.string().regex(/^[a-z][a-zA-Z]{0,31}$/, 'expected a field name such as email'))
    .min(1)
    .max(50),
});

/** A page of a partner's feed. */
export const FeedPage = z.strictObject(paging);

/** Everything up to this cursor of the feed has been acted upon. */
export const Acknowledgement = z.strictObject({ cursor: z.string().max(500) });

/** Who told the company to stop, by the id of its feed, and what: one of the purposes that it may end. */
export const PartnerOptOut = z.strictObject({
  contactId: ContactId,
  purpose: z.custom<PurposeId>((value) => typeof value === 'string', 'name a purpose'),
});
