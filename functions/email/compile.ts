/** What a marketer wrote, checked and compiled once, when it is saved: whatever could go wrong with a mail goes wrong here, in front of its author. */
import { parse as parseMarkdown } from 'marked';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import {
  type Content,
  type Contents,
  type Edition,
  type Remark,
  type Source,
  type SourceFormat,
  sourceFormats,
} from '../domain/content.ts';
import { limits } from '../domain/limits.ts';
import { type Locale, localesOf, type Policy, type PurposeId } from '../domain/policy.ts';
import { checkTree, markupOf, type Report, type Targets, treeOf } from './check-html.ts';
import { dress } from './dress.ts';
import { framed } from './frame.ts';
import { engineFor } from './liquid.ts';
import { type Aside, asideFor, liquidError, mergeErrors } from './merge.ts';
import { footName, newsletter, sampleRecipient } from './newsletter.ts';
import { plainText } from './plain-text.ts';

/** What became of it: all that is to be kept, with what its author should know; or why it cannot be mailed. */
export type Compiled =
  | { readonly outcome: 'compiled'; readonly contents: Contents; readonly warnings: readonly Remark[] }
  | { readonly outcome: 'refused'; readonly errors: readonly Remark[] };

/**
 * Compiles every locale of a campaign, and freezes the addresses of its links in one table. The first locale is the one that readers of others get.
 * Pointers lead into `{content: {<locale>: source}}`.
 */
export async function compile(policy: Policy, purpose: PurposeId, written: ReadonlyMap<Locale, Source>): Promise<Compiled> {
  const errors: Remark[] = [];
  const warnings: Remark[] = [];
  const contents: Content[] = [];
  const addresses: string[] = [];
  const targets: Targets = {
    numberOf: (address) => {
      const known = addresses.indexOf(address);
      if (known >= 0) return known;
      return addresses.length < limits.campaignLinks ? addresses.push(address) - 1 : undefined;
    },
  };
  for (const [locale, source] of written) {
    const content = await compileOne(policy, locale, source, targets, { errors, warnings });
    if (content) contents.push(content);
  }
  // whoever follows the trap all the same, with their eyes or without, finds themselves at the brand's site
  const links = { targets: [...addresses, new URL(policy.identity.website).href], trap: addresses.length };
  for (const content of errors.length === 0 ? contents : []) {
    tryOut(policy, { purpose, content, links }, formatOf(written.get(content.locale) as Source), { errors, warnings });
  }
  if (errors.length > 0) return { outcome: 'refused', errors };

  const missing = localesOf(policy).filter((locale) => !written.has(locale));
  const [first] = written.keys();
  if (missing.length > 0) warnings.push({ detail: `readers of ${missing.join(', ')} get it in ${first}`, pointer: '/content' });
  return { outcome: 'compiled', contents: { sources: written, contents, links }, warnings };
}

interface Found {
  readonly errors: Remark[];
  readonly warnings: Remark[];
}

const engines = { html: engineFor('html'), plain: engineFor('plain') };

async function compileOne(
  policy: Policy,
  locale: Locale,
  source: Source,
  targets: Targets,
  found: Found,
): Promise<Content | undefined> {
  const format = formatOf(source);
  const body = source[format] ?? '';
  const at = (part: string) => (detail: string) => {
    const remark = { detail, pointer: `/content/${locale}/${part}` };
    if (!found.errors.some((known) => known.detail === detail && known.pointer === remark.pointer)) found.errors.push(remark);
  };
  const before = found.errors.length;
  const { subject, preheader = '' } = source;
  for (const error of mergeErrors(subject, policy, engines.plain)) at('subject')(error);
  for (const error of mergeErrors(preheader, policy, engines.html)) at('preheader')(error);
  for (const error of mergeErrors(body, policy, engines.html)) at(format)(error);
  if (found.errors.length > before) return undefined;

  const report = at(format);
  const aside = asideFor([subject, preheader, body]);
  const markup = await documentOf(policy, locale, format, body, aside, report);
  const tree = markup === undefined ? undefined : treeOf(markup, report);
  if (!tree) return undefined;
  // only of HTML do its author's lines reach the parser
  const ownLines = format === 'html' && !isFramed(format, body);
  const lineOf = (node: Tree.Node) => {
    const line = node.sourceCodeLocation?.startLine;
    return ownLines && line ? `line ${line}: ` : '';
  };
  const { picturesWithoutText } = checkTree(tree, aside, targets, report, lineOf);
  if (found.errors.length > before) return undefined;
  if (picturesWithoutText > 0)
    found.warnings.push({
      detail: `pictures without alt text: ${picturesWithoutText}; they say nothing where pictures are not shown`,
      pointer: `/content/${locale}/${format}`,
    });

  const text = aside.putBack(plainText(withConditionsAsText(markupOf(tree), aside)));
  dress(policy, locale, tree, {
    framed: isFramed(format, body),
    subject: aside.take(subject),
    preheader: aside.take(preheader),
    foot: footName,
  });
  const html = aside.putBack(markupOf(tree));
  if (Buffer.byteLength(html) + Buffer.byteLength(text) > limits.compiledBytes)
    report(`longer than ${limits.compiledBytes} bytes once compiled`);
  return { locale, subject, html, text };
}

/** The format in which a mail was written; a `Source` has exactly one. */
const formatOf = (source: Source): SourceFormat => sourceFormats.find((format) => source[format] !== undefined) ?? 'markdown';

const isDocument = (body: string): boolean => /<html[\s>]|<body[\s>]/i.test(body);

/** Whether the mail stands in the brand's frame: what was not written as a whole does. */
const isFramed = (format: SourceFormat, body: string): boolean =>
  format === 'markdown' || (format === 'html' && !isDocument(body));

/** The mail as one HTML document; undefined, and reported, if it is none. */
async function documentOf(
  policy: Policy,
  locale: Locale,
  format: SourceFormat,
  body: string,
  aside: Aside,
  report: Report,
): Promise<string | undefined> {
  const marked = aside.take(body);
  switch (format) {
    case 'mjml':
      return fromMjml(marked, report);
    case 'markdown':
      return framed(policy, locale, aside.asComments(fromMarkdown(aside.asWords(marked))));
    case 'html':
      return isFramed(format, body) ? framed(policy, locale, marked) : marked;
  }
}

async function fromMjml(body: string, report: Report): Promise<string | undefined> {
  if (/<mj-include[\s>/]/i.test(body)) return void report('<mj-include> is not allowed: there are no files to include');
  // 3.6 MB: whoever saves Markdown need not wait for it
  const { default: mjml2html } = await import('mjml');
  try {
    // no fonts from elsewhere: whoever serves them would see who reads
    const { html } = await mjml2html(body, { validationLevel: 'strict', fonts: {}, ignoreIncludes: true });
    return html;
  } catch (error) {
    const { errors, message } = error as {
      errors?: readonly { line: number; tagName: string; message: string }[];
      message: string;
    };
    for (const one of errors ?? []) report(`line ${one.line}: <${one.tagName}>: ${one.message.slice(0, 160)}`);
    if (!errors) report(message.split('\n')[0]?.slice(0, 160) ?? 'not MJML');
    return undefined;
  }
}

/** GitHub's Markdown. An address of a mailbox becomes no link by itself: links of a mail are http(s) alone. */
const fromMarkdown = (body: string): string =>
  parseMarkdown(body, {
    async: false,
    gfm: true,
    walkTokens: (token) => {
      if (token.type !== 'link' || !token.href.startsWith('mailto:') || token.raw.startsWith('[')) return;
      Object.assign(token, { type: 'text', text: token.raw.replace(/^<|>$/g, ''), tokens: undefined });
    },
  });

/** Marks of conditions as text, which the text part keeps. */
const withConditionsAsText = (markup: string, aside: Aside): string =>
  markup.replace(/<!--([^>]*)-->/g, (comment, data: string) => (aside.only(comment) ? data : ''));

/**
 * Renders what was compiled for somebody whose details are all known, and for somebody of whom nothing is: what cannot be rendered is refused now, not
 * one recipient after the other.
 */
function tryOut(policy: Policy, edition: Edition, format: SourceFormat, found: Found): void {
  const { locale } = edition.content;
  const at = (part: string) => `/content/${locale}/${part}`;
  try {
    const mailTo = newsletter(policy, edition);
    const sample = sampleRecipient(policy, locale, policy.identity.website);
    const [full, empty] = [mailTo(sample), mailTo({ ...sample, merge: {} })];
    if (full.subject === '' || empty.subject === '')
      found.errors.push({ detail: 'nothing is left of it for people whose details are not known', pointer: at('subject') });
    const bytes = Buffer.byteLength(full.html);
    if (bytes > limits.clippedBytes)
      found.warnings.push({
        detail: `${Math.ceil(bytes / 1024)} kB: Gmail cuts a mail off after ${limits.clippedBytes / 1024}, and with it the links to leave`,
        pointer: at(format),
      });
  } catch (error) {
    found.errors.push({ detail: `cannot be rendered: ${liquidError(error)}`, pointer: at(format) });
  }
}
