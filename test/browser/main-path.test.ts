import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickThrough, describeInBrowser, openBrowser, visit } from './chromium.ts';
import { enter, focused, follow, stops, tabTo, type } from './keyboard.ts';
import { type Served, serve } from './served.ts';

const newsletter = 'Send meg Xledgers nyhetsbrev på e-post, med fagstoff og nyheter om økonomi og regnskap.';
const name = `Kari "Kaja" O'Åsen & Co`;
const opens = 'Xledger kan registrere når jeg åpner disse e-postene.';

describeInBrowser('the main path in a browser', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    [browser, served] = await Promise.all([openBrowser(), serve()]);
  });
  afterAll(() => Promise.all([browser?.close(), served?.stop()]));

  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])(
    'leads by keyboard from the form to the audience, out of it, and in again as a new person, %s',

    async (_how, javaScriptEnabled) => {
      const email = javaScriptEnabled ? 'kari@example.no' : 'ola@example.no';
      const { context, wrongs } = await visit(browser, { javaScriptEnabled });
      const page = await context.newPage();

      await page.goto(served.url);
      expect(page.url()).toBe(`${served.url}/_local`);
      await follow(page, 'a[href="/xledger/signup/newsletter-no?lang=nb"]');
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);

      // wrongly first
      await type(page, '#signup-email', 'kari@');
      await type(page, '#signup-name', name);
      await tick(page, newsletter);
      await tick(page, opens);
      await enter(page);
      expect(await page.title()).toMatch(/^Feil: /);
      expect(await page.locator('.summary').evaluate((summary) => document.activeElement === summary)).toBe(true);
      expect(await page.locator('#signup-email').inputValue()).toBe('kari@');
      expect(await page.locator('#signup-name').inputValue()).toBe(name);
      expect(await ticked(page)).toEqual([newsletter, opens]);
      await tabTo(page, '.summary a');
      await page.keyboard.press('Enter');
      await expect.poll(() => focused(page)).toBe('signup-email');
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(email);
      await enter(page);
      expect(page.url()).toBe(`${served.url}/xledger/signup/newsletter-no/thanks?lang=nb`);

      const audience = await asMarketer(page);
      const confirmation = await openMail(page, email);
      expect(await confirmation.getByRole('listitem').allTextContents()).toEqual([newsletter, opens]);
      expect(await audience()).toEqual([]);
      await follow(confirmation, 'button');
      expect(confirmation.url()).toMatch(/\/c\/[\w-]+$/);
      expect(await confirmation.locator('.list li').allTextContents()).toEqual([newsletter, opens]);
      const [first, ...others] = await audience();
      expect(first).toMatchObject({ email, name, contactId: expect.any(String) });
      expect(others).toEqual([]);

      await follow(confirmation, 'a[href*="/u/"]');
      expect(await audience()).toEqual([first]);
      await follow(confirmation, 'button');
      expect(await confirmation.locator('.list li').allTextContents()).toContain('Nyhetsbrev');
      expect(await audience()).toEqual([]);

      await page.bringToFront();
      await page.goto(`${served.url}/_local`);
      await type(page, '#advance', 'PT16M');
      await enter(page);
      await confirmation.bringToFront();
      await follow(confirmation, 'a.button');
      await type(confirmation, '#signup-email', email);
      await tick(confirmation, newsletter);
      await follow(confirmation, 'button');
      const again = await openMail(page, email);
      expect(await again.locator('.list li').allTextContents()).toEqual([newsletter]);
      await follow(again, 'button');
      const [second] = await audience();
      expect(second).toMatchObject({ email, contactId: expect.not.stringMatching(`^${first?.contactId}$`) });
      expect(second?.name).toBeFalsy();
      // leaves the purpose as it was found
      await follow(again, 'a[href*="/u/"]');
      await follow(again, 'button');
      expect(await audience()).toEqual([]);

      expect(await wrongs()).toEqual([]);
    },
  );

  test('Tab goes through the form as it reads, and through its errors first', async () => {
    const { context, wrongs } = await visit(browser);
    const page = await context.newPage();
    await page.goto(`${served.url}/xledger/signup/newsletter-no?lang=nb`);
    const form = [
      'signup-email',
      'signup-name',
      'signup-company',
      'signup-phone',
      'signup-consents',
      'signup-consents-2',
      'signup-consents-3',
      'signup-consents-4',
      'signup-consents-5',
      'Meld meg på',
      '/xledger/privacy?lang=nb',
      '/xledger/privacy?lang=nb',
    ];
    const withoutBrand = (order: string[]) => order.filter((stop) => !/xledger\.com/.test(stop));
    expect(withoutBrand(await stops(page))).toEqual(form);
    await clickThrough(page.getByRole('button'));
    expect(withoutBrand(await stops(page))).toEqual(['#signup-email', '#signup-consents', ...form]);
    expect(await wrongs()).toEqual([]);
  });

  /** Tabs to the box of this text and presses the space bar. */
  async function tick(page: Page, text: string): Promise<void> {
    const id = await page.getByRole('checkbox', { name: text, exact: true }).getAttribute('id');
    await tabTo(page, `[id="${id}"]`);
    await page.keyboard.press('Space');
  }

  const ticked = async (page: Page): Promise<string[]> =>
    (await page.locator('label:has(:checked)').allTextContents()).map((text) => text.trim());

  /** Goes by the mailbox to the newest mail, and follows its link as the mail shows it: to a tab of its own. */
  async function openMail(page: Page, to: string): Promise<Page> {
    await page.bringToFront();
    await page.goto(`${served.url}/_local/mailbox`);
    await type(page, '#to', to);
    await enter(page);
    await follow(page, '.mails a');
    const link = page.frameLocator('iframe').locator('a[href*="/c/"]').first();
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.press('Enter')]);
    await opened.waitForLoadState();
    return opened;
  }

  /** Makes a token on the start page, as it offers, and returns what asks the API for the audience with it. */
  async function asMarketer(page: Page): Promise<() => Promise<readonly Record<string, string>[]>> {
    await page.goto(`${served.url}/_local`);
    await follow(page, 'form[action="/_local/token"] button');
    const token = await page.getByRole('textbox').inputValue();
    return async () => {
      const answer = await fetch(`${served.url}/v1/xledger/audience?purpose=newsletter:insights`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return ((await answer.json()) as { items: Record<string, string>[] }).items;
    };
  }
});
