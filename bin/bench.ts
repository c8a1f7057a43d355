/**
/**
 * `npm run bench`: what each operation costs in DynamoDB, against its target; what a sweep costs, and what an audience costs as a brand grows, as tables and as a plot
 * (`bench-audience.svg` in the folder for temporary files). `-- --large` grows both to 100,000 people. Exits 1 if anything costs more than it may.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart } from '../local/cannot-start.ts';
import { startEngines } from '../local/engines.ts';
import { type Growth, growthPlot, growthTargets, measureGrowth } from '../test/capacity/audience-growth.ts';
import { measureOperations, type Row } from '../test/capacity/measure.ts';
import { type Crowd, measureSweeps, type SweepRow } from '../test/capacity/sweep.ts';
import { sweepTarget, targets } from '../test/capacity/targets.ts';

/** As many people with nobody due tell what a sweep costs by itself; as many due among more people, what the others cost. */
const everyCrowd: readonly Crowd[] = [
  { people: 1_000, due: 0 },
  { people: 1_000, due: 100 },
  { people: 10_000, due: 100 },
  { people: 10_000, due: 1_000 },
];
const largeCrowds: readonly Crowd[] = [
  { people: 100_000, due: 100 },
  { people: 100_000, due: 10_000 },
];

const eachWrites = ({ due, use }: SweepRow): number => (due === 0 ? 0 : use.write / due);
const tooDear = (row: SweepRow): boolean => eachWrites(row) > sweepTarget.failAbove.write;

try {
  const engines = await startEngines(undefined, (line) => process.stderr.write(`${line}\n`));
  try {
    const { values } = parseArgs({ options: { large: { type: 'boolean', default: false } } });
    const rows = await measureOperations();
    process.stdout.write(`${table(rows)}\n`);
    const crowds = [...everyCrowd, ...(values.large ? largeCrowds : [])];
    const sweeps = await measureSweeps(crowds, (line) => process.stderr.write(`${line}\n`));
    process.stdout.write(`\n${sweepTable(sweeps)}\n`);
    const grown = await measureGrowth([1_000, 10_000, ...(values.large ? [100_000] : [])]);
    const verdicts = growthTargets(grown);
    const plot = join(tmpdir(), 'bench-audience.svg');
    writeFileSync(plot, growthPlot(grown));
    process.stdout.write(`\n${growthTable(grown)}\n\n${verdicts.map(({ says }) => says).join('\n')}\nplot: ${plot}\n`);
    process.exitCode = rows.some(failed) || sweeps.some(tooDear) || verdicts.some(({ holds }) => !holds) ? 1 : 0;
  } finally {
    await engines.stop();
  }
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function failed({ operation, use }: Row): boolean {
  const limits = targets[operation]?.failAbove;
  return limits !== undefined && (use.write > limits.write || use.read > (limits.read ?? Number.POSITIVE_INFINITY));
}

function sweepTable(rows: readonly SweepRow[]): string {
  const heading = ['a sweep: people', 'due', 'W', 'R', 'W per removal', 'R per removal', 'target', 'fail above', 'seconds'];
  const lines = rows.map((row) => {
    const { people, due, use, seconds } = row;
    const each = due > 0 ? [eachWrites(row).toFixed(2), (use.read / due).toFixed(2)] : ['', ''];
    const { write, read, failAbove } = sweepTarget;
    return [
      String(people),
      String(due),
      String(use.write),
      String(use.read),
      ...each,
      `${write} W, ${read} R`,
      `${failAbove.write} W`,
      seconds.toFixed(1),
    ];
  });
  return inColumns([heading, ...lines]);
}

function growthTable(grown: readonly Growth[]): string {
  const heading = [
    'people',
    'in the audience',
    'R of a page of 100',
    'R of the walk',
    'R per 1,000',
    'R paid / R read',
    'heap MB',
  ];
  return inColumns([
    heading,
    ...grown.map(({ people, matches, page, walk, perThousand, amplification, heapMb }) =>
      [people, matches, page, walk, perThousand.toFixed(1), amplification.toFixed(2), heapMb].map(String),
    ),
  ]);
}

function table(rows: readonly Row[]): string {
  const heading = ['operation', 'W', 'R', '', 'target W', 'target R', 'fail above', 'round trips', 'calls'];
  const lines = rows.map(({ operation, use }) => {
    const target = targets[operation];
    const { write, read } = target?.failAbove ?? {};
    return [
      operation,
      String(use.write),
      String(use.read),
      use.computed ? 'computed' : '',
      String(target?.write ?? ''),
      String(target?.read ?? ''),
      [write === undefined ? [] : `${write} W`, read === undefined ? [] : `${read} R`].flat().join(', '),
      String(use.roundTrips),
      Object.entries(use.calls)
        .map(([command, times]) => (times === 1 ? command : `${times} ${command}`))
        .join(', '),
    ];
  });
  const notes = 'computed: from item sizes by the published rules, since DynamoDB Local reports it wrongly or not at all';
  return `${inColumns([heading, ...lines])}\n\n${notes}`;
}

/** Lines of cells, the first of them the heading. */
function inColumns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
