/** The states of a campaign, and what moves it from one to the next. Whatever is not named here does not happen. */
import type { Campaign, CampaignState } from './campaign.ts';
import { limits } from './limits.ts';

/** What can happen to a campaign: the first five an operator does, the others the system. */
export const campaignEvents = ['edit', 'schedule', 'pause', 'resume', 'cancel', 'due', 'prepared', 'ended', 'doubt'] as const;
export type CampaignEvent = (typeof campaignEvents)[number];

/** What happened, and when. */
export type Happening =
  | { readonly event: Exclude<CampaignEvent, 'schedule' | 'doubt'>; readonly now: Date }
  /** `at` is undefined for now. */
  | { readonly event: 'schedule'; readonly now: Date; readonly at: Date | undefined }
  /** Somebody has to look at it: `reason` says why. */
  | { readonly event: 'doubt'; readonly now: Date; readonly reason: string };

/** What of a campaign decides. */
export type Life = Pick<Campaign, 'state' | 'heldFrom' | 'scheduledFor'>;

/** Why an operator's wish cannot be met. */
export type Refusal = 'not_scheduled' | 'has_started' | 'has_finished' | 'is_cancelled' | 'is_paused' | 'needs_review';

/**
 * It moves, and carries these (what is left out is removed); it stays, because it is there already or because the event does not concern it; or the
 * operator is told why not.
 */
export type Outcome =
  | ({ readonly outcome: 'moves'; readonly stateReason?: string } & Life)
  | { readonly outcome: 'stays' }
  | { readonly outcome: 'refused'; readonly reason: Refusal };

const stays: Outcome = { outcome: 'stays' };
const refused = (reason: Refusal): Outcome => ({ outcome: 'refused', reason });
const over = { finished: 'has_finished', cancelled: 'is_cancelled' } as const;

/** What becomes of a campaign. Total: every event has an answer in every state. */
export function happen(campaign: Life, happening: Happening): Outcome {
  const { state } = campaign;
  switch (happening.event) {
    case 'edit':
      // what was approved is no longer what it says
      if (state === 'draft' || state === 'scheduled') return { outcome: 'moves', state: 'draft' };
      return refused(state in over ? over[state as keyof typeof over] : 'has_started');
    case 'schedule':
      return schedule(campaign, happening.at, happening.now);
    case 'pause':
      return pause(campaign);
    case 'resume':
      return resume(campaign, happening.now);
    case 'cancel':
      if (state === 'cancelled') return stays;
      return state === 'finished' ? refused('has_finished') : { ...kept(campaign), outcome: 'moves', state: 'cancelled' };
    case 'due':
      return start(campaign, happening.now);
    case 'prepared':
      return state === 'preparing' ? { ...kept(campaign), outcome: 'moves', state: 'sending' } : stays;
    case 'ended':
      // the last chunk may end after a pause: nothing is left that it could hold up
      return state === 'sending' || (state === 'paused' && campaign.heldFrom === 'sending')
        ? { ...kept(campaign), outcome: 'moves', state: 'finished' }
        : stays;
    case 'doubt':
      return doubt(campaign, happening.reason);
  }
}

const kept = ({ scheduledFor }: Life): Pick<Life, 'scheduledFor'> => (scheduledFor ? { scheduledFor } : {});

function schedule({ state }: Life, at: Date | undefined, now: Date): Outcome {
  switch (state) {
    case 'draft':
    case 'scheduled':
      return { outcome: 'moves', state: at ? 'scheduled' : 'preparing', scheduledFor: (at ?? now).toISOString() };
    case 'preparing':
    case 'sending':
      return refused('has_started');
    case 'paused':
      return refused('is_paused');
    case 'needs_review':
      return refused('needs_review');
    case 'finished':
    case 'cancelled':
      return refused(over[state]);
  }
}

function pause(campaign: Life): Outcome {
  const { state } = campaign;
  switch (state) {
    case 'draft':
      return refused('not_scheduled');
    case 'scheduled':
    case 'preparing':
    case 'sending':
      return { ...kept(campaign), outcome: 'moves', state: 'paused', heldFrom: state };
    case 'paused':
      return stays;
    case 'needs_review':
      return refused('needs_review');
    case 'finished':
    case 'cancelled':
      return refused(over[state]);
  }
}

/** Goes on where it was held. One that was to start meanwhile starts now: whoever says so has looked at the clock. */
function resume(campaign: Life, now: Date): Outcome {
  const { state, heldFrom = 'preparing', scheduledFor } = campaign;
  switch (state) {
    case 'draft':
      return refused('not_scheduled');
    case 'scheduled':
    case 'preparing':
    case 'sending':
      return stays;
    case 'paused':
    case 'needs_review': {
      const ahead = scheduledFor !== undefined && now.getTime() < Date.parse(scheduledFor);
      return { ...kept(campaign), outcome: 'moves', state: heldFrom === 'scheduled' && !ahead ? 'preparing' : heldFrom };
    }
    case 'finished':
    case 'cancelled':
      return refused(over[state]);
  }
}

/** Its time has come: at the moment itself or up to the grace period later. Later still, somebody must say whether it is still wanted. */
function start(campaign: Life, now: Date): Outcome {
  const { state, scheduledFor } = campaign;
  if (state !== 'scheduled' || scheduledFor === undefined) return stays;
  const late = now.getTime() - Date.parse(scheduledFor);
  if (late < 0) return stays;
  if (late > limits.startGraceHours * 3_600_000) return doubt(campaign, 'started_too_late');
  return { ...kept(campaign), outcome: 'moves', state: 'preparing' };
}

function doubt(campaign: Life, reason: string): Outcome {
  const { state, heldFrom } = campaign;
  switch (state) {
    case 'scheduled':
    case 'preparing':
    case 'sending':
      return { ...kept(campaign), outcome: 'moves', state: 'needs_review', stateReason: reason, heldFrom: state };
    case 'paused':
      return {
        ...kept(campaign),
        outcome: 'moves',
        state: 'needs_review',
        stateReason: reason,
        ...(heldFrom && { heldFrom }),
      };
    case 'draft':
    case 'needs_review':
    case 'finished':
    case 'cancelled':
      return stays;
  }
}

/** Whether a campaign in this state may be given a share of the sending rate (T21). */
export const maySend = (state: CampaignState): boolean => state === 'sending';

/** Whether the system has something to do for a campaign in this state, by itself or at its time. */
export const isRunning = (state: CampaignState): boolean =>
  state === 'scheduled' || state === 'preparing' || state === 'sending' || state === 'cancelled';
