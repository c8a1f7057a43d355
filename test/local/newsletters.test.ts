import { afterAll, beforeAll, expect, test } from 'vitest';
import infosoft from '../../policies/infosoft.ts';
import { type Served, serve } from '../browser/served.ts';
import { campaignNumber, plantCampaign } from '../functions/tracked.ts';

let served: Served;
beforeAll(async () => {
  served = await serve([infosoft]);
});
afterAll(() => served.stop());

test('the start page leads to every newsletter’s statistics, without a token', async () => {
  const page = async (path: string) => {
    const answer = await fetch(`${served.url}${path}`, { headers: { accept: 'text/html' } });
    return { status: answer.status, html: await answer.text() };
  };
  expect((await page('/_local')).html).toContain('href="/_local/campaigns"');
  expect((await page('/_local/campaigns')).html).toContain('No newsletter yet');
  const campaignId = campaignNumber(1);
  await plantCampaign(served.system, { brand: 'infosoft', campaignId, name: 'Novembernytt' }, { sent: 4, delivered: 3 });
  const path = `/_local/campaigns/infosoft/${campaignId}`;
  expect((await page('/_local/campaigns')).html).toContain(`<a href="${path}">Novembernytt</a>`);
  const stats = await page(path);
  expect([stats.status, stats.html.includes('<h1>Novembernytt</h1>')]).toEqual([200, true]);
  expect((await page(`/_local/campaigns/infosoft/${campaignNumber(2)}`)).status).toBe(404);
  expect((await page(`/_local/campaigns/nobody/${campaignId}`)).status).toBe(404);
});
