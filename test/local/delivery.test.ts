import { BatchWriteItemCommand, DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deps } from '../../functions/deps.ts';
import type { Factory } from '../../local/functions.ts';
import { type System, startSystem, type Triggers } from '../../local/system.ts';

type OnStream = (event: DynamoDBStreamEvent) => unknown;
type OnQueue = (event: SQSEvent) => unknown;

let system: System;
let onStream: OnStream;
let onQueue: OnQueue;
const batches: string[][] = [];

const triggers: Triggers = {
  streams: { people: { job: 'jobs/relay', batchSize: 5, maxRetries: 2 } },
  queues: { erase: { job: 'jobs/erase', batchSize: 10, visibilitySeconds: 180, maxReceives: 3 } },
};

beforeAll(async () => {
  system = await startSystem({
    policies: [],
    triggers,
    load: async (file) => {
      const handlers: Record<string, Factory> = {
        'jobs/relay': (() => (event: DynamoDBStreamEvent) => onStream(event)) as unknown as Factory,
        'jobs/erase': (() => (event: SQSEvent) => onQueue(event)) as unknown as Factory,
        'jobs/report': (({ now }: Deps) =>
          async (event: object) => ({ event, at: now(), none: undefined })) as unknown as Factory,
      };
      const handler = handlers[file];
      if (!handler) throw new Error(`functions/${file}.ts does not exist`);
      return handler;
    },
  });
});
afterAll(() => system.stop());
beforeEach(async () => {
  onStream = () => ({ batchItemFailures: [] });
  onQueue = () => ({ batchItemFailures: [] });
  await system.settle();
  batches.length = 0;
});

const people = () => system.deps.db.tableName('people');
const put = (pk: string, rest: object = {}) =>
  system.deps.db.client.send(new PutItemCommand({ TableName: people(), Item: marshall({ pk, sk: 'X', ...rest }) }));
const remove = (pk: string) =>
  system.deps.db.client.send(new DeleteItemCommand({ TableName: people(), Key: marshall({ pk, sk: 'X' }) }));
const idsOf = ({ Records }: DynamoDBStreamEvent) => Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S ?? '');
const sequenceOf = ({ Records }: DynamoDBStreamEvent, pk: string) =>
  Records.find(({ dynamodb }) => dynamodb?.Keys?.pk?.S === pk)?.dynamodb?.SequenceNumber ?? '';
const enqueue = (body: string) =>
  system.deps.queues.client.send(new SendMessageCommand({ QueueUrl: system.deps.queues.url('erase'), MessageBody: body }));

describe('the stream', () => {
  test('records arrive once, in order, in batches, as Lambda writes them', async () => {
    const events: DynamoDBStreamEvent[] = [];
    onStream = (event) => {
      events.push(event);
    };
    for (let index = 0; index < 7; index += 1) await put(`order${index}`, { n: index });
    await system.settle();
    await system.settle();
    expect(events.map(idsOf)).toEqual([
      ['order0', 'order1', 'order2', 'order3', 'order4'],
      ['order5', 'order6'],
    ]);
    expect(events[0]?.Records[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      dynamodb: {
        Keys: { pk: { S: 'order0' }, sk: { S: 'X' } },
        NewImage: { n: { N: '0' } },
        ApproximateCreationDateTime: expect.any(Number),
      },
    });
  });

  test('old and new image come with a change, and bytes as base64', async () => {
    await put('images', { bytes: new Uint8Array([0, 255]) });
    await system.settle();
    let change: unknown;
    onStream = ({ Records }) => {
      change = Records[0]?.dynamodb;
    };
    await system.deps.db.client.send(
      new UpdateItemCommand({
        TableName: people(),
        Key: marshall({ pk: 'images', sk: 'X' }),
        UpdateExpression: 'SET b = :b',
        ExpressionAttributeValues: marshall({ ':b': 2 }),
      }),
    );
    await system.settle();
    expect(change).toMatchObject({ OldImage: { bytes: { B: 'AP8=' } }, NewImage: { bytes: { B: 'AP8=' }, b: { N: '2' } } });
  });

  test('from the first record that failed on, a batch comes again', async () => {
    let calls = 0;
    onStream = (event) => {
      batches.push(idsOf(event));
      calls += 1;
      return { batchItemFailures: calls === 1 ? [{ itemIdentifier: sequenceOf(event, 'again1') }] : [] };
    };
    for (const pk of ['again0', 'again1', 'again2']) await put(pk);
    await system.settle();
    expect(batches).toEqual([
      ['again0', 'again1', 'again2'],
      ['again1', 'again2'],
    ]);
  });

  test('a batch whose function throws is split until the poison is alone, which ends in the dead-letter queue', async () => {
    const done: string[] = [];
    let poisonAlone = 0;
    onStream = (event) => {
      const ids = idsOf(event);
      if (ids.includes('poison')) {
        if (ids.length === 1) poisonAlone += 1;
        throw new Error('cannot read this');
      }
      done.push(...ids);
    };
    for (const pk of ['split0', 'split1', 'poison', 'split3']) await put(pk);
    const before = (await system.deadLetters('people')).length;
    await system.settle();
    expect(done).toEqual(['split0', 'split1', 'split3']);
    expect(poisonAlone).toBe(3); // once and two retries
    const letters = await system.deadLetters('people');
    expect(letters.length).toBe(before + 1);
    expect(JSON.parse(letters.at(-1)?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });

  test('a record that is only reported, never isolated, takes those behind it along, as at Lambda', async () => {
    onStream = (event) => {
      batches.push(idsOf(event));
      return {
        batchItemFailures: event.Records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S === 'stuck').map(({ dynamodb }) => ({
          itemIdentifier: dynamodb?.SequenceNumber,
        })),
      };
    };
    for (const pk of ['before', 'stuck', 'behind']) await put(pk);
    await system.settle();
    expect(batches).toEqual([
      ['before', 'stuck', 'behind'],
      ['stuck', 'behind'],
      ['stuck', 'behind'],
      ['stuck', 'behind'],
    ]);
    expect(JSON.parse((await system.deadLetters('people')).at(-1)?.body ?? '')).toMatchObject({
      DDBStreamBatchInfo: { batchSize: 2 },
    });
  });

  test.each([[[{ itemIdentifier: '' }]], [[{ itemIdentifier: 'unknown' }]], [[{}]]])(
    'an identifier %j fails the whole batch',
    async (failures) => {
      let calls = 0;
      onStream = () => {
        calls += 1;
        return { batchItemFailures: calls === 1 ? failures : [] };
      };
      await put('identifier', { failures }); // a write that changes nothing has no record
      await put('identifier2', { failures });
      await system.settle();
      expect(calls).toBe(3); // two halves after the failure
    },
  );

  test('many writers, and still each record once', async () => {
    const seen: string[] = [];
    onStream = (event) => {
      seen.push(...idsOf(event));
    };
    const pages = Array.from({ length: 12 }, (_, page) =>
      Array.from({ length: 25 }, (_item, index) => `many${page * 25 + index}`),
    );
    await Promise.all([
      ...pages.map((ids) =>
        system.deps.db.client.send(
          new BatchWriteItemCommand({
            RequestItems: { [people()]: ids.map((pk) => ({ PutRequest: { Item: marshall({ pk, sk: 'X' }) } })) },
          }),
        ),
      ),
      system.settle(),
      system.settle(),
    ]);
    await system.settle();
    expect(seen.length).toBe(300);
    expect(new Set(seen).size).toBe(300);
  });
});

describe('a queue', () => {
  test('messages arrive as Lambda writes them, and are gone', async () => {
    const events: SQSEvent[] = [];
    onQueue = (event) => {
      events.push(event);
    };
    await enqueue('{"a":1}');
    await system.settle();
    await system.settle();
    expect(events.length).toBe(1);
    expect(events[0]?.Records[0]).toMatchObject({
      body: '{"a":1}',
      eventSource: 'aws:sqs',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
    });
    expect(await system.waiting('erase')).toEqual([]);
  });

  test('only what failed comes again, and ends in the dead-letter queue after as many deliveries as it may have', async () => {
    const delivered: string[] = [];
    onQueue = ({ Records }) => {
      delivered.push(...Records.map(({ body }) => body));
      return {
        batchItemFailures: Records.filter(({ body }) => body === 'poison').map(({ messageId }) => ({
          itemIdentifier: messageId,
        })),
      };
    };
    for (const body of ['fine', 'poison', 'fine too']) await enqueue(body);
    await system.settle();
    expect(delivered.toSorted()).toEqual(['fine', 'fine too', 'poison', 'poison', 'poison']);
    expect((await system.deadLetters('erase')).map(({ body }) => body)).toEqual(['poison']);
  });

  test('a function that throws fails all of its batch', async () => {
    let calls = 0;
    onQueue = () => {
      calls += 1;
      if (calls === 1) throw new Error('later');
    };
    await enqueue('thrown');
    await system.settle();
    expect(calls).toBe(2);
  });

  test('what a function sends on is delivered in the same settling', async () => {
    const bodies: string[] = [];
    onQueue = async ({ Records }) => {
      for (const { body } of Records) {
        bodies.push(body);
        if (body.length < 4) await enqueue(`${body}x`);
      }
    };
    await enqueue('x');
    await system.settle();
    expect(bodies).toEqual(['x', 'xx', 'xxx', 'xxxx']);
  });
});

describe('jobs and the clock', () => {
  test('a job’s answer is what Lambda would hand back', async () => {
    expect(await system.runJob('report', { day: 1 })).toEqual({ event: { day: 1 }, at: expect.stringMatching(/^\d{4}-/) });
    await expect(system.runJob('nothing')).rejects.toThrow('functions/jobs/nothing.ts does not exist');
  });

  test('time to live takes what has expired by the moved clock, and the stream says who took it', async () => {
    const now = Math.floor(system.clock.now().getTime() / 1000);
    await put('lives', { expiresAt: now + 100 * 86_400 });
    await put('dies', { expiresAt: now + 86_400 });
    await put('mistaken', { expiresAt: now - 6 * 365 * 86_400 });
    await put('deleted', { expiresAt: now + 1 });
    await system.settle();
    const removed: [string, unknown][] = [];
    onStream = ({ Records }) => {
      removed.push(
        ...Records.map(({ dynamodb, userIdentity }): [string, unknown] => [dynamodb?.Keys?.pk?.S ?? '', userIdentity]),
      );
    };
    await remove('deleted');
    expect(await system.runJob('ttl')).toMatchObject({ deleted: { people: 0 } });
    system.advance('P2D');
    expect(await system.runJob('ttl')).toEqual({ deleted: { people: 1, campaigns: 0, ledger: 0 } });
    expect(removed).toEqual([
      ['deleted', undefined],
      ['dies', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
    ]);
    const left = (await system.dump('people')).map(({ pk }) => pk);
    expect(left).toContain('lives');
    expect(left).toContain('mistaken');
    expect(left).not.toContain('dies');
  });

  test('the clock moves by the calendar, and only forward', () => {
    const before = system.clock.now();
    const after = system.advance('P24M');
    expect(after.getUTCFullYear() - before.getUTCFullYear()).toBe(2);
    expect(system.deps.now().getTime()).toBeGreaterThanOrEqual(after.getTime());
    expect(system.advance(1_000).getTime() - after.getTime()).toBeGreaterThanOrEqual(1_000);
    expect(() => system.advance('soon')).toThrow(RangeError);
    expect(() => system.advance(-1)).toThrow(RangeError);
    expect(() => system.advance(Number.NaN)).toThrow(RangeError);
  });
});

test('two systems share nothing, and one that stops leaves nothing', async () => {
  const options = { policies: [], triggers: { streams: {}, queues: {} } };
  const [one, other] = await Promise.all([
    startSystem(options),
    startSystem({ ...options, clock: new Date('2024-02-29T12:00:00Z') }),
  ]);
  await one.deps.db.client.send(
    new PutItemCommand({ TableName: one.deps.db.tableName('ledger'), Item: marshall({ pk: 'a', sk: 1 }) }),
  );
  expect(await one.dump('ledger')).toEqual([{ pk: 'a', sk: 1 }]);
  expect(await other.dump('ledger')).toEqual([]);
  expect(other.clock.now().toISOString()).toMatch(/^2024-02-29T12:00:/);
  expect(other.advance('P1Y').toISOString()).toMatch(/^2025-02-28T12:00:/);
  const put = new PutItemCommand({ TableName: one.deps.db.tableName('ledger'), Item: marshall({ pk: 'b', sk: 1 }) });
  await Promise.all([one.stop(), other.stop()]);
  await expect(system.deps.db.client.send(put)).rejects.toThrow('non-existent table');
});
