/** What it means that purposes end, whoever ends them: the person, the brand's retention, a bounce. */
import type { Change } from './change.ts';
import { type Consent, type ConsentStatus, inAudience, isHeld, type Person, type Profile, type Suppression } from './consent.ts';
import { addDuration } from './duration.ts';
import { type EntryContent, nextEntry } from './ledger.ts';
import { limits } from './limits.ts';
import { type Policy, type PurposeId, purposeOf, type Signal } from './policy.ts';
import { firstDueDay } from './retention.ts';
import { signsAfter, signsWithoutProfiling } from './watched-signs.ts';

type Proof<Entry extends EntryContent> = Entry extends { act: 'confirmed' | 'recorded' | 'granted' | 'imported' | 'rectified' }
  ? never
  : Pick<Entry, 'actor' | 'act' | 'method' | 'evidence'>;

/** Which purposes end, and what becomes of the person. */
export interface Ending {
  /** Each purpose that ends, and its status from now on. */
  readonly ends: ReadonlyMap<PurposeId, ConsentStatus>;
  readonly person: 'stays' | 'suppressed' | 'deactivated' | 'erased';
  /** What bars the address, unless the person stays. */
  readonly reason: Suppression['reason'];
  readonly proof: Proof<EntryContent>;
  /** What lies under the address, as far as it was looked up. */
  readonly openRequests: readonly string[];
  readonly suppression: Suppression | undefined;
  /** The address points to somebody else by now, and is none of this person's business any more. */
  readonly addressLost?: boolean;
  /** What is no longer known of a person who stays. */
  readonly forgets?: readonly (keyof Profile)[];
  /** What is left of the periods that a contract agrees with a person who stays. */
  readonly agreedPeriods?: Profile['agreedPeriods'];
  /** Erasing them is put off by a legal hold; the day on which the sweep looks whether it still stands. */
  readonly owesErasureOn?: string;
  /** One more person is counted for this month, without who they were. */
  readonly counted?: string | undefined;
  /** The day on which the sweep looks again at a person who stays. */
  readonly dueDay?: string;
  /** The sign of life that it is, where the person themselves ended something. */
  readonly sign?: { readonly signal: Signal; readonly day: string };
  /** Only as long as the person has given no other sign of life than these. */
  readonly unlessSigned?: Profile['lastSigns'];
}

/** The change that ends them now. */
export function end(policy: Policy, person: Person, ending: Ending, now: Date): Change {
  const { profile, consents } = person;
  const { brand, contactId, addressHash } = profile;
  const erased = ending.person === 'erased';
  if (erased && isHeld(profile, now)) throw new Error('a legal hold keeps this person');
  const at = now.toISOString();
  const forgotten = erased ? undefined : forgettingOf(policy, person, ending, now);
  const dueDay = ending.owesErasureOn ?? ending.dueDay ?? forgotten?.dueDay;
  const entry = nextEntry(
    { seq: profile.seq, hash: profile.head },
    {
      ...ending.proof,
      at,
      changes: Object.fromEntries(ending.ends),
      addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
    },
  );
  // an objection or a complaint is never weakened to anything else
  const barred = ending.suppression?.reason;
  const reason = barred === 'objected' || barred === 'complained' ? barred : ending.reason;
  const period = policy.suppression.period;
  const suppressed: Suppression = {
    reason,
    since: at,
    ...(period && reason === ending.reason && { until: addDuration(now, period).toISOString() }),
    formerIds: erased ? [...(profile.formerIds ?? []), contactId].slice(-limits.formerIds) : (profile.formerIds ?? []),
  };
  const standing = ending.person === 'deactivated' ? 'deactivated' : profile.standing;

  const marked = consents.flatMap((consent) => {
    const status = ending.ends.get(consent.purpose);
    if (!status) return forgotten?.consents.get(consent.purpose) ?? (ending.person === 'deactivated' ? [consent] : []);
    const { source, agent, validUntil: _, ground: __, ...kept } = consent;
    const data = purposeOf(policy, consent.purpose)?.onWithdrawal === 'delete' ? {} : { source, agent };
    return [{ ...kept, ...data, status, since: at, seq: entry.seq }];
  });
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: {
      ...(erased
        ? { write: 'delete' as const }
        : {
            write: 'update' as const,
            set: {
              seq: entry.seq,
              head: entry.hash,
              standing,
              ...(dueDay && { dueDay }),
              ...(ending.agreedPeriods && { agreedPeriods: ending.agreedPeriods }),
              ...(ending.owesErasureOn && { erasureOwed: true as const }),
            },
            ...(dueDay && { endsLastStep: true as const }),
            ...(ending.sign && { sign: ending.sign }),
            ...(forgotten && { signs: forgotten.signs }),
            ...(ending.forgets && { remove: ending.forgets }),
          }),
      ...(ending.unlessSigned && { unlessSigned: ending.unlessSigned }),
    },
    consents: erased ? [] : marked.map((consent) => ({ consent, inAudience: inAudience({ standing }, consent, now) })),
    deletedConsents: erased ? consents.map((consent) => consent.purpose) : [],
    pointer: erased && !ending.addressLost ? 'delete' : 'keep',
    suppression: ending.person === 'stays' || ending.addressLost ? 'keep' : suppressed,
    deletedRequests: erased && !ending.addressLost ? ending.openRequests : [],
    ...(ending.counted && { counted: ending.counted }),
  };
}

/**
 * What goes with a consent to profiling, beside the purpose: signs of life that were kept under it, and what was made of them, the month by which an
 * audience finds the person and the day on which the sweep looks at them. In the last step of retention that day is settled.
 */
function forgettingOf(policy: Policy, person: Person, { ends, sign }: Ending, now: Date) {
  const signs = ends.has('profiling') ? signsWithoutProfiling(policy, person, now) : undefined;
  if (!signs) return undefined;
  const { profile } = person;
  const lastSigns = signsAfter(profile, { ...signs, ...(sign && { [sign.signal]: sign.day }) });
  const lastMonth = Object.values(lastSigns).sort().at(-1)?.slice(0, 7) ?? '';
  const consents = person.consents.map((consent): Consent => {
    const status = ends.get(consent.purpose);
    const month = [lastMonth, consent.since.slice(0, 7)].sort().at(-1) as string;
    return { ...consent, ...(status && { status }), activeMonth: consent.activeMonth < month ? consent.activeMonth : month };
  });
  const due = firstDueDay(policy, { profile: { ...profile, lastSigns }, consents }, now);
  const sooner = due !== undefined && profile.endsOn === undefined && (profile.dueDay === undefined || due < profile.dueDay);
  const moved = consents.filter(({ activeMonth }, index) => activeMonth !== person.consents[index]?.activeMonth);
  return { signs, dueDay: sooner ? due : undefined, consents: new Map(moved.map((consent) => [consent.purpose, consent])) };
}
