/**
 * `node bin/import-time.ts`: how long the functions behind pixels and links take to load, against a bundle of a bare DynamoDB client: each in a new process,
 * in turns, so that whatever else the machine does strikes all alike. The median of 31. Exits 1 where a goal is missed by as much as it may not be.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

const rounds = 31;
const goal = 0.15;
const failAbove = 0.85;
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'import-time-'));

// as the functions are bundled: `lib/constructs/file-function.ts`
const settings: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  logLevel: 'error',
  absWorkingDir: root,
};

/** Bundles a file; a text is the file's content. */
function bundled(name: string, source: { file: string } | { text: string }): string {
  const outfile = join(folder, `${name}.mjs`);
  if ('file' in source) buildSync({ ...settings, entryPoints: [source.file], outfile });
  else buildSync({ ...settings, stdin: { contents: source.text, resolveDir: root }, outfile });
  return outfile;
}

/** Milliseconds that a new process takes to import a bundle. */
function importing(bundle: string): number {
  const script = `const begun = performance.now(); await import(${JSON.stringify(bundle)}); process.stdout.write(String(performance.now() - begun));`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${bundle} cannot be imported`);
  return Number(stdout);
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

try {
  const bare = "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; globalThis.client = new DynamoDBClient({});";
  writeFileSync(join(folder, 'empty.mjs'), '');
  const bundles = {
    'bare DynamoDB client': bundled('bare', { text: bare }),
    'public/open': bundled('open', { file: 'functions/public/open.ts' }),
    'public/click': bundled('click', { file: 'functions/public/click.ts' }),
    nothing: join(folder, 'empty.mjs'),
  };
  const times = new Map(Object.keys(bundles).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, bundle] of Object.entries(bundles)) times.get(name)?.push(importing(bundle));

  const yardstick = median(times.get('bare DynamoDB client') ?? []);
  const ratios = Object.entries(bundles).map(([name, bundle]) => {
    const time = median(times.get(name) ?? []);
    const line = `${name.padEnd(22)}${(statSync(bundle).size / 1000).toFixed(1).padStart(7)} kB${time.toFixed(1).padStart(8)} ms${(time / yardstick).toFixed(2).padStart(7)}`;
    process.stdout.write(`${line}\n`);
    return { name, ratio: time / yardstick };
  });
  process.stdout.write(`goal for open and click: ${goal.toFixed(2)}\n`);
  process.exitCode = ratios.some(({ name, ratio }) => name.startsWith('public/') && ratio > failAbove) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
