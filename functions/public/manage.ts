import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { hashAddress } from '../domain/identity.ts';
import { LinkBody, linkRequestOf } from '../domain/manage.ts';
import { type Locale, localeNamed, localesOf } from '../domain/policy.ts';
import { type HttpHandler, type HttpRequest, http, json, page } from '../http/handler.ts';
import { fieldErrors, Problem, problems } from '../http/problem.ts';
import { linkSentPage, managePage } from '../pages/manage.ts';
import { problemPage } from '../pages/problem.ts';
import { saveLinkRequest } from '../store/link-requests.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * Where people ask for the one-hour link to their choices and their data. The answer is the same for every address, with the same call behind it: nobody learns
 * from it who is known (S10).
 */
export const manage = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /{brand}/manage': (request) => page(200, managePage(pageFor(needs, request))),

      'POST /{brand}/manage': async (request) => {
        const { policy, locale } = pageFor(needs, request);
        const sent = request.isForm ? fieldsOf(request.form()) : request.json();
        const checked = LinkBody.safeParse(sent);
        if (!checked.success) {
          const errors = fieldErrors(checked.error);
          if (!request.isForm) throw new Problem('invalid', { errors });
          const { email } = sent as { email?: string };
          const spoken = localeNamed(policy, (sent as { locale?: string }).locale) ?? locale;
          return page(422, managePage({ policy, locale: spoken, typed: email ?? '', wrong: true }));
        }

        const { email, website } = checked.data;
        const spoken = localeNamed(policy, checked.data.locale) ?? locale;
        if (website) {
          needs.log('link_trapped', { brand: policy.brand });
        } else {
          const { pepper } = await needs.secret();
          const asked = {
            brand: policy.brand,
            addressHash: hashAddress(pepper, policy.brand, email),
            locale: spoken,
            requestId: needs.newId(),
          };
          const saved = await saveLinkRequest(needs.db, linkRequestOf(asked, { pepper, ip: request.source.ip }, needs.now()));
          needs.log('link_asked_for', { brand: policy.brand, saved });
        }
        if (!request.isForm) return json(202, { status: 'accepted' });
        return page(202, linkSentPage({ policy, locale: spoken }));
      },
    },
    {
      show: (problem, request) => {
        if (!request.isForm && !(request.headers.accept ?? '').includes('text/html')) return undefined;
        const status = problem ? problems[problem.kind].status : 500;
        const policy = needs.policyOf(request.path.brand ?? '');
        return page(status, problemPage({ policy, status, locale: (policy && localeNamed(policy, request.query.lang)) ?? 'en' }));
      },
    },
  );

function pageFor({ policyOf }: Needs, { path, query }: HttpRequest) {
  const policy = policyOf(path.brand ?? '');
  if (!policy) throw new Problem('not-found');
  return { policy, locale: localeNamed(policy, query.lang) ?? (localesOf(policy)[0] as Locale) };
}

/** The form's fields; one that was sent twice stays a list, and is refused. */
const fieldsOf = (fields: URLSearchParams): Record<string, unknown> =>
  Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const values = fields.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );

export const handler = manage({ db, secret, policyOf, now, newId, log });
