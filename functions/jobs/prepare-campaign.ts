import { type Deps, db, log, newId, now, policyOf, queues } from '../deps.ts';
import { type Campaign, chunkSize } from '../domain/campaign.ts';
import { handedOver, type Prepared, prepared, type Working } from '../domain/campaign-life.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { CampaignMessage, type SendMessage } from '../messages.ts';
import { post } from '../post.ts';
import { claimRun, finishIfDone, moveCampaign, saveCampaign } from '../store/campaign-states.ts';
import { readCampaign } from '../store/campaigns.ts';
import { listOpenChunks, writeChunk } from '../store/chunks.ts';
import { audienceOfCampaign, type CampaignAudience, pageOfRecipients } from '../store/recipients.ts';

type Needs = Pick<Deps, 'db' | 'queues' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * The next step of a campaign, which goes on by a message to itself: its audience is prepared, a few thousand people in a run; then its chunks are handed
 * over to be sent, those of a cancelled one to be closed. Any step may be lost, repeated or made twice at once: what counts is what was saved last (F17).
 */
export const prepareCampaign = (needs: Needs): QueueHandler =>
  queue(CampaignMessage, async ({ brand, campaignId }) => {
    const policy = needs.policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);
    const campaign = await readCampaign(needs.db, brand, campaignId);
    switch (campaign?.state) {
      case 'preparing':
        return prepare(needs, policy, campaign);
      case 'sending':
      case 'cancelled':
        return handOver(needs, campaign);
      case 'draft':
      case 'scheduled':
      case 'paused':
      case 'needs_review':
      case 'finished':
      case undefined:
        return;
    }
  });

const goOn = ({ queues }: Needs, { brand, campaignId }: Campaign) =>
  post(queues, 'prepare', [{ brand, campaignId } satisfies CampaignMessage]);

async function prepare(needs: Needs, policy: Policy, { brand, campaignId }: Campaign): Promise<void> {
  const { db, now, log } = needs;
  const run = await claimRun(db, { brand, campaignId }, needs.newId());
  if (!run) return;
  const audience = await audienceOfCampaign(db, run);
  if (audience === 'segment_missing') {
    await moveCampaign(db, run, { event: 'doubt', reason: audience, now: now() });
    return log('campaign_in_doubt', { brand, campaignId, reason: audience });
  }

  const { ids, ...found } = await gather(needs, policy, run, audience);
  const chunks = chunksOf(ids);
  if (!(await writeAll(needs, run, chunks))) return;
  const after = prepared(run, { ...found, recipients: ids.length, chunks: chunks.length }, now());
  // another run, a pause or a cancellation came first: what is written here counts for nothing
  if ((await saveCampaign(db, run, after)) === 'conflict') return;
  log('campaign_prepared', { brand, campaignId, audience: after.audience, chunks: after.chunks, state: after.state });
  await goOn(needs, run);
}

/** The next few thousand people, or as many as the pages of a run hold. */
async function gather({ db, now }: Needs, policy: Policy, run: Working, audience: CampaignAudience) {
  const ids: ContactId[] = [];
  const excluded = { campaign: 0, segment: 0 };
  let next: Prepared['next'] = run.progress.at ?? { shard: 0 };
  for (let pages = 0; next && pages < limits.pagesPerRun && ids.length < limits.preparedPerRun; pages += 1) {
    const at = { from: next, limit: limits.preparedPerRun - ids.length, now: now() };
    const page = await pageOfRecipients(db, policy, audience, at);
    ids.push(...page.ids);
    excluded.campaign += page.excluded.campaign;
    excluded.segment += page.excluded.segment;
    next = page.next;
  }
  return { ids, excluded, next };
}

const chunksOf = (ids: readonly ContactId[]): ContactId[][] =>
  Array.from({ length: Math.ceil(ids.length / chunkSize) }, (_, n) => ids.slice(n * chunkSize, (n + 1) * chunkSize));

const writesAtOnce = 16;

/** Writes the run's chunks, behind those that count already. False: a later run has been here. */
async function writeAll({ db, now }: Needs, run: Working, chunks: readonly ContactId[][]): Promise<boolean> {
  const left = chunks.entries();
  const write = async (): Promise<boolean> => {
    for (const [n, ids] of left) {
      const chunk = { chunk: run.chunks + n, ids, run: run.revision };
      if ((await writeChunk(db, run, chunk, now())) === 'overtaken') return false;
    }
    return true;
  };
  return (await Promise.all(Array.from({ length: writesAtOnce }, write))).every(Boolean);
}

async function handOver(needs: Needs, campaign: Campaign): Promise<void> {
  const { db, queues, now } = needs;
  const { brand, campaignId, chunks, progress } = campaign;
  // cancelled before it was begun: there is nothing to close
  if (!progress) return;
  const from = progress.handedOver;
  if (from >= chunks) {
    await finishIfDone(db, campaign, now());
    return;
  }
  const to = Math.min(from + limits.handedOverPerRun, chunks);
  const open = await listOpenChunks(db, campaign, { from, to });
  await post(
    queues,
    'send',
    open.map((chunk): SendMessage => ({ brand, campaignId, chunk })),
  );
  if ((await saveCampaign(db, campaign, handedOver({ ...campaign, progress }, to, now()))) === 'conflict') return;
  await goOn(needs, campaign);
}

export const handler = prepareCampaign({ db, queues, policyOf, now, newId, log });
