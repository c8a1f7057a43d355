/** The HTML of a newsletter, read by a real parser: what a mail has no use for is refused by name, and every link is frozen. */
import {
  defaultTreeAdapter,
  parse,
  serialize,
  Tokenizer,
  TokenizerMode,
  type DefaultTreeAdapterTypes as Tree,
  type DefaultTreeAdapterMap as TreeMap,
} from 'parse5';
import { limits } from '../domain/limits.ts';
import { type Aside, isCondition, ownLinks } from './merge.ts';

/** What a mail is made of. Whatever runs, asks, embeds or loads more than a picture is not on the list. */
const elements = new Set(
  `html head title meta style body div span p br hr wbr h1 h2 h3 h4 h5 h6 a img table caption colgroup col thead tbody tfoot tr th td
  ul ol li dl dt dd strong b em i u s small big sub sup del ins mark q cite abbr dfn code kbd samp var time blockquote pre address center
  font figure figcaption section article aside header footer main nav picture`.split(/\s+/),
);
/** Elements of which nothing is left, children included; they say nothing in a mail. */
const dropped = new Set(['title']);
/** Attributes that lead somewhere, on the elements above, beside the `href`, `src` and `background` that are looked at. */
const leading =
  /^(action|archive|cite|classid|codebase|data|dynsrc|formaction|longdesc|lowsrc|manifest|ping|poster|profile|srcdoc|srcset|usemap|xlink:href)$/;
/** What Outlook reads in conditional comments, where MJML puts tables and the background images that Outlook knows. */
const conditional =
  /^(table|tbody|tr|td|div|p|span|br|style|noscript|xml|center|o:[a-z]+|v:(rect|roundrect|fill|image|textbox|background)|w:[a-z]+)$/;

/** Where links lead, each address once. */
export interface Targets {
  /** The number of an address, which is added if it is new; undefined if there are too many. */
  readonly numberOf: (address: string) => number | undefined;
}

/** Says what is wrong, in words that its author understands. */
export type Report = (detail: string) => void;

/** Refuses a mail that is no mail but an attack on its reader, before anything recursive looks at it. */
class TooMuch extends Error {}

/** The tree of a mail; undefined, and reported, if it is larger or deeper than any mail needs to be. */
export function treeOf(markup: string, report: Report): Tree.Document | undefined {
  let made = 0;
  const treeAdapter = {
    ...defaultTreeAdapter,
    createElement: (...of: Parameters<typeof defaultTreeAdapter.createElement>) => {
      made += 1;
      if (made > limits.mailElements) throw new TooMuch();
      return defaultTreeAdapter.createElement(...of);
    },
  };
  try {
    const document = parse<TreeMap>(markup, { treeAdapter, scriptingEnabled: false, sourceCodeLocationInfo: true });
    if (isDeeper(document, limits.mailDepth)) throw new TooMuch();
    return document;
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    report(`more than ${limits.mailElements} elements, or more than ${limits.mailDepth} within each other`);
    return undefined;
  }
}

function isDeeper(root: Tree.ParentNode, depth: number): boolean {
  let level: Tree.ParentNode[] = [root];
  for (let at = 0; level.length > 0; at += 1) {
    if (at > depth) return true;
    level = level.flatMap((parent) => parent.childNodes.filter((child): child is Tree.Element => 'childNodes' in child));
  }
  return false;
}

/**
 * Checks a tree and freezes its links, in place: each `href` becomes the mark of its target. Comments are dropped, but for the marks of conditions and
 * for what Outlook reads. Counts the pictures that say nothing to those who cannot see them.
 */
export function checkTree(
  root: Tree.Document,
  aside: Aside,
  targets: Targets,
  report: Report,
  lineOf: (node: Tree.Node) => string,
): { picturesWithoutText: number } {
  let picturesWithoutText = 0;

  const visit = (parent: Tree.ParentNode): void => {
    const open: string[] = [];
    for (const node of [...parent.childNodes]) {
      if (node.nodeName === '#comment') comment(node as Tree.CommentNode, open);
      else if (node.nodeName === '#text') text(node as Tree.TextNode, parent);
      else if (isElement(node)) {
        element(node);
        visit(node);
      }
    }
    if (open.length > 0) report('a condition ends in another element than it begins in');
  };

  const comment = (node: Tree.CommentNode, open: string[]): void => {
    const piece = aside.only(`<!--${node.data}-->`);
    if (piece?.kind === 'opens') open.push(piece.source);
    else if (piece?.kind === 'closes' || piece?.kind === 'continues') {
      if (open.length === 0) report(`${piece.source}: the condition begins in another element`);
      if (piece.kind === 'closes') open.pop();
    } else if (aside.within(node.data).some(isCondition)) {
      report(`${lineOf(node)}conditions do not stand in comments`);
    } else if (/^\s*\[if\b[^\]]*\]>|^\s*<!\[endif\]\s*$/i.test(node.data)) {
      for (const wrong of conditionalErrors(node.data, aside)) report(`${lineOf(node)}in a conditional comment, ${wrong}`);
    } else {
      defaultTreeAdapter.detachNode(node);
    }
  };

  const text = (node: Tree.TextNode, parent: Tree.ParentNode): void => {
    if (parent.nodeName === 'style') for (const wrong of cssErrors(node.value, aside)) report(`${lineOf(node)}${wrong}`);
    // a comment's mark that is text stood where no comment can
    else if (aside.within(node.value).some(isCondition)) {
      report(`${lineOf(node)}conditions stand between elements`);
    } else if (/^\s*\n\s*$/.test(node.value) && parent.nodeName !== 'pre') node.value = '\n';
  };

  const element = (node: Tree.Element): void => {
    if (dropped.has(node.tagName)) {
      defaultTreeAdapter.detachNode(node);
      return;
    }
    for (const wrong of elementErrors(node, aside)) report(`${lineOf(node)}${wrong}`);
    const href = node.attrs.find(({ name }) => name === 'href');
    if (href && node.tagName === 'a') freeze(node, href);
    if (node.tagName === 'img' && attribute(node, 'alt') === undefined) {
      picturesWithoutText += 1;
      node.attrs.push({ name: 'alt', value: '' });
    }
  };

  const freeze = (node: Tree.Element, href: { value: string }): void => {
    const own = aside.only(href.value)?.kind === 'own link';
    if (own) return;
    const address = targetOf(href.value);
    const number = address && targets.numberOf(address);
    if (aside.within(href.value).length > 0) report(`${lineOf(node)}no merge fields in links, but for ${ownLinksInWords} alone`);
    else if (!address) report(`${lineOf(node)}“${href.value.slice(0, 80)}” is no http or https address that a link may lead to`);
    else if (number === undefined) report(`more than ${limits.campaignLinks} addresses in the links of a campaign`);
    else href.value = aside.target(Number(number));
  };

  visit(root);
  return { picturesWithoutText };
}

const ownLinksInWords = ownLinks.map((name) => `{{ links.${name} }}`).join(', ');

const attribute = ({ attrs }: Tree.Element, wanted: string): string | undefined =>
  attrs.find(({ name }) => name === wanted)?.value;

function elementErrors(node: Tree.Element, aside: Aside): string[] {
  if (!elements.has(node.tagName)) return [`<${node.tagName.slice(0, 30)}> is not allowed in a mail`];
  const wrong = node.attrs.map((one) => attributeError(node.tagName, one, aside)).filter((error) => error !== undefined);
  if (node.tagName === 'meta' && !isHarmlessMeta(node)) wrong.push('this <meta> is not allowed in a mail');
  if (node.tagName === 'img' && isPixel(attribute(node, 'width'), attribute(node, 'height'), attribute(node, 'style')))
    wrong.push('a picture of one pixel counts readers: tracking needs their consent, and the system adds its own');
  return wrong;
}

const isElement = (node: Tree.Node): node is Tree.Element => 'tagName' in node;

/** The address of a link as it is frozen, or undefined: http(s), no credentials that would hide the host, not longer than a link table takes. */
function targetOf(written: string): string | undefined {
  const url = URL.parse(written.trim());
  const web = url && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
  return web && url.href.length <= limits.linkLength ? url.href : undefined;
}

/** Scheme and host written out: neither a path of nowhere, nor what a browser would run. */
const isPictureAddress = (written: string): boolean =>
  /^https?:\/\/[^\s"'()<>\\]+$/i.test(written.trim()) && URL.canParse(written.trim());

function attributeError(tag: string, { name, value }: { name: string; value: string }, aside: Aside): string | undefined {
  if (/^on/i.test(name)) return `${name.slice(0, 30)}=… runs a script, which is not allowed in a mail`;
  if (leading.test(name) || (name === 'href' && tag !== 'a')) return `<${tag} ${name}=…> is not allowed in a mail`;
  const pieces = aside.within(value);
  if (aside.within(name).length > 0) return 'merge fields stand in text, not inside a tag';
  // of a link's address there is more to say
  if (name === 'href') return undefined;
  if (pieces.length > 0 && (!/^(alt|title)$/.test(name) || pieces.some(({ kind }) => kind !== 'field')))
    return `merge fields stand in text, alt and title, not in ${name.slice(0, 30)}`;
  if ((name === 'src' || name === 'background') && !isPictureAddress(value))
    return `“${value.slice(0, 80)}” is no http or https address of a picture`;
  if (name === 'style') return cssErrors(value, aside)[0];
  return undefined;
}

/** What a style sheet or a `style` attribute may not say. */
function cssErrors(css: string, aside: Aside): string[] {
  if (aside.within(css).length > 0 || /\{[{%]/.test(css)) return ['merge fields stand in text, not in styles'];
  const forbidden = /@import|expression\s*\(|javascript:|vbscript:|behaviou?r\s*:|-moz-binding|\\|<[/!]/i.exec(css);
  if (forbidden) return [`“${forbidden[0]}” is not allowed in the styles of a mail`];
  return [...css.matchAll(/url\(\s*(["']?)(.*?)\1\s*\)/gi)]
    .filter(([, , address = '']) => !isPictureAddress(address))
    .map(([, , address = '']) => `“${address.slice(0, 80)}” is no http or https address of a picture`);
}

/** Character set, width on phones, and the like. Not `refresh`, which leads away. */
function isHarmlessMeta({ attrs }: Tree.Element): boolean {
  const equivalent = attrs.find(({ name }) => name === 'http-equiv')?.value.toLowerCase();
  return equivalent === undefined || equivalent === 'content-type' || equivalent === 'x-ua-compatible';
}

/** One or two pixels in both directions, or none. */
function isPixel(width = '', height = '', style = ''): boolean {
  const tiny = (attribute: string, property: string) =>
    /^\s*[0-2](px)?\s*$/.test(new RegExp(`(?:^|[;\\s])${property}\\s*:\\s*([^;!]+)`, 'i').exec(style)?.[1] ?? attribute);
  return tiny(width, 'width') && tiny(height, 'height');
}

/**
 * What Outlook would read in a conditional comment and may not. It is no tree (a comment opens a table that another one closes), so it is read tag by
 * tag; links are not among what it may hold, since nobody would have frozen them.
 */
function conditionalErrors(data: string, aside: Aside): string[] {
  if (aside.within(data).length > 0 || /\{[{%]/.test(data)) return ['merge fields are not allowed'];
  const wrong: string[] = [];
  let css: string | undefined;
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag: ({ tagName, attrs }) => {
        css = tagName === 'style' ? '' : undefined;
        if (!conditional.test(tagName)) wrong.push(`<${tagName}> is not allowed`);
        for (const attribute of attrs) {
          const error = attributeError(tagName, attribute, aside);
          if (error || attribute.name === 'href') wrong.push(error ?? 'links are not allowed');
        }
      },
      onEndTag: () => {
        wrong.push(...cssErrors(css ?? '', aside));
        css = undefined;
      },
      onCharacter: ({ chars }) => {
        if (css !== undefined) css += chars;
      },
      onComment: () => {},
      onDoctype: () => {},
      onEof: () => {},
      onNullCharacter: () => {},
      onWhitespaceCharacter: ({ chars }) => {
        if (css !== undefined) css += chars;
      },
    },
  );
  tokenizer.state = TokenizerMode.DATA;
  tokenizer.write(data.replace(/^\s*\[if[^\]]*\]>/i, '').replace(/<!\[endif\]$/i, ''), true);
  return wrong;
}

/** The tree as markup. */
export const markupOf = (root: Tree.Document): string => serialize(root);
