/**
 * `npm test`: every test, in parts, each on engines of its own: DynamoDB Local answers more slowly the more streams it has ever kept. With names of files, or in any
 * other way that vitest understands, one run of just those.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const parts = 5;
const wanted = process.argv.slice(2);
const jsonFile = /^--outputFile\.json=(.+)$/;

const run = (options: readonly string[]): number =>
  spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...options], { stdio: 'inherit' }).status ?? 1;

if (wanted.some((option) => !option.startsWith('--reporter=') && !jsonFile.test(option))) process.exit(run(wanted));

const report = wanted.map((option) => jsonFile.exec(option)?.[1]).find((file) => file !== undefined);
const counts = { numPassedTests: 0, numFailedTests: 0 };
let failed = 0;
for (let part = 1; part <= parts; part += 1) {
  const ofPart = report && `${report}.${part}`;
  const options = wanted.map((option) => (jsonFile.test(option) ? `--outputFile.json=${ofPart}` : option));
  failed += run([`--shard=${part}/${parts}`, ...options]) === 0 ? 0 : 1;
  if (!ofPart || !existsSync(ofPart)) continue;
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(ofPart, 'utf8')) as typeof counts;
  counts.numPassedTests += numPassedTests;
  counts.numFailedTests += numFailedTests;
  rmSync(ofPart);
}
if (report) writeFileSync(report, JSON.stringify(counts));
process.exit(failed === 0 ? 0 : 1);
