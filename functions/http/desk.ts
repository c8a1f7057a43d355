/** Where operators call: their roles are held against what they were granted before anything else (K17). */
import { beginGrant, isGranted, type OperatorGrant, operatorRoles } from '../domain/operators.ts';
import type { Policy } from '../domain/policy.ts';
import type { Route } from '../routes.ts';
import { groupsOf } from './authorise.ts';
import { type HttpHandler, type HttpOptions, type HttpRequest, http, type Respond } from './handler.ts';
import { Problem } from './problem.ts';

/** What is needed to tell what somebody was granted. */
export interface Grants {
  readonly list: (brand: string, operator?: string) => Promise<readonly OperatorGrant[]>;
  readonly begin: (brand: string, grant: OperatorGrant) => Promise<'begun' | 'known'>;
}

interface Needs {
  readonly policyOf: (brand: string) => Policy | undefined;
  readonly now: () => Date;
}

/** What holds a request to what its operator was granted. */
export type Admit = (request: HttpRequest) => Promise<HttpRequest>;

/** The handler of operators' routes: as `http`, for those whose grant holds at this moment. */
export const desk = (admit: Admit, routes: { readonly [R in Route]?: Respond }, options: HttpOptions = {}): HttpHandler =>
  http(routes, { ...options, admit });

/**
 * The request with those groups of the path's brand alone whose grant holds. Who had one and has none left is `forbidden`; a first request in a role begins its
 * grant. Whoever is nothing at the brand passes as they are, and is told so by whoever asks for a role.
 */
export const admitting =
  (grants: Grants, { policyOf, now }: Needs): Admit =>
  async (request) => {
    const { claims, path } = request;
    const policy = policyOf(path.brand ?? '');
    const groups = groupsOf(claims['cognito:groups']);
    const held = operatorRoles.filter((role) => groups.includes(`${path.brand}.${role}`));
    if (!policy || held.length === 0 || claims.token_use !== 'access' || typeof claims.sub !== 'string') return request;

    const { brand } = policy;
    const operator = claims.sub;
    let known: readonly OperatorGrant[] = await grants.list(brand, operator);
    for (const role of held.filter((one) => !known.some((grant) => grant.role === one))) {
      const begun = beginGrant(policy, operator, role, now());
      // somebody else wrote it down meanwhile: what they wrote holds
      known = (await grants.begin(brand, begun)) === 'begun' ? [...known, begun] : await grants.list(brand, operator);
    }
    const standing = held.filter((role) => known.some((grant) => grant.role === role && isGranted(grant, now())));
    if (standing.length === 0) throw new Problem('forbidden', { reason: 'grant_ended' });
    return { ...request, claims: { ...claims, 'cognito:groups': standing.map((role) => `${brand}.${role}`) } };
  };
