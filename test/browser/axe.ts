/** What axe-core finds wrong with a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Violations of all rules that axe-core has (WCAG 2.2 A and AA, and good practice), or of those named, each as `rule: element`.
 * Frames are pages of their own.
 */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(async (only) => {
    const { axe: loaded } = globalThis as unknown as { axe: typeof axe };
    const results = await loaded.run(document, {
      iframes: false,
      preload: false,
      resultTypes: ['violations'],
      ...(only ? { runOnly: [...only] } : { rules: { 'target-size': { enabled: true } } }),
    });
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }, rules);
}
