/** The pages on which people ask for the one-hour link to their choices and their data. */
import { limits } from '../domain/limits.ts';
import { type Locale, localesOf, type Policy } from '../domain/policy.ts';
import { errorSummary } from './form.ts';
import { html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { lengthIn } from './locale.ts';
import { manageTexts } from './texts/manage.ts';
import { formTexts } from './texts/sign-up.ts';

/** One field and one button. */
export function managePage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  /** What was typed when the form comes back. */
  readonly typed?: unknown;
  readonly wrong?: boolean;
}): Page {
  const { policy, locale, wrong } = options;
  const typed = typeof options.typed === 'string' ? options.typed : '';
  const texts = manageTexts[locale];
  const form = formTexts[locale];
  const error = wrong ? form[typed.trim() ? 'invalid' : 'missing'].email : undefined;
  return layout({
    policy,
    locale,
    title: texts.title,
    mark: 'mail',
    languages: wrong ? undefined : localesOf(policy),
    formAction: [],
    errors: error ? errorSummary(form.summary, [{ target: 'manage-email', message: error }]) : undefined,
    body: html`<p class="lead">${texts.lead}</p>
<form class="form" method="post" action="/${policy.brand}/manage" accept-charset="utf-8" novalidate>
  <input type="hidden" name="locale" value="${locale}">
  <div class="field">
    <label for="manage-email">${form.labels.email}</label>
    <input id="manage-email" name="email" type="email" autocomplete="email" maxlength="254" autocapitalize="none" spellcheck="false" required${typed && html` value="${typed}"`}${error && html` aria-invalid="true" aria-describedby="manage-email-error"`}>
    ${error && html`<span class="wrong" id="manage-email-error">${error}</span>`}
  </div>
  <div class="nobody" aria-hidden="true">
    <label for="manage-website">${form.leaveEmpty}</label>
    <input id="manage-website" name="website" type="text" tabindex="-1" autocomplete="off">
  </div>
  <button class="button" type="submit">${texts.button}</button>
</form>
<p class="fine">${texts.why(lengthIn(locale, limits.linkLife))}</p>`,
  });
}

/** What the button answers: the same to everyone, whoever the address belongs to (S10). */
export function linkSentPage({ policy, locale }: { readonly policy: Policy; readonly locale: Locale }): Page {
  const texts = manageTexts[locale];
  const { from, replyTo } = policy.identity;
  return layout({
    policy,
    locale,
    title: texts.sentTitle,
    mark: 'mail',
    body: html`<p class="lead">${texts.sentLead}</p>
<dl class="facts">
<div><dt>${texts.sender}</dt><dd>${from[0]?.name}<br>${from[0]?.email}</dd></div>
<div><dt>${texts.linkWorksFor}</dt><dd>${lengthIn(locale, limits.linkLife)}</dd></div>
</dl>
<h2>${texts.nothingComes}</h2>
<ol class="steps">
<li>${texts.lookInSpam}</li>
<li>${texts.otherAddress}</li>
<li>${texts.writeTo} <a href="mailto:${replyTo}">${replyTo}</a></li>
</ol>`,
  });
}
