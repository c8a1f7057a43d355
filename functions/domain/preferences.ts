/** The preference centre: what a person can choose there, and what a choice changes. */
import type { Change } from './change.ts';
import { barsConfirmation, isPursued, type Occupant, type Person } from './consent.ts';
import { grant } from './grant.ts';
import type { ChoiceEvidence, ShownWords } from './ledger.ts';
import { isMailPurpose, type Policy, type PurposeId, purposesOf } from './policy.ts';
import { dayOf } from './retention.ts';

/** Where a choice stands on the page. */
export const choiceGroups = ['mail', 'tracking', 'profiling', 'sharing'] as const;
export type ChoiceGroup = (typeof choiceGroups)[number];

/** The group of a purpose; undefined for a service, which is asked for elsewhere and ends when it has been rendered. */
export function groupOf(purpose: PurposeId): ChoiceGroup | undefined {
  if (isMailPurpose(purpose)) return 'mail';
  if (purpose.startsWith('tracking:')) return 'tracking';
  if (purpose.startsWith('partner:')) return 'sharing';
  return purpose === 'profiling' ? 'profiling' : undefined;
}

/**
 * What the policy lets people choose, in the order of the file. What it does not do it does not ask for: no box for tracking that is off, nor for a partner where partners
 * get nothing (E8).
 */
export const offeredChoices = (policy: Policy): PurposeId[] =>
  purposesOf(policy)
    .map(([id]) => id)
    .filter((id) => {
      if (id === 'tracking:open') return policy.tracking.open !== 'off';
      if (id === 'tracking:click') return policy.tracking.click !== 'off';
      const partner = id.startsWith('partner:') && policy.sharing.registry.some((known) => `partner:${known.id}` === id);
      return partner ? policy.sharing.partners !== 'never' : groupOf(id) !== undefined;
    });

/** What a person finds on their page: what is offered, and whatever else they once agreed to and may want to end. */
export const choicesOf = (policy: Policy, person: Person, now: Date): PurposeId[] => [
  ...new Set([...offeredChoices(policy), ...standingChoices(person, now)]),
];

/** What of a person's choices stands now. */
export const standingChoices = ({ consents }: Person, now: Date): PurposeId[] =>
  consents.filter((consent) => groupOf(consent.purpose) && isPursued(consent, now)).map(({ purpose }) => purpose);

/** What the person changed on the page: only that is done, whatever else has changed since the page was shown. */
export interface Chosen {
  readonly grants: readonly PurposeId[];
  readonly ends: readonly PurposeId[];
}

/** The difference between the boxes as they were shown (`was`) and as they were sent (`ticked`), as far as it is not so already. */
export function chosen(
  policy: Policy,
  person: Person,
  { was, ticked }: { was: readonly string[]; ticked: readonly string[] },
  now: Date,
): Chosen {
  const standing = standingChoices(person, now);
  return {
    grants: offeredChoices(policy).filter((id) => ticked.includes(id) && !was.includes(id) && !standing.includes(id)),
    ends: standing.filter((id) => was.includes(id) && !ticked.includes(id)),
  };
}

/** Why a person can begin nothing here, or undefined if they can: an objection or a complaint is lifted by a case only, a restriction by the person first (T3, I8). */
export function closedFor({
  person,
  suppression,
}: Pick<Occupant, 'person' | 'suppression'>): 'objected' | 'restricted' | undefined {
  if (barsConfirmation(suppression) || person?.profile.standing === 'objected') return 'objected';
  return person?.profile.standing === 'restricted' ? 'restricted' : undefined;
}

/**
 * The change that a yes in the preference centre makes: a consent with a proof of its own. It stands in for a double opt-in, since the one-hour link was
 * mailed to the address. For someone who had left it begins a new episode, and lifts what barred their address (T5).
 */
export function grantChoices(
  policy: Policy,
  { person, suppression }: { person: Person; suppression: Occupant['suppression'] },
  grants: readonly PurposeId[],
  from: {
    words: ShownWords;
    shown: readonly PurposeId[];
    linkExpiresAt: Date;
    source: { ip: string; agent: string };
    hashOfSource: (ip: string) => string;
  },
  now: Date,
): Change {
  const { profile, consents } = person;
  const evidence: ChoiceEvidence = {
    ...from.words,
    market: profile.market,
    noticeVersion: policy.notice.version,
    shown: [...from.shown],
    granted: [...grants],
    linkExpiresAt: from.linkExpiresAt.toISOString(),
    confirmSource: from.hashOfSource(from.source.ip),
  };
  const getsMail = consents.some((consent) => isMailPurpose(consent.purpose) && isPursued(consent, now));
  return grant(
    policy,
    { ...profile, purposes: grants },
    { formerIds: [], person },
    {
      newContactId: profile.contactId,
      proof: { actor: 'person', act: 'granted', method: 'preference_centre', evidence },
      given: now,
      sign: { signal: 'preference_update', day: dayOf(now) },
      source: from.source,
      // somebody whose mail consents have all ended is barred, even if that came after the suppression was looked for
      suppression: suppression || !getsMail ? 'lift' : 'keep',
    },
    now,
  );
}
