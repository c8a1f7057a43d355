/** The pages of the local run: what there is to try, the mailbox, and what a button led to. They need no script. */
import { createHash } from 'node:crypto';
import type { Locale, Policy } from '../functions/domain/policy.ts';
import { type Content, type Html, html } from '../functions/pages/html.ts';
import { layout, type Page } from '../functions/pages/layout.ts';
import type { Mail } from './ses-events.ts';

/** What the start page shows. */
export interface Overview {
  readonly policies: readonly Policy[];
  readonly mails: readonly Mail[];
  readonly now: Date;
  readonly aheadMs: number;
  /** Names that `POST /_local/jobs/{job}` knows. */
  readonly jobs: readonly string[];
}

const startTitle = 'Samtykke on this machine';
const shownMails = 5;
const steps = ['P1D', 'P1M', 'P6M', 'P12M', 'P24M'];
const languages = new Intl.DisplayNames('en', { type: 'language' });

/** The start page. */
export const overviewPage = ({ policies, mails, now, aheadMs, jobs }: Overview): Page =>
  page(
    startTitle,
    html`<p class="lead">The whole system runs here: sign up on a form, open the mail, follow its link. Nothing leaves this machine.</p>
<h2>Forms</h2>
${policies.map(formsOf)}
<h2>Mailbox</h2>
${mails.length === 0 ? html`<p class="quiet">No mail yet.</p>` : mailList(mails.slice(0, shownMails))}
<p><a href="/_local/mailbox">All mails</a></p>
<p><a href="/_local/campaigns">Newsletters and their statistics</a></p>
<p>What retention will do: ${separated(policies.map(({ brand, identity }) => html`<a href="/_local/forecast/${brand}">${identity.displayName}</a>`))}</p>
<h2>Access token</h2>
<p class="quiet">For the API under /v1. It lasts an hour. <a href="/_local/api">What the API takes and answers</a></p>
<form class="form" method="post" action="/_local/token">
${listField(
  'brand',
  'Brand',
  policies.map(({ brand }) => brand),
  policies[0]?.brand,
)}
${listField('role', 'Role', rolesOf(policies), 'marketer')}
<p><button class="button">Make a token</button></p>
</form>
<h2>Clock</h2>
<dl class="facts"><div><dt>It is now</dt><dd>${timeText(now)}</dd></div><div><dt>Ahead of this machine</dt><dd>${daysText(aheadMs)}</dd></div></dl>
<form class="form" method="post" action="/_local/clock">
${listField('advance', 'Move it forward by (ISO 8601)', steps, 'P1M')}
<p><button class="button second">Move the clock</button></p>
</form>
<h2>Jobs</h2>
<p class="quiet">They run by themselves when their time comes. Here they run at once.</p>
<ul class="links jobs">${jobs.map(
      (job) =>
        html`<li><form method="post" action="/_local/jobs/${job}"><button class="button second">${job}</button></form></li>`,
    )}</ul>`,
  );

function formsOf({ brand, identity, forms, markets }: Policy): Html {
  const open = Object.entries(forms).filter(([, form]) => form.channel === 'web' && form.store);
  const links = open.map(([id, form]) => {
    const own = markets[form.market]?.locale;
    const locales = new Set([own, ...(Object.keys(form.wording) as Locale[])].filter((locale) => locale !== undefined));
    const links = [...locales].map(
      (locale) => html`<a href="/${brand}/signup/${id}?lang=${locale}" hreflang="${locale}">${languages.of(locale)}</a>`,
    );
    return html`<li>${id}: ${separated(links)}; <a href="/${brand}/signup/${id}/embed">embed</a></li>`;
  });
  return html`<h3>${identity.displayName}</h3>
<ul class="plain">${links}<li><a href="/${brand}/privacy">Privacy notice</a></li></ul>`;
}

const separated = (parts: readonly Html[]): Content => parts.map((part, index) => (index === 0 ? part : html`, ${part}`));

const rolesOf = (policies: readonly Policy[]): string[] => {
  const partners = policies.flatMap(({ sharing }) => sharing.registry.map(({ id }) => `partner:${id}`));
  return ['marketer', 'privacy', 'admin', ...new Set(partners)];
};

const listField = (name: string, label: string, choices: readonly string[], value = ''): Html =>
  html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" list="${`${name}-choices`}" required autocomplete="off" autocapitalize="none" spellcheck="false">
<datalist id="${`${name}-choices`}">${choices.map((choice) => html`<option value="${choice}"></option>`)}</datalist></div>`;

const mailList = (mails: readonly Mail[]): Html =>
  html`<ul class="plain mails">${mails.map(
    (mail) =>
      html`<li><a href="/_local/mailbox/${mail.id}">${mail.subject}</a><br><span class="quiet">to ${mail.to} from ${decoded(mail.from)}, ${timeText(new Date(mail.at))}</span></li>`,
  )}</ul>`;

/** A newsletter, as the list of them tells it. */
export interface Newsletter {
  readonly brand: string;
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

/** The newsletters of all brands, each with its statistics. */
export const newslettersPage = (newsletters: readonly Newsletter[]): Page =>
  page(
    'Newsletters',
    newsletters.length === 0
      ? html`<p class="quiet">No newsletter yet.</p>`
      : html`<ul class="plain mails">${newsletters.map(
          ({ brand, id, name, state }) =>
            html`<li><a href="/_local/campaigns/${brand}/${id}">${name}</a><br><span class="quiet">${brand}, ${state}, ${id}</span></li>`,
        )}</ul>`,
  );

/** All mails, or those to one address. */
export const mailboxPage = (mails: readonly Mail[], to: string | undefined): Page =>
  page(
    'Mailbox',
    html`<form class="form" method="get"><div class="field"><label for="to">To</label><input id="to" name="to" type="email" value="${to}"></div>
<p><button class="button second">Show</button></p></form>
${mails.length === 0 ? html`<p class="quiet">No mail${to ? html` to ${to}` : ''} yet.</p>` : mailList(mails)}`,
  );

/** One mail: what its reader sees, its text part, its headers. */
export const mailPage = (mail: Mail): Page => {
  const shown = page(
    mail.subject,
    html`<dl class="facts"><div><dt>From</dt><dd>${decoded(mail.from)}</dd></div><div><dt>To</dt><dd>${mail.to}</dd></div><div><dt>Time</dt><dd>${timeText(
      new Date(mail.at),
    )}</dd></div></dl>
${mail.html !== '' && html`<h2>As a page</h2><iframe src="/_local/mailbox/${mail.id}/html" title="The mail as a page" width="100%" height="720"></iframe>`}
<h2>As text</h2>
<div class="snippet" role="region" aria-label="Text part" tabindex="0">${linked(mail.text)}</div>
<h2>Headers and tags</h2>
<div class="snippet" role="region" aria-label="Headers and tags" tabindex="0">${linked(
      [...pairs(mail.headers), '', ...pairs(mail.tags).map((pair) => `tag ${pair}`)].join('\n'),
    )}</div>`,
  );
  const policy = `${shown.headers['content-security-policy']}; frame-src 'self'`;
  return { ...shown, headers: { ...shown.headers, 'content-security-policy': policy } };
};

const pairs = (record: Readonly<Record<string, string>>): string[] =>
  Object.entries(record).map(([name, value]) => `${name}: ${value}`);

/** The HTML part by itself, for the frame: its links open in a tab of their own, and no script of it runs. */
export const mailDocument = (mail: Mail): Page => ({
  html: mail.html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`),
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; sandbox allow-popups allow-popups-to-escape-sandbox",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
});

/** A token, ready to be copied. */
export const tokenPage = (token: string, brand: string, role: string): Page =>
  page(
    `Token: ${role} at ${brand}`,
    html`<p class="quiet">It lasts an hour of the system’s clock.</p>
<textarea class="snippet" rows="12" readonly aria-label="Token" wrap="soft">${token}</textarea>`,
  );

/** What a job answered. */
export const resultPage = (job: string, result: unknown): Page =>
  page(
    `${job} is done`,
    html`<div class="snippet" role="region" aria-label="Result" tabindex="0">${JSON.stringify(result, null, 2)}</div>`,
  );

/** A request that could not be met, in words. */
export const refusalPage = (title: string, detail: string): Page => page(title, html`<p class="lead">${detail}</p>`);

// what the pages of the product have no use for
const style = `
h3{margin:0;font-size:1rem}
.sheet>h3+*{margin-top:.125rem}
.plain{list-style:none}
.plain li{padding-block:.375rem}
.plain.mails li+li{border-top:1px solid var(--line)}
.jobs{gap:.75rem}
.snippet{white-space:pre-wrap;overflow-wrap:anywhere}
iframe{display:block;border:1px solid var(--line);border-radius:.75rem;background:#fff}
`;
const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

function page(title: string, body: Html): Page {
  const start = title === startTitle ? '' : html`<p><a href="/_local">Back to the start page</a></p>`;
  const { html: text, headers } = layout({ locale: 'en', title, wide: true, formAction: [], body: html`${start}\n${body}` });
  const policy = headers['content-security-policy']?.replace('style-src', `style-src ${styleHash}`) ?? '';
  return {
    html: text.replace('</head>', `<style>${style}</style>\n</head>`),
    headers: { ...headers, 'content-security-policy': policy },
  };
}

const timeText = (time: Date): string =>
  `${time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;

const daysText = (ms: number): string => {
  const days = Math.round(ms / 86_400_000);
  return days === 1 ? '1 day' : `${days} days`;
};

// web addresses become links; everything else is text
const linked = (text: string): Content =>
  text.split(/(https?:\/\/[^\s<>]+)/).map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part));

/** `=?UTF-8?B?QmzDpWLDpnI=?= <a@b.no>` → `Blåbær <a@b.no>` (RFC 2047). */
const decoded = (header: string): string =>
  header
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_word, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : decodeQ(text),
    );

const decodeQ = (text: string): string =>
  Buffer.from(
    text.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/gi, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
