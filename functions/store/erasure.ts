/** What is left of a person after the transaction that erased them. */
import { type AttributeValue, DeleteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { ContactId } from '../domain/identity.ts';
import { keys } from './keys.ts';

/**
 * Deletes whatever still lies under the id of an erased person, and says how much it was. Idempotent. A person whose profile stands is not erased, and is
 * left alone: `'stands'`.
 */
export async function deleteRemains(db: Db, brand: string, contactId: ContactId): Promise<number | 'stands'> {
  const TableName = db.tableName('people');
  const remains: Record<string, AttributeValue>[] = [];
  let start: QueryCommand['input']['ExclusiveStartKey'];
  do {
    const page = await db.client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: marshall({ ':pk': keys.contact(brand, contactId) }),
        ProjectionExpression: 'pk, sk',
        ExclusiveStartKey: start,
      }),
    );
    remains.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  const profile = keys.profile(brand, contactId).sk;
  if (remains.some((key) => key.sk?.S === profile)) return 'stands';
  await Promise.all(remains.map((Key) => db.client.send(new DeleteItemCommand({ TableName, Key }))));
  return remains.length;
}
