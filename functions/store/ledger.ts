/** The ledger: read here; written only by the transaction of `people.ts`. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { ContactId } from '../domain/identity.ts';
import { Entry } from '../domain/ledger.ts';
import { keys } from './keys.ts';

/** A person's whole chain, first entry first. */
export async function readChain(db: Db, brand: string, contactId: ContactId): Promise<Entry[]> {
  const entries: Entry[] = [];
  let start: QueryCommand['input']['ExclusiveStartKey'];
  do {
    const page = await db.client.send(
      new QueryCommand({
        TableName: db.tableName('ledger'),
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: marshall({ ':pk': keys.contact(brand, contactId) }),
        ExclusiveStartKey: start,
      }),
    );
    entries.push(...(page.Items ?? []).map((item) => Entry.parse(unmarshall(item))));
    start = page.LastEvaluatedKey;
  } while (start);
  return entries;
}
