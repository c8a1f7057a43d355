/** What the clock starts is done for each brand, whatever happens to another's. Seen failing with `everyBrand` throwing at the first failure. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';

let system: System;
/** The brands whose items were asked for. */
const asked = new Set<string>();
beforeAll(async () => {
  system = await startSystem({ policies: [xledger, { ...xledger, brand: 'second' }] });
  system.deps.db.client.middlewareStack.add(
    (next) => (args) => {
      const [, brand = ''] = /"S":"(xledger|second)\b/.exec(JSON.stringify(args.input)) ?? [];
      asked.add(brand);
      if (brand === 'xledger') throw new Error('cannot be read');
      return next(args);
    },
    { step: 'initialize', name: 'broken' },
  );
});
afterAll(() => system.stop());

test.each([
  'announce-policy',
  'check-cases',
  'record-policy',
  'retire-evidence',
  'sweep',
  'tell-sources',
  'watch-breaches',
  'watch-campaigns',
  'watch-partners',
])('%s does the second brand’s work though the first one’s fails, says whose it was, and fails itself', async (job) => {
  asked.clear();
  const before = system.lines.length;
  await expect(system.runJob(job)).rejects.toThrow('cannot be read');
  expect([...asked]).toEqual(['xledger', 'second']);
  const failed = system.lines.slice(before).filter((line) => line.includes('"brand_failed"'));
  expect(failed.map((line) => (JSON.parse(line) as { brand: string }).brand)).toEqual(['xledger']);
});
