import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';

/** An element as an HTML parser sees it. */
export interface Element {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** All text below it. */
  readonly text: string;
  readonly parents: readonly Element[];
}

type Node = DefaultTreeAdapterTypes.Node;
const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : []);
const textOf = (node: Node): string => ('value' in node ? node.value : childrenOf(node).map(textOf).join(''));

const elementsBelow = (node: Node, parents: readonly Element[]): Element[] =>
  childrenOf(node).flatMap((child) => {
    if (!('tagName' in child)) return [];
    const attributes = new Map(child.attrs.map(({ name, value }) => [name, value]));
    const element = { tag: child.tagName, attributes, text: textOf(child), parents };
    return [element, ...elementsBelow(child, [...parents, element])];
  });

/** Every element of a page, in its order. */
export const elementsOf = (page: string): Element[] => elementsBelow(parse(page), []);

/** Every element of a piece of markup. */
export const elementsOfFragment = (markup: string): Element[] => elementsBelow(parseFragment(markup), []);
