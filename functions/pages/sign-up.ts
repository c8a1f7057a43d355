/** The pages of a sign-up: the form, what comes after it, and the form for a brand's own site. */

import { limits } from '../domain/limits.ts';
import { type Form, type Locale, type Policy, textIn } from '../domain/policy.ts';
import { linkLife } from '../domain/sign-up.ts';
import {
  describedErrors,
  errorSummary,
  type FormError,
  type FormValues,
  formAndWording,
  formElementId,
  formLocales,
  formMarkup,
  hostedForm,
} from './form.ts';
import { html, render } from './html.ts';
import { layout, type Page } from './layout.ts';
import { lengthIn } from './locale.ts';
import { embedTexts, formTexts, thanksTexts } from './texts/sign-up.ts';

/** A form of a brand, in one language. */
export interface FormPage {
  readonly policy: Policy;
  readonly formId: string;
  readonly locale: Locale;
}

/** The path of a form on the public site. */
export const formPath = (policy: Policy, formId: string, locale?: Locale): string =>
  `/${policy.brand}/signup/${formId}${locale ? `?lang=${locale}` : ''}`;

/**
 * The hosted form: one empty box per consent. With errors it comes back with everything as it was entered, the ticks too, and with a
 * summary that leads to each field.
 */
export function signUpPage(
  options: FormPage & {
    readonly action?: string;
    readonly values?: FormValues;
    readonly errors?: readonly FormError[];
  },
): Page {
  const { policy, formId, locale, action = formPath(policy, formId) } = options;
  const { form, wording } = formAndWording(policy, formId, locale);
  const errors = describedErrors(options);
  const served = form.serves && policy.purposes[form.serves];
  return layout({
    policy,
    locale,
    title: served ? textIn(served.title, locale) : formTexts[locale].title,
    errors: errors.length > 0 ? errorSummary(formTexts[locale].summary, errors) : undefined,
    // another language would lose what was entered
    languages: errors.length > 0 ? undefined : formLocales(form),
    formAction: Object.values(form.thankYou ?? {}),
    body: html`<p class="lead">${wording.intro}</p>
${hostedForm({ ...options, action })}`,
  });
}

/**
 * The page after the form. It says the same to everyone, whether the address is new, known or barred (S10), and so takes nothing
 * that the visitor entered.
 */
export function thanksPage({ policy, formId, locale }: FormPage): Page {
  const { form } = formAndWording(policy, formId, locale);
  const texts = thanksTexts[locale];
  const { from, replyTo } = policy.identity;
  const again = html`<a href="${formPath(policy, formId, locale)}">${texts.formAgain}</a>`;
  return layout({
    policy,
    locale,
    title: texts.title,
    mark: 'mail',
    languages: formLocales(form),
    body: html`<p class="lead">${texts.lead}</p>
<dl class="facts">
<div><dt>${texts.sender}</dt><dd>${from[0]?.name}<br>${from[0]?.email}</dd></div>
<div><dt>${texts.linkWorksFor}</dt><dd>${lengthIn(locale, linkLife(policy, form.consents))}</dd></div>
</dl>
<h2>${texts.nothingComes}</h2>
<ol class="steps">
<li>${texts.lookInSpam}</li>
<li>${texts.checkAddress} ${again}.</li>
<li>${texts.wait(limits.coolDownMinutes)}</li>
<li>${texts.writeTo} <a href="mailto:${replyTo}">${replyTo}</a></li>
</ol>`,
  });
}

/** What a web editor copies: the form as HTML, and a script that sends it in place. `publicUrl` has no slash at the end. */
export function embedPage({ policy, formId, locale, publicUrl }: FormPage & { readonly publicUrl: string }): Page {
  const action = `${publicUrl}${formPath(policy, formId)}`;
  const { form } = formAndWording(policy, formId, locale);
  const texts = embedTexts[locale];
  const snippet = (id: string, title: string, hint: string, code: string) => html`<h2 id="${id}">${title}</h2>
<p class="quiet" id="${id}-hint">${hint}</p>
<textarea class="snippet" readonly rows="${Math.min(code.split('\n').length + 1, 24)}" spellcheck="false" aria-labelledby="${id}" aria-describedby="${id}-hint">
${code}</textarea>`;
  return layout({
    policy,
    locale,
    title: texts.title,
    wide: true,
    languages: formLocales(form),
    body: html`<p class="lead">${texts.lead}</p>
<p>${texts.version(form.version)}</p>
${snippet('markup', texts.markup, texts.markupHint, tidy(render(formMarkup({ policy, formId, locale, action }))))}
${snippet('script', texts.script, texts.scriptHint, fetchSnippet(formId, form, locale, action))}
<h2>${texts.origins}</h2>
${
  form.origins.length > 0
    ? html`<ul class="list">${form.origins.map((origin) => html`<li>${origin}</li>`)}</ul><p class="quiet">${texts.originsHint}</p>`
    : html`<p>${texts.noOrigins}</p>`
}`,
  });
}

/** Templates leave an empty line where they print nothing. */
const tidy = (markup: string): string => markup.replace(/^[ \t]*\n/gm, '');

/** A script for the pasted form. It holds only what the policy file says, as JSON, so it cannot be broken out of. */
function fetchSnippet(formId: string, form: Form, locale: Locale, action: string): string {
  const optional = ['name', 'company', 'phone'].filter((field) => form.fields.includes(field));
  return `const form = document.getElementById(${JSON.stringify(formElementId(formId))});
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const entered = new FormData(form);
  const response = await fetch(${JSON.stringify(action)}, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: entered.get('email'),${optional.map((field) => `\n      ${field}: entered.get('${field}') || undefined,`).join('')}
      locale: ${JSON.stringify(locale)},
      formVersion: ${form.version},
      consents: entered.getAll('consent'),
      website: entered.get('website'),
    }),
  });
  if (response.status === 202) {
    // Accepted. Ask the visitor to open their inbox and confirm.
  } else {
    const problem = await response.json();
    // 422: problem.errors is a list of { detail, pointer }. 409: this version of the form has been withdrawn.
  }
});
`;
}
