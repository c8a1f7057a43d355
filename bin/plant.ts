/**
 * `npm run plant`: plants known bugs, one by one, in a copy of this repository, and runs the tests that must find each. Fails if one survives, or if the code that
 * a bug would change is no longer there. `npm run plant -- 5` plants those whose name begins so.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type PlantedBug, plantedBugs } from '../test/faults/planted-bugs.ts';
import { plantedHoles } from '../test/security/planted-bugs.ts';

const root = resolve(import.meta.dirname, '..');
const copied = [
  'functions',
  'lib',
  'local',
  'policies',
  'test',
  'bin',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vitest.config.ts',
  'cdk.json',
];

const wanted = process.argv[2] ?? '';
const bugs = [...plantedBugs, ...plantedHoles].filter(({ name }) => name.startsWith(wanted));
const copy = mkdtempSync(join(tmpdir(), 'planted-'));
try {
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const survivors = bugs.filter((bug) => {
    const verdict = plant(bug);
    process.stdout.write(`${verdict.padEnd(10)} ${bug.name}\n`);
    return verdict !== 'killed';
  });
  process.stdout.write(`${bugs.length - survivors.length} of ${bugs.length} killed\n`);
  process.exitCode = survivors.length > 0 || bugs.length === 0 ? 1 : 0;
} finally {
  rmSync(copy, { recursive: true });
}

/** `killed`: a test failed. `survived`: all passed. `misplaced`: the place is not there, or more than once. `untested`: no test ran. */
function plant({ changes, tests, only }: PlantedBug): 'killed' | 'survived' | 'misplaced' | 'untested' {
  const touched = [...new Set(changes.map(({ file }) => file))].map((file) => ({
    file,
    source: readFileSync(join(copy, file), 'utf8'),
  }));
  try {
    for (const { file, find, put } of changes) {
      const source = readFileSync(join(copy, file), 'utf8');
      if (source.split(find).length !== 2) return 'misplaced';
      writeFileSync(
        join(copy, file),
        source.replace(find, () => put),
      );
    }
    const report = join(copy, 'report.json');
    const command = ['vitest', 'run', ...tests, '-t', only, '--reporter=json', `--outputFile=${report}`];
    spawnSync(process.execPath, [join(root, 'node_modules/.bin', command[0] as string), ...command.slice(1)], {
      cwd: copy,
      stdio: 'ignore',
    });
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
    rmSync(report);
    return failed > 0 ? 'killed' : passed > 0 ? 'survived' : 'untested';
  } finally {
    for (const { file, source } of touched) writeFileSync(join(copy, file), source);
  }
}
