import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, audienceOf, press, subscribe } from '../journey.ts';
import { contactIdOf } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-03-10T12:00:00Z'), policies: [xledger] });
});
afterAll(() => system.stop());

const post = async (path: string, body?: object, role: 'privacy' | 'marketer' = 'privacy') => {
  const answer = await asOperator(system, path, {
    role,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const hold = (contactId: string, body: object) => post(`contacts/${contactId}/legal-hold`, body);
const release = (contactId: string) => post(`contacts/${contactId}/release-legal-hold`);
const shown = async (contactId: string) =>
  (await (await asOperator(system, `contacts/${contactId}`, { role: 'privacy' })).json()) as Record<string, unknown>;
const chainOf = async (contactId: string) =>
  (await system.dump('ledger')).filter(({ pk }) => pk === `xledger#${contactId}`).map(({ act }) => act);
const subscribed = async (email: string) => {
  const unsubscribe = await subscribe(system, { email, consents: ['newsletter:insights'] });
  return { unsubscribe, contactId: await contactIdOf(system, email) };
};
const sweep = async () => {
  const { brands } = (await system.runJob('sweep')) as { brands: object[] };
  await system.settle();
  return brands[0];
};
const claim = { reason: 'Claim 2027-14, delivery of June' };

describe('a legal hold (K11)', () => {
  test('wins over the sweep and over TTL: it takes the person out of the last step in its own write (F20)', async () => {
    const { contactId } = await subscribed('held@example.no');
    system.advance('P23M');
    system.advance('P5D');
    await sweep();
    expect(await shown(contactId)).toMatchObject({ expiresAt: expect.any(Number) });
    expect(await hold(contactId, claim)).toEqual({ status: 200, body: { contactId, legalHold: claim } });
    const held = await shown(contactId);
    expect(held).toMatchObject({ legalHold: claim });
    expect(held).not.toHaveProperty('expiresAt');

    for (const span of ['P40D', 'P2M', 'P12M']) {
      system.advance(span);
      await system.runJob('ttl');
      expect(await sweep()).toMatchObject({ removed: 0, asked: 0, warned: 0 });
    }
    expect(await shown(contactId)).toMatchObject({ legalHold: claim });

    expect(await release(contactId)).toEqual({ status: 200, body: { contactId, legalHold: null } });
    expect(await sweep()).toMatchObject({ asked: 1, removed: 0 });
    system.advance('P30D');
    expect(await sweep()).toMatchObject({ removed: 1 });
    expect(await chainOf(contactId)).toEqual(['confirmed', 'held', 'released', 'removed']);
  });

  test('wins over an erasure: the mails stop at once, the data go when it is over', async () => {
    const { contactId, unsubscribe } = await subscribed('claimant@example.no');
    await hold(contactId, claim);
    expect((await press(system, unsubscribe)).status).toBe(200);
    await system.settle();
    expect(await audienceOf(system, 'newsletter:insights')).not.toContain('claimant@example.no');
    expect(await shown(contactId)).toMatchObject({
      erasureOwed: true,
      consents: { 'newsletter:insights': { status: 'ConsentWithdrawn' } },
    });
    system.advance('P2M');
    expect(await sweep()).toMatchObject({ removed: 0 });

    await release(contactId);
    expect(await sweep()).toMatchObject({ removed: 1 });
    const answer = await asOperator(system, 'contacts?email=claimant@example.no', { role: 'privacy' });
    expect(await answer.json()).toMatchObject({ standing: 'erased', reason: 'withdrawn', formerIds: [contactId] });
    expect(await chainOf(contactId)).toEqual(['confirmed', 'held', 'withdrawn', 'released', 'removed']);
  });

  test('ends with its last day, and what it put off follows on the day after', async () => {
    const { contactId, unsubscribe } = await subscribed('until@example.no');
    const until = new Date(system.clock.now().getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
    await hold(contactId, { ...claim, until });
    await press(system, unsubscribe);
    system.advance('P10D');
    expect(await sweep()).toMatchObject({ removed: 0 });
    system.advance('P1D');
    expect(await sweep()).toMatchObject({ removed: 1 });
  });

  test('that was owed an erasure keeps whoever agreed again meanwhile', async () => {
    const { contactId, unsubscribe } = await subscribed('again@example.no');
    await hold(contactId, claim);
    await press(system, unsubscribe);
    await system.settle();
    system.advance('PT16M');
    await subscribe(system, { email: 'again@example.no', consents: ['newsletter:events'] });
    await release(contactId);
    expect(await sweep()).toMatchObject({ removed: 0 });
    expect(await audienceOf(system, 'newsletter:events')).toContain('again@example.no');
    expect(await contactIdOf(system, 'again@example.no')).toBe(contactId);
  });

  test('is written down without its reason, once, and with who set it', async () => {
    const { contactId } = await subscribed('once@example.no');
    await hold(contactId, claim);
    await hold(contactId, claim);
    await release(contactId);
    await release(contactId);
    expect(await chainOf(contactId)).toEqual(['confirmed', 'held', 'released']);
    const ledger = JSON.stringify(await system.dump('ledger'));
    expect(ledger).not.toContain('Claim 2027-14');
    const acts = (await system.dump('ledger')).filter(
      ({ pk, target }) => String(pk).includes('#operator#') && target === contactId,
    );
    expect(acts.map(({ act }) => act).filter((act) => act !== 'contact_read')).toEqual(['legal_hold_set', 'legal_hold_released']);
  });

  test('is refused without a reason, with a day that is past, of someone unknown', async () => {
    const { contactId } = await subscribed('wrong@example.no');
    expect((await hold(contactId, {})).status).toBe(422);
    expect((await hold(contactId, { ...claim, until: '2027-01-01' })).status).toBe(422);
    expect((await hold(Buffer.alloc(16, 3).toString('base64url'), claim)).status).toBe(404);
    expect((await post(`contacts/${contactId}/legal-hold`, claim, 'marketer')).status).toBe(403);
  });
});
