import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Forecast } from '../../functions/domain/forecast.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { locales } from '../../functions/domain/policy.ts';
import type { CampaignStats, KindStats } from '../../functions/domain/stats.ts';
import { forecastPage } from '../../functions/pages/forecast.ts';
import { statsPage } from '../../functions/pages/stats.ts';
import xledger from '../../policies/xledger.ts';
import { describeInBrowser, openBrowser, visit } from './chromium.ts';
import { faultsOf as faultsForAnybody, phone } from './everyone.ts';

const hourMs = 3_600_000;
const seen: KindStats = { unique: 1, total: 1, unknown: 0, unlinked: 0, machine: 0, machineShare: 0, tracked: 1, rate: 1 };

/** A newsletter that was looked at in the first and the last of so many hours. */
const looked = (hours: number): CampaignStats => {
  const first = Date.UTC(2027, 0, 15, 7);
  const at = (hour: number) => ({
    hour: `${new Date(first + hour * hourMs).toISOString().slice(0, 16)}Z`,
    opens: 1234,
    clicks: 1,
  });
  return {
    id: '20270115-abcdefghij',
    name: 'Januar',
    state: 'finished',
    startedAt: new Date(first).toISOString(),
    audience: 1,
    sent: 1,
    delivered: 1,
    opens: seen,
    clicks: { ...seen, links: [] },
    unsubscribes: 0,
    bounces: 0,
    complaints: 0,
    byHour: hours === 1 ? [at(0)] : [at(0), at(hours - 1)],
  };
};
/** One removal in each of so many months from January 2027. */
const removals = (months: number): Forecast[] =>
  Array.from({ length: months }, (_, month) => ({
    contactId: ContactId.parse('AAAAAAAAAAAAAAAAAAAAAA'),
    on: new Date(Date.UTC(2027, month, 15)).toISOString().slice(0, 10),
    act: 'removed',
    purpose: 'newsletter:insights',
    clock: 'last_activity',
    period: '24 months',
  }));

describeInBrowser('the names under a plot', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** Names that meet one another or the plot's edge, and plots that have none. */
  async function faultsOf(pages: readonly (readonly [string, string])[]): Promise<string[]> {
    const { context } = await visit(browser);
    const page = await context.newPage();
    const faults: string[] = [];
    for (const [which, html] of pages) {
      await page.setContent(html);
      const found = await page.evaluate(() => {
        const names = [...document.querySelectorAll<SVGTextElement>('.plot text.name')].map((name) => name.getBBox());
        const wrongs = names.flatMap(({ x, width }, index) => [
          ...(x < 0 || x + width > 720 ? ['cut off'] : []),
          ...(index > 0 && x < (names[index - 1]?.x ?? 0) + (names[index - 1]?.width ?? 0) + 4 ? ['over the one before'] : []),
        ]);
        return names.length === 0 ? ['none'] : wrongs;
      });
      faults.push(...new Set(found.map((fault) => `${which}: ${fault}`)));
    }
    return faults;
  }

  test('of a newsletter’s hours are whole and apart, however many there are', async () => {
    const spans = [1, 2, 5, 8, 9, 10, 14, 20, 24, 36, 47, 48, 60, 71, 72, 73, 24 * 9, 24 * 30, 24 * 72, 24 * 200];
    const pages = locales.flatMap((locale) =>
      spans.map(
        (hours) => [`${locale} ${hours} hours`, statsPage({ policy: xledger, locale, stats: looked(hours) }).html] as const,
      ),
    );
    expect(await faultsOf(pages)).toEqual([]);
  });

  test('of a forecast’s months are whole and apart, however many there are', async () => {
    const pages = locales.flatMap((locale) =>
      [1, 2, 6, 11, 12, 13, 18, 24, 25, 36, 48, 60].map((months) => {
        const items = removals(months);
        const until = items.at(-1)?.on ?? '2027-01-15';
        const shown = { policy: xledger, locale, from: '2027-01-01', until, items, onward: undefined, continued: false };
        return [`${locale} ${months} months`, forecastPage(shown).html] as const;
      }),
    );
    expect(await faultsOf(pages)).toEqual([]);
  });
});

describeInBrowser('the numbers of a forecast', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test('are all in sight on a phone, in every language', async () => {
    const { context } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    const acts = ['asked', 'warned', 'ended', 'removed'] as const;
    const items = removals(9).flatMap((one) => acts.flatMap((act) => Array.from({ length: 160 }, () => ({ ...one, act }))));
    for (const locale of locales) {
      const shown = {
        policy: xledger,
        locale,
        from: '2027-01-01',
        until: '2027-12-31',
        items,
        onward: undefined,
        continued: false,
      };
      await page.setContent(forecastPage(shown).html);
      const rights = await page.locator('td').evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().right));
      expect(rights, locale).toHaveLength(9 * 4 + 4 * 3);
      expect(Math.max(...rights), locale).toBeLessThanOrEqual(phone.width);
      expect(await faultsForAnybody(page), locale).toEqual([]);
      // one line for the four numbers of a month
      const tops = await page
        .locator('.months tbody tr:first-child td')
        .evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().top));
      expect(new Set(tops).size, locale).toBe(1);
    }
  });
});
