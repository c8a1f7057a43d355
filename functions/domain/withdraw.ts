/** What an opt-out ends. Where anything is unknown it opens, never blocks: no bot rule, no state of the person stops an opt-out (T8). */
import type { Change } from './change.ts';
import { isHeld, isOpen, type Person, type Suppression } from './consent.ts';
import { end } from './ending.ts';
import type { EntryContent, ShownWords } from './ledger.ts';
import { isMailPurpose, type Policy, type PurposeId, purposeOf, purposesOf } from './policy.ts';
import { dayAfterHold } from './retention.ts';

/** What the withdrawal of one purpose would end now, by the brand's policy. */
export interface Withdrawal {
  /** Purposes that stand, by consent or on another ground, and end with it. */
  readonly ends: readonly PurposeId[];
  /** What becomes of the person: nothing, a mark on the consents, or the end of everything. */
  readonly person: 'stays' | 'suppressed' | 'deactivated' | 'erased';
  /** Only a legal hold stands against the person's erasure; it follows when the hold is over. */
  readonly owed?: true;
}

/**
 * The purposes that withdrawing `purpose` reaches by the policy, whoever the person is: for a page that may not tell what this person had.
 * A mail purpose takes along what `withdrawalScope` says; tracking, profiling and a partner end alone.
 */
export function scopeOf(policy: Policy, purpose: PurposeId): PurposeId[] {
  const takesAll = isMailPurpose(purpose) && purposeOf(policy, purpose)?.withdrawalScope !== 'purpose';
  const others = takesAll ? purposesOf(policy).map(([id]) => id) : [];
  return [purpose, ...others.filter((id) => id !== purpose && !id.startsWith('service:'))];
}

/**
 * What withdrawing `purpose` ends now. `onWithdrawal` decides about the person when the last mail consent ends, and until then about that
 * purpose's own data. A legal hold, a restriction or a service that still runs keeps the record, not the mails.
 */
export function withdrawalOf(policy: Policy, person: Person, purpose: PurposeId, now: Date): Withdrawal {
  const scope = scopeOf(policy, purpose);
  const ends = standingOf(person, now).filter((other) => scope.includes(other));
  return consequenceOf(policy, person, ends, [purpose], now);
}

/** What ends when a person ends just these purposes, each by itself, in the preference centre. */
export function endingOfChoices(policy: Policy, person: Person, purposes: readonly PurposeId[], now: Date): Withdrawal {
  const ends = standingOf(person, now).filter((other) => purposes.includes(other));
  return consequenceOf(policy, person, ends, ends, now);
}

/** What ends when a person wants nothing any more. A service that they asked for is none of this. */
export function endingOfAll(policy: Policy, person: Person, now: Date): Withdrawal {
  const ends = standingOf(person, now).filter((purpose) => !purpose.startsWith('service:'));
  const mails = [...purposesOf(policy).map(([id]) => id), ...ends].filter(isMailPurpose);
  return consequenceOf(policy, person, ends, mails, now);
}

const standingOf = ({ consents }: Person, now: Date): PurposeId[] =>
  consents.filter((consent) => isOpen(consent, now)).map((consent) => consent.purpose);

/** What becomes of the person by the `onWithdrawal` of the purposes that decide about it: the strictest, once no mail consent is left. */
function consequenceOf(
  policy: Policy,
  person: Person,
  ends: readonly PurposeId[],
  deciding: readonly PurposeId[],
  now: Date,
): Withdrawal {
  const standing = standingOf(person, now);
  const mailLeft = standing.some((other) => isMailPurpose(other) && !ends.includes(other));
  const mails = deciding.filter(isMailPurpose);
  if (mails.length === 0 || mailLeft) return { ends, person: 'stays' };
  const restricted = person.profile.standing === 'restricted';
  const served = standing.some((other) => other.startsWith('service:'));
  // a purpose that the policy no longer knows is the strictest case
  const actions = mails.map((mail) => purposeOf(policy, mail)?.onWithdrawal ?? 'delete');
  // whoever had the use of their data restricted asked for them to be kept, and stays restricted
  if (restricted) return { ends, person: 'suppressed' };
  if (actions.includes('delete') && !served && isHeld(person.profile, now)) return { ends, person: 'suppressed', owed: true };
  if (actions.includes('delete') && !served) return { ends, person: 'erased' };
  return { ends, person: actions.includes('deactivate') ? 'deactivated' : 'suppressed' };
}

/** By what the person ended it, and what lies under their address, as far as it was looked up. */
export interface WithdrawnBy {
  readonly method: WithdrawalMethod;
  /** The purpose of the mail whose link was used, or `*`. */
  readonly purpose: string;
  readonly source: string;
  readonly shown?: ShownWords;
  readonly openRequests: readonly string[];
  readonly suppression: Suppression | undefined;
}
type WithdrawalMethod = Extract<EntryContent, { act: 'withdrawn' }>['method'];

/**
 * The change that withdrawing one purpose makes, or undefined if it has been made already: nothing stands that it would end, and the person is
 * as the policy wants them.
 */
export const withdraw = (
  policy: Policy,
  person: Person,
  purpose: PurposeId,
  by: Omit<WithdrawnBy, 'purpose'>,
  now: Date,
): Change | undefined => carryOut(policy, person, withdrawalOf(policy, person, purpose, now), { ...by, purpose }, now);

/** The same for whatever was worked out to end. What is pressed in the preference centre is a sign of life. */
export function carryOut(
  policy: Policy,
  person: Person,
  withdrawal: Withdrawal,
  { method, purpose, source, shown, ...address }: WithdrawnBy,
  now: Date,
): Change | undefined {
  const erased = withdrawal.person === 'erased';
  if (withdrawal.ends.length === 0 && !erased) return undefined;
  return end(
    policy,
    person,
    {
      ends: new Map(withdrawal.ends.map((ended) => [ended, 'ConsentWithdrawn'])),
      person: withdrawal.person,
      ...(withdrawal.owed && { owesErasureOn: dayAfterHold(person.profile, now) }),
      reason: 'withdrawn',
      proof: {
        actor: method === 'case' ? 'operator' : 'person',
        act: erased ? 'erased' : 'withdrawn',
        method,
        evidence: { purpose, source, ...(shown && { shown }) },
      },
      ...address,
      ...(method === 'preference_centre' && { sign: { signal: 'preference_update', day: now.toISOString().slice(0, 10) } }),
    },
    now,
  );
}
