/** Who has not been told yet where they were found, and the claim on the one mail that tells them. */
import { ConditionalCheckFailedException, DeleteItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Profile } from '../domain/consent.ts';
import { ContactId } from '../domain/identity.ts';
import type { Day } from '../domain/retention.ts';
import { keys } from './keys.ts';

/** Somebody who waits to be told, and by when they must be. */
export interface Untold {
  readonly contactId: ContactId;
  readonly tellBy: Day;
}

/** A page of those who wait, whoever must be told first comes first; `next` is where it goes on, undefined at the end. */
export async function listUntold(
  db: Db,
  brand: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ untold: Untold[]; next: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': keys.untoldOf(brand) }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: marshall({ pk: keys.untoldOf(brand), sk: after }) }),
    }),
  );
  const untold = Items.map((item) => {
    const [tellBy, contactId] = String(unmarshall(item).sk).split('#', 2) as [Day, string];
    return { tellBy, contactId: ContactId.parse(contactId) };
  });
  return { untold, next: LastEvaluatedKey?.sk?.S };
}

/** Takes somebody off the list. */
export async function dropUntold(db: Db, brand: string, { tellBy, contactId }: Untold): Promise<void> {
  const Key = marshall(keys.untold(brand, tellBy, contactId));
  await db.client.send(new DeleteItemCommand({ TableName: db.tableName('people'), Key }));
}

/**
 * Claims the one mail that tells a person, for good, as they were read: whoever has changed since waits for the next run (I2). `claimId` is new at every attempt; a
 * write that the SDK repeated after a lost answer is ours.
 */
export async function claimTelling(
  db: Db,
  { brand, contactId, seq }: Pick<Profile, 'brand' | 'contactId' | 'seq'>,
  claimId: string,
): Promise<'claimed' | 'taken'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'SET tellClaim = :claimId',
        ConditionExpression: 'seq = :seq AND attribute_exists(foundIn) AND attribute_not_exists(tellClaim)',
        ExpressionAttributeValues: marshall({ ':claimId': claimId, ':seq': seq }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item?.tellClaim?.S === claimId ? 'claimed' : 'taken';
  }
}

/** Gives the claim back after SES surely did not take the mail. */
export async function releaseTelling(
  db: Db,
  { brand, contactId }: Pick<Profile, 'brand' | 'contactId'>,
  claimId: string,
): Promise<void> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'REMOVE tellClaim',
        ConditionExpression: 'tellClaim = :claimId',
        ExpressionAttributeValues: marshall({ ':claimId': claimId }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
