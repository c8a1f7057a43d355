import { expect, onTestFinished, test } from 'vitest';
import { readEngagement } from '../../functions/store/engagement.ts';
import { startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import { watchCalls } from '../faults/aws-calls.ts';
import {
  campaigns,
  deliver,
  drawHits,
  drawScans,
  expectedOf,
  expectScansCounted,
  plantReaders,
  type Replay,
  rebuilt,
  scanned,
} from './replay.ts';

test('20,000 hits, each delivered twice or more, shuffled, to functions that fail and die, count once each (I7, F28)', async () => {
  const replay: Replay = { brand: 'infosoft', people: 1_000, hits: 20_000, batchSize: 1_000, atOnce: 5, faulty: 0.3, seed: 7 };
  const system = await startSystem({ policies: [infosoft], clock: new Date('2026-11-27T06:00:00Z') });
  onTestFinished(() => system.stop());
  watchCalls(system.deps);
  const ids = await plantReaders(system, replay);
  const sentAt = system.deps.now();
  const hits = drawHits(replay, ids, sentAt);
  system.advance('PT5H');
  const { calls, faults } = await deliver(system, replay, [...hits, ...drawScans(replay, ids.slice(0, 200), sentAt)]);
  expect(calls).toBeGreaterThan(42);
  expect(faults).toBeGreaterThan(5);

  for (const campaignId of campaigns) {
    const expected = expectedOf(hits, campaignId);
    const { open, click, links } = await readEngagement(system.deps.db, 'infosoft', campaignId);
    expect({ open, click }).toMatchObject({ open: expected.open, click: expected.click });
    expect(new Map(links.map(({ link, unique, total }) => [link, { unique, total }]))).toEqual(expected.links);
    const markers = await rebuilt(system, campaignId);
    expect(markers).toMatchObject({ open: open.unique, click: click.unique });
  }
  expectScansCounted(await readEngagement(system.deps.db, 'infosoft', scanned), await rebuilt(system, scanned), 200);
}, 2_400_000);
