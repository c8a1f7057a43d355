/** The folder in which a local run keeps what survives a restart. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from './cannot-start.ts';
import { type Clock, movableClock } from './clock.ts';
import type { KeptTimers, Timer } from './scheduler.ts';
import type { Mail } from './ses-events.ts';
import type { Checkpoints } from './stream.ts';

/** A folder that is ours alone until this process ends. */
export interface Folder {
  readonly path: string;
  /** The system's clock, where it was left. */
  readonly clock: Clock;
  /** How far each shard of the stream has been delivered. */
  readonly checkpoints: Checkpoints;
  /** Timers that have not gone off, and where to keep them. */
  readonly timers: KeptTimers;
  /** All mails so far, and where to add one. */
  readonly mails: { readonly mails: readonly Mail[]; readonly add: (mail: Mail) => void };
}

const lockName = 'lock';

/** Takes the folder, emptied first if `fresh`. Throws CannotStart if another local run has it. */
export function takeFolder(path: string, { fresh }: { fresh: boolean }): Folder {
  mkdirSync(path, { recursive: true });
  lock(path);
  if (fresh)
    for (const name of readdirSync(path))
      if (!name.startsWith(lockName)) rmSync(join(path, name), { recursive: true, force: true });
  return {
    path,
    clock: keptClock(join(path, 'clock.json')),
    checkpoints: keptCheckpoints(join(path, 'stream.json')),
    timers: keptTimers(join(path, 'timers.json')),
    mails: keptMails(join(path, 'mails.jsonl')),
  };
}

// a lock of the operating system goes with its process, however that ends; SQLite is the way to one that Node has
function lock(path: string): void {
  try {
    held = new DatabaseSync(join(path, lockName));
    held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    if (!String(error).includes('locked')) throw error;
    throw new CannotStart(`Another local run uses ${path}: stop it first, or start this one with --data and another folder.`);
  }
}
let held: DatabaseSync;

function readJson<T>(path: string, otherwise: T): T {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : otherwise;
}

// whole or not at all, should the process end in the middle
function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, JSON.stringify(value));
  renameSync(`${path}.new`, path);
}

function keptClock(path: string): Clock {
  const clock = movableClock(readJson(path, { aheadMs: 0 }).aheadMs);
  return {
    ...clock,
    advance: (by) => {
      const now = clock.advance(by);
      writeJson(path, { aheadMs: clock.aheadMs() });
      return now;
    },
  };
}

const keptCheckpoints = (path: string): Checkpoints => ({
  read: () => readJson(path, {}),
  write: (positions) => writeJson(path, { ...readJson(path, {}), ...positions }),
});

const keptTimers = (path: string): KeptTimers => ({
  timers: readJson<readonly Timer[]>(path, []),
  save: (timers) => writeJson(path, timers),
});

function keptMails(path: string): Folder['mails'] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const mails = lines.flatMap((line): Mail[] => {
    try {
      return [JSON.parse(line) as Mail];
    } catch {
      return []; // the end of a file whose writer was killed
    }
  });
  return { mails, add: (mail) => appendFileSync(path, `${JSON.stringify(mail)}\n`) };
}
