/** What a sweep costs: so much for each person who is due, and nothing for anybody else. */
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSystem } from '../../local/system.ts';
import { confirmNth, plant } from './crowd.ts';
import { slope } from './growth.ts';
import { measureSweeps, type SweepRow, sweepDay } from './sweep.ts';

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

test('a brand that is filled in bulk is what confirmations make of it, one by one', async () => {
  const subscribers = { count: 12, kind: 'same', consents: ['newsletter:insights', 'tracking:click'] as const, at: sweepDay };
  const filled = async (fill: (system: Awaited<ReturnType<typeof startSystem>>) => Promise<unknown>) => {
    const system = await startSystem({ clock: sweepDay });
    onTestFinished(() => system.stop());
    await fill(system);
    return [...(await system.dump('people')), ...(await system.dump('ledger'))];
  };
  const bulk = await filled((system) => plant(system, subscribers));
  const single = await filled(async (system) => {
    for (let n = 0; n < subscribers.count; n += 1) await confirmNth(system, system.deps.db, subscribers, n);
  });
  expect(bulk).toHaveLength(5 * subscribers.count);
  expect(bulk).toEqual(single);
});

test.each<[string, (x: number) => number, number]>([
  ['flat', () => 7, 0],
  ['linear', (x) => 3 * x, 1],
  ['quadratic', (x) => x ** 2, 2],
])('the slope of what is %s', (_, of, expected) => {
  const sizes = [1_000, 10_000, 100_000];
  expect(slope(sizes.map((x) => [x, of(x)]))).toBeCloseTo(expected, 10);
  // all sizes count: the one in the middle alone tells this apart from flat at both ends
  expect(
    slope([
      [1_000, 1],
      [10_000, 1],
      [20_000, 2],
      [100_000, 2],
    ]),
  ).toBeGreaterThan(0.1);
});
