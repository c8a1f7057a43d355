/** The frame of every page: brand, language, controller, and headers that let it load nothing and be framed by nobody. */
import { createHash } from 'node:crypto';
import type { Locale, Policy } from '../domain/policy.ts';
import { type Content, type Html, html, render, trusted, webAddress } from './html.ts';
import { stylesheet } from './stylesheet.ts';
import { commonTexts } from './texts/common.ts';

/** A page ready to be answered. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The sign that stands over a title. */
export type Mark = 'mail' | 'done' | 'ended' | 'clock' | 'question';

/** What a page puts into the frame. */
export interface Frame {
  /** Whose page it is. A page without a brand names nobody. */
  readonly policy?: Policy | undefined;
  readonly locale: Locale;
  readonly title: string;
  readonly mark?: Mark;
  /** Stands before the title: the summary of errors. Its presence also marks the page's title. */
  readonly errors?: Html | undefined;
  readonly body: Content;
  /**
   * For a page with a form: the addresses elsewhere to which its answer may redirect, since Chrome holds redirects against
   * `form-action` too. Left out, the page may send nothing.
   */
  readonly formAction?: readonly string[] | undefined;
  /** Languages that the same address speaks with `?lang=`. */
  readonly languages?: readonly Locale[] | undefined;
  /** For pages that show code, or more than a few lines. */
  readonly wide?: boolean;
  /** Rules of this page alone, after those of every page. Ours, never anything that was typed. */
  readonly style?: string;
  /** The public site, for a page that is kept as a file: its links then lead there from anywhere. */
  readonly site?: string;
}

const marks: Record<Mark, Html> = {
  mail: html`<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6 8.5-6"/>`,
  done: html`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  ended: html`<path d="M6 12h12"/>`,
  clock: html`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
  question: html`<path d="M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1.2-1.4 2.1"/><path d="M12 17.6v.01"/>`,
};

/** Puts a page into the frame. The policy of its content security is computed from what it holds: one style by its hash, the logo's origin, the forms' targets. */
export function layout(frame: Frame): Page {
  const { policy, locale, title, body } = frame;
  const style = stylesheet(policy?.identity.colour) + (frame.style ?? '');
  const name = policy?.identity.displayName;
  const error = frame.errors ? `${commonTexts[locale].error}: ` : '';
  const page = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${error}${title}${name && ` – ${name}`}</title>
<style>${trusted(style)}</style>
</head>
<body${frame.wide && html` class="wide"`}>
<header class="band"><div class="column">${policy && brandOf(policy)}${languageSwitch(frame)}</div></header>
<main class="column"><div class="sheet">
${frame.mark && html`<div class="mark" aria-hidden="true"><svg viewBox="0 0 24 24">${marks[frame.mark]}</svg></div>`}
${frame.errors}
<h1>${title}</h1>
${body}
</div></main>
${policy && footer(policy, locale, frame.site)}
</body>
</html>
`;
  return {
    html: render(page),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': locale,
      'content-security-policy': contentSecurity(style, policy?.identity.logo, frame.formAction),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'cross-origin-opener-policy': 'same-origin',
      'x-robots-tag': 'noindex',
    },
  };
}

/** A page for a reader whose language nobody knows: it names no brand, and says the same in all of them. */
export function inEveryLanguage(mark: Mark, texts: Record<Locale, { readonly title: string; readonly text: string }>): Page {
  const { en, ...others } = texts;
  return layout({
    locale: 'en',
    title: en.title,
    mark,
    body: html`<p class="lead">${en.text}</p>
<ul class="tongues">${Object.entries(others).map(([locale, { title, text }]) => html`<li lang="${locale}"><h2>${title}</h2><p>${text}</p></li>`)}</ul>`,
  });
}

function contentSecurity(style: string, logo: string | undefined, formAction: readonly string[] | undefined): string {
  const directives = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    ...(webAddress(logo) ? [`img-src ${new URL(logo as string).origin}`] : []),
    `form-action ${formAction ? [...new Set(["'self'", ...formAction.map((address) => new URL(address).origin)])].join(' ') : "'none'"}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return directives.join('; ');
}

function brandOf({ identity }: Policy): Html {
  const logo = webAddress(identity.logo);
  const label = logo ? html`<img class="logo" src="${logo}" alt="${identity.displayName}">` : identity.displayName;
  return html`<a class="brand" href="${webAddress(identity.website)}">${label}</a>`;
}

function languageSwitch({ languages, locale }: Frame): Html | undefined {
  if (!languages || languages.length < 2) return undefined;
  const links = languages.map((language) => {
    const { languageName } = commonTexts[language];
    return language === locale
      ? html`<li><span lang="${language}" aria-current="true">${languageName}</span></li>`
      : html`<li><a href="?lang=${language}" lang="${language}" hreflang="${language}">${languageName}</a></li>`;
  });
  return html`<nav aria-label="${commonTexts[locale].language}"><ul class="languages">${links}</ul></nav>`;
}

/** Where the brand's privacy notice stands. `base` is an absolute address on the public site; without it the link is relative to the site. */
export function noticeAddress(brand: string, locale: Locale, base?: string): string {
  const path = `/${brand}/privacy?lang=${locale}`;
  return base && URL.canParse(base) ? new URL(path, base).href : path;
}

function footer(policy: Policy, locale: Locale, site: string | undefined): Html {
  const texts = commonTexts[locale];
  const { name, address, dpo } = policy.controller;
  return html`<footer><div class="column">
<p>${texts.controller}: ${name}, ${address}</p>
${dpo && html`<p>${texts.dataProtectionOfficer}: ${[dpo.name, dpo.email, dpo.address].filter(Boolean).join(', ')}</p>`}
<p><a href="${noticeAddress(policy.brand, locale, site)}">${texts.privacyNotice}</a></p>
</div></footer>`;
}
