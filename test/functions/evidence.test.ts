import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Checkpoint, isSigned, verifyRest } from '../../functions/domain/checkpoint.ts';
import type { Placed } from '../../functions/domain/ledger.ts';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, press, subscribe } from '../journey.ts';
import { contactIdOf } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-03-10T12:00:00Z'), policies: [xledger] });
});
afterAll(() => system.stop());

const retire = async () => ((await system.runJob('retire-evidence')) as { brands: object[] }).brands[0];
const placesOf = async (contactId: string) =>
  (await system.dump('ledger'))
    .filter(({ pk }) => pk === `xledger#${contactId}`)
    .sort((a, b) => Number(a.sk) - Number(b.sk)) as ({ sk: number; expiresAt?: number } & Record<string, unknown>)[];
const left = async (email: string) => {
  const unsubscribe = await subscribe(system, { email, consents: ['newsletter:insights'] });
  const contactId = await contactIdOf(system, email);
  await press(system, unsubscribe);
  await system.settle();
  return contactId;
};
const record = async (contactId: string) => {
  const answer = await asOperator(system, `contacts/${contactId}/record`, { role: 'privacy' });
  return { status: answer.status, body: (await answer.json()) as { chain?: { whole: boolean } } };
};

describe('the evidence of someone who is gone', () => {
  test('stands for two years, and goes on the day after, behind a signed checkpoint (S27, I11)', async () => {
    const contactId = await left('gone@example.no');
    system.advance('P24M');
    expect(await retire()).toMatchObject({ retired: 0, waits: 1 });
    expect((await record(contactId)).body.chain).toMatchObject({ whole: true });
    system.advance('P1D');
    expect(await retire()).toMatchObject({ retired: 1 });

    const [checkpoint, ...entries] = await placesOf(contactId);
    const signed = Checkpoint.parse(checkpoint);
    const secret = await system.deps.secret();
    expect(isSigned(signed, secret)).toBe(true);
    const bare = entries.map(({ pk: _, sk: __, expiresAt: ___, ...entry }) => entry) as unknown as Placed[];
    expect(bare).toHaveLength(2);
    for (const first of [0, 1, 2]) expect(verifyRest(signed, bare.slice(first))).toMatchObject({ whole: true, head: { seq: 2 } });
    expect(verifyRest(signed, bare.slice(0, 1))).toMatchObject({ whole: false });
    expect(verifyRest(signed, [{ ...(bare[1] as Placed), at: '2020-01-01T00:00:00.000Z' } as Placed])).toMatchObject({
      whole: false,
    });
    expect(isSigned({ ...signed, hash: 'another' }, secret)).toBe(false);
    expect(isSigned({ ...signed, keyId: 'zz' }, secret)).toBe(false);

    // dead by the clock, though every row is still there
    system.advance('PT1M');
    expect((await record(contactId)).status).toBe(404);
    await system.runJob('ttl');
    expect((await placesOf(contactId)).map(({ sk }) => sk)).toEqual([0]);
    expect(
      (await system.dump('people')).filter(({ pk, sk }) => String(pk).includes('#closed#') && String(sk).includes(contactId)),
    ).toEqual([]);
    expect(await retire()).toMatchObject({ retired: 0, gone: 0 });
    system.advance('P3M');
    await system.runJob('ttl');
    expect(await placesOf(contactId)).toEqual([]);
  });

  test('of which a run that died has let go of half is let go of whole by the next', async () => {
    const contactId = await left('half@example.no');
    system.advance('P24M');
    system.advance('P2D');
    const { client, tableName } = system.deps.db;
    await client.send(
      new UpdateItemCommand({
        TableName: tableName('ledger'),
        Key: marshall({ pk: `xledger#${contactId}`, sk: 1 }),
        UpdateExpression: 'SET expiresAt = :at',
        ExpressionAttributeValues: marshall({ ':at': 1_900_000_000 }),
      }),
    );
    expect(await retire()).toMatchObject({ retired: 1 });
    expect((await placesOf(contactId)).map(({ sk, expiresAt }) => [sk, expiresAt !== undefined])).toEqual([
      [0, true],
      [1, true],
      [2, true],
    ]);
  });

  test('is kept while a legal hold keeps whoever has the address now, and goes afterwards (K11)', async () => {
    const former = await left('heir@example.no');
    system.advance('PT16M');
    await subscribe(system, { email: 'heir@example.no', consents: ['newsletter:insights'] });
    const heir = await contactIdOf(system, 'heir@example.no');
    const post = (path: string, body: object = {}) =>
      asOperator(system, `contacts/${heir}/${path}`, { role: 'privacy', method: 'POST', body: JSON.stringify(body) });
    expect((await post('legal-hold', { reason: 'Claim 7' })).status).toBe(200);
    system.advance('P24M');
    system.advance('P1D');
    expect(await retire()).toMatchObject({ retired: 0, held: 1 });
    await post('release-legal-hold');
    expect(await retire()).toMatchObject({ retired: 1, held: 0 });
    expect((await placesOf(former)).every(({ expiresAt }) => expiresAt !== undefined)).toBe(true);
    expect((await placesOf(heir)).every(({ expiresAt }) => expiresAt === undefined)).toBe(true);
  });

  test('that is not as it was written is left for people to look at, and the log says so', async () => {
    const contactId = await left('forged@example.no');
    const [, last] = await placesOf(contactId);
    const { client, tableName } = system.deps.db;
    await client.send(
      new PutItemCommand({ TableName: tableName('ledger'), Item: marshall({ ...last, at: '2027-01-01T00:00:00.000Z' }) }),
    );
    system.advance('P24M');
    system.advance('P1D');
    expect(await retire()).toMatchObject({ retired: 0, broken: 1 });
    expect((await placesOf(contactId)).map(({ sk, expiresAt }) => [sk, expiresAt])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    expect(system.lines.some((line) => line.includes('evidence_broken') && line.includes(contactId))).toBe(true);
  });

  test('of someone who is there is never let go of, however old it is', async () => {
    await subscribe(system, { email: 'stays@example.no', consents: ['newsletter:insights'] });
    const contactId = await contactIdOf(system, 'stays@example.no');
    system.advance('P36M');
    expect(await retire()).toMatchObject({ retired: 0 });
    expect((await placesOf(contactId)).every(({ expiresAt }) => expiresAt === undefined)).toBe(true);
  });
});
