/** What an opt-out ends. Where anything is unknown it opens, never blocks: no bot rule, no state of the person stops an opt-out (T8). */
import type { Change } from './change.ts';
import { isHeld, isOpen, type Person, type Suppression } from './consent.ts';
import { end } from './ending.ts';
import type { WithdrawalMethod } from './ledger.ts';
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
 * purpose's own data. A legal hold or a service that still runs keeps the record, not the mails.
 */
export function withdrawalOf(policy: Policy, person: Person, purpose: PurposeId, now: Date): Withdrawal {
  const standing = person.consents.filter((consent) => isOpen(consent, now)).map((consent) => consent.purpose);
  const scope = scopeOf(policy, purpose);
  const ends = standing.filter((other) => scope.includes(other));
  const mailLeft = standing.some((other) => isMailPurpose(other) && !ends.includes(other));
  if (!isMailPurpose(purpose) || mailLeft) return { ends, person: 'stays' };
  const served = standing.some((other) => other.startsWith('service:'));
  // a purpose that the policy no longer knows is the strictest case
  const action = purposeOf(policy, purpose)?.onWithdrawal ?? 'delete';
  if (action === 'delete' && !served && isHeld(person.profile, now)) return { ends, person: 'suppressed', owed: true };
  if (action === 'delete' && !served) return { ends, person: 'erased' };
  return { ends, person: action === 'deactivate' ? 'deactivated' : 'suppressed' };
}

/**
 * The change that a withdrawal makes, or undefined if it has been made already: nothing stands that it would end, and the person is
 * as the policy wants them.
 */
export function withdraw(
  policy: Policy,
  person: Person,
  purpose: PurposeId,
  by: { method: WithdrawalMethod; source: string; openRequests: readonly string[]; suppression: Suppression | undefined },
  now: Date,
): Change | undefined {
  const withdrawal = withdrawalOf(policy, person, purpose, now);
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
        actor: 'person',
        act: erased ? 'erased' : 'withdrawn',
        method: by.method,
        evidence: { purpose, source: by.source },
      },
      openRequests: by.openRequests,
      suppression: by.suppression,
    },
    now,
  );
}
