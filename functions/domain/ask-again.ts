/** Asking for a consent again, because the notice under which it was given no longer holds (`notice.onChange: 'reconsent'`). */
import type { Change } from './change.ts';
import { inAudience, isPursued, type Person, stands } from './consent.ts';
import { addDuration, type Duration } from './duration.ts';
import { nextEntry } from './ledger.ts';
import { isMailPurpose, type Policy, type PurposeId } from './policy.ts';
import { addDays, dayOf } from './retention.ts';

/** How long the person has to answer. Until then what they agreed to stands; after that it has lapsed. */
export const answerAgainWithin: Duration = '30 days';

/** The purposes about whose notice a person is told, those by mail first; none for somebody who is not simply active, or agreed after the change. */
export function toldAbout({ profile, consents }: Person, changedAt: Date, now: Date): PurposeId[] {
  if (profile.standing !== 'active') return [];
  const pursued = consents.filter(
    (consent) => !consent.purpose.startsWith('service:') && isPursued(consent, now) && new Date(consent.since) < changedAt,
  );
  return pursued.map(({ purpose }) => purpose).sort((a, b) => Number(isMailPurpose(b)) - Number(isMailPurpose(a)));
}

/** The change that the asking makes: each consent that stands ends in time unless it is given again. Undefined if there is none, or it has been asked for. */
export function askAgain(policy: Policy, person: Person, announcement: number, now: Date): Change | undefined {
  const { profile } = person;
  const { brand, contactId, addressHash } = profile;
  const asked = person.consents.filter((consent) => stands(consent, now));
  if (asked.length === 0 || (profile.askedAgain?.announcement ?? 0) >= announcement) return undefined;
  const until = addDuration(now, answerAgainWithin);
  const entry = nextEntry(
    { seq: profile.seq, hash: profile.head },
    {
      at: now.toISOString(),
      actor: 'system',
      act: 'asked_again',
      method: 'notice_change',
      changes: {},
      addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
      evidence: {
        announcement,
        noticeVersion: policy.notice.version,
        purposes: asked.map(({ purpose }) => purpose),
        until: until.toISOString(),
      },
    },
  );
  const lapses = addDays(dayOf(until), 1);
  const waits = profile.dueDay;
  const consents = asked.map((consent) =>
    consent.validUntil && new Date(consent.validUntil) < until ? consent : { ...consent, validUntil: until.toISOString() },
  );
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: {
      write: 'update',
      set: {
        seq: entry.seq,
        head: entry.hash,
        askedAgain: { announcement, on: dayOf(now), until: until.toISOString() },
        ...((!waits || lapses < waits) && { dueDay: lapses }),
      },
    },
    consents: consents.map((consent) => ({ consent, inAudience: inAudience(profile, consent, now) })),
    deletedConsents: [],
    pointer: 'keep',
    suppression: 'keep',
    deletedRequests: [],
  };
}
