/** The pages on which somebody sends the copy of a document that proves who asks (K13). */
import { documentBytes, documentDays, documentTypes } from '../domain/identity-document.ts';
import { type Locale, localesOf, type Policy } from '../domain/policy.ts';
import { errorSummary } from './form.ts';
import { html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { lengthIn } from './locale.ts';
import { documentTexts } from './texts/identity-document.ts';
import { formTexts } from './texts/sign-up.ts';

/** What can be wrong with what was sent. */
export type DocumentError = 'missing' | 'wrongType' | 'tooLarge';

/** Whose page it is, and in which language. */
interface Around {
  readonly policy: Policy;
  readonly locale: Locale;
}

const megabytes = documentBytes / 1_000_000;
const accepted = [...Object.keys(documentTypes), ...Object.values(documentTypes).map((ending) => `.${ending}`)].join(',');

/** One file and one button, and what becomes of the copy. */
export function documentPage(options: Around & { readonly action: string; readonly wrong?: DocumentError }): Page {
  const { policy, locale, action, wrong } = options;
  const texts = documentTexts[locale];
  const error = wrong && texts.errors[wrong](megabytes);
  return layout({
    policy,
    locale,
    title: texts.title,
    mark: 'question',
    languages: wrong ? undefined : localesOf(policy),
    formAction: [],
    errors: error ? errorSummary(formTexts[locale].summary, [{ target: 'document', message: error }]) : undefined,
    body: html`<p class="lead">${texts.lead(policy.identity.displayName)}</p>
<p>${texts.cover}</p>
<form class="form" method="post" action="${action}?lang=${locale}" enctype="multipart/form-data" novalidate>
  <div class="field">
    <label for="document">${texts.label}</label>
    <input id="document" name="document" type="file" accept="${accepted}" required aria-describedby="document-hint${error && ' document-error'}"${error && html` aria-invalid="true"`}>
    <span class="hint" id="document-hint">${texts.hint(megabytes)}</span>
    ${error && html`<span class="wrong" id="document-error">${error}</span>`}
  </div>
  <button class="button" type="submit">${texts.button}</button>
</form>
<h2>${texts.afterwards}</h2>
${list(texts.becomes(lengthIn(locale, `${documentDays} days`)))}`,
  });
}

/** What the button answers. */
export function documentReceivedPage({ policy, locale }: Around): Page {
  const texts = documentTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.receivedTitle,
    mark: 'done',
    body: html`<p class="lead">${texts.receivedLead}</p>
${list(texts.becomes(lengthIn(locale, `${documentDays} days`)))}
<p class="fine">${texts.again}</p>`,
  });
}

/** For a link of ours whose case waits for no copy, or whose time is over: it does not say which. */
export function noDocumentPage({ policy, locale }: Around): Page {
  const texts = documentTexts[locale];
  const { replyTo } = policy.identity;
  return layout({
    policy,
    locale,
    title: texts.closedTitle,
    mark: 'clock',
    body: html`<p class="lead">${texts.closedLead}</p>
<p>${texts.writeTo} <a href="mailto:${replyTo}">${replyTo}</a></p>`,
  });
}

const list = (lines: readonly string[]) => html`<ul class="list">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
