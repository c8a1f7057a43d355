/** Whatever a Query finds, page after page. For what is known to be little; who reads much takes a page at a time. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { TableName } from './tables.ts';

/** Every item of a table that the query finds, in its order. It is as consistent as the query asks for. */
export async function queryAll(
  db: Db,
  table: TableName,
  query: Omit<QueryCommand['input'], 'TableName' | 'ExclusiveStartKey'>,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: QueryCommand['input']['ExclusiveStartKey'];
  do {
    const page = await db.client.send(new QueryCommand({ TableName: db.tableName(table), ExclusiveStartKey: start, ...query }));
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}
