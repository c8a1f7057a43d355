/** Who has not been told yet where they were found, and the claim on the one mail that tells them. */
import { DeleteItemCommand, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Profile } from '../domain/consent.ts';
import { ContactId } from '../domain/identity.ts';
import type { Day } from '../domain/retention.ts';
import { keys } from './keys.ts';
import { claimOneMail, releaseOneMail } from './one-mail.ts';

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

/** Whether somebody is on the list. */
export async function isListedUntold(db: Db, brand: string, { tellBy, contactId }: Untold): Promise<boolean> {
  const Key = marshall(keys.untold(brand, tellBy, contactId));
  const { Item } = await db.client.send(new GetItemCommand({ TableName: db.tableName('people'), Key, ConsistentRead: true }));
  return Item !== undefined;
}

/** Takes somebody off the list. */
export async function dropUntold(db: Db, brand: string, { tellBy, contactId }: Untold): Promise<void> {
  const Key = marshall(keys.untold(brand, tellBy, contactId));
  await db.client.send(new DeleteItemCommand({ TableName: db.tableName('people'), Key }));
}

/** Claims the one mail that tells a person, for good. */
export const claimTelling = (db: Db, profile: Pick<Profile, 'brand' | 'contactId' | 'seq'>, claimId: string) =>
  claimOneMail(db, profile, {
    claim: 'tellClaim',
    set: { tellClaim: claimId },
    condition: 'attribute_exists(foundIn) AND attribute_not_exists(tellClaim)',
  });

/** Gives the claim back after SES surely did not take the mail. */
export const releaseTelling = (db: Db, profile: Pick<Profile, 'brand' | 'contactId'>, claimId: string): Promise<void> =>
  releaseOneMail(db, profile, { claim: 'tellClaim', claimId, removes: ['tellClaim'] });
