/**
 * COUNT#<shard>: how the mails of a campaign ended. A chunk is counted in the transaction that ends it, so it is counted once or not at all, and
 * nobody counts in passing; what is not counted yet is pending.
 */
import {
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type Update,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { addUp, counterShardOf, type Outcome, type Result, type Tally, tallyOf } from '../domain/accounting.ts';
import type { SendState } from '../domain/send.ts';
import { type CampaignKey, seconds } from './chunks.ts';
import { keys } from './keys.ts';
import { untilNotOvertaken } from './overtaken.ts';

/**
 * Ends a chunk and counts its results, in one transaction: `results` holds one for every recipient of the chunk, from the SEND items as they are now.
 * Also for a chunk of a campaign that has been cancelled: whoever has no SEND then is `skipped` for the reason `cancelled`.
 *
 * `'ended'`: counted. `'ended_before'`: it was counted already, by whoever was here first or by this very call, whose answer was lost; nothing has been
 * counted twice. `'resolved'`: SES's events have just settled one that `results` gives as unknown; nothing has been counted; read the SENDs of those again,
 * and call again.
 */
export async function endChunk(
  db: Db,
  { brand, campaignId }: CampaignKey,
  chunk: number,
  results: readonly Result[],
  now: Date,
): Promise<'ended' | 'ended_before' | 'resolved'> {
  const unknown = results.filter(({ state }) => state === 'unknown');
  const writes: TransactWriteItem[] = [
    {
      Update: {
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.chunk(brand, campaignId, chunk)),
        UpdateExpression: 'SET endedAt = :now',
        ConditionExpression: 'attribute_not_exists(endedAt) AND #count = :count',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: marshall({ ':now': seconds(now), ':count': results.length }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    { Update: counting(db, { brand, campaignId }, chunk, { ...addUp(results), chunks: 1 }) },
    ...unknown.map(({ contactId }) => ({
      ConditionCheck: {
        TableName: db.tableName('people'),
        Key: marshall(keys.send(brand, contactId, campaignId)),
        // one whose person has been erased meanwhile stays unknown: nothing can resolve it any more
        ConditionExpression: 'attribute_not_exists(pk) OR #state = :unknown',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshall({ ':unknown': 'unknown' satisfies SendState }),
      },
    })),
  ];
  const ended = await untilNotOvertaken(async () => {
    const reasons = await refusalsOf(db, writes);
    if (!reasons) return 'ended';
    if (reasons[0]?.Code === 'ConditionalCheckFailed') {
      if (reasons[0].Item?.endedAt) return 'ended_before';
      throw new Error(`chunk ${chunk} has not the ${results.length} recipients that were counted`);
    }
    return reasons.slice(2).some(({ Code }) => Code === 'ConditionalCheckFailed') ? 'resolved' : 'conflict';
  });
  if (ended === 'overtaken') throw new Error(`chunk ${chunk} could not be counted for others that are`);
  return ended;
}

/**
 * Settles a SEND that is `unknown` and, if its chunk has been counted, moves the count along, in one transaction. `write` is the update of the SEND, on
 * the condition that it is unknown; `to` is what it becomes. `'not_unknown'`: that condition did not hold, and nothing has been done.
 */
export async function settleUnknown(
  db: Db,
  campaign: CampaignKey,
  { chunk, to, write }: { chunk: number; to: Outcome & { state: 'sent' | 'failed' }; write: Update },
): Promise<'settled' | 'not_unknown'> {
  const check = (condition: string): TransactWriteItem => ({
    ConditionCheck: {
      TableName: db.tableName('campaigns'),
      Key: marshall(keys.chunk(campaign.brand, campaign.campaignId, chunk)),
      ConditionExpression: condition,
    },
  });
  const counted = [
    { Update: write },
    check('attribute_exists(endedAt)'),
    { Update: counting(db, campaign, chunk, { unknown: -1, ...addUp([to]) }) },
  ];
  // who ends the chunk will find that it is unknown no more
  const notCounted = [{ Update: write }, check('attribute_not_exists(endedAt)')];
  const settled = await untilNotOvertaken(async () => {
    for (const writes of [counted, notCounted]) {
      const reasons = await refusalsOf(db, writes);
      if (!reasons) return 'settled';
      if (reasons[0]?.Code === 'ConditionalCheckFailed') return 'not_unknown';
      if (reasons.some(({ Code }) => Code === 'TransactionConflict')) return 'conflict';
    }
    // the chunk ended between the two
    return 'conflict';
  });
  if (settled === 'overtaken') throw new Error(`an unknown of chunk ${chunk} could not be settled for others that are`);
  return settled;
}

/** What has been counted of a campaign, strongly read. */
export async function readTally(db: Db, { brand, campaignId }: CampaignKey): Promise<Tally> {
  const { pk } = keys.counter(brand, campaignId, 0);
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('campaigns'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :count)',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':count': 'COUNT#' }),
    }),
  );
  return tallyOf((page.Items ?? []).map((item) => unmarshall(item)));
}

/** Adds to a campaign's numbers, where the chunk is counted; once, even if the SDK repeats it after a lost answer, since a transaction has a token. */
export async function addCounts(
  db: Db,
  campaign: CampaignKey,
  chunk: number,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const Update = countingOf(db, campaign, chunk, counts);
  await db.client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
}

/** The same as part of a transaction, with that which is counted. */
export const countingOf = (
  db: Db,
  campaign: CampaignKey,
  chunk: number,
  counts: Readonly<Partial<Record<string, number>>>,
): Update => counting(db, campaign, chunk, counts as Readonly<Record<string, number>>);

const counting = (db: Db, { brand, campaignId }: CampaignKey, chunk: number, sums: Readonly<Record<string, number>>): Update => {
  const names = Object.keys(sums);
  return {
    TableName: db.tableName('campaigns'),
    Key: marshall(keys.counter(brand, campaignId, counterShardOf(chunk))),
    UpdateExpression: `ADD ${names.map((_, index) => `#n${index} :n${index}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
    ExpressionAttributeValues: marshall(Object.fromEntries(Object.values(sums).map((count, index) => [`:n${index}`, count]))),
  };
};

/** Writes all or nothing; why it was refused, write by write, if it was for a condition or for somebody else's transaction. */
async function refusalsOf(db: Db, writes: TransactWriteItem[]) {
  try {
    await db.client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    return undefined;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const known = reasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
    if (!known) throw error;
    return reasons;
  }
}
