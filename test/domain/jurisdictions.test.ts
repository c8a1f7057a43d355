import { describe, expect, test } from 'vitest';
import { adequate, countryOf, eea, rulePackOfCountry, transferGround } from '../../functions/domain/jurisdictions.ts';
import type { Mechanism } from '../../functions/domain/policy.ts';

const allow = (mechanism: Mechanism) => [{ recipient: 'mailer', ref: 'contract 1', mechanism }];
const to = (country: string | undefined) => ({ id: 'mailer', country });

describe('countries', () => {
  test('the EEA has 30 members; neither the United Kingdom nor Switzerland nor the United States is one', () => {
    expect(eea.size).toBe(30);
    expect(['NO', 'IS', 'LI', 'SE', 'DK', 'FI'].every((country) => eea.has(country))).toBe(true);
    expect(['GB', 'CH', 'US'].some((country) => eea.has(country))).toBe(false);
    expect(adequate.has('US')).toBe(false);
    expect([...eea].some((country) => adequate.has(country))).toBe(false);
  });

  test.each([
    ['NO', 'NO'],
    ['GB', 'UK'],
    ['DE', 'EU'],
    ['IS', 'EU'],
    ['US', 'strictest'],
    ['xx', 'strictest'],
    [undefined, 'strictest'],
  ])('who lives in %s is protected by the rules of %s', (country, pack) => {
    expect(rulePackOfCountry(country)).toBe(pack);
  });

  test('a region of AWS lies in a country, and one we do not know lies nowhere', () => {
    expect(countryOf('eu-north-1')).toBe('SE');
    expect(countryOf('eu-west-2')).toBe('GB');
    for (const region of ['us-east-1', 'constructor', '']) expect(countryOf(region)).toBeUndefined();
  });
});

describe('what carries a transfer', () => {
  test('inside the EEA nothing is needed', () => {
    expect(transferGround({ mode: 'eea_only', allow: [] }, to('IS'))).toEqual({ permitted: true, ground: 'eea' });
  });

  test.each(['GB', 'US', 'JP', 'IN', undefined])(
    'to %s nothing goes without a named mechanism, even under safeguards',
    (country) => {
      for (const mode of ['eea_only', 'safeguards'] as const) {
        expect(transferGround({ mode, allow: [] }, to(country))).toEqual({ permitted: false, because: 'no_mechanism' });
      }
    },
  );

  test('a mechanism named for another recipient carries nothing', () => {
    expect(transferGround({ mode: 'safeguards', allow: allow('SCC') }, { id: 'other', country: 'US' }).permitted).toBe(false);
  });

  test.each([
    ['US', 'SCC', true],
    ['US', 'DPF', true],
    ['US', 'adequacy', false],
    ['GB', 'adequacy', true],
    ['GB', 'DPF', false],
    ['IN', 'BCR', true],
    ['IN', 'consent', true],
    ['IN', 'adequacy', false],
  ] as const)('that to %s, %s carries is %s', (country, mechanism, permitted) => {
    const ground = transferGround({ mode: 'eea_only', allow: allow(mechanism) }, to(country));
    expect(ground).toEqual(
      permitted ? { permitted, ground: mechanism, ref: 'contract 1' } : { permitted, because: 'no_mechanism' },
    );
  });

  test('mode “adequate” lets data go to adequate countries, and only there, without naming the recipient', () => {
    expect(transferGround({ mode: 'adequate', allow: [] }, to('GB'))).toEqual({ permitted: true, ground: 'adequacy' });
    expect(transferGround({ mode: 'adequate', allow: [] }, to('US')).permitted).toBe(false);
  });

  test('Privacy Shield carries nothing, and does not stand in the way of what does', () => {
    expect(transferGround({ mode: 'safeguards', allow: allow('privacy_shield') }, to('US'))).toEqual({
      permitted: false,
      because: 'void',
    });
    expect(transferGround({ mode: 'safeguards', allow: [...allow('privacy_shield'), ...allow('SCC')] }, to('US')).permitted).toBe(
      true,
    );
  });
});
