/**
 * What is kept of a closed chain whose proof has run out: where it ended, signed with the deployment's key. The table's TTL takes the entries in no
 * order and at no certain time; against the checkpoint, whatever is still there can be verified (S27).
 */
import * as z from 'zod';
import { addDuration, type Duration } from './duration.ts';
import { ContactId } from './identity.ts';
import { type Entry, type Placed, type Verdict, verifyChain } from './ledger.ts';
import type { Policy } from './policy.ts';
import { isClosed } from './removal.ts';
import { addDays, type Day, dayOf } from './retention.ts';
import type { Secret } from './secret.ts';
import { isSignedBy, sign } from './signature.ts';

/** A checkpoint in its place, 0, before the chain's first entry. Ids, numbers and hashes only. */
export const Checkpoint = z.object({
  brand: z.string(),
  contactId: ContactId,
  /** The number and the hash of the chain's last entry, and when it was written. */
  last: z.number().int().positive(),
  hash: z.string(),
  closedAt: z.iso.datetime(),
  retiredAt: z.iso.datetime(),
  keyId: z.string(),
  signature: z.string(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** How long a checkpoint outlives the entries that it stands for: as long as anybody may find some of them still there. */
export const checkpointLife: Duration = '3 months';

/** The day on which the proof of a closed chain has run out: the day after its period's last; undefined for a chain that is not closed. */
export function proofEndsOn({ suppression }: Pick<Policy, 'suppression'>, chain: readonly Entry[]): Day | undefined {
  const last = isClosed(chain) ? chain.at(-1) : undefined;
  return last && addDays(dayOf(addDuration(new Date(last.at), suppression.proof)), 1);
}

/** The signed end of a chain. */
export function checkpointOf(
  brand: string,
  contactId: ContactId,
  last: Pick<Entry, 'seq' | 'hash' | 'at'>,
  secret: Secret,
  now: Date,
): Checkpoint {
  const content = { brand, contactId, last: last.seq, hash: last.hash, closedAt: last.at, retiredAt: now.toISOString() };
  return { ...content, ...sign(secret, 'checkpoint', partsOf(content)) };
}

/** Whether this deployment wrote the checkpoint, by a key that it has or had. */
export const isSigned = (checkpoint: Checkpoint, secret: Secret): boolean =>
  isSignedBy(secret, 'checkpoint', partsOf(checkpoint), checkpoint);

const partsOf = ({ brand, contactId, last, hash, closedAt, retiredAt }: Omit<Checkpoint, 'keyId' | 'signature'>): string[] => [
  brand,
  contactId,
  String(last),
  hash,
  closedAt,
  retiredAt,
];

/**
 * The verdict on what is left of a retired chain. Its first entries may be gone: the signed end vouches for those that are left, each of which holds the
 * hash of the one before. The checkpoint must be `isSigned`.
 */
export function verifyRest(checkpoint: Checkpoint, rest: readonly Placed[]): Verdict {
  const { brand, contactId, last, hash } = checkpoint;
  const [first] = rest;
  if (!first) return { whole: true, head: { seq: last, hash } };
  return verifyChain(brand, contactId, rest, { seq: last, hash }, { seq: first.seq - 1, hash: first.previous });
}
