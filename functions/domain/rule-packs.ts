/**
 * The law of each market, as data: what a policy must not fall below. Nothing here is legal advice; where a source is second-hand or
 * from memory, the stricter reading stands.
 */
import { type Duration, marketOf, type Policy, type RulePackId } from './policy.ts';

/** Proof of a customer relationship that may stand in for consent: a sale; a free account (C-654/23); talks about a sale (PECR 22(3)). */
export type SaleEvidence = 'sale' | 'free_account' | 'negotiation';

/** The rules that protect the recipients of one market. */
export interface RulePack {
  readonly id: RulePackId;
  /** Mail to a person, in business or not. */
  readonly people: 'consent';
  /**
   * Mail to a company as such: consent too; free for addresses that name nobody (`post@`), with a way to stop; or free for all its
   * addresses, with a way to stop.
   */
  readonly companies: 'consent' | 'role_addresses' | 'opt_out';
  /** The evidence on which a sender may mail about its own similar products without consent; none: never. */
  readonly softOptIn: readonly SaleEvidence[];
  /** What may be kept of opens and clicks without consent; anything per person needs it (ePrivacy 5(3)). */
  readonly trackingWithoutConsent: readonly 'aggregate'[];
  /** Whether handing data to another company for its marketing needs the person's express consent, or may have another ground. */
  readonly sharing: 'explicit_consent' | 'any_ground';
  /** How long after the last mail the sender must be able to prove the consent; undefined where the law names no length. */
  readonly proof: Duration | undefined;
}

/** What each market's law asks for, with its sections. */
export const rulePacks: Readonly<Record<RulePackId, RulePack>> = {
  // Markedsføringsloven § 15: prior consent, people in business included; addresses like post@ are not covered. § 15(3): existing
  // customers. Ekomloven § 3-15, since 1 January 2025: terminal equipment, where browser settings no longer suffice.
  NO: {
    id: 'NO',
    people: 'consent',
    companies: 'role_addresses',
    softOptIn: ['sale'],
    trackingWithoutConsent: ['aggregate'],
    sharing: 'any_ground',
    proof: undefined,
  },
  // Marknadsföringslagen 19 §: natural persons, sole traders included; companies may be mailed and need an address to stop it.
  // Lagen om elektronisk kommunikation 2022:482, 9:28: terminal equipment.
  SE: {
    id: 'SE',
    people: 'consent',
    companies: 'opt_out',
    softOptIn: ['sale'],
    trackingWithoutConsent: ['aggregate'],
    sharing: 'any_ground',
    proof: undefined,
  },
  // Markedsføringsloven § 10: “nogen”, so companies too; stk. 2: existing customers. Proof until two years after the last mail.
  // Databeskyttelsesloven § 13: a consumer's data go to another company's marketing only by explicit consent.
  DK: {
    id: 'DK',
    people: 'consent',
    companies: 'consent',
    softOptIn: ['sale'],
    trackingWithoutConsent: ['aggregate'],
    sharing: 'explicit_consent',
    proof: '2 years',
  },
  // Laki sähköisen viestinnän palveluista 917/2014: § 200 natural persons and existing customers, § 202 companies may refuse, § 205
  // terminal equipment.
  FI: {
    id: 'FI',
    people: 'consent',
    companies: 'opt_out',
    softOptIn: ['sale'],
    trackingWithoutConsent: ['aggregate'],
    sharing: 'any_ground',
    proof: undefined,
  },
  // PECR 22: consumers, sole traders and unincorporated partnerships; 22(3): customers, talks about a sale too. PECR 6: terminal
  // equipment, pixels and decorated links included (ICO, 29 April 2026).
  UK: {
    id: 'UK',
    people: 'consent',
    companies: 'opt_out',
    softOptIn: ['sale', 'negotiation'],
    trackingWithoutConsent: ['aggregate'],
    sharing: 'any_ground',
    proof: undefined,
  },
  // Other member states. Directive 2002/58, 13(1), 13(2) and 5(3); a free account may be a sale (C-654/23). Companies: consent, by our
  // own choice, since the states differ.
  EU: {
    id: 'EU',
    people: 'consent',
    companies: 'consent',
    softOptIn: ['sale', 'free_account'],
    trackingWithoutConsent: ['aggregate'],
    sharing: 'any_ground',
    proof: undefined,
  },
  // Someone of whom we do not know where they live: the strictest of all the others.
  strictest: {
    id: 'strictest',
    people: 'consent',
    companies: 'consent',
    softOptIn: [],
    trackingWithoutConsent: [],
    sharing: 'explicit_consent',
    proof: '2 years',
  },
};

/** The rules for someone of a market of the policy; the strictest where the market is unknown (X13). */
export const rulePackOfMarket = (policy: Pick<Policy, 'markets'>, market: string | undefined): RulePack =>
  rulePacks[(market === undefined ? undefined : marketOf(policy, market)?.rulePack) ?? 'strictest'];
