/**
 * Campaigns through the API, from their schedule to their account. Each of the rules was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | the first chunk that ends finishes the campaign | T15 |
 * | resuming hands over nothing | holds a campaign |
 * | cancelling only relabels: the chunks stay open | T21 |
 * | a campaign is changed whatever brand is asked for | S22 |
 * | a position in the list of recipients leaves one out | recipients |
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignId } from '../../functions/domain/campaign.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { limits } from '../../functions/domain/limits.ts';
import { readTally } from '../../functions/store/counters.ts';
import { asOperator } from '../journey.ts';
import { ask, draft, type HeldSystem, kept, noteSend, preparedOf, sendChunk, startHeldSystem } from './campaign-steps.ts';
import { crowd } from './planted.ts';

let system: HeldSystem;
let people: ContactId[];
beforeAll(async () => {
  system = await startHeldSystem({ clock: new Date('2026-11-27T09:00:00Z') });
  people = await crowd(system, 120, { brand: 'xledger', purpose: 'newsletter:insights' });
});
afterAll(() => system.stop());

const iso = (aheadMs: number): string => new Date(system.clock.now().getTime() + aheadMs).toISOString();
const hourMs = 3_600_000;
const chunksOf = (id: CampaignId) => system.handedOver.filter(({ campaignId }) => campaignId === id);
const stateOf = async (id: CampaignId) => (await ask(system, `/${id}`)).body.state;
const alarm = (id: CampaignId) => system.runJob('start-campaign', { brand: 'xledger', campaignId: id });

/** A campaign whose audience stands ready. */
async function sending(): Promise<CampaignId> {
  const id = await draft(system);
  await ask(system, `/${id}/schedule`);
  await system.settle();
  return id;
}

describe('a campaign without a time', () => {
  test('goes out at once, and is finished when everybody of its audience is accounted for, not before (T15)', async () => {
    const id = await draft(system);
    const { body } = await ask(system, `/${id}`);
    expect(body).toMatchObject({
      id,
      name: 'November',
      purpose: 'newsletter:insights',
      state: 'draft',
      counts: { audience: 0, pending: 0 },
    });
    const answer = await ask(system, `/${id}/schedule`, { body: {} });
    expect(answer).toEqual({ status: 200, body: { id, state: 'preparing', scheduledFor: expect.any(String) } });
    await system.settle();
    expect((await preparedOf(system, id)).map(({ length }) => length)).toEqual([50, 50, 20]);
    expect((await preparedOf(system, id)).flat().sort()).toEqual(people.toSorted());

    const seen: object[] = [];
    const reasons = ['unsubscribed', 'restricted'] as const;
    for (const message of chunksOf(id)) {
      seen.push((await ask(system, `/${id}`)).body);
      await sendChunk(system, message, (_, index) =>
        index < 4
          ? { state: 'skipped', reason: reasons[index % 2] as string }
          : index < 7
            ? { state: 'failed', reason: 'rejected' }
            : { state: index === 7 ? 'unknown' : 'sent' },
      );
    }
    const part = { skipped: 4, failed: 3, unknown: 1 };
    expect(seen).toMatchObject([
      {
        state: 'sending',
        counts: { audience: 120, pending: 120, sent: 0, skipped: 0, failed: 0, unknown: 0 },
        progress: { rate: null },
      },
      { state: 'sending', counts: { audience: 120, pending: 70, sent: 42, ...part }, progress: { rate: expect.any(Number) } },
      { state: 'sending', counts: { audience: 120, pending: 20 } },
    ]);
    expect((await ask(system, `/${id}`)).body).toMatchObject({
      state: 'finished',
      counts: { audience: 120, pending: 0, sent: 96, skipped: 12, failed: 9, unknown: 3 },
      skipped: { unsubscribed: 6, restricted: 6 },
      failed: { rejected: 9 },
      progress: { rate: null, secondsLeft: null },
    });
  });

  test('that nobody is to get is finished at once', async () => {
    const id = await draft(system, { purpose: 'newsletter:events' });
    await ask(system, `/${id}/schedule`);
    await system.settle();
    expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'finished', counts: { audience: 0, pending: 0 } });
  });
});

describe('a campaign with a time', () => {
  test('starts when its alarm clock goes off, read by the brand’s clock', async () => {
    const id = await draft(system);
    const { status, body } = await ask(system, `/${id}/schedule`, { body: { at: '2026-11-28T08:30' } });
    expect([status, body]).toEqual([200, { id, state: 'scheduled', scheduledFor: '2026-11-28T07:30:00.000Z' }]);
    expect(system.timers()).toMatchObject([
      { expression: 'at(2026-11-28T07:30:00)', input: JSON.stringify({ brand: 'xledger', campaignId: id }) },
    ]);
    await system.settle();
    expect(await stateOf(id)).toBe('scheduled');
    system.advance(Date.parse('2026-11-28T07:30:05Z') - system.clock.now().getTime());
    await system.settle();
    expect([await stateOf(id), chunksOf(id).length, system.timers()]).toEqual(['sending', 3, []]);
  });

  test('can be given another one: the alarm clock of the first goes off for nothing', async () => {
    const id = await draft(system);
    await ask(system, `/${id}/schedule`, { body: { at: iso(hourMs) } });
    await ask(system, `/${id}/schedule`, { body: { at: iso(3 * hourMs) } });
    expect(system.timers()).toHaveLength(2);
    system.advance('PT1H5M');
    await system.settle();
    expect([await stateOf(id), system.timers().length]).toEqual(['scheduled', 1]);
    system.advance('PT2H');
    await system.settle();
    expect(await stateOf(id)).toBe('sending');
  });

  test('is started once, however often its alarm clock goes off (T19, F18)', async () => {
    const id = await draft(system);
    await ask(system, `/${id}/schedule`, { body: { at: iso(hourMs) } });
    system.advance('PT1H');
    expect(await Promise.all([alarm(id), alarm(id), alarm(id)])).toEqual([1, 2, 3].map(() => ({ state: 'preparing' })));
    await system.settle();
    const before = await preparedOf(system, id);
    for (const message of chunksOf(id).slice(0, 1)) await sendChunk(system, message);
    await Promise.all([alarm(id), alarm(id)]);
    await system.settle();
    expect(await preparedOf(system, id)).toEqual(before);
    expect(before.flat().sort()).toEqual(people.toSorted());
    expect((await ask(system, `/${id}`)).body).toMatchObject({
      state: 'sending',
      counts: { audience: 120, pending: 70, sent: 50 },
    });
  });

  test.each([
    ['within the grace period', limits.startGraceHours * hourMs - 60_000, 'preparing', undefined],
    ['past the grace period', limits.startGraceHours * hourMs + 60_000, 'needs_review', 'started_too_late'],
  ] as const)('that starts late: %s (F18)', async (_, lateMs, state, stateReason) => {
    const id = await draft(system);
    await ask(system, `/${id}/schedule`, { body: { at: iso(hourMs) } });
    system.advance(hourMs + lateMs);
    expect(await alarm(id)).toEqual({ state });
    expect((await ask(system, `/${id}`)).body.stateReason).toBe(stateReason);
    await system.settle();
    if (state === 'preparing') return;
    // it waits, until somebody says that it is still wanted
    expect([await stateOf(id), chunksOf(id)]).toEqual(['needs_review', []]);
    expect((await ask(system, `/${id}/resume`)).body).toMatchObject({ state: 'preparing' });
    await system.settle();
    expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'sending', counts: { audience: 120 } });
    expect((await ask(system, `/${id}`)).body).not.toHaveProperty('stateReason');
  });

  test('stays cancelled when its alarm clock goes off (F18)', async () => {
    const id = await draft(system);
    await ask(system, `/${id}/schedule`, { body: { at: iso(hourMs) } });
    expect((await ask(system, `/${id}/cancel`)).body).toMatchObject({ id, state: 'cancelled' });
    system.advance('PT1H');
    expect(await alarm(id)).toEqual({ state: 'cancelled' });
    await system.settle();
    expect([await stateOf(id), chunksOf(id), (await kept(system, id)).audience]).toEqual(['cancelled', [], 0]);
  });

  test('may be held before it begins, and begins when it is let go, or at its time if that lies ahead', async () => {
    const [early, late] = [await draft(system), await draft(system)];
    for (const id of [early, late]) {
      await ask(system, `/${id}/schedule`, { body: { at: iso(hourMs) } });
      expect((await ask(system, `/${id}/pause`)).body.state).toBe('paused');
    }
    expect((await ask(system, `/${early}/resume`)).body.state).toBe('scheduled');
    system.advance('PT1H1M');
    await system.settle();
    expect([await stateOf(early), await stateOf(late)]).toEqual(['sending', 'paused']);
    expect((await ask(system, `/${late}/resume`)).body.state).toBe('preparing');
  });

  test.each([
    ['2026-11-01T08:00:00Z', 'lies in the past'],
    ['2028-11-01T08:00:00Z', 'lies more than 366 days ahead'],
    ['tomorrow', expect.stringContaining('RFC 3339')],
    [7, expect.any(String)],
  ])('that cannot be: %s', async (at, detail) => {
    const id = await draft(system);
    const answer = await ask(system, `/${id}/schedule`, { body: { at } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/at', detail }] } });
    expect([await stateOf(id), system.timers().filter(({ input }) => input.includes(id))]).toEqual(['draft', []]);
  });
});

describe('an operator', () => {
  test('holds a campaign and lets it go on: what had not ended is handed over once more, and nothing else', async () => {
    const id = await sending();
    const [first, second, third] = chunksOf(id);
    await sendChunk(system, first as never);
    expect((await ask(system, `/${id}/pause`)).body).toMatchObject({ id, state: 'paused' });
    // the part that was at work when it came is counted all the same
    await sendChunk(system, second as never);
    expect((await ask(system, `/${id}`)).body).toMatchObject({
      state: 'paused',
      counts: { sent: 100, pending: 20 },
      progress: { rate: null },
    });
    await system.settle();
    expect(chunksOf(id)).toHaveLength(3);

    expect((await ask(system, `/${id}/resume`)).body).toMatchObject({ id, state: 'sending' });
    await system.settle();
    expect(chunksOf(id).slice(3)).toEqual([third]);
    expect((await kept(system, id)).progress).toMatchObject({ countedBefore: 100 });
    await sendChunk(system, third as never);
    expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'finished', counts: { sent: 120, pending: 0 } });
  });

  test('holds a campaign while it is prepared: it goes on where it was', async () => {
    const id = await draft(system);
    await ask(system, `/${id}/schedule`);
    expect((await ask(system, `/${id}/pause`)).body.state).toBe('paused');
    await system.settle();
    expect((await kept(system, id)).audience).toBe(0);
    await ask(system, `/${id}/resume`);
    await system.settle();
    expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'sending', counts: { audience: 120 } });
  });

  test('cancels a campaign: what had not ended is handed over to be closed, and everybody is accounted for (T21)', async () => {
    const id = await sending();
    const [first, ...rest] = chunksOf(id);
    await sendChunk(system, first as never);
    expect((await ask(system, `/${id}/cancel`)).body).toMatchObject({ id, state: 'cancelled' });
    await system.settle();
    expect(chunksOf(id).slice(3)).toEqual(rest);
    for (const message of rest) await sendChunk(system, message, () => ({ state: 'skipped', reason: 'cancelled' }));
    expect((await ask(system, `/${id}`)).body).toMatchObject({
      state: 'cancelled',
      finishedAt: expect.any(String),
      counts: { audience: 120, pending: 0, sent: 50, skipped: 70 },
      skipped: { cancelled: 70 },
    });
    expect(await system.runJob('start-campaign', { brand: 'xledger', campaignId: id })).toEqual({ state: 'cancelled' });
  });

  test('is told why not', async () => {
    const cancelled = await draft(system);
    await ask(system, `/${cancelled}/cancel`);
    const refusals: [CampaignId, string, string][] = [
      [await draft(system), 'pause', 'not_scheduled'],
      [await draft(system), 'resume', 'not_scheduled'],
      [await sending(), 'schedule', 'has_started'],
      [cancelled, 'resume', 'is_cancelled'],
      [cancelled, 'schedule', 'is_cancelled'],
    ];
    for (const [id, what, reason] of refusals) {
      const before = await kept(system, id);
      expect(await ask(system, `/${id}/${what}`), `${what} ${reason}`).toMatchObject({
        status: 409,
        body: { type: '/problems/campaign-state', status: 409, reason },
      });
      expect(await kept(system, id)).toEqual(before);
    }
    // what is so already is no mistake
    expect((await ask(system, `/${cancelled}/cancel`)).status).toBe(200);
  });

  test('asks twice under one key, and it is done once; something else under that key is refused (F12)', async () => {
    const id = await draft(system);
    const body = { at: iso(2 * hourMs) };
    const first = await ask(system, `/${id}/schedule`, { body, key: 'once' });
    expect(first).toMatchObject({ status: 200, body: { state: 'scheduled' } });
    const { revision } = await kept(system, id);
    await ask(system, `/${id}/pause`);
    expect(await ask(system, `/${id}/schedule`, { body, key: 'once' })).toEqual(first);
    expect(await kept(system, id)).toMatchObject({ state: 'paused', revision: revision + 1 });
    expect((await ask(system, `/${id}/schedule`, { body: { at: iso(3 * hourMs) }, key: 'once' })).status).toBe(409);
    // the same words about another campaign are another request
    expect((await ask(system, `/${await draft(system)}/schedule`, { body, key: 'once' })).status).toBe(409);
  });

  test('stands in the ledger with what they did', async () => {
    const id = await draft(system);
    await ask(system, `/${id}/schedule`, { body: { at: iso(hourMs) } });
    await ask(system, `/${id}/pause`, { role: 'privacy' });
    await ask(system, `/${id}/resume`, { role: 'marketer' });
    const acts = (await system.dump('ledger')).filter(({ target }) => target === id);
    expect(acts.map(({ act, details }) => [act, details]).sort()).toEqual([
      ['campaign_pause', { state: 'paused' }],
      ['campaign_resume', { state: 'scheduled' }],
      ['campaign_schedule', { state: 'scheduled' }],
    ]);
    for (const { operator } of acts) expect(operator).toEqual(expect.any(String));
  });

  test('cannot reach another brand’s campaign, nor one that is none: neither exists (S22)', async () => {
    const id = await draft(system);
    for (const path of ['', '/recipients', '/schedule', '/pause', '/resume', '/cancel']) {
      expect((await ask(system, `/${id}${path}`, { brand: 'infosoft' })).status, path).toBe(404);
      expect((await ask(system, `/20261127-0000000000${path}`)).status, path).toBe(404);
      expect((await ask(system, `/x%23y${path}`)).status, path).toBe(404);
    }
    expect(await kept(system, id)).toMatchObject({ state: 'draft', revision: 1 });
  });
});

describe('the list', () => {
  const pages = async (path: string, most: number) => {
    const items: Record<string, unknown>[][] = [];
    let next: string | null = '';
    while (next !== null) {
      const answer = await asOperator(system, `campaigns${path}${next && `&cursor=${next}`}`);
      const page = (await answer.json()) as { items: Record<string, unknown>[]; next: string | null };
      expect(page.items.length).toBeLessThanOrEqual(most);
      items.push(page.items);
      next = page.next;
    }
    return items.flat();
  };

  test('of campaigns shows each once, the newest day first, page by page', async () => {
    const campaignId = async (day: string) => draft(system, { brand: 'alektum', campaignId: `${day}-0123456789` as CampaignId });
    const ids = await Promise.all(['20260901', '20261127', '20261126'].map(campaignId));
    const first = await asOperator(system, 'campaigns?limit=2', { brand: 'alektum' });
    const { items, next } = (await first.json()) as { items: { id: string; state: string }[]; next: string };
    expect(items).toMatchObject([{ id: ids[1], state: 'draft', name: 'November' }, { id: ids[2] }]);
    const second = await asOperator(system, `campaigns?limit=2&cursor=${next}`, { brand: 'alektum' });
    expect(await second.json()).toMatchObject({ items: [{ id: ids[0] }], next: null });
    expect((await asOperator(system, `campaigns?cursor=${next}`)).status).toBe(422);
  });

  test('of recipients shows each once, page by page, with what became of their mail, by status; and no address', async () => {
    const id = await sending();
    const [first, second] = chunksOf(id);
    await sendChunk(system, first as never, (_, index) => {
      if (index < 3) return { state: 'skipped', reason: 'unsubscribed' };
      if (index < 5) return { state: 'failed', reason: 'rejected' };
      if (index < 6) return { state: 'unknown' };
      return { state: 'sent', feedback: index < 8 ? 'bounced' : 'delivered' };
    });
    await noteSend(system, { campaignId: id, contactId: (await preparedOf(system, id))[1]?.[0] as ContactId, state: 'claimed' });
    const all = await pages(`/${id}/recipients?limit=17`, 17);
    expect(all.map(({ contactId }) => contactId)).toEqual((await preparedOf(system, id)).flat());
    expect(JSON.stringify(all)).not.toContain('@');

    const listed: [string, number, object][] = [
      ['pending', 70, { status: 'pending' }],
      ['sent', 44, { status: 'sent', feedback: expect.any(String) }],
      ['bounced', 2, { status: 'sent', feedback: 'bounced' }],
      ['delivered', 42, { status: 'sent', feedback: 'delivered' }],
      ['complained', 0, {}],
      ['skipped', 3, { status: 'skipped', reason: 'unsubscribed' }],
      ['failed', 2, { status: 'failed', reason: 'rejected' }],
      ['unknown', 1, { status: 'unknown' }],
      ['removed', 0, {}],
    ];
    for (const [status, count, shape] of listed) {
      const some = await pages(`/${id}/recipients?limit=7&status=${status}`, 7);
      expect(some.length, status).toBe(count);
      for (const one of some) expect(one, status).toEqual({ contactId: expect.any(String), ...shape });
    }
    expect((await asOperator(system, `campaigns/${id}/recipients?status=open`)).status).toBe(422);
    // the account says the same
    expect(await readTally(system.deps.db, { brand: 'xledger', campaignId: id })).toMatchObject({
      sent: 44,
      unknown: 1,
      skipped: { unsubscribed: 3 },
    });
    expect(second).toBeDefined();
  });
});
