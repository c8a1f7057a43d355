/**
 * A table's stream, delivered as Lambda's event source mapping does it, with the settings that our CDK gives it: in order,
 * `ReportBatchItemFailures`, a batch split in two when the function throws, and a dead-letter queue when retries run out.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { batchFailures } from './batch-failures.ts';
import type { StoredItem } from './tables.ts';

/** What delivers a stream. */
export interface StreamSettings {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly batchSize: number;
  readonly maxRetries: number;
  /** Calls the function with a Lambda event and returns what it returned. */
  readonly invoke: (event: object) => Promise<unknown>;
  /** Receives the description of a batch that was given up, as Lambda sends it to an on-failure destination. */
  readonly giveUp: (description: object) => Promise<void>;
  /** How far an earlier run came, by shard; and where this run keeps it. */
  readonly checkpoints?: Checkpoints;
  /** How far the system's clock is ahead of the machine's. */
  readonly aheadMs: () => number;
}

/** The last sequence number of each shard that is done with. */
export interface Checkpoints {
  readonly read: () => Readonly<Record<string, string>>;
  readonly write: (positions: Readonly<Record<string, string>>) => void;
}

/** A stream and its reader. */
export interface Stream {
  /** Delivers what the stream holds now, and returns how many records that was. */
  readonly pump: () => Promise<number>;
  /** Marks the record of a deletion that is about to happen as time to live's own, which DynamoDB Local does not do. */
  readonly expectExpiry: (item: StoredItem) => void;
}

interface ShardState {
  readonly id: string;
  readonly parent: string | undefined;
  iterator: string | undefined;
  position: string | undefined;
  closed: boolean;
}

const expiry = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** Reads a stream from its beginning, or from its checkpoints. */
export function openStream(settings: StreamSettings): Stream {
  const { client, streamArn, batchSize, maxRetries, invoke, giveUp, checkpoints, aheadMs } = settings;
  const shards = new Map<string, ShardState>();
  const expected: StoredItem[] = [];

  const findShards = async () => {
    const positions = checkpoints?.read() ?? {};
    let last: string | undefined;
    do {
      const { StreamDescription: page } = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ...(last && { ExclusiveStartShardId: last }) }),
      );
      for (const shard of page?.Shards ?? []) addShard(shard, positions);
      last = page?.LastEvaluatedShardId;
    } while (last);
  };

  const addShard = ({ ShardId: id, ParentShardId: parent }: Shard, positions: Readonly<Record<string, string>>) => {
    if (!id || shards.has(id)) return;
    shards.set(id, { id, parent, iterator: undefined, position: positions[id], closed: false });
  };

  // a child shard holds later changes of the same items, so it waits until its parent is read to the end
  const mayRead = (shard: ShardState) => !shard.closed && (!shard.parent || (shards.get(shard.parent)?.closed ?? true));

  const iteratorOf = async ({ id, position }: ShardState, from: 'position' | 'horizon') => {
    const start =
      position && from === 'position'
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: position }
        : { ShardIteratorType: 'TRIM_HORIZON' as const };
    const { ShardIterator: iterator } = await client.send(
      new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: id, ...start }),
    );
    return iterator;
  };

  const readShard = async (shard: ShardState, tries = 3): Promise<_Record[]> => {
    shard.iterator ??= await iteratorOf(shard, tries === 3 ? 'position' : 'horizon');
    try {
      const { Records: records = [], NextShardIterator: next } = await client.send(
        new GetRecordsCommand({ ShardIterator: shard.iterator, Limit: 1000 }),
      );
      shard.iterator = next;
      shard.closed = next === undefined;
      const { position } = shard;
      return position ? records.filter(({ dynamodb }) => isAfter(dynamodb?.SequenceNumber, position)) : records;
    } catch (error) {
      const stale = error instanceof ExpiredIteratorException || error instanceof TrimmedDataAccessException;
      if (!stale || tries === 1) throw error;
      shard.iterator = undefined;
      return readShard(shard, tries - 1);
    }
  };

  const passed = (shard: ShardState, record: StreamRecord) => {
    shard.position = record.dynamodb.SequenceNumber;
    checkpoints?.write(
      Object.fromEntries([...shards.values()].flatMap(({ id, position }) => (position ? [[id, position]] : []))),
    );
  };

  const toLambda = (record: _Record): StreamRecord => {
    const { Keys: keys, NewImage: newImage, OldImage: oldImage, ...rest } = record.dynamodb ?? {};
    const at = expected.findIndex((item) => record.eventName === 'REMOVE' && isDeepStrictEqual(item, oldImage));
    if (at >= 0) expected.splice(at, 1);
    return {
      eventID: record.eventID ?? '',
      eventName: record.eventName ?? '',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: {
        ApproximateCreationDateTime: Math.floor((Number(rest.ApproximateCreationDateTime ?? 0) + aheadMs()) / 1000),
        Keys: asJson(keys ?? {}),
        ...(newImage && { NewImage: asJson(newImage) }),
        ...(oldImage && { OldImage: asJson(oldImage) }),
        SequenceNumber: rest.SequenceNumber ?? '',
        SizeBytes: rest.SizeBytes ?? 0,
        StreamViewType: rest.StreamViewType ?? '',
      },
      eventSourceARN: streamArn,
      ...(at >= 0 && { userIdentity: expiry }),
    };
  };

  const deliver = async (shard: ShardState, records: readonly StreamRecord[]): Promise<void> => {
    let left = records;
    for (let retries = 0; left.length > 0; retries += 1) {
      if (retries > maxRetries) {
        await giveUp(description(shard, left, retries));
        break;
      }
      const failed = await batchFailures(
        () => invoke({ Records: left }),
        left.map(({ dynamodb }) => dynamodb.SequenceNumber),
      );
      if (failed === 'all' && left.length > 1) {
        // splitting does not count as a retry
        const middle = Math.ceil(left.length / 2);
        await deliver(shard, left.slice(0, middle));
        await deliver(shard, left.slice(middle));
        return;
      }
      const first = failed === 'all' ? 0 : left.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
      const done = first < 0 ? left.length : first;
      const lastDone = left[done - 1];
      if (lastDone) {
        passed(shard, lastDone);
        retries = -1; // another record is at the head now, with its own tries
      }
      left = left.slice(done);
    }
    const last = records.at(-1);
    if (last) passed(shard, last);
  };

  const description = (shard: ShardState, records: readonly StreamRecord[], invocations: number) => ({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: invocations },
    version: '1.0',
    DDBStreamBatchInfo: {
      shardId: shard.id,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      batchSize: records.length,
      streamArn,
    },
  });

  return {
    expectExpiry: (item) => {
      expected.push(item);
    },
    pump: async () => {
      if (![...shards.values()].some((shard) => !shard.closed)) await findShards();
      const ready = [...shards.values()].filter(mayRead);
      const pages = await Promise.all(ready.map(async (shard) => ({ shard, records: await readShard(shard) })));
      await Promise.all(
        pages.map(async ({ shard, records }) => {
          for (let start = 0; start < records.length; start += batchSize) {
            await deliver(shard, records.slice(start, start + batchSize).map(toLambda));
          }
        }),
      );
      return pages.reduce((sum, { records }) => sum + records.length, 0);
    },
  };
}

const isAfter = (sequence: string | undefined, position: string): boolean => BigInt(sequence ?? 0) > BigInt(position);

/** A stream record as Lambda hands it over. */
interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: object;
    readonly NewImage?: object;
    readonly OldImage?: object;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  readonly eventSourceARN: string;
  readonly userIdentity?: typeof expiry;
}

// bytes travel as base64 in Lambda's JSON
const asJson = (item: Record<string, AttributeValue>): object =>
  JSON.parse(
    JSON.stringify(item, (_key, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value)),
  );
