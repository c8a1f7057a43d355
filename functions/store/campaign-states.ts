/** How a campaign moves from state to state. */
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Campaign } from '../domain/campaign.ts';
import { type Happening, happen } from '../domain/campaign-life.ts';
import { readCampaign } from './campaigns.ts';
import type { CampaignKey } from './chunks.ts';
import { readTally } from './counters.ts';
import { keys } from './keys.ts';

/** Lets something happen to a campaign. */
export async function moveCampaign(db: Db, key: CampaignKey, happening: Happening): Promise<Campaign | 'absent'> {
  const campaign = await readCampaign(db, key.brand, key.campaignId);
  if (!campaign) return 'absent';
  const outcome = happen(campaign, happening);
  if (outcome.outcome !== 'moves') return campaign;
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.campaign(key.brand, key.campaignId)),
        UpdateExpression: 'SET #state = :state, revision = revision + :one, stateReason = :reason',
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshall({
          ':state': outcome.state,
          ':one': 1,
          ':revision': campaign.revision,
          ':reason': outcome.stateReason ?? '-',
        }),
      }),
    );
    return { ...campaign, state: outcome.state };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return moveCampaign(db, key, happening);
    throw error;
  }
}

/** Finishes a campaign whose every chunk has ended. */
export async function finishIfDone(db: Db, key: CampaignKey, now: Date): Promise<'finished' | 'goes_on'> {
  const campaign = await readCampaign(db, key.brand, key.campaignId);
  if (!campaign || (await readTally(db, key)).chunks < campaign.chunks) return 'goes_on';
  await moveCampaign(db, key, { event: 'ended', now });
  return 'finished';
}
