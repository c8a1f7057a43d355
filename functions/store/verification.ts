/** Chains of the ledger as they lie there, for whoever verifies them. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Stored } from '../domain/verification.ts';

/** Every entry of a chain, by the number that it lies under. What the table adds (its keys, when it expires) is left out; a checkpoint, at place 0, too. */
export async function readStored(db: Db, pk: string): Promise<Stored[]> {
  const stored: Stored[] = [];
  let start: QueryCommand['input']['ExclusiveStartKey'];
  do {
    const page = await db.client.send(
      new QueryCommand({
        TableName: db.tableName('ledger'),
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk >= :first',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':first': 1 }),
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) {
      const { pk: _, sk, expiresAt: __, ...entry } = unmarshall(item);
      stored.push({ place: Number(sk), entry });
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return stored;
}
