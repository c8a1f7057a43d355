/** The pages of a contact form: the form, and what comes after it. */
import { isMessageNeeded, type MessageField, messageFieldsOf } from '../domain/contact-form.ts';
import type { Form, Locale, Policy } from '../domain/policy.ts';
import { type FormError, formAndWording, formLocales } from './form.ts';
import { type Html, html } from './html.ts';
import { layout, noticeAddress, type Page } from './layout.ts';
import { contactTexts } from './texts/contact.ts';
import { formTexts } from './texts/sign-up.ts';

/** A contact form of a brand, in one language. */
export interface ContactPage {
  readonly policy: Policy;
  readonly formId: string;
  readonly form: Form;
  readonly locale: Locale;
}

const contactPath = ({ policy, formId, locale }: Omit<ContactPage, 'form'>, query = false): string =>
  `/${policy.brand}/contact/${formId}${query ? `?lang=${locale}` : ''}`;

/** The form. With errors it comes back with everything as it was written, and a summary that leads to each field. */
export function contactPage(
  options: ContactPage & {
    readonly values?: Readonly<Partial<Record<MessageField, unknown>>>;
    readonly errors?: readonly FormError[];
  },
): Page {
  const { policy, formId, form, locale, values, errors = [] } = options;
  const { wording } = formAndWording(policy, formId, locale);
  const texts = contactTexts[locale];
  const common = formTexts[locale];
  const fields = messageFieldsOf(form);
  const wrong = new Set(errors.map(({ pointer }) => pointer.split('/')[1]));
  const textOf = (field: MessageField) => {
    const entered = values?.[field];
    return typeof entered === 'string' ? entered : '';
  };
  const messageFor = (field: MessageField) =>
    wrong.has(field) ? (textOf(field).trim() ? texts.invalid[field] : texts.missing[field]) : undefined;
  const described: { id: string; text: string }[] = fields.flatMap((field) => {
    const text = messageFor(field);
    return text ? [{ id: idOf(field), text }] : [];
  });
  if ([...wrong].some((place) => !fields.some((field) => field === place)))
    described.push({ id: idOf('email'), text: common.unusable });

  const field = (name: MessageField): Html => {
    const [id, error, entered, needed] = [idOf(name), messageFor(name), textOf(name), isMessageNeeded(policy, name)];
    const state = html`${needed && html` required`}${error && html` aria-invalid="true" aria-describedby="${id}-error"`}`;
    return html`<div class="field">
<label for="${id}">${texts.labels[name]}${!needed && html` <span class="optional">(${common.optional})</span>`}</label>
${
  name === 'message'
    ? // a parser drops the first line feed of a textarea
      html`<textarea id="${id}" name="${name}" rows="8" maxlength="10000"${state}>
${entered}</textarea>`
    : html`<input id="${id}" name="${name}" ${inputs[name]}${entered && html` value="${entered}"`}${state}>`
}
${error && html`<span class="wrong" id="${id}-error">${error}</span>`}
</div>
`;
  };
  return layout({
    policy,
    locale,
    title: texts.title,
    errors:
      described.length > 0
        ? html`<div class="summary" role="alert" tabindex="-1" autofocus><h2>${common.summary}</h2><ul>${described.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></div>`
        : undefined,
    // another language would lose what was written
    languages: errors.length > 0 ? undefined : formLocales(form),
    formAction: Object.values(form.thankYou ?? {}),
    style: areaStyle,
    body: html`<p class="lead">${wording.intro}</p>
<form class="form" novalidate method="post" action="${contactPath(options)}" accept-charset="utf-8" lang="${locale}">
<input type="hidden" name="formVersion" value="${form.version}">
<input type="hidden" name="locale" value="${locale}">
<fieldset>
<legend>${texts.write}</legend>
${fields.map(field)}</fieldset>
<div class="nobody" aria-hidden="true">
<label for="${idOf('website')}">${common.leaveEmpty}</label>
<input id="${idOf('website')}" name="website" type="text" tabindex="-1" autocomplete="off">
</div>
<p class="quiet">${texts.next} ${wording.howToWithdraw}</p>
<button class="button" type="submit">${texts.submit}</button>
<div class="fine">
<p>${common.care}</p>
<p><a href="${noticeAddress(policy.brand, locale)}">${common.readNotice}</a></p>
</div>
</form>`,
  });
}

/** The page after the form. */
export function contactThanksPage(options: ContactPage): Page {
  const { policy, form, locale } = options;
  const texts = contactTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.thanks,
    mark: 'done',
    languages: formLocales(form),
    body: html`<p class="lead">${texts.thanksLead(policy.identity.displayName)}</p>
<ul class="links"><li><a href="${contactPath(options, true)}">${texts.another}</a></li></ul>`,
  });
}

const idOf = (field: string): string => `contact-${field}`;

const inputs: Readonly<Record<Exclude<MessageField, 'message'>, Html>> = {
  email: html`type="email" autocomplete="email" maxlength="254" autocapitalize="none" spellcheck="false"`,
  name: html`type="text" autocomplete="name" maxlength="100"`,
  company: html`type="text" autocomplete="organization" maxlength="100"`,
  phone: html`type="tel" autocomplete="tel" maxlength="32"`,
  subject: html`type="text" maxlength="150"`,
};

const areaStyle = `
.field textarea{display:block;width:100%;min-height:9rem;margin-top:.375rem;padding:.625rem .875rem;border:1px solid var(--field);border-radius:.625rem;background:var(--paper);color:inherit;font:inherit;resize:vertical}
.field textarea:focus-visible{outline-offset:0;border-color:var(--accent)}
.field textarea[aria-invalid]{border:2px solid var(--danger)}
`;
