/**
 * The npm process that started this one. `npm start` puts a shell between the two, and neither hands a signal on in every case: who
 * ends npm from outside would leave this process and its engines behind.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const lookEveryMs = 500;

/** Settles when npm, or the shell between, is gone. Never, if this process was not started by npm. */
export async function npmEnded(): Promise<void> {
  if (!process.env.npm_lifecycle_event) return new Promise(() => {});
  const parent = process.ppid;
  const above = await parentOf(parent);
  // a shell may also have made way for this process: then npm is the parent, and whoever is above is none of our business
  const npm = above && /\bnpm\b/.test(above.command) ? above.pid : undefined;
  while (process.ppid === parent && (npm === undefined || isAlive(npm))) {
    await new Promise((wake) => setTimeout(wake, lookEveryMs).unref());
  }
}

async function parentOf(pid: number): Promise<{ pid: number; command: string } | undefined> {
  try {
    const { stdout: parent } = await run('ps', ['-o', 'ppid=', '-p', String(pid)]);
    const { stdout: command } = await run('ps', ['-o', 'args=', '-p', parent.trim()]);
    return { pid: Number(parent), command };
  } catch {
    return undefined; // a machine without ps
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
