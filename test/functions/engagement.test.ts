import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CampaignId } from '../../functions/domain/campaign.ts';
import { makeLink } from '../../functions/domain/links.ts';
import type { Policy } from '../../functions/domain/policy.ts';
import { click as clickFunction } from '../../functions/public/click.ts';
import { open as openFunction } from '../../functions/public/open.ts';
import { readEngagement } from '../../functions/store/engagement.ts';
import { tables } from '../../functions/store/tables.ts';
import { type System, startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import { intercepted, watchCalls } from '../faults/aws-calls.ts';
import { asOperator, press, subscribe } from '../journey.ts';
import { mailLink } from './planted.ts';
import { agents, campaignNumber, type Mailed, mailed, measuring, plantLinks, sendOf } from './tracked.ts';

const [hygienic, counting, keeping, believing] = [
  measuring('hygienic', 'hygiene'),
  measuring('counting', 'aggregate'),
  measuring('keeping', 'consent'),
  measuring('believing', 'consent', { ignoreMachines: false }),
];
const targets = [
  'https://infosoft.example/one?a=1&b=%20#x',
  'http://user:pw@xn--bcher-kva.example/',
  'https://infosoft.example/two',
  'https://infosoft.example/three',
];

let system: System;
let campaigns = 0;
beforeAll(async () => {
  system = await startSystem({
    clock: new Date('2026-11-27T09:00:00Z'),
    policies: [infosoft, hygienic, counting, keeping, believing],
  });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

const reading = { headers: { 'user-agent': agents.reader } };
/** Signs up and confirms. */
const join = (email: string, { policy = infosoft, consents }: { policy?: Policy; consents: readonly string[] }) =>
  policy === infosoft
    ? subscribe(system, { email, brand: 'infosoft', form: 'newsletter-se', company: 'Fjordbygg AS', name: 'Kari', consents })
    : subscribe(system, { email, brand: policy.brand, form: 'newsletter', consents });
/** Somebody who agreed to be measured and has a mail of a new campaign, an hour old. */
async function reader(
  name: string,
  {
    policy = infosoft,
    consents = ['newsletter:news', 'tracking:open', 'tracking:click'],
    trap,
  }: { policy?: Policy; consents?: readonly string[]; trap?: number } = {},
): Promise<Mailed & { open: string; click: (n: number) => string }> {
  const email = `${name}@example.no`;
  await join(email, { policy, consents });
  campaigns += 1;
  const campaignId = campaignNumber(campaigns);
  await plantLinks(system, { brand: policy.brand, campaignId, targets, ...(trap !== undefined && { trap }) });
  const mail = await mailed(system, policy, { email, campaignId });
  system.advance('PT1H');
  return mail as Mailed & { open: string; click: (n: number) => string };
}
const countsOf = ({ brand, campaignId }: Mailed) => readEngagement(system.deps.db, brand, campaignId);
const profileOf = async ({ contactId }: Mailed) =>
  (await system.dump('people')).find((item) => item.sk === 'PROFILE' && item.contactId === contactId) as {
    lastSigns: Record<string, string>;
    expiresAt?: number;
  };
const everything = async () => Promise.all((Object.keys(tables) as (keyof typeof tables)[]).map((table) => system.dump(table)));

describe('a pixel', () => {
  test('is one transparent point that no cache keeps, and its reader is marked once, by the hour, and counted', async () => {
    const mail = await reader('opens');
    const answer = await system.fetch(mail.open, reading);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(answer.headers.get('cache-control')).toBe('no-store, max-age=0');
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 10)
        .toString('hex'),
    ).toBe(`${Buffer.from('GIF89a').toString('hex')}01000100`);
    await system.fetch(mail.open, reading);
    await system.settle();

    const hour = `${system.deps.now().toISOString().slice(0, 13)}:00:00.000Z`;
    expect(await sendOf(system, mail)).toMatchObject({ openedAt: hour });
    expect(await countsOf(mail)).toMatchObject({
      open: { unique: 1, human: 2, unknown: 0, machine: 0 },
      click: { unique: 0, human: 0 },
      byHour: [{ hour: hour.replace(':00.000Z', 'Z'), opens: 2, clicks: 0 }],
    });
    expect((await profileOf(mail)).lastSigns.open).toBe(hour.slice(0, 10));
  });

  test('fetched by a machine, by HEAD or ahead of time is answered alike, counted apart, and is no sign of life (I6)', async () => {
    const mail = await reader('machines');
    const before = await profileOf(mail);
    for (const agent of [agents.apple, agents.gmail]) await system.fetch(mail.open, { headers: { 'user-agent': agent } });
    const head = await system.fetch(mail.open, { method: 'HEAD', ...reading });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'image/gif', '']);
    await system.fetch(mail.open, { headers: { ...reading.headers, 'sec-purpose': 'prefetch;prerender' } });
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ open: { unique: 0, human: 0, unknown: 0, machine: 4 } });
    expect((await sendOf(system, mail)).openedAt).toBeUndefined();
    expect(await profileOf(mail)).toEqual(before);
  });

  test('fetched as soon as the mail was sent was fetched by a machine', async () => {
    const email = 'fast@example.no';
    await join(email, { consents: ['newsletter:news', 'tracking:open'] });
    const mail = await mailed(system, infosoft, { email, campaignId: campaignNumber(900) });
    await system.fetch(mail.open as string, reading);
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ open: { unique: 0, human: 0, machine: 1 } });
  });

  test('that is forged is not found; that has expired is shown, and nothing is recorded', async () => {
    const mail = await reader('late-open');
    expect((await system.fetch(`${mail.open}A`, reading)).status).toBe(404);
    system.advance('P7M');
    const before = await everything();
    expect((await system.fetch(mail.open, reading)).status).toBe(200);
    expect(await system.waiting('engagement')).toEqual([]);
    expect(await everything()).toEqual(before);
  });
});

describe('a link', () => {
  test('leads to its target byte for byte, is marked and counted, and is a sign of life', async () => {
    const mail = await reader('clicks');
    for (const [n, target] of targets.entries()) {
      const answer = await system.fetch(mail.click(n), reading);
      expect([answer.status, answer.headers.get('location')]).toEqual([302, target]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      system.advance('PT10S');
    }
    await system.fetch(mail.click(2), reading);
    await system.settle();
    expect(await sendOf(system, mail)).toMatchObject({ clickedLinks: [0, 1, 2, 3] });
    expect(await countsOf(mail)).toMatchObject({
      click: { unique: 1, human: 5, machine: 0 },
      links: [
        { link: 0, unique: 1, total: 1 },
        { link: 1, unique: 1, total: 1 },
        { link: 2, unique: 1, total: 2 },
        { link: 3, unique: 1, total: 1 },
      ],
    });
    expect((await profileOf(mail)).lastSigns.click).toBe(system.deps.now().toISOString().slice(0, 10));
  });

  test('leads to the frozen target or nowhere, whatever is added to it (S8, T24)', async () => {
    const mail = await reader('hostile');
    const base = mail.click(0).slice(0, -2);
    const added = [
      '?url=https://evil.example',
      '?n=3&redirect=//evil.example',
      '?%0d%0aLocation:%20https://evil.example',
      '#javascript:',
    ];
    for (const more of added) {
      const answer = await system.fetch(`${mail.click(2)}${more}`, {
        headers: { ...reading.headers, host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([302, targets[2]]);
    }
    const nowhere = [
      '/-1',
      '/4',
      '/1000000000',
      '/00',
      '/1.0',
      '/1e0',
      '/%31%20',
      '/+1',
      '/0x1',
      '/null',
      '/constructor',
      '/__proto__',
      '/0%0d%0a',
      '/%2f%2fevil.example',
      '/javascript:alert(1)',
      '/data:text%2fhtml,x',
      '/１',
    ];
    for (const path of nowhere) {
      const answer = await system.fetch(`${base}${path}`, reading);
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 404, null]);
    }
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ links: [{ link: 2, total: added.length }] });
  });

  test('of a table that somebody has spoiled leads nowhere: no script, no header of theirs (S8)', async () => {
    const mail = await reader('spoiled');
    const bad = [
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      'https://a.example/\r\nSet-Cookie: a=b',
      'https://å.example',
      '',
      'https://fine.example/',
    ];
    const campaignId = campaignNumber(901);
    await plantLinks(system, { brand: 'infosoft', campaignId, targets: bad });
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    const token = makeLink(
      'click',
      { brand: 'infosoft', campaignId, contactId: mail.contactId, expiresAt },
      await system.deps.secret(),
    );
    for (const [n, target] of bad.entries()) {
      const answer = await system.fetch(`/l/${token}/${n}`, reading);
      expect(answer.headers.get('location')).toBe(target === 'https://fine.example/' ? target : null);
    }
  });

  test('that is forged or of another campaign’s table is not found; that has expired still leads on, unrecorded', async () => {
    const mail = await reader('late-click');
    const forged = `${mail.click(0).slice(0, -8)}AAAAAA/0`;
    expect((await system.fetch(forged, reading)).status).toBe(404);
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    const link = { brand: 'infosoft', campaignId: CampaignId.parse('20261127-zzzzzzzzzz'), contactId: mail.contactId, expiresAt };
    expect((await system.fetch(`/l/${makeLink('click', link, await system.deps.secret())}/0`, reading)).status).toBe(404);

    system.advance('P7M');
    const before = await everything();
    const answer = await system.fetch(mail.click(0), reading);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, targets[0]]);
    expect(await system.waiting('engagement')).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  test('is followed by HEAD and by a scanner as by anybody, and counted as theirs', async () => {
    const mail = await reader('scanned');
    const head = await system.fetch(mail.click(1), { method: 'HEAD', ...reading });
    expect([head.status, head.headers.get('location'), await head.text()]).toEqual([302, targets[1], '']);
    await system.fetch(mail.click(1), { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Barracuda Sentinel (EE))' } });
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({
      click: { unique: 0, machine: 2 },
      links: [{ link: 1, unique: 0, total: 0, machine: 2 }],
    });
  });

  test('among three within two seconds was followed by a machine, whatever its agent says', async () => {
    const mail = await reader('burst');
    for (const n of [0, 1, 2]) await system.fetch(mail.click(n), reading);
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ click: { unique: 0, human: 0, machine: 3 } });
    expect((await sendOf(system, mail)).clickedLinks).toBeUndefined();
  });

  test('that no reader sees gives away whoever follows it, and what they hit beside it; it leads on, and counts for nothing itself', async () => {
    const mail = await reader('trapped', { trap: 3 });
    const before = await profileOf(mail);
    await system.fetch(mail.click(0), reading);
    await system.fetch(mail.open, reading);
    system.advance('PT5S');
    const answer = await system.fetch(mail.click(3), reading);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, targets[3]]);
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({
      open: { unique: 0, human: 0, machine: 1 },
      click: { unique: 0, human: 0, machine: 1 },
      links: [{ link: 0, unique: 0, total: 0, machine: 1 }],
    });
    expect(await profileOf(mail)).toEqual(before);
    system.advance('PT6S');
    await system.fetch(mail.click(1), reading);
    system.advance('PT20S');
    await system.fetch(mail.click(1), reading);
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ click: { unique: 1, human: 1, machine: 2 } });
    expect(await sendOf(system, mail)).toMatchObject({ clickedLinks: [1] });
  });

  test('that no reader sees is no sign of life, even where a machine’s click is one', async () => {
    const mail = await reader('believed', { policy: believing, trap: 3 });
    await system.fetch(mail.click(3), reading);
    await system.settle();
    expect((await profileOf(mail)).lastSigns).not.toHaveProperty('click');
    await system.fetch(mail.click(0), { headers: { 'user-agent': agents.apple } });
    await system.settle();
    expect((await profileOf(mail)).lastSigns).toHaveProperty('click');
  });

  test('that no reader sees is heard before what was hit beside it, which waits', async () => {
    const mail = await reader('heard-first', { trap: 3 });
    const delays: (number | undefined)[] = [];
    const signed: System['deps']['signed'] = {
      ...system.deps.signed,
      send: async (_queue, _message, delaySeconds) => void delays.push(delaySeconds),
    };
    const respond = clickFunction({ ...system.deps, signed });
    for (const n of ['3', '0']) {
      const pathParameters = { token: mail.click(0).split('/')[2] ?? '', n };
      await respond({ headers: {}, pathParameters, requestContext: { http: { method: 'GET' } } } as never);
    }
    expect(delays).toEqual([0, undefined]);
  });

  test.each([
    ['at once', [[0, 1, 2, 3, 4]], { human: 2, machine: 2 }],
    ['with the trap first', [[2], [4], [3], [1], [0]], { human: 2, machine: 2 }],
    ['with the trap between', [[0], [1], [2], [3], [4]], { human: 3, machine: 1 }],
    ['with the trap last', [[4], [3], [1], [0], [2]], { human: 4, machine: 0 }],
  ] as const)(
    'beside the trap counts once, %s and again after that: as a machine’s if the trap was heard of, and for ever as what it counted for; hours apart it is a person’s',
    async (_how, batches, counts) => {
      const mail = await reader(`order-${campaigns}`, { trap: 3 });
      // a reader; a machine at two links and the trap; a reader
      for (const [n, after] of [
        [0, 'PT3H'],
        [1, 'PT2S'],
        [3, 'PT4S'],
        [2, 'PT3H'],
        [0, 'PT1M'],
      ] as const) {
        await system.fetch(mail.click(n), reading);
        system.advance(after);
      }
      const records = (await system.waiting('engagement'))
        .toSorted((one, other) => (JSON.parse(one.body).at < JSON.parse(other.body).at ? -1 : 1))
        .map(({ messageId, body }) => ({ messageId, body }));
      expect(records).toHaveLength(5);
      for (const batch of batches) {
        const Records = batch.map((index) => records[index]);
        expect(await system.runJob('record-engagement', { Records })).toEqual({ batchItemFailures: [] });
      }
      const counted = async () => {
        const { click } = await countsOf(mail);
        expect({ human: click.human, machine: click.machine, unknown: click.unknown }).toEqual({ ...counts, unknown: 0 });
        expect(click.unique).toBe(1);
      };
      await counted();
      // the queue delivers them all once more
      const marks = await sendOf(system, mail);
      await system.settle();
      await counted();
      expect(await sendOf(system, mail)).toEqual(marks);
    },
  );

  test('that was marked by a function that died before it counted is counted as it was marked, whatever is heard of since', async () => {
    const mail = await reader('died', { trap: 3 });
    await system.fetch(mail.click(0), reading);
    const [first] = await system.waiting('engagement');
    const Records = [{ messageId: '1', body: first?.body ?? '' }];
    const dies = await intercepted(
      async (call, proceed) => {
        if (call.name === 'TransactWriteItems') throw Object.assign(new Error('refused'), { name: 'ValidationException' });
        return proceed();
      },
      () => system.runJob('record-engagement', { Records }),
    );
    expect(dies).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    await system.fetch(mail.click(3), reading);
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ click: { unique: 1, human: 1, machine: 0 } });
  });
});

describe('consent', () => {
  test('withdrawn after sending silences the mail that is out: the next hit changes nothing anywhere', async () => {
    const mail = await reader('withdraws');
    await system.fetch(mail.open, reading);
    await system.settle();
    for (const purpose of ['tracking:open', 'tracking:click']) {
      expect(
        (await press(system, await mailLink(system, { brand: 'infosoft', contactId: mail.contactId, purpose }))).status,
      ).toBe(200);
    }
    await system.settle();
    const before = await everything();
    system.advance('P1M');
    expect((await system.fetch(mail.open, reading)).status).toBe(200);
    expect((await system.fetch(mail.click(0), reading)).status).toBe(302);
    await system.settle();
    expect(await everything()).toEqual(before);
  });

  test('to one kind of hit is none to the other', async () => {
    const mail = await reader('half', { consents: ['newsletter:news', 'tracking:click'] });
    expect(mail.open).toBeUndefined();
    const before = await everything();
    // a pixel that the mail has not got, as if it had been made in spite of it
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    const token = makeLink(
      'open',
      { brand: 'infosoft', campaignId: mail.campaignId, contactId: mail.contactId, expiresAt },
      await system.deps.secret(),
    );
    await system.fetch(`/o/${token}`, reading);
    await system.settle();
    expect(await everything()).toEqual(before);
    await system.fetch(mail.click(0), reading);
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ open: { human: 0 }, click: { unique: 1 } });
  });

  test('that came after the mail was sent counts nothing of it: its reader was not measured when it was made (T29)', async () => {
    const mail = await reader('agrees-later', { consents: ['newsletter:news', 'tracking:click'] });
    await join('agrees-later@example.no', { consents: ['newsletter:news', 'tracking:open'] });
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    const token = makeLink(
      'open',
      { brand: 'infosoft', campaignId: mail.campaignId, contactId: mail.contactId, expiresAt },
      await system.deps.secret(),
    );
    await system.fetch(`/o/${token}`, reading);
    await system.settle();
    expect(await countsOf(mail)).toMatchObject({ open: { unique: 0, human: 0 } });
  });

  test('erased with its person: neither a hit that waited nor a late one brings anything back (I8, F19)', async () => {
    const mail = await reader('gone', { policy: keeping });
    await system.fetch(mail.open, reading);
    const leave = await mailLink(system, { brand: 'keeping', contactId: mail.contactId, purpose: 'newsletter:news' });
    expect((await press(system, leave)).status).toBe(200);
    await system.settle();
    const theirs = (await system.dump('people')).filter(({ pk }) => pk === `keeping#${mail.contactId}`);
    expect(theirs).toEqual([]);
    const before = await everything();
    await system.fetch(mail.click(0), reading);
    await system.settle();
    expect(await everything()).toEqual(before);
  });
});

describe('by policy', () => {
  test('hygiene keeps the day of the last open, overwritten, and nothing else', async () => {
    const mail = await reader('clean', { policy: hygienic });
    const [, , ledger] = await everything();
    const campaignsBefore = await system.dump('campaigns');
    const sendBefore = await sendOf(system, mail);
    await system.fetch(mail.open, reading);
    await system.settle();
    const first = (await profileOf(mail)).lastSigns.open;
    expect(first).toBe(system.deps.now().toISOString().slice(0, 10));
    system.advance('P2D');
    await system.fetch(mail.open, reading);
    await system.settle();
    const profile = await profileOf(mail);
    expect(profile.lastSigns.open).toBe(system.deps.now().toISOString().slice(0, 10));
    expect(Object.keys(profile.lastSigns)).not.toContain('click');
    expect(await system.dump('campaigns')).toEqual(campaignsBefore);
    expect(await sendOf(system, mail)).toEqual(sendBefore);
    expect((await everything())[2]).toEqual(ledger);
  });

  test('aggregate counts for the campaign alone, by one address for everybody, without consent', async () => {
    const one = await reader('counted-1', { policy: counting, consents: ['newsletter:news'] });
    await join('counted-2@example.no', { policy: counting, consents: ['newsletter:news'] });
    const two = await mailed(system, counting, { email: 'counted-2@example.no', campaignId: one.campaignId });
    expect(two.open).toBe(one.open);
    const people = await system.dump('people');
    for (const agent of [agents.reader, agents.reader, agents.apple])
      await system.fetch(one.open, { headers: { 'user-agent': agent } });
    await system.fetch(one.click(2), reading);
    await system.settle();
    expect(await countsOf(one)).toMatchObject({
      open: { unique: 0, human: 0, machine: 0, unlinked: { total: 2, machine: 1 } },
      click: { unique: 0, unlinked: { total: 1, machine: 0 } },
      links: [{ link: 2, unique: 0, total: 1 }],
    });
    expect(await system.dump('people')).toEqual(people);
  });

  test('an open takes its reader out of the last step of retention, and renews their month in the audience (I6, F20)', async () => {
    const policy = keeping;
    const mail = await reader('returns', { policy });
    system.advance('P23M');
    system.advance('P10D');
    await system.runJob('sweep');
    await system.settle();
    expect((await profileOf(mail)).expiresAt).toBeDefined();
    const again = await mailed(system, policy, { email: 'returns@example.no', campaignId: campaignNumber(902) });
    system.advance('PT1H');
    await system.fetch(again.open as string, { headers: { 'user-agent': agents.apple } });
    await system.settle();
    expect((await profileOf(mail)).expiresAt).toBeDefined();

    await system.fetch(again.open as string, reading);
    await system.settle();
    const profile = await profileOf(mail);
    expect(profile.lastSigns.open).toBe(system.deps.now().toISOString().slice(0, 10));
    expect(profile.expiresAt).toBeUndefined();
    const month = system.deps.now().toISOString().slice(0, 7);
    const path = `audience?purpose=newsletter:news&activeSince=${month}&limit=1000`;
    const found = (await (await asOperator(system, path, { brand: policy.brand })).json()) as { items: { contactId: string }[] };
    expect(found.items.map(({ contactId }) => contactId)).toEqual([mail.contactId]);
  });
});

describe('what goes wrong', () => {
  test('with the queue is not felt by whoever opened or clicked (F15)', async () => {
    const mail = await reader('unlucky');
    const lines: string[] = [];
    const signed = {
      ...system.deps.signed,
      send: () => Promise.reject(new Error('sqs answered 503')),
    };
    const needs = { ...system.deps, signed, log: (outcome: string) => void lines.push(outcome) };
    const event = (path: Record<string, string>) =>
      ({ headers: {}, pathParameters: path, requestContext: { http: { method: 'GET', userAgent: agents.reader } } }) as never;
    const opened = await openFunction(needs)(event({ token: mail.open.split('/')[2] ?? '' }));
    expect(opened).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    const clicked = await clickFunction(needs)(event({ token: mail.click(0).split('/')[2] ?? '', n: '1' }));
    expect(clicked).toMatchObject({ statusCode: 302, headers: { location: targets[1] } });
    expect(lines).toEqual(['hit_lost', 'hit_lost']);
  });

  test('with the table’s reading is a 503 that says when to come back; once it was read, the link works without it', async () => {
    const mail = await reader('unlucky-table');
    let works = false;
    const signed = {
      ...system.deps.signed,
      getItem: (...question: Parameters<System['deps']['signed']['getItem']>) =>
        works ? system.deps.signed.getItem(...question) : Promise.reject(new Error('dynamodb answered 400')),
    };
    const respond = clickFunction({ ...system.deps, signed });
    const event = {
      headers: {},
      pathParameters: { token: mail.click(0).split('/')[2] ?? '', n: '1' },
      requestContext: { http: { method: 'GET', userAgent: agents.reader } },
    } as never;
    expect(await respond(event)).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
    works = true;
    expect(await respond(event)).toMatchObject({ statusCode: 302 });
    works = false;
    expect(await respond(event)).toMatchObject({ statusCode: 302 });
  });

  test('with one message is the failure of that message alone (I9)', async () => {
    const mail = await reader('beside');
    const hit = {
      brand: mail.brand,
      campaignId: mail.campaignId,
      contactId: mail.contactId,
      kind: 'open',
      at: system.deps.now().toISOString(),
      hit: 'AAAAAAAA',
      label: 'human',
    };
    const Records = [hit, { ...hit, contactId: 'kari@example.no' }, 'no json'].map((body, index) => ({
      messageId: String(index),
      body: JSON.stringify(body),
    }));
    expect(await system.runJob('record-engagement', { Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '2' }],
    });
    expect(await countsOf(mail)).toMatchObject({ open: { unique: 1, human: 1 } });
  });

  test('for three weeks is not counted any more: what was counted is not remembered for ever (F22)', async () => {
    const mail = await reader('overdue');
    await system.fetch(mail.open, reading);
    system.advance('P22D');
    const before = await everything();
    await system.settle();
    expect(await everything()).toEqual(before);
  });
});

test('neither agent nor address of whoever hits is queued, stored or logged (S21, T35)', async () => {
  const mail = await reader('canary');
  const init = { headers: { 'user-agent': 'Mozilla/5.0 (Kanarifugl 7.3)' }, sourceIp: '203.0.113.77' };
  await system.fetch(mail.open, init);
  await system.fetch(mail.click(0), init);
  const queued = JSON.stringify(await system.waiting('engagement'));
  expect(queued).toContain(mail.contactId);
  await system.settle();
  const all = `${queued}${JSON.stringify(await everything())}${system.lines.join('\n')}`;
  expect(all).not.toMatch(/Kanarifugl|203\.0\.113\.77/);
  for (const token of [mail.open.slice(3), mail.click(0).split('/')[2] ?? '']) expect(all).not.toContain(token);
});
