import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TableName } from '../../functions/store/tables.ts';
import { tables } from '../../functions/store/tables.ts';
import { queues } from '../../functions/triggers.ts';
import type { SesFault } from '../../local/ses.ts';
import { type System, startSystem } from '../../local/system.ts';
import { openAndSubmit } from '../functions/own-page.ts';
import { askForLink, asOperator, linkIn, manageLink, postSignUp, press, subscribe } from '../journey.ts';

/** Personal data that nobody else has, and the secrets of one journey; what may not be found where it has no business. */
const person = { name: 'Kanarifugl Gul', company: 'Burfugl Holding AS', phone: '+47 98 76 54 32' };
const source = '203.0.113.77';
const agent = 'KanariBrowser/7.3';
const secrets: string[] = [
  'Kanari',
  'Burfugl',
  '98 76 54',
  source,
  agent,
  encodeURIComponent('kanari@'),
  Buffer.from('kanari@').toString('base64').slice(0, 8),
];

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterEach(() => system.deps.db.client.middlewareStack.remove('fault'));
afterAll(() => system.stop());

const address = (which: string) => `kanari-${which}@example.no`;
const from = { sourceIp: source, headers: { 'content-type': 'application/json', 'user-agent': agent } };
const hits = (texts: readonly string[]) =>
  texts.filter((text) => secrets.some((secret) => text.toLowerCase().includes(secret.toLowerCase())));
const tokenOf = (path: string) => {
  const token = path.slice(3);
  secrets.push(token, token.slice(4, 30));
  return path;
};

/** The values of all keys, of the tables and of their indexes. */
async function keysOf(table: TableName): Promise<string[]> {
  const { partitionKey, sortKey, ttlAttribute, indexes } = tables[table];
  const names = [partitionKey, sortKey, ...Object.values(indexes).flatMap((index) => [index.partitionKey, index.sortKey])].map(
    ({ name }) => name,
  );
  const items = await system.dump(table);
  return items.flatMap((item) => [...new Set([...names, ttlAttribute])].map((name) => String(item[name])));
}

/** Bodies and attributes of whatever waits or lies dead in any queue. */
async function messages(): Promise<string[]> {
  const all = await Promise.all([
    ...Object.keys(queues).flatMap((queue) => [system.waiting(queue), system.deadLetters(queue)]),
    system.deadLetters('people'),
  ]);
  return all.flat().map((message) => JSON.stringify(message));
}

async function expectNoHits(): Promise<void> {
  expect(hits(system.lines)).toEqual([]);
  expect(hits(await messages())).toEqual([]);
  for (const table of Object.keys(tables) as TableName[]) expect(hits(await keysOf(table))).toEqual([]);
}

/** Lets every call of a command fail from now on, with an error that quotes what was sent, as those of AWS may. */
function breakCalls(commands: readonly string[]): void {
  system.deps.db.client.middlewareStack.add(
    (next, context) => (args) => {
      if (!commands.includes(String(context.commandName))) return next(args);
      const quoted = JSON.stringify(args.input);
      throw Object.assign(new Error(`cannot do this with ${quoted}\n    at ${quoted}`), { name: 'ValidationException' });
    },
    { step: 'initialize', name: 'fault' },
  );
}

describe('a canary (S21, T35)', () => {
  test('through the whole of an ordinary journey stands in no log line, no key and no message', async () => {
    const email = address('journey');
    await postSignUp(system, { email, ...person }, from);
    await system.runJob('relay');
    const waiting = await messages();
    expect(waiting.length).toBeGreaterThan(0);
    await expectNoHits();

    await system.settle();
    const link = tokenOf(linkIn(system, email, 'c'));
    await system.fetch(link, from);
    const confirmed = await press(system, link, from);
    const unsubscribe = tokenOf((await confirmed.text()).match(/\/u\/[\w-]+/)?.[0] ?? '');
    await press(system, link, from);

    for (const role of ['marketer', 'privacy', 'admin'] as const) {
      const jwt = await system.token({ brand: 'xledger', role });
      secrets.push(jwt, jwt.split('.')[2] ?? '');
      for (const path of [
        `contacts?email=${encodeURIComponent(email)}`,
        `audience?purpose=newsletter:insights&company=${encodeURIComponent(person.company)}`,
        `audience/count?purpose=newsletter:insights&company=${encodeURIComponent(person.company)}`,
        `audience?purpose=newsletter:insights&cursor=${email}`,
        `contacts/${email}`,
        `contacts?email=${email}&name=${encodeURIComponent(person.name)}`,
      ]) {
        await system.fetch(`/v1/xledger/${path}`, { headers: { authorization: `Bearer ${jwt}`, accept: 'text/csv' } });
      }
    }
    // asked for by someone it is not for
    const stranger = await system.token({ brand: 'infosoft', role: 'admin' });
    await system.fetch(`/v1/xledger/contacts?email=${email}`, { headers: { authorization: `Bearer ${stranger}` } });
    await system.fetch(`/v1/xledger/contacts?email=${email}`, { headers: { authorization: `Bearer ${stranger}x` } });

    system.advance('PT16M');
    await postSignUp(system, { email, ...person }, from);
    await system.settle();
    await system.fetch(unsubscribe, from);
    await press(system, unsubscribe, { ...from, body: `List-Unsubscribe=One-Click&email=${email}` });
    await system.settle();
    expect(system.lines.length).toBeGreaterThan(5);
    await expectNoHits();
  });

  test('through a person’s own page, their rights and their case stands in no log line, no key and no message', async () => {
    const [email, next] = [address('own'), address('own-next')];
    await subscribe(system, { email, ...person });
    const link = tokenOf(await manageLink(system, email));
    await openAndSubmit(system, link, 'save', { ticked: ['newsletter:insights', 'newsletter:events'] });
    const data = `${link}/data`;
    await system.fetch(`${data}?format=csv&email=${email}`, from);
    await openAndSubmit(system, data, 'rectify', { typed: { name: `${person.name} II` } });
    await openAndSubmit(system, data, 'address', { typed: { email: next } });
    await system.runJob('relay');
    await expectNoHits();
    await system.settle();
    await press(system, tokenOf(linkIn(system, next, 'c')));
    await openAndSubmit(system, data, 'restrict');
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ email: next, right: 'erase', channel: 'letter' });
    const opened = await asOperator(system, 'cases', { role: 'privacy', method: 'POST', headers, body });
    const { id } = (await opened.json()) as { id: string };
    for (const step of [{ identity: { status: 'confirmed' } }, { outcome: 'done' }]) {
      await asOperator(system, `cases/${id}`, { role: 'privacy', method: 'PATCH', headers, body: JSON.stringify(step) });
      await system.runJob('relay');
      await expectNoHits();
      await system.settle();
    }
    expect(system.mails(next)[0]?.subject).toContain(id);
    await expectNoHits();
    // the sign-up that was confirmed is all that still waits for its own time
    const left = [...(await system.dump('people')), ...(await system.dump('ledger'))].filter(
      ({ sk }) => !String(sk).startsWith('REQUEST#'),
    );
    expect(JSON.stringify(left)).not.toMatch(/kanari-own|Gul II/);
  });

  test('in what is refused stands in no log line, and in no answer but its own form', async () => {
    const email = address('refused');
    const answers = [
      await postSignUp(system, { email: `${email}, ${email}`, ...person }, from),
      await postSignUp(system, { email, ...person, [email]: email, consents: [email] }, from),
      await postSignUp(system, { email, website: 'https://kanari.example' }, from),
      await postSignUp(system, { email, form: email }, from),
      await postSignUp(system, { email, brand: email }, from),
      await postSignUp(system, { email }, { ...from, body: `{"email":"${email}","email":"${email}"` }),
      await postSignUp(system, { email }, { ...from, body: `${email}${'x'.repeat(70_000)}` }),
      await system.fetch(`/c/${email}`, from),
      await system.fetch(`/u/${email}?email=${email}`, { ...from, method: 'POST' }),
      await system.fetch(`/${email}/${email}?${email}=${email}`, from),
      await system.fetch(`/xledger/signup/newsletter-no/thanks?email=${email}`, from),
    ];
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    // a field's name comes back in a pointer, as far as it is a name
    expect(hits(bodies.map((body) => body.replaceAll('/kanari-refusedexample.no', '')))).toEqual([]);
    await expectNoHits();
  });

  test('in what breaks inside stands neither in the log nor in the answer: 500 without detail', async () => {
    const email = address('broken');
    const link = tokenOf(await askForLink(system, { email: address('broken2') }));
    const unsubscribe = tokenOf(await subscribe(system, { email: address('broken3'), ...person }));
    await postSignUp(system, { email: address('waits'), ...person }, from);
    const before = system.lines.length;
    breakCalls(['PutItemCommand', 'QueryCommand', 'UpdateItemCommand', 'TransactWriteItemsCommand', 'DeleteItemCommand']);
    const answers = [
      await postSignUp(system, { email, ...person }, from),
      await system.fetch(link, from),
      await press(system, link, from),
      await press(system, unsubscribe, from),
      await asOperator(system, `contacts?email=${email}`),
      await asOperator(system, 'audience?purpose=newsletter:insights'),
      await asOperator(system, 'audience/count?purpose=newsletter:insights'),
    ];
    await system.pump();
    for (const answer of answers) {
      expect(answer.status).toBe(500);
      const body = await answer.text();
      expect(body).not.toMatch(/cannot do this|ValidationException|node_modules|at .*\.ts/);
      expect(hits([body])).toEqual([]);
    }
    const lines = system.lines.slice(before);
    expect(lines.filter((line) => line.includes('unexpected_error'))).toHaveLength(answers.length);
    expect(lines.filter((line) => line.includes('message_failed')).length).toBeGreaterThan(0);
    await expectNoHits();
  });

  test.each(['drop', 'error', 'drop-after-accept', 'error-after-accept', 'throttle', 'reject', 'pause'] satisfies SesFault[])(
    'in a mail that SES answers with %s stands in no log line and in no message',
    async (fault) => {
      const email = address(fault);
      system.ses.fail(fault, { to: email, times: 20 });
      await postSignUp(system, { email, ...person }, from);
      await system.pump();
      // what SES tells of a mail that it took names the recipient, until it has been read
      await system.pump();
      await expectNoHits();
    },
  );

  test('in a mail that never gets through ends as ids in the dead-letter queue', async () => {
    for (let round = 0; round < 8; round += 1) {
      system.advance('PT4M');
      await system.pump();
    }
    const dead = await system.deadLetters('confirmation');
    expect(dead.length).toBeGreaterThan(0);
    await expectNoHits();
  });

  test('is found by this search where it does stand', async () => {
    expect(hits([JSON.stringify(system.mails())])).toHaveLength(1);
    expect(hits([`{"outcome":"sign_up","email":"${address('x')}"}`])).toHaveLength(1);
    expect(hits([`path ${secrets.at(-1)}`])).toHaveLength(1);
  });
});
