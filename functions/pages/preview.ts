/** A newsletter before it is sent: as its reader will see it, in a frame that can do nothing, and how many will. */
import type { Locale, Policy } from '../domain/policy.ts';
import { html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { type PreviewTexts, previewTexts } from './texts/preview.ts';

/** What the page shows. */
export interface Preview {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly mail: { readonly subject: string; readonly html: string; readonly text: string };
  /** Whose details the mail shows; undefined for nobody's. `reason` says why this person would not get it. */
  readonly person: { readonly contactId: string; readonly reason?: keyof PreviewTexts['reasons'] | undefined } | undefined;
  readonly audience: {
    readonly wouldGet: number;
    readonly leftOut: Readonly<Record<string, number>>;
    readonly whole: boolean;
  };
}

/**
 * The mail stands in a sandboxed frame: no script, no form, no way out of it. What a marketer wrote may load pictures and bring its own styles, so
 * this page allows those two, and for the frame alone has no use for anything else.
 */
export function previewPage({ policy, locale, mail, person, audience }: Preview): Page {
  const texts = previewTexts[locale];
  const left = Object.entries(audience.leftOut);
  const reasonOf = (reason: string) => texts.reasons[reason as keyof PreviewTexts['reasons']] ?? reason;
  const met = audience.wouldGet + left.reduce((sum, [, count]) => sum + count, 0);
  const page = layout({
    policy,
    locale,
    title: texts.title,
    wide: true,
    style: previewStyle,
    body: html`<dl class="facts">
<div><dt>${texts.subject}</dt><dd>${mail.subject}</dd></div>
<div><dt>${texts.shownTo}</dt><dd>${person ? html`<code>${person.contactId}</code>${person.reason && `: ${reasonOf(person.reason)}`}` : texts.sample}</dd></div>
<div><dt>${texts.recipients}</dt><dd>${texts.wouldGet(audience.wouldGet)}${!audience.whole && `, ${texts.ofFirst(met)}`}</dd></div>
<div><dt>${texts.leftOut}</dt><dd>${left.length === 0 ? texts.nobodyLeftOut : left.map(([reason, count], index) => html`${index > 0 && html`<br>`}${count}: ${reasonOf(reason)}`)}</dd></div>
</dl>
<h2>${texts.mail}</h2>
<iframe sandbox="" srcdoc="${mail.html}" title="${texts.mail}"></iframe>
<h2>${texts.text}</h2>
<pre class="plain-text" tabindex="0">${mail.text}</pre>`,
  });
  const [security = ''] = [page.headers['content-security-policy']];
  const directives = security.split('; ').filter((directive) => !/^(style|img)-src /.test(directive));
  return {
    html: page.html,
    headers: {
      ...page.headers,
      'content-security-policy': [...directives, "style-src 'unsafe-inline'", 'img-src https: http:'].join('; '),
    },
  };
}

const previewStyle = `
iframe{display:block;width:100%;height:46rem;margin-top:.75rem;border:1px solid var(--line);border-radius:.75rem;background:#fff}
.plain-text{margin:.75rem 0 0;padding:1rem 1.125rem;border:1px solid var(--line);border-radius:.75rem;background:var(--wash);white-space:pre-wrap;overflow-wrap:anywhere;font:.875rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
`;
