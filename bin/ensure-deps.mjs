// Runs before `npm start` and `npm test`, on whatever Node the machine has: installs what the lockfile names,
// unless exactly that is installed already. Compares contents, since a checkout touches every file's time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = 'node_modules/.lock-sha256';
const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
// node_modules/.bin/node is the Lambda's Node version; an install that skipped scripts lacks it
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync('node_modules/.bin/node');

if (!installed) {
  console.error('Installing dependencies (once, about a minute) …');
  const npm = [process.env.npm_execpath, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync(process.execPath, npm, { stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
  if (!existsSync('node_modules/.bin/node')) {
    console.error('The package "node" has no binary: allow its install script (npm config get ignore-scripts).');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
