/** What "yes, I want to stay" changes. */
import type { Change } from './change.ts';
import { inAudience, type Person, stands } from './consent.ts';
import { addDuration } from './duration.ts';
import { nextEntry } from './ledger.ts';
import { type Policy, purposeOf } from './policy.ts';
import { dayOf, firstDueDay } from './retention.ts';

/** The consents that a person who is asked would keep. */
export const standingPurposes = ({ consents }: Person, now: Date) =>
  consents.filter((consent) => stands(consent, now)).map(({ purpose }) => purpose);

/**
 * Whether an answer still has a question: this person was asked on that day and has not been heard of since. The answer of someone who came
 * back in another way is not needed, and not refused.
 */
export const isAsked = ({ profile }: Person, askedOn: string): boolean =>
  profile.askedOn === askedOn || isAskedAgain({ profile }, askedOn);

/** Whether it is the question that a new notice asks. */
export const isAskedAgain = ({ profile }: Pick<Person, 'profile'>, askedOn: string): boolean =>
  profile.askedAgain?.on === askedOn;

/** The change: every consent that stands is renewed, the last step of retention is over, and the clocks run anew. */
export function renew(policy: Policy, person: Person, from: { askedOn: string; source: string }, now: Date): Change {
  const { profile } = person;
  const { brand, contactId, addressHash } = profile;
  const at = now.toISOString();
  const day = dayOf(now);
  const purposes = standingPurposes(person, now);
  const again = isAskedAgain(person, from.askedOn);
  const entry = nextEntry(
    { seq: profile.seq, hash: profile.head },
    {
      at,
      actor: 'person',
      act: 'renewed',
      method: 'stay_link',
      changes: Object.fromEntries(purposes.map((purpose) => [purpose, 'RenewedConsentGiven' as const])),
      addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
      evidence: { ...from, ...(again && { noticeVersion: policy.notice.version }) },
    },
  );
  const renewed = person.consents
    .filter(({ purpose }) => purposes.includes(purpose))
    .map(({ validUntil: _, ...consent }) => {
      const validity = purposeOf(policy, consent.purpose)?.validity;
      return {
        ...consent,
        status: 'RenewedConsentGiven' as const,
        since: at,
        ...(validity && { validUntil: addDuration(now, validity).toISOString() }),
        seq: entry.seq,
        ...(again && { policyVersion: policy.version }),
        activeMonth: day.slice(0, 7),
      };
    });
  const signs = { ...profile.lastSigns, preference_update: day };
  const dueDay = firstDueDay(policy, { profile: { ...profile, lastSigns: signs }, consents: renewed }, now);
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: {
      write: 'update',
      set: { seq: entry.seq, head: entry.hash, ...(dueDay && { dueDay }) },
      sign: { signal: 'preference_update', day },
      ...(profile.askedAgain && { remove: ['askedAgain'] }),
    },
    consents: renewed.map((consent) => ({ consent, inAudience: inAudience(profile, consent, now) })),
    deletedConsents: [],
    pointer: 'keep',
    suppression: 'keep',
    deletedRequests: [],
  };
}
