import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator, postSignUp, press, subscribe } from '../journey.ts';
import { contactIdOf, suppress } from './planted.ts';

let system: System;
let unsubscribe: string;
const email = 'kari@example.no';
beforeAll(async () => {
  system = await startSystem();
  unsubscribe = await subscribe(system, { email, name: 'Kari Nordmann', company: 'Fjord AS', phone: '+47 22 33 44 55' });
});
afterAll(() => system.stop());

const find = (address: string, init: Parameters<typeof asOperator>[2] = {}) =>
  asOperator(system, `contacts?email=${encodeURIComponent(address)}`, init);

describe('a contact', () => {
  test('is found by address, in any spelling of it, with standing and consents', async () => {
    for (const spelling of [email, ' Kari@Example.NO ', 'KARI@EXAMPLE.NO']) {
      const answer = await find(spelling);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.json()).toMatchObject({
        contactId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
        email,
        name: 'Kari Nordmann',
        company: 'Fjord AS',
        phone: '+47 22 33 44 55',
        standing: 'active',
        consents: {
          'newsletter:insights': { status: 'ConsentGiven', since: expect.any(String), basis: 'consent' },
          'tracking:open': { status: 'ConsentGiven', since: expect.any(String), basis: 'consent' },
        },
      });
    }
  });

  test('shows no hash, key or head of a chain', async () => {
    const shown = await (await find(email)).text();
    expect(shown).not.toMatch(/addressHash|"head"|"pk"|"sk"/);
  });

  test('by id is all that is known, with the evidence and whether its chain is whole', async () => {
    const id = await contactIdOf(system, email);
    const answer = await asOperator(system, `contacts/${id}`, { role: 'privacy' });
    expect(answer.status).toBe(200);
    const { evidence, chain, ...known } = (await answer.json()) as Record<string, unknown>;
    expect(known).toEqual(await (await find(email)).json());
    expect(evidence).toMatchObject([{ seq: 1, act: 'confirmed' }]);
    expect(chain).toMatchObject({ whole: true });
  });

  test.each(['nobody@example.no', 'kari+tag@example.no'])('%s is not found', async (address) => {
    const answer = await find(address, { role: 'privacy' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: '/problems/not-found', status: 404 });
  });

  test('who has not confirmed is not found: a request is nobody yet', async () => {
    await postSignUp(system, { email: 'pending@example.no' });
    expect((await find('pending@example.no', { role: 'privacy' })).status).toBe(404);
  });

  test.each(['AAAAAAAAAAAAAAAAAAAAAA', 'short', '__proto__', `${'A'.repeat(21)}B`, '@AAAAAAAAAAAAAAAAAAAAAA', 'A%23PROFILE'])(
    'by the id %s is not found',
    async (id) => {
      expect((await asOperator(system, `contacts/${id}`)).status).toBe(404);
    },
  );

  test.each([
    ['contacts', '/email'],
    ['contacts?email=', '/email'],
    ['contacts?email=kari', '/email'],
    ['contacts?email=kari%40example.no&email=ola%40example.no', '/email'],
    ['contacts?email=kari%40example.no&id=1', '/id'],
  ])('is not asked for by %s', async (path, pointer) => {
    const answer = await asOperator(system, path);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer }] });
  });
});

describe('whoever is gone', () => {
  test('is known to role privacy as erased, with reason, dates and former ids; to the others not at all', async () => {
    const id = await contactIdOf(system, email);
    await press(system, unsubscribe);
    await system.settle();
    for (const role of ['marketer', 'admin'] as const) expect((await find(email, { role })).status).toBe(404);
    const answer = await find(email, { role: 'privacy' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      standing: 'erased',
      reason: 'withdrawn',
      since: expect.stringMatching(/^20\d\d-.*Z$/),
      formerIds: [id],
      ledger: [
        {
          contactId: id,
          evidence: [expect.anything(), expect.objectContaining({ act: 'erased' })],
          chain: expect.objectContaining({ whole: true }),
        },
      ],
    });
    for (const role of ['marketer', 'privacy', 'admin'] as const) {
      expect((await asOperator(system, `contacts/${id}`, { role })).status).toBe(role === 'privacy' ? 200 : 404);
    }
  });

  test('shows why an address is barred', async () => {
    await suppress(system, 'objected@example.no', 'objected');
    expect(await (await find('objected@example.no', { role: 'privacy' })).json()).toMatchObject({
      standing: 'erased',
      reason: 'objected',
    });
    expect((await find('objected@example.no')).status).toBe(404);
  });
});
