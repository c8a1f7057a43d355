/** The statistics of a newsletter as operators see them, on a phone and at a desk. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import { drawHits, plantReaders } from '../functions/replay.ts';
import { campaignNumber, plantCampaign, plantLinks } from '../functions/tracked.ts';
import { asOperator } from '../journey.ts';
import { describeInBrowser, openBrowser, visit } from './chromium.ts';
import { faultsOf, phone } from './everyone.ts';

const { brand } = infosoft;
const campaignId = campaignNumber(1);
const long = 'nyheter/ny-version-av-tidningssystemet-med-betydligt-battre-stod-for-prenumeranter?utm_campaign=november';

describeInBrowser('the statistics of a newsletter', () => {
  let browser: Browser;
  let system: System;
  let html: string;
  beforeAll(async () => {
    [browser, system] = await Promise.all([openBrowser(), startSystem({ policies: [infosoft] })]);
    const counts = { sent: 412, delivered: 405, bounced: 5, complained: 1, trackedOpen: 188, trackedClick: 151 };
    await plantCampaign(system, { brand, campaignId, name: 'Nyheter i november' }, counts);
    const targets = Array.from({ length: 12 }, (_, n) => `https://infosoft.se/${n === 0 ? long : n}`);
    await plantLinks(system, { brand, campaignId, targets });
    const replay = { brand, people: 20, hits: 200, batchSize: 200, atOnce: 1, faulty: 0, seed: 3 };
    const hits = drawHits(replay, await plantReaders(system, replay), system.deps.now());
    system.advance('PT5H');
    const Records = hits.map((hit, index) => ({ messageId: String(index), body: JSON.stringify(hit) }));
    expect(await system.runJob('record-engagement', { Records })).toEqual({ batchItemFailures: [] });
    const path = `campaigns/${campaignId}/stats?lang=sv`;
    html = await (await asOperator(system, path, { brand, headers: { accept: 'text/html' } })).text();
  });
  afterAll(() => Promise.all([browser?.close(), system?.stop()]));

  test.each([
    ['on a phone', phone],
    ['at a desk', { width: 1280, height: 900 }],
  ])('are for everyone, with every number of every link in sight, %s', async (_where, viewport) => {
    const { context, wrongs } = await visit(browser, { viewport });
    const page = await context.newPage();
    await page.setContent(html);
    expect(await faultsOf(page)).toEqual([]);
    await page.setViewportSize(viewport);
    const cells = await page.locator('tbody td').evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().right));
    expect(cells).toHaveLength(36);
    expect(Math.max(...cells)).toBeLessThanOrEqual(viewport.width);
    expect(await page.locator('table').ariaSnapshot()).toMatch(
      /columnheader "Gånger"[\s\S]*rowheader "infosoft\.se\/nyheter[\s\S]*cell "\d+"/,
    );
    expect(await wrongs()).toEqual([]);
  });
});
