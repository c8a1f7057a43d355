import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { build, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundling } from '../../lib/constructs/file-function.ts';
import { type FunctionFile, grants } from '../../lib/grants.ts';

const files = Object.keys(grants) as FunctionFile[];

/**
 * Most kB of a bundle, by its caller. What a person waits for starts cold; goals are half of this. A limit stands just above what the function needs, and only
 * a new task of the function may raise it.
 */
const limits: Record<string, number> = {
  public: 430,
  marketer: 405,
  partner: 395,
  jobs: 480,
  // a reader waits for these, with nothing to look at
  'public/open': 25,
  'public/click': 25,
  // three links in one: a sign-up, a stay, a new address
  'public/confirm': 440,
  // every word of a person's own page in five languages, both ways of changing a consent, and what goes with one
  'public/preferences': 467,
  // all that is known of a person, every right of theirs, in five languages
  'public/my-data': 505,
  // what it read like before, and what has changed, come from the ledger; the words are five languages'
  'public/notice': 525,
  // S3's client, which takes the copy of a document, and a page in five languages
  'public/identity-document': 605,
  // it sends by itself, since it may keep nothing that a job could send later
  'public/contact': 520,

  // it takes a yes as well: the rules of forms and of evidence, and the transaction; an operator waits for it
  'marketer/contacts': 415,
  'marketer/introductions': 420,
  // every right that can be exercised, and the whole of what is exported; an officer waits for it
  'marketer/rights': 420,
  // S3's client, and the link to a document that it signs; an officer waits for it
  'marketer/cases': 610,
  // a page in five languages, every lint, and what the caller was granted
  'marketer/policy': 525,
  // the rules of retention, and a page in five languages; an officer waits for it
  'marketer/forecast': 425,
  // a page in five languages, and the whole field table of a consent record; an officer waits for it, not a visitor
  'marketer/record': 460,
  // it starts campaigns, now by a queue and later by a timer: two clients more; an operator waits for it
  'marketer/campaigns': 460,
  // S3's client, and the links that it signs
  'marketer/exports': 600,
  'marketer/imports': 595,
  // the compilers of newsletters, MJML's above all; a marketer who saves one waits for them, and nobody else
  'marketer/campaign-content': 5400,

  // mails in five languages; nobody waits for their start
  'jobs/send-confirmation': 495,
  'jobs/send-repermission': 495,
  'jobs/send-notice': 505,
  'jobs/send-rights-mail': 515,
  'jobs/record-policy': 495,
  // says what the notice says, by its words in five languages
  'jobs/tell-sources': 605,
  // S3's client
  'jobs/erase': 540,
  'jobs/export-audience': 580,
  'jobs/export-brand': 535,
  'jobs/import-people': 640,
  // Liquid, which makes each mail of a campaign, and both clients
  'jobs/send': 640,
};

/** The functions' variables, and what Lambda adds. */
const environment = {
  AWS_REGION: 'eu-north-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  PEOPLE_TABLE: 'people',
  LEDGER_TABLE: 'ledger',
  BRANDS: 'xledger',
};

// outside the repository, so that nothing can be found in its node_modules
const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
const outputs = new Map<string, Metafile['outputs'][string]>();
const bundleOf = (file: string) => join(folder, file, 'index.mjs');

/** Bundles each as CDK does, all at once, since they share most of what is read. */
async function bundle(entries: Readonly<Record<string, string>>): Promise<void> {
  const { metafile } = await build({
    entryPoints: Object.fromEntries(Object.entries(entries).map(([file, entry]) => [`${file}/index`, entry])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: bundling.target ?? expect.fail('no target'),
    minify: bundling.minify ?? false,
    mainFields: bundling.mainFields ?? [],
    external: bundling.externalModules ?? [],
    banner: { js: bundling.banner ?? '' },
    logLevel: 'error',
    metafile: true,
  });
  const byPath = new Map(Object.entries(metafile.outputs).map(([path, output]) => [resolve(path), output]));
  for (const file of Object.keys(entries)) outputs.set(file, byPath.get(bundleOf(file)) ?? expect.fail(file));
}

/** Runs a script that may import the bundle, in a process of its own with no more than the given variables. Its exit code and output. */
async function run(script: string, env: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, output: out + err };
}

/** The packages with code in a bundle. */
const packagesIn = (file: string): string[] => [
  ...new Set(
    Object.entries(outputs.get(file)?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  ),
];

beforeAll(async () => {
  await bundle({
    ...Object.fromEntries(files.map((file) => [file, `functions/${file}.ts`])),
    'make-secret': 'lib/make-secret.ts',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([...files, 'make-secret'])('the bundle of %s', (file) => {
  test('starts by itself, without a variable, and has a handler', async () => {
    const script = `process.stdout.write(typeof (await import(${JSON.stringify(bundleOf(file))})).handler)`;
    expect(await run(script, {})).toEqual({ code: 0, output: 'function' });
  });

  test('is no larger than its limit', () => {
    const kb = (outputs.get(file)?.bytes ?? Number.POSITIVE_INFINITY) / 1000;
    expect(kb).toBeLessThan(limits[file] ?? limits[file.split('/')[0] ?? ''] ?? 20);
  });
});

/** Those that sign their requests themselves; whoever leaves waits for no queue's client either. */
const light: readonly FunctionFile[] = ['public/open', 'public/click'];
const signing: readonly FunctionFile[] = [...light, 'public/unsubscribe'];

describe('a client of the SDK is in the bundle of a function', () => {
  test.each([
    ['@aws-sdk/client-scheduler', files.filter((file) => grants[file].timers)],
    ['@aws-sdk/client-sesv2', files.filter((file) => grants[file].mail)],
    ['@aws-sdk/client-sqs', files.filter((file) => grants[file].queues && !signing.includes(file))],
    ['@aws-sdk/client-s3', files.filter((file) => grants[file].files || grants[file].anchors)],
    [
      '@aws-sdk/client-dynamodb',
      files.filter((file) => (grants[file].data || file.startsWith('marketer/')) && !light.includes(file)),
    ],
  ] as const)('if and only if the function may use it: %s', (client, users) => {
    expect(files.filter((file) => packagesIn(file).includes(client))).toEqual(users);
  });

  test('so are the compilers of newsletters in the one that compiles them, and Liquid where a newsletter is made', () => {
    const withPackage = (name: string) => files.filter((file) => packagesIn(file).includes(name));
    for (const compiler of ['mjml', 'marked', 'html-to-text'])
      expect(withPackage(compiler)).toEqual(['marketer/campaign-content']);
    expect(withPackage('liquidjs').sort()).toEqual(['jobs/send', 'marketer/campaign-content']);
  });

  test('without the providers of credentials that a function never asks', () => {
    const never = /credential-provider-(?!env|node)|client-sso|nested-clients/;
    for (const file of files) expect(packagesIn(file).filter((name) => never.test(name))).toEqual([]);
  });
});

test('a bundle reaches DynamoDB with credentials from its environment alone', async () => {
  const signed: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    signed.push(request.headers.authorization);
    request
      .resume()
      .on('end', () =>
        response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"Items":[],"Count":0,"ScannedCount":0}'),
      );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const message = { messageId: '1', body: JSON.stringify({ brand: 'xledger', contactId: 'AAAAAAAAAAAAAAAAAAAAAA' }) };
  const script = `
    const { handler } = await import(${JSON.stringify(bundleOf('jobs/erase'))});
    const { batchItemFailures } = await handler({ Records: [${JSON.stringify(message)}] }, {});
    process.exitCode = batchItemFailures.length;`;

  const { code, output } = await run(script, { ...environment, AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` });
  server.close();
  expect({ code, output }).toMatchObject({ code: 0 });
  // the person's chain, then what is left under their id
  expect(signed).toEqual([expect.stringContaining('Credential=test/'), expect.stringContaining('Credential=test/')]);
});

test('the bundle that compiles newsletters compiles MJML by itself, whose packages ask for more when they run', async () => {
  const server = createServer(async (request, response) => {
    const secret = { pepper: 'p'.repeat(43), keys: { a: 'k'.repeat(43) }, current: 'a' };
    const isSecret = request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue';
    await text(request);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(isSecret ? JSON.stringify({ SecretString: JSON.stringify(secret) }) : '{"Items":[],"Count":0,"ScannedCount":0}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mjml = '<mjml><mj-body><mj-section><mj-column><mj-text>Hei</mj-text></mj-column></mj-section></mj-body></mjml>';
  const event = {
    routeKey: 'POST /v1/{brand}/campaigns',
    pathParameters: { brand: 'xledger' },
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'x', purpose: 'newsletter:insights', content: { nb: { subject: 'x', mjml } } }),
    requestContext: {
      http: { sourceIp: '192.0.2.1' },
      authorizer: { jwt: { claims: { token_use: 'access', sub: 'anna', 'cognito:groups': '[xledger.marketer]' } } },
    },
  };
  const script = `
    const { handler } = await import(${JSON.stringify(bundleOf('marketer/campaign-content'))});
    const { statusCode } = await handler(${JSON.stringify(event)}, {});
    process.stdout.write(String(statusCode));`;

  const { code, output } = await run(script, {
    ...environment,
    CAMPAIGNS_TABLE: 'campaigns',
    SECRET_ID: 'secret',
    PUBLIC_URL: 'https://mail.example.com',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
  });
  server.close();
  expect({ code, output: output.slice(-500) }).toEqual({
    code: 0,
    output: expect.stringMatching(/"outcome":"campaign_written".*\n201$/),
  });
});
