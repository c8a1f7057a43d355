import * as z from 'zod';
import { type Deps, db, log, newId, now, policyOf, queues, secret, timers } from '../deps.ts';
import { desk } from '../desk.ts';
import { countsOf } from '../domain/accounting.ts';
import { type Campaign, CampaignId } from '../domain/campaign.ts';
import { type Happening, isRunning, paceOf } from '../domain/campaign-life.ts';
import { Nothing, Schedule, startOf } from '../domain/campaign-start.ts';
import { Paging } from '../domain/paging.ts';
import type { Policy } from '../domain/policy.ts';
import { RecipientsQuery } from '../domain/recipients.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, json } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import type { CampaignMessage } from '../messages.ts';
import { post } from '../post.ts';
import { moveCampaign } from '../store/campaign-states.ts';
import { listCampaigns, readCampaign } from '../store/campaigns.ts';
import { readTally } from '../store/counters.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct } from '../store/ledger.ts';
import { listRecipients } from '../store/recipients.ts';
import { setTimer } from '../timers.ts';

type Needs = Pick<Deps, 'db' | 'queues' | 'timers' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

const CampaignPosition = z.object({ after: CampaignId });
const RecipientPosition = z.object({ chunk: z.int(), index: z.int() });

/** Campaigns from their schedule to their account: started, held, stopped, and how far each of them is. */
export const campaigns = (needs: Needs): HttpHandler => {
  const { db, secret, policyOf, now } = needs;
  return desk(needs, {
    'GET /v1/{brand}/campaigns': async (request) => {
      const { brand } = operatorOf(request, policyOf).policy;
      const { limit, cursor } = parse(Paging, request.query);
      const list = [brand, 'campaigns'];
      const from = cursor ? openCursor(cursor, list, await secret(), CampaignPosition) : undefined;
      const { campaigns, next } = await listCampaigns(db, brand, { after: from?.after, limit });
      const onward = next && sealCursor({ after: next }, list, await secret());
      return json(200, { items: campaigns.map(summaryOf), next: onward ?? null });
    },

    'GET /v1/{brand}/campaigns/{id}': async (request) => {
      const campaign = await campaignOf(needs, request);
      const tally = await readTally(db, campaign);
      const counts = countsOf(campaign.audience, tally);
      const { skipped, failed } = tally;
      const progress = paceOf(campaign, counts, now());
      return json(200, { ...summaryOf(campaign), counts, skipped, failed, excluded: campaign.progress?.excluded, progress });
    },

    'GET /v1/{brand}/campaigns/{id}/recipients': async (request) => {
      const campaign = await campaignOf(needs, request);
      const { limit, cursor, status } = parse(RecipientsQuery, request.query);
      const list = [campaign.brand, campaign.campaignId, 'recipients', status ?? null];
      const from = cursor ? openCursor(cursor, list, await secret(), RecipientPosition) : { chunk: 0, index: 0 };
      const { recipients, next } = await listRecipients(db, campaign, { from, limit, status });
      return json(200, { items: recipients, next: next ? sealCursor(next, list, await secret()) : null });
    },

    'POST /v1/{brand}/campaigns/{id}/schedule': (request) =>
      changed(needs, request, 'marketer', (policy) => {
        const { at } = parse(Schedule, bodyOf(request));
        const start = startOf(at, policy.identity.timeZone, now());
        if ('refused' in start) throw new Problem('invalid', { errors: [{ detail: start.refused, pointer: '/at' }] });
        return { event: 'schedule', at: start.at, now: now() };
      }),
    'POST /v1/{brand}/campaigns/{id}/pause': (request) => changed(needs, request, 'anyone', () => plain(request, 'pause', now())),
    'POST /v1/{brand}/campaigns/{id}/resume': (request) =>
      changed(needs, request, 'marketer', () => plain(request, 'resume', now())),
    'POST /v1/{brand}/campaigns/{id}/cancel': (request) =>
      changed(needs, request, 'anyone', () => plain(request, 'cancel', now())),
  });
};

const bodyOf = (request: HttpRequest): unknown => (request.text() === '' ? {} : request.json());

function plain(request: HttpRequest, event: 'pause' | 'resume' | 'cancel', now: Date): Happening {
  parse(Nothing, bodyOf(request));
  return { event, now };
}

const idOf = (request: HttpRequest): CampaignId => {
  const id = CampaignId.safeParse(request.path.id);
  if (!id.success) throw new Problem('not-found');
  return id.data;
};

async function campaignOf({ db, policyOf }: Needs, request: HttpRequest): Promise<Campaign> {
  const { brand } = operatorOf(request, policyOf).policy;
  const campaign = await readCampaign(db, brand, idOf(request));
  if (!campaign) throw new Problem('not-found');
  return campaign;
}

/**
 * Does what an operator asks of a campaign, and sets going what follows from it. To stop is open to anyone of the brand: who answers for the privacy of its
 * readers must not have to look for a marketer.
 */
async function changed(
  needs: Needs,
  request: HttpRequest,
  who: 'marketer' | 'anyone',
  happeningOf: (policy: Policy) => Happening,
): Promise<HttpAnswer> {
  const { db, now, newId, log } = needs;
  const { policy, subject } = operatorOf(request, needs.policyOf, who === 'marketer' ? ['marketer', 'admin'] : undefined);
  const key = { brand: policy.brand, campaignId: idOf(request) };
  const keyed = { answers: keyedAnswers(db), secret: await needs.secret(), newId, now };

  return onceForKey(request, { brand: policy.brand, subject }, keyed, async (requestId) => {
    const happening = happeningOf(policy);
    const moved = await moveCampaign(db, key, happening, requestId);
    if (moved === 'absent') throw new Problem('not-found');
    if (moved === 'busy') throw new Problem('busy');
    const { campaign, outcome } = moved;
    if (outcome.outcome === 'refused') throw new Problem('campaign-state', { reason: outcome.reason });

    await setGoing(needs, campaign);
    const { state, scheduledFor } = campaign;
    const act = { act: `campaign_${happening.event}`, target: campaign.campaignId, details: { state } };
    await appendAct(db, { brand: policy.brand, operator: subject, ...act }, now());
    log('campaign_changed', { ...key, event: happening.event, state });
    return { status: 200, body: { id: campaign.campaignId, state, ...(scheduledFor && { scheduledFor }) } };
  });
}

/** Also where the state was there already: whoever asks again may have had no answer, because it got no further than that. */
async function setGoing({ queues, timers }: Needs, campaign: Campaign): Promise<void> {
  const { brand, campaignId, revision, state, scheduledFor } = campaign;
  const message: CampaignMessage = { brand, campaignId };
  if (state === 'scheduled' && scheduledFor) {
    // a name of its own for each time that it is scheduled: the timers of former ones go off for nothing
    return setTimer(timers, `${brand}-${campaignId}-${revision}`, new Date(scheduledFor), message);
  }
  if (isRunning(campaign)) await post(queues, 'prepare', [message]);
}

function summaryOf(campaign: Campaign) {
  const { campaignId: id, name, purpose, segment, exclude, locales, state, stateReason } = campaign;
  const { createdAt, scheduledFor, startedAt, finishedAt, audience } = campaign;
  const what = { id, name, purpose, segment, exclude, locales };
  return { ...what, state, stateReason, createdAt, scheduledFor, startedAt, finishedAt, audience };
}

export const handler = campaigns({ db, queues, timers, secret, policyOf, now, newId, log });
