/** Measures what a sweep costs: by how many are due, and by how many are not. For the tests, and for `npm run bench`. */
import { keys } from '../../functions/store/keys.ts';
import { writeMark } from '../../functions/store/retention.ts';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { plant, withoutStream } from './crowd.ts';
import { meterOf } from './measure.ts';
import type { Use } from './meter.ts';

/** How many people of a brand are not due, and how many beside them are due to be removed. */
export interface Crowd {
  readonly people: number;
  readonly due: number;
}

/** What the sweep of a crowd used. */
export interface SweepRow extends Crowd {
  readonly use: Use;
  readonly seconds: number;
}

/** The day of the sweeps, and one of 25 months before: xledger lets go whoever has been silent for 24. */
export const sweepDay = new Date('2028-04-02T09:00:00Z');
const longAgo = new Date('2026-03-02T09:00:00Z');

/** Sweeps each crowd once, each in a system of its own, and returns what that used. Without anybody due it is what a sweep costs by itself. */
export async function measureSweeps(crowds: readonly Crowd[]): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  for (const { people, due } of crowds) {
    const system = await startSystem({ policies: [xledger], clock: sweepDay });
    try {
      await withoutStream(system);
      await plant(system, { count: people, kind: 'new', consents: ['newsletter:insights', 'tracking:click'] });
      rows.push(await measureSweep(system, { people, due }));
    } finally {
      await system.stop();
    }
  }
  return rows;
}

/**
 * Adds people who are due to a system in which there are others, and sweeps. Everybody has the reference's two purposes, of which one is listed; whoever is due
 * lets themselves be watched, so that they are removed without having been asked.
 */
export async function measureSweep(system: System, { people, due }: Crowd): Promise<SweepRow> {
  await plant(system, { count: due, kind: `due-${due}`, consents: ['newsletter:insights', 'tracking:click'], at: longAgo });
  // as any sweep but the first finds it
  await writeMark(system.deps.db, keys.sweepMark(xledger.brand), '2028-01');
  const meter = meterOf(system);
  try {
    const began = performance.now();
    const { answer, use } = await meter.measure(() => system.runJob('sweep'));
    const { brands } = answer as { brands: { removed: number; due: number }[] };
    if (brands[0]?.removed !== due || brands[0].due !== due) throw new Error(`${brands[0]?.removed} of ${due} were removed`);
    return { people, due, use, seconds: (performance.now() - began) / 1000 };
  } finally {
    meter.close();
  }
}
