/** The pages behind an unsubscribe link. They ask for nothing: no login, no address, no reason. */
import type { Locale, Policy } from '../domain/policy.ts';
import { type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { unsubscribeTexts } from './texts/unsubscribe.ts';

/** What the button would end, by the titles of the purposes. An empty list, once nothing is left to end, still shows the page. */
export function unsubscribePage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly ends: readonly string[];
  /** Where the button posts. */
  readonly action: string;
  /** Languages that the same link speaks with `?lang=`. */
  readonly languages?: readonly Locale[] | undefined;
}): Page {
  const { policy, locale, ends, action, languages } = options;
  const texts = unsubscribeTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.title,
    languages,
    formAction: [],
    body: html`${
      ends.length > 0
        ? html`<p class="lead">${texts.lead}</p>${list(ends)}`
        : html`<p class="lead">${texts.leadWithoutList(policy.identity.displayName)}</p>`
    }
<form method="post" action="${action}"><button class="button" type="submit">${texts.button}</button></form>
<p class="fine">${texts.atOnce}</p>`,
  });
}

/** What the button answers. It says how things are, not what was just done, so that a repeat can show the same. */
export function unsubscribedPage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  /** The titles of the purposes that have ended. */
  readonly ends: readonly string[];
  /** Whether the data kept for them are gone too. */
  readonly deletes: boolean;
  /** Leads to a form: coming back is a new confirmation, never an undo. */
  readonly signUpUrl?: string | undefined;
}): Page {
  const { policy, locale, ends, deletes, signUpUrl } = options;
  const texts = unsubscribeTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.doneTitle,
    mark: 'ended',
    body: html`${
      ends.length > 0
        ? html`<p class="lead">${texts.ended}</p>${list(ends)}`
        : html`<p class="lead">${texts.endedWithoutList(policy.identity.displayName)}</p>`
    }
<p class="quiet">${texts.underWay}</p>
${deletes && html`<h2>${texts.deletedTitle}</h2><p>${texts.deleted}</p>`}
${
  signUpUrl &&
  html`<h2>${texts.changeMind}</h2>
<p>${texts.changeMindText}</p>
<p><a class="button second" href="${signUpUrl}">${texts.signUpAgain}</a></p>`
}`,
  });
}

const list = (titles: readonly string[]): Html =>
  html`<ul class="list ended">${titles.map((title) => html`<li>${title}</li>`)}</ul>`;
