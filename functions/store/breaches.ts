/** The register of breaches: all of a brand in one partition, in the order in which they were reported. */
import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { Breach } from '../domain/breach.ts';
import { keys } from './keys.ts';

/** Saves an entry in its place: a new one (revision 1), or one that nobody has changed since it was read. */
export async function saveBreach(db: Db, brand: string, breach: Breach): Promise<'saved' | 'conflict'> {
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('people'),
        Item: marshall({ ...keys.breach(brand, breach.id), ...breach }, { removeUndefinedValues: true }),
        ...(breach.revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :before',
              ExpressionAttributeValues: marshall({ ':before': breach.revision - 1 }),
            }),
      }),
    );
    return 'saved';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict';
    throw error;
  }
}

/** An entry by its id. */
export async function readBreach(db: Db, brand: string, id: string): Promise<Breach | undefined> {
  const { Item } = await db.client.send(
    new GetItemCommand({ TableName: db.tableName('people'), Key: marshall(keys.breach(brand, id)), ConsistentRead: true }),
  );
  return Item && Breach.parse(unmarshall(Item));
}

/** A page of the register, by id, which begins with the day; `next` is undefined at the end, and only there. */
export async function listBreaches(
  db: Db,
  brand: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ breaches: Breach[]; next: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': keys.breach(brand, '').pk }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: marshall(keys.breach(brand, after)) }),
    }),
  );
  return { breaches: Items.map((item) => Breach.parse(unmarshall(item))), next: LastEvaluatedKey?.sk?.S };
}
