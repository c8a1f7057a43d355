/**
 * The ground on which a purpose may be pursued for one person, now: the policy proposes, the law of the person's market decides. Asked
 * when a mail is about to go out, and stored with it (K1).
 *
 * Objection, restriction, deactivation and suppression are states of the person and are asked apart: they stop every ground but a
 * service's.
 */
import { type Consent, groundsWithoutConsent, type Person, type Profile, stands } from './consent.ts';
import { type Basis, isMailPurpose, type Policy, type PurposeId, purposeOf, type TrackingMode } from './policy.ts';
import { type RulePack, rulePackOfMarket, type SaleEvidence } from './rule-packs.ts';

/**
 * Whom the mail would reach. `business` is a person who acts for a company, and is protected like anybody (I3); only a `legal_person` is
 * a company itself, and only the address kind `role` names nobody.
 */
export interface Addressee {
  readonly relationship?: string | undefined;
  readonly subscriberType: 'natural' | 'sole_trader' | 'business' | 'legal_person' | 'unknown';
  readonly addressKind?: 'named' | 'role' | undefined;
  /** What is recorded of the relationship: `sale`, … */
  readonly evidence: readonly string[];
}

/** Whether the person's consent to a purpose holds; was refused, withdrawn or has ended; or was never given. */
export type ConsentState = 'stands' | 'ended' | 'none';

/** Why a purpose may or may not be pursued. */
export type BasisReason =
  | 'consent_given'
  | 'existing_customer'
  | 'company'
  | 'service'
  | 'consent_missing'
  | 'consent_ended'
  | 'evidence_missing'
  | 'market_requires_consent'
  | 'unknown_purpose';

/** The ground that applies, whether it carries the purpose, and why. */
export interface EffectiveBasis {
  readonly basis: Basis;
  readonly permitted: boolean;
  readonly reason: BasisReason;
}

/** Whether something other than consent carries the purpose. */
export const isGround = (
  found: EffectiveBasis,
): found is EffectiveBasis & { readonly reason: (typeof groundsWithoutConsent)[number] } =>
  found.permitted && groundsWithoutConsent.some((ground) => ground === found.reason);

/** The state of a consent as stored; `undefined` if the person was never asked. */
export function consentState(consent: Pick<Consent, 'status' | 'validUntil'> | undefined, now: Date): ConsentState {
  if (consent === undefined) return 'none';
  if (stands(consent, now)) return 'stands';
  switch (consent.status) {
    case 'ConsentRequested':
    case 'ConsentRequestDeferred':
    case 'ConsentUnknown':
      return 'none';
    default:
      return 'ended';
  }
}

/**
 * The ground for a purpose, in this order:
 *
 * 1. Tracking, profiling and sharing with a partner rest on consent, whatever the policy says (ePrivacy 5(3); K2, X8).
 * 2. Consent that stands carries the purpose. One that was refused or has ended ends it: no other ground takes its place (EDPB 05/2020,
 *    5.2).
 * 3. A service rests on the ground that the policy states.
 * 4. Mail to one of the policy's relationships may rest on that relationship's ground, if the person has the evidence for it and the
 *    market's law accepts both. A relationship that is over is no relationship.
 * 5. All other mail needs consent, but for companies where the market leaves them free to refuse.
 */
export function effectiveBasis(
  policy: Pick<Policy, 'purposes'>,
  pack: RulePack,
  addressee: Addressee,
  purpose: PurposeId,
  consent: ConsentState,
): EffectiveBasis {
  const declared = purposeOf(policy, purpose);
  if (!declared) return refused('consent', 'unknown_purpose');
  if (consent === 'stands') return { basis: 'consent', permitted: true, reason: 'consent_given' };
  if (consent === 'ended') return refused('consent', 'consent_ended');

  const related = declared.basisWhen.filter(
    ({ relationships }) => addressee.relationship !== undefined && relationships.includes(addressee.relationship),
  );
  if (isMailPurpose(purpose)) {
    const grounds = [...related, { basis: declared.basis, evidence: undefined }];
    const answers = grounds.map(({ basis, evidence }) => groundOfMail(pack, addressee, basis, evidence));
    return answers.find((answer) => answer.permitted) ?? answers[0] ?? refused('consent', 'consent_missing');
  }
  const basis = purpose.startsWith('service:') ? (related[0]?.basis ?? declared.basis) : 'consent';
  return basis === 'consent' ? refused('consent', 'consent_missing') : { basis, permitted: true, reason: 'service' };
}

/**
 * What the rules need to know of a person. A relationship that has ended is none; whoever is not known to be a company is protected as a person, so the kind
 * of their address does not matter.
 */
export const addresseeOf = (
  profile: Pick<Profile, 'relationship' | 'relationshipEndedOn' | 'basisEvidence' | 'subscriberType'>,
): Addressee => ({
  relationship: profile.relationshipEndedOn === undefined ? profile.relationship : undefined,
  subscriberType: profile.subscriberType,
  evidence: profile.basisEvidence ?? [],
});

/** The ground for a purpose as the person stands at this moment: what the gate before each mail asks, and stores with it. */
export function effectiveBasisOf(
  policy: Pick<Policy, 'purposes' | 'markets'>,
  { profile, consents }: Person,
  purpose: PurposeId,
  now: Date,
): EffectiveBasis {
  const consent = consents.find((known) => known.purpose === purpose);
  return effectiveBasis(
    policy,
    rulePackOfMarket(policy, profile.market),
    addresseeOf(profile),
    purpose,
    consentState(consent, now),
  );
}

/** `accepted` is undefined for a purpose's own ground, which names no evidence. */
function groundOfMail(
  pack: RulePack,
  addressee: Addressee,
  basis: Basis,
  accepted: readonly string[] | undefined,
): EffectiveBasis {
  switch (basis) {
    case 'consent':
      return refused(basis, 'consent_missing');
    case 'soft_opt_in': {
      if (pack.softOptIn.length === 0) return refused(basis, 'market_requires_consent');
      const holds = acceptedEvidence(pack, accepted ?? []).some((evidence) => addressee.evidence.includes(evidence));
      return holds ? { basis, permitted: true, reason: 'existing_customer' } : refused(basis, 'evidence_missing');
    }
    case 'legitimate_interest':
      if (!mayRefuseOnly(pack, addressee)) return refused(basis, 'market_requires_consent');
      return accepted === undefined || accepted.some((evidence) => addressee.evidence.includes(evidence))
        ? { basis, permitted: true, reason: 'company' }
        : refused(basis, 'evidence_missing');
    case 'contract':
    case 'legal_obligation':
      return refused(basis, 'market_requires_consent');
  }
}

const refused = (basis: Basis, reason: BasisReason): EffectiveBasis => ({ basis, permitted: false, reason });

/** Of the evidence that a policy accepts for a soft opt-in, what the market's law accepts too. */
export const acceptedEvidence = (pack: RulePack, evidence: readonly string[]): SaleEvidence[] =>
  pack.softOptIn.filter((kind) => evidence.includes(kind));

/** Whether the market lets this addressee be mailed until it objects: a company, never a person. */
const mayRefuseOnly = (pack: RulePack, { subscriberType, addressKind }: Addressee): boolean =>
  subscriberType === 'legal_person' &&
  (pack.companies === 'opt_out' || (pack.companies === 'role_addresses' && addressKind === 'role'));

/**
 * What may be kept of a person's opens or clicks: the policy's mode where the consent stands or none is needed, else nothing. A person's
 * own pixel or link is made only for `hygiene` and `consent`.
 */
export function effectiveTracking(
  policy: Pick<Policy, 'tracking'>,
  pack: RulePack,
  signal: 'open' | 'click',
  consent: ConsentState,
): TrackingMode {
  const mode = policy.tracking[signal];
  if (mode === 'off') return 'off';
  if (mode === 'aggregate') return pack.trackingWithoutConsent.includes(mode) || consent === 'stands' ? mode : 'off';
  return consent === 'stands' ? mode : 'off';
}
