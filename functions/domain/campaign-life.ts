/** The states of a campaign, and what moves it from one to the next. Whatever is not named here does not happen. */
import type { Counts } from './accounting.ts';
import type { Campaign, CampaignState, Progress } from './campaign.ts';
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

/**
 * Its time has come: at the moment itself, as two clocks agree on it, or up to the grace period later. Later still, somebody must say whether it is still
 * wanted.
 */
function start(campaign: Life, now: Date): Outcome {
  const { state, scheduledFor } = campaign;
  if (state !== 'scheduled' || scheduledFor === undefined) return stays;
  const late = now.getTime() - Date.parse(scheduledFor);
  if (late < -limits.startEarlySeconds * 1000) return stays;
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

/** Whether the system has something left to do for a campaign, by itself or at its time: of a cancelled one, to account for those who are left. */
export const isRunning = ({ state, finishedAt }: Pick<Campaign, 'state' | 'finishedAt'>): boolean =>
  state === 'scheduled' || state === 'preparing' || state === 'sending' || (state === 'cancelled' && finishedAt === undefined);

/** The campaign after it has moved. `counted` is how many of its recipients have been counted by then. */
export function moved(
  campaign: Campaign,
  { outcome: _, ...life }: Extract<Outcome, { outcome: 'moves' }>,
  counted: number,
  now: Date,
): Campaign {
  const { heldFrom: __, stateReason: ___, scheduledFor: ____, progress: before, ...rest } = campaign;
  const at = now.toISOString();
  const { state } = life;
  const begins = state === 'preparing' && !before;
  // whoever goes on, and whoever is cancelled, has its open chunks handed over once more: to be sent, or to be closed
  const again = campaign.state !== state && (state === 'sending' || state === 'cancelled');
  const progress = begins
    ? { excluded: { campaign: 0, segment: 0 }, handedOver: 0, movedAt: at }
    : before && {
        ...before,
        movedAt: at,
        ...(again && { handedOver: 0 }),
        ...(state === 'sending' && { sendingSince: at, countedBefore: counted }),
      };
  const accounted = state === 'finished' || (state === 'cancelled' && campaign.chunks === 0);
  return {
    ...rest,
    ...life,
    ...(progress && { progress }),
    ...(begins && { startedAt: at }),
    ...(accounted && { finishedAt: at }),
  };
}

/** A campaign that is being worked on. */
export type Working = Campaign & { readonly progress: Progress };

/** The campaign as a run of preparing begins: what it writes, it writes under a number that no run before it had. */
export const claimed = (campaign: Working, claimId: string): Working => ({
  ...campaign,
  // not `movedAt`: to begin is no step, and a run that always dies on its way has made none
  progress: { ...campaign.progress, claimId },
});

/** What a run of preparing has found and written. */
export interface Prepared {
  /** Where the next run goes on; undefined when everybody has been met. */
  readonly next: Progress['at'];
  readonly recipients: number;
  readonly chunks: number;
  readonly excluded: Progress['excluded'];
}

/** The campaign with what a run has prepared; `sending`, when that was the last of it. */
export function prepared(campaign: Working, { next, recipients, chunks, excluded }: Prepared, now: Date): Campaign {
  const { at: _, ...progress } = campaign.progress;
  const grown: Working = {
    ...campaign,
    audience: campaign.audience + recipients,
    chunks: campaign.chunks + chunks,
    progress: {
      ...progress,
      ...(next && { at: next }),
      excluded: {
        campaign: progress.excluded.campaign + excluded.campaign,
        segment: progress.excluded.segment + excluded.segment,
      },
      movedAt: now.toISOString(),
    },
  };
  if (next) return grown;
  const outcome = happen(grown, { event: 'prepared', now });
  return outcome.outcome === 'moves' ? moved(grown, outcome, 0, now) : grown;
}

/** The campaign with its chunks before `to` handed over. */
export const handedOver = (campaign: Working, to: number, now: Date): Working => ({
  ...campaign,
  progress: { ...campaign.progress, handedOver: to, movedAt: now.toISOString() },
});

/**
 * The campaign with everything handed over anew that has not ended, because nobody is at work on it; undefined when that has been tried before as often as it
 * may, and not one more chunk has ended.
 */
export function retried(campaign: Working, ended: number, now: Date): Working | undefined {
  const { retries } = campaign.progress;
  const times = retries && retries.ended === ended ? retries.times + 1 : 1;
  if (times > limits.handedOverAnew) return undefined;
  const { progress, ...rest } = handedOver(campaign, 0, now);
  return { ...rest, progress: { ...progress, retries: { times, ended } } };
}

/** Whether work on a campaign has stood still for so many minutes. */
export const standsStill = ({ progress }: Working, minutes: number, now: Date): boolean =>
  now.getTime() - Date.parse(progress.movedAt) > minutes * 60_000;

/** How fast a campaign goes out, in mails a second, and how long it has to go; `null` while nothing can be said. */
export function paceOf(
  { state, progress }: Pick<Campaign, 'state' | 'progress'>,
  { audience, pending }: Counts,
  now: Date,
): { readonly rate: number | null; readonly secondsLeft: number | null } {
  const { sendingSince, countedBefore = 0 } = progress ?? {};
  const seconds = sendingSince === undefined ? 0 : (now.getTime() - Date.parse(sendingSince)) / 1000;
  const done = audience - pending - countedBefore;
  if (state !== 'sending' || seconds <= 0 || done <= 0) return { rate: null, secondsLeft: null };
  const rate = done / seconds;
  return { rate: Math.round(rate * 100) / 100, secondsLeft: Math.ceil(pending / rate) };
}
