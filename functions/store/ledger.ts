/** The ledger. A person's entries are written only by the transactions of `people.ts` and `erasure.ts`, together with their state. */
import { ConditionalCheckFailedException, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { hashOf } from '../domain/canonical-json.ts';
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

/**
 * Adds a report of the system's own work to the brand's chain of reports: counts, no persons. Two reports at once never share a place.
 */
export async function appendReport(db: Db, brand: string, report: object, at: Date): Promise<void> {
  const pk = keys.reports(brand);
  const newest = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('ledger'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const last = newest.Items?.[0] && unmarshall(newest.Items[0]);
  const placed = {
    ...report,
    at: at.toISOString(),
    seq: Number(last?.seq ?? 0) + 1,
    previous: String(last?.hash ?? hashOf([pk])),
  };
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('ledger'),
        Item: marshall({ pk, sk: placed.seq, ...placed, hash: hashOf(placed) }, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    await appendReport(db, brand, report, at);
  }
}
