/** Whether a page is for everyone: on a phone, at a desk, in the dark, by axe-core. */
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';

/** A small phone. */
export const phone = { width: 360, height: 740 };
const desk = { width: 1200, height: 900 };
/** CSS pixels that a finger needs. */
const finger = 44;

/** What is wrong with a page for somebody: on a phone, at a desk, in the dark. */
export async function faultsOf(page: Page, withAxe = true): Promise<string[]> {
  await page.setViewportSize(phone);
  const narrow = [...(await page.evaluate(tooWide)), ...(await page.evaluate(tooSmall, finger))];
  if (withAxe) narrow.push(...(await violations(page)));
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = withAxe ? await violations(page, ['color-contrast']) : [];
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desk);
  const wide = [...(await page.evaluate(tooWide)), ...(withAxe ? await violations(page) : [])];
  await page.setViewportSize(phone);
  return [
    ...narrow.map((fault) => `at 360 px: ${fault}`),
    ...dark.map((fault) => `in the dark: ${fault}`),
    ...wide.map((fault) => `at 1200 px: ${fault}`),
  ];
}

/** Runs in the page. */
function tooWide(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`${scrollWidth} px wide`] : [];
}

/** Runs in the page: buttons, fields and the rows of checkboxes that a finger would miss. */
function tooSmall(least: number): string[] {
  const targets = document.querySelectorAll<HTMLElement>(
    'button, .button, .languages a, input:not([type=hidden]):not([type=checkbox]), label:has([type=checkbox])',
  );
  return [...targets].flatMap((element) => {
    const { width, height } = element.getBoundingClientRect();
    const isFar = element.closest('[aria-hidden=true]') !== null || (width >= least && height >= least);
    return isFar ? [] : [`${element.tagName} ${element.id} is ${width} × ${height} px`];
  });
}
