/**
 * `npm start`: the whole system on this machine. `PORT` (3000), `HOST` (this machine only), `PUBLIC_URL` and `BRANDS` (all) as environment;
 * `--fresh` empties the folder with the data first, `--data <folder>` (`.local`) chooses it.
 */
import { globSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { schedules } from '../functions/triggers.ts';
import { CannotStart } from '../local/cannot-start.ts';
import type { Clock } from '../local/clock.ts';
import { startEngines } from '../local/engines.ts';
import { takeFolder } from '../local/folder.ts';
import { npmEnded } from '../local/npm-process.ts';
import { isDue } from '../local/schedule.ts';
import { startServer } from '../local/server.ts';
import { type System, startSystem } from '../local/system.ts';
import { brands } from '../policies/brands.ts';

const pauseMs = 1_000;
/** How long what is running may take to end when the whole is stopped. */
const patienceMs = 5_000;

try {
  await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof CannotStart ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}

async function main(): Promise<void> {
  const abandoned = npmEnded();
  const { fresh, data } = optionsOf();
  const policies = policiesOf(process.env.BRANDS);
  const jobs = [
    ...globSync('functions/jobs/*.ts', { cwd: resolve(import.meta.dirname, '..') }).map((file) => basename(file, '.ts')),
    'ttl',
  ].sort();
  const bell = makeBell();

  let ready: (system: System) => void = () => {};
  const system = new Promise<System>((settle) => {
    ready = settle;
  });
  const server = await startServer({
    port: portOf(process.env.PORT),
    host: process.env.HOST || undefined,
    system,
    jobs,
    wake: bell.ring,
  });
  const publicUrl = (process.env.PUBLIC_URL || `http://localhost:${server.port}`).replace(/\/+$/, '');

  const folder = takeFolder(data, { fresh });
  const engines = await startEngines(folder.path, say);
  const running = await startSystem({
    name: 'samtykke',
    anchored: true,
    policies,
    publicUrl,
    clock: folder.clock,
    checkpoints: folder.checkpoints,
    keptMails: folder.mails,
    keptTimers: folder.timers,
    // fauxqs 2.4.1 cannot make a message visible at once when it keeps its queues on disk
    retrySeconds: 1,
    onLine: say,
  });

  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(code), patienceMs).unref();
    bell.ring();
    await server.stop();
    await running.stop();
    await engines.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));
  void abandoned.then(() => stop(0));
  void engines.died.then((error) => {
    process.stderr.write(`${error.message}\n`);
    return stop(1);
  });

  ready(running);
  say(`Samtykke runs at ${publicUrl}/_local: forms, mailbox, tokens, clock and jobs.`);
  say(
    `Its data are in ${relative(process.cwd(), folder.path) || folder.path}; npm start -- --fresh begins anew. Ctrl-C stops it.`,
  );
  await Promise.all([deliver(running, bell, () => stopping), keepSchedules(running, folder.clock, () => stopping)]);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function optionsOf(): { fresh: boolean; data: string } {
  try {
    const { values } = parseArgs({
      options: { fresh: { type: 'boolean', default: false }, data: { type: 'string', default: '.local' } },
    });
    return { fresh: values.fresh, data: resolve(values.data) };
  } catch (error) {
    throw new CannotStart(`${(error as Error).message.split('.')[0]}. There are --fresh and --data <folder>.`);
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CannotStart(`PORT=${text} is no port: it is a number up to 65535.`);
  return port;
}

function policiesOf(text: string | undefined) {
  const wanted = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = wanted.find((name) => !brands.some(({ brand }) => brand === name));
  if (unknown)
    throw new CannotStart(
      `BRANDS names ${unknown}, for which there is no policy: there are ${brands.map(({ brand }) => brand).join(', ')}.`,
    );
  return wanted.length === 0 ? brands : brands.filter(({ brand }) => wanted.includes(brand));
}

interface Bell {
  readonly ring: () => void;
  /** Waits for the bell, or for `ms`. */
  readonly wait: (ms: number) => Promise<void>;
}

function makeBell(): Bell {
  let rung = false;
  let wake = () => {};
  return {
    ring: () => {
      rung = true;
      wake();
    },
    wait: async (ms) => {
      if (!rung) {
        await new Promise<void>((settle) => {
          const timer = setTimeout(settle, ms);
          wake = () => {
            clearTimeout(timer);
            settle();
          };
        });
      }
      rung = false;
    },
  };
}

/** Delivers stream and queues: at once after a request, else every second, for messages that were delayed. */
async function deliver(system: System, bell: Bell, ended: () => boolean): Promise<void> {
  while (!ended()) {
    try {
      while (!ended() && (await system.pump()) > 0);
    } catch (error) {
      if (!ended()) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    }
    await bell.wait(pauseMs);
  }
}

/** Starts jobs in their minute. A minute that the clock was moved over is nobody's: whoever moves it runs the jobs they want to see. */
async function keepSchedules(system: System, clock: Clock, ended: () => boolean): Promise<void> {
  const minuteOf = (time: Date) => Math.floor(time.getTime() / 60_000);
  let minute = minuteOf(clock.now());
  let aheadMs = clock.aheadMs();
  while (!ended()) {
    await new Promise((wake) => setTimeout(wake, pauseMs).unref());
    const now = clock.now();
    const moved = clock.aheadMs() !== aheadMs;
    if (!moved && minuteOf(now) === minute) continue;
    minute = minuteOf(now);
    aheadMs = clock.aheadMs();
    if (moved) continue;
    for (const [job, expression] of Object.entries<string>(schedules)) {
      // the error is in the log; the next minute comes all the same
      if (isDue(expression, now)) await system.runJob(basename(job)).catch(() => {});
    }
  }
}
