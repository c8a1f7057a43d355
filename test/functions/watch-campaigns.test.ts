/**
 * No campaign is left behind (I12). Each of these was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | what is due is not started | whose alarm clock did not go off |
 * | a run that only begins counts as a step | that comes no further |
 * | chunks that wait in the queue are handed over anew | leaves alone |
 * | one more chunk that ends does not begin the count of the tries anew | do not end |
 * | what has ended stays in the index | looks at running campaigns only |
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Campaign, CampaignId } from '../../functions/domain/campaign.ts';
import { limits } from '../../functions/domain/limits.ts';
import type { SendMessage } from '../../functions/messages.ts';
import { post } from '../../functions/post.ts';
import { listRunning, saveCampaign } from '../../functions/store/campaign-states.ts';
import { ask, draft, type HeldSystem, kept, sendChunk, startHeldSystem } from './campaign-steps.ts';
import { crowd } from './planted.ts';

let system: HeldSystem;
beforeAll(async () => {
  system = await startHeldSystem();
  await crowd(system, 51, { brand: 'xledger', purpose: 'newsletter:insights' });
});
afterAll(() => system.stop());

const watch = async () => {
  const { watched } = (await system.runJob('watch-campaigns')) as { watched: number };
  await system.settle();
  return watched;
};
/** The next round of the watch, a quarter of an hour later. */
const later = () => {
  system.advance('PT15M');
  return watch();
};
const chunksOf = (id: CampaignId) => system.handedOver.filter(({ campaignId }) => campaignId === id);
const sent = async (): Promise<CampaignId> => {
  const id = await draft(system);
  await ask(system, `/${id}/schedule`);
  await system.settle();
  return id;
};
/** What is lost on the way: the state stands, and nobody has been told. */
async function lost(state: Campaign['state'], more: Partial<Campaign> = {}): Promise<CampaignId> {
  const id = await draft(system);
  const now = system.clock.now().toISOString();
  const progress = { excluded: { campaign: 0, segment: 0 }, handedOver: 0, movedAt: now };
  const before = await kept(system, id);
  await saveCampaign(system.deps.db, before, {
    ...before,
    state,
    scheduledFor: now,
    ...(state !== 'scheduled' && { progress }),
    ...more,
  });
  return id;
}

beforeEach(async () => {
  // what the test before has left behind is none of the next one's
  const { items } = (await ask(system, '?limit=1000')).body as { items: { id: string }[] };
  for (const { id } of items) await ask(system, `/${id}/cancel`);
  await system.settle();
  for (const { id } of items) {
    const open = new Map(chunksOf(id as CampaignId).map((message) => [message.chunk, message]));
    for (const message of open.values())
      await sendChunk(system, message, () => ({ state: 'skipped', reason: 'cancelled' })).catch(() => {});
  }
});

describe('the watch', () => {
  test('looks at running campaigns only, and lets go of what has ended', async () => {
    expect(await watch()).toBe(0);
    await draft(system);
    const id = await sent();
    expect(await watch()).toBe(1);
    await ask(system, `/${id}/pause`);
    expect(await watch()).toBe(0);
    await ask(system, `/${id}/resume`);
    await system.settle();
    for (const message of new Map(chunksOf(id).map((one) => [one.chunk, one])).values()) await sendChunk(system, message);
    expect([await watch(), (await kept(system, id)).state]).toEqual([0, 'finished']);
  });

  test('starts what is due and whose alarm clock did not go off; and not what is not yet due', async () => {
    const [due, ahead] = [
      await lost('scheduled'),
      await lost('scheduled', { scheduledFor: new Date(system.clock.now().getTime() + 3_600_000).toISOString() }),
    ];
    await later();
    expect([(await kept(system, due)).state, (await kept(system, ahead)).state]).toEqual(['sending', 'scheduled']);
    expect(chunksOf(due)).toHaveLength(2);
    // past the grace period it only waits for somebody to look
    system.advance('PT6H');
    await watch();
    expect(await kept(system, ahead)).toMatchObject({ state: 'needs_review', stateReason: 'started_too_late' });
  });

  test('takes up what lost its next message: preparing, and handing over', async () => {
    const preparing = await lost('preparing');
    await watch();
    expect((await kept(system, preparing)).state).toBe('preparing');
    await later();
    expect((await kept(system, preparing)).state).toBe('sending');
    const before = await kept(system, preparing);
    const handingOver = await lost('sending', { chunks: before.chunks, audience: before.audience });
    await later();
    expect((await kept(system, handingOver)).progress?.handedOver).toBe(2);
    // nobody could hand it over for too long
    const stuck = await lost('sending', { chunks: before.chunks, audience: before.audience });
    system.advance(`PT${limits.standstillReviewMinutes + 1}M`);
    await watch();
    expect(await kept(system, stuck)).toMatchObject({ state: 'needs_review', stateReason: 'handing_over_stands_still' });
  });

  test('leaves to somebody to look at what comes no further, whatever begins anew each time (I12)', async () => {
    const id = await lost('preparing', { segment: 'x'.repeat(40) });
    // no such segment can be: the run dies of it, each time
    const rounds = Math.ceil(limits.standstillReviewMinutes / 15) + 1;
    for (let round = 0; round < rounds; round += 1) await later();
    expect(await kept(system, id)).toMatchObject({ state: 'needs_review', stateReason: 'preparing_stands_still' });
    expect(await listRunning(system.deps.db, 'xledger')).not.toContain(id);
  });

  test('has handed over anew what nobody is at work on; chunks that do not end even so, it leaves to somebody to look at (I12)', async () => {
    const id = await sent();
    const tries = () => chunksOf(id).length;
    expect(tries()).toBe(2);
    await watch();
    expect(tries()).toBe(2);
    await later();
    expect(tries()).toBe(4);
    const [first, second] = chunksOf(id) as [SendMessage, SendMessage];
    await sendChunk(system, first);
    // one more has ended: the count begins anew
    for (let round = 0; round < limits.handedOverAnew; round += 1) await later();
    expect(chunksOf(id).slice(4)).toEqual(Array.from({ length: limits.handedOverAnew }, () => second));
    expect((await kept(system, id)).state).toBe('sending');
    await later();
    expect(await kept(system, id)).toMatchObject({ state: 'needs_review', stateReason: 'chunks_do_not_end' });
    expect((await ask(system, `/${id}`)).body.counts).toMatchObject({ sent: 50, pending: 1 });
    // somebody has looked
    await ask(system, `/${id}/resume`);
    await system.settle();
    await sendChunk(system, second);
    expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'finished', counts: { sent: 51, pending: 0 } });
  });

  test('leaves alone what waits in the queue of the senders: it may have to wait for a day', async () => {
    const id = await sent();
    system.advance('PT15M');
    await post(system.deps.queues, 'send', [{ brand: 'xledger', campaignId: id, chunk: 0 }]);
    await system.runJob('watch-campaigns');
    expect((await kept(system, id)).progress).toMatchObject({ handedOver: 2 });
    expect((await kept(system, id)).progress?.retries).toBeUndefined();
    await system.settle();
  });

  test('finishes what has ended without anybody noticing', async () => {
    const id = await lost('sending', { audience: 0, chunks: 0 });
    await watch();
    expect((await kept(system, id)).state).toBe('finished');
  });
});
