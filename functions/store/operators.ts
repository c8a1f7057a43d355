/** What operators were granted at a brand, and until when. All of a brand lie in one partition: they are few, and reviewed together. */
import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { OperatorGrant } from '../domain/operators.ts';
import { keys } from './keys.ts';
import { queryAll } from './query-all.ts';

/** The grants of one operator, or of all, strongly consistent: an end that has just been set holds for the very next request. */
export async function listGrants(db: Db, brand: string, operator?: string): Promise<OperatorGrant[]> {
  const items = await queryAll(db, 'campaigns', {
    ConsistentRead: true,
    KeyConditionExpression: operator === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :operator)',
    ExpressionAttributeValues: marshall({
      ':pk': keys.operatorsOf(brand),
      ...(operator !== undefined && { ':operator': keys.operator(brand, operator, '').sk }),
    }),
  });
  return items.map((item) => OperatorGrant.parse(item));
}

/** Writes down a grant that begins; `'known'` if there is one already, also one that has ended. */
export async function saveNewGrant(db: Db, brand: string, grant: OperatorGrant): Promise<'begun' | 'known'> {
  try {
    await putGrant(db, brand, grant, { ConditionExpression: 'attribute_not_exists(pk)' });
    return 'begun';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'known';
    throw error;
  }
}

/** Sets a grant, whatever there was. */
export const saveGrant = (db: Db, brand: string, grant: OperatorGrant): Promise<void> => putGrant(db, brand, grant, {});

async function putGrant(db: Db, brand: string, grant: OperatorGrant, condition: { ConditionExpression?: string }): Promise<void> {
  const Item = marshall({ ...keys.operator(brand, grant.operator, grant.role), ...grant }, { removeUndefinedValues: true });
  await db.client.send(new PutItemCommand({ TableName: db.tableName('campaigns'), Item, ...condition }));
}
