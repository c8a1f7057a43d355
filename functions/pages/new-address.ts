/** The pages behind the link that was mailed to a person's new address. */
import type { Locale, Policy } from '../domain/policy.ts';
import { html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { newAddressTexts } from './texts/new-address.ts';

/** What the link in the new mailbox shows: one button. It says nothing of the person, since somebody else may have typed the address. */
export function newAddressPage({
  policy,
  locale,
  action,
}: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly action: string;
}): Page {
  const texts = newAddressTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.title,
    mark: 'mail',
    formAction: [],
    body: html`<p class="lead">${texts.lead(policy.identity.displayName)}</p>
<form method="post" action="${action}"><button class="button" type="submit">${texts.button}</button></form>`,
  });
}

/** What its button answers. */
export function addressChangedPage({ policy, locale }: { readonly policy: Policy; readonly locale: Locale }): Page {
  const texts = newAddressTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.doneTitle,
    mark: 'done',
    body: html`<p class="lead">${texts.doneLead(policy.identity.displayName)}</p>`,
  });
}
