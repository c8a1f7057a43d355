import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf, type Policy } from '../../functions/domain/policy.ts';
import { brands } from '../../policies/brands.ts';
import { asOperator, subscribe, xledger } from '../journey.ts';
import { changed } from '../policies/world.ts';
import { clickThrough, describeInBrowser, openBrowser, visit } from './chromium.ts';
import { faultsOf, phone } from './everyone.ts';
import { type Served, serve } from './served.ts';

describeInBrowser('on a phone, at a desk, in the dark', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    [browser, served] = await Promise.all([openBrowser(), serve([...brands, inTwoLanguages()])]);
  });
  afterAll(() => Promise.all([browser?.close(), served?.stop()]));

  // the pages after the form are the same for everyone but for words and colour: axe-core sees those of one
  test.each([
    ['xledger', 'newsletter-uk', 'en', 'every page'],
    ['amesto', 'newsletter-dk', 'da', 'the form'],
    ['xledger', 'newsletter-fi', 'fi', 'the form'],
    ['infosoft', 'newsletter-se', 'sv', 'the form'],
    ['alektum', 'newsletter', 'nb', 'the form'],
  ])('%s/%s in %s is for everyone, from the form to the last page; axe-core sees %s', async (brand, form, locale, seen) => {
    const { context, wrongs } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    const faults: string[] = [];
    const titles = new Set<string>();
    const look = async (name: string) => {
      const title = await page.title();
      if (titles.has(title)) faults.push(`${name} is called ${title} like another`);
      titles.add(title);
      const language = await page.locator('html').getAttribute('lang');
      if (language !== locale) faults.push(`${name} is in ${language}`);
      const found = await faultsOf(page, seen === 'every page' || name.startsWith('form'));
      faults.push(...found.map((fault) => `${name} ${fault}`));
    };
    const email = `${brand}-${locale}@example.com`;
    const address = `${served.url}/${brand}/signup/${form}`;

    await page.goto(`${address}?lang=${locale}`);
    await look('form');
    await clickThrough(page.getByRole('button'));
    await look('form with errors');
    await signUp(page, `${address}?lang=${locale}`, email);
    await look('thanks');
    await page.goto(`${address}/embed?lang=${locale}`);
    await look('embed');
    await openMailed(page, email);
    await look('confirm');
    await clickThrough(page.getByRole('button'));
    await look('confirmed');
    await clickThrough(page.locator('a[href*="/u/"]'));
    await look('unsubscribe');
    await clickThrough(page.getByRole('button'));
    await look('unsubscribed');
    served.system.advance('PT16M');
    await signUp(page, `${address}?lang=${locale}`, email);
    await served.system.settle();
    served.system.advance('P1M');
    await openMailed(page, email, 410);
    await look('expired');
    await page.goto(`${served.url}/${brand}/privacy?lang=${locale}`);
    await look('privacy notice');
    expect(faults).toEqual([]);
    expect(await wrongs()).toEqual([]);
  });

  test('a contact form, a notice that has changed and one that no longer holds are for everyone', async () => {
    const policies = [...brands];
    const other = await serve(policies);
    try {
      await other.system.runJob('record-policy');
      other.system.advance('P1D');
      const index = policies.findIndex(({ brand }) => brand === 'alektum');
      policies[index] = changed(policies[index] as Policy, {
        version: 2,
        notice: { version: '2' },
        breach: { deadline: '24 hours' },
      });
      await other.system.runJob('record-policy');
      const { context, wrongs } = await visit(browser, { viewport: phone });
      const page = await context.newPage();
      const faults: string[] = [];
      const look = async (name: string) => faults.push(...(await faultsOf(page)).map((fault) => `${name} ${fault}`));
      await page.goto(`${other.url}/expectit/contact/contact`);
      await look('form');
      await clickThrough(page.getByRole('button'));
      await look('form with errors');
      await page.getByLabel('E-postadresse').fill('kari@example.com');
      await page.getByLabel('Melding', { exact: true }).fill('Hei');
      await clickThrough(page.getByRole('button'));
      expect(await page.title()).toContain('Meldingen er sendt');
      await look('thanks');
      await page.goto(`${other.url}/alektum/privacy`);
      await page.locator('summary').click();
      await look('notice');
      await page.goto(`${other.url}/alektum/privacy?version=1`);
      await look('past notice');
      expect(faults).toEqual([]);
      expect(await wrongs()).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  test('a form in two languages, and pages that name no brand, are for everyone', async () => {
    const { context, wrongs } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    const faults: string[] = [];
    const open = async (path: string, status = 200) => {
      const answer = await page.goto(served.url + path);
      if (answer?.status() !== status) faults.push(`${path}: ${answer?.status()}`);
      faults.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`));
    };
    await open('/twofold/signup/newsletter-no');
    await clickThrough(page.getByRole('navigation').getByRole('link', { name: 'English' }));
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    faults.push(...(await faultsOf(page)));
    await open('/c/nothing', 404);
    await open('/u/nothing', 404);
    await open('/xledger/signup/nothing', 404);
    expect(faults).toEqual([]);
    expect(await wrongs()).toEqual([]);
  });

  test('so are the question whether somebody wants to stay, and what a privacy officer prints', async () => {
    const { context, wrongs } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    const faults: string[] = [];
    const look = async () => {
      const title = await page.title();
      faults.push(...(await faultsOf(page)).map((fault) => `${title} ${fault}`));
    };
    const email = 'silent@example.com';
    await subscribe(served.system, { email });
    const [contact, token] = await Promise.all([
      asOperator(served.system, `contacts?email=${email}`, { role: 'privacy' }).then((answer) => answer.json()),
      served.system.token({ brand: xledger.brand, role: 'privacy' }),
    ]);
    await page.setExtraHTTPHeaders({ authorization: `Bearer ${token}` });
    await page.goto(`${served.url}/v1/${xledger.brand}/contacts/${contact.contactId}/record`);
    expect(await page.getByText(contact.contactId).count()).toBeGreaterThan(0);
    await look();
    await page.setExtraHTTPHeaders({});
    served.system.advance('P24M');
    await served.system.runJob('sweep');
    await openMailed(page, email);
    await look();
    await clickThrough(page.getByRole('button'));
    await page.locator('a[href*="/u/"]').waitFor();
    await look();
    expect(faults).toEqual([]);
    expect(await wrongs()).toEqual([]);
  });

  test('the pages of the local run are for everyone', async () => {
    const { context, wrongs } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    const faults: string[] = [];
    const look = async () => {
      const place = new URL(page.url()).pathname;
      faults.push(...(await faultsOf(page)).map((fault) => `${place} ${fault}`));
    };
    await signUp(page, `${served.url}/xledger/signup/newsletter-no`, 'local@example.com');
    await page.goto(`${served.url}/_local`);
    await look();
    await clickThrough(page.getByRole('button', { name: 'token' }));
    await look();
    await page.goto(`${served.url}/_local`);
    await clickThrough(page.getByRole('button', { name: 'ttl' }));
    await look();
    await page.goto(`${served.url}/_local`);
    await page.locator('#advance').fill('a while');
    await clickThrough(page.getByRole('button', { name: 'clock' }));
    await look();
    await page.goto(`${served.url}/_local/nothing`);
    await look();
    await page.goto(`${served.url}/_local/mailbox?to=nobody@example.com`);
    await look();
    await page.goto(`${served.url}/_local/mailbox`);
    await look();
    await clickThrough(page.getByRole('link', { name: 'Bekreft' }).first());
    await look();
    // elsewhere than in its frame, where axe-core may not run; a mail is no page with landmarks
    await page.goto('about:blank');
    await page.setContent(served.system.mails('local@example.com')[0]?.html ?? 'no mail');
    faults.push(...(await faultsOf(page)).filter((fault) => !/: (region|landmark-one-main): /.test(fault)));
    expect(faults).toEqual([]);
    expect(await wrongs()).toEqual([]);
  });

  /** Fills in what must be filled in, ticks all boxes, and sends. */
  async function signUp(page: Page, address: string, email: string): Promise<void> {
    await page.goto(address);
    for (const field of await page.locator('input[required]').all()) await field.fill(email);
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await clickThrough(page.getByRole('button'));
    await page.waitForURL(/thanks/);
  }

  /** Opens the link of the newest mail to an address. */
  async function openMailed(page: Page, email: string, status = 200): Promise<void> {
    await served.system.settle();
    const link = served.system.mails(email)[0]?.text.match(/http\S+\/c\/\S+/)?.[0];
    expect((await page.goto(link ?? 'about:blank'))?.status()).toBe(status);
  }
});

/** A brand whose form can be read in two languages. */
function inTwoLanguages(): Policy {
  const policy = brands.find(({ brand }) => brand === xledger.brand);
  const [norwegian, british] = [policy && formOf(policy, xledger.form), policy && formOf(policy, 'newsletter-uk')];
  if (!policy || !norwegian || !british) throw new Error('xledger has lost its forms');
  const wording = { ...norwegian.wording, ...british.wording };
  return { ...policy, brand: 'twofold', forms: { [xledger.form]: { ...norwegian, wording } } };
}
