import { clauses } from '../../policies/clauses.ts';
import { type Deps, policyOf } from '../deps.ts';
import { localesOf } from '../domain/policy.ts';
import { type HttpHandler, http, page } from '../http/handler.ts';
import { Problem, problems } from '../http/problem.ts';
import { noticePage, noticeVersionPage } from '../pages/notice.ts';
import { problemPage } from '../pages/problem.ts';

type Needs = Pick<Deps, 'policyOf'>;

/**
 * The privacy notice of a brand, made from the policy that is in force. `lang` is one of the brand's languages, else its first;
 * `version` may name the version in force, and any other is answered with what there is.
 */
export const notice = ({ policyOf }: Needs): HttpHandler =>
  http(
    {
      'GET /{brand}/privacy': (request) => {
        const policy = policyOf(request.path.brand ?? '');
        if (!policy) throw new Problem('not-found');
        const locale = localesOf(policy).find((known) => known === request.query.lang) ?? localesOf(policy)[0] ?? 'en';
        const asked = request.query.version;
        if (asked && asked !== policy.notice.version) return page(404, noticeVersionPage({ policy, locale, asked }));
        return page(200, noticePage({ policy, locale, clauses: clauses[policy.brand] ?? {} }));
      },
    },
    { show: (problem) => page(statusOf(problem), problemPage({ status: statusOf(problem) })) },
  );

const statusOf = (problem: Problem | undefined): number => (problem ? problems[problem.kind].status : 500);

export const handler = notice({ policyOf });
