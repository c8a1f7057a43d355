/** LINK: somebody asks for the one-hour link. It is the outbox of its own mail. */
import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { limits } from '../domain/limits.ts';
import type { LinkRequest } from '../domain/manage.ts';
import { keys } from './keys.ts';

/** Saves a request, unless there was one for this address within the cool-down. One conditional write either way, whoever the address belongs to (S10). */
export async function saveLinkRequest(db: Db, request: LinkRequest): Promise<'saved' | 'cooling_down'> {
  const coolDownBegan = new Date(Date.parse(request.requestedAt) - limits.linkCoolDownMinutes * 60_000).toISOString();
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('people'),
        Item: marshall({ ...keys.linkRequest(request.brand, request.addressHash), ...request }),
        ConditionExpression: 'attribute_not_exists(pk) OR requestedAt <= :coolDownBegan',
        ExpressionAttributeValues: marshall({ ':coolDownBegan': coolDownBegan }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'saved';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // ours if the SDK repeated this very write after a lost answer
    return error.Item && unmarshall(error.Item).requestId === request.requestId ? 'saved' : 'cooling_down';
  }
}
