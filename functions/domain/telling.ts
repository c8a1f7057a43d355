/**
 * Somebody whom the brand found elsewhere is told so: where their data come from, what they are used for and what they can do about it (GDPR 14; K5). Until then no
 * other mail goes to them, since the first one must not come before it (Art. 14(3)(b)).
 */
import * as z from 'zod';
import type { Change } from './change.ts';
import { isInForce, type Person, type Suppression } from './consent.ts';
import { isUntold } from './found-elsewhere.ts';
import { nextEntry, type TellingEvidence } from './ledger.ts';
import { pseudonymous } from './offline-consent.ts';
import type { Policy } from './policy.ts';

/**
 * What is to be done for somebody who waits to be told. `over`: they know, are gone, or have left; whoever has is not written to. `wait`: nothing may be done with
 * their data but keep them, or a mail was begun of which nobody knows whether it arrived, so that a person has to see to it.
 */
export function decideTelling(
  { person, suppression }: { readonly person: Person | undefined; readonly suppression: Suppression | undefined },
  now: Date,
): 'over' | 'wait' | 'tell' {
  if (!person || !isUntold(person.profile) || isInForce(suppression, now)) return 'over';
  return person.profile.standing === 'restricted' || person.profile.tellClaim !== undefined ? 'wait' : 'tell';
}

/** Ways other than our mail in which somebody may have been told. */
export const otherWays = ['letter', 'phone', 'meeting', 'email'] as const;

/** The body of an operator who has told somebody. */
export const ToldBody = z.strictObject({
  by: z.enum(otherWays),
  on: z.iso.date(),
  reference: pseudonymous(64),
});

/** The change: they know, and the entry says how. */
export function told(
  policy: Policy,
  { profile }: Person,
  how: Pick<TellingEvidence, 'by' | 'messageId' | 'operator' | 'on' | 'reference'>,
  now: Date,
): Change | undefined {
  const { brand, contactId, addressHash, foundIn: found } = profile;
  if (!found || !isUntold(profile)) return undefined;
  const entry = nextEntry(
    { seq: profile.seq, hash: profile.head },
    {
      at: now.toISOString(),
      actor: how.operator === undefined ? 'system' : 'operator',
      act: 'told',
      method: how.operator === undefined ? 'mail' : 'operator',
      changes: {},
      addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
      evidence: { ...how, source: found.source, tellBy: found.tellBy, noticeVersion: policy.notice.version },
    },
  );
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: {
      write: 'update',
      set: { seq: entry.seq, head: entry.hash, foundIn: { ...found, toldAt: entry.at } },
      remove: ['tellClaim'],
    },
    consents: [],
    deletedConsents: [],
    pointer: 'keep',
    suppression: 'keep',
    deletedRequests: [],
    untold: { write: 'drop', day: found.tellBy },
  };
}
