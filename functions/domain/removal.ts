/** What a person's retention verdict changes, and how a removal is completed that somebody else began. */
import type { Change } from './change.ts';
import { type ConsentStatus, isOpen, type Person, type Suppression } from './consent.ts';
import { addDuration } from './duration.ts';
import { type Ending, end } from './ending.ts';
import { AddressHash, type ContactId } from './identity.ts';
import { type Entry, fold, nextEntry } from './ledger.ts';
import { type Policy, type PurposeId, purposeOf } from './policy.ts';
import { addDays, dayOf, type RetentionVerdict, runsFromTheEnd, servicesOf } from './retention.ts';

/** Days after the day of a deletion on which the table's TTL takes a profile that no sweep has taken. */
export const ttlGraceDays = 7;

/**
 * The change that a verdict asks for, as long as the person has given no other sign of life than the one that it was reached with: a click at the
 * same moment keeps the person whole.
 */
export function endByRetention(
  policy: Policy,
  person: Person,
  verdict: Extract<RetentionVerdict, { act: 'end' }>,
  address: { contactId: ContactId | undefined; openRequests: readonly string[]; suppression: Suppression | undefined },
  now: Date,
): Change {
  const { purpose, clock, period } = verdict.why;
  const at = now.toISOString();
  const removed = verdict.person === 'erased' || verdict.person === 'anonymised';
  // with the person goes whatever measured or shared them, and the chain says so, as it does when TTL was first
  const ends = removed ? openPurposes(person, now).filter((purpose) => !verdict.lapses.includes(purpose)) : verdict.ends;
  const statuses: [PurposeId, ConsentStatus][] = [
    ...ends.map((ended): [PurposeId, ConsentStatus] => [ended, 'ConsentRevoked']),
    ...verdict.lapses.map((ended): [PurposeId, ConsentStatus] => [ended, 'ConsentExpired']),
  ];
  return end(
    policy,
    person,
    {
      ends: new Map(statuses),
      person: removed ? 'erased' : verdict.person === 'deactivated' ? 'deactivated' : 'stays',
      reason: person.profile.erasureOwed ? 'withdrawn' : 'inactive',
      ...(verdict.services.length > 0 && forgottenWith(policy, person, verdict, now)),
      ...(verdict.counts && { counted: at.slice(0, 7) }),
      proof: {
        actor: 'system',
        act: removed ? 'removed' : verdict.person === 'deactivated' ? 'deactivated' : 'lapsed',
        method: 'retention',
        evidence: { purpose, clock, period, askedOn: person.profile.askedOn },
      },
      openRequests: address.openRequests,
      suppression: address.suppression,
      addressLost: address.contactId !== person.profile.contactId,
      dueDay: addDays(dayOf(now), 1),
      unlessSigned: person.profile.lastSigns,
    },
    now,
  );
}

const openPurposes = ({ consents }: Person, now: Date): PurposeId[] =>
  consents.filter((consent) => isOpen(consent, now)).map(({ purpose }) => purpose);

/**
 * What goes with a relationship whose services have ended: the relationship itself, and each field that those services needed and nothing that
 * still runs does (X7). The address stays with whatever is left; a period that a contract agrees
 * goes on counting from the day on which the relationship ended.
 */
export function forgottenWith(
  policy: Policy,
  person: Person,
  { services, ends, lapses }: Extract<RetentionVerdict, { act: 'end' }>,
  now: Date,
): Pick<Ending, 'forgets' | 'agreedPeriods'> {
  const fieldsOf = (purposes: readonly PurposeId[]) =>
    new Set(purposes.flatMap((purpose) => purposeOf(policy, purpose)?.dataCategories ?? []));
  const over = new Set([...services, ...ends, ...lapses]);
  const standing = openPurposes(person, now);
  const served = servicesOf(policy, person).filter((purpose) => !over.has(purpose));
  const left = standing.filter((purpose) => !over.has(purpose));
  const needed = fieldsOf([...left, ...served]);
  const given = (['name', 'company', 'phone'] as const).filter((field) => fieldsOf(services).has(field) && !needed.has(field));
  if (served.length > 0) return { forgets: given };
  const { agreedPeriods = {}, relationshipEndedOn: endedOn } = person.profile;
  const running = Object.entries(agreedPeriods).filter(
    ([purpose]) => left.includes(purpose as PurposeId) && runsFromTheEnd(policy, person.profile, purpose as PurposeId),
  );
  const forgets = ['relationship', 'relationshipEndedOn', 'basisEvidence', ...given] as const;
  if (running.length === 0) return { forgets: [...forgets, 'agreedPeriods'] };
  return {
    forgets,
    agreedPeriods: Object.fromEntries(running.map(([purpose, agreed]) => [purpose, { ...agreed, endedOn }])),
  };
}

/** The end of somebody whose profile the table's TTL has taken: the entry and the suppression that should have come with it. */
export interface Completion {
  readonly entry: Entry;
  readonly suppression: Suppression;
  readonly addressHash: AddressHash;
}

/** Whether a chain is closed: it ends with an erasure or a removal, and nothing follows. */
export const isClosed = (chain: readonly Entry[]): boolean => {
  const last = chain.at(-1);
  return last?.act === 'erased' || last?.act === 'removed';
};

/**
 * What completes a removal that nobody wrote down, from the chain alone, since nothing else is sure to be left. Undefined for a chain that is
 * closed, or empty.
 */
export function completionOf(policy: Policy, contactId: ContactId, chain: readonly Entry[], now: Date): Completion | undefined {
  const last = chain.at(-1);
  if (!last || isClosed(chain)) return undefined;
  const at = now.toISOString();
  const standing = Object.entries(fold(chain)).filter(([, { status }]) => mayProcess(status));
  const { period } = policy.suppression;
  return {
    entry: nextEntry(last, {
      at,
      actor: 'system',
      act: 'removed',
      method: 'retention',
      changes: Object.fromEntries(standing.map(([purpose]) => [purpose, 'ConsentRevoked' as const])),
      addressHash: last.addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
      evidence: { purpose: '*', clock: 'last_activity', period: '*', byTtl: true },
    }),
    addressHash: AddressHash.parse(last.addressHash),
    suppression: {
      reason: 'inactive',
      since: at,
      ...(period && { until: addDuration(now, period).toISOString() }),
      formerIds: [contactId],
    },
  };
}

// `ConsentUnknown` is what somebody has who was never asked: whatever ground carried it, it ends too
const mayProcess = (status: string): boolean =>
  status === 'ConsentGiven' || status === 'RenewedConsentGiven' || status === 'ConsentUnknown';
