/** Positions in the audience index, and how many it lists. */
import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Grouping } from '../domain/aggregate.ts';
import type { AudienceQuery } from '../domain/audience.ts';
import type { ContactId } from '../domain/identity.ts';
import type { PurposeId } from '../domain/policy.ts';
import { indexShards, keys } from './keys.ts';

/** Where a walk through an audience stands: in this shard, after this person. */
export interface Position {
  readonly shard: number;
  readonly after?: ContactId | undefined;
}

/** How many people the audience has now: the shards counted side by side. */
export async function countAudience(db: Db, brand: string, query: AudienceQuery, now: Date): Promise<number> {
  let count = 0;
  await walkShards(
    db,
    (shard) => ({ ...queryOfShard(db, brand, query, shard, now), Select: 'COUNT' }),
    (page) => {
      count += page.Count ?? 0;
    },
  );
  return count;
}

/** How many of a purpose's audience there are of each value: one walk, whatever the number of values. */
export async function tallyAudience(
  db: Db,
  brand: string,
  { purpose, by }: { purpose: PurposeId; by: Grouping },
  now: Date,
): Promise<Map<string, number>> {
  const tally = new Map<string, number>();
  const asked = { ProjectionExpression: '#by', ExpressionAttributeNames: { '#by': by } };
  await walkShards(
    db,
    (shard) => ({ ...queryOfShard(db, brand, { purpose }, shard, now), ...asked }),
    ({ Items = [] }) => {
      for (const item of Items) {
        const value = String(unmarshall(item)[by] ?? '');
        tally.set(value, (tally.get(value) ?? 0) + 1);
      }
    },
  );
  return tally;
}

/** Reads what is asked of each shard to its end, the shards side by side. */
async function walkShards(
  db: Db,
  queryOf: (shard: number) => QueryCommand['input'],
  take: (page: QueryCommandOutput) => void,
): Promise<void> {
  await Promise.all(
    Array.from({ length: indexShards }, async (_, shard) => {
      let start: QueryCommand['input']['ExclusiveStartKey'];
      do {
        const page = await db.client.send(new QueryCommand({ ...queryOf(shard), ExclusiveStartKey: start }));
        take(page);
        start = page.LastEvaluatedKey;
      } while (start);
    }),
  );
}

function queryOfShard(db: Db, brand: string, query: AudienceQuery, shard: number, now: Date) {
  const { purpose, activeSince, ...equal } = query;
  const fields = Object.entries(equal).filter(([, value]) => value !== undefined);
  const filters = [
    // a consent that has lapsed is dead before the sweep takes it off the list
    '(attribute_not_exists(validUntil) OR validUntil > :now)',
    ...fields.map(([name]) => `#${name} = :${name}`),
    ...(activeSince ? ['activeMonth >= :activeSince'] : []),
  ];
  return {
    TableName: db.tableName('people'),
    IndexName: 'audience',
    KeyConditionExpression: 'audience = :audience',
    FilterExpression: filters.join(' AND '),
    ...(fields.length > 0 && { ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])) }),
    ExpressionAttributeValues: marshall({
      ':audience': keys.audience(brand, purpose, shard).audience,
      ':now': now.toISOString(),
      ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      ...(activeSince && { ':activeSince': activeSince }),
    }),
  };
}
