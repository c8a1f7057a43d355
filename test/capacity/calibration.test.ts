/**
 * No figure counts before its engine passes: the rules that AWS publishes, each tried against DynamoDB Local and against the meter. Where
 * the engine is wrong the test says so too, so that an engine that has learnt the rule shows.
 */
import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type ServiceInputTypes,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSystem } from '../../local/system.ts';
import { type Call, type Meter, openMeter } from './meter.ts';
import { bytesOf, type Item } from './published-rules.ts';

const table = `calibration-${randomBytes(6).toString('hex')}`;
const client = new DynamoDBClient({});
/** The meter's clock, which a test moves. */
let clock = 0;
let meter: Meter;

beforeAll(async () => {
  const text = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [text('pk'), text('sk'), text('listing'), text('other')],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'listed',
          KeySchema: [
            { AttributeName: 'listing', KeyType: 'HASH' },
            { AttributeName: 'pk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['shown'] },
        },
        {
          IndexName: 'empty',
          KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  meter = openMeter(client, { nameOf: () => 'table', now: () => clock });
});
afterAll(async () => {
  meter.close();
  await client.send(new DeleteTableCommand({ TableName: table }));
  client.destroy();
});

let made = 0;
/** A key that no other item has. */
const newKey = (): Item => {
  made += 1;
  return { pk: { S: `p${String(made).padStart(6, '0')}` }, sk: { S: 's' } };
};

/** An item of exactly so many bytes. */
function itemOf(bytes: number, attributes: Item = newKey()): Record<string, AttributeValue> {
  const rest = bytes - bytesOf({ ...attributes, pad: { S: '' } });
  return { ...attributes, pad: { S: 'x'.repeat(rest) } };
}

const keyOf = ({ pk, sk }: Item) => ({ pk, sk }) as Record<string, AttributeValue>;
const put = (item: Record<string, AttributeValue>) => new PutItemCommand({ TableName: table, Item: item });
const deletion = (item: Item) => new DeleteItemCommand({ TableName: table, Key: keyOf(item) });
const set = (item: Item, attribute: string, value: AttributeValue) =>
  new UpdateItemCommand({
    TableName: table,
    Key: keyOf(item),
    UpdateExpression: 'SET #attribute = :value',
    ExpressionAttributeNames: { '#attribute': attribute },
    ExpressionAttributeValues: { ':value': value },
  });
const transaction = (items: TransactWriteItem[], token?: string) =>
  new TransactWriteItemsCommand({ TransactItems: items, ...(token && { ClientRequestToken: token }) });
const putIn = (item: Record<string, AttributeValue>): TransactWriteItem => ({ Put: { TableName: table, Item: item } });

/** What the meter makes of a call. */
type Figures = Pick<Call, 'read' | 'write' | 'computed' | 'reported' | 'failedConditions'>;

const lastFigures = (): Figures => {
  const { read, write, computed, reported, failedConditions } = meter.calls.at(-1) as Call;
  return { read, write, computed, reported, failedConditions };
};

/** Sends a command and returns what the meter made of it. */
async function sent(command: { readonly input: ServiceInputTypes }): Promise<Figures> {
  await client.send(command as Parameters<typeof client.send>[0]);
  return lastFigures();
}

/** Sends a command that is refused. */
async function refused(command: { readonly input: ServiceInputTypes }): Promise<{ error: unknown; figures: Figures }> {
  const error = await client.send(command as Parameters<typeof client.send>[0]).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, figures: lastFigures() };
}

/** What a call looks like where the engine follows the rules, and the meter takes its word. */
const asReported = (units: Partial<Figures>, inAll: number): Figures => ({
  read: {},
  write: {},
  ...units,
  computed: false,
  reported: inAll,
  failedConditions: 0,
});
/** What a call looks like where the meter computes; `engine` is what the engine said instead. */
const corrected = (units: Partial<Figures>, engine: number | undefined): Figures => ({
  read: {},
  write: {},
  failedConditions: 0,
  ...units,
  computed: true,
  reported: engine,
});

/** Eight items of 2,000 bytes on one list. */
async function eightListed(list: string): Promise<Record<string, AttributeValue>[]> {
  const items = Array.from({ length: 8 }, () => {
    const attributes = { ...newKey(), listing: { S: list } };
    const rest = 2000 - bytesOf({ ...attributes, shown: { S: '' } });
    return { ...attributes, shown: { S: 'x'.repeat(rest) } };
  });
  await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) } }));
  return items;
}
const listed = (list: string, more: object = {}) =>
  new QueryCommand({
    TableName: table,
    IndexName: 'listed',
    KeyConditionExpression: 'listing = :list',
    ExpressionAttributeValues: { ':list': { S: list } },
    ...more,
  });

describe('sizes by the published rules', () => {
  const values: Record<string, AttributeValue> = {
    'a text': { S: 'abc' },
    'a text beyond ASCII': { S: 'Åse 😀' },
    zero: { N: '0' },
    'a digit': { N: '7' },
    'two digits': { N: '12' },
    'three digits': { N: '123' },
    'ten digits': { N: '1234567890' },
    'an epoch in milliseconds': { N: '1764000000123' },
    'zeros at the end': { N: '1764000000000' },
    'a fraction': { N: '12.3' },
    'a small fraction': { N: '0.01' },
    'a negative number': { N: '-123' },
    'a boolean': { BOOL: true },
    null: { NULL: true },
    bytes: { B: new Uint8Array(5) },
    'an empty list': { L: [] },
    'a list': { L: [{ S: 'abc' }, { N: '12' }] },
    'an empty map': { M: {} },
    'a map in a map': { M: { key: { S: 'abc' }, more: { M: { day: { S: '2026-01-31' } } } } },
    'a set of texts': { SS: ['abc', 'defg'] },
    'a set of numbers': { NS: ['1', '220'] },
  };
  test.each(Object.entries(values))('agree with the engine to the byte: %s', async (_, value) => {
    const attributes = { ...newKey(), value };
    expect(await sent(put(itemOf(1024, attributes)))).toMatchObject({ reported: 1 });
    expect(await sent(put(itemOf(1025, { ...newKey(), value })))).toMatchObject({ reported: 2 });
  });
});

describe('the calibration of the meter', () => {
  test('1: three items of 500 B in a transaction are 6 W; the engine adds up each distinct figure once', async () => {
    const three = () => [putIn(itemOf(500)), putIn(itemOf(500)), putIn(itemOf(500))];
    expect(await sent(transaction(three()))).toEqual(corrected({ write: { table: 6 } }, 2));
    const unequal = [putIn(itemOf(1500)), putIn(itemOf(1500)), putIn(itemOf(500))];
    expect(await sent(transaction(unequal))).toEqual(corrected({ write: { table: 10 } }, 6));
    const one = [putIn(itemOf(500))];
    expect(await sent(transaction(one))).toEqual(corrected({ write: { table: 2 } }, 2));
  });

  test('2: eight items of 2,000 B from an index are 2 R', async () => {
    await eightListed('two');
    expect(await sent(listed('two'))).toEqual(asReported({ read: { 'table.listed': 2 } }, 2));
  });

  test('3: a BatchGet of 1.5 KB and 6.5 KB is 3 R strong; the engine charges nothing for what is not there', async () => {
    const small = itemOf(1536);
    const large = itemOf(6656);
    await sent(put(small));
    await sent(put(large));
    const batch = (keys: Item[]) =>
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys.map(keyOf), ConsistentRead: true } } });
    expect(await sent(batch([small, large]))).toEqual(asReported({ read: { table: 3 } }, 3));
    expect(await sent(batch([small, newKey(), newKey()]))).toEqual(corrected({ read: { table: 3 } }, 1));
    const absent = new GetItemCommand({ TableName: table, Key: keyOf(newKey()), ConsistentRead: true });
    expect(await sent(absent)).toEqual(asReported({ read: { table: 1 } }, 1));
  });

  test('4: a condition that fails costs 1 W where nothing is, 2 W at an item of 2 KB; the engine says nothing', async () => {
    const onlyIf = (item: Item, condition: string) =>
      new DeleteItemCommand({ TableName: table, Key: keyOf(item), ConditionExpression: condition });
    const nothing = await refused(onlyIf(newKey(), 'attribute_exists(pk)'));
    expect(nothing.error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(nothing.figures).toEqual(corrected({ write: { table: 1 }, failedConditions: 1 }, undefined));
    const item = itemOf(2048);
    await sent(put(item));
    const something = await refused(
      new PutItemCommand({ TableName: table, Item: { ...keyOf(item) }, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    expect(something.error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(something.figures).toEqual(corrected({ write: { table: 2 }, failedConditions: 1 }, undefined));
  });

  test('5: an entry of an index costs 1 to appear, 2 to change its key, 1 to change, 0 where nothing of it changes, 1 to vanish', async () => {
    const item = itemOf(500);
    await sent(put(item));
    const steps: [UpdateItemCommand | DeleteItemCommand, number][] = [
      [set(item, 'listing', { S: 'five' }), 1],
      [set(item, 'listing', { S: 'fivefold' }), 2],
      [set(item, 'shown', { S: 'new' }), 1],
      [set(item, 'shown', { S: 'new' }), 0],
      [set(item, 'hidden', { S: 'new' }), 0],
      [deletion(item), 1],
    ];
    for (const [step, units] of steps) {
      const write = { table: 1, ...(units > 0 && { 'table.listed': units }) };
      expect(await sent(step)).toEqual(asReported({ write }, 1 + units));
    }
  });

  test('5, in a transaction: an entry counts once until an account says otherwise; the engine doubles it', async () => {
    const item = itemOf(500);
    const updateIn = (list: string): TransactWriteItem => {
      const { TableName, Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = set(item, 'listing', {
        S: list,
      }).input;
      return { Update: { TableName, Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } };
    };
    const steps: [TransactWriteItem, number, number][] = [
      [putIn({ ...item, listing: { S: 'once' } }), 1, 4],
      [updateIn('twice'), 2, 6],
      [{ Delete: { TableName: table, Key: keyOf(item) } }, 1, 4],
    ];
    for (const [step, units, engine] of steps) {
      expect(await sent(transaction([step]))).toEqual(corrected({ write: { table: 2, 'table.listed': units } }, engine));
    }
  });

  test('6: an update from 3 KB to 0.5 KB is 3 W, and so is a deletion of 3 KB, alone or (doubled) in a transaction', async () => {
    const item = itemOf(3072);
    await sent(put(item));
    const smaller = { S: 'x'.repeat(512 - bytesOf({ ...keyOf(item), pad: { S: '' } })) };
    expect(await sent(set(item, 'pad', smaller))).toEqual(asReported({ write: { table: 3 } }, 3));
    await sent(put(item));
    expect(await sent(deletion(item))).toEqual(asReported({ write: { table: 3 } }, 3));
    await sent(put(item));
    const inTransaction: TransactWriteItem = { Delete: { TableName: table, Key: keyOf(item) } };
    expect(await sent(transaction([inTransaction]))).toEqual(corrected({ write: { table: 6 } }, 6));
  });

  test('7: a count, a page and a projection cost the same', async () => {
    await eightListed('seven');
    for (const more of [{}, { Select: 'COUNT' }, { ProjectionExpression: 'pk' }]) {
      expect(await sent(listed('seven', more))).toEqual(asReported({ read: { 'table.listed': 2 } }, 2));
    }
  });

  test('8: 600 times “ü” are 2 W: sizes are in bytes', async () => {
    expect(await sent(put({ ...newKey(), pad: { S: 'ü'.repeat(600) } }))).toEqual(asReported({ write: { table: 2 } }, 2));
  });

  test('9: limit and 1 MB page are taken before the filter; the engine counts towards the 1 MB only what passes the filter', async () => {
    await eightListed('nine');
    const one = await client.send(listed('nine', { Limit: 1, FilterExpression: 'attribute_not_exists(shown)' }));
    expect(one).toMatchObject({ Count: 0, ScannedCount: 1 });
    expect(lastFigures()).toEqual(asReported({ read: { 'table.listed': 0.5 } }, 0.5));

    const pk = { S: 'megabyte' };
    for (let n = 0; n < 5; n += 1) await sent(put(itemOf(300_000, { pk, sk: { S: String(n) } })));
    const page = (more: object = {}) =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ...more,
        }),
      );
    expect(await page()).toMatchObject({ ScannedCount: 4, LastEvaluatedKey: { pk } });
    expect(lastFigures()).toEqual(asReported({ read: { table: 146.5 } }, 146.5)); // ⌈4 · 300,000 / 4,096⌉ / 2
    // by the rules 4 again, and another page; the units are right, the number of calls is not
    const filtered = await page({ FilterExpression: 'attribute_exists(shown)' });
    expect(filtered).toMatchObject({ Count: 0, ScannedCount: 5 });
    expect(filtered.LastEvaluatedKey).toBeUndefined();
    expect(lastFigures()).toEqual(asReported({ read: { table: 183.5 } }, 183.5));
  });

  test('10: a repeated token writes nothing and costs reads; with another body it is refused; after 10 minutes it is new', async () => {
    const item = itemOf(500);
    const token = randomBytes(16).toString('hex');
    expect(await sent(transaction([putIn(item)], token))).toEqual(corrected({ write: { table: 2 } }, 2));
    await sent(set(item, 'pad', { S: 'changed since' }));
    // the engine reports a write
    expect(await sent(transaction([putIn(item)], token))).toEqual(corrected({ read: { table: 2 } }, 2));
    const { Item: kept } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(item), ConsistentRead: true }));
    expect(kept?.pad).toEqual({ S: 'changed since' });

    const other = await refused(transaction([putIn(itemOf(500))], token));
    expect(other.error).toBeInstanceOf(IdempotentParameterMismatchException);
    expect(other.figures).toEqual({ read: {}, write: {}, computed: false, reported: undefined, failedConditions: 0 });

    // the engine's ten minutes are the machine's: only the meter's can be shown here
    clock += 10 * 60 * 1000;
    expect((await sent(transaction([putIn(item)], token))).write).toEqual({ table: 2 });
  });

  test('11: what time to live removes costs nothing, and says in the stream that the service did it', async () => {
    const seen: DynamoDBRecord[] = [];
    const system = await startSystem({
      triggers: { streams: { people: { job: 'watch', batchSize: 10, maxRetries: 0 } }, queues: {} },
      load: () =>
        Promise.resolve(() => (event: { Records: DynamoDBRecord[] }) => {
          seen.push(...event.Records);
          return Promise.resolve({ batchItemFailures: [] });
        }),
    });
    onTestFinished(() => system.stop());
    const ofSystem = openMeter(system.deps.db.client);
    onTestFinished(() => ofSystem.close());
    const key = { pk: { S: 'xledger#gone' }, sk: { S: 'REQUEST#form' } };
    const expiresAt = { N: String(Math.floor(system.clock.now().getTime() / 1000) + 60) };
    await client.send(new PutItemCommand({ TableName: system.deps.db.tableName('people'), Item: { ...key, expiresAt } }));
    system.advance('PT2M');

    const { answer, use } = await ofSystem.measure(() => system.runJob('ttl'));
    expect(answer).toMatchObject({ deleted: { people: 1 } });
    expect(use).toMatchObject({ read: 0, write: 0, calls: {} });
    expect(seen.at(-1)).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    });
  });

  test('12: reading in a transaction costs twice', async () => {
    const items = [itemOf(500), itemOf(500), itemOf(5000)];
    for (const item of items) await sent(put(item));
    const gets = [...items, newKey()].map((item) => ({ Get: { TableName: table, Key: keyOf(item) } }));
    expect(await sent(new TransactGetItemsCommand({ TransactItems: gets }))).toEqual(
      asReported({ read: { table: 2 * (1 + 1 + 2 + 1) } }, 10),
    );
  });

  test('13: a cancelled transaction gives its reasons in the order of its items, and is counted at the most that it can cost', async () => {
    const present = itemOf(2048);
    await sent(put(present));
    const ifNew = (item: Record<string, AttributeValue>): TransactWriteItem => ({
      Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
    });
    const { error, figures } = await refused(
      transaction([ifNew(itemOf(500)), ifNew(itemOf(500, keyOf(present))), ifNew(itemOf(500))]),
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    const codes = (error as TransactionCanceledException).CancellationReasons?.map(({ Code: code }) => code);
    expect(codes).toEqual(['None', 'ConditionalCheckFailed', 'None']);
    expect(figures).toEqual(corrected({ write: { table: 2 + 4 + 2 }, failedConditions: 1 }, undefined));
  });

  test('14: a page can be empty and not the last', async () => {
    await eightListed('fourteen');
    const page = await client.send(listed('fourteen', { Limit: 3, FilterExpression: 'attribute_not_exists(shown)' }));
    expect(page).toMatchObject({ Items: [], Count: 0, ScannedCount: 3 });
    expect(page.LastEvaluatedKey).toBeDefined();
  });

  test('a Query or Scan that finds nothing costs the least there is; the engine charges nothing', async () => {
    const nothing = (strong: boolean) =>
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'nobody' } },
        ConsistentRead: strong,
      });
    expect(await sent(nothing(false))).toEqual(corrected({ read: { table: 0.5 } }, 0));
    expect(await sent(nothing(true))).toEqual(corrected({ read: { table: 1 } }, 0));
    expect(await sent(listed('nobody'))).toEqual(corrected({ read: { 'table.listed': 0.5 } }, 0));
    const scan = new ScanCommand({ TableName: table, IndexName: 'empty' });
    expect(await sent(scan)).toEqual(corrected({ read: { 'table.empty': 0.5 } }, 0));
  });

  test('calls side by side are one round trip, calls that wait for one another are several', async () => {
    const get = () => client.send(new GetItemCommand({ TableName: table, Key: keyOf(newKey()) }));
    const sideBySide = await meter.measure(() => Promise.all([get(), get(), get()]));
    expect(sideBySide.use).toMatchObject({ roundTrips: 1, calls: { GetItem: 3 }, read: 1.5 });
    const inTurn = await meter.measure(async () => {
      await Promise.all([get(), get()]);
      await get();
    });
    expect(inTurn.use).toMatchObject({ roundTrips: 2, calls: { GetItem: 3 } });
  });

  test('each try of a call counts', async () => {
    let failures = 1;
    client.middlewareStack.add(
      (next) => (args) => {
        if (failures-- > 0) throw Object.assign(new Error('the line broke'), { $retryable: {} });
        return next(args);
      },
      { step: 'deserialize', priority: 'low', name: 'one-lost' },
    );
    onTestFinished(() => {
      client.middlewareStack.remove('one-lost');
    });
    const { use } = await meter.measure(() => client.send(put(itemOf(500))));
    expect(use).toMatchObject({ calls: { PutItem: 2 }, write: 1 });
  });
});
