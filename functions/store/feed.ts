/**
 * The feeds of partners. A position is given away in the transaction that writes its news, so that no reader can pass a position whose
 * news appears later: cursors never skip a late commit.
 */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Profile } from '../domain/consent.ts';
import { type Disclosure, feedShards, fromTheBeginning, furthest, isEnd, News, Positions, Told } from '../domain/feed.ts';
import type { ContactId } from '../domain/identity.ts';
import { keys, shardOf } from './keys.ts';

const feedShardOf = (contactId: ContactId): number => shardOf(contactId) % feedShards;

/** What a partner was told of a person last; undefined if it never heard of them. */
export async function readTold(db: Db, brand: string, partner: string, contactId: ContactId): Promise<Told | undefined> {
  const { Item } = await db.client.send(
    new GetItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.told(brand, partner, feedShardOf(contactId), contactId)),
      ConsistentRead: true,
    }),
  );
  return Item && Told.parse(unmarshall(Item));
}

/** News to be told, what the partner knew before it, and the person, if they still live, who must be as they were judged. */
export interface Telling {
  readonly brand: string;
  readonly partner: string;
  readonly contactId: ContactId;
  readonly known: Told | undefined;
  readonly news: Told;
  readonly onlyFor: Pick<Profile, 'seq' | 'standing'> | undefined;
}

/**
 * Gives the news the next position of the person's shard. `'conflict'`: somebody took the position, told the partner something else, or the
 * person has changed since they were judged, so that an older verdict never follows a newer one. Whatever happens twice is written once: the
 * condition is on what the partner knew.
 */
export async function tell(
  db: Db,
  { brand, partner, contactId, known, news, onlyFor }: Telling,
  at: Date,
): Promise<'told' | 'conflict'> {
  const people = db.tableName('people');
  const shard = feedShardOf(contactId);
  const before = await lastPosition(db, brand, partner, shard);
  const position = before + 1;
  const writes: TransactWriteItem[] = [
    {
      Put: {
        TableName: people,
        Item: marshall({ ...keys.position(brand, partner, shard), position }),
        ConditionExpression: before === 0 ? 'attribute_not_exists(pk)' : '#position = :before',
        ...(before > 0 && {
          ExpressionAttributeNames: { '#position': 'position' },
          ExpressionAttributeValues: marshall({ ':before': before }),
        }),
      },
    },
    {
      Put: {
        TableName: people,
        Item: marshall({
          ...keys.news(brand, partner, shard, position),
          ...({ shard, position, type: news.type, contactId, seq: news.seq, at: at.toISOString() } satisfies News),
        }),
      },
    },
    {
      Put: {
        TableName: people,
        Item: marshall({ ...keys.told(brand, partner, shard, contactId), ...news }, { removeUndefinedValues: true }),
        ConditionExpression: known ? 'seq = :seq AND #type = :type' : 'attribute_not_exists(pk)',
        ...(known && {
          ExpressionAttributeNames: { '#type': 'type' },
          ExpressionAttributeValues: marshall({ ':seq': known.seq, ':type': known.type }),
        }),
      },
    },
  ];
  if (onlyFor) writes.push(asJudged(db, brand, contactId, onlyFor));
  try {
    await db.client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    return 'told';
  } catch (error) {
    if (error instanceof TransactionCanceledException) return 'conflict';
    throw error;
  }
}

const asJudged = (
  db: Db,
  brand: string,
  contactId: ContactId,
  { seq, standing }: Pick<Profile, 'seq' | 'standing'>,
): TransactWriteItem => ({
  ConditionCheck: {
    TableName: db.tableName('people'),
    Key: marshall(keys.profile(brand, contactId)),
    ConditionExpression: 'seq = :seq AND standing = :standing',
    ExpressionAttributeValues: marshall({ ':seq': seq, ':standing': standing }),
  },
});

async function lastPosition(db: Db, brand: string, partner: string, shard: number): Promise<number> {
  const { Item } = await db.client.send(
    new GetItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.position(brand, partner, shard)),
      ConsistentRead: true,
    }),
  );
  return Item ? Number(unmarshall(Item).position) : 0;
}

/** The news after these positions, shard by shard, at most `limit`; and where the reader stands then. */
export async function newsAfter(
  db: Db,
  brand: string,
  partner: string,
  from: Positions,
  limit: number,
): Promise<{ news: News[]; positions: Positions; drained: boolean }> {
  const news: News[] = [];
  const positions = [...from];
  for (let shard = 0; shard < feedShards; shard += 1) {
    if (news.length >= limit) return { news, positions, drained: false };
    const { found, drained } = await newsOfShard(db, brand, partner, shard, from[shard] ?? 0, limit - news.length);
    news.push(...found);
    positions[shard] = found.at(-1)?.position ?? positions[shard] ?? 0;
    if (!drained) return { news, positions, drained: false };
  }
  return { news, positions, drained: true };
}

async function newsOfShard(db: Db, brand: string, partner: string, shard: number, after: number, limit: number) {
  const { Items = [], LastEvaluatedKey } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :next AND :last',
      ExpressionAttributeValues: marshall({
        ':pk': keys.feed(brand, partner, shard),
        ':next': keys.news(brand, partner, shard, after + 1).sk,
        ':last': keys.news(brand, partner, shard, Number.MAX_SAFE_INTEGER).sk,
      }),
      Limit: limit,
    }),
  );
  return { found: Items.map((item) => News.parse(unmarshall(item))), drained: LastEvaluatedKey === undefined };
}

/**
 * Writes a disclosure down before it is made, as long as the person is as they were judged: whoever withdrew since has not been disclosed, and nothing
 * appears under somebody erased. `'overtaken'`: judge again.
 */
export async function noteDisclosure(
  db: Db,
  { brand, contactId, seq, standing }: Pick<Profile, 'brand' | 'contactId' | 'seq' | 'standing'>,
  disclosure: Disclosure,
): Promise<'noted' | 'overtaken'> {
  const Item = marshall(
    { ...keys.shared(brand, contactId, disclosure.at, disclosure.partner), ...disclosure },
    { removeUndefinedValues: true },
  );
  const people = db.tableName('people');
  try {
    await db.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [asJudged(db, brand, contactId, { seq, standing }), { Put: { TableName: people, Item } }],
      }),
    );
    return 'noted';
  } catch (error) {
    if (error instanceof TransactionCanceledException) return 'overtaken';
    throw error;
  }
}

/** How far a partner has acknowledged its feed. */
export async function acknowledgedUntil(db: Db, brand: string, partner: string): Promise<Positions> {
  const { Item } = await db.client.send(
    new GetItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.acknowledged(brand, partner)),
      ConsistentRead: true,
    }),
  );
  return Item ? Positions.parse(unmarshall(Item).positions) : fromTheBeginning;
}

/** Notes that everything up to these positions has been acted upon. Never goes back. `'conflict'`: another acknowledgement came first. */
export async function acknowledge(
  db: Db,
  brand: string,
  partner: string,
  upTo: Positions,
  at: Date,
): Promise<'noted' | 'conflict'> {
  const before = await acknowledgedUntil(db, brand, partner);
  const positions = furthest(before, upTo);
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('people'),
        Item: marshall({ ...keys.acknowledged(brand, partner), positions, at: at.toISOString() }),
        ConditionExpression: 'attribute_not_exists(pk) OR positions = :before',
        ExpressionAttributeValues: marshall({ ':before': before }),
      }),
    );
    return 'noted';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict';
    throw error;
  }
}

/** Withdrawals, restrictions and erasures that a partner has not acknowledged, at most `limit`, the oldest of each shard first. */
export async function unacknowledged(db: Db, brand: string, partner: string, limit: number): Promise<News[]> {
  const from = await acknowledgedUntil(db, brand, partner);
  const open: News[] = [];
  for (let positions = from; open.length < limit; ) {
    const page = await newsAfter(db, brand, partner, positions, 1000);
    open.push(...page.news.filter(({ type }) => isEnd(type)));
    if (page.drained) break;
    positions = page.positions;
  }
  return open.slice(0, limit);
}
