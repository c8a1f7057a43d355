import { describe, expect, test } from 'vitest';
import { everLonger } from '../../functions/domain/duration.ts';
import { definePolicy, rulePackIds } from '../../functions/domain/policy.ts';
import { rulePackOfMarket, rulePacks } from '../../functions/domain/rule-packs.ts';
import { example, varied } from './example-policy.ts';

const freedom = ['consent', 'role_addresses', 'opt_out'];

describe('the rules of a market', () => {
  test.each(rulePackIds)('%s asks people for consent', (id) => {
    expect(rulePacks[id]).toMatchObject({ id, people: 'consent' });
  });

  test.each(rulePackIds)('nothing that the strictest rules allow is forbidden in %s', (id) => {
    const { strictest, [id]: pack } = rulePacks;
    expect(freedom.indexOf(strictest.companies)).toBeLessThanOrEqual(freedom.indexOf(pack.companies));
    expect(strictest.softOptIn.filter((evidence) => !pack.softOptIn.includes(evidence))).toEqual([]);
    expect(strictest.trackingWithoutConsent.filter((mode) => !pack.trackingWithoutConsent.includes(mode))).toEqual([]);
    expect(strictest.sharing).toBe('explicit_consent');
    expect(pack.proof !== undefined && strictest.proof !== undefined && everLonger(pack.proof, strictest.proof)).toBe(false);
  });

  test.each([
    ['NO', 'role_addresses', ['sale']],
    ['SE', 'opt_out', ['sale']],
    ['DK', 'consent', ['sale']],
    ['FI', 'opt_out', ['sale']],
    ['UK', 'opt_out', ['sale', 'negotiation']],
    ['EU', 'consent', ['sale', 'free_account']],
    ['strictest', 'consent', []],
  ] as const)('%s leaves companies “%s” and knows a soft opt-in by %j', (id, companies, softOptIn) => {
    expect(rulePacks[id]).toMatchObject({ companies, softOptIn });
  });

  test('a market that is unknown, or not said, has the strictest rules', () => {
    const policy = definePolicy(varied({ markets: { se: { locale: 'nb', rulePack: 'SE' } } }, example));
    expect(rulePackOfMarket(policy, 'se').id).toBe('SE');
    for (const market of [undefined, '', 'dk', 'constructor']) expect(rulePackOfMarket(policy, market).id).toBe('strictest');
  });
});
