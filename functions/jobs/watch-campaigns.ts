import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type Deps, db, log, now, policies, queues } from '../deps.ts';
import type { CampaignId } from '../domain/campaign.ts';
import { retried, standsStill, type Working } from '../domain/campaign-life.ts';
import { limits } from '../domain/limits.ts';
import { everyBrand } from '../every-brand.ts';
import type { CampaignMessage } from '../messages.ts';
import { post } from '../post.ts';
import { finishIfDone, listRunning, moveCampaign, saveCampaign } from '../store/campaign-states.ts';
import { readTally } from '../store/counters.ts';

type Needs = Pick<Deps, 'db' | 'queues' | 'policies' | 'now' | 'log'>;

/**
 * Sees to it that no campaign is left behind by what was lost (I12): one whose alarm clock did not go off is started; one whose step was lost is taken up
 * where it stands; chunks that nobody is at work on are handed over anew. What comes to nothing even so waits for somebody to look. Reads running campaigns
 * only.
 */
export const watchCampaigns = (needs: Needs) => async (): Promise<{ readonly watched: number }> => {
  const watched = await everyBrand(needs, ({ brand }) => watchBrand(needs, brand));
  return { watched: watched.reduce((sum, one) => sum + one, 0) };
};

/** How many of a brand were looked after. One that cannot be holds up no other (I9). */
async function watchBrand(needs: Needs, brand: string): Promise<number> {
  const running = await listRunning(needs.db, brand);
  const failures: unknown[] = [];
  for (const campaignId of running) {
    await watch(needs, brand, campaignId).catch((error: unknown) => {
      failures.push(error);
      needs.log('watch_failed', { brand, campaignId });
    });
  }
  if (failures.length > 0) throw failures[0];
  return running.length;
}

async function watch(needs: Needs, brand: string, campaignId: CampaignId): Promise<void> {
  const { db, now } = needs;
  const moved = await moveCampaign(db, { brand, campaignId }, { event: 'due', now: now() });
  if (moved === 'absent' || moved === 'busy') return;
  const { campaign, outcome } = moved;
  const { state, progress } = campaign;
  if (!progress || state === 'paused' || state === 'needs_review' || state === 'finished') return;
  const working: Working = { ...campaign, progress };

  if (outcome.outcome === 'moves') return takeUp(needs, working, 'campaign_due');
  if (state === 'preparing') {
    if (standsStill(working, limits.standstillReviewMinutes, now())) return doubt(needs, working, 'preparing_stands_still');
    if (standsStill(working, limits.standstillMinutes, now())) return takeUp(needs, working, 'campaign_taken_up');
    return;
  }
  const { chunks: ended } = await readTally(db, campaign);
  if (ended >= campaign.chunks) {
    await finishIfDone(db, campaign, now());
    return;
  }
  if (!standsStill(working, limits.standstillMinutes, now())) return;
  if (progress.handedOver < campaign.chunks) {
    if (standsStill(working, limits.standstillReviewMinutes, now())) return doubt(needs, working, 'handing_over_stands_still');
    return takeUp(needs, working, 'campaign_taken_up');
  }
  if (await isWaitedFor(needs)) return;
  const anew = retried(working, ended, now());
  if (!anew) return doubt(needs, working, 'chunks_do_not_end');
  if ((await saveCampaign(db, campaign, anew)) !== 'conflict') await takeUp(needs, working, 'chunks_handed_over_anew');
}

async function takeUp({ queues, log }: Needs, { brand, campaignId }: Working, why: string): Promise<void> {
  await post(queues, 'prepare', [{ brand, campaignId } satisfies CampaignMessage]);
  log(why, { brand, campaignId });
}

async function doubt({ db, now, log }: Needs, { brand, campaignId }: Working, reason: string): Promise<void> {
  await moveCampaign(db, { brand, campaignId }, { event: 'doubt', reason, now: now() });
  log('campaign_in_doubt', { brand, campaignId, reason });
}

/** Whether chunks are in the queue, or at work: whoever they belong to, open ones may be among them. */
async function isWaitedFor({ queues }: Needs): Promise<boolean> {
  const names = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  const { Attributes = {} } = await queues.client.send(
    new GetQueueAttributesCommand({ QueueUrl: queues.url('send'), AttributeNames: [...names] }),
  );
  return names.some((name) => Number(Attributes[name] ?? 0) > 0);
}

export const handler = watchCampaigns({ db, queues, policies, now, log });
