import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, subscribe } from '../journey.ts';
import { contactIdOf } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-03-10T12:00:00Z'), policies: [xledger, infosoft] });
});
afterAll(() => system.stop());

const report = async (contactId: string, body: object, { brand = 'xledger', key }: { brand?: string; key?: string } = {}) => {
  const answer = await asOperator(system, `contacts/${contactId}/activity`, {
    brand,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const ago = (days: number) => new Date(system.clock.now().getTime() - days * 86_400_000);
const subscribed = async (email: string) => {
  await subscribe(system, { email, consents: ['newsletter:insights', 'tracking:open'] });
  return contactIdOf(system, email);
};
const profileOf = async (contactId: string, brand = 'xledger') =>
  (await system.dump('people')).find(({ pk, sk }) => pk === `${brand}#${contactId}` && sk === 'PROFILE');
const activeSince = async (month: string) => {
  const answer = await asOperator(system, `audience?purpose=newsletter:insights&activeSince=${month}`);
  return ((await answer.json()) as { items: { email: string }[] }).items.map(({ email }) => email);
};

describe('a sign of life that somebody else has seen', () => {
  test('takes the person out of the last step in the write that notes it, and the clock runs anew (F20)', async () => {
    const contactId = await subscribed('back@example.no');
    system.advance('P23M');
    system.advance('P5D');
    await system.runJob('sweep');
    expect(await profileOf(contactId)).toMatchObject({ expiresAt: expect.any(Number), askedOn: expect.any(String) });

    const at = ago(0).toISOString();
    expect(await report(contactId, { type: 'site_visit', at })).toMatchObject({ status: 200, body: { status: 'recorded' } });
    const profile = await profileOf(contactId);
    expect(profile).toMatchObject({ lastSigns: { site_visit: at.slice(0, 10) } });
    for (const gone of ['expiresAt', 'askedOn', 'endsOn']) expect(profile).not.toHaveProperty(gone);

    system.advance('P40D');
    await system.runJob('ttl');
    await system.runJob('sweep');
    expect(await profileOf(contactId)).toMatchObject({ standing: 'active' });
  });

  test('is noted once for a day, and an earlier one does not set the clock back', async () => {
    const contactId = await subscribed('often@example.no');
    system.advance('P20D');
    const at = ago(2).toISOString();
    expect((await report(contactId, { type: 'purchase', at })).body).toMatchObject({ status: 'recorded' });
    expect((await report(contactId, { type: 'purchase', at })).body).toMatchObject({ status: 'known' });
    expect((await report(contactId, { type: 'purchase', at: ago(9).toISOString() })).body).toMatchObject({ status: 'known' });
    expect(await profileOf(contactId)).toMatchObject({ lastSigns: { purchase: at.slice(0, 10) } });
  });

  test('is found in the audience by its month, whichever answer was lost on the way', async () => {
    const email = 'monthly@example.no';
    const contactId = await subscribed(email);
    system.advance('P2M');
    const month = ago(0).toISOString().slice(0, 7);
    expect(await activeSince(month)).not.toContain(email);
    const again = { type: 'event', at: ago(0).toISOString() };
    await report(contactId, again, { key: 'fair' });
    expect(await activeSince(month)).toContain(email);
    expect(await report(contactId, again, { key: 'fair' })).toMatchObject({ status: 200, body: { status: 'recorded' } });
    expect((await report(contactId, { ...again, type: 'reply' }, { key: 'fair' })).status).toBe(409);
  });

  test.each([
    ['lies six minutes ahead', 'site_visit', -6 / 1440, 'at'],
    ['lies more than a month back', 'site_visit', 32, 'at'],
    ['is an open, which only the mail itself can tell', 'open', 0, 'type'],
    ['is a click', 'click', 0, 'type'],
    ['is nothing that we know', 'applause', 0, 'type'],
  ])('is refused if it %s', async (_, type, days, field) => {
    const contactId = await contactIdOf(system, 'often@example.no');
    const { status, body } = await report(contactId, { type, at: ago(days).toISOString() });
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: `/${field}` })]);
  });

  test('from a clock that is a little ahead counts for today, not for tomorrow (F27)', async () => {
    const contactId = await contactIdOf(system, 'often@example.no');
    const midnight = new Date(`${ago(-1).toISOString().slice(0, 10)}T00:00:00Z`);
    system.advance(midnight.getTime() - system.clock.now().getTime() - 60_000);
    const today = system.clock.now().toISOString().slice(0, 10);
    const ahead = new Date(midnight.getTime() + 120_000).toISOString();
    expect((await report(contactId, { type: 'reply', at: ahead })).body).toMatchObject({ status: 'recorded', day: today });
    system.advance('PT1H');
  });

  test('revives nobody whose time is up, whether or not their rows are still there (F20)', async () => {
    const contactId = await subscribed('late@example.no');
    system.advance('P23M');
    system.advance('P5D');
    await system.runJob('sweep');
    system.advance('P40D');
    expect((await report(contactId, { type: 'site_visit', at: ago(0).toISOString() })).status).toBe(404);
    await system.runJob('ttl');
    expect((await report(contactId, { type: 'site_visit', at: ago(0).toISOString() })).status).toBe(404);
    expect(await profileOf(contactId)).toBeUndefined();
  });

  test('that tells what someone looked at is kept with their consent to profiling only, where the brand asks for it (I2)', async () => {
    const visitor = { brand: 'infosoft', form: 'newsletter-se', name: 'Åsa Berg', company: 'Berg AB' };
    const email = { without: 'utan@example.se', with: 'med@example.se' };
    await subscribe(system, { ...visitor, email: email.without, consents: ['newsletter:news'] });
    await subscribe(system, { ...visitor, email: email.with, consents: ['newsletter:news', 'profiling'] });
    const visit = { type: 'site_visit', at: ago(0).toISOString() };
    const without = await contactIdOf(system, email.without, 'infosoft');
    expect(await report(without, visit, { brand: 'infosoft' })).toMatchObject({
      status: 200,
      body: { status: 'not_recorded', reason: 'profiling_consent_missing' },
    });
    expect((await profileOf(without, 'infosoft'))?.lastSigns).not.toHaveProperty('site_visit');
    expect((await report(without, { ...visit, type: 'reply' }, { brand: 'infosoft' })).body).toMatchObject({
      status: 'recorded',
    });
    const agreed = await contactIdOf(system, email.with, 'infosoft');
    expect((await report(agreed, visit, { brand: 'infosoft' })).body).toMatchObject({ status: 'recorded' });
  });
});
