/**
 * After a point-in-time restore of `people`: what the ledger, which was not restored, tells of a person, and what must be done so that the table says
 * the same. Nobody becomes mailable by it who has not said so in the ledger; what was never in the ledger (names, addresses, sends) is lost.
 */
import { type Consent, type ConsentStatus, inAudience, type Person, type Profile, type Suppression } from './consent.ts';
import { addDuration } from './duration.ts';
import { isUntold } from './found-elsewhere.ts';
import type { ContactId } from './identity.ts';
import { type ChainHead, type Entry, fold, givenAt, nextEntry, verifyChain } from './ledger.ts';
import { limits } from './limits.ts';
import { isMailPurpose, type Policy, type PurposeId, purposeOf, type Signal } from './policy.ts';
import { isClosed } from './removal.ts';
import { type Day, dayOf } from './retention.ts';

/** What a restored table says of a person and of their address. */
export interface Restored {
  readonly person: Person | undefined;
  /** Whether the person is listed among those who have not been told where they were found. */
  readonly waitsToBeTold: boolean;
  readonly address: {
    readonly contactId: ContactId | undefined;
    readonly suppression: Suppression | undefined;
    readonly requests: readonly { readonly form: string; readonly requestedAt: string }[];
  };
}

/** What is lost with the span that was restored away, of a person who is still there. */
export type Loss = 'details' | 'address' | 'reason_of_hold';

/** What is to be done for one chain. */
export type Repair =
  /** The table says what the ledger says. */
  | { readonly kind: 'in_step' }
  /** The chain is not as it was written: nothing is done by it, and people have to look. */
  | { readonly kind: 'broken'; readonly at: number }
  /** The person was gone, and is gone again: whatever came back is deleted, and the address is barred as it was. */
  | {
      readonly kind: 'erased';
      readonly profile: Profile | undefined;
      readonly pointer: boolean;
      readonly suppression: Suppression | undefined;
      readonly requests: readonly string[];
    }
  /** The person is there, as they were: what happened since happens again, as far as the ledger knows it. */
  | {
      readonly kind: 'brought_up';
      readonly before: Profile;
      readonly set: Partial<Profile>;
      readonly remove: readonly (keyof Profile)[];
      readonly consents: readonly { readonly consent: Consent; readonly inAudience: boolean }[];
      readonly pointer: boolean;
      readonly suppression: Suppression | 'lift' | 'keep';
      /** The last day for telling them where they were found, if they are not listed for it. */
      readonly untold: Day | undefined;
      readonly losses: readonly Loss[];
    }
  /** The person came after the point that was restored to: only their chain is left, and it ends with `entry`. */
  | { readonly kind: 'lost'; readonly entry: Entry; readonly pointer: boolean };

/** What is to be done for a chain, by all that the ledger tells of it. Doing it once more finds everything in step. */
export function repairOf(policy: Policy, contactId: ContactId, chain: readonly Entry[], restored: Restored, now: Date): Repair {
  const verdict = verifyChain(policy.brand, contactId, chain);
  const last = chain.at(-1);
  if (!verdict.whole) return { kind: 'broken', at: verdict.brokenAt };
  if (!last) return { kind: 'in_step' };
  const { person, address } = restored;
  const ours = address.contactId === contactId;

  if (isClosed(chain)) {
    const others = address.contactId !== undefined && !ours;
    const suppression = others ? undefined : stronger(address.suppression, barIn(policy, contactId, chain));
    const requests = address.requests.filter(({ requestedAt }) => requestedAt <= last.at).map(({ form }) => form);
    if (!person && !ours && !suppression && (others || requests.length === 0)) return { kind: 'in_step' };
    return { kind: 'erased', profile: person?.profile, pointer: ours, suppression, requests: others ? [] : requests };
  }
  if (!person) return { kind: 'lost', entry: lossOf(policy, last, chain, now), pointer: ours };
  return broughtUp(policy, contactId, chain, person, restored, now);
}

/** The entry that ends the chain of somebody of whom nothing else is left. Nobody withdrew: what they agreed to cannot be acted upon any more. */
function lossOf(policy: Policy, last: Entry, chain: readonly Entry[], now: Date): Entry {
  const head: ChainHead = { seq: last.seq, hash: last.hash };
  const open = Object.entries(fold(chain)).filter(([, { status }]) => isOpenStatus(status));
  return nextEntry(head, {
    at: now.toISOString(),
    actor: 'system',
    act: 'removed',
    method: 'restore',
    changes: Object.fromEntries(open.map(([purpose]) => [purpose, 'ConsentInvalidated' as const])),
    addressHash: last.addressHash,
    policyVersion: policy.version,
    policyHash: policy.hash,
    evidence: { lastSeq: last.seq },
  });
}

const isOpenStatus = (status: string): boolean =>
  status === 'ConsentGiven' || status === 'RenewedConsentGiven' || status === 'ConsentUnknown';

function broughtUp(
  policy: Policy,
  contactId: ContactId,
  chain: readonly Entry[],
  person: Person,
  { address, waitsToBeTold }: Restored,
  now: Date,
): Repair {
  const { profile } = person;
  const last = chain.at(-1) as Entry;
  const since = chain.filter(({ seq }) => seq > profile.seq);
  const told = fold(chain);
  const moved = last.addressHash !== profile.addressHash;
  const standing = moved ? 'restricted' : standingIn(policy, chain, profile);
  const consents = Object.entries(told).flatMap(([purpose, { status, since: at, seq }]) => {
    const known = person.consents.find((consent) => consent.purpose === purpose);
    if (known?.status === status && known.seq === seq && known.since === at) return [];
    const entry = chain.find((candidate) => candidate.seq === seq) as Entry;
    return [
      consentOf(policy, profile, known, { purpose: purpose as PurposeId, status: status as ConsentStatus, since: at }, entry),
    ];
  });
  const bar = barIn(policy, contactId, chain);
  const suppression = moved ? 'keep' : suppressionFor(address.suppression, bar);
  const pointer = address.contactId === undefined && !moved;
  const hold = holdIn(chain, profile);
  const knows = since.find(({ act }) => act === 'told');
  const untold = isUntold(profile) && !knows && !waitsToBeTold ? profile.foundIn?.tellBy : undefined;
  const agreed = agreedSince(since);
  const isBehind = since.length > 0 || profile.head !== last.hash;
  const isWhole = consents.length === 0 && suppression === 'keep' && !pointer && !untold && standing === profile.standing;
  if (!isBehind && isWhole) return { kind: 'in_step' };

  const changed = new Set(consents.map(({ purpose }) => purpose));
  // whoever has lost their standing leaves the audience with every purpose
  const others = standing === profile.standing ? [] : person.consents.filter(({ purpose }) => !changed.has(purpose));
  return {
    kind: 'brought_up',
    before: profile,
    set: {
      seq: last.seq,
      head: last.hash,
      standing,
      lastSigns: signsIn(since, profile.lastSigns),
      // looked at by the next sweep, which knows what is due now
      dueDay: dayOf(now),
      ...(hold && { legalHold: hold }),
      // nobody is told twice where they were found
      ...(knows && profile.foundIn && { foundIn: { ...profile.foundIn, toldAt: knows.at } }),
      ...(agreed && !isEmpty(agreed) && { agreedPeriods: agreed }),
    },
    remove: [
      ...(['expiresAt', 'endsOn', 'askedOn'] as const),
      ...(!hold && profile.legalHold ? (['legalHold'] as const) : []),
      ...(agreed && isEmpty(agreed) ? (['agreedPeriods'] as const) : []),
    ],
    consents: [...consents, ...others].map((consent) => ({
      consent,
      inAudience: inAudience({ standing }, consent, now),
    })),
    pointer,
    suppression,
    untold,
    losses: lossesIn(since, moved, hold, profile),
  };
}

/** A purpose as the ledger tells it, with what the table still holds of it. Where it was confirmed from is lost; that it was, and to which words, is not. */
function consentOf(
  policy: Policy,
  profile: Profile,
  known: Consent | undefined,
  { purpose, status, since }: { purpose: PurposeId; status: ConsentStatus; since: string },
  entry: Entry,
): Consent {
  const validity = isGiven(status) ? purposeOf(policy, purpose)?.validity : undefined;
  const rebuilt: Omit<Consent, 'purpose' | 'status' | 'since' | 'seq'> = {
    basis: purposeOf(policy, purpose)?.basis ?? 'consent',
    policyVersion: entry.policyVersion,
    email: profile.email,
    name: profile.name,
    company: profile.company,
    market: profile.market,
    locale: profile.locale,
    activeMonth: entry.at.slice(0, 7),
    ...('form' in entry.evidence && { form: entry.evidence.form, formVersion: entry.evidence.formVersion }),
  };
  const { validUntil: _, ground: __, ...kept } = known ?? rebuilt;
  const ground = 'grounds' in entry.evidence ? entry.evidence.grounds?.[purpose] : undefined;
  const reason = typeof ground === 'object' ? ground.reason : undefined;
  return {
    ...kept,
    purpose,
    status,
    since,
    seq: entry.seq,
    ...(validity && { validUntil: addDuration(new Date(givenAt(entry)), validity).toISOString() }),
    ...(status === 'ConsentUnknown' && reason && { ground: reason }),
  };
}

const isGiven = (status: ConsentStatus): boolean => status === 'ConsentGiven' || status === 'RenewedConsentGiven';

/** What each act makes of a person's standing; the others leave it. */
const standingAfter: Readonly<Record<string, Profile['standing']>> = {
  confirmed: 'active',
  recorded: 'active',
  granted: 'active',
  deactivated: 'deactivated',
  restricted: 'restricted',
  unrestricted: 'active',
  objected: 'objected',
  objection_lifted: 'active',
};

function standingIn(policy: Policy, chain: readonly Entry[], profile: Profile): Profile['standing'] {
  let standing = profile.standing;
  for (const [index, entry] of chain.entries()) {
    if (entry.seq <= profile.seq) continue;
    const rests = entry.act === 'withdrawn' && leavesNoMail(chain.slice(0, index + 1)) && restsBy(policy, entry.evidence.purpose);
    standing = rests ? 'deactivated' : (standingAfter[entry.act] ?? standing);
  }
  return standing;
}

/** Whether whoever ends this purpose as their last rests, neither mailed nor forgotten (I7). */
const restsBy = (policy: Policy, purpose: string): boolean =>
  purposeOf(policy, purpose as PurposeId)?.onWithdrawal === 'deactivate';

const leavesNoMail = (chain: readonly Entry[]): boolean =>
  !Object.entries(fold(chain)).some(([purpose, { status }]) => isMailPurpose(purpose as PurposeId) && isOpenStatus(status));

/** The signs of life that are in the ledger: a confirmation, an answer. Others are lost, and retention asks before it acts. */
function signsIn(since: readonly Entry[], known: Profile['lastSigns']): Profile['lastSigns'] {
  const signs = { ...known };
  for (const { act, actor, at } of since) {
    const signal: Signal | undefined = act === 'confirmed' ? 'form' : actor === 'person' ? 'preference_update' : undefined;
    const day = dayOf(new Date(at));
    if (signal && (signs[signal] ?? '') < day) signs[signal] = day;
  }
  return signs;
}

/** The periods that were agreed last, none among them; undefined if they stand as they stood. */
function agreedSince(since: readonly Entry[]): Profile['agreedPeriods'] {
  const periods = since.map((entry) => (entry.act === 'amended' ? entry.evidence.agreedPeriods : undefined));
  return periods.findLast((agreed) => agreed !== undefined);
}
const isEmpty = (record: object): boolean => Object.keys(record).length === 0;

/** The hold that stands by the ledger. Why somebody was held lies with the person alone, and may be lost. */
function holdIn(chain: readonly Entry[], profile: Profile): Profile['legalHold'] {
  const last = chain.findLast(({ act }) => act === 'held' || act === 'released');
  if (!last || last.seq <= profile.seq) return profile.legalHold;
  if (last.act !== 'held') return undefined;
  return { reason: lostReason, ...(last.evidence.until && { until: last.evidence.until }) };
}
const lostReason = 'Set before a restore, which lost the reason';

function lossesIn(since: readonly Entry[], moved: boolean, hold: Profile['legalHold'], profile: Profile): Loss[] {
  const acts: readonly string[] = since.map(({ act }) => act);
  return [
    ...(acts.includes('amended') || acts.includes('rectified') ? (['details'] as const) : []),
    ...(moved ? (['address'] as const) : []),
    ...(hold && hold !== profile.legalHold ? (['reason_of_hold'] as const) : []),
  ];
}

/** What bars the address by the ledger: the end of everything that was agreed to, by its own reason; an objection or a complaint until it is lifted. */
function barIn(policy: Policy, contactId: ContactId, chain: readonly Entry[]): Suppression | undefined {
  const closed = isClosed(chain);
  const refused = refusalIn(chain);
  const ending =
    refused ?? (closed || leavesNoMail(chain) ? chain.findLast((entry) => reasonOf(entry) !== undefined) : undefined);
  const reason = ending && reasonOf(ending);
  if (!ending || !reason) return undefined;
  const [first] = chain;
  const former = (first && 'formerIds' in first ? (first.formerIds ?? []) : []) as ContactId[];
  const { period } = policy.suppression;
  return {
    reason,
    since: ending.at,
    ...(period && !refused && { until: addDuration(new Date(ending.at), period).toISOString() }),
    formerIds: (closed ? [...former, contactId] : former).slice(-limits.formerIds),
  };
}

function refusalIn(chain: readonly Entry[]): Entry | undefined {
  const last = chain.findLast(({ act }) => (refusals as readonly string[]).includes(act));
  return last && reasonOf(last) ? last : undefined;
}
const refusals = ['objected', 'complained', 'objection_lifted'] as const;

/** Why an entry bars the address, if it does. */
function reasonOf(
  entry: Pick<Entry, 'changes'> & { readonly act: string; readonly method: string },
): Suppression['reason'] | undefined {
  const { act, method } = entry;
  const endsMail = Object.keys(entry.changes).some((purpose) => isMailPurpose(purpose as PurposeId));
  switch (act) {
    case 'objected':
      return 'objected';
    case 'complained':
      return 'complained';
    case 'bounced':
      return 'bounced';
    case 'withdrawn':
      return endsMail ? 'withdrawn' : undefined;
    case 'erased':
      return method === 'operator' || method === 'case' ? 'erased' : 'withdrawn';
    case 'deactivated':
      return 'inactive';
    case 'lapsed':
      return endsMail ? 'inactive' : undefined;
    case 'removed':
      return method === 'feedback' ? 'bounced' : method === 'restore' ? undefined : 'inactive';
    default:
      return undefined;
  }
}

const isRefusal = ({ reason }: Suppression): boolean => reason === 'objected' || reason === 'complained';

/** The bar that is to be written, or undefined if what lies there is as strong: a refusal stays, and of two others the later one counts. */
function stronger(found: Suppression | undefined, wanted: Suppression | undefined): Suppression | undefined {
  if (!wanted) return undefined;
  if (!found) return wanted;
  if (isRefusal(found) || (!isRefusal(wanted) && found.since >= wanted.since)) return undefined;
  return { ...wanted, formerIds: [...new Set([...found.formerIds, ...wanted.formerIds])].slice(-limits.formerIds) };
}

/** Of somebody who is there: barred as the ledger says, or free again; a refusal is only lifted by its own entry. */
function suppressionFor(found: Suppression | undefined, wanted: Suppression | undefined): Suppression | 'lift' | 'keep' {
  if (wanted) return stronger(found, wanted) ?? 'keep';
  return found && !isRefusal(found) ? 'lift' : 'keep';
}
