/** Mails of which a person gets one at most for each occasion: the claim on it stands in the profile. */
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Profile } from '../domain/consent.ts';
import { keys } from './keys.ts';
import { unlessOvertaken } from './overtaken.ts';

/** What a claim writes into the profile, by attribute; `claim` names the attribute that holds its id. */
export interface Claim {
  readonly claim: string;
  readonly set: Readonly<Record<string, string | number>>;
  /** Beside the person's being as they were read; its values are those of `set`, by `:<attribute>`. */
  readonly condition: string;
}

/**
 * Claims the mail, for the person as they were read: `'conflict'` if something of theirs has changed since, so that nobody is mailed by what no longer holds (I2).
 * The claim's id is new at every attempt; a write that the SDK repeated after a lost answer is ours.
 */
export async function claimOneMail(
  db: Db,
  { brand, contactId, seq }: Pick<Profile, 'brand' | 'contactId' | 'seq'>,
  { claim, set, condition }: Claim,
): Promise<'claimed' | 'taken' | 'conflict'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: `SET ${Object.keys(set)
          .map((name) => `${name} = :${name}`)
          .join(', ')}`,
        ConditionExpression: `seq = :seq AND ${condition}`,
        ExpressionAttributeValues: marshall({
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
          ':seq': seq,
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (Number(error.Item?.seq?.N) !== seq) return 'conflict';
    return error.Item?.[claim]?.S === set[claim] ? 'claimed' : 'taken';
  }
}

/** Gives a claim back after SES surely did not take the mail: removes what it wrote, if it still stands. */
export async function releaseOneMail(
  db: Db,
  { brand, contactId }: Pick<Profile, 'brand' | 'contactId'>,
  { claim, claimId, removes }: { claim: string; claimId: string; removes: readonly string[] },
): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: `REMOVE ${removes.join(', ')}`,
        ConditionExpression: `${claim} = :claimId`,
        ExpressionAttributeValues: marshall({ ':claimId': claimId }),
      }),
    ),
  );
}
