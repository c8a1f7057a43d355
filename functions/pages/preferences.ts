/**
 * The preference centre. With the one-hour link it shows a person's choices and changes them; with the link of a mail, which may have been passed on, it ends what is ended
 * there, begins nothing and shows nothing of anyone.
 */
import type { Person } from '../domain/consent.ts';
import { limits } from '../domain/limits.ts';
import {
  type Locale,
  localesOf,
  type Policy,
  type PurposeId,
  purposeOf,
  textIn,
  type Wording,
  wordingHash,
} from '../domain/policy.ts';
import { choiceGroups, choicesOf, groupOf, offeredChoices, standingChoices } from '../domain/preferences.ts';
import { errorSummary, recipientOf, whoIs } from './form.ts';
import { type Content, type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { lengthIn } from './locale.ts';
import { commonTexts } from './texts/common.ts';
import { preferencesTexts } from './texts/preferences.ts';
import { formTexts } from './texts/sign-up.ts';

/** What a person reads before they say yes here: the page's own words, and those of each choice as the policy has them. */
export const preferencesWording = (policy: Policy, locale: Locale): Wording => {
  const texts = preferencesTexts[locale];
  return {
    intro: texts.intro(policy.identity.displayName),
    boxes: Object.fromEntries(
      offeredChoices(policy).map((id) => [id, `${titleOf(policy, id, locale)}: ${descriptionOf(policy, id, locale)}`]),
    ),
    howToWithdraw: texts.howToWithdraw,
  };
};

const titleOf = (policy: Policy, id: PurposeId, locale: Locale): string => {
  const settings = purposeOf(policy, id);
  return settings ? textIn(settings.title, locale) : id;
};
const descriptionOf = (policy: Policy, id: PurposeId, locale: Locale): string => {
  const settings = purposeOf(policy, id);
  return settings ? textIn(settings.description, locale) : '';
};

/** What has just happened, or what stands in the way; shown above the choices. */
export type Notice = 'saved' | 'unchanged' | 'objected' | 'restricted' | 'changed';

/** A person's own page. */
export function preferencesPage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly person: Person;
  /** The path of the link, where everything posts. */
  readonly action: string;
  readonly now: Date;
  readonly notice?: Notice | undefined;
  /** Why nothing can begin here. */
  readonly closed?: 'objected' | 'restricted' | undefined;
}): Page {
  const { policy, locale, person, action, now, notice, closed } = options;
  const texts = preferencesTexts[locale];
  const standing = standingChoices(person, now);
  const choices = choicesOf(policy, person, now);
  const choice = (id: PurposeId): Html => {
    const field = `choice-${id.replace(':', '-')}`;
    const ticked = standing.includes(id);
    const partner = recipientOf(policy, id);
    const description = descriptionOf(policy, id, locale);
    return html`
    <div class="choice">
      <label for="${field}">
        <input type="checkbox" id="${field}" name="consent" value="${id}"${ticked && html` checked`}${closed && !ticked && html` disabled`}>
        <span><strong>${titleOf(policy, id, locale)}</strong>${description && html`<br><span class="hint">${description}</span>`}</span>
      </label>
      ${partner && whoIs(partner, locale)}
    </div>`;
  };
  const groups = choiceGroups.flatMap((group) => {
    const own = choices.filter((id) => groupOf(id) === group);
    return own.length > 0 ? [html`<fieldset><legend>${texts.groups[group]}</legend>${own.map(choice)}</fieldset>`] : [];
  });
  const deletes = offeredChoices(policy).some((id) => groupOf(id) === 'mail' && purposeOf(policy, id)?.onWithdrawal === 'delete');
  return layout({
    policy,
    locale,
    title: texts.title,
    languages: localesOf(policy),
    formAction: [],
    style: preferencesStyle,
    body: html`${noticeOf(locale, notice ?? closed)}
<p class="lead">${texts.intro(policy.identity.displayName)}</p>
<dl class="facts"><div><dt>${texts.address}</dt><dd>${person.profile.email}</dd></div></dl>
<form class="form" method="post" action="${action}" accept-charset="utf-8">
  <input type="hidden" name="do" value="save">
  <input type="hidden" name="locale" value="${locale}">
  <input type="hidden" name="wording" value="${wordingHash(preferencesWording(policy, locale))}">
  ${standing.map((id) => html`<input type="hidden" name="was" value="${id}">`)}
  ${groups}
  ${localesOf(policy).length > 1 && languageField(policy, locale, person)}
  <p class="quiet">${texts.howToWithdraw}${deletes && ` ${texts.deletes}`}</p>
  <button class="button" type="submit">${texts.save}</button>
</form>
<section class="apart" aria-labelledby="leave">
<h2 id="leave">${texts.leaveTitle}</h2>
<p>${texts.leave}</p>
${oneButton(action, 'leave', texts.leaveButton)}
</section>
<section class="apart" aria-labelledby="data">
<h2 id="data">${texts.dataTitle}</h2>
<p>${texts.data}</p>
<p><a class="button second" href="${action}/data?lang=${locale}">${texts.dataLink}</a></p>
</section>`,
  });
}

function languageField(policy: Policy, locale: Locale, { profile }: Person): Html {
  return html`<div class="field">
    <label for="language">${preferencesTexts[locale].language}</label>
    <select id="language" name="language">${localesOf(policy).map(
      (known) =>
        html`<option value="${known}" lang="${known}"${known === profile.locale && html` selected`}>${commonTexts[known].languageName}</option>`,
    )}</select>
  </div>`;
}

/** A notice takes the focus, so that it is heard first, and has a title of its own. */
function noticeOf(locale: Locale, notice: Notice | undefined): Html | false {
  const texts = preferencesTexts[locale];
  switch (notice) {
    case undefined:
      return false;
    case 'saved':
    case 'unchanged':
      return noticeBox(texts.savedTitle, texts[notice]);
    case 'objected':
    case 'restricted':
      return noticeBox(texts.closedTitle, texts.closed[notice]);
    case 'changed':
      return noticeBox(texts.changedTitle, texts.changed);
  }
}

/** A box above everything else. */
export const noticeBox = (title: string, text: Content): Html =>
  html`<div class="notice" role="status" tabindex="-1" autofocus><h2>${title}</h2><p>${text}</p></div>`;

/** A form of one button. */
export const oneButton = (action: string, does: string, label: string): Html =>
  html`<form method="post" action="${action}"><input type="hidden" name="do" value="${does}"><button class="button second" type="submit">${label}</button></form>`;

/**
 * What the link of a mail can do: end everything with one press, or some of it, and have the one-hour link mailed. The same for everybody, whoever the mail was written to
 * and whatever they have (S3). An expired one-hour link can do no more.
 */
export function stopPage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly action: string;
  readonly expired?: boolean;
  /** The form came back without a tick. */
  readonly nothing?: boolean;
}): Page {
  const { policy, locale, action, expired, nothing } = options;
  const texts = preferencesTexts[locale];
  const life = lengthIn(locale, limits.linkLife);
  const boxes = offeredChoices(policy).map((id, index) => {
    const field = index === 0 ? 'stop' : `stop-${index + 1}`;
    return html`
    <div class="choice">
      <label for="${field}">
        <input type="checkbox" id="${field}" name="stop" value="${id}">
        <span><strong>${titleOf(policy, id, locale)}</strong><br><span class="hint">${descriptionOf(policy, id, locale)}</span></span>
      </label>
    </div>`;
  });
  const link = html`<section class="apart" aria-labelledby="link">
<h2 id="link">${texts.linkTitle}</h2>
<p>${texts.link(life)}</p>
${oneButton(action, 'link', texts.linkButton)}
</section>`;
  return layout({
    policy,
    locale,
    title: expired ? texts.expiredTitle : texts.stopTitle,
    ...(expired && { mark: 'clock' as const }),
    languages: nothing ? undefined : localesOf(policy),
    formAction: [],
    style: preferencesStyle,
    errors: nothing ? errorSummary(formTexts[locale].summary, [{ target: 'stop', message: texts.stopNothing }]) : undefined,
    body: html`<p class="lead">${expired ? texts.expired(life) : texts.stopLead}</p>
${expired && oneButton(action, 'link', texts.linkButton)}
<form method="post" action="${action}"><input type="hidden" name="do" value="leave"><button class="button" type="submit">${texts.leaveButton}</button></form>
<form class="form apart" method="post" action="${action}" accept-charset="utf-8">
  <input type="hidden" name="do" value="stop">
  <fieldset${nothing && html` aria-describedby="stop-error"`}>
    <legend>${texts.stopSome}</legend>
    ${nothing && html`<span class="wrong" id="stop-error">${texts.stopNothing}</span>`}${boxes}
  </fieldset>
  <button class="button second" type="submit">${texts.stopButton}</button>
</form>
${!expired && link}`,
  });
}

/** For the one-hour link of somebody who is gone. */
export function goneProfilePage({ policy, locale }: { readonly policy: Policy; readonly locale: Locale }): Page {
  const texts = preferencesTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.goneTitle,
    mark: 'ended',
    body: html`<p class="lead">${texts.gone(policy.identity.displayName)}</p>`,
  });
}

/** The style of a person's own pages, beside that of every page. */
export const preferencesStyle = `
.apart{margin-top:2.25rem!important;padding-top:1.75rem;border-top:1px solid var(--line)}
.apart>*+*{margin-top:.75rem}
.form.apart>.button{margin-top:1.25rem}
.choice strong{font-weight:650}
.choice:has(:disabled){opacity:.65}
.choice:has(:disabled) label{cursor:not-allowed}
.field select{display:block;width:100%;min-height:3rem;margin-top:.375rem;padding:.625rem .875rem;border:1px solid var(--field);border-radius:.625rem;background:var(--paper);color:inherit;font:inherit}
.notice{padding:1rem 1.125rem;border-left:4px solid var(--accent);border-radius:0 .75rem .75rem 0;background:var(--wash)}
.notice:focus-visible{outline:none}
.notice p{margin-top:.25rem}
`;
