/** Positions in the audience index, and how many it lists. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { AudienceQuery } from '../domain/audience.ts';
import type { ContactId } from '../domain/identity.ts';
import { indexShards, keys } from './keys.ts';

/** Where a walk through an audience stands: in this shard, after this person. */
export interface Position {
  readonly shard: number;
  readonly after?: ContactId | undefined;
}

/** How many people the audience has now: the shards counted side by side. */
export async function countAudience(db: Db, brand: string, query: AudienceQuery, now: Date): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: indexShards }, async (_, shard) => {
      let count = 0;
      let start: QueryCommand['input']['ExclusiveStartKey'];
      do {
        const page = await db.client.send(
          new QueryCommand({ ...queryOfShard(db, brand, query, shard, now), Select: 'COUNT', ExclusiveStartKey: start }),
        );
        count += page.Count ?? 0;
        start = page.LastEvaluatedKey;
      } while (start);
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
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
