import * as z from 'zod';
import { type Deps, db, log, newId, now, policyOf, publicUrl, secret } from '../deps.ts';
import { hashAddress } from '../domain/identity.ts';
import { type Form, formOf, type Locale, marketOf, type Policy } from '../domain/policy.ts';
import { choicesOf, requestOf } from '../domain/sign-up.ts';
import { type HttpHandler, type HttpRequest, http, json, page, seeOther } from '../http/handler.ts';
import { fieldErrors, Problem, problems } from '../http/problem.ts';
import { problemPage } from '../pages/problem.ts';
import { embedPage, signUpPage, thanksPage } from '../pages/sign-up.ts';
import { saveRequest } from '../store/requests.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/** The sign-up form of a brand: its page, its answer to a visitor, the page after it, and what a site copies to show it itself. */
export const signUp = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /{brand}/signup/{form}': (request) => {
        const { policy, formId, locale } = formFor(needs, request);
        return page(200, signUpPage({ policy, formId, locale }));
      },
      'GET /{brand}/signup/{form}/thanks': (request) => {
        const { policy, formId, locale } = formFor(needs, request);
        return page(200, thanksPage({ policy, formId, locale }));
      },
      'GET /{brand}/signup/{form}/embed': (request) => {
        const { policy, formId, locale } = formFor(needs, request);
        return page(200, embedPage({ policy, formId, locale, publicUrl: needs.publicUrl() }));
      },
      'OPTIONS /{brand}/signup/{form}': (request) => {
        formFor(needs, request);
        return { statusCode: 204 };
      },

      'POST /{brand}/signup/{form}': async (request) => {
        const { policy, formId, form, locale } = formFor(needs, request);
        if (!mayPost(request, form, needs.publicUrl())) throw new Problem('origin-not-allowed');

        const sent = request.isForm ? membersOf(request.form()) : request.json();
        if (form.withdrawn.includes(statedVersion(sent))) throw new Problem('form-withdrawn');
        const checked = choicesOf(policy, formId, form).safeParse(sent);
        if (!checked.success) {
          const errors = fieldErrors(checked.error);
          if (!request.isForm) throw new Problem('invalid', { errors });
          return page(
            422,
            signUpPage({ policy, formId, locale: statedLocale(form, sent) ?? locale, values: sent as object, errors }),
          );
        }

        const choices = checked.data;
        if (choices.trapped) {
          needs.log('sign_up_trapped', { brand: policy.brand, form: formId });
        } else if (choices.consents.length === 0) {
          // somebody who takes the material and agrees to nothing: there is nothing to confirm, and nothing to keep them for
          needs.log('sign_up_without_consent', { brand: policy.brand, form: formId });
        } else {
          const { pepper } = await needs.secret();
          const ids = { addressHash: hashAddress(pepper, policy.brand, choices.email), requestId: needs.newId() };
          const saved = await saveRequest(needs.db, requestOf(policy, formId, form, choices, request.source, ids, needs.now()));
          needs.log('sign_up', { brand: policy.brand, form: formId, saved });
        }

        // the same answer whoever it was (T2, S10)
        if (!request.isForm) return json(202, { status: 'accepted' });
        return seeOther(form.thankYou?.[choices.locale] ?? `/${policy.brand}/signup/${formId}/thanks?lang=${choices.locale}`);
      },
    },
    {
      headers: (request) => corsHeaders(needs, request),
      show: (problem, request) => {
        if (!wantsPage(request)) return undefined;
        const policy = needs.policyOf(request.path.brand ?? '');
        const form = policy && formOf(policy, request.path.form ?? '');
        const status = problem ? problems[problem.kind].status : 500;
        return page(status, problemPage({ policy, status, locale: (policy && form && localeOf(request, policy, form)) ?? 'en' }));
      },
    },
  );

function formFor({ policyOf }: Needs, request: HttpRequest) {
  const policy = policyOf(request.path.brand ?? '');
  const formId = request.path.form ?? '';
  const form = policy && formOf(policy, formId);
  // a form that stores nothing subscribes nobody (E9); one of another channel is a script that an operator reads out (E3, I13)
  if (!policy || !form?.store || form.channel !== 'web') throw new Problem('not-found');
  return { policy, formId, form, locale: localeOf(request, policy, form) };
}

/** The locale asked for, if the form is written in it; else its market's. */
function localeOf({ query }: HttpRequest, policy: Policy, form: Form): Locale {
  const written = Object.keys(form.wording) as Locale[];
  const market = marketOf(policy, form.market)?.locale;
  return written.find((locale) => locale === query.lang) ?? written.find((locale) => locale === market) ?? written[0] ?? 'en';
}

/** A form's fields as the members that the JSON body has. An empty field was not filled in. */
function membersOf(fields: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = Object.create(null);
  for (const name of new Set(fields.keys())) {
    const values = fields.getAll(name);
    if (name === 'consent') continue;
    if (name === 'formVersion') members[name] = Number(values[0]);
    else if (values.length > 1 || values[0] !== '') members[name] = values.length > 1 ? values : values[0];
  }
  return { ...members, consents: fields.getAll('consent') };
}

const Stated = z.object({ formVersion: z.number().catch(0), locale: z.string().catch('') }).catch({ formVersion: 0, locale: '' });
const statedVersion = (sent: unknown): number => Stated.parse(sent).formVersion;
const statedLocale = (form: Form, sent: unknown): Locale | undefined =>
  (Object.keys(form.wording) as Locale[]).find((locale) => locale === Stated.parse(sent).locale);

/** A browser says which site posts; a site that withholds it (`null`, by its referrer policy) or a server's call is not stopped by this. */
function mayPost({ headers: { origin } }: HttpRequest, form: Form, publicUrl: string): boolean {
  return origin === undefined || origin === 'null' || origin === new URL(publicUrl).origin || form.origins.includes(origin);
}

function corsHeaders({ policyOf }: Needs, { path, headers: { origin } }: HttpRequest): Record<string, string> {
  const policy = policyOf(path.brand ?? '');
  const form = policy && formOf(policy, path.form ?? '');
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
const wantsPage = (request: HttpRequest): boolean => request.isForm || (request.headers.accept ?? '').includes('text/html');

export const handler = signUp({ db, secret, policyOf, publicUrl, now, newId, log });
