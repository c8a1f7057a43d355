/**
 * The states of a campaign. Each of these was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | a cancelled campaign starts when it is due | the table; F18; no event brings back |
 * | the grace period is not looked at, or counts for early ones | F18 |
 * | a pause forgets where it was | goes on where it was held |
 * | a paused campaign whose last chunk ends stays paused | the table |
 * | cancelling leaves the chunks as handed over | whoever goes on |
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Campaign, CampaignId, type CampaignState, campaignStates, type Progress } from '../../functions/domain/campaign.ts';
import {
  campaignEvents,
  type Happening,
  handedOver,
  happen,
  isRunning,
  type Life,
  maySend,
  moved,
  paceOf,
  prepared,
  retried,
  type Working,
} from '../../functions/domain/campaign-life.ts';
import { limits } from '../../functions/domain/limits.ts';

const now = new Date('2026-11-27T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);
const noon = now.toISOString();

/** Each state as it is usually met at noon. */
const lives: Readonly<Record<CampaignState, Life>> = {
  draft: { state: 'draft' },
  scheduled: { state: 'scheduled', scheduledFor: noon },
  preparing: { state: 'preparing', scheduledFor: noon },
  sending: { state: 'sending', scheduledFor: noon },
  paused: { state: 'paused', heldFrom: 'sending', scheduledFor: noon },
  finished: { state: 'finished', scheduledFor: noon },
  cancelled: { state: 'cancelled', scheduledFor: noon },
  needs_review: { state: 'needs_review', heldFrom: 'scheduled', scheduledFor: noon },
};
const happenings: Readonly<Record<string, Happening>> = {
  edit: { event: 'edit', now },
  'schedule now': { event: 'schedule', at: undefined, now },
  'schedule ahead': { event: 'schedule', at: minutes(60), now },
  pause: { event: 'pause', now },
  resume: { event: 'resume', now },
  cancel: { event: 'cancel', now },
  due: { event: 'due', now },
  prepared: { event: 'prepared', now },
  ended: { event: 'ended', now },
  doubt: { event: 'doubt', reason: 'restored', now },
};
/** A state, `=` for no change, or `!` and the reason of a refusal; by event, in the order of `happenings`. */
const table: Readonly<Record<CampaignState, string>> = {
  draft: 'draft preparing scheduled !not_scheduled !not_scheduled cancelled = = = =',
  scheduled: 'draft preparing scheduled paused = cancelled preparing = = needs_review',
  preparing: '!has_started !has_started !has_started paused = cancelled = sending = needs_review',
  sending: '!has_started !has_started !has_started paused = cancelled = = finished needs_review',
  paused: '!has_started !is_paused !is_paused = sending cancelled = = finished needs_review',
  finished: '!has_finished !has_finished !has_finished !has_finished !has_finished !has_finished = = = =',
  cancelled: '!is_cancelled !is_cancelled !is_cancelled !is_cancelled !is_cancelled = = = = =',
  needs_review: '!has_started !needs_review !needs_review !needs_review preparing cancelled = = = =',
};

const inShort = (life: Life, happening: Happening): string => {
  const outcome = happen(life, happening);
  return outcome.outcome === 'moves' ? outcome.state : outcome.outcome === 'stays' ? '=' : `!${outcome.reason}`;
};

describe('what happens to a campaign', () => {
  test('is told for every event there is', () => {
    expect([...new Set(Object.values(happenings).map(({ event }) => event))].sort()).toEqual([...campaignEvents].sort());
  });

  test.each(campaignStates)('that is %s, for every event', (state) => {
    expect(Object.values(happenings).map((happening) => inShort(lives[state], happening))).toEqual(table[state].split(' '));
  });

  test.each([
    [-61, '='],
    [-60, 'preparing'],
    [0, 'preparing'],
    [limits.startGraceHours * 3600, 'preparing'],
    [limits.startGraceHours * 3600 + 1, 'needs_review'],
  ])('when its alarm clock goes off %i seconds late: %s (F18)', (late, expected) => {
    expect(inShort(lives.scheduled, { event: 'due', now: new Date(now.getTime() + late * 1000) })).toBe(expected);
  });

  test('tells why it waits: started too late, or what made somebody doubt; and forgets it when it goes on', () => {
    const late = happen(lives.scheduled, { event: 'due', now: minutes(60 * 24) });
    expect(late).toMatchObject({ state: 'needs_review', stateReason: 'started_too_late', heldFrom: 'scheduled' });
    expect(happen(lives.sending, { event: 'doubt', reason: 'restored', now })).toMatchObject({
      state: 'needs_review',
      stateReason: 'restored',
      heldFrom: 'sending',
    });
    expect(happen(late as Life, { event: 'resume', now })).toEqual({ outcome: 'moves', state: 'preparing', scheduledFor: noon });
  });

  test.each([
    ['scheduled', minutes(-1), 'scheduled'],
    // it would have begun by itself meanwhile
    ['scheduled', minutes(1), 'preparing'],
    ['preparing', minutes(1), 'preparing'],
    ['sending', minutes(1), 'sending'],
  ] as const)('goes on where it was held: from %s', (state, at, expected) => {
    const held = happen({ ...lives[state] }, { event: 'pause', now });
    expect(held).toEqual({ outcome: 'moves', state: 'paused', heldFrom: state, scheduledFor: noon });
    expect(inShort(held as Life, { event: 'resume', now: at })).toBe(expected);
    const doubted = happen(held as Life, { event: 'doubt', reason: 'restored', now });
    expect(inShort(doubted as Life, { event: 'resume', now: at })).toBe(expected);
  });

  test('follows these rules along every path: no event brings back what has ended, and nothing is sent but while sending (T21)', () => {
    const anyHappening = fc.constantFrom(...Object.values(happenings));
    fc.assert(
      fc.property(fc.array(anyHappening, { minLength: 1, maxLength: 60 }), (events) => {
        let campaign = campaignIn('draft');
        let revived = false;
        for (const event of events) {
          const outcome = happen(campaign, event);
          if (outcome.outcome !== 'moves') continue;
          revived ||= campaign.state === 'finished' || campaign.state === 'cancelled';
          const next = moved(campaign, outcome, 0, event.now);
          // whatever is held knows where it returns to, and nothing else does
          expect(next.heldFrom !== undefined).toBe(next.state === 'paused' || next.state === 'needs_review');
          expect(next.stateReason !== undefined).toBe(next.state === 'needs_review');
          if (['preparing', 'sending'].includes(next.state)) expect(next.progress).toBeDefined();
          expect(maySend(next.state)).toBe(next.state === 'sending');
          if (next.state === 'finished') expect([next.finishedAt, isRunning(next)]).toEqual([noon, false]);
          campaign = next;
        }
        expect(revived).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

const progress: Progress = { excluded: { campaign: 0, segment: 0 }, handedOver: 0, movedAt: noon };
const campaignIn = (state: CampaignState, more: Partial<Campaign> = {}): Campaign => ({
  brand: 'xledger',
  campaignId: CampaignId.parse('20261127-0123456789'),
  name: 'November',
  purpose: 'newsletter:insights',
  locales: ['nb'],
  createdAt: noon,
  createdBy: 'somebody',
  audience: 0,
  chunks: 0,
  revision: 1,
  ...lives[state],
  ...more,
});
const working = (state: CampaignState, more: Partial<Campaign> = {}): Working => ({
  ...campaignIn(state, more),
  progress: { ...progress, ...more.progress },
});
const thereafter = (campaign: Campaign, happening: Happening, counted = 0): Campaign => {
  const outcome = happen(campaign, happening);
  if (outcome.outcome !== 'moves') throw new Error(`${happening.event} does not move it`);
  return moved(campaign, outcome, counted, happening.now);
};

describe('the work on a campaign', () => {
  test('begins with nothing prepared, is added up run by run, and leads to sending at the end of the walk', () => {
    const begun = thereafter(campaignIn('scheduled'), happenings.due as Happening);
    expect(begun).toMatchObject({
      state: 'preparing',
      startedAt: noon,
      progress: { handedOver: 0, excluded: { campaign: 0, segment: 0 } },
    });
    const first = prepared(
      working('preparing', begun),
      { next: { shard: 3 }, recipients: 120, chunks: 3, excluded: { campaign: 1, segment: 2 } },
      minutes(1),
    );
    expect(first).toMatchObject({
      state: 'preparing',
      audience: 120,
      chunks: 3,
      progress: { at: { shard: 3 }, excluded: { campaign: 1, segment: 2 }, movedAt: minutes(1).toISOString() },
    });
    const last = prepared(
      first as Working,
      { next: undefined, recipients: 5, chunks: 1, excluded: { campaign: 0, segment: 4 } },
      minutes(2),
    );
    expect(last).toMatchObject({
      state: 'sending',
      audience: 125,
      chunks: 4,
      progress: { excluded: { campaign: 1, segment: 6 }, handedOver: 0, sendingSince: minutes(2).toISOString() },
    });
    expect(last.progress?.at).toBeUndefined();
  });

  test('hands everything over once more for whoever goes on or is cancelled: to be sent, or to be closed', () => {
    const sending = working('sending', { audience: 100, chunks: 2, progress: { ...progress, handedOver: 2 } });
    expect(thereafter(sending, { event: 'pause', now }).progress?.handedOver).toBe(2);
    const resumed = thereafter(thereafter(sending, { event: 'pause', now }), { event: 'resume', now: minutes(5) }, 40);
    expect(resumed.progress).toMatchObject({ handedOver: 0, sendingSince: minutes(5).toISOString(), countedBefore: 40 });
    const cancelled = thereafter(sending, { event: 'cancel', now });
    expect([cancelled.progress?.handedOver, cancelled.finishedAt, isRunning(cancelled)]).toEqual([0, undefined, true]);
    // nobody was prepared: there is nothing to close
    expect(isRunning(thereafter(campaignIn('draft'), { event: 'cancel', now }))).toBe(false);
    expect(isRunning(thereafter(working('preparing'), { event: 'cancel', now }))).toBe(false);
  });

  test('is tried again for chunks that do not end, as often as it may; anew when one more has ended', () => {
    let campaign: Working | undefined = handedOver(working('sending', { chunks: 3 }), 3, now);
    for (let time = 1; time <= limits.handedOverAnew; time += 1) {
      campaign = campaign && retried(campaign, 1, now);
      expect(campaign?.progress).toMatchObject({ handedOver: 0, retries: { times: time, ended: 1 } });
    }
    expect(campaign && retried(campaign, 1, now)).toBeUndefined();
    expect(campaign && retried(campaign, 2, now)?.progress.retries).toEqual({ times: 1, ended: 2 });
  });

  test('has a rate since it began or went on, and the time that is left at that rate', () => {
    const counts = { audience: 1000, pending: 400, sent: 600, skipped: 0, failed: 0, unknown: 0 };
    const sending = working('sending', { progress: { ...progress, sendingSince: noon, countedBefore: 300 } });
    expect(paceOf(sending, counts, minutes(1))).toEqual({ rate: 5, secondsLeft: 80 });
    expect(paceOf(sending, counts, now)).toEqual({ rate: null, secondsLeft: null });
    expect(paceOf({ ...sending, state: 'paused' }, counts, minutes(1))).toEqual({ rate: null, secondsLeft: null });
    expect(paceOf({ ...sending, state: 'draft' }, { ...counts, pending: 1000 }, minutes(1))).toEqual({
      rate: null,
      secondsLeft: null,
    });
  });
});
