/** The page on which a person sees all that is known of them, and exercises their rights. */
import type { Case } from '../domain/case.ts';
import { type Consent, isHeld, type Profile } from '../domain/consent.ts';
import type { PersonalData } from '../domain/personal-data.ts';
import { type Locale, localesOf, type Policy, purposeOf, textIn } from '../domain/policy.ts';
import { correctable } from '../domain/rectify.ts';
import { type Content, type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { dayIn } from './locale.ts';
import { noticeBox, oneButton, preferencesStyle } from './preferences.ts';
import { commonTexts } from './texts/common.ts';
import { dossierTexts } from './texts/dossier.ts';
import { type MyDataNotice, myDataTexts } from './texts/my-data.ts';

/** What has just happened; of a case that was opened, which. */
export type Told = Exclude<MyDataNotice, 'caseOpened'> | { readonly caseOpened: Pick<Case, 'caseId' | 'due'> };

/** The page. Its forms post to its own address. */
export function myDataPage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly data: PersonalData;
  /** The path of the page without query; the choices are one step up. */
  readonly action: string;
  readonly now: Date;
  readonly told?: Told | undefined;
}): Page {
  const { policy, locale, data, action, now, told } = options;
  const texts = myDataTexts[locale];
  const profile = data.profile as unknown as Profile;
  const consents = data.consents as unknown as readonly Consent[];
  return layout({
    policy,
    locale,
    title: texts.title,
    languages: localesOf(policy),
    formAction: [],
    style: preferencesStyle + style,
    body: html`${told && noticeOf(locale, told)}
<p class="lead">${texts.lead(policy.identity.displayName)}</p>
<p><a href="${action.replace(/\/data$/, '')}?lang=${locale}">${texts.back}</a></p>
<h2>${texts.download}</h2>
<p class="hint">${texts.downloadText}</p>
<ul class="links"><li><a href="${action}?format=json" download>JSON</a></li><li><a href="${action}?format=csv" download>CSV</a></li></ul>
<h2>${texts.about}</h2>
${facts([
  [texts.address, profile.email],
  [texts.name, profile.name],
  [texts.company, profile.company],
  [texts.phone, profile.phone],
  [texts.language, commonTexts[profile.locale as Locale]?.languageName ?? profile.locale],
  [texts.since, dayIn(locale, profile.createdAt.slice(0, 10))],
  [texts.standing, dossierTexts[locale].standings[profile.standing]],
])}
<h2>${texts.agreed}</h2>
${listed(
  consents.map(
    ({ purpose, status, since }) =>
      html`<strong>${titleOf(policy, purpose, locale)}</strong><br><span class="hint">${dossierTexts[locale].statuses[status]}, ${dayIn(locale, since.slice(0, 10))}</span>`,
  ),
  texts.none,
)}
<h2>${texts.history}</h2>
${listed(
  data.evidence.map(
    ({ at, act }) =>
      html`${dossierTexts[locale].acts[String(act)] ?? String(act)}<br><span class="hint">${dayIn(locale, String(at).slice(0, 10))}</span>`,
  ),
  texts.none,
)}
<h2>${texts.mails}</h2>
${listed(
  data.sends.map((send) => sendOf(send, locale)),
  texts.none,
)}
<h2>${texts.shared}</h2>
${listed(
  data.disclosures.map(
    ({ id, partner }) =>
      html`${recipientName(policy, String(partner ?? ''))}<br><span class="hint">${dayIn(locale, String(id).slice(0, 10))}</span>`,
  ),
  texts.none,
)}
${
  data.cases.length > 0 &&
  html`<h2>${texts.cases}</h2>${listed(
    data.cases.map((one) => caseOf(one, locale)),
    texts.none,
  )}`
}
${rightsOf(options, profile, now)}`,
  });
}

function rightsOf(
  { policy, locale, action }: { policy: Policy; locale: Locale; action: string },
  profile: Profile,
  now: Date,
): Html {
  const texts = myDataTexts[locale];
  const target = `${action}?lang=${locale}`;
  const wish = (does: 'restrict' | 'unrestrict' | 'object' | 'erase', text: string = texts[does].text) =>
    html`<section class="apart" aria-labelledby="${does}"><h2 id="${does}">${texts[does].title}</h2><p>${text}</p>
<details><summary>${texts.sure}</summary>${oneButton(target, does, texts[does].button)}</details></section>`;
  const field = (name: 'name' | 'company' | 'phone', attributes: Html) => html`
  <div class="field"><label for="my-${name}">${texts[name]}</label><input id="my-${name}" name="${name}" ${attributes} value="${profile[name] ?? ''}"></div>`;
  const fields = correctable(policy);
  const objected = profile.standing === 'objected' || profile.standingBefore === 'objected';
  return html`<h2 class="rights">${texts.rights}</h2>
${
  fields.length > 0 &&
  html`<form class="form apart" method="post" action="${target}" accept-charset="utf-8">
  <input type="hidden" name="do" value="rectify">
  <fieldset><legend>${texts.correct}</legend>
  <p class="hint">${texts.correctText}</p>
  ${fields.includes('name') && field('name', html`type="text" autocomplete="name" maxlength="100"`)}
  ${fields.includes('company') && field('company', html`type="text" autocomplete="organization" maxlength="100"`)}
  ${fields.includes('phone') && field('phone', html`type="tel" autocomplete="tel" maxlength="32"`)}
  </fieldset>
  <button class="button second" type="submit">${texts.save}</button>
</form>`
}
<form class="form apart" method="post" action="${target}" accept-charset="utf-8">
  <input type="hidden" name="do" value="address">
  <fieldset><legend>${texts.newAddress.title}</legend>
  <p class="hint">${texts.newAddress.text}</p>
  <div class="field"><label for="my-address">${texts.newAddressLabel}</label><input id="my-address" name="email" type="email" autocomplete="email" maxlength="254" autocapitalize="none" spellcheck="false" required></div>
  </fieldset>
  <button class="button second" type="submit">${texts.newAddress.button}</button>
</form>
${profile.standing === 'restricted' ? wish('unrestrict') : wish('restrict')}
${!objected && wish('object')}
${isHeld(profile, now) ? html`<section class="apart"><h2>${texts.erase.title}</h2><p>${texts.heldText}</p></section>` : wish('erase', policy.rights.erasure === 'review' ? texts.eraseReview : texts.erase.text)}
<p class="fine">${texts.complaint(policy.controller.authority, policy.controller.email ?? policy.identity.replyTo)}</p>`;
}

function noticeOf(locale: Locale, told: Told): Html {
  const texts = myDataTexts[locale];
  if (typeof told === 'string') return noticeBox(texts.noticeTitles[told], texts.notices[told]);
  const { caseId, due } = told.caseOpened;
  return noticeBox(texts.noticeTitles.caseOpened, texts.caseOpened(caseId, dayIn(locale, due.slice(0, 10))));
}

const titleOf = (policy: Policy, purpose: string, locale: Locale): string => {
  const settings = purposeOf(policy, purpose);
  return settings ? textIn(settings.title, locale) : purpose;
};

const recipientName = ({ sharing, processors }: Policy, id: string): string =>
  [...sharing.registry, ...sharing.group, ...processors].find((known) => known.id === id)?.name ?? id;

function sendOf({ sentAt, claimedAt, campaignId, openedAt, clickedAt }: PersonalData['sends'][number], locale: Locale): Html {
  const texts = myDataTexts[locale];
  const day = dayIn(locale, String(sentAt ?? claimedAt).slice(0, 10));
  const did = [openedAt && texts.opened, clickedAt && texts.clicked].filter(Boolean).join(', ');
  return html`${day}<br><span class="hint">${String(campaignId)}${did && `, ${did}`}</span>`;
}

function caseOf({ id, state, deadline, decidedAt }: PersonalData['cases'][number], locale: Locale): Html {
  const texts = myDataTexts[locale];
  const day = (at: unknown) => dayIn(locale, String(at).slice(0, 10));
  return html`${String(id)}<br><span class="hint">${state === 'closed' ? texts.caseClosed(day(decidedAt)) : texts.caseDue(day(deadline))}</span>`;
}

/** Names and values; a value that is not known is left out. */
const facts = (known: readonly (readonly [name: string, value: Content])[]): Html =>
  html`<dl class="facts">${known.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

const listed = (items: readonly Html[], none: string): Html =>
  items.length > 0
    ? html`<ul class="told">${items.map((item) => html`<li>${item}</li>`)}</ul>`
    : html`<p class="hint">${none}</p>`;

const style = `
.told{list-style:none;border-top:1px solid var(--line)}
.told li{padding-block:.625rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.rights{margin-top:2.75rem!important;font-size:1.3125rem}
.facts dd{overflow-wrap:anywhere}
fieldset .hint+.field{margin-top:.875rem}
details>summary{display:inline-flex;align-items:center;min-height:44px;color:var(--accent);cursor:pointer;text-decoration:underline;text-underline-offset:.2em}
details[open]>summary{color:var(--muted)}
details form{margin-top:.5rem}
`;
