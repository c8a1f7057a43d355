/**
 * The restore drill (F23): `people` comes back as it was at a moment, half of one transaction missing, while the ledger and the campaigns have gone on. Each
 * finding was seen missed with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | the ledger is not replayed at all | everybody who left is back in the audience |
 * | an erased person's address is not barred again | an operator enters it once more |
 * | requests that were confirmed since are left | an old link confirms |
 * | somebody in a chunk begun since is not written down | the campaign mails them twice |
 * | grants are not rebuilt | the state is not what the ledger tells |
 * | whoever is on no list is left off it | whoever was found elsewhere is told |
 * | that somebody was told is not brought up | they are told once more |
 * | periods stay as they were agreed at the restore point | a contract that was made or ended since |
 */
import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Finding, restoreCheck } from '../../bin/restore-check.ts';
import { Campaign, campaignIdFrom, packIds } from '../../functions/domain/campaign.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { keys } from '../../functions/store/keys.ts';
import type { TableName } from '../../functions/store/tables.ts';
import { type System, startSystem } from '../../local/system.ts';
import alektum from '../../policies/alektum.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { contactIdOf } from '../functions/planted.ts';
import { askForLink, asOperator, audienceOf, press, subscribe } from '../journey.ts';
import { agreeing, keeping } from './brands.ts';
import { findingsIn } from './invariants.ts';

type Items = readonly Record<string, unknown>[];
const policies = [xledger, infosoft, keeping, agreeing, alektum];
const insights = ['newsletter:insights', 'tracking:open'];
const inKeeping = { brand: 'keeping', form: 'newsletter', consents: ['newsletter:news', 'tracking:open'] };
const inAgreeing = { brand: 'agreeing', form: 'newsletter', consents: ['newsletter:news'] };
const inInfosoft = {
  brand: 'infosoft',
  form: 'newsletter-se',
  name: 'Åsa Berg',
  company: 'Berg AB',
  consents: ['newsletter:news'],
};

const put = async ({ deps: { db } }: System, table: TableName, items: Items) => {
  for (const item of items) {
    const Item = marshall(item, { removeUndefinedValues: true });
    await db.client.send(new PutItemCommand({ TableName: db.tableName(table), Item }));
  }
};
const post = async (
  system: System,
  path: string,
  body: object,
  { brand = 'xledger', role = 'privacy', method = 'POST' }: { brand?: string; role?: 'admin' | 'privacy'; method?: string } = {},
) => {
  const answer = await asOperator(system, path, { brand, role, method, body: JSON.stringify(body) });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return answer;
};
/** Somebody found in a public source, whom nobody has told so. */
const find = async (system: System, email: string): Promise<ContactId> => {
  const at = system.clock.now().toISOString();
  const found = { email, locale: 'nb', market: 'no', at, reference: 'list 7', source: 'public-source' };
  const body = { ...found, purposes: ['service:prospects'] };
  const answer = await post(system, 'introductions', body, { brand: 'alektum', role: 'admin' });
  return ((await answer.json()) as { contactId: ContactId }).contactId;
};
const agree = (system: System, id: ContactId | undefined, period: string | undefined) => {
  const agreedPeriods = period ? { 'newsletter:news': { period, contract: 'DPA 4', agreedOn: '2027-03-01' } } : null;
  return post(system, `contacts/${id}`, { relationship: 'customer', agreedPeriods }, { brand: 'agreeing', method: 'PATCH' });
};

let restored: System;
let since: Date;
let ids: Record<string, ContactId>;
let links: Record<string, string>;
const campaignId = campaignIdFrom(new Date('2027-03-01T00:00:00Z'), randomBytes(10));
let found: Finding[];
const check = (apply: boolean) => {
  const { db, now, newId } = restored.deps;
  return restoreCheck({ db, policies, now, newId }, { since, apply });
};

beforeAll(async () => {
  const system = await startSystem({ policies, clock: new Date('2027-03-10T12:00:00Z') });
  const email = (name: string) => `${name}@example.no`;
  links = {};
  for (const name of ['stays', 'leaves', 'more', 'held', 'mailed'])
    links[name] = await subscribe(system, { email: email(name), consents: insights });
  links.withdraws = await subscribe(system, { ...inKeeping, email: email('withdraws') });
  links.rests = await subscribe(system, { ...inInfosoft, email: email('rests') });
  links.brief = await askForLink(system, { email: email('brief'), consents: insights });
  const brandOf: Record<string, string> = { withdraws: 'keeping', rests: 'infosoft', agrees: 'agreeing', parts: 'agreeing' };
  for (const name of ['agrees', 'parts']) links[name] = await subscribe(system, { ...inAgreeing, email: email(name) });
  // an hour later the table is copied; of the last transaction, a half is missing
  system.advance('PT1H');
  links.half = await subscribe(system, { email: email('half'), consents: insights });
  ids = {};
  for (const name of ['stays', 'leaves', 'more', 'held', 'half', 'mailed', 'withdraws', 'rests', 'agrees', 'parts'])
    ids[name] = await contactIdOf(system, email(name), brandOf[name]);
  for (const name of ['told', 'untold']) ids[name] = await find(system, email(name));
  await agree(system, ids.agrees, undefined);
  await agree(system, ids.parts, '1 year');
  since = system.clock.now();
  const halfOf = `xledger#${ids.half}`;
  const snapshot = (await system.dump('people')).filter(
    ({ pk, sk, contactId }) =>
      !(pk === halfOf && sk === 'CONSENT#tracking:open') &&
      !(sk === 'POINTER' && contactId === ids.half) &&
      !(pk === 'alektum#untold' && String(sk).endsWith(String(ids.untold))),
  );
  system.advance('PT1H');
  for (const name of ['leaves', 'withdraws', 'rests']) await press(system, links[name] ?? '');
  await press(system, links.brief);
  const brief = await contactIdOf(system, email('brief'));
  ids.brief = brief;
  await press(system, (await unsubscribeOf(system, brief)) ?? '');
  await subscribe(system, { email: email('more'), form: 'newsletter-uk', consents: ['newsletter:events'] });
  await post(system, `contacts/${ids.held}/legal-hold`, { reason: 'Claim 9' });
  await agree(system, ids.agrees, '3 years');
  await agree(system, ids.parts, undefined);
  const letter = { by: 'letter', on: '2027-03-10', reference: 'letter 5' };
  await post(system, `contacts/${ids.told}/told`, letter, { brand: 'alektum' });
  await subscribe(system, { email: email('lost'), consents: insights });
  ids.lost = await contactIdOf(system, email('lost'));
  await system.settle();

  const { now } = system.deps;
  restored = await startSystem({ policies, clock: now() });
  await put(restored, 'people', snapshot);
  await put(restored, 'ledger', await system.dump('ledger'));
  const at = now().toISOString();
  const campaign = Campaign.parse({
    brand: 'xledger',
    campaignId,
    name: 'Spring',
    purpose: 'newsletter:insights',
    locales: ['nb'],
    state: 'sending',
    createdAt: at,
    createdBy: 'somebody',
    startedAt: at,
    audience: 2,
    chunks: 2,
    revision: 3,
    progress: { excluded: { campaign: 0, segment: 0 }, handedOver: 2, movedAt: at },
  });
  const chunk = (n: number, of: ContactId, startedAt?: number) => ({
    ...keys.chunk('xledger', campaignId, n),
    ids: packIds([of]),
    count: 1,
    run: 1,
    ...(startedAt && { startedAt }),
  });
  await put(restored, 'campaigns', [
    { ...keys.campaign('xledger', campaignId), ...campaign },
    chunk(0, ids.mailed as ContactId, since.getTime() / 1000 + 1800),
    chunk(1, ids.stays as ContactId),
  ]);
  await restored.settle();
  await system.stop();

  const untouched = await restored.dump('people');
  const told = await check(false);
  expect(await restored.dump('people')).toEqual(untouched);
  found = await check(true);
  expect(found.map(({ what, id }) => `${what} ${id}`).sort()).toEqual(told.map(({ what, id }) => `${what} ${id}`).sort());
  await restored.settle();
}, 300_000);
afterAll(() => restored.stop());

const unsubscribeOf = async (system: System, contactId: ContactId) => {
  const { makeLink } = await import('../../functions/domain/links.ts');
  const link = { brand: 'xledger', contactId, purpose: 'newsletter:insights', locale: 'nb' };
  return `/u/${makeLink('mail', link, await system.deps.secret())}`;
};
const contact = async (name: string, brand = 'xledger') => {
  const answer = await asOperator(restored, `contacts?email=${name}@example.no`, { brand, role: 'privacy' });
  return (await answer.json()) as Record<string, unknown>;
};

describe('after a restore (F23)', () => {
  test('the check names each person with what happened to them since, and nobody else', () => {
    const by = (what: Finding['what']) =>
      found
        .filter((finding) => finding.what === what)
        .map(({ id }) => id)
        .sort();
    expect(by('erased')).toEqual([ids.leaves, ids.brief].sort());
    const names = ['half', 'withdraws', 'rests', 'more', 'held', 'agrees', 'parts', 'told', 'untold'];
    expect(by('brought_up')).toEqual(names.map((name) => ids[name]).sort());
    expect(by('lost')).toEqual([ids.lost]);
    expect(by('campaign')).toEqual([campaignId]);
    expect(by('unknown')).toEqual([`${campaignId} chunk 0`]);
    expect(found.every(({ done }) => done)).toBe(true);
    expect(JSON.stringify(found)).not.toContain('@');
  });

  test('whoever left is out of every audience again, and whoever agreed to more is in it (I3, I6)', async () => {
    expect(await audienceOf(restored, 'newsletter:insights')).toEqual(
      ['half', 'held', 'mailed', 'more', 'stays'].map((name) => `${name}@example.no`),
    );
    expect(await audienceOf(restored, 'newsletter:events')).toEqual(['more@example.no']);
    expect(await audienceOf(restored, 'newsletter:news', 'keeping')).toEqual([]);
    expect(await audienceOf(restored, 'newsletter:news', 'infosoft')).toEqual([]);
    expect(await contact('rests', 'infosoft')).toMatchObject({ standing: 'deactivated' });
  });

  test('nothing remains of the erased, and nobody but themselves can bring them back (I8, T33)', async () => {
    for (const name of ['leaves', 'brief']) {
      expect(await contact(name)).toMatchObject({ standing: 'erased', reason: 'withdrawn', formerIds: [ids[name]] });
      const remains = (await restored.dump('people')).filter(({ pk }) => pk === `xledger#${ids[name]}`);
      expect(remains).toEqual([]);
    }
    expect((await press(restored, links.brief ?? '')).status).toBe(410);
  });

  test('a legal hold stands again; why it was set is lost, and the check says so', async () => {
    expect(await contact('held')).toMatchObject({ legalHold: { reason: expect.stringContaining('lost the reason') } });
    expect(found.find(({ id }) => id === ids.held)?.note).toContain('lost: reason of hold');
  });

  test('whoever was found elsewhere is told so, and nobody a second time (K5)', async () => {
    expect(await contact('told', 'alektum')).toMatchObject({ foundIn: { toldAt: expect.any(String) } });
    await restored.runJob('tell-sources');
    const mailed = ['told', 'untold'].filter((name) => restored.mails(`${name}@example.no`).length > 0);
    expect(mailed).toEqual(['untold']);
  });

  test('a period is the one that the last contract agrees (E6)', async () => {
    expect(await contact('agrees', 'agreeing')).toMatchObject({ agreedPeriods: { 'newsletter:news': { period: '3 years' } } });
    expect(await contact('parts', 'agreeing')).not.toHaveProperty('agreedPeriods');
  });

  test('the campaign waits for somebody to look, and whoever may have been mailed is not mailed again (I1, I5)', async () => {
    const campaign = (await restored.dump('campaigns')).find(({ sk }) => sk === campaignId);
    expect(campaign).toMatchObject({ state: 'needs_review', stateReason: 'people_restored', heldFrom: 'sending' });
    const sends = (await restored.dump('people')).filter(({ sk }) => String(sk).startsWith('SEND#'));
    expect(sends).toEqual([expect.objectContaining({ pk: `xledger#${ids.mailed}`, state: 'unknown', chunk: 0 })]);
  });

  test('the table says what the ledger says (I4, I6, I8, I11), and a second check finds nothing', async () => {
    expect(await findingsIn(restored)).toEqual([]);
    expect(await check(true)).toEqual([]);
  });
});
