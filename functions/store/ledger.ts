/** The ledger: read here; written only by the transaction of `people.ts`. */
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { ContactId } from '../domain/identity.ts';
import { Entry } from '../domain/ledger.ts';
import { keys } from './keys.ts';

/** A person's whole chain, first entry first. Throws at an entry that this version cannot read. */
export const readChain = async (db: Db, brand: string, contactId: ContactId): Promise<Entry[]> =>
  (await readItems(db, brand, contactId)).map((item) => Entry.parse(item));

/**
 * A person's whole chain as it lies there, first entry first: every attribute that was written, in entries of any version and even in damaged
 * ones, so that they can be verified and shown. What the table adds (its keys, and when the proof runs out) is left out.
 */
export const readEvidence = async (db: Db, brand: string, contactId: ContactId): Promise<Record<string, unknown>[]> =>
  (await readItems(db, brand, contactId)).map(({ pk: _, sk: __, expiresAt: ___, ...entry }) => entry);

async function readItems(db: Db, brand: string, contactId: ContactId): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
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
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}
