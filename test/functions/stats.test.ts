import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeLink } from '../../functions/domain/links.ts';
import type { CampaignStats } from '../../functions/domain/stats.ts';
import { type System, startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, press, subscribe } from '../journey.ts';
import { contactIdOf } from './planted.ts';
import { agents, campaignNumber, mailed, plantCampaign, plantLinks } from './tracked.ts';

const brand = 'infosoft';
const campaignId = campaignNumber(1);
const targets = ['https://infosoft.example/a', 'https://infosoft.example/b?x=1&y=<2>', 'https://infosoft.example/unseen'];
const reading = { headers: { 'user-agent': agents.reader } };

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2026-11-27T09:00:00Z'), policies: [infosoft, xledger] });
  await plantCampaign(
    system,
    { brand, campaignId, name: 'November & <b>nytt</b>' },
    { sent: 4, trackedOpen: 2, trackedClick: 1, delivered: 3, bounced: 1, complained: 0 },
  );
  await plantLinks(system, { brand, campaignId, targets, trap: 2 });
});
afterAll(() => system.stop());

const join = async (name: string, consents: readonly string[]) => {
  const email = `${name}@example.no`;
  await subscribe(system, { email, brand, form: 'newsletter-se', company: 'Fjordbygg AS', name: 'Kari', consents });
  return mailed(system, infosoft, { email, campaignId });
};
const statsOf = async (): Promise<CampaignStats> => {
  const answer = await asOperator(system, `campaigns/${campaignId}/stats`, { brand });
  expect(answer.status).toBe(200);
  return (await answer.json()) as CampaignStats;
};
const none = { unique: 0, total: 0, unknown: 0, unlinked: 0, machine: 0, machineShare: null };

describe('the statistics of a newsletter', () => {
  test('before anybody has looked, are its account, with every link at nothing', async () => {
    expect(await statsOf()).toEqual({
      id: campaignId,
      name: 'November & <b>nytt</b>',
      state: 'finished',
      startedAt: expect.stringMatching(/^2026-11-27T09:00:0/),
      audience: 5,
      sent: 4,
      delivered: 3,
      bounces: 1,
      complaints: 0,
      unsubscribes: 0,
      opens: { ...none, tracked: 2, rate: 0 },
      clicks: {
        ...none,
        tracked: 1,
        rate: 0,
        links: [
          { link: 0, url: targets[0], unique: 0, total: 0, machine: 0 },
          { link: 1, url: targets[1], unique: 0, total: 0, machine: 0 },
        ],
      },
      byHour: [],
    });
  });

  test('count people and times, machines apart, and rates over those who could be seen (T29)', async () => {
    const both = await join('both', ['newsletter:news', 'tracking:open', 'tracking:click']);
    const opensOnly = await join('opens-only', ['newsletter:news', 'tracking:open']);
    system.advance('PT1H');
    for (const agent of [agents.reader, agents.reader, agents.apple, 'okhttp/4.12.0'])
      await system.fetch(both.open as string, { headers: { 'user-agent': agent } });
    await system.fetch(opensOnly.open as string, { headers: { 'user-agent': agents.gmail } });
    system.advance('PT1H');
    await system.fetch(both.click?.(1) as string, reading);
    await system.fetch(both.click?.(2) as string, reading);
    system.advance('PT1M');
    await system.fetch(both.click?.(1) as string, reading);
    await system.settle();

    const { opens, clicks, byHour } = await statsOf();
    expect(opens).toEqual({ unique: 1, total: 3, unknown: 1, unlinked: 0, machine: 2, machineShare: 0.4, tracked: 2, rate: 0.5 });
    // what was followed beside the trap, which is no link of the newsletter
    expect(clicks).toMatchObject({ unique: 1, total: 1, machine: 1, tracked: 1, rate: 1 });
    expect(clicks.links).toEqual([
      { link: 0, url: targets[0], unique: 0, total: 0, machine: 0 },
      { link: 1, url: targets[1], unique: 1, total: 1, machine: 1 },
    ]);
    expect(byHour).toEqual([
      { hour: '2026-11-27T10:00Z', opens: 3, clicks: 0 },
      { hour: '2026-11-27T11:00Z', opens: 0, clicks: 1 },
    ]);
  });

  test('count who left by one of its mails: once, whatever their agent, and without them (T8)', async () => {
    await join('leaves', ['newsletter:news', 'tracking:open']);
    const contactId = await contactIdOf(system, 'leaves@example.no', brand);
    const link = { brand, contactId, purpose: 'newsletter:news', locale: 'sv', campaignId };
    const path = `/u/${makeLink('mail', link, await system.deps.secret())}`;
    const machine = {
      headers: { 'user-agent': agents.apple, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    };
    for (let time = 0; time < 3; time += 1) expect((await press(system, path, machine)).status).toBe(200);
    const [message] = await system.waiting('engagement');
    expect(message?.body).not.toContain(contactId);
    await system.settle();
    expect((await statsOf()).unsubscribes).toBe(1);
    // a link from before mails named their campaign withdraws as ever, and is nobody's number
    await join('leaves-by-old-link', ['newsletter:news']);
    const old = {
      brand,
      contactId: await contactIdOf(system, 'leaves-by-old-link@example.no', brand),
      purpose: 'newsletter:news',
      locale: 'sv',
    };
    expect((await press(system, `/u/${makeLink('mail', old, await system.deps.secret())}`)).status).toBe(200);
    await system.settle();
    expect((await statsOf()).unsubscribes).toBe(1);
  });

  test('are a page for whoever asks for one: in their language, without a script, names as text', async () => {
    const answer = await asOperator(system, `campaigns/${campaignId}/stats?lang=sv`, { brand, headers: { accept: 'text/html' } });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-language')).toBe('sv');
    expect(answer.headers.get('vary')).toBe('accept');
    expect(html).toContain('November &amp; &lt;b&gt;nytt&lt;/b&gt;');
    expect(html).toContain('infosoft.example/b?x=1&amp;y=&lt;2&gt;');
    expect(html).not.toMatch(/<script|<b>nytt|unseen/);
    expect(html).toContain('<svg');
  });

  test('are nobody else’s: another brand’s operators, and an id that nobody has, find nothing (S22)', async () => {
    expect((await asOperator(system, `campaigns/${campaignId}/stats`, { brand: 'xledger' })).status).toBe(404);
    for (const id of [campaignNumber(77), 'x', '20261127-k3v9q2m7xd%2F..'])
      expect((await asOperator(system, `campaigns/${id}/stats`, { brand })).status).toBe(404);
    const foreign = await system.fetch(`/v1/${brand}/campaigns/${campaignId}/stats`, {
      headers: { authorization: `Bearer ${await system.token({ brand: 'xledger', role: 'marketer' })}` },
    });
    expect(foreign.status).toBe(404);
  });
});
