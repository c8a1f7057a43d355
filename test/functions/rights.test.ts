import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { askForLink, asOperator, audienceOf, postSignUp, press, subscribe, xledger } from '../journey.ts';
import { contactIdOf, mailLink } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

type Contact = {
  contactId: string;
  standing: string;
  reason?: string;
  ledger?: { chain: { whole: boolean }; evidence: { act: string }[] }[];
  [member: string]: unknown;
};
const contact = async (email: string, brand: string = xledger.brand) =>
  (await (await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { role: 'privacy', brand })).json()) as Contact;
const exercise = (
  contactId: string,
  right: string,
  { body, ...init }: Parameters<typeof asOperator>[2] & { body?: string } = {},
) =>
  asOperator(system, `contacts/${contactId}/${right}`, {
    role: 'privacy',
    method: 'POST',
    ...init,
    ...(body && { body, headers: { 'content-type': 'application/json', ...init.headers } }),
  });
const itemsOf = async (contactId: string) =>
  (await system.dump('people')).filter(({ pk, sk }) => pk === `xledger#${contactId}` && sk !== 'SUPPRESSION');
const acts = async () => (await system.dump('ledger')).filter(({ pk }) => String(pk).includes('#operator#'));
const chainOf = async (contactId: string) =>
  (await system.dump('ledger')).filter(({ pk }) => pk === `xledger#${contactId}`).sort((a, b) => Number(a.sk) - Number(b.sk));

/** Puts a mail and a disclosure under a person, as a campaign and a partner's feed leave them. */
async function withHistory(contactId: string): Promise<void> {
  const { db } = system.deps;
  const put = (item: object) =>
    db.client.send(
      new PutItemCommand({ TableName: db.tableName('people'), Item: marshall({ pk: `xledger#${contactId}`, ...item }) }),
    );
  await put({
    sk: 'SEND#20261127-k3v9q2m7xd',
    campaignId: '20261127-k3v9q2m7xd',
    state: 'sent',
    claimId: 'c',
    claimedAt: '2026-11-27T10:00:00.000Z',
    purpose: 'newsletter:insights',
    openedAt: '2026-11-27T11:00:00.000Z',
    expiresAt: 1_900_000_000,
  });
  await put({ sk: 'SHARED#2026-11-27T12:00:00.000Z', partner: 'implementation', fields: ['email', 'name'], ground: 'consent' });
}

describe('restriction (I8)', () => {
  test('takes a person out of every audience, keeps all that is known of them, and is lifted to what was before', async () => {
    const email = 'restricted@example.no';
    await subscribe(system, {
      email,
      name: 'Kari',
      company: 'Fjord AS',
      consents: ['newsletter:insights', 'partner:implementation'],
    });
    const { contactId } = await contact(email);
    await withHistory(contactId);
    const before = await itemsOf(contactId);
    const answer = await exercise(contactId, 'restrict', { body: JSON.stringify({ reference: 'mail of 27 November' }) });
    expect(await answer.json()).toEqual({ contactId, standing: 'restricted' });
    expect(await audienceOf(system, 'newsletter:insights')).not.toContain(email);
    expect(await audienceOf(system, 'partner:implementation')).not.toContain(email);
    const stripped = (items: Record<string, unknown>[]) =>
      items.map(({ audience: _, seq: __, head: ___, standing: ____, standingBefore: _____, ...kept }) => kept);
    expect(stripped(await itemsOf(contactId))).toEqual(stripped(before));
    expect((await chainOf(contactId)).at(-1)).toMatchObject({
      act: 'restricted',
      actor: 'operator',
      method: 'operator',
      evidence: { reference: 'mail of 27 November' },
    });
    expect(await postSignUp(system, { email, consents: ['newsletter:events'] }).then(() => system.settle())).toBeUndefined();
    expect(system.mails(email).filter(({ subject }) => subject.startsWith('Bekreft'))).toHaveLength(1);

    expect(await (await exercise(contactId, 'restrict')).json()).toEqual({ contactId, standing: 'restricted' });
    expect(await chainOf(contactId)).toHaveLength(2);
    expect(await (await exercise(contactId, 'unrestrict')).json()).toEqual({ contactId, standing: 'active' });
    expect(await audienceOf(system, 'newsletter:insights')).toContain(email);
    expect(await audienceOf(system, 'partner:implementation')).toContain(email);
  });

  test('holds against retention: nobody is asked, nothing is deleted, however long it lasts; then the clocks go on', async () => {
    const own = await startSystem({ clock: new Date('2027-03-10T12:00:00Z') });
    const email = 'kept@example.no';
    await subscribe(own, { email, consents: ['newsletter:insights'] });
    const contactId = await contactIdOf(own, email);
    own.advance('P23M');
    own.advance('P5D');
    await own.runJob('sweep');
    await own.settle();
    await asOperator(own, `contacts/${contactId}/restrict`, { role: 'privacy', method: 'POST' });
    for (const later of ['P6M', 'P40D', 'P40D']) {
      own.advance(later);
      await own.runJob('sweep');
      await own.runJob('ttl');
      await own.settle();
    }
    expect(own.mails(email).filter(({ subject }) => subject.startsWith('Vil du'))).toHaveLength(1);
    expect((await own.dump('people')).some(({ sk, standing }) => sk === 'PROFILE' && standing === 'restricted')).toBe(true);
    await asOperator(own, `contacts/${contactId}/unrestrict`, { role: 'privacy', method: 'POST' });
    for (const days of ['P1D', 'P40D']) {
      own.advance(days);
      await own.runJob('sweep');
      await own.settle();
    }
    expect((await own.dump('people')).some(({ sk }) => sk === 'PROFILE')).toBe(false);
    await own.stop();
  }, 300_000);
});

describe('objection to direct marketing (K14)', () => {
  test('ends marketing on every ground, bars the address, and keeps the data', async () => {
    const email = 'objects@example.no';
    const link = await askForLink(system, { email, name: 'Ola', consents: ['newsletter:insights', 'tracking:open'] });
    await press(system, link);
    const { contactId } = await contact(email);
    await withHistory(contactId);
    expect(await (await exercise(contactId, 'object')).json()).toEqual({ contactId, standing: 'objected' });
    expect(await audienceOf(system, 'newsletter:insights')).not.toContain(email);
    expect(await contact(email)).toMatchObject({
      standing: 'objected',
      name: 'Ola',
      consents: { 'newsletter:insights': { status: 'ConsentWithdrawn' }, 'tracking:open': { status: 'ConsentWithdrawn' } },
    });
    expect((await itemsOf(contactId)).map(({ sk }) => String(sk).split('#')[0])).toEqual([
      'CONSENT',
      'CONSENT',
      'PROFILE',
      'SEND',
      'SHARED',
    ]);
    expect(await system.dump('people')).toContainEqual(expect.objectContaining({ sk: 'SUPPRESSION', reason: 'objected' }));
    // no confirmation mail, no yes of an operator, and no old link lifts it (T3)
    const mails = system.mails(email).length;
    system.advance('PT16M');
    await postSignUp(system, { email, consents: ['newsletter:events'] });
    await system.settle();
    expect(system.mails(email)).toHaveLength(mails);
    await press(system, link);
    expect(await contact(email)).toMatchObject({ standing: 'objected' });
    // an erasure later does not weaken it
    await exercise(contactId, 'erase');
    expect(await contact(email)).toMatchObject({ standing: 'erased', reason: 'objected' });
  });

  test('of somebody restricted is kept while the restriction lasts, and stands when it is lifted', async () => {
    const email = 'both@example.no';
    await subscribe(system, { email });
    const { contactId } = await contact(email);
    await exercise(contactId, 'restrict');
    expect(await (await exercise(contactId, 'object')).json()).toEqual({ contactId, standing: 'restricted' });
    expect(await (await exercise(contactId, 'unrestrict')).json()).toEqual({ contactId, standing: 'objected' });
    expect(await (await exercise(contactId, 'object')).json()).toEqual({ contactId, standing: 'objected' });
  });
});

describe('erasure', () => {
  test('leaves a suppression and the chain, which verifies; role privacy can still prove it', async () => {
    const email = 'erased@example.no';
    await subscribe(system, { email, name: 'Kanari Gul' });
    const { contactId } = await contact(email);
    await withHistory(contactId);
    expect(await (await exercise(contactId, 'erase', { body: '{"reference":"letter 12"}' })).json()).toEqual({
      contactId,
      standing: 'erased',
    });
    await system.settle();
    expect(await itemsOf(contactId)).toEqual([]);
    expect(JSON.stringify([await system.dump('people'), await system.dump('ledger')])).not.toMatch(/erased@|Kanari/);
    const erased = await contact(email);
    expect(erased).toMatchObject({ standing: 'erased', reason: 'erased', since: expect.any(String), formerIds: [contactId] });
    expect(erased.ledger).toMatchObject([
      { contactId, chain: { whole: true }, evidence: [{ act: 'confirmed' }, { act: 'erased', method: 'operator' }] },
    ]);
    const byId = await asOperator(system, `contacts/${contactId}`, { role: 'privacy' });
    expect(await byId.json()).toMatchObject({ standing: 'erased', chain: { whole: true } });
    for (const path of [`contacts?email=${email}`, `contacts/${contactId}`]) {
      expect((await asOperator(system, path)).status).toBe(404);
    }
    // once is enough
    expect(await (await exercise(contactId, 'erase')).json()).toEqual({ contactId, standing: 'erased' });
    expect(await chainOf(contactId)).toHaveLength(2);
    expect((await exercise(system.deps.newId(), 'erase')).status).toBe(404);
    expect((await exercise(contactId, 'restrict')).status).toBe(404);
  });

  test('yields to a legal hold, says until when, and is made once the hold is released (K11)', async () => {
    const email = 'held@example.no';
    await subscribe(system, { email });
    const { contactId } = await contact(email);
    const until = new Date(system.clock.now().getTime() + 90 * 86_400_000).toISOString().slice(0, 10);
    await exercise(contactId, 'legal-hold', { body: JSON.stringify({ reason: 'claim 7', until }) });
    const refused = await exercise(contactId, 'erase');
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ type: '/problems/legal-hold', reason: until });
    expect(await contact(email)).toMatchObject({ standing: 'active', legalHold: { reason: 'claim 7', until } });
    await exercise(contactId, 'release-legal-hold');
    expect((await exercise(contactId, 'erase')).status).toBe(200);
  });

  test('while the person signs up, opens their page and unsubscribes leaves nothing half done', async () => {
    for (let round = 0; round < 4; round += 1) {
      const email = `race-${round}@example.no`;
      const unsubscribe = await subscribe(system, { email, name: 'Raser' });
      const { contactId } = await contact(email);
      system.advance('PT16M');
      const tracking = await mailLink(system, { contactId, purpose: 'tracking:open' });
      await Promise.all([
        exercise(contactId, 'erase'),
        press(system, tracking),
        exercise(contactId, 'restrict'),
        postSignUp(system, { email, consents: ['newsletter:events'] }),
        ...(round % 2 ? [press(system, unsubscribe)] : []),
      ]);
      await system.settle();
      expect(await itemsOf(contactId)).toEqual([]);
      const byId = await asOperator(system, `contacts/${contactId}`, { role: 'privacy' });
      expect(await byId.json()).toMatchObject({ standing: 'erased', chain: { whole: true } });
    }
  });
});

describe('what an operator does', () => {
  test('is written down, whoever is read or changed, and names nobody (K17)', async () => {
    const email = 'watched@example.no';
    await subscribe(system, { email });
    const { contactId } = await contact(email);
    const before = (await acts()).length;
    await asOperator(system, `contacts?email=${email}`);
    await asOperator(system, `contacts/${contactId}`, { role: 'privacy' });
    await asOperator(system, `contacts/${contactId}/record`, { role: 'privacy' });
    await asOperator(system, `contacts/${contactId}/export`, { role: 'privacy' });
    await exercise(contactId, 'restrict');
    await exercise(contactId, 'erase');
    await asOperator(system, 'contacts?email=nobody@example.no');
    const after = await acts();
    expect(
      after
        .slice(0)
        .filter(({ target }) => target === contactId)
        .map(({ act }) => act)
        .sort(),
    ).toEqual(
      [
        'contact_read',
        'contact_read',
        'contact_read',
        'contact_read',
        'contact_exported',
        'contact_restricted',
        'contact_erased',
      ].sort(),
    );
    expect(after.length).toBe(before + 6);
    expect(JSON.stringify(after)).not.toContain('watched@');
  });

  test('happens once under one Idempotency-Key, and refuses a reference that names somebody', async () => {
    const email = 'keyed@example.no';
    await subscribe(system, { email });
    const { contactId } = await contact(email);
    const once = { headers: { 'idempotency-key': 'one' } };
    const [first, second] = [await exercise(contactId, 'restrict', once), await exercise(contactId, 'restrict', once)];
    expect(await second.text()).toBe(await first.text());
    expect((await exercise(contactId, 'erase', { body: JSON.stringify({ reference: email }) })).status).toBe(422);
    expect((await exercise(contactId, 'erase', { body: JSON.stringify({ standing: 'active' }) })).status).toBe(422);
  });
});

describe('the export (GDPR 15, 20; I9)', () => {
  test('holds every value that lies under the id, as JSON and as CSV', async () => {
    const email = 'portable@example.no';
    await subscribe(system, {
      email,
      name: '=1+1',
      company: 'Fjord; AS',
      phone: '+47 98 76 54 32',
      consents: ['newsletter:insights', 'tracking:open'],
    });
    const { contactId } = await contact(email);
    await withHistory(contactId);
    const json = await asOperator(system, `contacts/${contactId}/export`, { role: 'privacy' });
    expect(json.headers.get('content-disposition')).toMatch(/^attachment; filename="xledger-\d{4}-\d\d-\d\d\.json"$/);
    const data = await json.json();
    expect(data).toMatchObject({
      about: { contactId, controller: 'Xledger AS' },
      profile: { email, name: '=1+1', phone: '+47 98 76 54 32' },
      consents: [{ purpose: 'newsletter:insights', source: '192.0.2.1' }, { purpose: 'tracking:open' }],
      evidence: [{ act: 'confirmed' }],
      chain: { whole: true },
      sends: [{ campaignId: '20261127-k3v9q2m7xd', state: 'sent', keptUntil: '2030-03-17T17:46:40.000Z' }],
      engagement: [{ signal: 'form' }, { signal: 'open', at: '2026-11-27T11:00:00.000Z' }],
      disclosures: [{ id: '2026-11-27T12:00:00.000Z', partner: 'implementation', fields: ['email', 'name'] }],
      cases: [],
      other: [],
    });
    // whatever is stored is told, by its value
    const text = JSON.stringify(data);
    const leaves = (value: unknown): string[] =>
      value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : [JSON.stringify(value)];
    for (const { pk: _, sk: __, audience: ___, due: ____, expiresAt: _____, ...stored } of await itemsOf(contactId)) {
      for (const leaf of leaves(stored)) expect(text).toContain(leaf);
    }

    const csv = await asOperator(system, `contacts/${contactId}/export`, { role: 'privacy', headers: { accept: 'text/csv' } });
    const rows = parseCsv(await csv.text(), { columns: true }) as { part: string; field: string; value: string }[];
    expect(rows).toContainEqual({ part: 'profile', number: '1', field: 'email', value: email });
    // a spreadsheet must not run what a visitor typed (S20)
    expect(rows).toContainEqual({ part: 'profile', number: '1', field: 'name', value: "'=1+1" });
    expect(rows.filter(({ part }) => part === 'disclosures').map(({ field }) => field)).toContain('fields.1');
    expect((await asOperator(system, `contacts/${system.deps.newId()}/export`, { role: 'privacy' })).status).toBe(404);
  });
});
