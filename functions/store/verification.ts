/** Chains of the ledger as they lie there, for whoever verifies them. */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Stored } from '../domain/verification.ts';
import { queryAll } from './query-all.ts';

/** Every entry of a chain, by the number that it lies under. What the table adds (its keys, when it expires) is left out; a checkpoint, at place 0, too. */
export async function readStored(db: Db, pk: string): Promise<Stored[]> {
  const items = await queryAll(db, 'ledger', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk >= :first',
    ExpressionAttributeValues: marshall({ ':pk': pk, ':first': 1 }),
  });
  return items.map(({ pk: _, sk, expiresAt: __, ...entry }) => ({ place: Number(sk), entry }));
}
