import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Verified, verifyLedger } from '../../bin/verify-ledger.ts';
import { listAnchors, putAnchor } from '../../functions/anchors.ts';
import { anchorOf } from '../../functions/domain/anchor.ts';
import { hashOf } from '../../functions/domain/canonical-json.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { type System, startSystem } from '../../local/system.ts';
import { openAndSubmit } from '../functions/own-page.ts';
import { contactIdOf, mailLink } from '../functions/planted.ts';
import { asOperator, manageLink, press, subscribe } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ anchored: true });
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

describe('the anchors of the ledger (S27)', () => {
  const againstAnchors = async (person?: ContactId, proof?: '1 day') =>
    verifyLedger(
      { ...system.deps, lists: listAnchors(system.deps.anchors, 'xledger') },
      { brand: 'xledger', ...(person && { person }), ...(proof && { proof }) },
    );
  const setHead = async (pk: string, { sk, hash }: Item) => {
    const { db } = system.deps;
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall({ pk, sk: 'PROFILE' }),
        UpdateExpression: 'SET seq = :seq, head = :head',
        ExpressionAttributeValues: marshall({ ':seq': sk, ':head': hash }),
      }),
    );
  };
  /** The chain from a place on, changed there and made to fit together again. */
  const rewrittenFrom = (chain: readonly Item[], place: number): Item[] => {
    const made: Item[] = [];
    for (const entry of chain.slice(place - 1)) {
      const previous = made.at(-1)?.hash ?? entry.previous;
      made.push(rehashed({ ...entry, ...(entry.sk === place && { actor: 'system' }), previous }) as Item);
    }
    return made;
  };

  test('hold every entry of every chain, under ids and hashes alone, in lists by brand and day that are signed', async () => {
    const { pk, chain } = await someone('anchored@example.no');
    await system.settle();
    const lists: { place: string; text: string }[] = [];
    for await (const list of listAnchors(system.deps.anchors, 'xledger')) lists.push(list);
    const today = system.clock.now().toISOString().slice(0, 10);
    for (const { place } of lists) expect(place).toMatch(new RegExp(`^xledger/${today}/[\\w-]{32}\\.json$`));
    const text = lists.map((list) => list.text).join('');
    expect(text).not.toMatch(/@|anchored|example/);
    for (const { hash, sk } of chain) expect(text).toContain(JSON.stringify({ chain: pk, seq: sk, hash }));
    expect(text).toMatch(/#operator#|#reports/);
  });

  test('name what was cut off or rewritten so that chain and profile agree, which nothing else would find', async () => {
    const { pk, contactId, chain } = await someone('consistent@example.no');
    await system.settle();
    expect(broken(await againstAnchors(contactId))).toEqual([]);

    await drop(pk, 4);
    await drop(pk, 5);
    await setHead(pk, chain[2] as Item);
    expect(broken(await check(contactId))).toEqual([]);
    expect(broken(await againstAnchors(contactId))).toEqual([[pk, 4, 'truncated']]);
    expect(broken(await againstAnchors())).toContainEqual([pk, 4, 'truncated']);

    for (const entry of [chain[3], ...rewrittenFrom(chain, 3)]) await put('ledger', entry as Item);
    await setHead(pk, rewrittenFrom(chain, 3)[2] as Item);
    expect(broken(await check(contactId))).toEqual([]);
    expect(broken(await againstAnchors(contactId))).toEqual([[pk, 3, 'rewritten']]);

    for (const entry of chain) await put('ledger', entry);
    await setHead(pk, chain[4] as Item);
    expect(broken(await againstAnchors(contactId))).toEqual([]);
  });

  test('name a chain of which nothing is left, neither entry nor profile; and ask for none whose proof has run out', async () => {
    const { pk } = await someone('vanished@example.no');
    await system.settle();
    for (const sk of [1, 2, 3, 4, 5]) await drop(pk, sk);
    for (const { sk } of (await system.dump('people')).filter((item) => item.pk === pk))
      await system.deps.db.client.send(
        new DeleteItemCommand({ TableName: system.deps.db.tableName('people'), Key: marshall({ pk, sk }) }),
      );
    expect((await check()).map(({ chain }) => chain)).not.toContain(pk);
    expect(broken(await againstAnchors())).toContainEqual([pk, 1, 'truncated']);
    system.advance('P2D');
    expect(broken(await againstAnchors(undefined, '1 day'))).not.toContainEqual([pk, 1, 'truncated']);
  });

  test('name an act of an operator that was taken away, whose chain has no other end', async () => {
    await asOperator(system, 'contacts?email=whole@example.no', { role: 'privacy' });
    await system.settle();
    const pk =
      (await system.dump('ledger'))
        .map((item) => String(item.pk))
        .filter((key) => key.includes('#operator#'))
        .at(-1) ?? '';
    const last = (await chainOf(pk)).at(-1) as Item;
    await drop(pk, last.sk);
    expect(broken(await againstAnchors())).toContainEqual([pk, last.sk, 'truncated']);
    await put('ledger', last);
  });

  test('are believed only as this deployment signed them', async () => {
    const { pk, contactId, chain } = await someone('forged@example.no');
    await system.settle();
    const secret = await system.deps.secret();
    const stranger = { ...secret, keys: { [secret.current]: Buffer.alloc(32, 5).toString('base64url') } };
    const forged = anchorOf('xledger', [{ chain: pk, seq: 2, hash: chain[2]?.hash ?? '' }], stranger, system.clock.now());
    await putAnchor(system.deps.anchors, forged);
    const found = broken(await againstAnchors(contactId));
    expect(found).toHaveLength(1);
    expect(String(found[0]?.[0])).toMatch(/^list xledger\//);
  });
});
