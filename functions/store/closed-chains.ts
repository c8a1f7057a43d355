/** Chains that are closed: filed by the day on which they were, and let go when their proof has run out. */
import { DeleteItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Checkpoint } from '../domain/checkpoint.ts';
import { ContactId } from '../domain/identity.ts';
import type { Day } from '../domain/retention.ts';
import { keys, shardOf } from './keys.ts';
import { unlessOvertaken } from './overtaken.ts';

/** Files a chain under the day on which it was closed, so that it is found when its proof runs out. Idempotent. */
export async function fileClosed(db: Db, brand: string, day: Day, contactId: ContactId): Promise<void> {
  const Item = marshall(keys.closed(brand, day, shardOf(contactId), contactId));
  await db.client.send(new PutItemCommand({ TableName: db.tableName('people'), Item }));
}

/** Takes a chain off the list. */
export async function dropClosed(db: Db, brand: string, { day, contactId }: ClosedChain): Promise<void> {
  const Key = marshall(keys.closed(brand, day, shardOf(contactId), contactId));
  await db.client.send(new DeleteItemCommand({ TableName: db.tableName('people'), Key }));
}

/** A chain that was closed on a day. */
export interface ClosedChain {
  readonly contactId: ContactId;
  readonly day: Day;
}

/** A page of the chains of one shard of one month that were closed on `until` or before, after `after`; at most `limit`. */
export async function listClosed(
  db: Db,
  brand: string,
  { month, shard, until }: { month: string; shard: number; until: Day },
  { after, limit }: { after: ClosedChain | undefined; limit: number },
): Promise<ClosedChain[]> {
  const from = after ? keys.closed(brand, after.day, shard, after.contactId).sk : '';
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      // `$` follows `#`: every id of the last day is still below; `!` comes before all that ids are made of
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :until',
      ExpressionAttributeValues: marshall({
        ':pk': keys.closedOf(brand, month, shard),
        ':from': from ? `${from}!` : '0',
        ':until': `${until}$`,
      }),
      Limit: limit,
    }),
  );
  return (page.Items ?? []).map((item) => {
    const [day, contactId] = String(unmarshall(item).sk).split('#', 2) as [Day, string];
    return { day, contactId: ContactId.parse(contactId) };
  });
}

/**
 * Lets the table's TTL take a chain: first its signed checkpoint is written at place 0, then each entry is given an expiry, the first one first, so that
 * what is left is always the end. Idempotent: whatever was done before is left as it is.
 */
export async function letChainExpire(
  db: Db,
  checkpoint: Checkpoint,
  expiry: { readonly entries: number; readonly checkpoint: number },
): Promise<void> {
  const { brand, contactId, last } = checkpoint;
  const TableName = db.tableName('ledger');
  const Item = marshall({ ...keys.entry(brand, contactId, 0), ...checkpoint, expiresAt: expiry.checkpoint });
  // what has been done before, or TTL has taken, is left as it is
  await unlessOvertaken(db.client.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })));
  for (let seq = 1; seq <= last; seq += 1) {
    await unlessOvertaken(
      db.client.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall(keys.entry(brand, contactId, seq)),
          // the role may name no other attribute
          UpdateExpression: 'SET expiresAt = :expiresAt',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(expiresAt)',
          ExpressionAttributeValues: marshall({ ':expiresAt': expiry.entries }),
        }),
      ),
    );
  }
}
