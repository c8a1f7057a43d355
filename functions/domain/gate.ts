/**
 * The gate before every mail of a campaign: asked with the person as just read, right before the call to SES, and by the preview. Whatever is
 * unknown keeps it shut.
 */
import { type EffectiveBasis, effectiveBasisOf } from './basis.ts';
import type { Campaign } from './campaign.ts';
import { type Consent, hasExpired, isInForce, type Person, type Suppression } from './consent.ts';
import { isUntold } from './found-elsewhere.ts';
import { type Basis, isMailPurpose, type Locale, type Policy, purposeOf } from './policy.ts';

/** Why somebody is not mailed; the first that holds is told. */
export const refusals = [
  /** The campaign is a draft, paused, cancelled or over. */
  'campaign_not_sending',
  /** Nobody lives under this id: erased, or at the end of their retention. */
  'gone',
  'restricted',
  'objected',
  'deactivated',
  /** Their address bears a suppression. */
  'suppressed',
  /** The policy no longer has the purpose, or it is none that mail is sent for. */
  'unknown_purpose',
  /** They were found elsewhere, and have not been told where. */
  'untold',
  /** They agreed once, and have withdrawn. */
  'unsubscribed',
  /** They agreed once, and that has lapsed, or was ended by the brand or a bounce. */
  'consent_ended',
  'consent_missing',
  'evidence_missing',
  'market_requires_consent',
  /** The campaign says nothing in a language that could be sent to them. */
  'no_content',
  /** What is stored of them cannot be read. */
  'unreadable',
] as const;
export type Refusal = (typeof refusals)[number];

/** Open, with what is written down of it: the language, and the ground on which the mail rests (K1). */
export type Gate =
  | { readonly open: true; readonly locale: Locale; readonly basis: Basis }
  | { readonly open: false; readonly reason: Refusal };

/** Who would get what. */
export interface Asked {
  readonly campaign: Pick<Campaign, 'state' | 'purpose' | 'locales'>;
  readonly person: Person | undefined;
  /** What bars the person's address. Needs no look at it where `restsOnConsent`. */
  readonly suppression: Suppression | undefined;
}

/** Whether this person gets this campaign's mail now. The preview of a campaign that is not sending yet asks as if it were. */
export function gate(policy: Policy, { campaign, person, suppression }: Asked, now: Date): Gate {
  if (campaign.state !== 'sending') return shut('campaign_not_sending');
  if (!person || hasExpired(person.profile, now)) return shut('gone');
  const { standing, locale } = person.profile;
  if (standing !== 'active') return shut(standing);
  if (isInForce(suppression, now)) return shut('suppressed');

  if (isUntold(person.profile)) return shut('untold');

  const { purpose } = campaign;
  if (!isMailPurpose(purpose) || !purposeOf(policy, purpose)) return shut('unknown_purpose');
  const ground = effectiveBasisOf(policy, person, purpose, now);
  if (!ground.permitted) return shut(refusalOf(ground, consentTo(person, purpose)));
  const spoken = campaign.locales.find((own) => own === locale) ?? campaign.locales[0];
  return spoken ? { open: true, locale: spoken, basis: ground.basis } : shut('no_content');
}

/**
 * Whether the mail rests on consent, if on anything. A consent that stands is proof that nothing bars the address, because both change in one
 * transaction: then it is not looked at, which saves a read for nearly every mail.
 */
export const restsOnConsent = (policy: Policy, person: Person, { purpose }: Pick<Campaign, 'purpose'>, now: Date): boolean => {
  const { basis, permitted } = effectiveBasisOf(policy, person, purpose, now);
  return !permitted || basis === 'consent';
};

const consentTo = ({ consents }: Person, purpose: string): Consent | undefined =>
  consents.find((consent) => consent.purpose === purpose);

function refusalOf({ reason }: EffectiveBasis, consent: Consent | undefined): Refusal {
  switch (reason) {
    case 'consent_ended':
      return consent?.status === 'ConsentWithdrawn' ? 'unsubscribed' : 'consent_ended';
    case 'evidence_missing':
    case 'market_requires_consent':
    case 'unknown_purpose':
      return reason;
    default:
      return 'consent_missing';
  }
}

const shut = (reason: Refusal): Gate => ({ open: false, reason });
