import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import alektum from '../../policies/alektum.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, audienceOf, subscribe } from '../journey.ts';
import { contactIdOf } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-03-10T12:00:00Z'), policies: [xledger, alektum] });
});
afterAll(() => system.stop());

const json = async (path: string, brand: string, init: object = {}) => {
  const answer = await asOperator(system, path, { brand, role: 'privacy', ...init });
  return (await answer.json()) as Record<string, unknown>;
};
const patch = (contactId: string, brand: string, body: object) =>
  json(`contacts/${contactId}`, brand, { method: 'PATCH', body: JSON.stringify(body) });
const reply = (contactId: string, brand: string) =>
  json(`contacts/${contactId}/activity`, brand, {
    method: 'POST',
    body: JSON.stringify({ type: 'reply', at: system.clock.now().toISOString() }),
  });
const sweep = async (brand: string) => {
  const { brands } = (await system.runJob('sweep')) as { brands: ({ brand: string } & Record<string, number>)[] };
  await system.settle();
  return brands.find((report) => report.brand === brand);
};

describe('a customer who is one no longer', () => {
  test('keeps the newsletter, and a year later nothing tells that they were a customer (X7)', async () => {
    const email = 'former@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights'] });
    const id = await contactIdOf(system, email);
    await patch(id, 'xledger', { relationship: 'customer', phone: '+47 22 22 22 22' });
    await patch(id, 'xledger', { relationshipEndedOn: '2027-03-10' });
    system.advance('P11M');
    await reply(id, 'xledger');
    await sweep('xledger');
    expect(await json(`contacts/${id}`, 'xledger')).toMatchObject({
      relationship: 'customer',
      relationshipEndedOn: '2027-03-10',
    });
    system.advance('P1M');
    system.advance('P1D');
    expect(await sweep('xledger')).toMatchObject({ ended: 1, removed: 0 });
    const after = await json(`contacts/${id}`, 'xledger');
    for (const field of ['relationship', 'relationshipEndedOn', 'basisEvidence']) expect(after).not.toHaveProperty(field);
    expect(after).toMatchObject({ chain: { whole: true }, consents: { 'newsletter:insights': { status: 'ConsentGiven' } } });
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);
    expect(await sweep('xledger')).toMatchObject({ due: 0 });
  });

  test('is counted without who they were, once, where the policy anonymises (K10)', async () => {
    const email = 'kunde@example.no';
    await subscribe(system, {
      email,
      brand: 'alektum',
      form: 'newsletter',
      name: 'Kari',
      company: 'Fjord AS',
      consents: ['newsletter:news'],
    });
    const id = await contactIdOf(system, email, 'alektum');
    await patch(id, 'alektum', { relationship: 'customer' });
    await patch(id, 'alektum', { relationshipEndedOn: system.clock.now().toISOString().slice(0, 10) });
    for (let year = 0; year < 3; year += 1) {
      system.advance('P12M');
      await reply(id, 'alektum');
    }
    system.advance('P1D');
    expect(await sweep('alektum')).toMatchObject({ ended: 1, removed: 0 });
    await sweep('alektum');
    const month = system.clock.now().toISOString().slice(0, 7);
    const forecast = await json(`retention/forecast?until=${system.clock.now().toISOString().slice(0, 10)}`, 'alektum');
    expect(forecast.anonymised).toEqual({ [month]: 1 });
    const counter = (await system.dump('people')).find(({ pk }) => pk === 'alektum#anonymised');
    expect(counter).toEqual({ pk: 'alektum#anonymised', sk: expect.stringMatching(/^\d{4}-\d{2}#\d$/), people: 1 });
    expect(await json(`contacts/${id}`, 'alektum')).not.toHaveProperty('relationship');
  });
});
