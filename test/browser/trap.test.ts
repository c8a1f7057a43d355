/** The link that machines follow, in front of people: on a screen, with a keyboard, with a screen reader, and in mail programs that drop half of what they are given. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailOf } from '../email/compiled.ts';
import { describeInBrowser, openBrowser, visit } from './chromium.ts';
import { phone } from './everyone.ts';
import { stops } from './keyboard.ts';

const tracked = { linkUrl: (n: number) => `https://mail.example/l/token/${n}`, openUrl: undefined };
const address = 'https://mail.example/l/token/1';
const sources = {
  'Markdown in the frame': { markdown: '# Hei\n\n[Les mer](https://example.com/a)' },
  'a whole document': { html: '<html><body><p><a href="https://example.com/a">Les mer</a></p></body></html>' },
};

/** What a reader has of a mail: what it says, what a screen reader reads out, where Tab stops, and how high it is. */
const readBy = async (page: Page) => ({
  says: await page.locator('body').innerText(),
  readOut: await page.locator('body').ariaSnapshot(),
  stops: await stops(page),
  height: await page.evaluate(() => document.body.scrollHeight),
});

/** Takes attributes off everything in the mail, as mail programs do that do not know them. */
const without = (page: Page, ...names: readonly string[]): Promise<void> =>
  page.evaluate((dropped) => {
    for (const element of document.querySelectorAll('a:empty, div:has(> a:empty)'))
      for (const name of dropped) element.removeAttribute(name);
  }, names);

describeInBrowser('the trap in a mail', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test.each(Object.entries(sources))('of %s is there for machines, and for nobody else', async (_what, source) => {
    const plain = await mailOf(source, tracked);
    const trapped = await mailOf(source, { ...tracked, trapped: true });
    expect(trapped.text).toBe(plain.text);
    expect(plain.html).not.toContain(address);

    const { context, wrongs } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    await page.setContent(plain.html);
    const expected = await readBy(page);
    expect(expected.stops).toContain('https://mail.example/l/token/0');

    for (const dropped of [[], ['aria-hidden', 'tabindex'], ['style']]) {
      await page.setContent(trapped.html);
      await without(page, ...dropped);
      expect(await page.locator(`a[href="${address}"]`).count()).toBe(1);
      expect(await readBy(page), `without ${dropped.join(', ') || 'nothing'}`).toEqual(expected);
    }
    // a program that leaves it nothing but its address still shows nothing that a finger could meet
    await page.setContent(trapped.html);
    await without(page, 'aria-hidden', 'tabindex', 'style');
    expect(await page.locator('body').innerText()).toBe(expected.says);
    const box = await page.locator(`a[href="${address}"]`).boundingBox();
    expect((box?.width ?? 0) * (box?.height ?? 0)).toBe(0);
    expect(await wrongs()).toEqual([]);
  });
});
