/**
 * An operator's role at a brand runs out by itself (K17). Membership of a group at the identity provider lets somebody in; the grant says until when. It begins with the
 * first request in the role and lasts for as long as the policy says, unless an admin has set another end. Nobody's grant begins twice.
 */
import * as z from 'zod';
import { addDuration } from './duration.ts';
import type { Policy } from './policy.ts';

/** What people may be at a brand: members of the group `<brand>.<role>`. */
export const operatorRoles = ['marketer', 'privacy', 'admin'] as const;
export type OperatorRole = (typeof operatorRoles)[number];

/** A role that somebody has at a brand, and until when. */
export const OperatorGrant = z.object({
  /** The user's id at the identity provider. */
  operator: z.string(),
  role: z.enum(operatorRoles),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  /** The admin who set its end, and why; absent where it began by itself. */
  grantedBy: z.string().optional(),
  reason: z.string().optional(),
});
export type OperatorGrant = z.infer<typeof OperatorGrant>;

/** The grant that begins with a first request. */
export const beginGrant = (
  policy: Pick<Policy, 'operators'>,
  operator: string,
  role: OperatorRole,
  now: Date,
): OperatorGrant => ({
  operator,
  role,
  since: now.toISOString(),
  until: addDuration(now, policy.operators.grantsLast).toISOString(),
});

/** Whether the grant holds at this moment. */
export const isGranted = ({ until }: Pick<OperatorGrant, 'until'>, now: Date): boolean => now.toISOString() < until;
