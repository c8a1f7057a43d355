import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Verified, verifyLedger } from '../../bin/verify-ledger.ts';
import { hashOf } from '../../functions/domain/canonical-json.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { type System, startSystem } from '../../local/system.ts';
import { openAndSubmit } from '../functions/own-page.ts';
import { contactIdOf, mailLink } from '../functions/planted.ts';
import { asOperator, manageLink, press, subscribe } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

type Item = Record<string, unknown> & { sk: number; hash: string };
const put = (table: 'ledger' | 'people', item: object) =>
  system.deps.db.client.send(new PutItemCommand({ TableName: system.deps.db.tableName(table), Item: marshall(item) }));
const drop = (pk: string, sk: number) =>
  system.deps.db.client.send(new DeleteItemCommand({ TableName: system.deps.db.tableName('ledger'), Key: marshall({ pk, sk }) }));
const chainOf = async (pk: string) =>
  ((await system.dump('ledger')).filter((item) => item.pk === pk) as Item[]).sort((a, b) => a.sk - b.sk);
const check = (person?: ContactId) => verifyLedger(system.deps, { brand: 'xledger', ...(person && { person }) });
const broken = (verified: Verified[]) =>
  verified.flatMap(({ chain, finding }) => (finding.whole ? [] : [[chain, finding.brokenAt, finding.damage]]));
const rehashed = ({ hash: _, pk, sk, ...content }: Record<string, unknown>) => ({ pk, sk, ...content, hash: hashOf(content) });

/** Somebody with a chain of five entries, of whom the profile knows the end. */
async function someone(email: string): Promise<{ pk: string; contactId: ContactId; chain: Item[] }> {
  await subscribe(system, { email });
  const link = await manageLink(system, email);
  await openAndSubmit(system, link, 'save', { ticked: ['newsletter:insights', 'newsletter:events', 'tracking:open'] });
  await openAndSubmit(system, link, 'save', { ticked: ['newsletter:insights', 'newsletter:events'] });
  await openAndSubmit(system, `${link}/data`, 'restrict');
  await openAndSubmit(system, `${link}/data`, 'unrestrict');
  const contactId = await contactIdOf(system, email);
  const pk = `xledger#${contactId}`;
  const chain = await chainOf(pk);
  if (chain.length !== 5) throw new Error(`${chain.length} entries`);
  return { pk, contactId, chain };
}

/** What somebody with access to the table may do to it, and where and as what that is found. */
const damages: [string, number, string, (pk: string, chain: Item[], other: Item[]) => Promise<unknown>][] = [
  [
    'an entry whose words were changed',
    2,
    'altered',
    (_, chain) => put('ledger', { ...chain[1], at: '2020-01-01T00:00:00.000Z' }),
  ],
  [
    'an entry from which an attribute was taken',
    3,
    'altered',
    (_, chain) => {
      const { evidence: __, ...less } = chain[2] as Item;
      return put('ledger', less);
    },
  ],
  [
    'an entry that was changed and given the hash that fits it',
    3,
    'forked',
    (_, chain) => put('ledger', rehashed({ ...chain[1], actor: 'system' })),
  ],
  [
    'the last entry, changed and given the hash that fits it',
    5,
    'forked',
    (_, chain) => put('ledger', rehashed({ ...chain[4], actor: 'system' })),
  ],
  ['an entry that is gone', 3, 'dropped', (pk) => drop(pk, 3)],
  ['the first entry gone', 1, 'dropped', (pk) => drop(pk, 1)],
  [
    'two entries that changed places',
    2,
    'swapped',
    async (_, chain) => {
      await put('ledger', { ...chain[2], sk: 2 });
      await put('ledger', { ...chain[1], sk: 3 });
    },
  ],
  ['the end cut off', 5, 'truncated', (pk) => drop(pk, 5)],
  [
    'two entries of the end cut off',
    4,
    'truncated',
    async (pk) => {
      await drop(pk, 4);
      await drop(pk, 5);
    },
  ],
  [
    'the whole chain gone',
    1,
    'truncated',
    async (pk) => {
      for (const sk of [1, 2, 3, 4, 5]) await drop(pk, sk);
    },
  ],
  [
    'an entry that nobody wrote, in its place and with the hash that fits',
    6,
    'added',
    (_, chain) => {
      const last = chain[4] as Item;
      return put('ledger', rehashed({ ...last, sk: 6, seq: 6, previous: last.hash }));
    },
  ],
  ['another person’s entry under the same number', 3, 'forked', (pk, _, other) => put('ledger', { ...other[2], pk })],
];

describe('the verification of the ledger (S27, I11)', () => {
  test('finds every chain of a brand whole after a day of work: persons, erased ones, operators, reports', async () => {
    await someone('whole@example.no');
    const gone = await subscribe(system, { email: 'gone@example.no' });
    await press(system, gone);
    await asOperator(system, 'contacts?email=whole@example.no', { role: 'privacy' });
    await system.runJob('sweep');
    await system.settle();
    const verified = await check();
    expect(broken(verified)).toEqual([]);
    expect(verified.length).toBeGreaterThan(3);
    expect(verified.some(({ chain }) => chain.includes('#operator#'))).toBe(true);
    expect(verified.some(({ chain }) => chain.endsWith('#reports'))).toBe(true);
  });

  test('names the first entry of each kind of damage, in one person’s chain and over the brand', async () => {
    const [{ chain: other }, { pk, contactId, chain }] = [await someone('other@example.no'), await someone('damaged@example.no')];
    for (const [what, brokenAt, damage, strike] of damages) {
      await strike(pk, chain, other);
      expect(broken(await check(contactId)), what).toEqual([[pk, brokenAt, damage]]);
      if (damage === 'truncated') expect(broken(await check()), what).toEqual([[pk, brokenAt, damage]]);
      await drop(pk, 6);
      for (const entry of chain) await put('ledger', entry);
      expect(broken(await check(contactId)), what).toEqual([]);
    }
  }, 300_000);

  test('sees that the end of an erased person’s chain is missing, though no profile says where it was', async () => {
    const email = 'cut@example.no';
    await subscribe(system, { email });
    const contactId = await contactIdOf(system, email);
    await press(system, await mailLink(system, { contactId, purpose: 'newsletter:insights' }));
    await system.settle();
    expect(broken(await check(contactId))).toEqual([]);
    await drop(`xledger#${contactId}`, 2);
    expect(broken(await check(contactId))).toEqual([[`xledger#${contactId}`, 2, 'truncated']]);
  });

  test('finds what was changed in the acts of an operator', async () => {
    const pk = (await system.dump('ledger')).map((item) => String(item.pk)).find((key) => key.includes('#operator#')) ?? '';
    const [first] = await chainOf(pk);
    await put('ledger', { ...first, target: ContactId.parse(system.deps.newId()) });
    expect(broken(await check())).toContainEqual([pk, 1, 'altered']);
  });
});
