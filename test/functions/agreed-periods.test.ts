import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { definePolicy } from '../../functions/domain/policy.ts';
import { type System, startSystem } from '../../local/system.ts';
import { varied } from '../domain/example-policy.ts';
import { asOperator, audienceOf, subscribe } from '../journey.ts';
import { contactIdOf } from './planted.ts';

const news = 'newsletter:news';
const agreeable = {
  clock: 'last_activity',
  period: '2 years',
  action: 'delete',
  byContract: { clock: 'relationship_end', shortest: '3 months', longest: '3 years', action: 'delete' },
};
const customers = {
  title: { nb: 'Kunder' },
  description: { nb: 'Vi følger opp kundeforholdet' },
  dataCategories: ['email'],
  basis: 'contract',
  retention: [{ clock: 'relationship_end', period: '1 month', action: 'delete' }],
};
const withinBounds = (bounds: object) => ({
  purposes: {
    [news]: { retention: [{ ...agreeable, byContract: { ...agreeable.byContract, ...bounds } }] },
  },
});
const policy = definePolicy(varied(withinBounds({})));

const served = [policy];
let system: System;
beforeAll(async () => {
  // 29 February 2028 lies ahead
  system = await startSystem({ clock: new Date('2027-02-28T12:00:00Z'), policies: served });
});
afterAll(() => system.stop());
beforeEach(() => {
  served[0] = policy;
});

interface Answer {
  readonly [member: string]: unknown;
  readonly items: readonly { readonly contactId: string; readonly act: string }[];
  readonly errors: readonly { readonly pointer: string }[];
  readonly evidence: readonly object[];
  readonly agreedPeriods: Readonly<Record<string, object>>;
}

let count = 0;
const someone = () => `someone${++count}@example.no`;
const call = async (path: string, init: { role?: 'marketer' | 'privacy' | 'admin'; method?: string; body?: object } = {}) => {
  const { role = 'privacy', method = 'GET', body } = init;
  const answer = await asOperator(system, path, {
    brand: 'example',
    role,
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
};
const patch = (id: string, body: object, role: 'marketer' | 'privacy' = 'privacy') =>
  call(`contacts/${id}`, { method: 'PATCH', role, body });
const today = () => system.clock.now().toISOString().slice(0, 10);
const agreed = (period: string, more: object = {}) => ({
  [news]: { period, contract: 'DPA 2027/4', agreedOn: '2027-02-01', ...more },
});
const customer = async (period?: string) => {
  const email = someone();
  await subscribe(system, { brand: 'example', form: 'newsletter', email, name: 'Kari Nordmann', consents: [news] });
  const id = await contactIdOf(system, email, 'example');
  await patch(id, { relationship: 'customer', ...(period && { agreedPeriods: agreed(period) }) });
  return { email, id };
};
const pass = async (...steps: string[]) => {
  for (const step of steps) {
    system.advance(step);
    await system.runJob('sweep');
    await system.settle();
  }
};
const listed = async (email: string) => (await audienceOf(system, news, 'example')).includes(email);

describe('a period that a contract agrees', () => {
  test('holds in place of the policy’s, longer and shorter, and is told everywhere', async () => {
    const longer = await customer('3 years');
    const shorter = await customer('3 months');
    const plain = await customer();
    for (const { id } of [longer, shorter, plain]) await patch(id, { relationshipEndedOn: today() });
    const { body: forecast } = await call('retention/forecast?until=2030-12-31');
    const of = (id: string) => forecast.items.filter((item) => item.contactId === id && item.act === 'removed');
    expect(of(shorter.id)).toMatchObject([{ on: '2027-05-29', clock: 'relationship_end', period: '3 months' }]);
    expect(of(longer.id)).toMatchObject([{ on: '2030-03-01', clock: 'relationship_end', period: '3 years' }]);
    const record = await call(`contacts/${longer.id}/record`);
    expect(JSON.stringify(record.body)).toContain('P3Y');
    expect((await call(`contacts/${longer.id}`)).body.agreedPeriods).toEqual(agreed('3 years'));

    await pass('P1M', 'P1M', 'P1M');
    expect([await listed(shorter.email), await listed(plain.email)]).toEqual([true, true]);
    await pass('P1D');
    expect(await listed(shorter.email)).toBe(false);
    const { body: gone } = await call(`contacts/${shorter.id}`);
    expect(gone.evidence.at(-1)).toMatchObject({
      act: 'removed',
      evidence: { purpose: news, clock: 'relationship_end', period: '3 months' },
    });
    await pass('P20M', 'P1M', 'P1D');
    expect([await listed(longer.email), await listed(plain.email)]).toEqual([true, false]);
  });

  test('is an officer’s to enter, with its contract, and the ledger tells it', async () => {
    const { id } = await customer();
    expect((await patch(id, { agreedPeriods: agreed('1 year') }, 'marketer')).status).toBe(403);
    expect(await patch(id, { agreedPeriods: agreed('1 year') })).toEqual({
      status: 200,
      body: { contactId: id, changed: ['agreedPeriods'] },
    });
    // the same once more changes nothing
    expect((await patch(id, { agreedPeriods: agreed('1 year') })).body.changed).toEqual([]);
    const known = (await call(`contacts/${id}`)).body;
    expect(known.evidence.at(-1)).toMatchObject({ act: 'amended', evidence: { agreedPeriods: agreed('1 year') } });
    expect(known.chain).toMatchObject({ whole: true });
    expect((await patch(id, { agreedPeriods: null })).body.changed).toEqual(['agreedPeriods']);
    expect((await call(`contacts/${id}`)).body).not.toHaveProperty('agreedPeriods');
  });

  test.each([
    ['89 days', {}, `/agreedPeriods/${news}/period`],
    ['37 months', {}, `/agreedPeriods/${news}/period`],
    ['as long as needed', {}, `/agreedPeriods/${news}/period`],
    ['1 year', { agreedOn: '2099-01-01' }, `/agreedPeriods/${news}/agreedOn`],
    ['1 year', { contract: 'with Kari Nordmann' }, `/agreedPeriods/${news}/contract`],
    ['1 year', { contract: 'kari@example.no' }, `/agreedPeriods/${news}/contract`],
    ['1 year', { contract: '' }, `/agreedPeriods/${news}/contract`],
  ])('of %s is not agreed with %j', async (period, more, pointer) => {
    const { id } = await customer();
    const { status, body } = await patch(id, { agreedPeriods: agreed(period, more) });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer }]);
  });

  test('is none for a purpose whose rules no contract may set, and none without a relationship', async () => {
    const { id } = await customer();
    const other = { 'service:download': { period: '1 year', contract: 'DPA 1', agreedOn: '2027-02-01' } };
    expect((await patch(id, { agreedPeriods: other })).body.errors).toMatchObject([
      { pointer: '/agreedPeriods/service:download' },
    ]);
    await patch(id, { agreedPeriods: agreed('1 year') });
    expect((await patch(id, { relationship: null })).body.errors).toMatchObject([{ pointer: '/agreedPeriods' }]);
    expect((await patch(id, { relationship: null, agreedPeriods: null })).status).toBe(200);
  });

  test('is held to the policy’s bounds of today', async () => {
    const { id } = await customer('3 years');
    await patch(id, { relationshipEndedOn: today() });
    served[0] = definePolicy(varied({ ...withinBounds({ longest: '1 year' }), version: 2 }));
    const until = `${Number(today().slice(0, 4)) + 4}-01-01`;
    const { body } = await call(`retention/forecast?until=${until}`);
    const [removed] = body.items.filter((item) => item.contactId === id && item.act === 'removed');
    expect(removed).toMatchObject({ clock: 'relationship_end', period: '1 year' });
  });

  test('goes on counting from the end of the relationship when a shorter one that counts from it is over', async () => {
    served[0] = definePolicy(varied({ purposes: { 'service:customer': customers } }, varied(withinBounds({}))));
    const { id, email } = await customer('3 months');
    await patch(id, { relationshipEndedOn: today() });
    await pass('P30D', 'P10D');
    const known = (await call(`contacts/${id}`)).body;
    expect(known).not.toHaveProperty('relationship');
    expect(known.agreedPeriods[news]).toMatchObject({ period: '3 months', endedOn: expect.stringMatching(/^\d{4}-/) });
    await pass('P30D', 'P30D');
    expect(await listed(email)).toBe(false);
  });

  test('that is longer takes somebody out of the last step: neither sweep nor TTL removes them', async () => {
    const { id, email } = await customer('3 months');
    await patch(id, { relationshipEndedOn: today() });
    await pass('P65D');
    const last = (await system.dump('people')).find(({ sk, contactId }) => sk === 'PROFILE' && contactId === id);
    expect(last?.expiresAt).toBeDefined();
    expect((await patch(id, { agreedPeriods: agreed('3 years') })).status).toBe(200);
    await pass('P30D', 'P30D');
    await system.runJob('ttl');
    await system.settle();
    expect(await listed(email)).toBe(true);
  });
});
