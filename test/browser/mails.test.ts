/** The mails as their readers see them: taken out of the mailbox, on a phone, at a desk, in the light and in the dark. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mail } from '../../local/ses-events.ts';
import { asOperator, postSignUp, subscribe } from '../journey.ts';
import { describeInBrowser, openBrowser, visit } from './chromium.ts';
import { faultsOf, phone } from './everyone.ts';
import { type Served, serve } from './served.ts';

describeInBrowser('a mail', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    [browser, served] = await Promise.all([openBrowser(), serve()]);
    for (const [email, form, name] of readers) await subscribe(served.system, { email, form, name, consents: [insights] });
  });
  afterAll(() => Promise.all([browser?.close(), served?.stop()]));

  const insights = 'newsletter:insights';
  const readers = [
    ['kari@example.com', 'newsletter-no', 'Kari Nordmann'],
    ['jane@example.com', 'newsletter-uk', 'Jane Smith'],
  ] as const;
  const newest = (email: string): Mail => served.system.mails(email)[0] ?? expect.fail(`no mail to ${email}`);

  const operator = async (path: string, method: string, body: object) => {
    const answer = await asOperator(served.system, path, {
      role: 'admin',
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status >= 300) expect.fail(`${path} answered ${answer.status}: ${await answer.text()}`);
    await served.system.settle();
    return (await answer.json()) as { id: string };
  };

  /** What is wrong with a mail for somebody who reads it. A mail is no page with landmarks. */
  async function faultsIn(name: string, { html }: Mail): Promise<string[]> {
    const { context, wrongs } = await visit(browser, { viewport: phone });
    const page = await context.newPage();
    await page.setContent(html);
    for (const folder of process.env.SCREENSHOTS ? [process.env.SCREENSHOTS] : []) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true });
        }
      }
      await page.emulateMedia({ colorScheme: 'light' });
    }
    const faults = (await faultsOf(page)).filter((fault) => !/: (region|landmark-one-main): /.test(fault));
    return [...faults, ...(await wrongs())].map((fault) => `${name} ${fault}`);
  }

  test.each(Object.entries(written))('of a newsletter in %s is for everyone, in each of its languages', async (how, content) => {
    const { id } = await operator('campaigns', 'POST', { name: how, purpose: insights, content });
    await operator(`campaigns/${id}/schedule`, 'POST', {});
    const faults: string[] = [];
    for (const [email, form] of readers) {
      const mail = newest(email);
      const locale = form === 'newsletter-no' ? 'nb' : 'en';
      expect(mail.subject).toBe(content[locale].subject);
      faults.push(...(await faultsIn(`newsletter-${how}-${locale}`, mail)));
    }
    expect(faults).toEqual([]);
  });

  test('of our own is for everyone: of signing up, one’s own page, a new address, a case, and whether to stay', async () => {
    const { system } = served;
    const faults: string[] = [];
    const look = async (name: string, email: string) => faults.push(...(await faultsIn(name, newest(email))));
    for (const [form, locale] of [
      ['newsletter-no', 'nb'],
      ['newsletter-uk', 'en'],
    ] as const) {
      const email = `own-${locale}@example.com`;
      await postSignUp(system, { email, form, consents: [insights] });
      await system.settle();
      await look(`confirmation-${locale}`, email);
      system.advance('PT16M');
      await subscribe(system, { email, form, consents: [insights] });
      system.advance('PT16M');
      await postSignUp(system, { email, form, consents: [insights] });
      await system.settle();
      await look(`already-${locale}`, email);
      await system.fetch(`/xledger/manage?lang=${locale}`, { method: 'POST', body: new URLSearchParams({ email }) });
      await system.settle();
      await look(`one-hour-${locale}`, email);
      const opened = await operator('cases', 'POST', { email, right: 'access', channel: 'phone' });
      await look(`case-opened-${locale}`, email);
      await operator(`cases/${opened.id}`, 'PATCH', { identity: { status: 'confirmed' } });
      await operator(`cases/${opened.id}`, 'PATCH', { outcome: 'done' });
      await look(`case-done-${locale}`, email);
      const refused = await operator('cases', 'POST', { email, right: 'erase', channel: 'letter' });
      await operator(`cases/${refused.id}`, 'PATCH', {
        outcome: 'refused',
        reasons: 'Your invoices of this year have to be kept for the accounts.',
      });
      await look(`case-refused-${locale}`, email);
    }
    system.advance('P24M');
    await system.runJob('sweep');
    await system.settle();
    for (const locale of ['nb', 'en']) await look(`stay-${locale}`, `own-${locale}@example.com`);
    expect(faults).toEqual([]);
  });
});

/** One newsletter, as three kinds of authors would write it. */
const written = {
  markdown: {
    nb: {
      subject: 'Nye regler for mva fra januar',
      preheader: 'Tre ting å gjøre før nyttår',
      markdown: `# Hei {{ contact.name | default: "du" }}

Fra **1. januar** gjelder nye regler for innrapportering av merverdiavgift. Her er det viktigste:

- Fristen flyttes fra den 10. til den 15. i måneden
- Bilag kan leveres som *EHF* også til utlandet
- Små virksomheter kan rapportere hvert halvår

## Slik gjør du det

1. Åpne innstillingene i Xledger
2. Velg perioden
3. [Les hele veiledningen](https://xledger.com/no/mva)

| Omsetning | Frist |
|---|---|
| Under 1 million | hvert halvår |
| Over 1 million | hver måned |

> «Vi sparer to dager i måneden.» Økonomisjef i Fjordbygg

---

Spørsmål? Svar på denne e-posten, eller bruk feltet \`mva\` i [hjelpesenteret](https://xledger.com/no/hjelp).`,
    },
    en: {
      subject: 'New VAT rules from January',
      preheader: 'Three things to do before New Year',
      markdown: `# Hello {{ contact.name | default: "there" }}

From **1 January** there are new rules for reporting VAT. This is what matters most:

- The deadline moves from the 10th to the 15th
- Small businesses may report every six months

[Read the guide](https://xledger.com/uk/vat)`,
    },
  },
  html: {
    nb: {
      subject: 'Møt oss i Bergen',
      html: `<h1>Møt oss i Bergen</h1><p>Hei {{ contact.name | default: "du" }}, vi inviterer til frokostmøte <strong>tirsdag 12. januar kl. 8</strong>.</p>
<h2>På programmet</h2><ul><li>Nye regler for mva</li><li>Spørsmål og svar</li></ul><p><a href="https://xledger.com/no/bergen">Meld deg på</a></p>`,
    },
    en: {
      subject: 'Meet us in Bergen',
      html: `<h1>Meet us in Bergen</h1><p>Hello {{ contact.name | default: "there" }}, join us for breakfast on <strong>Tuesday 12 January at 8</strong>.</p>
<p><a href="https://xledger.com/uk/bergen">Sign up</a></p>`,
    },
  },
  mjml: {
    nb: {
      subject: 'Årets beste råd',
      preheader: 'Samlet på ett sted',
      mjml: `<mjml><mj-body background-color="#f3f5f7"><mj-section background-color="#ffffff" padding="32px 24px"><mj-column>
<mj-text font-size="26px" font-weight="700" line-height="1.25" color="#14323e"><h1 style="margin:0;font-size:26px;line-height:1.25">Årets beste råd</h1></mj-text>
<mj-text font-size="16px" line-height="1.6" color="#2b3d46">Hei {{ contact.name | default: "du" }}, vi har samlet det som flest leste i år.</mj-text>
<mj-button href="https://xledger.com/no/rad" background-color="#14323e" color="#ffffff" border-radius="8px" font-size="16px">Les rådene</mj-button>
</mj-column></mj-section></mj-body></mjml>`,
    },
    en: {
      subject: 'The year’s best advice',
      mjml: `<mjml><mj-body background-color="#f3f5f7"><mj-section background-color="#ffffff" padding="32px 24px"><mj-column>
<mj-text font-size="26px" font-weight="700" line-height="1.25" color="#14323e"><h1 style="margin:0;font-size:26px;line-height:1.25">The year’s best advice</h1></mj-text>
<mj-text font-size="16px" line-height="1.6" color="#2b3d46">Hello {{ contact.name | default: "there" }}, here is what most of you read this year.</mj-text>
<mj-button href="https://xledger.com/uk/advice" background-color="#14323e" color="#ffffff" border-radius="8px" font-size="16px">Read it</mj-button>
</mj-column></mj-section></mj-body></mjml>`,
    },
  },
};
