/**
 * The watch over campaigns that lost a step, with every AWS call of its own lost or its answer lost: a quarter of an hour later it has done what it should have
 * (I12). One campaign at a time, since it looks at all that run. `npm run plant` plants a bug that this finds.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, CampaignId } from '../../functions/domain/campaign.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { limits } from '../../functions/domain/limits.ts';
import { saveCampaign } from '../../functions/store/campaign-states.ts';
import { brands } from '../../policies/brands.ts';
import { draft, type HeldSystem, kept, preparedOf, startHeldSystem } from '../functions/campaign-steps.ts';
import { crowd } from '../functions/planted.ts';
import { callsOf, faultsOf, struck, unwatched, watchCalls } from './aws-calls.ts';

vi.setConfig({ testTimeout: 300_000 });

let system: HeldSystem;
let people: ContactId[];
beforeAll(async () => {
  system = await startHeldSystem({ policies: brands.filter(({ brand }) => brand === 'xledger') });
  watchCalls(system.deps);
  people = (await crowd(system, 51, { brand: 'xledger', purpose: 'newsletter:insights' })).toSorted();
});
afterAll(() => system.stop());

const watch = () => system.runJob('watch-campaigns');
const standsStill = () => system.advance(`PT${limits.standstillMinutes + 1}M`);
const chunksOf = (id: CampaignId) => system.handedOver.filter(({ campaignId }) => campaignId === id).map(({ chunk }) => chunk);
const prepare = (id: CampaignId) =>
  system.runJob('prepare-campaign', {
    Records: [{ messageId: 'm', body: JSON.stringify({ brand: 'xledger', campaignId: id }) }],
  });

/** A campaign that is where it is, and nobody has been told. */
async function lost(state: Campaign['state'], more: Partial<Campaign> = {}): Promise<CampaignId> {
  const id = await draft(system);
  const now = system.clock.now().toISOString();
  const progress = { excluded: { campaign: 0, segment: 0 }, handedOver: 0, movedAt: now };
  await change(id, { state, scheduledFor: now, ...(state !== 'scheduled' && { progress }), ...more });
  return id;
}
const change = async (id: CampaignId, more: Partial<Campaign>) => {
  const before = await kept(system, id);
  await saveCampaign(system.deps.db, before, { ...before, ...more });
};

/** Everybody is in one chunk, and each chunk has been handed over at least so often. */
async function isOnItsWay(id: CampaignId, label: string, times = 1): Promise<void> {
  expect((await kept(system, id)).state, label).toBe('sending');
  expect((await preparedOf(system, id)).flat().sort(), label).toEqual(people);
  for (const chunk of [0, 1]) {
    const handedOver = chunksOf(id).filter((one) => one === chunk).length;
    expect(handedOver, `${label}: chunk ${chunk}`).toBeGreaterThanOrEqual(times);
  }
}

test.each<
  [string, { begin: () => Promise<CampaignId>; check: (id: CampaignId, label: string) => Promise<void>; calls: string[] }]
>([
  [
    'is due and was not started: it is started',
    {
      begin: () => lost('scheduled'),
      check: isOnItsWay,
      calls: ['Query', 'GetItem', 'PutItem', 'SendMessageBatch'],
    },
  ],
  [
    'comes no further in being prepared: it is taken up',
    {
      begin: async () => {
        const id = await lost('preparing');
        standsStill();
        return id;
      },
      check: isOnItsWay,
      calls: ['Query', 'GetItem', 'SendMessageBatch'],
    },
  ],
  [
    'comes no further in being handed over: it is taken up',
    {
      begin: async () => {
        const id = await lost('preparing');
        await prepare(id);
        // the messages that it sent to itself are those that were lost
        await change(id, { state: 'paused', heldFrom: 'sending' });
        await system.settle();
        await change(id, { state: 'sending', heldFrom: undefined });
        standsStill();
        return id;
      },
      check: isOnItsWay,
      calls: ['Query', 'GetItem', 'Query', 'SendMessageBatch'],
    },
  ],
  [
    'has chunks that nobody is at work on: they are handed over anew',
    {
      begin: async () => {
        const id = await lost('preparing');
        await prepare(id);
        await system.settle();
        standsStill();
        return id;
      },
      check: (id, label) => isOnItsWay(id, label, 2),
      calls: ['Query', 'GetItem', 'Query', 'GetQueueAttributes', 'PutItem', 'SendMessageBatch'],
    },
  ],
  [
    'has ended without anybody noticing: it is finished',
    {
      begin: () => lost('sending'),
      check: async (id, label) => expect((await kept(system, id)).state, label).toBe('finished'),
      calls: ['Query', 'GetItem', 'Query', 'GetItem', 'Query', 'PutItem'],
    },
  ],
  [
    'has come no further for too long: it waits for somebody to look',
    {
      begin: async () => {
        const id = await lost('preparing');
        system.advance(`PT${limits.standstillReviewMinutes + 1}M`);
        return id;
      },
      check: async (id, label) =>
        expect(await kept(system, id), label).toMatchObject({ state: 'needs_review', stateReason: 'preparing_stands_still' }),
      calls: ['Query', 'GetItem', 'GetItem', 'PutItem'],
    },
  ],
])('a fault at any call, when a campaign %s (I12)', async (_, { begin, check, calls: expected }) => {
  const clean = await unwatched(begin);
  const calls = await callsOf(watch);
  await conclude(clean, 'no fault');
  for (const fault of faultsOf(calls.length)) {
    const id = await unwatched(begin);
    await struck(fault, watch);
    system.advance('PT15M');
    await unwatched(watch);
    await conclude(id, `${calls[fault.number]} (${fault.number}) ${fault.when} ${fault.how}`);
  }
  expect(calls).toEqual(expected);

  /** Looks at the end of one, and takes it out of the way of the next. */
  async function conclude(id: CampaignId, label: string): Promise<void> {
    await system.settle();
    await check(id, label);
    await change(id, { state: 'finished' });
  }
});
