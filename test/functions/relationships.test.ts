/**
 * People whom a brand knows though they agreed to nothing, and what is put right about anybody (X3, X7, E10, K1, K5, K10, I18). Each rule was seen failing with a
 * bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | a relationship permits by itself; evidence is not asked for; the market's law is not | a relationship alone |
 * | an ended relationship counts; the ground is not looked at again | leaves with the relationship |
 * | withdrawing ends only what was agreed to; a ground comes back after it | T5 |
 * | a suppression does not bar, or is lifted | T27 |
 * | the ledger keeps what a field held | T35 |
 * | nothing runs from a relationship's end | X7, K10 |
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suppressionReasons } from '../../functions/domain/consent.ts';
import { type System, startSystem } from '../../local/system.ts';
import { intercepted, unwatched, watchCalls } from '../faults/aws-calls.ts';
import { asOperator, audienceOf, press, subscribe } from '../journey.ts';
import { contactIdOf, mailLink, suppress } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2026-03-10T09:00:00Z') });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

const brand = 'alektum';
const news = 'newsletter:news';
let count = 0;
const someone = () => `person${++count}@example.no`;

interface Answer {
  readonly contactId: string;
  readonly status: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly reason?: string;
}
const send = async (method: string, path: string, body: object, at = brand, headers: Record<string, string> = {}) => {
  const answer = await asOperator(system, path, {
    brand: at,
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
};
/** A customer of Alektum, to whom something was sold. */
const customer = (email: string, changed: object = {}) => ({
  email,
  name: 'Kari Nordmann',
  locale: 'nb',
  market: 'no',
  purposes: [news],
  relationship: 'customer',
  basisEvidence: ['sale'],
  refusalOffered: true,
  at: '2026-03-02T10:00:00Z',
  reference: 'order-1177',
  ...changed,
});
const introduce = (body: object, at = brand, headers = {}) => send('POST', 'introductions', body, at, headers);
const patch = (id: string, body: object, at = brand) => send('PATCH', `contacts/${id}`, body, at);
const read = async (id: string, at = brand) =>
  (await (await asOperator(system, `contacts/${id}`, { brand: at, role: 'privacy' })).json()) as {
    relationship?: string;
    standing?: string;
    consents: Record<string, { status: string; basis: string }>;
    evidence: { act: string; changes: object; evidence: object }[];
    chain: { whole: boolean };
  };
const pointers = ({ errors = [] }: Answer) => errors.map(({ pointer }) => pointer);

describe('a customer who agreed to nothing', () => {
  test('is mailed on the ground of a sale, which stands beside the purpose and in the ledger (K1)', async () => {
    const email = someone();
    const { status, body } = await introduce(customer(email, { purposes: [news, 'service:customer'] }));
    expect({ status, is: body.status }).toEqual({ status: 201, is: 'introduced' });
    expect(await audienceOf(system, news, brand)).toContain(email);
    const known = await read(body.contactId);
    expect(known).toMatchObject({
      relationship: 'customer',
      chain: { whole: true },
      consents: {
        [news]: { status: 'ConsentUnknown', basis: 'soft_opt_in' },
        'service:customer': { status: 'ConsentUnknown', basis: 'contract' },
      },
      evidence: [
        {
          act: 'introduced',
          evidence: { grounds: { [news]: { basis: 'soft_opt_in', reason: 'existing_customer' } }, reference: 'order-1177' },
        },
      ],
    });
    expect(JSON.stringify(known.evidence)).not.toMatch(/Kari|example\.no/);
  });

  test.each([
    ['a relationship alone makes nobody mailable (X3)', { basisEvidence: [] }, '/purposes/0'],
    ['evidence alone neither', { relationship: undefined, source: 'event' }, '/purposes/0'],
    ['evidence that the law of the market does not accept', { basisEvidence: ['negotiation'] }, '/purposes/0'],
    ['a purpose that needs consent', { purposes: ['marketing:reviews'] }, '/purposes/0'],
    ['being watched', { purposes: [news, 'tracking:open'] }, '/purposes/1'],
    ['no way to refuse when the address was taken', { refusalOffered: undefined }, '/refusalOffered'],
    ['a relationship that the policy does not list', { relationship: 'friend' }, '/relationship'],
    ['a market that the brand has not', { market: 'se' }, '/market'],
    ['a sale yet to come', { at: '2026-03-11T10:00:00Z' }, '/at'],
    ['nothing that could be looked up', { reference: undefined }, '/reference'],
    ['a reference that names the person', { reference: 'Kari Nordmann 7' }, '/reference'],
    ['a field that is forbidden (K3)', { caseNumber: '12' }, '/caseNumber'],
    ['another’s standing (S14)', { standing: 'active' }, '/standing'],
  ])('is refused by %s', async (_, changed, pointer) => {
    const email = someone();
    const { status, body } = await introduce(customer(email, changed));
    expect(status).toBe(422);
    expect(pointers(body)).toContain(pointer);
    expect((await asOperator(system, `contacts?email=${email}`, { brand })).status).toBe(404);
  });

  test('leaves with the relationship, and comes back with it', async () => {
    const email = someone();
    const { contactId } = (await introduce(customer(email))).body;
    expect((await patch(contactId, { relationshipEndedOn: '2026-03-10' })).status).toBe(200);
    expect(await audienceOf(system, news, brand)).not.toContain(email);
    expect((await read(contactId)).evidence.at(-1)).toMatchObject({
      act: 'amended',
      changes: {},
      evidence: { fields: ['relationshipEndedOn'], grounds: { [news]: 'none' } },
    });
    await patch(contactId, { relationshipEndedOn: null });
    expect(await audienceOf(system, news, brand)).toContain(email);
    await patch(contactId, { basisEvidence: null });
    expect(await audienceOf(system, news, brand)).not.toContain(email);
    expect((await introduce(customer(email))).body.status).toBe('known');
  });

  test('who leaves is not brought back on another ground, by nobody but themselves (T5)', async () => {
    const email = someone();
    const { contactId } = (await introduce(customer(email, { purposes: [news, 'service:customer'] }))).body;
    await press(system, await mailLink(system, { contactId, purpose: news, brand }));
    expect(await audienceOf(system, news, brand)).not.toContain(email);
    // the customer stays a customer, and is not mailed
    expect((await read(contactId)).consents).toMatchObject({
      [news]: { status: 'ConsentWithdrawn' },
      'service:customer': { status: 'ConsentUnknown' },
    });
    await patch(contactId, { relationship: 'works_for_customer', basisEvidence: ['sale', 'free_account'] });
    expect(await audienceOf(system, news, brand)).not.toContain(email);
    expect(await introduce(customer(email))).toMatchObject({ status: 409, body: { reason: 'withdrawn' } });
    await subscribe(system, { brand, form: 'newsletter', email, consents: [news] });
    expect((await read(contactId)).consents[news]).toMatchObject({ status: 'ConsentGiven', basis: 'consent' });
    expect(await audienceOf(system, news, brand)).toContain(email);
  });

  test('who was that alone is erased by leaving, as everybody is (K7)', async () => {
    const email = someone();
    const { contactId } = (await introduce(customer(email))).body;
    await patch(contactId, { relationshipEndedOn: '2026-03-09' });
    await press(system, await mailLink(system, { contactId, purpose: news, brand }));
    expect(await (await asOperator(system, `contacts?email=${email}`, { brand, role: 'privacy' })).json()).toMatchObject({
      standing: 'erased',
      reason: 'withdrawn',
      formerIds: [contactId],
    });
  });

  test.each(suppressionReasons)('is not entered at an address that is %s, and nothing is lifted (T27, T33)', async (reason) => {
    const email = someone();
    await suppress(system, email, reason, brand);
    expect(await introduce(customer(email))).toMatchObject({ status: 409, body: { reason } });
    expect(await (await asOperator(system, `contacts?email=${email}`, { brand, role: 'privacy' })).json()).toMatchObject({
      standing: 'erased',
      reason,
    });
  });

  test.each(['withdrawn', 'objected'] as const)('is not entered past a bar that comes in between: %s (T27)', async (reason) => {
    const email = someone();
    const answer = await intercepted(
      async ({ name, attempt }, proceed) => {
        if (name === 'TransactWriteItems' && attempt === 1) await unwatched(() => suppress(system, email, reason, brand));
        return proceed();
      },
      () => introduce(customer(email)),
    );
    expect(answer).toMatchObject({ status: 409, body: { reason } });
    expect(await audienceOf(system, news, brand)).not.toContain(email);
  });

  test('is entered once for each key (F12)', async () => {
    const email = someone();
    const headers = { 'idempotency-key': randomUUID() };
    const [one, other] = [await introduce(customer(email), brand, headers), await introduce(customer(email), brand, headers)];
    expect(one).toEqual(other);
    expect(one.status).toBe(201);
    expect((await introduce(customer(someone()), brand, headers)).status).toBe(409);
    expect((await read(one.body.contactId)).evidence).toHaveLength(1);
  });

  test('is shown in no record of consents: none was given', async () => {
    const { contactId } = (await introduce(customer(someone()))).body;
    const record = await asOperator(system, `contacts/${contactId}/record`, { brand, role: 'privacy' });
    expect(await record.json()).toMatchObject({ records: [], unproven: [], chain: { whole: true } });
  });
});

describe('a lead', () => {
  const lead = (email: string, changed: object) => ({
    email,
    locale: 'nb',
    market: 'no',
    at: '2026-03-09T10:00:00Z',
    reference: 'lead-7',
    ...changed,
  });

  test('from a network is there to be answered, and for nothing else until they agree (E10)', async () => {
    const email = someone();
    const from = { source: 'linkedin', purposes: ['service:contact'] };
    const { status, body } = await introduce(lead(email, from), 'expectit');
    expect(status).toBe(201);
    for (const purpose of ['newsletter:news', 'newsletter:information', 'marketing:sales']) {
      expect(await audienceOf(system, purpose, 'expectit')).not.toContain(email);
      expect((await introduce(lead(someone(), { ...from, purposes: [purpose] }), 'expectit')).status).toBe(422);
    }
    expect((await introduce(lead(someone(), { ...from, source: 'tiktok' }), 'expectit')).status).toBe(422);
    await subscribe(system, { brand: 'expectit', form: 'newsletter', email, consents: ['newsletter:news'] });
    expect(await audienceOf(system, 'newsletter:news', 'expectit')).toContain(email);
    expect((await read(body.contactId, 'expectit')).consents).toMatchObject({
      'service:contact': { status: 'ConsentUnknown' },
      'newsletter:news': { status: 'ConsentGiven' },
    });
  });

  test('from public sources keeps the source in the ledger, and no e-mail goes out (K5, K19)', async () => {
    const email = someone();
    const found = { source: 'public-source', purposes: ['service:prospects'] };
    const { body } = await introduce(lead(email, found));
    expect((await read(body.contactId)).evidence).toMatchObject([{ evidence: { source: 'public-source' } }]);
    expect((await introduce(lead(someone(), { ...found, purposes: ['service:customer'] }))).status).toBe(422);
    for (const purpose of [news, 'marketing:reviews', 'marketing:surveys'])
      expect(await audienceOf(system, purpose, brand)).not.toContain(email);
  });
});

describe('what is put right', () => {
  const xledger = 'xledger';
  const insights = 'newsletter:insights';

  test('is shown everywhere, and the ledger names the fields and nothing they held (T35, I18)', async () => {
    const email = someone();
    await subscribe(system, { email, name: 'Kari Nordman', company: 'Fjord AS' });
    const id = await contactIdOf(system, email);
    const answer = await patch(
      id,
      { name: 'Kari Nordmann', phone: '+47 22 33 44 55', locale: 'en', company: 'Fjord AS' },
      xledger,
    );
    expect(answer).toEqual({ status: 200, body: { contactId: id, changed: ['name', 'phone', 'locale'] } });
    const rows = await asOperator(system, `audience?purpose=${insights}&locale=en`);
    expect(await rows.json()).toMatchObject({ items: [{ email, name: 'Kari Nordmann', company: 'Fjord AS', locale: 'en' }] });
    const known = await read(id, xledger);
    expect(known).toMatchObject({ name: 'Kari Nordmann', phone: '+47 22 33 44 55', locale: 'en', chain: { whole: true } });
    expect(known.evidence.at(-1)).toMatchObject({ act: 'amended', evidence: { fields: ['name', 'phone', 'locale'] } });
    expect(JSON.stringify(known.evidence)).not.toMatch(/Nordmann|22 33|Fjord/);
    await patch(id, { name: null }, xledger);
    expect(await read(id, xledger)).not.toHaveProperty('name');
    expect(await (await asOperator(system, `audience?purpose=${insights}&locale=en`)).text()).not.toContain('Nordmann');
  });

  test('once is put right: the second time nothing changes, and nothing is written', async () => {
    const email = someone();
    await subscribe(system, { email });
    const id = await contactIdOf(system, email);
    await patch(id, { relationship: 'supplier' }, xledger);
    expect((await patch(id, { relationship: 'supplier' }, xledger)).body).toEqual({ contactId: id, changed: [] });
    expect((await read(id, xledger)).evidence).toHaveLength(2);
  });

  test('makes nobody mailable: not what they are, nor what was sold to them (X3, K1)', async () => {
    const email = someone();
    await subscribe(system, { brand, form: 'newsletter', email, consents: ['marketing:surveys'] });
    const id = await contactIdOf(system, email, brand);
    expect((await patch(id, { relationship: 'customer' })).status).toBe(200);
    expect((await patch(id, { basisEvidence: ['sale'] })).status).toBe(200);
    expect(await audienceOf(system, news, brand)).not.toContain(email);
  });

  test.each([
    [{}, ''],
    [{ relationship: 'friend' }, '/relationship'],
    [{ relationshipEndedOn: '2026-03-10' }, '/relationshipEndedOn'],
    [{ relationship: 'customer', relationshipEndedOn: '2026-03-11' }, '/relationshipEndedOn'],
    [{ relationshipEndedOn: 'soon' }, '/relationshipEndedOn'],
    [{ basisEvidence: ['Kari bought it'] }, '/basisEvidence/0'],
    [{ email: 'other@example.no' }, '/email'],
    [{ standing: 'active' }, '/standing'],
    [{ seq: 1 }, '/seq'],
    [{ market: 'uk' }, '/market'],
    [{ locale: 'da' }, '/locale'],
    [{ name: '<b>' }, '/name'],
    [{ name: '' }, '/name'],
    [{ phone: 'call me' }, '/phone'],
  ])('is not %j', async (body, pointer) => {
    const email = `refused-${pointer.replace(/\W/g, '')}${++count}@example.no`;
    await subscribe(system, { email });
    const id = await contactIdOf(system, email);
    const answer = await patch(id, body, xledger);
    expect(answer.status).toBe(422);
    expect(pointers(answer.body)).toEqual([pointer]);
    expect((await read(id, xledger)).evidence).toHaveLength(1);
  });

  test('is not a field that the brand needs, or does not keep', async () => {
    const email = someone();
    await subscribe(system, {
      brand: 'infosoft',
      form: 'newsletter-se',
      email,
      company: 'Fjord AB',
      consents: ['newsletter:news'],
    });
    const id = await contactIdOf(system, email, 'infosoft');
    expect(pointers((await patch(id, { company: null }, 'infosoft')).body)).toEqual(['/company']);
  });

  test('is nobody who is not there, or is another brand’s', async () => {
    const email = someone();
    await subscribe(system, { email });
    const id = await contactIdOf(system, email);
    expect((await patch(id, { name: 'Ola' })).status).toBe(404);
    expect((await patch('AAAAAAAAAAAAAAAAAAAAAA', { name: 'Ola' })).status).toBe(404);
    expect((await patch('short', { name: 'Ola' })).status).toBe(404);
  });
});

describe('after a relationship', () => {
  test.each([
    ['xledger', 'X7', 'P11M', ['service:customer']],
    ['alektum', 'K10', 'P35M', ['service:customer']],
  ])('what %s kept for it goes a month later, and not before (%s, after %s)', async (at, _, almost, purposes) => {
    const late = await startSystem({ clock: new Date('2026-03-10T09:00:00Z') });
    try {
      const call = async (method: string, path: string, body?: object) =>
        asOperator(late, path, {
          brand: at,
          method,
          headers: { 'content-type': 'application/json' },
          ...(body && { body: JSON.stringify(body) }),
        });
      const entered = customer('kari@example.no', { purposes, refusalOffered: undefined });
      const { contactId } = (await (await call('POST', 'introductions', entered)).json()) as Answer;
      expect((await call('PATCH', `contacts/${contactId}`, { relationshipEndedOn: '2026-03-10' })).status).toBe(200);
      late.advance(almost);
      await late.runJob('sweep');
      expect((await call('GET', `contacts/${contactId}`)).status).toBe(200);
      late.advance('P1M2D');
      await late.runJob('sweep');
      expect((await call('GET', `contacts/${contactId}`)).status).toBe(404);
    } finally {
      await late.stop();
    }
  });
});
