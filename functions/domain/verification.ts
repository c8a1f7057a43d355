/** Whether a chain of the ledger is still what was written, and if not, where it was first touched and how (S27). */
import { hashOf } from './canonical-json.ts';
import type { ChainHead, Placed } from './ledger.ts';

/** An entry as it lies in the table: under which number, and what it says itself. */
export interface Stored {
  readonly place: number;
  readonly entry: Readonly<Record<string, unknown>>;
}

/**
 * What was done to the first entry that is not as it was written: its content was changed; it is missing, with later ones there or without any; it stands where another belongs; it
 * follows another entry than the one before it, so that two histories exist; nobody who may write knows of it; or everything
 * fits together, and yet another entry was anchored when it was written.
 */
export type Damage = 'altered' | 'dropped' | 'truncated' | 'swapped' | 'forked' | 'added' | 'rewritten';

/** The verdict: whole, or the number of the first entry that is not what was written, and what was done to it. */
export type Finding =
  | { readonly whole: true; readonly head: ChainHead }
  | { readonly whole: false; readonly brokenAt: number; readonly damage: Damage };

/**
 * Walks a chain from `start` and compares its end with `expected`, the head that something outside it holds. Without one, a chain that lost its newest entries looks like a shorter one:
 * then `closes` says whether it ends as it must.
 */
export function verify(
  start: ChainHead,
  stored: readonly Stored[],
  { expected, closes = () => true }: { expected?: ChainHead | undefined; closes?: (last: Stored | undefined) => boolean } = {},
): Finding {
  let head = start;
  const broken = (damage: Damage): Finding => ({ whole: false, brokenAt: head.seq + 1, damage });
  for (const { place, entry } of stored) {
    const { hash, ...content } = entry as Placed & Record<string, unknown>;
    const intact = hash === hashOf(content);
    if (expected && head.seq === expected.seq) return broken('added');
    // a gap in the numbers under which entries lie
    if (place !== head.seq + 1) return broken('dropped');
    if (entry.seq !== place) return broken(intact ? 'swapped' : 'altered');
    if (!intact) return broken('altered');
    if (entry.previous !== head.hash) return broken('forked');
    head = { seq: place, hash: String(hash) };
  }
  if (expected && head.seq < expected.seq) return broken('truncated');
  // every entry is sound, and yet this is not the history that the profile followed
  if (expected && head.hash !== expected.hash) return { whole: false, brokenAt: head.seq, damage: 'forked' };
  return closes(stored.at(-1)) ? { whole: true, head } : broken('truncated');
}
