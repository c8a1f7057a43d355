/** How far an announcement has got, and the claim on the one mail that each person gets about it. */
import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Profile } from '../domain/consent.ts';
import { AnnouncementMark } from '../domain/policy-version.ts';
import { keys } from './keys.ts';
import { claimOneMail, releaseOneMail } from './one-mail.ts';

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

/** Claims the one mail about an announcement. */
export const claimAnnouncement = (
  db: Db,
  profile: Pick<Profile, 'brand' | 'contactId' | 'seq'>,
  { announcement, claimId }: { announcement: number; claimId: string },
) =>
  claimOneMail(db, profile, {
    claim: 'toldClaim',
    set: { toldOf: announcement, toldClaim: claimId },
    condition: '(attribute_not_exists(toldOf) OR toldOf < :toldOf)',
  });

/** Gives the claim back after SES surely did not take the mail. */
export const releaseAnnouncement = (db: Db, profile: Pick<Profile, 'brand' | 'contactId'>, claimId: string): Promise<void> =>
  releaseOneMail(db, profile, { claim: 'toldClaim', claimId, removes: ['toldOf', 'toldClaim'] });
