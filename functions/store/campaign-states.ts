/** How a campaign moves from state to state, and how far the work on it is. It is written whole, on the condition of the revision that was read. */
import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { countsOf } from '../domain/accounting.ts';
import { Campaign, CampaignId } from '../domain/campaign.ts';
import { claimed, type Happening, happen, isRunning, moved, type Outcome, type Working } from '../domain/campaign-life.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { readCampaign } from './campaigns.ts';
import type { CampaignKey } from './chunks.ts';
import { readTally } from './counters.ts';
import { keys } from './keys.ts';
import { untilNotOvertaken } from './overtaken.ts';
import { queryAll } from './query-all.ts';

/** The campaign as it stands after something has happened to it, and what came of that. */
export interface Moved {
  readonly campaign: Campaign;
  readonly outcome: Outcome;
}

/**
 * Lets something happen to a campaign. `'absent'`: the brand has none of this id. `'busy'`: others kept changing it; nothing has been done. What came of a
 * request that has an id comes of it again, and is not done twice.
 */
export async function moveCampaign(
  db: Db,
  key: CampaignKey,
  happening: Happening,
  requestId?: string,
): Promise<Moved | 'absent' | 'busy'> {
  const done = await untilNotOvertaken(async (): Promise<Moved | 'absent' | 'conflict'> => {
    const before = await readCampaign(db, key.brand, key.campaignId);
    if (!before) return 'absent';
    const done = requestId !== undefined && before.requestId === requestId;
    const outcome: Outcome = done ? { outcome: 'stays' } : happen(before, happening);
    if (outcome.outcome !== 'moves') return { campaign: before, outcome };
    const resumed = before.heldFrom === 'sending' && outcome.state === 'sending';
    const counted = resumed ? before.audience - countsOf(before.audience, await readTally(db, before)).pending : 0;
    const after = { ...moved(before, outcome, counted, happening.now), ...(requestId !== undefined && { requestId }) };
    const campaign = await saveCampaign(db, before, after);
    return campaign === 'conflict' ? 'conflict' : { campaign, outcome };
  });
  return done === 'overtaken' ? 'busy' : done;
}

/** Begins a run of preparing, under a revision that no other run has. `undefined`: it is not being prepared any more. */
export async function claimRun(db: Db, key: CampaignKey, claimId: string): Promise<Working | undefined> {
  const run = await untilNotOvertaken(async (): Promise<Working | 'gone' | 'conflict'> => {
    const before = await readCampaign(db, key.brand, key.campaignId);
    if (before?.state !== 'preparing' || !before.progress) return 'gone';
    return saveCampaign(db, before, claimed({ ...before, progress: before.progress }, claimId));
  });
  if (run === 'overtaken') throw new Error(`campaign ${key.campaignId} could not be prepared for others that change it`);
  return run === 'gone' ? undefined : run;
}

/**
 * Saves a campaign that was read as `before`, under the next revision. `'conflict'`: somebody else has changed it since. A write that the SDK repeats after a
 * lost answer finds itself, and is saved.
 */
export async function saveCampaign<After extends Campaign>(db: Db, before: Campaign, after: After): Promise<After | 'conflict'> {
  const { brand, campaignId } = before;
  const campaign: After = { ...after, revision: before.revision + 1 };
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('campaigns'),
        Item: marshall(
          { ...keys.campaign(brand, campaignId), ...(isRunning(campaign) && keys.running(brand)), ...campaign },
          { removeUndefinedValues: true },
        ),
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: marshall({ ':revision': before.revision }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return campaign;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = error.Item && Campaign.parse(unmarshall(error.Item));
    return found && canonicalJson(found) === canonicalJson(campaign) ? campaign : 'conflict';
  }
}

/**
 * Call it after a chunk has ended. When all of a campaign's chunks have, so that everybody who was prepared is accounted for, it is `finished` (T15); one
 * that was cancelled stays so, and needs nothing more. `'goes_on'`: something is still to be done, or nothing was left before.
 */
export async function finishIfDone(db: Db, key: CampaignKey, now: Date): Promise<'finished' | 'goes_on'> {
  const done = await untilNotOvertaken(async (): Promise<'finished' | 'goes_on' | 'conflict'> => {
    const before = await readCampaign(db, key.brand, key.campaignId);
    if (!before) return 'goes_on';
    const outcome = happen(before, { event: 'ended', now });
    const closes = before.state === 'cancelled' && isRunning(before);
    if (outcome.outcome !== 'moves' && !closes) return 'goes_on';
    if ((await readTally(db, before)).chunks < before.chunks) return 'goes_on';
    const after = outcome.outcome === 'moves' ? moved(before, outcome, 0, now) : { ...before, finishedAt: now.toISOString() };
    return (await saveCampaign(db, before, after)) === 'conflict' ? 'conflict' : 'finished';
  });
  if (done === 'overtaken') throw new Error(`campaign ${key.campaignId} could not be finished for others that change it`);
  return done;
}

/** The campaigns of a brand that something is left to do for, now or at their time. Lags a moment behind. */
export async function listRunning(db: Db, brand: string): Promise<CampaignId[]> {
  const found = await queryAll(db, 'campaigns', {
    IndexName: 'running',
    KeyConditionExpression: 'running = :running',
    ExpressionAttributeValues: marshall({ ':running': keys.running(brand).running }),
  });
  return found.map(({ sk }) => CampaignId.parse(sk));
}
