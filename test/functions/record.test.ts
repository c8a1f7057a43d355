import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deps } from '../../functions/deps.ts';
import { ReceiptDocument, RecordDocument } from '../../functions/domain/consent-record.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import { loadFunction } from '../../local/functions.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { varied } from '../domain/example-policy.ts';
import { asOperator, press, subscribe } from '../journey.ts';
import { attribute, elementsOf, textOf } from './markup.ts';

/** A brand that keeps who leaves, and whose newsletter lapses after two years. */
const keeps = definePolicy(
  varied({ brand: 'keeps', purposes: { 'newsletter:news': { onWithdrawal: 'suppress', validity: '24 months' } } }),
);
const xledger = brands.find(({ brand }) => brand === 'xledger') ?? expect.fail('no policy');
const words = xledger.forms['newsletter-no']?.wording.nb?.[1] ?? expect.fail('no words');

/** What happens once, between the function's reading of the profile and of the ledger. */
let meanwhile: (() => Promise<unknown>) | undefined;
const interrupted = (db: Deps['db']): Deps['db'] => {
  const send = async (command: Parameters<typeof db.client.send>[0]) => {
    const happens = (command.input as { TableName?: string }).TableName === db.tableName('ledger') ? meanwhile : undefined;
    if (happens) meanwhile = undefined;
    await happens?.();
    return db.client.send(command);
  };
  return { tableName: db.tableName, client: { send } as unknown as typeof db.client };
};

let system: System;
beforeAll(async () => {
  system = await startSystem({
    policies: [...brands, keeps],
    clock: new Date('2026-03-02T08:00:00Z'),
    load: async (file) => {
      const factory = await loadFunction(file);
      return file === 'marketer/record' ? (deps) => factory({ ...deps, db: interrupted(deps.db) }) : factory;
    },
  });
});
afterAll(() => system.stop());

type Operator = NonNullable<Parameters<typeof asOperator>[2]>;

const idOf = async (email: string, brand = 'xledger'): Promise<string> => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { brand });
  return ((await answer.json()) as { contactId: string }).contactId;
};
const ask = (id: string, query = '', operator: Operator = {}) => asOperator(system, `contacts/${id}/record${query}`, operator);
const recordOf = async (id: string, operator: Operator = {}): Promise<RecordDocument> =>
  RecordDocument.parse(await (await ask(id, '', operator)).json());
const dossierOf = async (id: string, operator: Operator = {}, query = '') => {
  const answer = await ask(id, query, { ...operator, headers: { accept: 'text/html,application/xhtml+xml' } });
  const html = await answer.text();
  const elements = elementsOf(html);
  const main = elements.find(({ tagName }) => tagName === 'main');
  return { answer, html, elements, text: main ? textOf(main).replace(/\s+/g, ' ') : '' };
};

/** A person who signed up for the newsletter of `brand`, confirmed and, if they are to, came again. */
async function person(email: string, visitor: object = {}): Promise<{ id: string; unsubscribe: string }> {
  const asked = { email, brand: 'xledger', ...visitor };
  const unsubscribe = await subscribe(system, asked);
  return { id: await idOf(email, asked.brand), unsubscribe };
}
const ofKeeps = { brand: 'keeps', form: 'newsletter', consents: ['newsletter:news'] };
/** Comes again for more, so that what they have is renewed with it. */
const forMore = { ...ofKeeps, consents: ['newsletter:news', 'tracking:open'] };

/** Changes an entry of the ledger behind everyone's back. */
async function tamper(id: string, seq: number, attribute: string, value: unknown, brand = 'xledger'): Promise<void> {
  await system.deps.db.client.send(
    new UpdateItemCommand({
      TableName: system.deps.db.tableName('ledger'),
      Key: marshall({ pk: `${brand}#${id}`, sk: seq }),
      UpdateExpression: 'SET #attribute = :value',
      ExpressionAttributeNames: { '#attribute': attribute },
      ExpressionAttributeValues: marshall({ ':value': value }),
    }),
  );
}

describe('the record', () => {
  test('of someone who confirmed has one part for each purpose, proved by the chain, and names nobody', async () => {
    const email = 'kari@example.no';
    const { id } = await person(email, { name: 'Kari Nordmann', company: 'Fjord AS' });
    const answer = await ask(id);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/ld+json');
    expect(answer.headers.get('vary')).toBe('accept');
    expect(answer.headers.get('cache-control')).toBe('no-store');

    const body = (await answer.json()) as RecordDocument;
    expect(RecordDocument.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      pii_principal_id: id,
      standing: 'active',
      chain: { whole: true, head: { seq: 1 }, end_known: true },
      unproven: [],
      unreadable: [],
    });
    expect(body.records.map(({ processing, state, may_process }) => [processing.purpose.purpose_id, state, may_process])).toEqual(
      [
        ['newsletter:insights', 'dpv:ConsentGiven', true],
        ['tracking:open', 'dpv:ConsentGiven', true],
      ],
    );
    const [newsletter] = body.records;
    expect(newsletter?.header).toMatchObject({ pii_principal_id: id });
    expect(newsletter?.events).toMatchObject(
      [
        {
          event_time: '2026-03-02T08:00:00.000Z',
          method: 'double_opt_in',
          entity_id: id,
          request: { message_id: system.mails(email)[0]?.id },
          consent_notice: { form: 'newsletter-no', version: 1, language: 'nb', market: 'no', wording: 'same' },
        },
      ].map(({ event_time: _, ...event }) => event),
    );
    expect(newsletter?.events[0]?.event_time).toMatch(/^2026-03-02T08:00:0\d\.\d{3}Z$/);
    expect(newsletter?.processing.privacy_notice).toEqual([
      { '@type': 'dpv:PrivacyNotice', url: xledger.notice.url, version: xledger.notice.version, in_force: true },
    ]);
    // the tests' engines say that they are in Ireland
    expect(newsletter?.processing.storage_locations).toMatchObject([{ location: ['loc:IE', 'loc:EEA'], region: 'eu-west-1' }]);
    expect(JSON.stringify(body)).not.toMatch(/kari|Nordmann|Fjord AS|192\.0\.2/i);

    expect((await (await ask(id, '', { headers: { accept: 'application/json' } })).json()) as unknown).toMatchObject({
      records: [{}, {}],
    });
    expect((await ask(id, '', { headers: { accept: 'application/json' } })).headers.get('content-type')).toBe(
      'application/ld+json',
    );
  });

  test('keeps its ids, and adds an event when the consent is renewed', async () => {
    const email = 'renewed@example.no';
    const { id } = await person(email, ofKeeps);
    const before = await recordOf(id, { brand: 'keeps' });
    system.advance('P1M');
    await person(email, forMore);
    const after = await recordOf(id, { brand: 'keeps' });
    expect(after.records[0]?.header).toEqual(before.records[0]?.header);
    expect(after.chain).toMatchObject({ whole: true, head: { seq: 2 } });
    expect(after.records).toMatchObject([
      {
        state: 'dpv:RenewedConsentGiven',
        may_process: true,
        events: [
          { seq: 1, event_state: 'dpv:ConsentGiven', validity_duration: { value: 'P24M' } },
          {
            seq: 2,
            event_state: 'dpv:RenewedConsentGiven',
            validity_duration: { value: 'P24M', until: expect.stringMatching(/^2028-04-/) },
          },
        ],
      },
      { state: 'dpv:ConsentGiven', events: [{ seq: 2 }] },
    ]);
    system.advance('P24M');
    expect((await recordOf(id, { brand: 'keeps' })).records[0]).toMatchObject({
      state: 'dpv:RenewedConsentGiven',
      may_process: false,
    });
  });

  test('of someone who left and was kept ends in the withdrawal', async () => {
    const { id, unsubscribe } = await person('left@example.no', ofKeeps);
    await press(system, unsubscribe);
    expect(await recordOf(id, { brand: 'keeps' })).toMatchObject({
      standing: 'active',
      chain: { whole: true, head: { seq: 2 }, end_known: true },
      unproven: [],
      records: [
        {
          state: 'dpv:ConsentWithdrawn',
          may_process: false,
          events: [{ event_state: 'dpv:ConsentGiven' }, { event_state: 'dpv:ConsentWithdrawn', act: 'withdrawn', entity_id: id }],
        },
      ],
    });
  });

  test('of an erased person is what the ledger tells, for role privacy alone', async () => {
    const email = 'erased@example.no';
    const { id, unsubscribe } = await person(email, { name: 'Ola Dunk' });
    const before = await recordOf(id);
    await press(system, unsubscribe);
    await system.settle();

    const body = await recordOf(id, { role: 'privacy' });
    expect(body).toMatchObject({
      pii_principal_id: id,
      standing: 'erased',
      chain: { whole: true, head: { seq: 2 }, end_known: false },
      records: [{ state: 'dpv:ConsentWithdrawn', may_process: false }, { state: 'dpv:ConsentWithdrawn' }],
    });
    expect(body.records.map(({ header }) => header)).toEqual(before.records.map(({ header }) => header));
    expect(body.records[0]?.events.map(({ act }) => act)).toEqual(['confirmed', 'erased']);
    expect(JSON.stringify(body)).not.toMatch(/erased@|Ola|Dunk|192\.0\.2/);
    for (const role of ['marketer', 'admin'] as const) expect((await ask(id, '', { role })).status).toBe(404);

    const { answer, text } = await dossierOf(id, { role: 'privacy' });
    expect(answer.status).toBe(200);
    expect(text).toContain('Personen er slettet.');
    expect(text).toContain('ingenting utenfor kjeden sier hvor den slutter');
    expect(text).not.toMatch(/erased@|Ola|Dunk|192\.0\.2/);
  });

  test('as a receipt is for the person, with an id of its own that stays', async () => {
    const { id } = await person('receipt@example.no');
    const receipt = async () => ReceiptDocument.parse(await (await ask(id, '?receipt=1')).json());
    const first = await receipt();
    system.advance('P1D');
    expect(await receipt()).toMatchObject({ receipt_id: first.receipt_id, records: [{}, {}] });
    expect(first.created).not.toBe((await receipt()).created);
    expect((await ask(id, '?receipt=2')).status).toBe(422);
    expect((await ask(id, '?lang=de')).status).toBe(422);
    expect((await ask(id, '?who=me')).status).toBe(422);
  });

  test('is for the brand’s own people: each role may read it, another brand’s may not know of it', async () => {
    const { id } = await person('roles@example.no');
    for (const role of ['marketer', 'privacy', 'admin'] as const) expect((await ask(id, '', { role })).status).toBe(200);
    for (const role of ['marketer', 'privacy', 'admin'] as const) {
      expect((await ask(id, '', { role, brand: 'amesto' })).status).toBe(404);
    }
    const foreign = await system.token({ brand: 'amesto', role: 'privacy' });
    const path = `/v1/xledger/contacts/${id}/record`;
    expect((await system.fetch(path, { headers: { authorization: `Bearer ${foreign}` } })).status).toBe(404);
    expect((await system.fetch(path)).status).toBe(401);
    expect((await ask('AAAAAAAAAAAAAAAAAAAAAA', '', { role: 'privacy' })).status).toBe(404);
    expect((await ask('nobody', '', { role: 'privacy' })).status).toBe(404);
  });

  test('names the entry that was altered', async () => {
    const { id } = await person('tampered@example.no', ofKeeps);
    system.advance('P1D');
    await person('tampered@example.no', forMore);
    const chain = async () => (await recordOf(id, { brand: 'keeps' })).chain;
    expect(await chain()).toMatchObject({ whole: true, head: { seq: 2 } });
    await tamper(id, 2, 'at', '2025-01-01T00:00:00.000Z', 'keeps');
    expect(await chain()).toEqual({ whole: false, brokenAt: 2, end_known: true });
    await tamper(id, 1, 'note', 'an attribute that was not there', 'keeps');
    expect(await chain()).toEqual({ whole: false, brokenAt: 1, end_known: true });
    const { text } = await dossierOf(id, { brand: 'keeps' });
    expect(text).toContain('Kjeden er brutt ved oppføring 1');
    expect(text).toContain('Her er kjeden brutt.');
  });

  test('takes a change that falls between its two reads for what it is, not for a damaged chain', async () => {
    const { id, unsubscribe } = await person('meanwhile@example.no', ofKeeps);
    meanwhile = () => press(system, unsubscribe);
    expect(await recordOf(id, { brand: 'keeps' })).toMatchObject({
      chain: { whole: true, head: { seq: 2 } },
      unproven: [],
      records: [{ state: 'dpv:ConsentWithdrawn' }],
    });
    expect(meanwhile).toBeUndefined();
  });

  test('is still given when an entry can no longer be read', async () => {
    const { id } = await person('damaged@example.no');
    await tamper(id, 1, 'changes', { 'newsletter:insights': 'ConsentSomehow' });
    expect(await recordOf(id)).toMatchObject({
      chain: { whole: false, brokenAt: 1 },
      unreadable: [1],
      unproven: ['newsletter:insights', 'tracking:open'],
      records: [],
    });
    const { text } = await dossierOf(id);
    expect(text).toContain('Kan ikke leses: oppføring 1.');
    expect(text).toContain('newsletter:insights, tracking:open');
  });

  test('leaves a line in the log: who read whose record in which form, without an address', async () => {
    const { id } = await person('logged@example.no');
    await ask(id, '?receipt=1');
    const line = system.lines.findLast((one) => one.includes('consent_record_read')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ outcome: 'consent_record_read', brand: 'xledger', contactId: id, as: 'receipt' });
    expect(line).not.toContain('@');
  });
});

describe('the dossier', () => {
  test('shows the words that were read, exactly, which boxes were ticked, and that they are the same words', async () => {
    const { id } = await person('words@example.no', { formVersion: 1 });
    const { answer, elements, text } = await dossierOf(id);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const [quote, ...more] = elements.filter(({ tagName }) => tagName === 'blockquote');
    expect(more).toEqual([]);
    expect(attribute(quote, 'lang')).toBe('nb');
    const quoted = quote ? textOf(quote) : '';
    for (const exact of [words.intro, ...Object.values(words.boxes), words.howToWithdraw]) expect(quoted).toContain(exact);
    const boxes = elements.filter((element) => /^(ticked|empty)$/.test(attribute(element, 'class') ?? ''));
    expect(boxes.map((box) => [attribute(box, 'class'), textOf(box).includes('Ikke krysset av')])).toEqual([
      ['ticked', false],
      ['empty', true],
      ['ticked', false],
      ['empty', true],
      ['empty', true],
    ]);
    expect(text).toContain('Samme ord: koden over ordene er den som står i protokollen.');
    expect(text).not.toContain('Skjemaet oppga ingen versjon');
  });

  test('shows both steps, the mail, the policy, every event in order, the verdict, and who printed it when', async () => {
    const email = 'steps@example.no';
    const { id } = await person(email);
    const { elements, text } = await dossierOf(id, { role: 'privacy' });
    const [entry] = (await system.dump('ledger')).filter(({ pk }) => pk === `xledger#${id}`);
    const { evidence, hash } = entry as { evidence: Record<string, string>; hash: string };
    for (const part of [
      'Kjeden er hel',
      email,
      evidence.requestSource,
      evidence.confirmSource,
      system.mails(email)[0]?.id,
      hash,
      xledger.hash,
      'den som gjelder nå',
      'Skjemaet oppga ingen versjon',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('svarer til koden i hver oppføring');
    expect(text).toMatch(/192\.0\.2\.1 svarer til koden/);
    const times = elements.filter(({ tagName }) => tagName === 'time').map((time) => attribute(time, 'datetime'));
    expect(times).toContain(evidence.requestedAt);
    const [, payload = ''] = (await system.token({ brand: 'xledger', role: 'privacy' })).split('.');
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
    expect(text).toContain(`Skrevet ut av${sub}`);
    expect(
      attribute(
        elements.find(({ tagName }) => tagName === 'html'),
        'lang',
      ),
    ).toBe('nb');
  });

  test('shows a marketer where the person was only as a code', async () => {
    const { id } = await person('where@example.no');
    expect((await dossierOf(id, { role: 'marketer' })).text).not.toContain('192.0.2.1');
    expect((await dossierOf(id, { role: 'admin' })).text).toContain('192.0.2.1');
  });

  test('says so when the address or the source is not the one that the ledger was written for', async () => {
    const { id } = await person('swapped@example.no');
    const people = system.deps.db.tableName('people');
    const set = (sk: string, attribute: string, value: string) =>
      system.deps.db.client.send(
        new UpdateItemCommand({
          TableName: people,
          Key: marshall({ pk: `xledger#${id}`, sk }),
          UpdateExpression: 'SET #attribute = :value',
          ExpressionAttributeNames: { '#attribute': attribute },
          ExpressionAttributeValues: marshall({ ':value': value }),
        }),
      );
    await set('PROFILE', 'email', 'somebody-else@example.no');
    for (const purpose of ['newsletter:insights', 'tracking:open']) await set(`CONSENT#${purpose}`, 'source', '198.51.100.9');
    const { text } = await dossierOf(id, { role: 'privacy' });
    expect(text).toContain('svarer ikke til koden i oppføring 1');
    expect(text).toMatch(/198\.51\.100\.9 svarer ikke til koden/);
  });

  test('holds no script, loads nothing, and is in the language that is asked for', async () => {
    const { id } = await person('plain@example.no');
    for (const [lang, title] of Object.entries({
      nb: 'Samtykkedokumentasjon',
      sv: 'Samtyckesdokumentation',
      da: 'Samtykkedokumentation',
      fi: 'Suostumuksen todistusasiakirja',
      en: 'Consent dossier',
    })) {
      const { answer, elements, text, html } = await dossierOf(id, {}, `?lang=${lang}`);
      const tags = elements.map(({ tagName }) => tagName);
      for (const tag of ['script', 'iframe', 'link', 'object', 'img', 'form']) expect(tags).not.toContain(tag);
      expect(elements.flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'style' || name.startsWith('on')))).toEqual([]);
      expect(answer.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'none'/,
      );
      expect(text).toContain(title);
      expect(html).not.toMatch(/undefined|\bnull\b|\[object|NaN/);
      expect(
        attribute(
          elements.find(({ tagName }) => tagName === 'html'),
          'lang',
        ),
      ).toBe(lang);
    }
  });

  test('leads to the public site from wherever it is kept', async () => {
    const { id } = await person('kept@example.no');
    const { elements } = await dossierOf(id);
    const links = elements.filter(({ tagName }) => tagName === 'a').map((link) => attribute(link, 'href') ?? '');
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link).toMatch(/^https:\/\//);
  });
});
