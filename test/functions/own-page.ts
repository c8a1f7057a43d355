/** A person's own page, as a browser fills it in and sends it. */
import type { System } from '../../local/system.ts';
import { elementsOf, formsIn, submission } from './markup.ts';

/** What is filled in; everything else stays as the page has it. */
export interface FilledIn {
  readonly typed?: Readonly<Record<string, string>>;
  readonly ticked?: readonly string[];
}

/** Sends the form of a page that does `does`. */
export async function submit(system: System, html: string, does: string, filled: FilledIn = {}): Promise<Response> {
  const form = formsIn(elementsOf(html)).find(({ controls }) =>
    controls.some(({ name, value }) => name === 'do' && value === does),
  );
  if (!form) throw new Error(`the page has no form that does ${does}`);
  return system.fetch(form.action, { method: 'POST', body: submission(form, filled) });
}

/** Opens a page and sends its form that does `does`. */
export async function openAndSubmit(system: System, path: string, does: string, filled: FilledIn = {}): Promise<Response> {
  const opened = await system.fetch(path);
  return submit(system, await opened.text(), does, filled);
}

/** The boxes of a page that are ticked. */
export const tickedOn = (html: string): string[] =>
  formsIn(elementsOf(html)).flatMap(({ controls }) =>
    controls.filter(({ type, checked }) => type === 'checkbox' && checked).map(({ value }) => value),
  );
