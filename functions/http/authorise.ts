/** Who calls, and what they may do. The gateway has verified the token; what it means for a brand is decided here. */
import { companiesOf } from '../domain/egress.ts';
import { type OperatorRole, operatorRoles } from '../domain/operators.ts';
import type { Policy, Recipient } from '../domain/policy.ts';
import type { HttpRequest } from './handler.ts';
import { Problem } from './problem.ts';

/** Who asks, and as what. */
export interface Operator {
  readonly policy: Policy;
  /** The roles that they have at this brand. */
  readonly roles: readonly OperatorRole[];
  /** The user's id at the identity provider. */
  readonly subject: string;
}

/** A partner's machine, at one brand. */
export interface PartnerCaller {
  readonly policy: Policy;
  readonly partner: Recipient;
}

/**
 * The caller as an operator of the path's brand with one of `roles`. A brand that is not theirs does not exist for them: `not-found`, as for one that nobody has
 * (S22). Without one of the roles: `forbidden`. An ID token is not an access token (S23).
 */
export function operatorOf(
  request: HttpRequest,
  policyOf: (brand: string) => Policy | undefined,
  roles: readonly OperatorRole[] = operatorRoles,
): Operator {
  const { claims, path } = request;
  if (claims.token_use !== 'access' || typeof claims.sub !== 'string') throw new Problem('unauthorised');
  const brand = path.brand ?? '';
  const groups = groupsOf(claims['cognito:groups']);
  const held = operatorRoles.filter((role) => groups.includes(`${brand}.${role}`));
  const policy = policyOf(brand);
  if (!policy || held.length === 0) throw new Problem('not-found');
  if (!held.some((role) => roles.includes(role))) throw new Problem('forbidden');
  return { policy, roles: held, subject: claims.sub };
}

/**
 * The caller as the machine of the partner that the path names. Its token has the scope `partner/<brand>.<id>`; any other partner does not exist for it,
 * and one that the policy no longer lists for nobody (S22).
 */
export function callingPartner(request: HttpRequest, policyOf: (brand: string) => Policy | undefined): PartnerCaller {
  const { claims, path } = request;
  if (claims.token_use !== 'access') throw new Problem('unauthorised');
  const policy = policyOf(path.brand ?? '');
  const partner = policy && companiesOf(policy).find(({ id }) => id === path.partner);
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  if (!partner || !scopes.includes(`partner/${policy.brand}.${partner.id}`)) throw new Problem('not-found');
  return { policy, partner };
}

/** The groups that a claim names. API Gateway hands a list over as text, `[a b]`. Nothing but a space parts two groups: the name of a group may hold a comma. */
export const groupsOf = (claim: unknown): readonly unknown[] =>
  Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.replace(/^\[|\]$/g, '').split(' ') : [];
