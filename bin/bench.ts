/**
 * `npm run bench`: first whether the engine counts as DynamoDB does, vector by vector; then what each operation costs, against its target; what a sweep, an audience and
 * one person's way cost as a brand grows, as tables and as a plot (`bench-growth.svg` in the folder for temporary files); and what comes of a list that is imported
 * twice. `-- --large` grows the brand to 100,000 people, and the list as well; names of parts (`calibration`, `operations`, `growth`, `import`) run those alone. Exits 1
 * if anything costs more than it may.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart } from '../local/cannot-start.ts';
import { startEngines } from '../local/engines.ts';
import { type Growth, growthPlot, growthTargets, measureGrowth, timeSlopes, type Verdict } from '../test/capacity/growth.ts';
import { type ImportTwice, importTargets, measureImport } from '../test/capacity/import.ts';
import { journeySteps } from '../test/capacity/journey.ts';
import { measureOperations, type Row } from '../test/capacity/measure.ts';
import { sweepTarget, targets } from '../test/capacity/targets.ts';

const parts = ['calibration', 'operations', 'growth', 'import'];

try {
  const { values, positionals } = parseArgs({ options: { large: { type: 'boolean', default: false } }, allowPositionals: true });
  const unknown = positionals.find((name) => !parts.includes(name));
  if (unknown) throw new CannotStart(`There is no part ${unknown}: there are ${parts.join(', ')}.`);
  const isWanted = (part: string) => positionals.length === 0 || positionals.includes(part);
  const began = performance.now();
  const kept: boolean[] = [];
  // no figure counts before its engine is known to count
  if (isWanted('calibration')) kept.push(calibrate());
  const engines = await startEngines(undefined, hear);
  try {
    if (isWanted('operations')) {
      const rows = await measureOperations();
      say(table(rows));
      kept.push(!rows.some(failed));
    }
    if (isWanted('growth')) {
      const grown = await measureGrowth([1_000, 10_000, ...(values.large ? [100_000] : [])], hear);
      const plot = join(tmpdir(), 'bench-growth.svg');
      writeFileSync(plot, growthPlot(grown));
      for (const part of [sweepTable, audienceTable, journeyTable]) say(part(grown));
      kept.push(judge(growthTargets(grown)));
      say(`${timeSlopes(grown)}\nplot: ${plot}`);
    }
    if (isWanted('import')) {
      const imported = await measureImport(values.large ? 100_000 : 2_000, hear);
      say(importTable(imported));
      kept.push(judge(importTargets(imported)));
    }
    say(`${Math.round((performance.now() - began) / 1000)} seconds`);
    process.exitCode = kept.every(Boolean) ? 0 : 1;
  } finally {
    await engines.stop();
  }
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Runs the vectors, on engines of their own, and prints each. */
function calibrate(): boolean {
  const options = ['run', 'test/capacity/calibration.test.ts', '--reporter=verbose'];
  return spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...options], { stdio: 'inherit' }).status === 0;
}

function judge(verdicts: readonly Verdict[]): boolean {
  say(verdicts.map(({ says }) => says).join('\n'));
  return verdicts.every(({ holds }) => holds);
}

function say(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

function hear(line: string): void {
  process.stderr.write(`${line}\n`);
}

function failed({ operation, use }: Row): boolean {
  const limits = targets[operation]?.failAbove;
  return limits !== undefined && (use.write > limits.write || use.read > (limits.read ?? Number.POSITIVE_INFINITY));
}

function sweepTable(grown: readonly Growth[]): string {
  const heading = ['a sweep: people', 'due', 'W', 'R', 'W per removal', 'R per removal', 'target', 'fail above', 'seconds'];
  const lines = grown
    .flatMap(({ sweeps }) => sweeps)
    .map(({ people, due, use, seconds }) => {
      const each = due > 0 ? [(use.write / due).toFixed(2), (use.read / due).toFixed(2)] : ['', ''];
      const { write, read, failAbove } = sweepTarget;
      const limits = [`${write} W, ${read} R`, `${failAbove.write} W`];
      return [String(people), String(due), String(use.write), String(use.read), ...each, ...limits, seconds.toFixed(1)];
    });
  return inColumns([heading, ...lines]);
}

function audienceTable(grown: readonly Growth[]): string {
  const heading = [
    'an audience: people',
    'in it',
    'R of a page of 100',
    'R of the walk',
    'R per 1,000',
    'R paid / R read',
    'heap MB',
    'seconds',
  ];
  const lines = grown.flatMap(({ people, page, few, many }) =>
    [few, many].flatMap((walk) => {
      if (!walk) return [];
      const { matches, read, ofBytes, heap, seconds } = walk;
      const figures = [
        ((read / matches) * 1000).toFixed(1),
        (read / ofBytes).toFixed(2),
        (heap / 1e6).toFixed(0),
        seconds.toFixed(1),
      ];
      return [[String(people), String(matches), walk === few ? String(page) : '', String(read), ...figures]];
    }),
  );
  return inColumns([heading, ...lines]);
}

function journeyTable(grown: readonly Growth[]): string {
  const lines = grown.map(({ people, journey }) => [
    String(people),
    ...journeySteps.map((step) => `${journey[step].write} W, ${journey[step].read} R, ${journey[step].ms.toFixed(0)} ms`),
  ]);
  return inColumns([['one person among', ...journeySteps], ...lines]);
}

function importTable({ first, second }: ImportTwice): string {
  const heading = ['an import: lines', 'outcomes', 'lines a second', 'seconds', 'heap MB'];
  const lines = [first, second].map(({ rows, counts, seconds, heap }) => [
    String(rows),
    Object.entries(counts)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', '),
    (rows / seconds).toFixed(0),
    seconds.toFixed(0),
    (heap / 1e6).toFixed(0),
  ]);
  return inColumns([heading, ...lines]);
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
