import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf, type Policy } from '../../functions/domain/policy.ts';
import { brands } from '../../policies/brands.ts';
import { violations } from './axe.ts';
import { type BrandSite, openBrandSite } from './brand-site.ts';
import { describeInBrowser, openBrowser, visit } from './chromium.ts';
import { type Served, serve } from './served.ts';

describeInBrowser('a form on a brand’s own site', () => {
  let browser: Browser;
  let site: BrandSite;
  let served: Served;
  let own: string;
  beforeAll(async () => {
    site = await openBrandSite();
    own = site.origin('brand');
    [browser, served] = await Promise.all([openBrowser(), serve([xledgerOn(own)])]);
    site.show('/takk', '<p>Takk, sier nettstedet.</p>');
  });
  afterAll(() => Promise.all([browser?.close(), served?.stop(), site?.stop()]));

  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('is the pasted HTML, which posts and leads to the thank-you page, %s', async (how, javaScriptEnabled) => {
    const email = `${how.split(' ')[0]}@example.no`;
    const { context, wrongs } = await visit(browser, { javaScriptEnabled });
    const { markup } = await snippets(context, 'newsletter-no');
    site.show('/skjema', markup);
    const page = await context.newPage();
    await page.goto(`${own}/skjema`);
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await fillIn(page, email);
    await page.getByRole('button').click();
    await page.waitForURL(`${served.url}/xledger/signup/newsletter-no/thanks?lang=nb`);
    await served.system.settle();
    expect(served.system.mails(email)).toHaveLength(1);

    // what only we can see to be wrong comes back on our page, from where it can be sent again
    await page.goto(`${own}/skjema`);
    await fillIn(page, 'kari@example');
    await page.getByRole('button').click();
    await page.waitForURL(`${served.url}/xledger/signup/newsletter-no`);
    expect(await page.locator('#signup-email').inputValue()).toBe('kari@example');
    await page.locator('#signup-email').fill(`again-${email}`);
    await page.getByRole('button').click();
    await page.waitForURL(`${served.url}/xledger/signup/newsletter-no/thanks?lang=nb`);
    await served.system.settle();
    expect(served.system.mails(`again-${email}`)).toHaveLength(1);
    expect(await wrongs()).toEqual([]);
  });

  test('works for everyone on a plain page', async () => {
    const { context, wrongs } = await visit(browser);
    const { markup } = await snippets(context, 'newsletter-no');
    site.show('/tilgjengelig', markup);
    const page = await context.newPage();
    await page.goto(`${own}/tilgjengelig`);
    // its size of text and targets is the site's to choose
    expect((await violations(page)).filter((violation) => !violation.startsWith('target-size'))).toEqual([]);
    expect(await wrongs()).toEqual([]);
  });

  test('leads to the site’s own thank-you page if it has one, from the site and from our page', async () => {
    const { context, wrongs } = await visit(browser);
    const { markup } = await snippets(context, 'newsletter-uk');
    site.show('/form', markup);
    for (const [index, start] of [`${own}/form`, `${served.url}/xledger/signup/newsletter-uk`].entries()) {
      const page = await context.newPage();
      await page.goto(start);
      await fillIn(page, `own-${index}@example.no`);
      await page.getByRole('button').click();
      await page.waitForURL(`${own}/takk`);
      expect(await page.getByText('Takk, sier nettstedet.').isVisible()).toBe(true);
    }
    expect(await wrongs()).toEqual([]);
  });

  test('is sent in place by the script, which can read the answer', async () => {
    const { context, wrongs } = await visit(browser);
    const { markup, script } = await snippets(context, 'newsletter-no');
    site.show('/skript', `${markup}<script>${script}</script>`);
    const page = await context.newPage();
    await page.goto(`${own}/skript`);
    await fillIn(page, 'script@example.no');
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button').click();
    expect((await answered).status()).toBe(202);
    expect(page.url()).toBe(`${own}/skript`);
    await served.system.settle();
    const [mail] = served.system.mails('script@example.no');
    expect(mail?.text).toContain(`${served.url}/c/`);
    expect(await wrongs()).toEqual([]);

    const answers = await page.evaluate(
      async ([address, ...bodies]) =>
        Promise.all(
          bodies.map(async (body) => {
            const headers = { 'content-type': 'application/json' };
            const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
            return [response.status, await response.json()];
          }),
        ),
      [
        `${served.url}/xledger/signup/newsletter-no`,
        { email: 'script@example.no', consents: ['newsletter:insights'] },
        { email: 'nobody', consents: [] },
      ] as const,
    );
    expect(answers[0]).toEqual([202, { status: 'accepted' }]);
    expect(answers[1]).toEqual([
      422,
      expect.objectContaining({
        errors: [expect.objectContaining({ pointer: '/email' }), expect.objectContaining({ pointer: '/consents' })],
      }),
    ]);
  });

  test('is refused from a site that the policy does not name: as HTML and by the script', async () => {
    const { context, wrongs } = await visit(browser);
    const { markup, script } = await snippets(context, 'newsletter-no');
    site.show('/skjema', markup);
    site.show('/skript', `${markup}<script>${script}</script>`);
    const other = site.origin('other');
    const page = await context.newPage();

    await page.goto(`${other}/skjema`);
    await fillIn(page, 'html@example.no');
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.getByRole('button').click(),
    ]);
    expect(answer.status()).toBe(403);
    expect(await wrongs()).toEqual([]);

    await page.goto(`${other}/skript`);
    await fillIn(page, 'script@other.example');
    const failed = page.waitForEvent('requestfailed');
    await page.getByRole('button').click();
    expect((await failed).url()).toBe(`${served.url}/xledger/signup/newsletter-no`);
    await expect.poll(wrongs).toContainEqual(expect.stringMatching(/blocked by CORS policy/));

    await served.system.settle();
    expect(served.system.mails().map(({ to }) => to)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(html@example\.no|script@other\.example)$/)]),
    );
  });

  /** What the embed page offers to copy. */
  async function snippets(context: BrowserContext, form: string): Promise<{ markup: string; script: string }> {
    const page = await context.newPage();
    await page.goto(`${served.url}/xledger/signup/${form}/embed`);
    const [markup = '', script = ''] = await page
      .getByRole('textbox')
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLTextAreaElement).value));
    await page.close();
    return { markup, script };
  }

  async function fillIn(page: Page, email: string): Promise<void> {
    await page.locator('[name=email]').fill(email);
    await page.getByRole('checkbox').first().check();
  }
});

/** xledger's policy, for a site at `origin`: it takes thanks for one form into its own hands. */
function xledgerOn(origin: string): Policy {
  const policy = brands.find(({ brand }) => brand === 'xledger');
  const [norwegian, british] = [policy && formOf(policy, 'newsletter-no'), policy && formOf(policy, 'newsletter-uk')];
  if (!policy || !norwegian || !british) throw new Error('xledger has lost its forms');
  return {
    ...policy,
    forms: {
      ...policy.forms,
      'newsletter-no': { ...norwegian, origins: [origin] },
      'newsletter-uk': { ...british, origins: [origin], thankYou: { en: `${origin}/takk` } },
    },
  };
}
