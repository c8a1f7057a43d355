/**
 * What exercising a right changes: restriction and its lifting, objection to direct marketing, erasure (GDPR 17, 18, 21). Each is one change with its entry
 * in the ledger; asked for twice, it is made once.
 */
import * as z from 'zod';
import type { Change, ProfileChange } from './change.ts';
import { inAudience, isHeld, isOpen, type Person, type Profile, type Suppression } from './consent.ts';
import { end } from './ending.ts';
import { type EntryContent, nextEntry, type RightEvidence } from './ledger.ts';
import { pseudonymous } from './offline-consent.ts';
import type { Policy, PurposeId } from './policy.ts';
import { dayOf, firstDueDay } from './retention.ts';
import { signsAfter, signsOwed } from './watched-signs.ts';

type Exercised = Extract<EntryContent, { act: 'restricted' | 'unrestricted' | 'objected' | 'objection_lifted' }>;

/** Who exercises it, and on what. */
export interface ExercisedBy {
  readonly actor: 'person' | 'operator';
  readonly method: Exercised['method'];
  readonly evidence: RightEvidence;
}

/** What an operator may say of it: where the person's wish can be looked up. Neither names them, since both stand in the ledger. */
export const RightBody = z.strictObject({ reference: pseudonymous(64).optional(), reason: pseudonymous(100).optional() });

/** What lies under the person's address when a right is exercised, and whom it leads to. */
export interface AtAddress {
  readonly openRequests: readonly string[];
  readonly suppression: Suppression | undefined;
  readonly pointsTo: string | undefined;
}

/** Storage only, from now on: out of every audience, feed and send, and out of the last step of retention. Undefined if it is so already. */
export function restrict(policy: Policy, person: Person, by: ExercisedBy, now: Date): Change | undefined {
  const { standing } = person.profile;
  if (standing === 'restricted') return undefined;
  const set = { standing: 'restricted' as const, standingBefore: standing };
  return changed(policy, person, { ...by, act: 'restricted' }, { set, endsLastStep: true }, now);
}

/**
 * The person comes back to the standing that they had; an objection made meanwhile is kept, and what a withdrawal of profiling takes along goes now. Undefined
 * if nothing was restricted.
 */
export function unrestrict(policy: Policy, person: Person, by: ExercisedBy, now: Date): Change | undefined {
  const { standing, standingBefore } = person.profile;
  if (standing !== 'restricted') return undefined;
  const profile = { ...person.profile, standing: standingBefore ?? ('active' as const) };
  const signs = signsOwed(policy, { ...person, profile }, now);
  const left = { ...person, profile: { ...profile, ...(signs && { lastSigns: signsAfter(profile, signs) }) } };
  const dueDay = firstDueDay(policy, left, now);
  const set = { standing: profile.standing, ...(dueDay && { dueDay }) };
  const update = { set, ...(signs && { signs }), remove: ['standingBefore' as const] };
  return changed(policy, person, { ...by, act: 'unrestricted' }, update, now);
}

/**
 * No direct marketing on any ground, nor the measuring and profiling that belong to it (GDPR 21(2)): every consent of that kind ends, the address is barred, and the data
 * stay where they are. Undefined if the person has objected already.
 */
export function object(
  policy: Policy,
  person: Person,
  by: ExercisedBy,
  suppression: Suppression | undefined,
  now: Date,
): Change | undefined {
  const { profile, consents } = person;
  const { standing, standingBefore, formerIds = [] } = profile;
  if (standing === 'objected' || standingBefore === 'objected') return undefined;
  const at = now.toISOString();
  const ends = consents.filter((consent) => isMarketing(consent.purpose) && isOpen(consent, now));
  // a restriction says more than an objection does, and is lifted by itself
  const set = standing === 'restricted' ? { standingBefore: 'objected' as const } : { standing: 'objected' as const };
  const change = changed(
    policy,
    person,
    { ...by, act: 'objected', changes: Object.fromEntries(ends.map(({ purpose }) => [purpose, 'ConsentWithdrawn'])) },
    { set, ...signOf(by, now) },
    now,
  );
  const withdrawn = new Set(ends.map(({ purpose }) => purpose));
  return {
    ...change,
    consents: change.consents.map(({ consent: { validUntil, ground, ...kept } }) => ({
      consent: withdrawn.has(kept.purpose)
        ? { ...kept, status: 'ConsentWithdrawn' as const, since: at, seq: change.entry.seq }
        : { ...kept, ...(validUntil && { validUntil }), ...(ground && { ground }) },
      inAudience: false,
    })),
    // a complaint bars as much as an objection, and stays what it was
    suppression: suppression?.reason === 'complained' ? 'keep' : { reason: 'objected', since: at, formerIds },
  };
}

/** What the person objects to: marketing, and whatever is measured, profiled or shared for it. A service goes on. */
const isMarketing = (purpose: PurposeId): boolean => !purpose.startsWith('service:');

/**
 * An objection or a complaint is taken back: only a case does this, because the person asked for it there (T3). What had ended stays ended: mail begins again with a yes of
 * their own. Undefined if nothing barred them.
 */
export function liftObjection(
  policy: Policy,
  person: Person,
  by: ExercisedBy,
  suppression: Suppression | undefined,
  now: Date,
): Change | undefined {
  const { standing, standingBefore } = person.profile;
  const barred = suppression?.reason === 'objected' || suppression?.reason === 'complained';
  if (standing !== 'objected' && standingBefore !== 'objected' && !barred) return undefined;
  const set = standing === 'restricted' ? { standingBefore: 'active' as const } : { standing: 'active' as const };
  return {
    ...changed(policy, person, { ...by, act: 'objection_lifted' }, { set }, now),
    suppression: barred ? 'lift_bar' : 'keep',
  };
}

/** The end of everything that is known of a person. Undefined while a legal hold keeps them: only its release makes way (K11). */
export function erase(policy: Policy, person: Person, by: ExercisedBy, address: AtAddress, now: Date): Change | undefined {
  const { profile, consents } = person;
  if (isHeld(profile, now)) return undefined;
  const ends = consents.filter((consent) => isOpen(consent, now)).map(({ purpose }) => purpose);
  return end(
    policy,
    person,
    {
      ends: new Map(ends.map((purpose) => [purpose, 'ConsentWithdrawn'])),
      person: 'erased',
      reason: 'erased',
      proof: { ...by, act: 'erased' },
      openRequests: address.openRequests,
      suppression: address.suppression,
      addressLost: address.pointsTo !== profile.contactId,
    },
    now,
  );
}

const signOf = ({ actor }: ExercisedBy, now: Date) =>
  actor === 'person' ? { sign: { signal: 'preference_update' as const, day: dayOf(now) } } : {};

function changed(
  policy: Policy,
  { profile, consents }: Person,
  { act, changes = {}, ...by }: ExercisedBy & { act: Exercised['act']; changes?: Exercised['changes'] },
  update: Omit<Extract<ProfileChange, { write: 'update' }>, 'write'> & { set: Partial<Profile> },
  now: Date,
): Change {
  const { brand, contactId, addressHash } = profile;
  const content: EntryContent = {
    ...by,
    act,
    changes,
    at: now.toISOString(),
    addressHash,
    policyVersion: policy.version,
    policyHash: policy.hash,
  };
  const entry = nextEntry({ seq: profile.seq, hash: profile.head }, content);
  const standing = update.set.standing ?? profile.standing;
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: { ...update, write: 'update', set: { ...update.set, seq: entry.seq, head: entry.hash } },
    consents: consents.map((consent) => ({ consent, inAudience: inAudience({ standing }, consent, now) })),
    deletedConsents: [],
    pointer: 'keep',
    suppression: 'keep',
    deletedRequests: [],
  };
}
