/** The sign-up form itself: the same markup on our page and on a brand's own site. */
import {
  type Form,
  formOf,
  type Locale,
  type Policy,
  type PurposeId,
  partnerOf,
  type Recipient,
  textIn,
  type Wording,
} from '../domain/policy.ts';
import { type Html, html, webAddress } from './html.ts';
import { noticeAddress } from './layout.ts';
import { countryIn } from './locale.ts';
import { commonTexts } from './texts/common.ts';
import { type FormField, formFields, formTexts } from './texts/sign-up.ts';

/** What a visitor had sent when the form comes back to them: nothing about it has been checked. */
export interface FormValues {
  readonly email?: unknown;
  readonly name?: unknown;
  readonly company?: unknown;
  readonly phone?: unknown;
  /** The boxes that were ticked. */
  readonly consents?: unknown;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
const ticked = ({ consents }: FormValues = {}): readonly unknown[] => (Array.isArray(consents) ? consents : []);

/** What is wrong, by the first step of a pointer (RFC 6901) into what was sent: a field of the form or `consents`; anything else is wrong with the form as a whole. */
export interface FormError {
  readonly pointer: string;
}

/** A form to print. */
export interface FormMarkup {
  readonly policy: Policy;
  readonly formId: string;
  readonly locale: Locale;
  /** Where it posts. Absolute for a form on another site. */
  readonly action: string;
  readonly values?: FormValues | undefined;
  readonly errors?: readonly FormError[] | undefined;
}

/** The id of the element that an error about `field` leads to. */
const idOf = (field: string): string => `signup-${field}`;

/** The id of the form element on a brand's own site; no field's id begins like it. */
export const formElementId = (formId: string): string => `signup-form-${formId}`;

/** The locales in which a form's current version can be read, in the order of the file. */
export const formLocales = (form: Form): Locale[] =>
  (Object.keys(form.wording) as Locale[]).filter((locale) => form.wording[locale]?.[form.version]);

/** The form and its current words. Throws if the policy has no such form, or no words for it in this locale. */
export function formAndWording(
  policy: Policy,
  formId: string,
  locale: Locale,
): { readonly form: Form; readonly wording: Wording } {
  const form = formOf(policy, formId);
  const wording = form?.wording[locale]?.[form.version];
  if (!form || !wording) throw new Error(`${policy.brand}/${formId} has no words in ${locale}`);
  return { form, wording };
}

/** The fields of a form, the address first. */
const fieldsOf = (form: Form): FormField[] => formFields.filter((field) => field === 'email' || form.fields.includes(field));

const isRequired = (policy: Policy, field: FormField): boolean =>
  field === 'email' || policy.fields[field] === 'required' || (field === 'company' && policy.subscribers === 'business');

/** The errors of a form in the visitor's words, with the place each leads to, in the order of the form. Each place has one. */
export function describedErrors({ policy, formId, locale, values, errors = [] }: Omit<FormMarkup, 'action'>) {
  const { form } = formAndWording(policy, formId, locale);
  const texts = formTexts[locale];
  const places = [...fieldsOf(form), 'consents'] as const;
  const wrong = new Set(errors.map(({ pointer }) => pointer.split('/')[1]));
  const found = places
    .filter((place) => wrong.has(place))
    .map((place) => {
      const entered = place === 'consents' ? ticked(values).length > 0 : textOf(values?.[place]);
      const foreign = place === 'email' && typeof entered === 'string' && /[^ -~].*@/.test(entered);
      const message = foreign ? texts.lettersBeforeAt : texts[entered ? 'invalid' : 'missing'][place];
      return { place, target: idOf(place), message };
    });
  const whole = [...wrong].some((place) => !places.some((known) => known === place));
  return whole ? [...found, { place: 'form' as const, target: idOf('email'), message: texts.unusable }] : found;
}

/** What stands above a form that came back: each error, leading to its field. It takes the focus, so that it is heard first. */
export const errorSummary = (title: string, errors: readonly { readonly target: string; readonly message: string }[]): Html =>
  html`<div class="summary" role="alert" tabindex="-1" autofocus><h2>${title}</h2><ul>${errors.map(({ target, message }) => html`<li><a href="#${target}">${message}</a></li>`)}</ul></div>`;

const inputs: Readonly<Record<FormField, Html>> = {
  email: html`type="email" autocomplete="email" maxlength="254" autocapitalize="none" spellcheck="false"`,
  name: html`type="text" autocomplete="name" maxlength="100"`,
  company: html`type="text" autocomplete="organization" maxlength="100"`,
  phone: html`type="tel" autocomplete="tel" maxlength="32"`,
};

/** The form on our own page, where the intro stands above it and errors are shown in the page's language. */
export const hostedForm = (options: FormMarkup): Html =>
  formWith(options, { attributes: html`class="form" novalidate`, hidden: html`class="nobody"`, intro: false });

/**
 * The form for a brand's own site: plain HTML that works without script and style. The hidden fields say which words the visitor
 * read, so that the proof is of those and no others.
 */
export const formMarkup = (options: Omit<FormMarkup, 'values' | 'errors'>): Html =>
  formWith(options, {
    attributes: html`class="form" id="${formElementId(options.formId)}"`,
    hidden: html`style="position:absolute;left:-10000px"`,
    intro: true,
  });

function formWith(options: FormMarkup, { attributes, hidden, intro }: { attributes: Html; hidden: Html; intro: boolean }): Html {
  const { policy, formId, locale, action, values } = options;
  const { form, wording } = formAndWording(policy, formId, locale);
  const texts = formTexts[locale];
  const errors = describedErrors(options);
  const errorOf = (place: string) => errors.find((error) => error.place === place)?.message;

  const field = (name: FormField): Html => {
    const [id, error, entered] = [idOf(name), errorOf(name), textOf(values?.[name])];
    const required = isRequired(policy, name);
    return html`
    <div class="field">
      <label for="${id}">${texts.labels[name]}${!required && html` <span class="optional">(${texts.optional})</span>`}</label>
      <input id="${id}" name="${name}" ${inputs[name]}${entered && html` value="${entered}"`}${required && html` required`}${error && html` aria-invalid="true" aria-describedby="${id}-error"`}>
      ${error && html`<span class="wrong" id="${id}-error">${error}</span>`}
    </div>`;
  };
  const choice = (purpose: PurposeId, index: number): Html => {
    const id = index === 0 ? idOf('consents') : `${idOf('consents')}-${index + 1}`;
    const partner = recipientOf(policy, purpose);
    return html`
    <div class="choice">
      <label for="${id}">
        <input type="checkbox" id="${id}" name="consent" value="${purpose}"${ticked(values).includes(purpose) && html` checked`}>
        <span>${boxText(policy, wording, purpose, locale)}</span>
      </label>
      ${partner && whoIs(partner, locale)}
    </div>`;
  };
  const choicesError = errorOf('consents');
  const fields = fieldsOf(form);

  return html`<form ${attributes} method="post" action="${action}" accept-charset="utf-8" lang="${locale}">
  <input type="hidden" name="formVersion" value="${form.version}">
  <input type="hidden" name="locale" value="${locale}">
  ${intro && html`<p>${wording.intro}</p>`}
  <fieldset>
    <legend>${texts.aboutYou}</legend>${fields.map(field)}
  </fieldset>
  ${
    form.consents.length > 0 &&
    html`<fieldset${choicesError && html` aria-describedby="${idOf('consents')}-error"`}>
    <legend>${texts.choices}</legend>
    <p class="hint">${texts.choicesHint}</p>
    ${choicesError && html`<span class="wrong" id="${idOf('consents')}-error">${choicesError}</span>`}${form.consents.map(choice)}
  </fieldset>`
  }
  <div ${hidden} aria-hidden="true">
    <label for="${idOf('website')}">${texts.leaveEmpty}</label>
    <input id="${idOf('website')}" name="website" type="text" tabindex="-1" autocomplete="off">
  </div>
  <p class="quiet">${texts.next} ${wording.howToWithdraw}</p>
  <button class="button" type="submit">${texts.submit}</button>
  <div class="fine">
    <p>${texts.care}</p>
    <p><a href="${noticeAddress(policy.brand, locale, action)}">${texts.readNotice}</a></p>
  </div>
</form>`;
}

/** What a box says: the form's own words, else the purpose's title. */
export const boxText = (policy: Policy, wording: Wording, purpose: PurposeId, locale: Locale): string => {
  const title = policy.purposes[purpose]?.title;
  return wording.boxes[purpose] ?? (title ? textIn(title, locale) : purpose);
};

/** The company behind a partner's box. */
export function recipientOf({ sharing }: Policy, purpose: PurposeId): Recipient | undefined {
  const partner = partnerOf(purpose);
  return partner === undefined ? undefined : [...sharing.registry, ...sharing.group].find(({ id }) => id === partner);
}

/** Who a partner is: a link to their own site, and their country. */
export function whoIs(partner: Recipient, locale: Locale): Html {
  const address = webAddress(partner.url);
  const country = countryIn(locale, partner.country);
  return address
    ? html`<p class="who"><a href="${address}" target="_blank" rel="noopener noreferrer">${formTexts[locale].whoIs(partner.name)}</a> (${country}, ${commonTexts[locale].newTab})</p>`
    : html`<p class="who">${partner.name} (${country})</p>`;
}
