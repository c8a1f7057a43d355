/** What a visitor does who has no mouse. */
import type { Page } from 'playwright-core';

const mostStops = 150;

/** What has the focus: its id, else the target of a link, else its text; `undefined` for nothing. Says if no ring shows it. */
export const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
    const name = element.id || element.getAttribute('href') || element.textContent?.trim() || element.tagName;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle === 'none' || outlineWidth === '0px' ? `${name} without a ring` : name;
  });

/** Presses Tab until the focus is on what `selector` names. Throws if it never gets there. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

/** Every stop of Tab on a page from where the focus is, in order, until it leaves the page. */
export async function stops(page: Page): Promise<string[]> {
  const order: string[] = [];
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab');
    const name = await focused(page);
    if (name === undefined || name === order[0]) return order;
    order.push(name);
  }
  throw new Error('Tab never leaves the page');
}

/** Tabs to a field and types. What was in it is replaced. */
export async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Tabs to a button or link and presses Enter; returns when the next page is there. */
export async function follow(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await enter(page);
}

/** Presses Enter and returns when the page that it leads to is there. */
export async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}
