/** What a newsletter measures, from the consents of its readers to its statistics: by nothing but the API, the mailbox and what mail programs do with a mail. */
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignStats } from '../../functions/domain/stats.ts';
import { tables } from '../../functions/store/tables.ts';
import { type System, startSystem } from '../../local/system.ts';
import { asMime } from '../email/as-mime.ts';
import { asOperator, linkIn, press, subscribe } from '../journey.ts';
import { attribute, elementsOf, textOf } from './markup.ts';
import { openAndSubmit } from './own-page.ts';
import { agents, measuring } from './tracked.ts';

const [keeping, counting, hygienic] = [
  measuring('keeping', 'consent'),
  measuring('counting', 'aggregate'),
  measuring('hygienic', 'hygiene'),
];
const targets = ['https://example.com/one?a=1&b=2', 'https://example.com/two', 'https://example.com/three'];
const markdown = `# Hei\n\n${targets.map((target, n) => `[lenke ${n}](${target})`).join(' ')}`;

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2026-11-27T09:00:00Z'), policies: [keeping, counting, hygienic] });
});
afterAll(() => system.stop());

const both = ['tracking:open', 'tracking:click'] as const;
const join = (brand: string, name: string, tracking: readonly string[]) =>
  subscribe(system, { email: `${name}@example.no`, brand, form: 'newsletter', consents: ['newsletter:news', ...tracking] });

/** Writes a newsletter of a brand and sends it; returns its id once everybody has it. */
async function sent(brand: string): Promise<string> {
  const post = (path: string, body: object) =>
    asOperator(system, path, {
      brand,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const content = { nb: { subject: 'Nytt', markdown } };
  const written = await post('campaigns', { name: 'Nytt', purpose: 'newsletter:news', content });
  const { id } = (await written.json()) as { id: string };
  expect((await post(`campaigns/${id}/schedule`, {})).status).toBe(200);
  await system.settle();
  const campaign = (await (await asOperator(system, `campaigns/${id}`, { brand })).json()) as { state: string };
  expect(campaign.state).toBe('finished');
  return id;
}

/** The newest mail to somebody, as a mail program finds it: what it loads, where its links lead, and what it says as text. */
interface Read {
  readonly pixels: readonly string[];
  /** Links that somebody sees, without the foot's. */
  readonly links: readonly string[];
  /** Links that nobody sees. */
  readonly hidden: readonly string[];
  readonly text: string;
  readonly headers: string;
}
async function newest(name: string): Promise<Read> {
  const [mail] = system.mails(`${name}@example.no`);
  if (!mail) throw new Error('there is no mail');
  const { html = '', text = '', to, headers } = await PostalMime.parse(asMime(mail));
  expect(to?.map(({ address }) => address)).toEqual([`${name}@example.no`]);
  const elements = elementsOf(html);
  const paths = (tag: string, name_: string) =>
    elements
      .filter(({ tagName }) => tagName === tag)
      .map((element) => ({ element, url: (attribute(element, name_) ?? '').replace(system.deps.publicUrl(), '') }));
  const anchors = paths('a', 'href').filter(({ url }) => !/^\/(?:[up]\/|[a-z]+\/privacy)/.test(url));
  const isSeen = (element: (typeof elements)[number]) => textOf(element).trim() !== '';
  return {
    pixels: paths('img', 'src').map(({ url }) => url),
    links: anchors.filter(({ element }) => isSeen(element)).map(({ url }) => url),
    hidden: anchors.filter(({ element }) => !isSeen(element)).map(({ url }) => url),
    text,
    headers: JSON.stringify(headers),
  };
}

const statsOf = async (brand: string, id: string): Promise<CampaignStats> =>
  (await (await asOperator(system, `campaigns/${id}/stats`, { brand })).json()) as CampaignStats;
const as = (agent: string, more: RequestInit = {}): RequestInit => ({
  ...more,
  headers: { 'user-agent': agent, ...more.headers },
});
const everything = () => Promise.all((Object.keys(tables) as (keyof typeof tables)[]).map((table) => system.dump(table)));
const signsOf = async (brand: string, name: string) => {
  const answer = await asOperator(system, `contacts?email=${name}@example.no`, { brand });
  const { contactId } = (await answer.json()) as { contactId: string };
  const profile = (await system.dump('people')).find((item) => item.pk === `${brand}#${contactId}` && item.sk === 'PROFILE');
  return profile as { lastSigns: Record<string, string>; expiresAt?: number };
};
const scanner = 'Mozilla/5.0 (compatible; Barracuda Sentinel (EE))';

describe('a newsletter of a brand that measures by consent', () => {
  const consents = { none: [], opens: ['tracking:open'], clicks: ['tracking:click'], all: both };
  let id: string;
  let mails: Record<keyof typeof consents, Read>;
  beforeAll(async () => {
    for (const [name, tracking] of Object.entries(consents)) await join('keeping', name, tracking);
    id = await sent('keeping');
    const read = await Promise.all(Object.keys(consents).map(async (name) => [name, await newest(name)] as const));
    mails = Object.fromEntries(read) as typeof mails;
  });

  test('holds of pixel, tracked links and trap what its reader agreed to, and nothing else', () => {
    const { none, opens, clicks, all } = mails;
    for (const mail of [none, opens]) expect(mail).toMatchObject({ links: targets, hidden: [] });
    for (const mail of [none, clicks]) expect(mail.pixels).toEqual([]);
    for (const mail of [opens, all]) expect(mail.pixels).toEqual([expect.stringMatching(/^\/o\/[\w-]+$/)]);
    for (const { links, hidden } of [clicks, all]) {
      const [first = ''] = links;
      expect(links).toEqual([0, 1, 2].map((n) => first.replace(/\d+$/, String(n))));
      expect(first).toMatch(/^\/l\/[\w-]+\/0$/);
      expect(hidden).toEqual([first.replace(/\d+$/, '3')]);
    }
    for (const { text, headers, hidden } of [none, opens, clicks, all]) {
      for (const path of hidden) expect(text).not.toContain(path);
      expect(headers).not.toMatch(/\/[ol]\//);
    }
    expect(new Set([...opens.pixels, ...all.pixels]).size).toBe(2);
    expect(none.text).not.toMatch(/\/[ol]\//);
  });

  test('is followed by people and machines, and its statistics tell them apart, as JSON and as a page', async () => {
    const { opens, clicks, all } = mails;
    system.advance('PT1H');
    const hit = (path: string | undefined, agent: string, more?: RequestInit) => system.fetch(String(path), as(agent, more));
    for (const mail of [opens, all]) expect((await hit(mail.pixels[0], agents.reader)).status).toBe(200);
    expect((await hit(all.pixels[0], agents.apple)).status).toBe(200);
    expect((await hit(opens.pixels[0], agents.gmail)).status).toBe(200);
    const followed = await hit(all.links[0], agents.reader);
    expect([followed.status, followed.headers.get('location')]).toEqual([302, targets[0]]);
    expect((await hit(all.links[1], agents.reader, { method: 'HEAD' })).status).toBe(302);
    expect((await hit(all.links[1], agents.reader, { headers: { 'sec-purpose': 'prefetch' } })).status).toBe(302);
    // a gateway under a browser's name, that goes through the links and into the trap
    for (const path of [clicks.links[0], clicks.hidden[0], clicks.links[2]]) await hit(path, agents.reader);
    expect((await hit(clicks.links[1], scanner)).status).toBe(302);
    system.advance('PT1H');
    await hit(clicks.links[2], agents.reader);
    await system.settle();

    const stats = await statsOf('keeping', id);
    expect(stats).toMatchObject({
      audience: 4,
      sent: 4,
      opens: { unique: 2, total: 2, unknown: 0, unlinked: 0, machine: 2, machineShare: 0.5, tracked: 2, rate: 1 },
      clicks: { unique: 2, total: 2, unknown: 0, machine: 5, tracked: 2, rate: 1 },
      unsubscribes: 0,
      byHour: [
        { hour: '2026-11-27T10:00Z', opens: 2, clicks: 1 },
        { hour: '2026-11-27T11:00Z', opens: 0, clicks: 1 },
      ],
    });
    expect(stats.clicks.links).toEqual([
      { link: 0, url: targets[0], unique: 1, total: 1, machine: 1 },
      { link: 1, url: targets[1], unique: 0, total: 0, machine: 3 },
      { link: 2, url: targets[2], unique: 1, total: 1, machine: 1 },
    ]);
    const page = await asOperator(system, `campaigns/${id}/stats?lang=nb`, {
      brand: 'keeping',
      headers: { accept: 'text/html' },
    });
    const words = elementsOf(await page.text())
      .map(textOf)
      .join(' ');
    for (const shown of ['example.com/one?a=1&b=2', '100 %', '50 %']) expect(words.replaceAll(/\s+/g, ' ')).toContain(shown);
    const day = '2026-11-27';
    expect((await signsOf('keeping', 'all')).lastSigns).toMatchObject({ open: day, click: day });
    expect((await signsOf('keeping', 'opens')).lastSigns).not.toHaveProperty('click');
    expect((await signsOf('keeping', 'none')).lastSigns).not.toHaveProperty('open');
  });

  test('once forged is not found, and records nothing', async () => {
    const before = await everything();
    const { pixels, links } = mails.all;
    const changed = (path = '', at: number) => `${path.slice(0, at)}${path[at] === 'A' ? 'B' : 'A'}${path.slice(at + 1)}`;
    for (const path of [
      changed(pixels[0], 10),
      changed(links[0], 10),
      changed(pixels[0], 40),
      `${links[0]}9`,
      links[0]?.replace('/l/', '/o/'),
    ])
      expect((await system.fetch(String(path), as(agents.reader))).status).toBe(404);
    expect(await system.waiting('engagement')).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  test('is silent from the moment when its reader withdraws: no hit on it changes anything anywhere', async () => {
    const withdrawn = await openAndSubmit(system, linkIn(system, 'all@example.no', 'p'), 'stop', { ticked: both });
    expect(withdrawn.status).toBe(200);
    await system.settle();
    const stats = await statsOf('keeping', id);
    const before = await everything();
    system.advance('P1D');
    const { pixels, links, hidden } = mails.all;
    for (const agent of [agents.reader, agents.apple, scanner])
      for (const path of [...pixels, ...links, ...hidden])
        expect([200, 302]).toContain((await system.fetch(path, as(agent))).status);
    await system.settle();
    expect(await everything()).toEqual(before);
    expect(await statsOf('keeping', id)).toEqual(stats);
  });

  test('counts who leaves by it, whatever their agent: no label and no trap stands before an opt-out (T8)', async () => {
    await system.fetch(String(mails.clicks.hidden[0]), as(agents.reader));
    const leave = linkIn(system, 'clicks@example.no', 'u');
    const oneClick = as(scanner, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect((await press(system, leave, oneClick)).status).toBe(200);
    await system.settle();
    expect((await statsOf('keeping', id)).unsubscribes).toBe(1);
    expect((await asOperator(system, 'contacts?email=clicks@example.no', { brand: 'keeping' })).status).toBe(404);
  });

  test('once its time is over shows and leads as ever, and records nothing', async () => {
    system.advance('P7M');
    const before = await everything();
    expect((await system.fetch(String(mails.opens.pixels[0]), as(agents.reader))).status).toBe(200);
    const led = await system.fetch(String(mails.all.links[0]), as(agents.reader));
    expect([led.status, led.headers.get('location')]).toEqual([302, targets[0]]);
    expect(await system.waiting('engagement')).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  test('brings back who was in the last step of retention, by an open of theirs and by no machine’s', async () => {
    await join('keeping', 'returns', both);
    system.advance('P23M');
    system.advance('P10D');
    await system.runJob('sweep');
    await system.settle();
    expect((await signsOf('keeping', 'returns')).expiresAt).toBeDefined();
    await sent('keeping');
    const { pixels, hidden } = await newest('returns');
    system.advance('PT1H');
    await system.fetch(String(pixels[0]), as(agents.apple));
    await system.fetch(String(hidden[0]), as(agents.reader));
    await system.settle();
    expect((await signsOf('keeping', 'returns')).expiresAt).toBeDefined();
    system.advance('PT1H');
    await system.fetch(String(pixels[0]), as(agents.reader));
    await system.settle();
    const back = await signsOf('keeping', 'returns');
    expect(back.expiresAt).toBeUndefined();
    expect(back.lastSigns.open).toBe(system.deps.now().toISOString().slice(0, 10));
  });
});

test('a newsletter that counts in the aggregate holds the same addresses for everybody and no trap, and tells of no person', async () => {
  await join('counting', 'counted-1', []);
  await join('counting', 'counted-2', []);
  const id = await sent('counting');
  const [one, two] = [await newest('counted-1'), await newest('counted-2')];
  expect(one.pixels).toHaveLength(1);
  expect([one.pixels, one.links, one.hidden]).toEqual([two.pixels, two.links, []]);
  const people = await system.dump('people');
  system.advance('PT1H');
  for (const [path, agent] of [
    [one.pixels[0], agents.reader],
    [two.pixels[0], agents.reader],
    [two.pixels[0], agents.apple],
    [two.links[1], agents.reader],
    // the number of the trap, which no such mail holds
    [two.links[1]?.replace(/1$/, '3'), agents.reader],
  ] as const)
    await system.fetch(String(path), as(agent));
  await system.settle();
  expect(await statsOf('counting', id)).toMatchObject({
    opens: { unique: 0, total: 2, unlinked: 2, machine: 1, tracked: 0, rate: null },
    clicks: { unique: 0, total: 1, unlinked: 1, machine: 0, links: [{ total: 0 }, { total: 1 }, { total: 0 }] },
  });
  expect(await system.dump('people')).toEqual(people);
});

test('a newsletter that keeps its list clean notes the day of the last open, and has no trap', async () => {
  await join('hygienic', 'clean', both);
  await join('hygienic', 'unasked', []);
  const id = await sent('hygienic');
  expect(await newest('unasked')).toMatchObject({ pixels: [], links: targets, hidden: [] });
  const mail = await newest('clean');
  expect(mail).toMatchObject({
    pixels: [expect.stringMatching(/^\/o\//)],
    links: [/^\/l\//, /^\/l\//, /^\/l\//].map((path) => expect.stringMatching(path)),
    hidden: [],
  });
  system.advance('P1D');
  await system.fetch(String(mail.pixels[0]), as(agents.reader));
  await system.settle();
  expect((await signsOf('hygienic', 'clean')).lastSigns.open).toBe(system.deps.now().toISOString().slice(0, 10));
  const { opens, clicks, byHour } = await statsOf('hygienic', id);
  expect([opens.total, opens.machine, clicks.total, byHour]).toEqual([0, 0, 0, []]);
});
