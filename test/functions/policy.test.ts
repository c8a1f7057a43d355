import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { asOperator } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const roles = ['marketer', 'privacy', 'admin'] as const;

describe('the policy', () => {
  test.each(brands.map(({ brand }) => brand))('of %s is shown to its own operators as it is in force', async (brand) => {
    const inForce = brands.find((policy) => policy.brand === brand);
    for (const role of roles) {
      const answer = await asOperator(system, 'policy', { brand, role });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      const shown = (await answer.json()) as { purposes: object; forms: Record<string, { version: number; consents: string[] }> };
      expect(shown).toEqual(JSON.parse(JSON.stringify(inForce)));
      expect(shown).toMatchObject({ brand, version: expect.any(Number), hash: expect.stringMatching(/^[\w-]{43}$/) });
      for (const { version, consents } of Object.values(shown.forms)) {
        expect(version).toBeGreaterThan(0);
        for (const purpose of consents) expect(shown.purposes).toHaveProperty([purpose]);
      }
    }
  });

  test('has its lints as a list', async () => {
    for (const brand of ['xledger', 'alektum']) {
      const answer = await asOperator(system, 'policy/lints', { brand });
      expect(answer.status).toBe(200);
      const { items, next } = (await answer.json()) as { items: object[]; next: null };
      expect(next).toBeNull();
      expect(items.length).toBeGreaterThan(0);
      for (const item of items)
        expect(item).toMatchObject({ level: expect.stringMatching(/^(error|warning)$/), message: expect.any(String) });
    }
  });
});
