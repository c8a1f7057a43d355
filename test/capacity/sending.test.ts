/** What a mail of a campaign costs in DynamoDB, from its claim to what SES tells of it. A figure that changes is meant to change: then it is changed here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTally } from '../../functions/store/counters.ts';
import { type System, startSystem } from '../../local/system.ts';
import { plantCampaign, plantPeople, sendChunk } from '../campaigns/planted.ts';
import { meterOf } from './measure.ts';
import type { Meter } from './meter.ts';

const perChunk = 50;
let system: System;
let meter: Meter;
let campaign: Awaited<ReturnType<typeof plantCampaign>>;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2026-03-02T09:00:00Z') });
  // the senders of others have just had a turn, as they have while a campaign is on its way
  system.ses.limits.maxSendRate = 1_000;
  meter = meterOf(system);
  campaign = await plantCampaign(system, await plantPeople(system, 3 * perChunk));
  // content and account are known from here on
  await sendChunk(system, campaign, 0);
}, 120_000);
afterAll(async () => {
  meter.close();
  await system.stop();
});

test('a mail of a chunk of fifty: 2.18 W and 1.04 R at most', async () => {
  const { use } = await meter.measure(() => sendChunk(system, campaign, 1));
  expect((await readTally(system.deps.db, campaign)).sent).toBe(2 * perChunk);
  const { people = 0, campaigns = 0 } = use.writes;
  // claim and outcome of each; and of the chunk: taken 1, counted 2 · 2, a turn, which takes one more where all was quiet before
  expect(people).toBe(2 * perChunk);
  expect(campaigns).toBeGreaterThanOrEqual(6);
  expect(campaigns).toBeLessThanOrEqual(7);
  // each person, strongly; and of the chunk: does the campaign send, was it the last
  expect(use.reads).toEqual({ people: perChunk, campaigns: 2 });
  expect(use.write / perChunk).toBeLessThanOrEqual(2.18);
  expect(use.read / perChunk).toBeLessThanOrEqual(1.04);
  expect(use.calls.Scan).toBeUndefined();
});

test('what SES tells of a mail: that it took it, half a read; that it was delivered, once 1.2 W and half a read, again half a read', async () => {
  const ofKind = (kind: string) => system.ses.events.filter(({ eventType }) => eventType === kind).slice(0, 10);
  const record = (kind: string) =>
    meter.measure(() =>
      system.runJob('record-feedback', {
        Records: ofKind(kind).map((event, index) => ({ messageId: String(index), body: JSON.stringify(event) })),
      }),
    );
  const sent = await record('Send');
  const delivered = await record('Delivery');
  const again = await record('Delivery');
  expect([sent, delivered, again].map(({ use }) => [use.write, use.read])).toEqual([
    [0, 5],
    [12, 5],
    [0, 5],
  ]);
});
