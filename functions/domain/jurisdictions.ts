/** Which countries data may go to, as data, and the one question asked of it: what carries this transfer? */
import type { Mechanism, Policy, RulePackId } from './policy.ts';

/** The European Economic Area: the Union's 27 members, Iceland, Liechtenstein and Norway. */
export const eea: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

/**
 * Countries that the Commission has found adequate (GDPR 45; list read in February 2026, with Brazil by decision 2026/179). The
 * United States are adequate only for those who take part in the Data Privacy Framework, which is a mechanism of its own: `DPF`.
 */
export const adequate: ReadonlySet<string> = new Set('AD AR BR CA CH FO GB GG IL IM JE JP KR NZ UY'.split(' '));

/** Where AWS keeps what is stored in a region. A region that is not listed counts as outside the EEA. */
const countryOfRegion: Readonly<Record<string, string>> = {
  'eu-central-1': 'DE',
  'eu-central-2': 'CH',
  'eu-north-1': 'SE',
  'eu-south-1': 'IT',
  'eu-south-2': 'ES',
  'eu-west-1': 'IE',
  'eu-west-2': 'GB',
  'eu-west-3': 'FR',
  'eusc-de-east-1': 'DE',
};

/** The country of an AWS region, or undefined if we do not know the region. */
export const countryOf = (region: string): string | undefined =>
  Object.hasOwn(countryOfRegion, region) ? countryOfRegion[region] : undefined;

/** The rules that protect someone who lives in a country. Unknown, or outside the EEA and the United Kingdom: the strictest. */
export function rulePackOfCountry(country: string | undefined): RulePackId {
  switch (country) {
    case 'NO':
    case 'SE':
    case 'DK':
    case 'FI':
      return country;
    case 'GB':
      return 'UK';
    default:
      return country !== undefined && eea.has(country) ? 'EU' : 'strictest';
  }
}

/** The countries where a language is an official one and the market may be: elsewhere a page in it speaks to readers abroad. */
export const countriesOfLocale = {
  nb: ['NO'],
  sv: ['SE', 'FI'],
  da: ['DK', 'GL', 'FO'],
  fi: ['FI'],
  en: ['GB', 'IE', 'MT'],
} as const satisfies Record<string, readonly string[]>;

/** What carries a transfer, or why nothing does. `void`: the mechanism named has been struck down. */
export type TransferGround =
  | { readonly permitted: true; readonly ground: 'eea' | Exclude<Mechanism, 'privacy_shield'>; readonly ref?: string }
  | { readonly permitted: false; readonly because: 'no_mechanism' | 'void' };

/**
 * What carries a transfer to a recipient in a country. Inside the EEA nothing is needed. Outside, the policy must name the recipient and
 * a mechanism that can hold there; in mode `adequate`, a country found adequate needs no naming. Privacy Shield never carries: the Court
 * struck it down on 16 July 2020 (C-311/18).
 */
export function transferGround(
  transfer: Policy['transfer'],
  recipient: { id: string; country: string | undefined },
): TransferGround {
  const { id, country } = recipient;
  if (country !== undefined && eea.has(country)) return { permitted: true, ground: 'eea' };

  const named = transfer.allow.filter((entry) => entry.recipient === id);
  for (const { mechanism, ref } of named) {
    if (mechanism !== 'privacy_shield' && holds(mechanism, country)) return { permitted: true, ground: mechanism, ref };
  }
  if (transfer.mode === 'adequate' && holds('adequacy', country)) return { permitted: true, ground: 'adequacy' };
  return { permitted: false, because: named.some((entry) => entry.mechanism === 'privacy_shield') ? 'void' : 'no_mechanism' };
}

function holds(mechanism: Exclude<Mechanism, 'privacy_shield'>, country: string | undefined): boolean {
  switch (mechanism) {
    case 'adequacy':
      return country !== undefined && adequate.has(country);
    case 'DPF':
      return country === 'US';
    case 'SCC':
    case 'BCR':
    case 'consent':
      return true;
  }
}
