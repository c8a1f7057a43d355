/** The privacy notice as a page: the statements of the domain in the words of one language. */
import {
  type Block,
  type Clauses,
  type Notice,
  noticeOf,
  placesOf,
  type Said,
  type Section,
  type Statement,
  type StatementOf,
} from '../domain/notice.ts';
import { type Locale, localesOf, type Policy } from '../domain/policy.ts';
import { changesBetween, type NoticeText, type PastNotice } from '../domain/policy-version.ts';
import { documentBody, documentRows, documentStyle, documentSummary, linesOf } from './document.ts';
import { type Content, type Html, html, render, trusted, webAddress } from './html.ts';
import { layout, noticeAddress, type Page } from './layout.ts';
import { dayIn } from './locale.ts';
import { da } from './texts/notice/da.ts';
import { en } from './texts/notice/en.ts';
import { fi } from './texts/notice/fi.ts';
import { nb } from './texts/notice/nb.ts';
import { sv } from './texts/notice/sv.ts';
import type { NoticeTexts, Sentences } from './texts/notice/words.ts';

/** The words of the notice, by language. */
export const noticeTexts: Readonly<Record<Locale, NoticeTexts>> = { nb, sv, da, fi, en };

/** A statement as a sentence, or a few. */
export const inWords = (statement: Statement, locale: Locale): string => said(noticeTexts[locale].says, statement);

const said = <K extends keyof Said>(says: Sentences, { kind, values }: StatementOf<K>): string => says[kind](values);

/** What a reader of the notice is told of its last change. */
export interface Change {
  /** When the words that are published now began to hold. */
  readonly since: Date;
  readonly replaced: { readonly version: string; readonly text: NoticeText };
}

interface Shown {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly clauses?: Clauses;
}

/** The notice of a policy, in one of its locales. The id of each clause that it keeps is an anchor: `#X5`. */
export function noticePage(options: Shown & { readonly change?: Change | undefined }): Page {
  const { policy, locale, change } = options;
  const texts = noticeTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.title,
    languages: localesOf(policy),
    wide: true,
    style: noticeStyle,
    body: html`<p class="version">${texts.inForce(policy.notice.version)}</p>
<p class="lead">${texts.lead(policy.identity.displayName)}</p>
${change && changeBox(options, change)}
${partsOf(options).markup}`,
  });
}

/** The notice as it is kept: what stands under its title, and its sentences. */
export function noticeText(options: Shown): NoticeText {
  const { markup, sections } = partsOf(options);
  return { locale: options.locale, markup: render(markup), sections };
}

/** A notice that no longer holds, as it was published, and where the one is that does. */
export function pastNoticePage(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly past: PastNotice;
  readonly text: NoticeText;
}): Page {
  const { policy, locale, past, text } = options;
  const texts = noticeTexts[locale];
  const day = (moment: string) => dayIn(locale, dayAt(policy, new Date(moment)));
  return layout({
    policy,
    locale,
    title: texts.title,
    wide: true,
    style: noticeStyle,
    // our own markup, kept under its hash
    body: html`<div class="since past">
<p><strong>${texts.past.held(past.version, day(past.from), day(past.until))}</strong></p>
<p><a href="${noticeAddress(policy.brand, locale)}">${texts.past.inForce(policy.notice.version)}</a></p>
</div>
${trusted(text.markup)}`,
  });
}

const noticeStyle = `${documentStyle}
.since{padding:1rem 1.25rem;border-left:4px solid var(--accent);border-radius:0 .75rem .75rem 0;background:var(--wash)}
.since h2{font-size:1.0625rem}
.since h3{margin:1rem 0 0;font-size:1rem;font-weight:650}
.since h4{margin:.75rem 0 0;color:var(--muted);font-size:.875rem;font-weight:400}
.since summary{display:flex;align-items:center;min-height:2.75rem;cursor:pointer;font-weight:650;color:var(--accent)}
.since summary::before{content:"▸";width:1.25rem}
.since details[open] summary::before{content:"▾"}
.since ul{padding-left:1.25rem}
.since li{max-width:40rem;text-wrap:pretty}
.since li+li{margin-top:.375rem}
.since p+p{margin-top:.375rem}
.past{margin-top:1.25rem;border-left-color:var(--danger)}
`;

/** The day of a moment where the brand is. */
const dayAt = ({ identity }: Policy, moment: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: identity.timeZone, dateStyle: 'short' }).format(moment);

function changeBox(options: Shown, { since, replaced }: Change): Html {
  const { policy, locale } = options;
  const texts = noticeTexts[locale].changed;
  const { added, removed } = changesBetween(replaced.text, noticeText(options));
  const listed = (title: string, sections: NoticeText['sections']) =>
    sections.length > 0 &&
    html`<h3>${title}</h3>
${sections.map(
  (section) => html`<h4>${section.title}</h4>
<ul>${section.sentences.map((sentence) => html`<li>${linesOf(plain(sentence))}</li>`)}</ul>`,
)}`;
  const older = replaced.version !== policy.notice.version;
  return html`<section class="since" id="changed" aria-labelledby="changed-title">
<h2 id="changed-title">${texts.since(dayIn(locale, dayAt(policy, since)))}</h2>
${older && html`<p><a href="${noticeAddress(policy.brand, locale)}&amp;version=${encodeURIComponent(replaced.version)}">${texts.before(replaced.version)}</a></p>`}
${(added.length > 0 || removed.length > 0) && html`<details><summary>${texts.what}</summary>${listed(texts.added, added)}${listed(texts.removed, removed)}</details>`}
</section>`;
}

/** A sentence without the brackets that mark its link. */
const plain = (sentence: string): string => sentence.replace(/^([^[]*)\[([^\]]*)\](.*)$/s, '$1$2$3');

function partsOf({ policy, locale, clauses }: Shown): { markup: Html; sections: NoticeText['sections'] } {
  const texts = noticeTexts[locale];
  const notice = noticeOf(policy, locale, clauses);
  const print = printer(policy, notice, clauses ?? {});
  const [short, ...parts] = notice.sections.map((section) => ({
    id: section.id,
    title: texts.sections[section.id],
    body: print(section),
  }));
  return {
    markup: html`${short && documentSummary(short)}
${documentBody(texts.contents, parts)}`,
    sections: notice.sections.map(({ id, blocks }) => ({
      title: texts.sections[id],
      sentences: blocks
        .flatMap(statementsOf)
        // the number of the version is no promise, and always another
        .filter(({ kind }) => kind !== 'version')
        .map((statement) => inWords(statement, locale)),
    })),
  };
}

function statementsOf(block: Block): readonly Statement[] {
  const inRows = (rows: readonly { readonly statements: readonly Statement[] }[]) => rows.flatMap(({ statements }) => statements);
  switch (block.block) {
    case 'text':
    case 'points':
      return block.statements;
    case 'rows':
      return inRows(block.rows);
    case 'group':
      return [...block.statements, ...inRows(block.rows)];
  }
}

/** The answer to a version that is not kept here, with the one that is. */
export function noticeVersionPage(options: { readonly policy: Policy; readonly locale: Locale; readonly asked: string }): Page {
  const { policy, locale, asked } = options;
  const texts = noticeTexts[locale];
  return layout({
    policy,
    locale,
    title: texts.unknownVersion.title,
    mark: 'question',
    body: html`<p class="lead">${texts.unknownVersion.lead(asked)}</p>
<p>${texts.unknownVersion.inForce(policy.notice.version)}</p>
<p><a class="button second" href="${noticeAddress(policy.brand, locale)}">${texts.title}</a></p>`,
  });
}

function printer(policy: Policy, notice: Notice, clauses: Clauses): (section: Section) => Content {
  const texts = noticeTexts[notice.locale];
  const anchors = anchorsOf(notice, clauses);
  const addresses = addressesIn(policy);

  const sentence = (statement: Statement): Html => {
    const [, ...others] = anchors.get(statement) ?? [];
    const { values } = statement;
    const text = inWords(statement, notice.locale);
    return html`${others.map((clause) => html`<span id="${clause}"></span>`)}${
      'href' in values ? linkIn(text, values.href, addresses) : withLinks(text, addresses)
    }`;
  };
  const idOf = (statement: Statement) => {
    const id = anchors.get(statement)?.[0];
    return id && html` id="${id}"`;
  };
  const paragraphs = (statements: readonly Statement[]) =>
    statements.map((statement) => html`<p${idOf(statement)}>${sentence(statement)}</p>`);
  const rowsOf = (rows: Extract<Block, { block: 'rows' | 'group' }>['rows']) =>
    documentRows(rows.map(({ label, statements }) => ({ name: texts.labels[label], body: paragraphs(statements) })));

  const block = (part: Block, list: 'points' | 'key'): Content => {
    switch (part.block) {
      case 'text':
        return paragraphs(part.statements);
      case 'points':
        return html`<ul class="${list}">${part.statements.map((statement) => html`<li${idOf(statement)}>${sentence(statement)}</li>`)}</ul>`;
      case 'rows':
        return rowsOf(part.rows);
      case 'group':
        return html`<div class="card">
<h3 id="${part.id}">${part.title}</h3>
${part.role && html`<p class="kind">${texts.roles[part.role]}</p>`}
${paragraphs(part.statements)}
${rowsOf(part.rows)}
</div>`;
    }
  };
  return ({ id, blocks }) => blocks.map((part) => block(part, id === 'short' ? 'key' : 'points'));
}

/** The clauses that have their place at a statement; each has one, since an id may stand once. */
function anchorsOf(notice: Notice, clauses: Clauses): Map<Statement, string[]> {
  const anchors = new Map<Statement, string[]>();
  for (const [clause, statement] of placesOf(notice, clauses))
    anchors.set(statement, [...(anchors.get(statement) ?? []), clause]);
  return anchors;
}

/** The addresses that the policy names, and where a link to each leads. */
function addressesIn({ identity, controller, notice, sharing, processors }: Policy): Map<string, string> {
  const contacts = [controller, controller.dpo, controller.accountable, controller.security, ...identity.from];
  const emails = [identity.replyTo, ...contacts.flatMap((contact) => contact?.email ?? [])];
  const recipients = [...sharing.registry, ...sharing.group, ...processors].flatMap(({ url }) => url ?? []);
  const sites = [identity.website, notice.url, ...recipients].filter((address) => webAddress(address));
  return new Map([...emails.map((email) => [email, `mailto:${email}`] as const), ...sites.map((site) => [site, site] as const)]);
}

/** The sentence with its addresses as links. The longest comes first, since one address may begin like another. */
function withLinks(sentence: string, addresses: ReadonlyMap<string, string>): Content {
  const found = [...addresses.keys()].filter((address) => sentence.includes(address)).sort((a, b) => b.length - a.length)[0];
  if (found === undefined) return linesOf(sentence);
  const [before = '', ...after] = sentence.split(found);
  const link = html`<a href="${addresses.get(found)}">${found.replace(/^https:\/\/|\/$/g, '')}</a>`;
  return html`${withLinks(before, addresses)}${link}${withLinks(after.join(found), addresses)}`;
}

/** The words between brackets are the link. */
function linkIn(sentence: string, href: string, addresses: ReadonlyMap<string, string>): Content {
  const parts = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(sentence);
  if (!parts) return withLinks(sentence, addresses);
  const [, before = '', text = '', after = ''] = parts;
  return html`${withLinks(before, addresses)}<a href="${href}">${text}</a>${withLinks(after, addresses)}`;
}
