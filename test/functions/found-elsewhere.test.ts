import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import alektum from '../../policies/alektum.ts';
import { asOperator, subscribe } from '../journey.ts';

const brand = 'alektum';
let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-01-31T12:00:00Z'), policies: [alektum] });
});
afterAll(() => system.stop());

interface Answer {
  readonly [member: string]: unknown;
  readonly contactId: string;
  readonly items: readonly { readonly contactId: string; readonly tellBy: string; readonly late: boolean }[];
  readonly evidence: readonly { readonly act: string }[];
}
let count = 0;
const someone = () => `someone${++count}@example.no`;
const call = async (path: string, body?: object, method = body ? 'POST' : 'GET') => {
  const answer = await asOperator(system, path, { brand, role: 'admin', method, ...(body && { body: JSON.stringify(body) }) });
  return { status: answer.status, body: (await answer.json()) as Answer };
};
const find = async (email: string, more: object = {}) => {
  const { status, body } = await call('introductions', {
    email,
    locale: 'nb',
    market: 'no',
    at: system.clock.now().toISOString(),
    reference: 'linkedin-7',
    source: 'public-source',
    purposes: ['service:prospects'],
    name: 'Kari',
    ...more,
  });
  expect(status).toBe(201);
  return body.contactId;
};
const tell = async () => {
  const { brands } = (await system.runJob('tell-sources')) as { brands: object[] };
  return brands[0];
};
const waiting = async (id: string) => (await call('introductions/untold')).body.items.find(({ contactId }) => contactId === id);
const acts = async (id: string) => (await call(`contacts/${id}`)).body.evidence.map(({ act }) => act);

describe('whoever is found elsewhere', () => {
  test('hears where, why and what they can do, once, and the ledger says so', async () => {
    const email = someone();
    const id = await find(email);
    // 31 January and a month
    expect(await waiting(id)).toMatchObject({ tellBy: '2027-02-28', late: false });
    expect(await tell()).toMatchObject({ told: 1 });
    const [mail, ...others] = system.mails(email);
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('Alektum Group har opplysninger om deg');
    for (const words of [
      'Kilden er åpne, offentlige kilder',
      'E-postadresse og navn',
      'Mulige kunder',
      'berettigede interesse',
      'Alektum AS',
      'Personvernombudet',
      'Datatilsynet',
      '/alektum/manage',
      '/alektum/privacy',
    ])
      expect(mail?.text.toLowerCase()).toContain(words.toLowerCase());
    expect(mail?.headers['auto-submitted']).toBe('auto-generated');
    expect(await acts(id)).toEqual(['introduced', 'told']);
    expect((await call(`contacts/${id}`)).body).toMatchObject({
      foundIn: { toldAt: expect.any(String) },
      chain: { whole: true },
    });
    expect(await waiting(id)).toBeUndefined();
    expect(await tell()).toMatchObject({ told: 0 });
    expect(system.mails(email)).toHaveLength(1);
  });

  test('is told by one mail even when two runs meet', async () => {
    const email = someone();
    await find(email);
    await Promise.all([tell(), tell()]);
    expect(system.mails(email)).toHaveLength(1);
  });

  test('and came by themselves before, or has no source, is not', async () => {
    const email = someone();
    await subscribe(system, { brand, form: 'newsletter', email, consents: ['newsletter:news'] });
    await find(email);
    const customer = someone();
    await find(customer, { source: undefined, relationship: 'customer', purposes: ['service:customer'] });
    const before = system.mails(email).length;
    expect(await tell()).toMatchObject({ told: 0, waiting: 0 });
    expect([system.mails(email).length, system.mails(customer).length]).toEqual([before, 0]);
  });

  test('and has been erased or barred meanwhile is not, and leaves the list', async () => {
    const erased = someone();
    await call(`contacts/${await find(erased)}/erase`, {});
    const objected = someone();
    await call(`contacts/${await find(objected)}/object`, {});
    expect(await tell()).toMatchObject({ told: 0, over: 2, waiting: 0 });
    expect([system.mails(erased), system.mails(objected)]).toEqual([[], []]);
    expect((await system.dump('people')).filter(({ pk }) => pk === 'alektum#untold')).toEqual([]);
  });

  test('and cannot be read holds up nobody else, and stays on the list', async () => {
    const [damaged, whole] = [await find(someone()), someone()];
    await find(whole);
    const { client, tableName } = system.deps.db;
    const stand = (standing: string) =>
      client.send(
        new UpdateItemCommand({
          TableName: tableName('people'),
          Key: { pk: { S: `alektum#${damaged}` }, sk: { S: 'PROFILE' } },
          UpdateExpression: 'SET standing = :standing',
          ExpressionAttributeValues: { ':standing': { S: standing } },
        }),
      );
    await stand('nonsense');
    expect(await tell()).toMatchObject({ told: 1, waiting: 1 });
    expect(system.mails(whole)).toHaveLength(1);
    await stand('active');
    expect(await tell()).toMatchObject({ told: 1, waiting: 0 });
  });

  test('and may not be written to is listed, gets nothing, and raises an alarm once it is late', async () => {
    const email = someone();
    const id = await find(email);
    await call(`contacts/${id}/restrict`, {});
    system.advance('P1M');
    expect(await tell()).toMatchObject({ told: 0, waiting: 1, late: 0 });
    system.advance('P1D');
    expect(await tell()).toMatchObject({ late: 1 });
    expect(await waiting(id)).toMatchObject({ late: true });
    expect(system.lines.some((line) => line.includes('source_untold') && line.includes('"people":1'))).toBe(true);
    expect(system.mails(email)).toEqual([]);

    const on = system.clock.now().toISOString().slice(0, 10);
    const letter = { by: 'letter', on, reference: 'letter 2027/3' };
    expect((await call(`contacts/${id}/told`, { ...letter, reference: 'to Kari' })).status).toBe(422);
    expect((await call(`contacts/${id}/told`, { ...letter, on: '2099-01-01' })).status).toBe(422);
    expect((await call(`contacts/${id}/told`, letter)).body).toMatchObject({ status: 'recorded' });
    expect((await call(`contacts/${id}/told`, letter)).body).toMatchObject({ status: 'known' });
    expect((await call(`contacts/${id}`)).body.evidence.at(-1)).toMatchObject({ act: 'told', evidence: letter });
    expect(await tell()).toMatchObject({ waiting: 0, late: 0 });
  });

  test('and whose mail may have been lost gets no second one, nor any other before somebody has told them', async () => {
    const email = someone();
    const id = await find(email);
    system.ses.fail('drop-after-accept', { to: email });
    expect(await tell()).toMatchObject({ told: 0, waiting: 1 });
    expect(await tell()).toMatchObject({ told: 0, waiting: 1 });
    expect(system.mails(email)).toHaveLength(1);

    await subscribe(system, { brand, form: 'newsletter', email, consents: ['marketing:surveys'] });
    const { body: campaign } = await call('campaigns', {
      name: 'Mars',
      purpose: 'marketing:surveys',
      content: { nb: { subject: 'Hei', markdown: 'Hei' } },
    });
    const audience = async () => (await call(`campaigns/${campaign.id}/preview`, {})).body.audience;
    expect(await audience()).toMatchObject({ wouldGet: 0, leftOut: { untold: 1 } });
    const on = system.clock.now().toISOString().slice(0, 10);
    await call(`contacts/${id}/told`, { by: 'phone', on, reference: 'call 9' });
    expect(await audience()).toMatchObject({ wouldGet: 1, leftOut: {} });
  });

  test('and whom SES refused for now is told by the next run', async () => {
    const email = someone();
    await find(email);
    system.ses.fail('throttle', { to: email });
    expect(await tell()).toMatchObject({ told: 0, waiting: 1 });
    expect(await tell()).toMatchObject({ told: 1, waiting: 0 });
    expect(system.mails(email)).toHaveLength(1);
  });
});
