/** CHUNK#<n>: who is mailed, in parts of at most fifty, and which parts are done. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { type CampaignId, packIds, unpackIds } from '../domain/campaign.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { keys } from './keys.ts';
import { unlessOvertaken } from './overtaken.ts';
import { queryAll } from './query-all.ts';

/** Which campaign. A `Campaign` is one, too. */
export interface CampaignKey {
  readonly brand: string;
  readonly campaignId: CampaignId;
}

/** Part of an audience. */
export interface Chunk {
  readonly chunk: number;
  /** Its recipients, each of whom is in no other chunk of the campaign. */
  readonly ids: readonly ContactId[];
  /** Epoch seconds: when sending it began, and when its results were counted. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

/**
 * Writes a chunk that nobody has counted on yet, over what an earlier run may have left there. `run` rises with each run that prepares the campaign:
 * `'overtaken'` if a later one has been here, which then decides alone what the chunk holds (F17).
 */
export async function writeChunk(
  db: Db,
  { brand, campaignId }: CampaignKey,
  { chunk, ids, run }: { chunk: number; ids: readonly ContactId[]; run: number },
  now: Date,
): Promise<'written' | 'overtaken'> {
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('campaigns'),
        Item: marshall({
          ...keys.chunk(brand, campaignId, chunk),
          ids: packIds(ids),
          count: ids.length,
          run,
          expiresAt: seconds(now) + limits.chunkDays * 86_400,
        }),
        ConditionExpression: 'attribute_not_exists(pk) OR run <= :run',
        ExpressionAttributeValues: marshall({ ':run': run }),
      }),
    );
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'overtaken';
    throw error;
  }
}

/** A chunk, read strongly; undefined if there is none. */
export async function readChunk(db: Db, { brand, campaignId }: CampaignKey, chunk: number): Promise<Chunk | undefined> {
  const { Item } = await db.client.send(
    new GetItemCommand({
      TableName: db.tableName('campaigns'),
      Key: marshall(keys.chunk(brand, campaignId, chunk)),
      ConsistentRead: true,
    }),
  );
  return Item && chunkOf(Item);
}

/** The chunks of `from` up to, without, `to`, which are few. */
export async function readChunks(
  db: Db,
  { brand, campaignId }: CampaignKey,
  { from, to }: { from: number; to: number },
): Promise<Chunk[]> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('campaigns'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: marshall(rangeOf(brand, campaignId, from, to)),
    }),
  );
  return (page.Items ?? []).map(chunkOf);
}

const rangeOf = (brand: string, campaignId: CampaignId, from: number, to: number) => {
  const { pk, sk } = keys.chunk(brand, campaignId, from);
  return { ':pk': pk, ':first': sk, ':last': keys.chunk(brand, campaignId, to - 1).sk };
};

function chunkOf(item: Record<string, AttributeValue>): Chunk {
  const { sk, ids, startedAt, endedAt } = unmarshall(item);
  return { chunk: numberOf(sk), ids: unpackIds(ids as Uint8Array), startedAt, endedAt };
}

const numberOf = (sk: unknown): number => Number(String(sk).slice('CHUNK#'.length));

/**
 * Takes a chunk to send it, or goes on with it, and says who is in it; in one write. `'busy'`: another function has it, and may live until `until`.
 * `'ended'`: its results are counted, and nothing is left to send. `'absent'`: there is no such chunk.
 */
export async function startChunk(
  db: Db,
  { brand, campaignId }: CampaignKey,
  chunk: number,
  { worker, until }: { worker: string; until: Date },
  now: Date,
): Promise<readonly ContactId[] | 'busy' | 'ended' | 'absent'> {
  try {
    const { Attributes = {} } = await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.chunk(brand, campaignId, chunk)),
        UpdateExpression: 'SET startedAt = if_not_exists(startedAt, :now), worker = :worker, workUntil = :until',
        ConditionExpression:
          'attribute_exists(pk) AND attribute_not_exists(endedAt) AND (attribute_not_exists(workUntil) OR workUntil <= :now OR worker = :worker)',
        ExpressionAttributeValues: marshall({
          ':now': seconds(now),
          ':worker': worker,
          ':until': Math.ceil(until.getTime() / 1000),
        }),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return unpackIds(unmarshall(Attributes).ids as Uint8Array);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (!error.Item) return 'absent';
    return error.Item.endedAt ? 'ended' : 'busy';
  }
}

/** Lets go of a chunk that has not ended, for whoever comes next. */
export async function leaveChunk(db: Db, { brand, campaignId }: CampaignKey, chunk: number, worker: string): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.chunk(brand, campaignId, chunk)),
        UpdateExpression: 'REMOVE worker, workUntil',
        ConditionExpression: 'worker = :worker',
        ExpressionAttributeValues: marshall({ ':worker': worker }),
      }),
    ),
  );
}

/** The numbers of those of `from` up to, without, `to` that have not ended. At most a thousand are asked for at once: one page. */
export async function listOpenChunks(
  db: Db,
  { brand, campaignId }: CampaignKey,
  { from, to }: { from: number; to: number },
): Promise<number[]> {
  const open = await queryAll(db, 'campaigns', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    FilterExpression: 'attribute_not_exists(endedAt)',
    ProjectionExpression: 'sk',
    ExpressionAttributeValues: marshall(rangeOf(brand, campaignId, from, to)),
  });
  return open.map(({ sk }) => numberOf(sk));
}

/** Whole seconds since the epoch: six bytes where a text would be twenty-four, so that a full chunk stays within one write unit. */
export const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
