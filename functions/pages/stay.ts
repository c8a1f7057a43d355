/** The pages behind the link of a mail that asks whether somebody wants to stay. */
import { type Locale, type Policy, type PurposeId, purposeOf, textIn } from '../domain/policy.ts';
import { html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { dayIn } from './locale.ts';
import { confirmTexts } from './texts/confirm.ts';
import { stayTexts } from './texts/stay.ts';

interface Asked {
  readonly policy: Policy;
  readonly locale: Locale;
  /** What the person has said yes to. */
  readonly purposes: readonly PurposeId[];
}

/** One button that keeps; silence is an answer too, and the page says which. `again`: a new notice asks, not a long silence. */
export function stayPage({
  policy,
  locale,
  purposes,
  endsOn,
  action,
  again = false,
}: Asked & { endsOn: string; action: string; again?: boolean }): Page {
  const texts = stayTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.title,
    formAction: [],
    body: html`<p class="lead">${again ? texts.again(policy.identity.displayName) : texts.lead}</p>
<h2>${texts.receives}</h2>
${list(policy, locale, purposes)}
<form method="post" action="${action}"><button class="button" type="submit">${texts.button}</button></form>
<p class="fine">${(again ? texts.lapses : texts.otherwise)(dayIn(locale, endsOn))}</p>`,
  });
}

/** What the button answers, the first time and every time after. */
export function stayedPage({ policy, locale, purposes, unsubscribeUrl }: Asked & { unsubscribeUrl: string }): Page {
  const texts = stayTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.doneTitle,
    mark: 'done',
    body: html`<p class="lead">${texts.doneLead}</p>
<h2>${texts.receives}</h2>
${list(policy, locale, purposes)}
<h2>${confirmTexts[locale].changeMind}</h2>
<p>${confirmTexts[locale].changeMindText}</p>
<ul class="links"><li><a href="${unsubscribeUrl}">${confirmTexts[locale].unsubscribe}</a></li></ul>`,
  });
}

const list = (policy: Policy, locale: Locale, purposes: readonly PurposeId[]) =>
  html`<ul class="list">${purposes.flatMap((purpose) => {
    const settings = purposeOf(policy, purpose);
    return settings ? [html`<li>${textIn(settings.title, locale)}</li>`] : [];
  })}</ul>`;
