/** What opens cost in DynamoDB, by the batch: of four hundred, which is less than half of the largest. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hit } from '../../functions/domain/hit.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { type System, startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import { mailLink } from '../functions/planted.ts';
import { campaigns, plantReaders } from '../functions/replay.ts';
import { press } from '../journey.ts';
import { meterOf } from './measure.ts';
import type { Meter, Use } from './meter.ts';

const people = 400;
const brand = 'infosoft';

let system: System;
let meter: Meter;
let ids: readonly ContactId[];
beforeAll(async () => {
  system = await startSystem({ policies: [infosoft], clock: new Date('2026-11-29T10:00:00Z') });
  ids = await plantReaders(system, { brand, people });
  system.advance('PT1H');
  meter = meterOf(system);
});
afterAll(async () => {
  meter.close();
  await system.stop();
});

let numbers = 0;
const opens = (of: readonly ContactId[], campaign: 0 | 1 = 0): Hit[] =>
  of.map((contactId) => {
    numbers += 1;
    const hit = Buffer.alloc(6);
    hit.writeUInt32BE(numbers);
    const at = system.deps.now().toISOString();
    return {
      brand,
      campaignId: campaigns[campaign] as string,
      contactId,
      kind: 'open',
      at,
      hit: hit.toString('base64url'),
      label: 'human',
    };
  });
/** Capacity per hit of a batch. */
async function recording(hits: readonly Hit[]): Promise<{ write: number; read: number; use: Use }> {
  const Records = hits.map((hit, index) => ({ messageId: String(index), body: JSON.stringify(hit) }));
  const { answer, use } = await meter.measure(() => system.runJob('record-engagement', { Records }));
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(use.failedConditions).toBe(0);
  expect(use.calls.Scan).toBeUndefined();
  return { write: use.write / hits.length, read: use.read / hits.length, use };
}

describe('capacity of an open', () => {
  test('the first: a mark, and a fiftieth for the counters; two reads', async () => {
    const { write, read, use } = await recording(opens(ids));
    expect(use.writes).toEqual({ people: people, campaigns: 8 });
    expect(write).toBeLessThanOrEqual(1.02);
    expect(read).toBeLessThanOrEqual(2.02);
  });

  test('a repeated one: the counters alone', async () => {
    const { write, read, use } = await recording(opens(ids));
    expect(use.writes).toEqual({ campaigns: 8 });
    expect(write).toBeLessThanOrEqual(0.02);
    expect(read).toBeLessThanOrEqual(2.02);
  });

  test('one that was delivered before: nothing', async () => {
    const hits = opens(ids.slice(0, 100));
    await recording(hits);
    expect((await recording(hits)).write).toBe(0);
  });

  test('one without consent: nothing written, one read', async () => {
    const some = ids.slice(0, 10);
    for (const contactId of some) {
      const path = await mailLink(system, { brand, contactId, purpose: 'tracking:open' });
      expect((await press(system, path)).status).toBe(200);
    }
    const { use } = await recording(opens(some));
    expect(use.writes).toEqual({});
    expect(use.reads.people).toBe(some.length);
  });

  test('the first of a day: one more', async () => {
    system.advance('P1D');
    const some = ids.slice(200);
    const { use } = await recording(opens(some));
    expect((use.writes.people ?? 0) / some.length).toBe(1);
    expect(use.writes['people.due']).toBeUndefined();
  });

  test('the first of a month: three more, of which two renew the audience', async () => {
    system.advance('P1D');
    const some = ids.slice(300);
    const { use } = await recording(opens(some));
    expect((use.writes.people ?? 0) / some.length).toBe(2);
    expect((use.writes['people.audience'] ?? 0) / some.length).toBe(1);
  });

  test('the trap: one mark, which grows with what touches it, and no more for what was hit beside it than for an open that is known', async () => {
    const some = ids.slice(300);
    const clicks = (link: number, trap?: true): Hit[] =>
      opens(some, 1).map((hit) => ({ ...hit, kind: 'click', link, ...(trap && { trap }) }));
    const trapped = clicks(9, true);
    expect((await recording(trapped)).use.writes).toEqual({ people: some.length });
    expect((await recording(trapped)).use.writes).toEqual({});
    const beside = await recording([...clicks(0), ...clicks(1), ...clicks(2), ...clicks(3)]);
    expect(beside.use.writes).toEqual({ campaigns: expect.any(Number) });
    expect(beside.write).toBeLessThanOrEqual(0.03);
  });

  test('no key takes more than a twentieth of a campaign’s writes, but for those of its people (T25)', async () => {
    const { use } = await recording(opens(ids.slice(200), 1));
    expect((use.writes.campaigns ?? 0) / use.write).toBeLessThanOrEqual(0.05);
  });
});
