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

test('500 hits, each delivered twice or more, shuffled, to functions that fail and die, count once each (I7, F28, F1)', async () => {
  const replay: Replay = {
    brand: 'infosoft',
    people: 150,
    hits: 500,
    batchSize: 80,
    atOnce: 3,
    faulty: 0.3,
    seed: 20_261_127,
  };
  const system = await startSystem({ policies: [infosoft], clock: new Date('2026-11-27T06:00:00Z') });
  onTestFinished(() => system.stop());
  watchCalls(system.deps);
  const ids = await plantReaders(system, replay);
  const sentAt = system.deps.now();
  const hits = drawHits(replay, ids, sentAt);
  system.advance('PT5H');
  const { calls, faults } = await deliver(system, replay, [...hits, ...drawScans(replay, ids.slice(0, 40), sentAt)]);
  expect(calls).toBeGreaterThan(10);
  expect(faults).toBeGreaterThan(2);

  for (const campaignId of campaigns) {
    const expected = expectedOf(hits, campaignId);
    const { open, click, links } = await readEngagement(system.deps.db, 'infosoft', campaignId);
    expect({ open, click }).toMatchObject({ open: expected.open, click: expected.click });
    for (const { link, unique, total } of links) expect([link, { unique, total }]).toEqual([link, expected.links.get(link)]);
    const markers = await rebuilt(system, campaignId);
    expect(markers).toEqual({
      open: open.unique,
      click: click.unique,
      links: new Map([...expected.links].map(([link, { unique }]) => [link, unique])),
    });
  }
  expectScansCounted(await readEngagement(system.deps.db, 'infosoft', scanned), await rebuilt(system, scanned), 40);
});
