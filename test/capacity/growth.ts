/**
 * What grows as a brand grows, and what does not: the sweep, the pages of an audience and the walk through it, and one person's way, among few others and among
 * many.
 */
import type { PurposeId } from '../../functions/domain/policy.ts';
import { indexShards } from '../../functions/store/keys.ts';
import { pageOfSegment, surveySegment } from '../../functions/store/segments.ts';
import { startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { plant, withoutStream } from './crowd.ts';
import { peakHeap } from './heap.ts';
import { type JourneyStep, journeySteps, measureJourney, type StepUse } from './journey.ts';
import { bytesOfShard, meterOf } from './measure.ts';
import { measureSweep, type SweepRow, sweepDay } from './sweep.ts';
import { sweepTarget } from './targets.ts';

/** A walk through everybody in an audience. */
export interface Walk {
  readonly matches: number;
  /** Read units that were paid, and those that the bytes of the audience would have cost in one piece. */
  readonly read: number;
  readonly ofBytes: number;
  readonly seconds: number;
  /** The most that was held on the heap meanwhile, in bytes. */
  readonly heap: number;
}

/** One size of a brand. A thousand of its people are in one audience, all others in another. */
export interface Growth {
  readonly people: number;
  readonly sweeps: readonly SweepRow[];
  /** Read units of a page of 100 of the thousand. */
  readonly page: number;
  /** The walk through the thousand, and through the others, if there are any. */
  readonly few: Walk;
  readonly many: Walk | undefined;
  readonly journey: Readonly<Record<JourneyStep, StepUse>>;
}

const few: PurposeId = 'newsletter:insights';
const many: PurposeId = 'newsletter:events';
const members = 1_000;
/** As many are due in a brand of any size; ten times as many, in one that has them. */
const alwaysDue = 100;

/** Fills brands of these sizes, one after the other, and measures each. */
export async function measureGrowth(sizes: readonly number[], hear: (line: string) => void): Promise<Growth[]> {
  const grown: Growth[] = [];
  for (const people of sizes) {
    const system = await startSystem({ policies: [xledger], clock: sweepDay });
    const { db, now } = system.deps;
    try {
      await withoutStream(system);
      hear(`${people} people: they sign up …`);
      await plant(system, { count: members, kind: 'few', consents: [few, 'tracking:click'] });
      await plant(system, { count: people - members, kind: 'many', consents: [many, 'tracking:click'] });
      hear(`${people} people: they are swept …`);
      const sweeps: SweepRow[] = [];
      for (const due of [0, alwaysDue, ...(people > members ? [10 * alwaysDue] : [])])
        sweeps.push(await measureSweep(system, { people, due }));
      hear(`${people} people: they are looked up …`);
      const meter = meterOf(system);
      const first = { from: { shard: 0 }, limit: 100, now: now() };
      const page = await meter.measure(() => pageOfSegment(db, xledger, { purposes: { all: [few] } }, first));
      const walk = async (purpose: PurposeId): Promise<Walk> => {
        const began = performance.now();
        const { answer, heap } = await peakHeap(() =>
          meter.measure(() => surveySegment(db, xledger, { purposes: { all: [purpose] } }, now())),
        );
        const seconds = (performance.now() - began) / 1000;
        let bytes = 0;
        for (let shard = 0; shard < indexShards; shard += 1) bytes += await bytesOfShard(system, purpose, shard);
        return { matches: answer.answer.count, read: answer.use.read, ofBytes: bytes / 8192, seconds, heap };
      };
      const walks = { few: await walk(few), many: people > members ? await walk(many) : undefined };
      meter.close();
      if (walks.few.matches !== members) throw new Error(`${walks.few.matches} of ${members} were met`);
      const journey = await measureJourney(system);
      grown.push({ people, sweeps, page: page.use.read, ...walks, journey });
    } finally {
      await system.stop();
    }
  }
  return grown;
}

/** The slope of the least squares through points on logarithmic axes: 0 is flat, 1 is linear. What costs nothing is left out. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.filter(([, y]) => y > 0).map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (of: 0 | 1) => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const across = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  const along = logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return along === 0 ? 0 : across / along;
}

/** A target, and whether it holds. */
export interface Verdict {
  readonly holds: boolean;
  readonly says: string;
}

/** Whether the targets hold, each in words. */
export function growthTargets(grown: readonly Growth[]): Verdict[] {
  const walks = grown.flatMap(({ few, many }) => (many ? [few, many] : [few]));
  const most = walks.toSorted((a, b) => a.matches - b.matches).at(-1) as Walk;
  const removals = grown.flatMap(({ sweeps }) => sweeps).filter(({ due }) => due > 0);
  const usual = grown.map(({ people, sweeps }) => [people, sweeps.find(({ due }) => due === alwaysDue)] as const);
  const bySize = (of: (one: Growth) => number) => slope(grown.map((one) => [one.people, of(one)]));
  const most16 = Math.max(...removals.map(({ due, use }) => use.write / due));
  return [
    judged('write units for each removal, at the most', most16, sweepTarget.failAbove.write),
    judged(
      'exponent of a sweep against people who are not due: writes',
      slope(usual.map(([x, row]) => [x, row?.use.write ?? 0])),
      0.02,
    ),
    judged('the same: reads', slope(usual.map(([x, row]) => [x, row?.use.read ?? 0])), 0.02),
    judged('exponent of a sweep against people who are due', slope(removals.map(({ due, use }) => [due, use.write])), 1.01),
    judged(
      'exponent of a page against people without the purpose',
      bySize(({ page }) => page),
      0.02,
    ),
    judged(
      'exponent of the walk against people without the purpose',
      bySize(({ few }) => few.read),
      0.02,
    ),
    judged(
      'exponent of the walk against people with the purpose',
      slope(walks.map(({ matches, read }) => [matches, read])),
      1.01,
    ),
    judged('read units for 1,000 entries of 200 bytes', most.read / ((most.ofBytes * 8192) / 200 / 1000), 25),
    judged('read units paid to those that the bytes cost', most.read / most.ofBytes, 1.1),
    judged(
      `heap while walking through ${most.matches} to that while walking through ${members}`,
      most.heap / (grown.at(-1) as Growth).few.heap,
      1.2,
    ),
    ...journeySteps.map((step) =>
      judged(
        `exponent of ${step} against people`,
        bySize(({ journey }) => journey[step].write + journey[step].read),
        0.02,
      ),
    ),
  ];
}

const judged = (what: string, figure: number, most: number): Verdict => ({
  holds: figure <= most,
  says: `${figure <= most ? 'holds' : 'FAILS'}: ${what} ${figure.toFixed(3)}, at most ${most}`,
});

/** How the time of each step grows: printed, not judged, since it is the machine's as much as ours. */
export const timeSlopes = (grown: readonly Growth[]): string =>
  `exponents of time: ${journeySteps
    .map((step) => `${step} ${slope(grown.map(({ people, journey }) => [people, journey[step].ms])).toFixed(2)}`)
    .join(', ')}`;

/** What is paid over the size of the brand, on logarithmic axes. */
export function growthPlot(grown: readonly Growth[]): string {
  const [width, height, edge] = [720, 420, 64];
  const decades = { x: [1_000, 10_000, 100_000], y: [1, 10, 100, 1_000, 10_000, 100_000] };
  const x = (value: number) => edge + ((Math.log10(value) - 3) / 2) * (width - 2 * edge);
  const y = (value: number) => height - edge - (Math.log10(Math.max(value, 1)) / 5) * (height - 2 * edge);
  const series: readonly (readonly [string, string, (one: Growth) => number | undefined])[] = [
    ['#7a1f5c', `W: sweep, ${10 * alwaysDue} due`, ({ sweeps }) => sweeps.find(({ due }) => due === 10 * alwaysDue)?.use.write],
    ['#2e7d32', `W: sweep, ${alwaysDue} due`, ({ sweeps }) => sweeps.find(({ due }) => due === alwaysDue)?.use.write],
    ['#888', 'R: walk through all others', ({ many }) => many?.read],
    ['#1b4f9c', 'R: walk through 1,000', ({ few }) => few.read],
    ['#b3541e', 'R: page of 100', ({ page }) => page],
  ];
  const drawn = series.map(([colour, name, of], index) => {
    const points = grown.flatMap((one) => {
      const value = of(one);
      return value === undefined ? [] : [{ at: `${x(one.people)},${y(value)}`, cx: x(one.people), cy: y(value), value }];
    });
    const dots = points.map(
      ({ cx, cy, value }) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"><title>${name}: ${value}</title></circle>`,
    );
    const line = `<polyline points="${points.map(({ at }) => at).join(' ')}" fill="none" stroke="${colour}"/>`;
    const label = `<text x="${edge + (index % 3) * 210}" y="${20 + Math.floor(index / 3) * 18}" fill="${colour}">${name}</text>`;
    return line + dots.join('') + label;
  });
  const across = decades.x.map(
    (value) => `<text x="${x(value)}" y="${height - edge + 24}" text-anchor="middle">${value.toLocaleString('en')}</text>`,
  );
  const up = decades.y.map(
    (value) =>
      `<path d="M${edge} ${y(value)}H${width - edge}" stroke="#ddd"/><text x="${edge - 10}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString('en')}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>${up.join('')}${across.join('')}
<text x="${width / 2}" y="${height - 14}" text-anchor="middle">people of the brand</text>
${drawn.join('\n')}
</svg>
`;
}
