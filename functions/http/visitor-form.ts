/** What every form that a visitor posts has in common, whatever becomes of it: one defence for every way in (T11). */
import * as z from 'zod';
import { type Form, type Locale, marketOf, type Policy } from '../domain/policy.ts';
import type { HttpRequest } from './handler.ts';

/** The locale asked for, if the form is written in it; else its market's. */
export function formLocale({ query }: HttpRequest, policy: Policy, form: Form): Locale {
  const written = Object.keys(form.wording) as Locale[];
  const market = marketOf(policy, form.market)?.locale;
  return written.find((locale) => locale === query.lang) ?? written.find((locale) => locale === market) ?? written[0] ?? 'en';
}

/** A form's fields as the members that the JSON body has. An empty field was not filled in. `consent` is a list of its own. */
export function membersOf(fields: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = Object.create(null);
  for (const name of new Set(fields.keys())) {
    const values = fields.getAll(name);
    if (name === 'consent') continue;
    if (name === 'formVersion') members[name] = Number(values[0]);
    else if (values.length > 1 || values[0] !== '') members[name] = values.length > 1 ? values : values[0];
  }
  return members;
}

const Stated = z.object({ formVersion: z.number().catch(0), locale: z.string().catch('') }).catch({ formVersion: 0, locale: '' });

/** The version of the form that the sender says it is; 0 if they do not. */
export const statedVersion = (sent: unknown): number => Stated.parse(sent).formVersion;

/** The locale of the form that the sender says it is. */
export const statedLocale = (form: Form, sent: unknown): Locale | undefined =>
  (Object.keys(form.wording) as Locale[]).find((locale) => locale === Stated.parse(sent).locale);

/** A browser says which site posts; a site that withholds it (`null`, by its referrer policy) or a server's call is not stopped by this. */
export function mayPost({ headers: { origin } }: HttpRequest, form: Form, publicUrl: string): boolean {
  return origin === undefined || origin === 'null' || origin === new URL(publicUrl).origin || form.origins.includes(origin);
}

/** The answer's headers for a site that may post the form. */
export function corsHeaders({ headers: { origin } }: HttpRequest, form: Form | undefined): Record<string, string> {
  if (!origin || !form?.origins.includes(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '3600',
  };
}

/** A browser that navigates gets pages; a script gets problem documents. */
export const wantsPage = (request: HttpRequest): boolean =>
  request.isForm || (request.headers.accept ?? '').includes('text/html');
