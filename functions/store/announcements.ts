/** How far an announcement has got, and the claim on the one mail that each person gets about it. */
import { ConditionalCheckFailedException, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Profile } from '../domain/consent.ts';
import { AnnouncementMark } from '../domain/policy-version.ts';
import { keys } from './keys.ts';

/** The mark of a brand's last announcement; undefined before the first. */
export async function readAnnouncementMark(db: Db, brand: string): Promise<AnnouncementMark | undefined> {
  const { pk, sk } = keys.announcementMark(brand);
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  return page.Items?.[0] && AnnouncementMark.parse(unmarshall(page.Items[0]));
}

/** Writes down how far it is. A walk that is behind another one of the same announcement only repeats: each person is claimed once. */
export async function writeAnnouncementMark(db: Db, brand: string, mark: AnnouncementMark): Promise<void> {
  const Item = marshall({ ...keys.announcementMark(brand), ...mark }, { removeUndefinedValues: true });
  await db.client.send(new PutItemCommand({ TableName: db.tableName('people'), Item }));
}

/**
 * Claims the one mail about an announcement, for the person as they were read: `'conflict'` if something of theirs has changed since (I2). `claimId` is new at every
 * attempt; a write that the SDK repeated after a lost answer is ours.
 */
export async function claimAnnouncement(
  db: Db,
  { brand, contactId, seq }: Pick<Profile, 'brand' | 'contactId' | 'seq'>,
  claim: { announcement: number; claimId: string },
): Promise<'claimed' | 'taken' | 'conflict'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'SET toldOf = :announcement, toldClaim = :claimId',
        ConditionExpression: 'seq = :seq AND (attribute_not_exists(toldOf) OR toldOf < :announcement)',
        ExpressionAttributeValues: marshall({ ':announcement': claim.announcement, ':claimId': claim.claimId, ':seq': seq }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (Number(error.Item?.seq?.N) !== seq) return 'conflict';
    return error.Item?.toldClaim?.S === claim.claimId ? 'claimed' : 'taken';
  }
}

/** Gives the claim back after SES surely did not take the mail. */
export async function releaseAnnouncement(
  db: Db,
  { brand, contactId }: Pick<Profile, 'brand' | 'contactId'>,
  claimId: string,
): Promise<void> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'REMOVE toldOf, toldClaim',
        ConditionExpression: 'toldClaim = :claimId',
        ExpressionAttributeValues: marshall({ ':claimId': claimId }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
