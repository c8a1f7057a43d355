/** The audience index: a page of it, and its count. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { type AudienceQuery, AudienceRow } from '../domain/audience.ts';
import type { ContactId } from '../domain/identity.ts';
import { idOf, indexShards, keys } from './keys.ts';

/** Where a walk through an audience stands: in this shard, after this person. */
export interface Position {
  readonly shard: number;
  readonly after?: ContactId | undefined;
}

/** Queries that one page may cost. A page of rare matches ends short rather than late; the next one goes on. */
const queriesPerPage = 10;
/** A query answers at most 1 MB more, and Lambda takes an answer of at most 6 MB. */
const bytesPerPage = 4_000_000;

/** A page of the audience, shard by shard, by id. `next` is undefined at the end, and only there. */
export async function pageOfAudience(
  db: Db,
  brand: string,
  query: AudienceQuery,
  { from, limit, now }: { from: Position; limit: number; now: Date },
): Promise<{ rows: AudienceRow[]; next: Position | undefined }> {
  const rows: AudienceRow[] = [];
  let bytes = 0;
  let position: Position = from;
  for (let asked = 0; asked < queriesPerPage; asked += 1) {
    const { shard, after } = position;
    const page = await db.client.send(
      new QueryCommand({
        ...queryOfShard(db, brand, query, shard, now),
        Limit: limit - rows.length,
        ...(after && {
          ExclusiveStartKey: marshall({
            ...keys.audience(brand, query.purpose, shard),
            ...keys.consent(brand, after, query.purpose),
          }),
        }),
      }),
    );
    const found = (page.Items ?? []).map((item) => rowOf(unmarshall(item)));
    rows.push(...found);
    bytes += Buffer.byteLength(JSON.stringify(found));
    const last = page.LastEvaluatedKey?.pk?.S;
    if (last) position = { shard, after: idOf(last) };
    else if (shard + 1 < indexShards) position = { shard: shard + 1 };
    else return { rows, next: undefined };
    if (rows.length === limit || bytes > bytesPerPage) break;
  }
  return { rows, next: position };
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

const rowOf = ({ pk, since, ...item }: Record<string, unknown>): AudienceRow =>
  AudienceRow.parse({ ...item, contactId: idOf(String(pk)), consentedAt: since });
