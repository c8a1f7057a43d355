/** What a sweep costs: so much for each person who is due, and nothing for anybody else. */
import { beforeAll, expect, test } from 'vitest';
import { measureSweeps, type SweepRow } from './sweep.ts';

let rows: readonly SweepRow[] = [];
beforeAll(async () => {
  rows = await measureSweeps([
    { people: 40, due: 0 },
    { people: 40, due: 8 },
    { people: 40, due: 32 },
    { people: 400, due: 8 },
  ]);
}, 120_000);

const row = (people: number, due: number): SweepRow =>
  rows.find((one) => one.people === people && one.due === due) ?? expect.fail('not measured');
const writes = (people: number, due: number) => row(people, due).use.write;
const reads = (people: number, due: number) => row(people, due).use.read;

test('a removal costs at most 16 write units, as the sum of its items says, and two reads', () => {
  const each = (writes(40, 32) - writes(40, 8)) / 24;
  // person, two consents, pointer, suppression and ledger entry 2 each; audience and due 1 each
  expect(each).toBe(14);
  expect((reads(40, 32) - reads(40, 8)) / 24).toBeLessThanOrEqual(2.5);
});

test('ten times as many people who are not due cost nothing more', () => {
  expect(writes(400, 8)).toBe(writes(40, 8));
  expect(reads(400, 8)).toBe(reads(40, 8));
});

test('a sweep with nobody to remove costs its report, its mark, and a look into each bucket', () => {
  expect(row(40, 0).use.writes).toEqual({ ledger: 1, people: 1 });
  expect(row(40, 0).use.failedConditions).toBe(0);
});
