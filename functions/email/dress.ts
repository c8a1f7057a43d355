/** What every newsletter has, whatever it was written in: character set, width, title, preheader, dark mode, and the place of its foot. */
import { defaultTreeAdapter, html as names, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Locale, Policy } from '../domain/policy.ts';
import { type Palette, palettes } from '../pages/colour.ts';
import { looks } from './frame.ts';
import { darkStyle } from './mail.ts';

/** After the preheader, so that an inbox shows nothing of the mail's beginning behind it. */
const filler = '\u034F\u200C\u00A0'.repeat(70);
const hidden = 'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all';

/** Dresses a checked tree, in place. `framed` says that it stands in the brand's own frame; `foot` is the comment that marks the foot's place. */
export function dress(
  policy: Policy,
  locale: Locale,
  tree: Tree.Document,
  parts: { readonly framed: boolean; readonly subject: string; readonly preheader: string; readonly foot: string },
): void {
  const { framed, subject, preheader, foot } = parts;
  const [root, head, body] = [
    childOf(tree, 'html'),
    childOf(childOf(tree, 'html'), 'head'),
    childOf(childOf(tree, 'html'), 'body'),
  ];
  const { light, dark } = palettes(policy.identity.colour);
  if (framed) dressContent(body, light);

  setAttribute(root, 'lang', locale);
  // MJML knows no language
  for (const child of elementsIn(body)) if (attribute(child, 'lang') === 'und') setAttribute(child, 'lang', locale);

  const metas = elementsIn(head).filter(({ tagName }) => tagName === 'meta');
  const named = (name: string) => metas.some((meta) => attribute(meta, 'name')?.toLowerCase() === name);
  const saysCharset = (meta: Tree.Element) =>
    attribute(meta, 'charset') !== undefined || attribute(meta, 'http-equiv')?.toLowerCase() === 'content-type';
  for (const meta of metas.filter(saysCharset)) defaultTreeAdapter.detachNode(meta);
  const meta = (name: string, content: string) => (named(name) ? [] : [element('meta', { name, content })]);
  putFirst(head, [
    element('meta', { charset: 'utf-8' }),
    ...meta('viewport', 'width=device-width, initial-scale=1'),
    ...(framed ? [...meta('color-scheme', 'light dark'), ...meta('supported-color-schemes', 'light dark')] : []),
    element('title', {}, subject),
    // a foot that goes dark under a mail that stays light would look broken
    element('style', {}, framed || knowsDarkMode(head) ? darkRules(dark) : phoneRules),
  ]);
  if (preheader !== '') putFirst(body, [element('div', { style: hidden }, preheader + filler)]);
  defaultTreeAdapter.appendChild(body, defaultTreeAdapter.createCommentNode(foot));

  tree.childNodes = [];
  defaultTreeAdapter.setDocumentType(tree, 'html', '', '');
  defaultTreeAdapter.appendChild(tree, root);
}

const darkRules = (dark: Palette): string =>
  `${darkStyle(dark, 's-')}@media (prefers-color-scheme:dark){.s-rule{border-color:${dark.line}!important}}\n`;
const phoneRules = '\n@media (max-width:480px){.s-pad{padding-left:20px!important;padding-right:20px!important}}\n';

/** Whether the mail's own styles have a dark mode. */
const knowsDarkMode = (head: Tree.Element): boolean =>
  elementsIn(head).some(
    ({ tagName, childNodes }) =>
      tagName === 'style' && childNodes.some((text) => 'value' in text && text.value.includes('prefers-color-scheme')),
  );

/** Gives what has no style of its own the frame's. Mail programs read little but `style`, so each element gets its own. */
function dressContent(body: Tree.Element, light: Palette): void {
  const content = descendants(body).find((one) => attribute(one, 'id') === 'content');
  if (!content) return;
  content.attrs = content.attrs.filter(({ name }) => name !== 'id');
  const known = looks(light);
  const inGrid = new Set(
    descendants(content)
      .filter((one) => one.tagName === 'table' && descendants(one).some(({ tagName }) => tagName === 'th'))
      .flatMap((table) => [table, ...descendants(table)]),
  );
  for (const one of descendants(content)) {
    const look = known[one.tagName];
    const isLayout = /^(table|td|th)$/.test(one.tagName) && !inGrid.has(one);
    if (!look || isLayout || attribute(one, 'style') !== undefined) continue;
    setAttribute(one, 'style', look.style);
    if (look.class) setAttribute(one, 'class', [attribute(one, 'class'), look.class].filter(Boolean).join(' '));
  }
}

const elementsIn = (parent: Tree.ParentNode): Tree.Element[] =>
  parent.childNodes.filter((child): child is Tree.Element => 'tagName' in child);

const descendants = (parent: Tree.ParentNode): Tree.Element[] =>
  elementsIn(parent).flatMap((child) => [child, ...descendants(child)]);

function childOf(parent: Tree.ParentNode, name: string): Tree.Element {
  const child = elementsIn(parent).find(({ tagName }) => tagName === name);
  // the parser makes html, head and body of any text
  if (!child) throw new Error(`the parser made no ${name}`);
  return child;
}

const attribute = ({ attrs }: Tree.Element, wanted: string): string | undefined =>
  attrs.find(({ name }) => name === wanted)?.value;

function setAttribute(one: Tree.Element, name: string, value: string): void {
  one.attrs = [...one.attrs.filter((known) => known.name !== name), { name, value }];
}

function element(name: string, attributes: Readonly<Record<string, string>>, text = ''): Tree.Element {
  const attrs = Object.entries(attributes).map(([key, value]) => ({ name: key, value }));
  const made = defaultTreeAdapter.createElement(name, names.NS.HTML, attrs);
  if (text !== '') defaultTreeAdapter.insertText(made, text);
  return made;
}

function putFirst(parent: Tree.Element, nodes: readonly Tree.Element[]): void {
  const first = parent.childNodes[0];
  for (const node of nodes) {
    if (first) defaultTreeAdapter.insertBefore(parent, node, first);
    else defaultTreeAdapter.appendChild(parent, node);
  }
}
