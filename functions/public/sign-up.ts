import { type Deps, db, log, newId, now, policyOf, publicUrl, secret } from '../deps.ts';
import { hashAddress } from '../domain/identity.ts';
import { formOf } from '../domain/policy.ts';
import { choicesOf, requestOf } from '../domain/sign-up.ts';
import { type HttpHandler, type HttpRequest, http, json, page, seeOther } from '../http/handler.ts';
import { fieldErrors, Problem, problems } from '../http/problem.ts';
import { corsHeaders, formLocale, mayPost, membersOf, statedLocale, statedVersion, wantsPage } from '../http/visitor-form.ts';
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

        const sent = request.isForm
          ? { ...membersOf(request.form()), consents: request.form().getAll('consent') }
          : request.json();
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
      headers: (request) =>
        corsHeaders(request, formOf(needs.policyOf(request.path.brand ?? '') ?? { forms: {} }, request.path.form ?? '')),
      show: (problem, request) => {
        if (!wantsPage(request)) return undefined;
        const policy = needs.policyOf(request.path.brand ?? '');
        const form = policy && formOf(policy, request.path.form ?? '');
        const status = problem ? problems[problem.kind].status : 500;
        return page(
          status,
          problemPage({ policy, status, locale: (policy && form && formLocale(request, policy, form)) ?? 'en' }),
        );
      },
    },
  );

function formFor({ policyOf }: Needs, request: HttpRequest) {
  const policy = policyOf(request.path.brand ?? '');
  const formId = request.path.form ?? '';
  const form = policy && formOf(policy, formId);
  // a form that stores nothing subscribes nobody (E9); one of another channel is a script that an operator reads out (E3, I13)
  if (!policy || !form?.store || form.channel !== 'web') throw new Problem('not-found');
  return { policy, formId, form, locale: formLocale(request, policy, form) };
}

export const handler = signUp({ db, secret, policyOf, publicUrl, now, newId, log });
