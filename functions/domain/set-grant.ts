/** An admin lets somebody's role last, or end (K17). */
import * as z from 'zod';
import { addDuration } from './duration.ts';
import { pseudonymous } from './offline-consent.ts';
import { type OperatorGrant, operatorRoles } from './operators.ts';
import type { Policy } from './policy.ts';

/** The body of an admin who sets the end of a grant: as long as the policy allows, where it names none. */
export const GrantBody = z.strictObject({
  role: z.enum(operatorRoles),
  until: z.iso.datetime({ offset: true }).optional(),
  reason: pseudonymous(100),
});
export type GrantBody = z.infer<typeof GrantBody>;

/**
 * The grant that an admin sets, or why it cannot be: `too_long` for the policy; `own`: nobody makes their own role last longer, though anybody may end it. An end that
 * has passed ends the role now.
 */
export function setGrant(
  policy: Pick<Policy, 'operators'>,
  body: GrantBody,
  at: { readonly operator: string; readonly admin: string; readonly known: OperatorGrant | undefined },
  now: Date,
): OperatorGrant | 'too_long' | 'own' {
  const latest = addDuration(now, policy.operators.grantsLast);
  const until = body.until === undefined ? latest : new Date(Math.max(Date.parse(body.until), now.getTime()));
  if (until > latest) return 'too_long';
  const isLonger = at.known === undefined || until.toISOString() > at.known.until;
  if (at.operator === at.admin && isLonger) return 'own';
  return {
    operator: at.operator,
    role: body.role,
    since: at.known?.since ?? now.toISOString(),
    until: until.toISOString(),
    grantedBy: at.admin,
    reason: body.reason,
  };
}
