/** REQUEST: a sign-up that waits. It is the outbox of its own mail. */
import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { AddressHash } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import type { SignUpRequest } from '../domain/sign-up.ts';
import { keys } from './keys.ts';
import { unlessOvertaken } from './overtaken.ts';

/**
 * Saves a sign-up, unless the same form had one for this address within the cool-down: then the first choices stand. One conditional write either
 * way, whoever the address belongs to (S10).
 */
export async function saveRequest(db: Db, request: SignUpRequest): Promise<'saved' | 'cooling_down'> {
  const coolDownBegan = new Date(Date.parse(request.requestedAt) - limits.coolDownMinutes * 60_000).toISOString();
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('people'),
        Item: marshall(
          { ...keys.request(request.brand, request.addressHash, request.form), ...request },
          { removeUndefinedValues: true },
        ),
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

/** Notes on a request what was mailed for it. A request that a newer one has replaced is left alone. */
export async function noteMailed(
  db: Db,
  request: Pick<SignUpRequest, 'brand' | 'addressHash' | 'form' | 'requestId'>,
  mailed: NonNullable<SignUpRequest['mailed']>,
  messageId?: string,
): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.request(request.brand, request.addressHash as AddressHash, request.form)),
        UpdateExpression: messageId ? 'SET mailed = :mailed, messageId = :messageId' : 'SET mailed = :mailed',
        ConditionExpression: 'requestId = :requestId',
        ExpressionAttributeValues: marshall(
          { ':mailed': mailed, ':requestId': request.requestId, ':messageId': messageId },
          { removeUndefinedValues: true },
        ),
      }),
    ),
  );
}
