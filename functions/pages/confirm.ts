/** The pages behind the link of a confirmation mail. Opening one changes nothing: only its button does (T7). */
import type { Locale, Policy, PurposeId, Wording } from '../domain/policy.ts';
import { html } from './html.ts';
import { inEveryLanguage, layout, type Page } from './layout.ts';
import { confirmTexts, linkNotValidTexts } from './texts/confirm.ts';

/** One thing that a person agrees to, in the words they read. */
export interface Agreement {
  readonly purpose: PurposeId;
  readonly text: string;
}

/** Lists exactly what is agreed, over one button. */
export function confirmPage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly address?: string | undefined;
  readonly consents: readonly Agreement[];
  readonly wording: Wording;
  /** Where the button posts. */
  readonly action: string;
  /** Languages that the same link speaks with `?lang=`. */
  readonly languages?: readonly Locale[] | undefined;
}): Page {
  const { policy, locale, address, consents, wording, action, languages } = options;
  const texts = confirmTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.title,
    languages,
    formAction: [],
    body: html`<p class="lead">${texts.lead}</p>
${address && html`<dl class="facts"><div><dt>${texts.address}</dt><dd>${address}</dd></div></dl>`}
<h2 id="agree">${texts.agree}</h2>
${list(consents)}
<p class="quiet">${wording.howToWithdraw}</p>
<form method="post" action="${action}"><button class="button" type="submit">${texts.button}</button></form>
<p class="fine">${texts.notYou}</p>`,
  });
}

/** What the button answers, the first time and every time after. */
export function confirmedPage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly consents: readonly Agreement[];
  readonly unsubscribeUrl: string;
  readonly preferencesUrl?: string | undefined;
}): Page {
  const { policy, locale, consents, unsubscribeUrl, preferencesUrl } = options;
  const texts = confirmTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.doneTitle,
    mark: 'done',
    body: html`<p class="lead">${texts.doneLead}</p>
<h2>${texts.agreed}</h2>
${list(consents)}
<h2>${texts.changeMind}</h2>
<p>${texts.changeMindText}</p>
<ul class="links">
${preferencesUrl && html`<li><a href="${preferencesUrl}">${texts.preferences}</a></li>`}
<li><a href="${unsubscribeUrl}">${texts.unsubscribe}</a></li>
</ul>`,
  });
}

const list = (consents: readonly Agreement[]) =>
  html`<ul class="list">${consents.map(({ text }) => html`<li>${text}</li>`)}</ul>`;

/** For a link that was ours and no longer works: expired, replaced, or ended by an objection. Known and unknown people read the same. */
export function linkExpiredPage(options: {
  readonly policy?: Policy | undefined;
  readonly locale: Locale;
  readonly signUpUrl?: string | undefined;
  readonly languages?: readonly Locale[] | undefined;
}): Page {
  const { policy, locale, signUpUrl, languages } = options;
  const texts = confirmTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.expiredTitle,
    mark: 'clock',
    languages,
    body: html`<p class="lead">${texts.expiredLead}</p>
<p>${texts.expiredNewest}</p>
${signUpUrl && html`<p><a class="button second" href="${signUpUrl}">${texts.askAgain}</a></p>`}`,
  });
}

/** For a link that we never made, or that lost a part on its way. It names no brand, and says the same for every reason (S1). */
export const linkNotValidPage = (): Page => inEveryLanguage('question', linkNotValidTexts);
