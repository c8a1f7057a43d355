/**
 * What was written to the ledger, kept where nobody can change it: signed lists of hashes, outside the database. Whoever may write to the tables can make a chain
 * shorter and a profile agree with it; they cannot make the list agree, too (S27). Ids, numbers and hashes only.
 */
import * as z from 'zod';
import { hashOf } from './canonical-json.ts';
import type { Secret } from './secret.ts';
import { isSignedBy, sign } from './signature.ts';
import type { Finding, Stored } from './verification.ts';

/** One entry: the key of its chain, its number, its hash. */
export const Anchored = z.object({ chain: z.string(), seq: z.int().positive(), hash: z.string() });
export type Anchored = z.infer<typeof Anchored>;

/** Entries of one brand that were written about the same time. */
export const Anchor = z.object({
  brand: z.string(),
  at: z.iso.datetime(),
  entries: z.array(Anchored).min(1),
  keyId: z.string(),
  signature: z.string(),
});
export type Anchor = z.infer<typeof Anchor>;

/** The signed list of these entries. */
export function anchorOf(brand: string, entries: readonly Anchored[], secret: Secret, now: Date): Anchor {
  const list = { brand, at: now.toISOString(), entries: [...entries] };
  return { ...list, ...sign(secret, 'anchor', partsOf(list)) };
}

/** Where a list lies: by brand and day, and by what it holds, so that a batch that comes twice lies in one place. */
export const placeOf = ({ brand, at, entries }: Pick<Anchor, 'brand' | 'at' | 'entries'>): string =>
  `${brand}/${at.slice(0, 10)}/${hashOf(entries).slice(0, 32)}.json`;

/** Whether this deployment wrote the list, by a key that it has or had. */
export const isOurs = (anchor: Anchor, secret: Secret): boolean => isSignedBy(secret, 'anchor', partsOf(anchor), anchor);

const partsOf = ({ brand, at, entries }: Pick<Anchor, 'brand' | 'at' | 'entries'>): string[] => [brand, at, hashOf(entries)];

/**
 * The verdict on a chain that was found as `finding`, held against what was anchored of it: the first entry that is missing, or is another one than was written. What was
 * let go before `from`, by a signed checkpoint, is not asked for.
 */
export function heldAgainst(
  finding: Finding,
  stored: readonly Stored[],
  anchored: readonly Anchored[],
  { from = 1 }: { from?: number } = {},
): Finding {
  const hashes = new Map(stored.map(({ place, entry }) => [place, entry.hash]));
  const [first] = anchored.filter(({ seq, hash }) => seq >= from && hashes.get(seq) !== hash).sort((a, b) => a.seq - b.seq);
  if (!first || (!finding.whole && finding.brokenAt < first.seq)) return finding;
  const last = stored.at(-1)?.place ?? 0;
  return first.seq > last
    ? { whole: false, brokenAt: last + 1, damage: 'truncated' }
    : { whole: false, brokenAt: first.seq, damage: 'rewritten' };
}
