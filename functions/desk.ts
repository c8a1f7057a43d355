/** Where operators call: their roles are held against what they were granted before anything else (K17). */
import type { Deps } from './deps.ts';
import { beginGrant, isGranted, operatorRoles } from './domain/operators.ts';
import { groupsOf } from './http/authorise.ts';
import { type HttpHandler, type HttpOptions, type HttpRequest, http, type Respond } from './http/handler.ts';
import { Problem } from './http/problem.ts';
import type { Route } from './routes.ts';
import { listGrants, saveNewGrant } from './store/operators.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now'>;

/** The handler of operators' routes: as `http`, for those whose grant holds at this moment. */
export const desk = (
  needs: Needs,
  routes: { readonly [R in Route]?: Respond },
  options: Omit<HttpOptions, 'admit'> = {},
): HttpHandler => http(routes, { ...options, admit: (request) => admitted(needs, request) });

/**
 * The request with those groups of the path's brand alone whose grant holds. Who had one and has none left is `forbidden`; a first request in a role begins its
 * grant. Whoever is nothing at the brand passes as they are, and is told so by whoever asks for a role.
 */
async function admitted({ db, policyOf, now }: Needs, request: HttpRequest): Promise<HttpRequest> {
  const { claims, path } = request;
  const policy = policyOf(path.brand ?? '');
  const groups = groupsOf(claims['cognito:groups']);
  const held = operatorRoles.filter((role) => groups.includes(`${path.brand}.${role}`));
  if (!policy || held.length === 0 || claims.token_use !== 'access' || typeof claims.sub !== 'string') return request;

  const { brand } = policy;
  const operator = claims.sub;
  let known = await listGrants(db, brand, operator);
  for (const role of held.filter((one) => !known.some((grant) => grant.role === one))) {
    const begun = beginGrant(policy, operator, role, now());
    // somebody else wrote it down meanwhile: what they wrote holds
    known = (await saveNewGrant(db, brand, begun)) === 'begun' ? [...known, begun] : await listGrants(db, brand, operator);
  }
  const standing = held.filter((role) => known.some((grant) => grant.role === role && isGranted(grant, now())));
  if (standing.length === 0) throw new Problem('forbidden', { reason: 'grant_ended' });
  return { ...request, claims: { ...claims, 'cognito:groups': standing.map((role) => `${brand}.${role}`) } };
}
