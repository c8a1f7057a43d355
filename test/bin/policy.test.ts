import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../bin/policy.ts');
const run = (...words: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((answer) => {
    execFile(process.execPath, [script, ...words], (error, out, err) => {
      answer({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

describe('npm run policy', () => {
  test('reports the lints of every brand, and ends well where there is no error', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain('xledger, version 1: 0 errors,');
    expect(out).toMatch(
      /warning {2}retention\/none +newsletter:news: never expires; set a maximum \(purposes\.newsletter:news\.retention\)/,
    );
    expect(out).toContain('No errors: these policies may be deployed.');
  }, 300_000);

  test('ends with 1 where a production stage would be refused', async () => {
    const { code, out } = await run('lint', 'alektum', '--production', '--region', 'us-east-1');
    expect(code).toBe(1);
    expect(out).toContain('Stage region us-east-1 is outside the EEA: no mechanism');
    expect(out).toContain('K9: no number');
    expect(out).not.toContain('xledger');
  }, 300_000);

  test('explains a brand setting by setting, and what waits for it', async () => {
    const { code, out } = await run('explain', 'alektum');
    expect(code).toBe(0);
    expect(out).toContain('For customer or works_for_customer it rests on an existing sale (soft opt-in), proved by sale.');
    expect(out).toContain('operators.grantsLast = "90 days": K17: no number');
  }, 300_000);

  test('tells the rule for each purpose of a person', async () => {
    const described = ['person', 'alektum', '--market', 'no', '--relationship', 'customer', '--evidence', 'sale'];
    const { out } = await run(...described);
    expect(out).toMatch(/yes {2}newsletter:news +soft_opt_in/);
    expect(out).toMatch(/no {3}tracking:open +consent +the person has not agreed/);
    const ended = await run(...described, '--ended', 'newsletter:news');
    expect(ended.out).toMatch(/no {3}newsletter:news +consent +the person refused or withdrew/);
    const elsewhere = await run('person', 'alektum', '--relationship', 'customer', '--evidence', 'sale');
    expect(elsewhere.out).toContain('market unknown, rules of strictest');
    expect(elsewhere.out).toMatch(/no {3}newsletter:news/);
  }, 300_000);

  test.each([
    [['explain', 'nobody'], 'there is no brand “nobody”'],
    [['dance'], 'there is no command dance'],
    [['diff', 'xledger'], 'diff needs a git ref'],
    [['diff', 'xledger', 'no-such-ref'], 'the policy of xledger cannot be read at no-such-ref'],
    [['person', 'xledger', '--agreed', 'newsletter:sport'], 'xledger has no purpose newsletter:sport'],
    [['--sideways'], 'sideways'],
  ])(
    '%j is a mistake, told with the usage and no stack',
    async (words, reason) => {
      const { code, err } = await run(...words);
      expect(code).toBe(2);
      expect(err).toContain(reason);
      expect(err).toContain('npm run policy -- explain <brand>');
      expect(err).not.toMatch(/\n {4}at /);
    },
    30_000,
  );
});
