import { type Deps, db, now, policyOf } from '../deps.ts';
import { desk } from '../desk.ts';
import { article30Of } from '../domain/article30.ts';
import { lint } from '../domain/lints.ts';
import { localesOf } from '../domain/policy.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json, page } from '../http/handler.ts';
import { article30Page } from '../pages/article30.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now'>;

/** What is in force: the brand's policy with every default filled in, what the lints say of it, and the record of processing that it amounts to. */
export const policy = ({ db, policyOf, now }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'GET /v1/{brand}/policy': (request) => json(200, operatorOf(request, policyOf).policy),
      'GET /v1/{brand}/policy/lints': (request) =>
        json(200, { items: lint(operatorOf(request, policyOf).policy, { production: false }), next: null }),
      'GET /v1/{brand}/policy/article30': (request) => {
        const { policy } = operatorOf(request, policyOf);
        if (!(request.headers.accept ?? '').includes('text/html')) return json(200, article30Of(policy));
        const locale = localesOf(policy).find((known) => known === request.query.lang) ?? localesOf(policy)[0] ?? 'en';
        return page(200, article30Page({ policy, locale }));
      },
    },
  );

export const handler = policy({ db, policyOf, now });
