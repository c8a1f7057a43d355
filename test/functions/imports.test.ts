import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '../../functions/domain/ledger.ts';
import { bytesOfFile, putFile } from '../../functions/files.ts';
import { readRows } from '../../functions/read-rows.ts';
import { type System, startSystem } from '../../local/system.ts';
import { intercepted, unwatched, watchCalls } from '../faults/aws-calls.ts';
import { asOperator, audienceOf, press, subscribe } from '../journey.ts';
import { killAt } from './killed.ts';
import { contactIdOf, setStanding, suppress } from './planted.ts';

let system: System;
const insights = 'newsletter:insights';
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-02-15T12:00:00Z') });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly counts: Record<string, number>;
  readonly problems: { line: number; reason: string }[];
  readonly reports: string[];
  readonly upload?: { url: string; headers: Record<string, string> };
}
const plain = { format: 'csv', market: 'no', purposes: [insights], source: 'fair 2026', wording: 'card 3' };
const send = (path: string, body: object) =>
  asOperator(system, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const look = async (id: string) => (await (await asOperator(system, `imports/${id}`)).json()) as Shown;

/** Brings a file, and returns the import's id. */
async function bring(file: string, settings: object = plain): Promise<string> {
  const answer = await send('imports', settings);
  expect(answer.status, await answer.clone().text()).toBe(201);
  const { id, upload } = (await answer.json()) as Shown;
  const put = await fetch(upload?.url ?? '', { method: 'PUT', headers: upload?.headers ?? {}, body: file });
  expect(put.status).toBe(200);
  return id;
}
async function run(id: string, dryRun = false): Promise<Shown> {
  expect((await send(`imports/${id}/start`, { dryRun })).status).toBe(202);
  await system.settle();
  return look(id);
}
const imported = async (file: string, settings?: object) => run(await bring(file, settings));
const table = (heading: string, ...lines: string[]) => [heading, ...lines].join('\r\n');
const known = async (email: string) =>
  (await (await asOperator(system, `contacts?email=${encodeURIComponent(email)}`)).json()) as {
    status?: number;
    name?: string;
    consents?: Record<string, { status: string }>;
  };
const rowsOf = async () => {
  const answer = await asOperator(system, `audience?purpose=${insights}&limit=1000`);
  return ((await answer.json()) as { items: { email: string; consentedAt: string }[] }).items;
};
const people = () => system.dump('people').then((items) => items.map(({ expiresAt: _, ...item }) => item));

describe('a line', () => {
  test('that proves its yes is mailable, with the evidence in the person’s chain', async () => {
    const shown = await imported(
      table('email,name,consentedAt,source,wording', 'proven@example.no,Kari,2027-01-10T10:00:00Z,fair 2027,card 7'),
    );
    expect(shown).toMatchObject({ state: 'done', counts: { recorded: 1 }, problems: [] });
    expect(await audienceOf(system, insights)).toContain('proven@example.no');
    const contactId = await contactIdOf(system, 'proven@example.no');
    const { evidence, chain } = (await (await asOperator(system, `contacts/${contactId}`)).json()) as {
      evidence: Record<string, unknown>[];
      chain: object;
    };
    expect(chain).toMatchObject({ whole: true });
    expect(evidence).toMatchObject([
      {
        act: 'imported',
        actor: 'operator',
        changes: { [insights]: 'ConsentGiven' },
        evidence: {
          importId: shown.id,
          line: 2,
          source: 'fair 2027',
          wording: 'card 7',
          givenAt: '2027-01-10T10:00:00.000Z',
          lacks: [],
        },
      },
    ]);
    expect(JSON.stringify(evidence)).not.toMatch(/@|Kari/);
    expect(verifyChain('xledger', contactId, evidence as never).whole).toBe(true);
  });

  test.each<[string, string, object, string]>([
    ['time', 'email,source,wording', {}, 'no-time@example.no,fair,card'],
    ['source', 'email,consentedAt,wording', { source: undefined }, 'no-source@example.no,2027-01-10T10:00:00Z,card'],
    ['wording', 'email,consentedAt,source', { wording: undefined }, 'no-wording@example.no,2027-01-10T10:00:00Z,fair'],
    ['channel', 'email,consentedAt,channel', {}, 'no-channel@example.no,2027-01-10T10:00:00Z,phone'],
  ])('that lacks its %s is kept as unknown, and not mailed', async (lack, heading, change, line) => {
    const shown = await imported(table(heading, line), { ...plain, ...change });
    const [email = ''] = line.split(',');
    expect(shown).toMatchObject({ counts: { unknown: 1 }, problems: [{ line: 2, reason: `lacks ${lack}` }] });
    expect((await known(email)).consents?.[insights]?.status).toBe('ConsentUnknown');
    expect(await audienceOf(system, insights)).not.toContain(email);
  });

  test('that proves later what was unknown is mailable from then on; one without proof weakens nothing', async () => {
    await imported(table('email', 'later@example.no'));
    expect(await imported(table('email,consentedAt', 'later@example.no,2027-01-10T10:00:00Z'))).toMatchObject({
      counts: { recorded: 1 },
    });
    expect(await imported(table('email', 'later@example.no'))).toMatchObject({ counts: { standing: 1 } });
    expect(await audienceOf(system, insights)).toContain('later@example.no');
  });

  test.each<[string, string, string]>([
    ['no address', 'nobody,,', 'email: not an e-mail address that mail can be sent to'],
    ['a time that is none', 'a@example.no,yesterday,', 'consentedAt: Invalid ISO datetime'],
    ['a time to come', 'a@example.no,2028-01-01T00:00:00Z,', 'consentedAt: lies in the future'],
    ['a purpose of nobody', 'a@example.no,2027-01-01T00:00:00Z,newsletter:nothing', 'purposes: not one of this brand’s'],
    ['a service', 'a@example.no,2027-01-01T00:00:00Z,service:customer', 'purposes: not one of this brand’s'],
  ])('with %s is rejected with its number and the reason, and without what it held', async (_, line, reason) => {
    const shown = await imported(table('email,consentedAt,purposes', line));
    expect(shown).toMatchObject({ counts: { rejected: 1 }, problems: [{ line: 2, reason }] });
    const [url = ''] = shown.reports;
    expect(await (await fetch(url)).text()).toBe(`${JSON.stringify({ line: 2, outcome: 'rejected', reason })}\n`);
  });

  test('keeps what is known: a list changes nobody’s name', async () => {
    await subscribe(system, { email: 'named@example.no', name: 'Own Name', consents: ['newsletter:events'] });
    await imported(table('email,name,consentedAt', 'named@example.no,Other Name,2027-01-10T10:00:00Z'));
    expect(await known('named@example.no')).toMatchObject({
      name: 'Own Name',
      consents: { [insights]: { status: 'ConsentGiven' } },
    });
  });
});

describe('nothing that ended begins again by a list (T11, T27, T33)', () => {
  const yes = (email: string) => imported(table('email,consentedAt', `${email},2027-02-14T10:00:00Z`));
  test.each(['withdrawn', 'inactive', 'bounced', 'erased', 'objected', 'complained'] as const)(
    'an address that is %s',
    async (reason) => {
      const email = `barred-${reason}@example.no`;
      await suppress(system, email, reason);
      expect(await yes(email)).toMatchObject({ counts: { barred: 1 }, problems: [{ line: 2, reason }] });
      expect(await audienceOf(system, insights)).not.toContain(email);
      expect((await known(email)).status).toBe(404);
    },
  );

  test.each(['restricted', 'objected', 'deactivated'] as const)('a person who is %s', async (standing) => {
    const email = `is-${standing}@example.no`;
    await subscribe(system, { email, consents: ['newsletter:events'] });
    await setStanding(system, email, standing);
    expect(await yes(email)).toMatchObject({ counts: { barred: 1 }, problems: [{ reason: standing }] });
    expect((await known(email)).consents).not.toHaveProperty([insights]);
  });

  test('an address that was barred while it is being saved', async () => {
    let struck = false;
    const shown = await intercepted(
      async ({ name }, proceed) => {
        if (name === 'TransactWriteItems' && !struck) {
          struck = true;
          await unwatched(() => suppress(system, 'meanwhile@example.no', 'withdrawn'));
        }
        return proceed();
      },
      () => yes('meanwhile@example.no'),
    );
    expect(struck).toBe(true);
    expect(shown).toMatchObject({ counts: { barred: 1 }, problems: [{ line: 2, reason: 'withdrawn' }] });
    expect((await known('meanwhile@example.no')).status).toBe(404);
  });

  test('somebody who signed up and unsubscribed here', async () => {
    await press(system, await subscribe(system, { email: 'left@example.no' }));
    await system.settle();
    expect(await yes('left@example.no')).toMatchObject({ counts: { barred: 1 } });
    expect(await audienceOf(system, insights)).not.toContain('left@example.no');
  });
});

describe('an opt-out', () => {
  const out = (...lines: string[]) => imported(table('email,status,optedOutAt,consentedAt', ...lines));
  const suppressions = async () => (await system.dump('people')).filter(({ sk }) => sk === 'SUPPRESSION');

  test('comes first, wherever it stands in the list: who said yes on another line is barred', async () => {
    const shown = await out('twice@example.no,,,2027-01-10T10:00:00Z', 'twice@example.no,unsubscribed,2027-01-20T10:00:00Z,');
    expect(shown).toMatchObject({ counts: { suppressed: 1, barred: 1 }, problems: [{ line: 2, reason: 'withdrawn' }] });
    expect((await known('twice@example.no')).status).toBe(404);
  });

  test('keeps no address', async () => {
    await out('secret-out@example.no,complained,,');
    expect(JSON.stringify([await suppressions(), await system.dump('ledger'), await system.dump('campaigns')])).not.toMatch(
      /secret-out/,
    );
  });

  test('never weakens what bars an address, and a complaint strengthens it', async () => {
    await suppress(system, 'strong@example.no', 'objected');
    await suppress(system, 'weak@example.no', 'withdrawn');
    const before = await suppressions();
    expect(await out('strong@example.no,unsubscribed,,', 'strong@example.no,complained,,')).toMatchObject({
      counts: { standing: 2 },
    });
    expect(await suppressions()).toEqual(before);
    await out('weak@example.no,complained,,');
    const changed = (await suppressions()).filter(
      (one) => !before.some(({ pk, reason }) => pk === one.pk && reason === one.reason),
    );
    expect(changed.map(({ reason }) => reason)).toEqual(['complained']);
  });

  test('ends what is pursued for a person here, unless they said yes here after it', async () => {
    await subscribe(system, { email: 'ends@example.no' });
    await subscribe(system, { email: 'stays@example.no' });
    const shown = await out('ends@example.no,unsubscribed,,', 'stays@example.no,unsubscribed,2020-01-01T00:00:00Z,');
    expect(shown).toMatchObject({
      counts: { ended: 1, standing: 1 },
      problems: [{ line: 3, reason: 'said yes here after that' }],
    });
    await system.settle();
    const audience = await audienceOf(system, insights);
    expect(audience).not.toContain('ends@example.no');
    expect(audience).toContain('stays@example.no');
  });

  test('ends a yes that was given before it, though a list has brought that yes only since', async () => {
    await imported(
      table('email,consentedAt', 'between@example.no,2026-03-01T10:00:00Z', 'after@example.no,2026-09-01T10:00:00Z'),
    );
    const listed = await rowsOf();
    expect(listed.find(({ email }) => email === 'between@example.no')?.consentedAt).toBe('2026-03-01T10:00:00.000Z');
    const shown = await out(
      'between@example.no,unsubscribed,2026-06-01T10:00:00Z,',
      'after@example.no,unsubscribed,2026-06-01T10:00:00Z,',
    );
    expect(shown).toMatchObject({ counts: { ended: 1, standing: 1 }, problems: [{ line: 3 }] });
    await system.settle();
    const audience = await audienceOf(system, insights);
    expect(audience).not.toContain('between@example.no');
    expect(audience).toContain('after@example.no');
    expect(await imported(table('email,consentedAt', 'between@example.no,2026-03-01T10:00:00Z'))).toMatchObject({
      counts: { barred: 1 },
    });
  });
});

describe('what others export', () => {
  test('Mailchimp: members, the unsubscribed and the cleaned', async () => {
    const heading =
      '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,UNSUB_TIME,UNSUB_REASON,CLEAN_TIME';
    const shown = await imported(
      table(
        heading,
        'mc-in@example.no,Kari,Nordmann,2,"2026-12-01 10:00:00",192.0.2.1,"2026-12-01 10:05:00",192.0.2.1,,,',
        'mc-out@example.no,Ola,,2,"2026-12-01 10:00:00",,"2026-12-01 10:05:00",,"2027-01-01 10:00:00","Unsubscribed (no reason)",',
        'mc-spam@example.no,Ola,,2,,,,,"2027-01-01 10:00:00","Abuse complaint",',
        'mc-dead@example.no,Ola,,2,,,,,,,"2027-01-01 10:00:00"',
        'mc-bare@example.no,,,2,,,,,,,',
      ),
      { ...plain, preset: 'mailchimp', source: 'mailchimp audience 1' },
    );
    expect(shown.counts).toEqual({ suppressed: 3, recorded: 1, unknown: 1 });
    expect(await known('mc-in@example.no')).toMatchObject({ name: 'Kari Nordmann' });
    const reasons = (await system.dump('people')).filter(
      ({ sk, since }) => sk === 'SUPPRESSION' && since === '2027-01-01T10:00:00.000Z',
    );
    expect(reasons.map(({ reason }) => reason).sort()).toEqual(['bounced', 'complained', 'withdrawn']);
  });

  test('HubSpot: contacts, which hold no proof, and the unsubscribed', async () => {
    const shown = await imported(
      table(
        'Record ID,First Name,Last Name,Email,Company Name,"Unsubscribed from all email","Email hard bounce reason",consentedAt',
        '1,Kari,Nordmann,hs-in@example.no,Fjord AS,No,,',
        '2,Ola,,hs-out@example.no,,Yes,,',
        '3,Ola,,hs-dead@example.no,,,UNKNOWN_USER,',
        '4,Per,,hs-proof@example.no,,false,,2027-01-05T10:00:00+01:00',
      ),
      { ...plain, preset: 'hubspot' },
    );
    expect(shown.counts).toEqual({ suppressed: 2, recorded: 1, unknown: 1 });
    expect(await audienceOf(system, insights)).toContain('hs-proof@example.no');
  });

  test('lines of JSON, with lists of purposes', async () => {
    const lines = [
      { email: 'json@example.no', purposes: [insights, 'tracking:open'], consentedAt: '2027-01-10T10:00:00Z' },
      ['no object'],
    ].map((line) => JSON.stringify(line));
    const shown = await imported([...lines, '', 'no json', '{"email":"json2@example.no"}'].join('\n'), {
      ...plain,
      format: 'ndjson',
    });
    expect(shown).toMatchObject({
      counts: { recorded: 1, unknown: 1, rejected: 2 },
      problems: [{ line: 2 }, { line: 4 }, { line: 5, reason: 'lacks time' }],
    });
    expect(Object.keys((await known('json@example.no')).consents ?? {}).sort()).toEqual([insights, 'tracking:open']);
  });

  test('semicolons, a byte order mark, quotes and empty lines', async () => {
    const shown = await imported(
      '\uFEFFemail;name;consentedAt\n"quoted@example.no";"A ""B""; C";2027-01-10T10:00:00Z\n\nplain@example.no;D;\n',
      {
        ...plain,
        delimiter: ';',
      },
    );
    expect(shown.counts).toEqual({ recorded: 1, unknown: 1 });
    expect(await known('quoted@example.no')).toMatchObject({ name: 'A "B"; C' });
  });
});

describe('an import', () => {
  const rows = 175;
  const list = table(
    'email,status,consentedAt',
    ...Array.from({ length: rows }, (_, n) =>
      n % 5 === 0 ? `list-${n}@example.no,unsubscribed,` : `list-${n}@example.no,,${n % 7 === 0 ? '' : '2027-01-10T10:00:00Z'}`,
    ),
  );

  test('that is dry changes nothing, and tells what would be done', async () => {
    const id = await bring(list);
    const before = await people();
    const dry = await run(id, true);
    expect(dry.state).toBe('checked');
    expect(await people()).toEqual(before);
    const wet = await run(id);
    expect(wet.state).toBe('done');
    expect(wet.counts).toEqual(dry.counts);
    expect(wet.counts).toEqual({ suppressed: 35, recorded: 120, unknown: 20 });
    expect(wet.problems).toEqual(dry.problems);
  });

  test('that is run again changes nothing more', async () => {
    const before = await people();
    const again = await imported(list);
    expect(again.counts).toEqual({ standing: rows });
    expect(await people()).toEqual(before);
    expect(system.mails().filter(({ to }) => to.startsWith('list-'))).toEqual([]);
  });

  test('that dies midway is done by the next delivery, and ends as if nothing had happened', async () => {
    const id = await bring(list.replaceAll('list-', 'killed-'));
    const killed = killAt(system, 70);
    const shown = await run(id);
    expect(killed()).toBe(true);
    expect(shown.state).toBe('done');
    const kinds = (await system.dump('people'))
      .filter(({ email }) => String(email).startsWith('killed-'))
      .map(({ sk, status }) => [sk, status].filter(Boolean).join(' '));
    expect(Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, those]) => [kind, those.length]))).toEqual({
      [`CONSENT#${insights} ConsentGiven`]: 120,
      [`CONSENT#${insights} ConsentUnknown`]: 20,
      PROFILE: 140,
    });
    const ledger = (await system.dump('ledger')).filter(
      (entry) => (entry.evidence as { importId?: string } | undefined)?.importId === id,
    );
    expect(ledger).toHaveLength(140);
    expect(new Set(ledger.map(({ pk }) => pk)).size).toBe(140);
  });

  test('cannot start without its file, nor twice at once; and is nobody else’s', async () => {
    const { id } = (await (await send('imports', plain)).json()) as Shown;
    expect(await (await send(`imports/${id}/start`, {})).json()).toMatchObject({ status: 409, type: '/problems/file-missing' });
    const other = await bring(table('email', 'busy@example.no'));
    expect((await send(`imports/${other}/start`, {})).status).toBe(202);
    expect(await (await send(`imports/${other}/start`, {})).json()).toMatchObject({
      status: 409,
      type: '/problems/import-running',
    });
    await system.settle();
    expect((await asOperator(system, `imports/${other}`, { brand: 'infosoft' })).status).toBe(404);
  });

  test('of a file that cannot be read says at which line, and keeps what it has done', async () => {
    const shown = await imported(`email,consentedAt\ngood@example.no,2027-01-10T10:00:00Z\n"${'x'.repeat(70_000)}`);
    expect(shown).toMatchObject({ state: 'failed', reason: 'line 3 cannot be read' });
  });

  test('stands in the audit chain, from its request to its end', async () => {
    const { id, counts } = await imported(table('email', 'audited@example.no'));
    const acts = (await system.dump('ledger')).filter(({ target }) => target === id);
    expect(acts.map(({ act }) => act).sort()).toEqual(['import_ended', 'import_requested', 'import_started']);
    expect(acts.find(({ act }) => act === 'import_ended')?.details).toMatchObject(counts);
  });

  test.each<[object, string]>([
    [{}, '/format'],
    [{ ...plain, market: 'xx' }, '/market'],
    [{ ...plain, purposes: ['newsletter:nothing'] }, '/purposes/0'],
    [{ ...plain, purposes: ['service:customer'] }, '/purposes/0'],
    [{ ...plain, source: 'from kari@example.no' }, '/source'],
    [{ ...plain, preset: 'excel' }, '/preset'],
  ])('as %j is refused', async (body, pointer) => {
    expect(await (await send('imports', body)).json()).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
    });
  });
});

test.each(['csv', 'ndjson'] as const)('a %s file reads the same on from every line, however its bytes come', async (format) => {
  const records = Array.from({ length: 9 }, (_, n) => ({
    email: `æ${n}@example.no`,
    name: n % 3 === 0 ? 'two\nlines "quoted"' : 'Ø',
  }));
  const text =
    format === 'csv'
      ? `\uFEFFemail,name\r\n${records.map(({ email, name }) => `${email},"${name.replaceAll('"', '""')}"\r\n`).join('')}`
      : records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const whole = Buffer.from(text);
  async function* pieces(from: number, size: number) {
    for (let at = from; at < whole.length; at += size) yield whole.subarray(at, at + size);
  }
  const read = async (from: Parameters<typeof readRows>[2], size: number) => {
    const rows = [];
    for await (const row of readRows(pieces(from.byte, size), { format, delimiter: ',' }, from)) rows.push(row);
    return rows;
  };
  const all = await read({ byte: 0, line: 0 }, 1000);
  expect(all.map(({ record }) => record)).toEqual(records);
  for (const [index, { after }] of all.entries()) {
    for (const size of [1, 7, 1000]) expect(await read(after, size)).toEqual(all.slice(index + 1));
  }
});

describe.each(['csv', 'ndjson'] as const)('of a %s file', { timeout: 30_000 }, (format) => {
  const line = `${format === 'csv' ? 'kari@example.no' : '{"email":"kari@example.no"}'}\n`;
  const text = `${format === 'csv' ? 'email\n' : ''}${line.repeat(200_000)}`;
  const rowsIn = (bytes: AsyncIterable<Uint8Array>) => readRows(bytes, { format, delimiter: ',' }, { byte: 0, line: 0 });
  const readOne = async (bytes: AsyncIterable<Uint8Array>) => {
    for await (const { record } of rowsIn(bytes)) return record;
    return undefined;
  };

  test('that many read the beginning of, each gives its connection back', async () => {
    const key = `imports/xledger/${format}`;
    await putFile(system.deps.files, { key, body: text, type: 'text/plain' });
    // more than S3's client has connections
    for (let reader = 0; reader < 60; reader += 1)
      expect(await readOne(bytesOfFile(system.deps.files, key, 0))).toEqual({ email: 'kari@example.no' });
  });

  test('whose connection breaks, the reader hears of it', async () => {
    async function* broken() {
      yield Buffer.from(text.slice(0, 1000));
      throw new Error('connection reset');
    }
    const read = async () => {
      for await (const row of rowsIn(broken())) expect(row.record).toEqual({ email: 'kari@example.no' });
    };
    await expect(read()).rejects.toThrow('connection reset');
  });
});
