import { type AttributeValue, DeleteItemCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContactId } from '../../functions/domain/identity.ts';
import { shardOf } from '../../functions/store/keys.ts';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, audienceOf, linkIn, press, subscribe } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-03-10T12:00:00Z'), policies: [xledger] });
});
afterAll(() => system.stop());

/** What the people table holds of an id, but for the suppression of its address. */
const tracesOf = async (contactId: string) =>
  (await system.dump('people')).filter(
    (item) => JSON.stringify(item).includes(contactId) && item.sk !== 'SUPPRESSION' && !/#(closed|feed)#/.test(String(item.pk)),
  );
const contact = async (email: string, brand: string) => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { brand, role: 'privacy' });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { contactId: string } };
};
const shardAndId = (contactId: string) => `${shardOf(contactId as ContactId)} ${contactId}`;
const sweep = async (brand: string) => {
  const { brands } = (await system.runJob('sweep')) as { brands: { brand: string }[] };
  await system.settle();
  return brands.find((report) => report.brand === brand) as ({ brand: string } & Record<string, number>) | undefined;
};

describe('xledger deletes after 24 months without interest', () => {
  test('asks 30 days before, since nobody may watch this person, and deletes who does not answer', async () => {
    const email = 'silent@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights'] });

    system.advance('P22M');
    expect(await sweep('xledger')).toMatchObject({ due: 0 });
    system.advance('P1M');
    expect(await sweep('xledger')).toMatchObject({ asked: 1, removed: 0 });
    expect((await contact(email, 'xledger')).body).toMatchObject({ standing: 'active', askedOn: expect.any(String) });
    expect(system.mails(email)[0]?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(system.mails(email)[0]?.subject).toBe('Vil du fortsatt høre fra Xledger?');
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);

    system.advance('P28D');
    expect(await sweep('xledger')).toMatchObject({ removed: 0 });
    system.advance('P1D');
    expect(await sweep('xledger')).toMatchObject({ removed: 1 });
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);
    expect((await contact(email, 'xledger')).body).toMatchObject({ standing: 'erased', reason: 'inactive' });
    expect(await sweep('xledger')).toMatchObject({ due: 0 });
  });
  test('keeps whoever says so, for another 24 months; a second press and a scanner change nothing', async () => {
    const email = 'stays@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights'] });
    system.advance('P23M');
    system.advance('P5D');
    await sweep('xledger');
    const link = linkIn(system, email, 'c');
    const before = await system.dump('people');
    expect((await system.fetch(link)).status).toBe(200);
    expect(await system.dump('people')).toEqual(before);

    expect((await press(system, link)).status).toBe(200);
    const stayed = (await contact(email, 'xledger')).body;
    expect(stayed).toMatchObject({ consents: { 'newsletter:insights': { status: 'RenewedConsentGiven' } } });
    expect(stayed.expiresAt).toBeUndefined();
    expect((await press(system, link)).status).toBe(200);
    expect((await contact(email, 'xledger')).body).toEqual(stayed);

    system.advance('P22M');
    expect(await sweep('xledger')).toMatchObject({ removed: 0, asked: 0 });
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);
    expect((await press(system, link)).status).toBe(410);
    system.advance('P3M');
    await sweep('xledger');
    system.advance('P31D');
    await sweep('xledger');
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);
  });

  test('TTL alone removes whom the sweep put into the last step and then missed, with the same traces', async () => {
    const email = 'missed@example.no';
    const unsubscribe = await subscribe(system, { email, consents: ['newsletter:insights'] });
    const { contactId } = (await contact(email, 'xledger')).body;
    system.advance('P23M');
    system.advance('P5D');
    await sweep('xledger');
    system.advance('P40D');
    // dead by the clock, though every row is still there
    expect((await contact(email, 'xledger')).status).toBe(404);
    expect((await press(system, unsubscribe)).status).toBe(200);

    await system.runJob('ttl');
    expect((await contact(email, 'xledger')).body).toMatchObject({
      standing: 'erased',
      reason: 'inactive',
      formerIds: [contactId],
    });
    expect(await tracesOf(contactId)).toEqual([expect.objectContaining({ pk: expect.stringContaining('#ending#') })]);
    const chain = (await system.dump('ledger')).filter((item) => item.pk === `xledger#${contactId}`);
    expect(chain.map(({ act }) => act)).toEqual(['confirmed', 'removed']);
    await sweep('xledger');
    expect(await tracesOf(contactId)).toEqual([]);
  });

  test('TTL alone removes exactly those whom the sweep would have, and leaves the same traces, a week later (F20)', async () => {
    const policies = [xledger];
    const clock = new Date('2029-10-31T12:00:00Z');
    const [swept, left] = await Promise.all([startSystem({ policies, clock }), startSystem({ policies, clock })]);
    const names = ['unseen', 'seen', 'came-back', 'answered', 'held', 'young'];
    const email = (name: string) => `${name}@example.no`;
    const seen = ['newsletter:insights', 'tracking:open', 'tracking:click'];
    const idAt = async (of: System, name: string) => {
      const answer = await asOperator(of, `contacts?email=${email(name)}`, { role: 'privacy' });
      return ((await answer.json()) as { contactId: string }).contactId;
    };
    const post = async (of: System, name: string, path: string, body: object) =>
      asOperator(of, `contacts/${await idAt(of, name)}/${path}`, { role: 'privacy', method: 'POST', body: JSON.stringify(body) });
    for (const of of [swept, left]) {
      for (const name of names.filter((one) => one !== 'young'))
        await subscribe(of, {
          email: email(name),
          consents: name === 'unseen' || name === 'answered' ? ['newsletter:insights'] : seen,
        });
      of.advance('P23M');
      await subscribe(of, { email: email('young'), consents: seen });
      of.advance('P5D');
      await of.runJob('sweep');
      await of.settle();
      await post(of, 'came-back', 'activity', { type: 'reply', at: of.clock.now().toISOString() });
      await post(of, 'held', 'legal-hold', { reason: 'Claim 1' });
      await press(of, linkIn(of, email('answered'), 'c'));
      of.advance('P27D');
    }
    await swept.runJob('sweep');
    await swept.settle();
    left.advance('P7D');
    await left.runJob('ttl');

    /** What is told of each, and what lies in the tables, without ids, hashes and moments. */
    const traces = async (of: System) => {
      const [people, ledger] = await Promise.all([of.dump('people'), of.dump('ledger')]);
      return Promise.all(
        names.map(async (name) => {
          const answer = await asOperator(of, `contacts?email=${email(name)}`, { role: 'privacy' });
          const told = (await answer.json()) as { contactId?: string; standing: string; reason?: string; formerIds?: string[] };
          const id = told.contactId ?? told.formerIds?.at(-1) ?? '';
          const entries = ledger.filter(({ pk }) => pk === `xledger#${id}`);
          return {
            name,
            standing: told.standing,
            reason: told.reason,
            chain: entries.map(({ act, method, changes }) => ({ act, method, changes })),
            items: people.filter(({ pk }) => pk === `xledger#${id}`).map(({ sk }) => sk),
          };
        }),
      );
    };
    const expected = await traces(swept);
    expect(expected.map(({ name, standing }) => `${name} ${standing}`)).toEqual([
      'unseen erased',
      'seen erased',
      'came-back active',
      'answered active',
      'held active',
      'young active',
    ]);
    expect(await traces(left)).toEqual(expected);
    await Promise.all([swept.stop(), left.stop()]);
  }, 300_000);

  test('a removal whose stream record was lost is finished by the next sweep', async () => {
    const email = 'lost@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights'] });
    const { contactId } = (await contact(email, 'xledger')).body;
    system.advance('P23M');
    system.advance('P5D');
    await sweep('xledger');
    system.advance('P40D');
    const { client, tableName } = system.deps.db;
    const Key = { pk: { S: `xledger#${contactId}` }, sk: { S: 'PROFILE' } };
    await client.send(new DeleteItemCommand({ TableName: tableName('people'), Key }));

    // nothing is delivered: the record is as good as lost
    expect(await system.runJob('sweep')).toMatchObject({ brands: [{ completed: 1 }] });
    expect((await contact(email, 'xledger')).body).toMatchObject({
      standing: 'erased',
      reason: 'inactive',
      formerIds: [contactId],
    });
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);
  });

  test('a removal that a sweep cannot finish holds up nobody else’s', async () => {
    const { client, tableName } = system.deps.db;
    const people: { email: string; contactId: string }[] = [];
    for (const email of ['one@example.no', 'other@example.no']) {
      await subscribe(system, { email, consents: ['newsletter:insights'] });
      people.push({ email, contactId: (await contact(email, 'xledger')).body.contactId });
    }
    // the walk goes by id: whoever comes first is the one who cannot be finished
    const [damaged, whole] = people.sort((a, b) => shardAndId(a.contactId).localeCompare(shardAndId(b.contactId))) as [
      (typeof people)[number],
      (typeof people)[number],
    ];
    system.advance('P23M');
    system.advance('P5D');
    await sweep('xledger');
    system.advance('P40D');
    for (const { contactId } of people) {
      const Key = { pk: { S: `xledger#${contactId}` }, sk: { S: 'PROFILE' } };
      await client.send(new DeleteItemCommand({ TableName: tableName('people'), Key }));
    }
    const spoil = (by: string) =>
      client.send(
        new UpdateItemCommand({
          TableName: tableName('ledger'),
          Key: { pk: { S: `xledger#${damaged.contactId}` }, sk: { N: '1' } },
          UpdateExpression: 'SET #at = :by',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':by': { S: by } },
        }),
      );
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: tableName('ledger'),
        Key: { pk: { S: `xledger#${damaged.contactId}` }, sk: { N: '1' } },
      }),
    );
    await spoil('nonsense');

    expect(await system.runJob('sweep')).toMatchObject({ brands: [{ completed: 1, failed: 1 }] });
    expect((await contact(whole.email, 'xledger')).body).toMatchObject({ standing: 'erased', formerIds: [whole.contactId] });
    await spoil(Item?.at?.S ?? '');
    expect(await system.runJob('sweep')).toMatchObject({ brands: [{ completed: 1, failed: 0 }] });
    expect((await contact(damaged.email, 'xledger')).body).toMatchObject({ standing: 'erased' });
  });

  test('somebody whom a sweep cannot settle holds up nobody else, and the report tells how long they have been due', async () => {
    await subscribe(system, { email: 'damaged@example.no', consents: ['newsletter:insights'] });
    await subscribe(system, { email: 'whole@example.no', consents: ['newsletter:insights'] });
    const { contactId } = (await contact('damaged@example.no', 'xledger')).body;
    const { client, tableName } = system.deps.db;
    const update = (expression: string, values: Record<string, AttributeValue>) =>
      client.send(
        new UpdateItemCommand({
          TableName: tableName('people'),
          Key: { pk: { S: `xledger#${contactId}` }, sk: { S: 'PROFILE' } },
          UpdateExpression: expression,
          ExpressionAttributeValues: values,
        }),
      );
    await update('SET standing = :standing', { ':standing': { S: 'nonsense' } });
    system.advance('P23M');
    system.advance('P5D');
    const late = await sweep('xledger');
    expect(late).toMatchObject({ failed: 1, asked: 1, oldestDays: expect.any(Number) });
    expect(system.lines.filter((line) => line.includes('"swept"')).at(-1)).toContain(`"oldestDays":${late?.oldestDays}`);
    system.advance('P1D');
    expect(await sweep('xledger')).toMatchObject({ failed: 1, oldestDays: (late?.oldestDays ?? 0) + 1 });
    await update('SET standing = :standing', { ':standing': { S: 'active' } });
    expect(await sweep('xledger')).toMatchObject({ failed: 0, asked: 1, oldestDays: 0 });
  });

  test('someone whose profile has expired signs up again as a new person, before anything was cleaned up', async () => {
    const email = 'again@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights'] });
    const before = (await contact(email, 'xledger')).body;
    system.advance('P23M');
    system.advance('P5D');
    await sweep('xledger');
    system.advance('P40D');
    await subscribe(system, { email, consents: ['newsletter:insights'] });
    const after = (await contact(email, 'xledger')).body;
    expect(after.contactId).not.toBe(before.contactId);

    await system.runJob('ttl');
    await sweep('xledger');
    expect((await contact(email, 'xledger')).body).toEqual(after);
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);
  });
});
