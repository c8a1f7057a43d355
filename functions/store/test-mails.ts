/** TEST#<id>: the claim on the one SES call of a test mail. Holds no address. */
import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Campaign } from '../domain/campaign.ts';
import { limits } from '../domain/limits.ts';
import { keys } from './keys.ts';

/** Claims the call for this request; `claimId` is new at every attempt. `'taken'`: an attempt before this one got as far, and may have made it. */
export async function claimTestMail(
  db: Db,
  { brand, campaignId }: Pick<Campaign, 'brand' | 'campaignId'>,
  { requestId, claimId }: { readonly requestId: string; readonly claimId: string },
  now: Date,
): Promise<'claimed' | 'taken'> {
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('campaigns'),
        Item: marshall({
          ...keys.testMail(brand, campaignId, requestId),
          claimId,
          claimedAt: now.toISOString(),
          // as long as the caller's key is remembered, and a day to spare
          expiresAt: Math.ceil(now.getTime() / 1000) + (limits.idempotencyHours + 24) * 3600,
        }),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // ours if the SDK repeated this very write after a lost answer
    return error.Item && unmarshall(error.Item).claimId === claimId ? 'claimed' : 'taken';
  }
}
