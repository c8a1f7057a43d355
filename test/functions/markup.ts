/** Pages as a browser reads them: by parse5, the parser of the HTML standard. */
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';

/** An element of a page. */
export type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** Every element of a page, in document order. */
export const elementsOf = (html: string): Element[] => below(parse(html));

/** Every element of a piece of markup, in document order. */
export const elementsOfFragment = (html: string): Element[] => below(parseFragment(html));

function below(node: Node): Element[] {
  const own = 'tagName' in node ? [node] : [];
  const inside = 'content' in node ? [node.content] : 'childNodes' in node ? node.childNodes : [];
  return [...own, ...inside.flatMap(below)];
}

/** The value of an attribute; undefined if the element has none of that name. */
export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((one) => one.name === name)?.value;

/** The text in a node, as a reader sees it before styles. */
export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/** A control of a form. */
export interface Control {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly checked: boolean;
  readonly id: string | undefined;
}

/** A form of a page: where and how it posts, and its controls. */
export interface PageForm {
  readonly id: string | undefined;
  readonly action: string;
  readonly method: string;
  readonly controls: readonly Control[];
}

/** The only form among the elements. */
export function formIn(elements: readonly Element[]): PageForm {
  const [form, ...more] = formsIn(elements);
  if (!form || more.length > 0) throw new Error(`expected one form, found ${more.length + (form ? 1 : 0)}`);
  return form;
}

/** Every form among the elements. */
export const formsIn = (elements: readonly Element[]): PageForm[] =>
  elements
    .filter(({ tagName }) => tagName === 'form')
    .map((form) => ({
      id: attribute(form, 'id'),
      action: attribute(form, 'action') ?? '',
      method: attribute(form, 'method') ?? '',
      controls: below(form).flatMap(controlOf),
    }));

function controlOf(element: Element): Control[] {
  if (element.tagName !== 'input' && element.tagName !== 'select') return [];
  const options = below(element).filter(({ tagName }) => tagName === 'option');
  const selected = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
  return [
    {
      name: attribute(element, 'name') ?? '',
      type: element.tagName === 'select' ? 'select' : (attribute(element, 'type') ?? 'text'),
      value: attribute(element.tagName === 'select' ? selected : element, 'value') ?? '',
      checked: attribute(element, 'checked') !== undefined,
      id: attribute(element, 'id'),
    },
  ];
}

/** What a browser submits after a visitor typed `typed` and ticked `ticked`; everything else stays as the page has it. */
export function submission(
  { controls }: PageForm,
  { typed = {}, ticked }: { typed?: Readonly<Record<string, string>>; ticked?: readonly string[] },
): URLSearchParams {
  const known = new Set(controls.map(({ name }) => name));
  for (const name of Object.keys(typed)) if (!known.has(name)) throw new Error(`the form has no field ${name}`);
  for (const value of ticked ?? []) {
    if (!controls.some((control) => control.type === 'checkbox' && control.value === value))
      throw new Error(`the form has no box ${value}`);
  }
  const sent = new URLSearchParams();
  for (const { name, type, value, checked } of controls) {
    if (type !== 'checkbox') sent.append(name, typed[name] ?? value);
    else if (ticked ? ticked.includes(value) : checked) sent.append(name, value);
  }
  return sent;
}
