import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOperator, linkIn, manageLink, subscribe } from '../journey.ts';
import { clickThrough, describeInBrowser, openBrowser, visit } from './chromium.ts';
import { faultsOf, phone } from './everyone.ts';
import { enter, focused, tabTo } from './keyboard.ts';
import { type Served, serve } from './served.ts';

describeInBrowser('a person’s own pages', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    [browser, served] = await Promise.all([openBrowser(), serve()]);
  });
  afterAll(() => Promise.all([browser?.close(), served?.stop()]));

  /** Looks at every page that `walk` stops at. */
  async function faultsAlong(
    walk: (page: Page, look: (name: string) => Promise<void>) => Promise<void>,
  ): Promise<readonly string[]> {
    const { context, wrongs } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    const faults: string[] = [];
    await walk(page, async (name) => {
      if (process.env.SCREENSHOTS) await picture(page, name);
      faults.push(...(await faultsOf(page)).map((fault) => `${name} ${fault}`));
    });
    return [...faults, ...(await wrongs())];
  }

  /** For whoever wants to see them: `SCREENSHOTS=<folder> npm test -- test/browser/own-pages.test.ts`. */
  async function picture(page: Page, name: string): Promise<void> {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-${width}.png`, fullPage: true });
    }
    await page.setViewportSize(phone);
  }

  test('of choosing are for everyone, on a phone, at a desk and in the dark', async () => {
    const email = 'kari@example.com';
    await subscribe(served.system, { email, name: 'Kari Nordmann', consents: ['newsletter:insights', 'tracking:open'] });
    const faults = await faultsAlong(async (page, look) => {
      await page.goto(`${served.url}/xledger/manage`);
      await look('manage');
      await clickThrough(page.getByRole('button'));
      await look('manage-wrong');
      await page.locator('#manage-email').fill(email);
      await clickThrough(page.getByRole('button'));
      await look('manage-sent');
      const link = served.url + (await manageLink(served.system, email));
      await page.goto(link);
      await look('choices');
      await page.getByRole('checkbox', { name: 'Invitasjoner' }).check();
      await clickThrough(page.getByRole('button', { name: 'Lagre' }));
      await look('choices-saved');
      served.system.advance('PT2H');
      await page.goto(link);
      await look('expired');
    });
    expect(faults).toEqual([]);
  });

  test('of the link in a mail are for everyone', async () => {
    const email = 'ola@example.com';
    const link = `${served.url}${(await subscribe(served.system, { email })).replace('/u/', '/p/')}`;
    const faults = await faultsAlong(async (page, look) => {
      await page.goto(link);
      await look('stop');
      await clickThrough(page.getByRole('button', { name: 'Slutt med det' }));
      await look('stop-nothing');
      await clickThrough(page.getByRole('button', { name: 'Meld meg av alt' }));
      await look('stopped');
    });
    expect(faults).toEqual([]);
  });

  test('of data and rights are for everyone, from reading to the end', async () => {
    const [email, next] = ['data@example.com', 'next@example.com'];
    await subscribe(served.system, {
      email,
      name: 'Kari Nordmann',
      company: 'Fjord AS',
      consents: ['newsletter:insights', 'tracking:open', 'partner:implementation'],
    });
    const faults = await faultsAlong(async (page, look) => {
      await page.goto(`${served.url}${await manageLink(served.system, email)}/data`);
      await look('data');
      await page.locator('#my-name').fill('Kari Rett');
      await clickThrough(page.getByRole('button', { name: 'Lagre' }));
      await look('data-saved');
      await page.locator('#my-address').fill(next);
      await clickThrough(page.getByRole('button', { name: 'Send lenken' }));
      await look('data-address');
      for (const right of ['restrict', 'unrestrict', 'object']) {
        await page.locator(`section[aria-labelledby=${right}] summary`).click();
        await clickThrough(page.locator(`section[aria-labelledby=${right}] button`));
        await look(`data-${right}`);
      }
      const own = page.url();
      await served.system.settle();
      await page.goto(served.url + linkIn(served.system, next, 'c'));
      await look('new-address');
      await clickThrough(page.getByRole('button'));
      await look('new-address-done');
      await page.goto(own);
      await page.locator('section[aria-labelledby=erase] summary').click();
      await clickThrough(page.locator('section[aria-labelledby=erase] button'));
      await look('gone');
    });
    expect(faults).toEqual([]);
  });

  test('of sending a document are for everyone', async () => {
    const email = 'letter@example.com';
    await asOperator(served.system, 'cases', {
      ...{ brand: 'alektum', role: 'privacy', method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ email, right: 'access', channel: 'letter' }),
    });
    await served.system.settle();
    const link = served.url + linkIn(served.system, email, 'i');
    const faults = await faultsAlong(async (page, look) => {
      await page.goto(link);
      await look('document');
      await clickThrough(page.getByRole('button', { name: 'Send kopien' }));
      // it takes the focus, so that it is heard first, and leads to the field
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
      await look('document-missing');
      const name = 'passport.png';
      await page.locator('#document').setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from('GIF89a') });
      await clickThrough(page.getByRole('button', { name: 'Send kopien' }));
      await look('document-wrong');
      await page.locator('#document').setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from('%PDF-1.7') });
      await clickThrough(page.getByRole('button', { name: 'Send kopien' }));
      await look('document-sent');
      served.system.advance('P15D');
      await page.goto(link);
      await look('document-late');
    });
    expect(faults).toEqual([]);
  });

  test('can be worked by the keyboard alone', async () => {
    const email = 'keys@example.com';
    await subscribe(served.system, { email, consents: ['newsletter:insights'] });
    const { context } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    await page.goto(served.url + (await manageLink(served.system, email)));
    await tabTo(page, '#choice-newsletter-events');
    expect(await focused(page)).toBe('choice-newsletter-events');
    await page.keyboard.press('Space');
    await tabTo(page, 'form.form button');
    await enter(page);
    // what was saved is heard first
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Valgene dine er lagret');
    expect(await page.locator('#choice-newsletter-events').isChecked()).toBe(true);
  });
});
