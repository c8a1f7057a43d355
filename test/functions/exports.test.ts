import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AudiencePosition, type Export, lineOfRow } from '../../functions/domain/export.ts';
import { FileId } from '../../functions/domain/files.ts';
import type { Segment } from '../../functions/domain/segment.ts';
import { runExport } from '../../functions/run-export.ts';
import { pageOfSegment } from '../../functions/store/segments.ts';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, audienceOf, linkIn, postSignUp, press } from '../journey.ts';
import { readCsv } from './csv.ts';

let system: System;
const insights = 'newsletter:insights';
const count = 30;
const person = (index: number) => ({
  email: `export-${index}@example.no`,
  name: index % 3 === 0 ? '=HYPERLINK("http://evil.example")' : `Person ${index}`,
  company: index % 2 === 0 ? 'Fisk, ferskt; +AS' : undefined,
  form: index % 2 === 0 ? 'newsletter-no' : 'newsletter-uk',
});
beforeAll(async () => {
  system = await startSystem();
  await Promise.all(Array.from({ length: count }, (_, index) => postSignUp(system, person(index))));
  await postSignUp(system, { email: 'other@example.com', brand: 'infosoft', form: 'nyhetsbrev', consents: ['newsletter:news'] });
  await system.settle();
  await Promise.all(Array.from({ length: count }, (_, index) => press(system, linkIn(system, person(index).email, 'c'))));
});
afterAll(() => system.stop());

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly url?: string;
  readonly files?: { readonly url: string; readonly rows: number }[];
}
const ask = (body: object, init: Parameters<typeof asOperator>[2] = {}) =>
  asOperator(system, 'exports', {
    method: 'POST',
    body: JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });
const look = async (id: string, role: 'marketer' | 'admin' = 'marketer') =>
  (await (await asOperator(system, `exports/${id}`, { role })).json()) as Shown;
async function exported(body: object, role: 'marketer' | 'admin' = 'marketer'): Promise<{ shown: Shown; text: string }> {
  const answer = await ask(body, { role });
  expect(answer.status, await answer.clone().text()).toBe(202);
  const { id, state } = (await answer.json()) as Shown;
  expect(state).toBe('waiting');
  await system.settle();
  const shown = await look(id, role);
  expect(shown.state).toBe('done');
  const file = await fetch(shown.url ?? '');
  expect(file.status).toBe(200);
  return { shown, text: await file.text() };
}

describe('an export', () => {
  test('of a purpose holds its audience as a table that runs no formula (S20), by a link that expires', async () => {
    const { shown, text } = await exported({ purpose: insights, format: 'csv' });
    const rows = readCsv(text);
    expect(rows.map(({ email }) => email).sort()).toEqual(await audienceOf(system, insights));
    expect(shown).toMatchObject({ rows: count, files: [{ rows: count }] });
    const cells = [...rows.flatMap((row) => Object.values(row)), ...text.split(/[;\r\n]/)];
    expect(cells.filter((cell) => /^[=+\-@\t\r\0]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith("'=")).length).toBe(count / 3);
    const url = new URL(shown.url ?? '');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
    expect(url.searchParams.get('response-content-disposition')).toBe('attachment; filename="xledger-newsletter-insights-1.csv"');
    expect(decodeURIComponent(shown.url ?? '')).not.toMatch(/@/);
  });

  test('of a segment holds the people of the words that it had when it was asked for, as lines of JSON', async () => {
    const put = (market: string) =>
      asOperator(system, 'segments/market', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ purposes: { all: [insights] }, where: { market: [market] } }),
      });
    await put('uk');
    const answer = await ask({ segment: 'market', format: 'ndjson' });
    await put('no');
    await system.settle();
    const { url } = await look(((await answer.json()) as Shown).id);
    const lines = (await (await fetch(url ?? '')).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).market)).toEqual(Array(count / 2).fill('uk'));
  });

  test('of nobody is a table with a heading', async () => {
    const { shown, text } = await exported({ purpose: 'newsletter:events', format: 'csv' });
    expect(shown.rows).toBe(0);
    expect(text).toBe('contactId,email,name,company,market,locale,consentedAt\r\n');
  });

  test('stands in the audit chain with who asked, when it was made and each time it was fetched', async () => {
    const { shown } = await exported({ purpose: insights, format: 'csv' });
    await look(shown.id);
    const acts = (await system.dump('ledger')).filter(({ target }) => target === shown.id);
    expect(acts.map(({ act }) => act).sort()).toEqual(['export_fetched', 'export_fetched', 'export_made', 'export_requested']);
    expect(acts.find(({ act }) => act === 'export_made')?.details).toEqual({ what: insights, format: 'csv', rows: count });
    expect(JSON.stringify(acts)).not.toMatch(/@example/);
  });

  test('that a client asks for twice under one Idempotency-Key is one', async () => {
    const init = { headers: { 'idempotency-key': 'export-1' } };
    const [first, second] = [
      await ask({ purpose: insights, format: 'csv' }, init),
      await ask({ purpose: insights, format: 'csv' }, init),
    ];
    expect(await second.json()).toEqual(await first.json());
    await system.settle();
  });

  test('is gone with its files after a week', async () => {
    const { shown } = await exported({ purpose: insights, format: 'csv' });
    system.advance('P7DT1S');
    expect((await asOperator(system, `exports/${shown.id}`)).status).toBe(404);
  });
});

describe('an export of the whole brand', () => {
  test('holds everything of this brand, with the evidence, and nothing of another; for role admin', async () => {
    expect((await ask({ all: true, format: 'ndjson' })).status).toBe(403);
    const { shown, text } = await exported({ all: true, format: 'ndjson' }, 'admin');
    expect((await asOperator(system, `exports/${shown.id}`)).status).toBe(403);
    const records = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    const ofKind = (kind: string) => records.filter((record) => record.kind === kind);
    expect(
      ofKind('profile')
        .map(({ email }) => email)
        .sort(),
    ).toEqual(await audienceOf(system, insights));
    expect(ofKind('consent')).toHaveLength(2 * count);
    const confirmed = ofKind('evidence').filter(({ act }) => act === 'confirmed');
    expect(new Set(confirmed.map(({ chain }) => chain))).toEqual(new Set(ofKind('profile').map(({ contactId }) => contactId)));
    expect(text).not.toMatch(/other@example\.com|infosoft|"pk"|"sk"/);
    expect(shown.rows).toBe(records.length);
  });

  test('as a table has a line for each consent', async () => {
    const { text } = await exported({ all: true, format: 'csv' }, 'admin');
    const rows = readCsv(text);
    expect(rows).toHaveLength(2 * count);
    expect(new Set(rows.map(({ purpose }) => purpose))).toEqual(new Set([insights, 'tracking:open']));
    expect(text).not.toMatch(/(^|[,;\r\n])"?[=+@]/m);
  });
});

describe('a brand that is taken over (A10)', () => {
  const undertaking = { reference: 'spa-2026-7, annex 4', signedOn: '2026-01-31' };
  const successor = { id: 'successor', name: 'Fjord Holding AS', country: 'NO', undertaking };
  const whole = { all: true, format: 'csv' };

  test('goes to its successor with the undertaking, and each step in the audit chain names both', async () => {
    const { shown } = await exported({ ...whole, recipient: successor }, 'admin');
    expect(shown).toMatchObject({ recipient: successor });
    const acts = (await system.dump('ledger')).filter(({ target }) => target === shown.id);
    expect(acts.map(({ act }) => act).sort()).toEqual(['export_fetched', 'export_made', 'export_requested']);
    for (const { details } of acts) {
      const named = { recipient: 'Fjord Holding AS', country: 'NO', undertaking: undertaking.reference, signedOn: '2026-01-31' };
      expect(details).toMatchObject({ what: 'all', ...named });
    }
  });

  test.each<[string, object, string]>([
    ['without an undertaking', { recipient: { ...successor, undertaking: undefined } }, '/recipient/undertaking'],
    [
      'by one that says nothing of where it is',
      { recipient: { ...successor, undertaking: { ...undertaking, reference: ' ' } } },
      '/recipient/undertaking/reference',
    ],
    [
      'by one that is to come',
      { recipient: { ...successor, undertaking: { ...undertaking, signedOn: '2999-01-01' } } },
      '/recipient/undertaking/signedOn',
    ],
    ['to a country that the policy keeps closed', { recipient: { ...successor, country: 'US' } }, '/recipient/country'],
    ['in part', { all: undefined, purpose: insights, recipient: successor }, '/recipient'],
    ['to a person', { recipient: { ...successor, name: 'kari@example.no' } }, '/recipient/name'],
  ])('goes nowhere %s', async (_, body, pointer) => {
    const before = (await system.dump('ledger')).length;
    const answer = await ask({ ...whole, ...body }, { role: 'admin' });
    expect(await answer.json()).toMatchObject({ status: 422, errors: [{ pointer }] });
    expect(await system.dump('ledger')).toHaveLength(before);
  });
});

describe('what is asked for', () => {
  test.each<[string, object, string]>([
    ['nothing', { format: 'csv' }, '/segment'],
    ['two things', { format: 'csv', purpose: insights, all: true }, '/segment'],
    ['no format', { purpose: insights }, '/format'],
    ['an unknown segment', { segment: 'nobody', format: 'csv' }, '/segment'],
    ['an unknown purpose', { purpose: 'newsletter:nothing', format: 'csv' }, '/purpose'],
    ['tracking', { purpose: 'tracking:open', format: 'csv' }, '/purpose'],
    ['a prototype', { purpose: '__proto__', format: 'csv' }, '/purpose'],
  ])('is not %s', async (_, body, pointer) => {
    expect(await (await ask(body)).json()).toMatchObject({ status: 422, errors: [{ pointer }] });
  });

  test('is nobody else’s: an id of another brand is not there', async () => {
    const { shown } = await exported({ purpose: insights, format: 'csv' });
    expect((await asOperator(system, `exports/${shown.id}`, { brand: 'infosoft' })).status).toBe(404);
    expect((await asOperator(system, 'exports/x')).status).toBe(404);
  });
});

describe('a run', () => {
  /** Lets the next call of a command fail, before it arrives or after it was done. */
  const failOnce = (
    client: { middlewareStack: System['deps']['db']['client']['middlewareStack'] },
    command: string,
    when: 'before' | 'after',
  ) => {
    let struck = false;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (struck || commandName !== command) return next(args);
          struck = true;
          if (when === 'after') await next(args);
          throw new Error('killed');
        },
      { step: 'initialize', name: 'killed', priority: 'high' },
    );
    return () => {
      client.middlewareStack.remove('killed');
      return struck;
    };
  };

  test.each([
    ['PutObjectCommand', 'before'],
    ['PutObjectCommand', 'after'],
    ['PutItemCommand', 'before'],
    ['PutItemCommand', 'after'],
  ] as const)('that dies at its %s, %s it was done, is repeated, and the file is whole', async (command, when) => {
    const answer = await ask({ purpose: insights, format: 'csv' });
    const { id } = (await answer.json()) as Shown;
    const { db, files } = system.deps;
    const client = (command === 'PutObjectCommand' ? files.client : db.client) as typeof db.client;
    const stop = failOnce(client, command, when);
    await system.settle();
    expect(stop()).toBe(true);
    const shown = await look(id);
    expect(shown.files).toHaveLength(1);
    expect(readCsv(await (await fetch(shown.url ?? '')).text())).toHaveLength(count);
    expect(await system.deadLetters('exports')).toEqual([]);
  });

  /** An export of which a run writes eight people. */
  async function shortRuns() {
    const answer = await ask({ purpose: insights, format: 'csv' });
    const message = { brand: 'xledger', exportId: FileId.parse(((await answer.json()) as Shown).id) };
    const oneRun = (meanwhile: () => Promise<void> = async () => {}) => {
      const source = ({ position }: Export) => ({
        from: position ? AudiencePosition.parse(position) : { shard: 0 },
        pageFrom: async (from: AudiencePosition) => {
          const segment: Segment = { purposes: { all: [insights] } };
          const { rows, next } = await pageOfSegment(system.deps.db, xledger, segment, {
            from,
            limit: 4,
            now: system.clock.now(),
          });
          await meanwhile();
          return { lines: rows.map((row) => lineOfRow('csv', row)), next };
        },
      });
      return runExport({ ...system.deps, log: () => {} }, { queue: 'exports', message }, source, { bytes: 1e6, pages: 2 });
    };
    return { message, oneRun };
  }

  test('writes one file and hands over to the next: everybody is in one of the files, once', async () => {
    const { message, oneRun } = await shortRuns();
    for (let run = 0; run < 3; run += 1) {
      await oneRun();
      expect(await look(message.exportId)).toMatchObject({ state: 'running', rows: 8 * (run + 1) });
    }
    // each run left a message: the first to be read goes on to the end, and the others find nothing to do
    expect(await system.waiting('exports')).toHaveLength(4);
    await system.settle();
    const shown = await look(message.exportId);
    expect(shown).toMatchObject({
      state: 'done',
      rows: count,
      files: [{ rows: 8 }, { rows: 8 }, { rows: 8 }, { rows: count - 24 }],
    });
    const texts = await Promise.all((shown.files ?? []).map(async ({ url }) => (await fetch(url)).text()));
    expect(texts.flatMap((text) => readCsv(text).map(({ email }) => email)).sort()).toEqual(await audienceOf(system, insights));
  });

  test('that was overtaken sets nothing back', async () => {
    const { message, oneRun } = await shortRuns();
    let others = 2;
    await oneRun(async () => {
      if (others > 0) {
        others -= 1;
        await oneRun();
      }
    });
    expect(await look(message.exportId)).toMatchObject({ state: 'running', rows: 16 });
    await system.settle();
    const shown = await look(message.exportId);
    expect(shown).toMatchObject({ state: 'done', rows: count });
    const texts = await Promise.all((shown.files ?? []).map(async ({ url }) => (await fetch(url)).text()));
    expect(texts.flatMap((text) => readCsv(text).map(({ email }) => email)).sort()).toEqual(await audienceOf(system, insights));
  });

  test('that was overtaken saves nothing: two at once make one whole file', async () => {
    const answer = await ask({ purpose: insights, format: 'csv' });
    const { id } = (await answer.json()) as Shown;
    const record = { messageId: 'x', body: JSON.stringify({ brand: 'xledger', exportId: id }) };
    await Promise.all([1, 2, 3].map(() => system.runJob('export-audience', { Records: [record] })));
    await system.settle();
    const shown = await look(id);
    expect(shown).toMatchObject({ state: 'done', rows: count });
    expect(shown.files).toHaveLength(1);
  });
});
