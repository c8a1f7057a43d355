/**
 * `npm run bench`: what each operation costs in DynamoDB, against its target; and what an audience costs as a brand grows, as a table and as a plot
 * (`bench-audience.svg` in the folder for temporary files). `-- --large` grows it to 100,000 people. Exits 1 if anything costs more than it may.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart } from '../local/cannot-start.ts';
import { startEngines } from '../local/engines.ts';
import { type Growth, growthPlot, growthTargets, measureGrowth } from '../test/capacity/audience-growth.ts';
import { measureOperations, type Row } from '../test/capacity/measure.ts';
import { targets } from '../test/capacity/targets.ts';

try {
  const engines = await startEngines(undefined, (line) => process.stderr.write(`${line}\n`));
  try {
    const rows = await measureOperations();
    process.stdout.write(`${table(rows)}\n`);
    const large = process.argv.includes('--large') ? [100_000] : [];
    const grown = await measureGrowth([1_000, 10_000, ...large]);
    const verdicts = growthTargets(grown);
    const plot = join(tmpdir(), 'bench-audience.svg');
    writeFileSync(plot, growthPlot(grown));
    process.stdout.write(`\n${growthTable(grown)}\n\n${verdicts.map(({ says }) => says).join('\n')}\nplot: ${plot}\n`);
    process.exitCode = rows.some(failed) || verdicts.some(({ holds }) => !holds) ? 1 : 0;
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
  return aligned([
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
  return [aligned([heading, ...lines]), '', notes].join('\n');
}

/** Lines of cells, each column as wide as its widest. */
function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
