/** `npm run bench`: what each operation costs in DynamoDB, against its target. Exits 1 if one costs more than it may. */
import { CannotStart } from '../local/cannot-start.ts';
import { startEngines } from '../local/engines.ts';
import { measureOperations, type Row } from '../test/capacity/measure.ts';
import { targets } from '../test/capacity/targets.ts';

try {
  const engines = await startEngines(undefined, (line) => process.stderr.write(`${line}\n`));
  try {
    const rows = await measureOperations();
    process.stdout.write(`${table(rows)}\n`);
    process.exitCode = rows.some(failed) ? 1 : 0;
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
  const widths = heading.map((_, column) => Math.max(...[heading, ...lines].map((line) => line[column]?.length ?? 0)));
  const notes = 'computed: from item sizes by the published rules, since DynamoDB Local reports it wrongly or not at all';
  return [
    ...[heading, ...lines].map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    notes,
  ].join('\n');
}
