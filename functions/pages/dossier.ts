/**
 * The dossier of one person's consents: what a privacy officer prints for an authority or for the person. It shows the words that were read, both
 * steps by which they were agreed to, every event since, and whether the evidence is still what was written. A page without script, made for paper
 * as much as for the screen.
 */
import { type ConsentRecord, type Subject, unprovenOf } from '../domain/consent-record.ts';
import { type EvidenceEntry, type Told, type WordingFound, wordingFound } from '../domain/evidence.ts';
import { type Basis, type Locale, marketOf, type Policy, type PurposeId, purposeOf, textIn } from '../domain/policy.ts';
import { type Palette, palettes } from './colour.ts';
import { type Content, type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { countryIn, momentIn } from './locale.ts';
import { commonTexts } from './texts/common.ts';
import { dossierTexts } from './texts/dossier.ts';

/** A network source that is still held as it was, and whether it is the one whose code stands in the ledger. */
export interface HeldSource {
  readonly ip: string;
  readonly agent: string | undefined;
  readonly matches: boolean;
}

/** What the page shows. */
export interface Dossier {
  readonly subject: Subject;
  readonly records: readonly ConsentRecord[];
  readonly locale: Locale;
  /** The operator's id at the identity provider. */
  readonly printedBy: string;
  readonly now: Date;
  /** Entries, by number, whose address code is not that of the person's address. Undefined for an erased person, whose address is gone. */
  readonly otherAddress: readonly number[] | undefined;
  /** By the number of the entry that proves the consent. */
  readonly sources: ReadonlyMap<number, HeldSource>;
}

/** The page. */
export function dossierPage(dossier: Dossier): Page {
  const { subject, locale, printedBy, now } = dossier;
  const { policy, chain } = subject;
  const texts = dossierTexts[locale];
  const zone = policy.identity.timeZone;
  const read = chain.entries.flatMap((entry) => {
    const found = wordingFound(policy, entry);
    return found || entry.evidence?.offline ? [wordingOf(dossier, entry, found)] : [];
  });
  return layout({
    policy,
    locale,
    title: texts.title,
    wide: true,
    site: subject.publicUrl,
    style: styleOf(subject),
    body: html`<p class="lead">${texts.lead}</p>
${facts([
  [texts.contactId, html`<code>${subject.contactId}</code>`],
  [texts.printedAt, moment(dossier, now.toISOString())],
  [texts.printedBy, html`<code>${printedBy}</code>`],
  [texts.policyInForce, html`${texts.version(policy.version)} ${codeOf(policy.hash)}`],
])}
${verdictOf(dossier)}
<h2>${texts.person}</h2>
${personOf(dossier)}
<h2>${texts.consents}</h2>
${consentsOf(dossier)}
${read.length > 0 && html`<h2>${texts.wordings}</h2>${read}`}
<h2>${texts.events}</h2>
${chain.entries.length > 0 ? html`<ol class="events">${chain.entries.map((entry) => eventOf(dossier, entry))}</ol>` : html`<p>${texts.noEvents}</p>`}
<p class="fine">${texts.howToCheck} ${texts.times(zone)}</p>`,
  });
}

function verdictOf({ subject: { chain, person }, locale }: Dossier): Html {
  const texts = dossierTexts[locale];
  const { verdict, endKnown, unreadable } = chain;
  const unproven = unprovenOf(chain, person);
  const told = verdict.whole
    ? html`<h2>${texts.wholeTitle}</h2><p>${texts.whole(verdict.head.seq)}${!endKnown && ` ${texts.endUnknown}`}</p>`
    : html`<h2>${texts.brokenTitle(verdict.brokenAt)}</h2><p>${texts.broken(verdict.brokenAt)}</p>`;
  const sound = verdict.whole && unproven.length === 0;
  return html`<section class="verdict${sound ? '' : ' bad'}">
<svg viewBox="0 0 24 24" aria-hidden="true">${sound ? html`<path d="m5 12.5 4.5 4.5L19 7.5"/>` : html`<path d="M12 6.5v7"/><path d="M12 17.4v.1"/>`}</svg>
<div>${told}
${unreadable.length > 0 && html`<p>${texts.unreadable(unreadable.join(', '))}</p>`}
${unproven.length > 0 && html`<p>${texts.unproven(unproven.join(', '))}</p>`}</div>
</section>`;
}

function personOf({ subject: { person, policy }, otherAddress, locale }: Dossier): Html {
  const texts = dossierTexts[locale];
  if (!person) return html`<p>${texts.erased}</p>`;
  const { email, name, company, market, standing } = person.profile;
  const others = otherAddress ?? [];
  const country = marketCountry(policy, market);
  return facts([
    [
      texts.email,
      html`${email}${mark(others.length === 0, others.length === 0 ? texts.addressSame : texts.addressDiffers(others.join(', ')))}`,
    ],
    [texts.name, name],
    [texts.company, company],
    [texts.market, country ? `${countryIn(locale, country)} (${market})` : market],
    [texts.standing, texts.standings[standing]],
  ]);
}

const packCountries: Readonly<Record<string, string>> = { NO: 'NO', SE: 'SE', DK: 'DK', FI: 'FI', UK: 'GB' };
const marketCountry = (policy: Policy, market: string): string | undefined =>
  packCountries[marketOf(policy, market)?.rulePack ?? ''];

function consentsOf(dossier: Dossier): Html {
  const { subject, records, locale, now } = dossier;
  const texts = dossierTexts[locale];
  if (records.length === 0) return html`<p>${texts.noConsents}</p>`;
  return html`<ul class="consents">${records.map((record) => {
    const last = record.events.at(-1);
    const id = record.processing.purpose.purpose_id;
    const consent = subject.person?.consents.find(({ purpose }) => purpose === id);
    const lapsed = consent?.validUntil !== undefined && now >= new Date(consent.validUntil);
    return html`<li>
<h3>${titleOf(subject.policy, id, locale)} <code>${id}</code></h3>
<p class="state${record.may_process ? ' stands' : ''}">${texts.statuses[statusOf(record.state)]}${lapsed && `, ${texts.lapsed}`}</p>
${facts([
  [texts.since, last && moment(dossier, last.event_time)],
  [texts.basis, texts.bases[(consent?.basis ?? purposeOf(subject.policy, id)?.basis ?? 'consent') as Basis]],
  record.may_process || lapsed
    ? [texts.validUntil, consent?.validUntil ? moment(dossier, consent.validUntil) : texts.untilWithdrawn]
    : undefined,
  [texts.recordId, html`<code>${record.header.record_id}</code>`],
])}</li>`;
  })}</ul>`;
}

const statusOf = (state: ConsentRecord['state']) => state.slice('dpv:'.length) as keyof (typeof dossierTexts)['en']['statuses'];

const titleOf = (policy: Policy, purpose: string, locale: Locale): string => {
  const settings = purposeOf(policy, purpose);
  return settings ? textIn(settings.title, locale) : purpose;
};

/** What was read at one entry, word for word, and the steps by which it was agreed to. */
function wordingOf(dossier: Dossier, entry: EvidenceEntry, found: WordingFound | undefined): Html {
  const { subject, locale } = dossier;
  const texts = dossierTexts[locale];
  const evidence: Told = entry.evidence ?? {};
  const notice = evidence.noticeVersion;
  return html`<article class="read">
<h3>${texts.wordingOf(entry.seq)}${found && html` <span class="quiet">${texts.form(found.form, found.version)}</span>`}</h3>
${
  found &&
  html`${found.wording && quoteOf(subject.policy, found, found.wording, evidence, locale)}
<p class="${found.verdict === 'same' ? 'same' : 'other'}">${texts[found.verdict]}</p>
${evidence.wordingAssumed && html`<p class="quiet">${texts.assumed}</p>`}
${facts([
  [texts.language, commonTexts[found.locale as Locale]?.languageName ?? found.locale],
  [texts.noticeVersion, notice && texts.version(notice)],
  [texts.ledgerHash, codeOf(found.expected)],
  [texts.policyHash, found.found && codeOf(found.found)],
])}`
}
${stepsOf(dossier, entry, evidence)}
</article>`;
}

function quoteOf(
  policy: Policy,
  found: WordingFound,
  wording: NonNullable<WordingFound['wording']>,
  { granted, shown }: Told,
  locale: Locale,
): Html {
  const texts = dossierTexts[locale];
  const boxes = Object.entries(wording.boxes).filter(([purpose]) => shown === undefined || shown.includes(purpose));
  return html`<blockquote lang="${found.locale}">
<p>${wording.intro}</p>
${
  boxes.length > 0 &&
  html`<ul class="boxes">${boxes.map(([purpose, text]) => {
    const ticked = granted?.includes(purpose) ?? false;
    return html`<li class="${ticked ? 'ticked' : 'empty'}"><p>${text}</p><p class="who" lang="${locale}"><strong>${ticked ? texts.ticked : texts.notTicked}</strong> · ${titleOf(policy, purpose as PurposeId, locale)}</p></li>`;
  })}</ul>`
}
<p>${wording.howToWithdraw}</p>
</blockquote>`;
}

function stepsOf(dossier: Dossier, entry: EvidenceEntry, evidence: Told): Html {
  const { locale, sources } = dossier;
  const texts = dossierTexts[locale];
  const held = sources.get(entry.seq);
  const { offline } = evidence;
  const inTwoSteps = evidence.requestedAt !== undefined || evidence.requestId !== undefined;
  return html`${
    offline &&
    html`<h4>${texts.offline}</h4>${facts([
      [texts.channel, offline.channel && (texts.channels[offline.channel] ?? offline.channel)],
      [texts.givenAt, offline.givenAt && moment(dossier, offline.givenAt)],
      [texts.operator, offline.operator && html`<code>${offline.operator}</code>`],
      [texts.place, offline.place],
      [texts.reference, offline.reference],
      [texts.source, offline.source],
    ])}`
  }
${
  inTwoSteps &&
  html`<h4>${texts.steps}</h4>
<ol class="steps">
<li><h5>${texts.request}</h5>${facts([
    [texts.time, evidence.requestedAt ? moment(dossier, evidence.requestedAt) : texts.notRecorded],
    [texts.source, evidence.requestSource ? codeOf(evidence.requestSource) : texts.notRecorded],
    [texts.requestId, evidence.requestId && codeOf(evidence.requestId)],
    [texts.messageId, evidence.messageId ? codeOf(evidence.messageId) : texts.notRecorded],
  ])}</li>
<li><h5>${texts.confirmation}</h5>${facts([
    [texts.time, moment(dossier, entry.at)],
    [texts.source, evidence.confirmSource ? codeOf(evidence.confirmSource) : texts.notRecorded],
    [texts.address, held && html`${held.ip}${mark(held.matches, held.matches ? texts.sourceSame : texts.sourceDiffers)}`],
    [texts.agent, held?.agent],
  ])}</li>
</ol>`
}`;
}

function eventOf(dossier: Dossier, entry: EvidenceEntry): Html {
  const { subject, locale } = dossier;
  const { policy, chain } = subject;
  const texts = dossierTexts[locale];
  const changes = Object.entries(entry.changes);
  const broken = !chain.verdict.whole && chain.verdict.brokenAt === entry.seq;
  const now = entry.policyHash === policy.hash;
  return html`<li${broken && html` class="bad"`}>
<h3><span class="number">${entry.seq}</span> ${texts.acts[entry.act] ?? entry.act}</h3>
${broken && html`<p class="other">${texts.brokenHere}</p>`}
<ul class="changes">${
    changes.length > 0
      ? changes.map(
          ([purpose, status]) =>
            html`<li>${titleOf(policy, purpose, locale)} <code>${purpose}</code>: <strong>${texts.statuses[status]}</strong></li>`,
        )
      : html`<li>${texts.noChange}</li>`
  }</ul>
${facts([
  [texts.time, moment(dossier, entry.at)],
  [texts.actor, texts.actors[entry.actor] ?? entry.actor],
  [texts.method, entry.method && (texts.methods[entry.method] ?? entry.method)],
  [
    texts.policy,
    html`${texts.version(entry.policyVersion)}, ${now ? texts.policyNow : texts.policyThen} ${codeOf(entry.policyHash)}`,
  ],
  [texts.source, entry.evidence?.source && codeOf(entry.evidence.source)],
  [texts.hash, codeOf(entry.hash)],
])}</li>`;
}

type Fact = readonly [name: string, value: Content] | undefined;

/** Names and values; a value that is not known is left out. */
const facts = (known: readonly Fact[]): Html =>
  html`<dl class="facts">${known.map((fact) => fact?.[1] && html`<div><dt>${fact[0]}</dt><dd>${fact[1]}</dd></div>`)}</dl>`;

const codeOf = (code: string): Html => html`<code>${code}</code>`;

const mark = (good: boolean, text: string): Html => html` <span class="${good ? 'same' : 'other'}">${text}</span>`;

/** A moment where the brand is, and in UTC to the second. */
const moment = ({ subject, locale }: Dossier, at: string): Html =>
  html`<time datetime="${at}">${momentIn(locale, new Date(at), subject.policy.identity.timeZone)}</time> <span class="utc">${at.slice(0, 19).replace('T', ' ')} UTC</span>`;

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour}`)
    .join(';');

const styleOf = ({ policy: { identity }, contactId }: Subject): string => `
h3{margin:0;font-size:1rem;line-height:1.4;font-weight:650}
h4,h5{margin:0;font-size:.9375rem;line-height:1.4;font-weight:650}
code{font:.8125em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere;font-weight:400}
h3 code,h3 .quiet{color:var(--muted);font-weight:400}
time{white-space:normal}
.utc{color:var(--muted);font-size:.8125rem;font-weight:400;font-variant-numeric:tabular-nums;white-space:nowrap}
.facts{display:block;padding:0;border-radius:0;background:none;border-bottom:1px solid var(--line)}
.facts>div{padding-block:.4375rem;border-top:1px solid var(--line)}
.facts dd{overflow-wrap:anywhere;font-weight:500}
.verdict{display:flex;gap:1rem;padding:1.125rem 1.25rem;border:2px solid var(--accent);border-radius:.75rem}
.verdict svg{flex:none;width:2rem;height:2rem;padding:.25rem;border-radius:50%;border:2px solid;color:var(--accent);fill:none;stroke:currentcolor;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.verdict h2+p,.verdict p+p{margin-top:.25rem}
.verdict.bad{border-color:var(--danger)}
.verdict.bad h2,.verdict.bad svg{color:var(--danger)}
.same,.other{font-size:.875rem;font-weight:600}
dd .same,dd .other{display:inline-block}
.same{color:var(--accent)}
.other{color:var(--danger)}
.same::before{content:"✓ "}
.other::before{content:"✕ "}
.consents,.events,.changes,.boxes{list-style:none}
.consents>li,.read,.events>li{padding:1.125rem 1.25rem;border:1px solid var(--line);border-radius:.75rem}
.consents>li+li,.read+.read,.events>li+li{margin-top:.875rem}
.consents .facts,.read .facts,.events .facts{margin-top:.75rem;border-bottom:0}
.consents>li,.read,.events>li{padding-bottom:.6875rem}
.state{font-weight:650;color:var(--muted)}
.state.stands{color:var(--accent)}
.read>*+*{margin-top:.75rem}
.read h4{margin-top:1.25rem}
blockquote{margin:.75rem 0 0;padding:1rem 1.25rem;border-left:4px solid var(--accent);background:var(--wash);border-radius:0 .75rem .75rem 0}
blockquote>*+*{margin-top:.75rem}
blockquote p{white-space:pre-line}
.boxes li{position:relative;padding-left:2.125rem}
.boxes li+li{margin-top:.625rem}
.boxes li::before{content:"";position:absolute;left:0;top:.25rem;width:1.125rem;height:1.125rem;border:2px solid var(--field);border-radius:.25rem;background:var(--paper)}
.boxes .ticked::after{content:"";position:absolute;left:.3125rem;top:.5rem;width:.5625rem;height:.3125rem;border:solid var(--accent);border-width:0 0 2px 2px;transform:rotate(-45deg)}
.boxes .who{margin:0;font-size:.8125rem}
.read .steps{margin-top:.5rem}
.number{display:inline-grid;place-items:center;min-width:1.75rem;height:1.75rem;margin-right:.375rem;padding-inline:.375rem;border-radius:1rem;background:var(--wash);border:1px solid var(--line);font-variant-numeric:tabular-nums}
.events .bad{border:2px solid var(--danger)}
.events .changes{margin-top:.5rem}
@media (min-width:40rem){.facts>div{display:grid;grid-template-columns:11.5rem 1fr;gap:0 1rem;align-items:baseline}}
@page{size:A4;margin:16mm 15mm 20mm;
@bottom-left{content:"${contactId}";font:8pt ui-monospace,Menlo,Consolas,monospace;color:#566072}
@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#566072}}
@media print{
:root{${variables(palettes(identity.colour).light)};--canvas:#fff;--paper:#fff;--shadow:none;color-scheme:light}
html{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{display:block;min-height:0;background:#fff}
.wide .column,.column{max-width:none;padding-inline:0}
.band{padding:0 0 3mm;background:none;color:var(--accent);border-bottom:2px solid var(--accent)}
.band .column{padding-inline:0}
.brand{min-height:0}
.logo{padding-left:0}
main{margin:6mm 0 0}
.sheet{padding:0;border-radius:0;box-shadow:none}
.sheet>h2{margin-top:7mm}
.facts>div{display:grid;grid-template-columns:40mm 1fr;gap:0 4mm;padding-block:1.2mm;align-items:baseline}
h1,h2,h3,h4,h5{break-after:avoid}
.verdict,.consents>li,.events>li,.steps>li,.boxes li,.facts>div{break-inside:avoid}
blockquote p{orphans:3;widows:3}
footer{margin-top:8mm;padding:3mm 0 0;border-top:1px solid var(--line);break-inside:avoid}
footer .column{padding-inline:0}
footer a,.brand{color:inherit;text-decoration:none;min-height:0}
}
`;
