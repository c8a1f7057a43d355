import { type Deps, policyOf } from '../deps.ts';
import { lint } from '../domain/lints.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, http, json } from '../http/handler.ts';

type Needs = Pick<Deps, 'policyOf'>;

/** What is in force: the brand's policy with every default filled in, and what the lints say of it. */
export const policy = ({ policyOf }: Needs): HttpHandler =>
  http({
    'GET /v1/{brand}/policy': (request) => json(200, operatorOf(request, policyOf).policy),
    'GET /v1/{brand}/policy/lints': (request) =>
      json(200, { items: lint(operatorOf(request, policyOf).policy, { production: false }), next: null }),
  });

export const handler = policy({ policyOf });
