import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { intercepted, unwatched, watchCalls } from '../faults/aws-calls.ts';
import { asOperator, press, subscribe } from '../journey.ts';
import { contactIdOf, mailLink } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-03-10T12:00:00Z'), policies: [xledger, infosoft] });
  watchCalls(system.deps);
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

  describe('under a consent to profiling that ends', () => {
    const watched = ['site_visit', 'download', 'form'] as const;
    const at = { brand: 'infosoft' };
    const profiled = async (name: string) => {
      const email = `${name}@example.se`;
      await subscribe(system, {
        ...{ ...at, form: 'newsletter-se', name: 'Åsa Berg', company: 'Berg AB', email },
        consents: ['newsletter:news', 'profiling'],
      });
      return contactIdOf(system, email, at.brand);
    };
    const seen = async (contactId: string, ...types: readonly string[]) => {
      for (const type of types) {
        const answer = await report(contactId, { type, at: ago(0).toISOString() }, at);
        expect(answer.body).toMatchObject({ status: 'recorded' });
      }
    };
    const withdraw = async (contactId: string) =>
      press(system, await mailLink(system, { ...at, contactId, purpose: 'profiling' }));
    const signsOf = async (contactId: string) =>
      ((await profileOf(contactId, at.brand))?.lastSigns ?? {}) as Record<string, string>;
    const monthOf = async (contactId: string) =>
      (await system.dump('people')).find(({ pk, sk }) => pk === `infosoft#${contactId}` && sk === 'CONSENT#newsletter:news')
        ?.activeMonth;

    test('goes with it, in the same write: days, and what was made of them (GDPR 17(1)(b))', async () => {
      const contactId = await profiled('atrar-sig');
      const confirmed = (await signsOf(contactId)).form;
      const joined = await monthOf(contactId);
      system.advance('P2M');
      await seen(contactId, 'reply');
      system.advance('P2M');
      await seen(contactId, ...watched);
      expect(Object.keys(await signsOf(contactId)).sort()).toEqual(['download', 'form', 'reply', 'site_visit']);
      const reply = (await signsOf(contactId)).reply;
      expect(await monthOf(contactId)).toBe(system.clock.now().toISOString().slice(0, 7));

      expect((await withdraw(contactId)).status).toBe(200);
      expect(await signsOf(contactId)).toEqual({ form: confirmed, reply });
      expect([joined, await monthOf(contactId)]).toEqual([confirmed?.slice(0, 7), reply?.slice(0, 7)]);
      // and nothing new is noted
      expect((await report(contactId, { type: 'download', at: ago(0).toISOString() }, at)).body.status).toBe('not_recorded');
    });

    test('lets the clocks run from what is left, and the sweep looks at the person no later than that', async () => {
      const contactId = await profiled('tystnar');
      system.advance('P23M');
      await seen(contactId, 'site_visit');
      system.advance('P2M');
      await system.runJob('sweep');
      const filed = String((await profileOf(contactId, at.brand))?.dueDay);
      expect(filed > ago(-365).toISOString()).toBe(true);

      await withdraw(contactId);
      expect((await profileOf(contactId, at.brand))?.dueDay).toBe(ago(0).toISOString().slice(0, 10));
      system.advance('P1D');
      await system.runJob('sweep');
      expect(await profileOf(contactId, at.brand)).toMatchObject({ standing: 'deactivated' });
    });

    test('stays while a legal hold or a restriction keeps everything as it is, and goes when that is over', async () => {
      for (const [name, keep, body, letGo] of [
        ['hallen', 'legal-hold', { reason: 'tvist' }, 'release-legal-hold'],
        ['begransad', 'restrict', {}, 'unrestrict'],
      ] as const) {
        const contactId = await profiled(name);
        await seen(contactId, 'download');
        const act = async (what: string, said: object) => {
          const answer = await asOperator(system, `contacts/${contactId}/${what}`, {
            ...{ ...at, role: 'privacy', method: 'POST' },
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(said),
          });
          expect(answer.status).toBe(200);
        };
        await act(keep, body);
        expect((await withdraw(contactId)).status).toBe(200);
        expect(await signsOf(contactId)).toHaveProperty('download');
        await act(letGo, {});
        expect(await signsOf(contactId)).toEqual({ form: expect.any(String) });
      }
    });

    test('is not noted by a report that has read the consent and is overtaken by the withdrawal', async () => {
      const contactId = await profiled('hinner-fore');
      const link = await mailLink(system, { ...at, contactId, purpose: 'profiling' });
      let withdrawn = false;
      const { body } = await intercepted(
        async ({ name, input }, proceed) => {
          const signs = JSON.stringify(input).includes('lastSigns');
          if (name === 'UpdateItem' && signs && !withdrawn) {
            withdrawn = true;
            expect((await unwatched(() => press(system, link))).status).toBe(200);
          }
          return proceed();
        },
        () => report(contactId, { type: 'site_visit', at: ago(0).toISOString() }, at),
      );
      expect([withdrawn, body.status]).toEqual([true, 'not_recorded']);
      expect(await signsOf(contactId)).not.toHaveProperty('site_visit');
    });
  });
});
