/** Breaches of personal data: what happened, by when the authority must know, and whether it does (GDPR 33, 34; X17, I14). */
import * as z from 'zod';
import { addDuration } from './duration.ts';
import type { Policy } from './policy.ts';

const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const Words = z.string().trim().min(1).max(4000);

/** What is reported. The facts, their effects and what was done are for the authority to check (GDPR 33(5)); nothing names a person. */
export const BreachReport = z.strictObject({
  occurredAt: Moment,
  awareAt: Moment,
  nature: Words,
  effects: Words.optional(),
  measures: Words.optional(),
  /** About how many people it concerns. */
  people: z.int().min(0).optional(),
  reference: z.string().trim().min(1).max(200).optional(),
});
export type BreachReport = z.infer<typeof BreachReport>;

/** What is learnt or done later. `highRisk`: the people themselves must be told (GDPR 34). */
export const BreachUpdate = z
  .strictObject({
    effects: Words,
    measures: Words,
    people: z.int().min(0),
    risk: z.enum(['none', 'risk', 'high_risk']),
    authorityToldAt: Moment,
    peopleToldAt: Moment,
    /** Why the authority was told after the deadline, or not at all (GDPR 33(1)). */
    reason: Words,
    closedAt: Moment,
  })
  .partial()
  .refine((update) => Object.keys(update).length > 0, 'name something that changes');
export type BreachUpdate = z.infer<typeof BreachUpdate>;

/** An entry of the register. */
export const Breach = z.object({
  id: z.string(),
  occurredAt: z.iso.datetime(),
  awareAt: z.iso.datetime(),
  /** By then the authority must have been told. */
  due: z.iso.datetime(),
  nature: z.string(),
  effects: z.string().optional(),
  measures: z.string().optional(),
  people: z.number().optional(),
  reference: z.string().optional(),
  risk: z.enum(['none', 'risk', 'high_risk']).optional(),
  authorityToldAt: z.iso.datetime().optional(),
  peopleToldAt: z.iso.datetime().optional(),
  reason: z.string().optional(),
  closedAt: z.iso.datetime().optional(),
  reportedAt: z.iso.datetime(),
  /** The operator's id at the identity provider. */
  reportedBy: z.string(),
  /** Raised with every change; the condition of each write. */
  revision: z.number(),
});
export type Breach = z.infer<typeof Breach>;

/** Why a report or an update cannot be. */
export type BreachProblem = 'in_the_future' | 'aware_before_it_occurred' | 'late_without_reason' | 'people_not_told' | 'closed';

/** The entry that a report opens. The clock runs from awareness, as the law says, or from the occurrence, where the policy promises that (I14). */
export function openBreach(
  policy: Policy,
  report: BreachReport,
  by: { readonly id: string; readonly operator: string },
  now: Date,
): Breach | BreachProblem {
  const { occurredAt, awareAt } = report;
  if (occurredAt > now.toISOString() || awareAt > now.toISOString()) return 'in_the_future';
  if (awareAt < occurredAt) return 'aware_before_it_occurred';
  const start = policy.breach.clockStart === 'occurrence' ? occurredAt : awareAt;
  return {
    ...report,
    id: by.id,
    due: addDuration(new Date(start), policy.breach.deadline).toISOString(),
    reportedAt: now.toISOString(),
    reportedBy: by.operator,
    revision: 1,
  };
}

/**
 * The entry after an update. It is closed only when all has been done that the risk asks for: the authority told in time or with a reason, and the people told
 * where their risk is high. A closed entry stays as it is.
 */
export function updateBreach(breach: Breach, update: BreachUpdate, now: Date): Breach | BreachProblem {
  if (breach.closedAt) return 'closed';
  const next: Breach = { ...breach, ...update, revision: breach.revision + 1 };
  const times = [update.authorityToldAt, update.peopleToldAt, update.closedAt].filter((time) => time !== undefined);
  if (times.some((time) => time > now.toISOString())) return 'in_the_future';
  if (!next.closedAt) return next;
  const inTime = next.authorityToldAt !== undefined && next.authorityToldAt <= next.due;
  if (next.risk !== 'none' && !inTime && !next.reason) return 'late_without_reason';
  if (next.risk === 'high_risk' && !next.peopleToldAt) return 'people_not_told';
  return next;
}

/** Whether somebody must act now: the authority does not know, and the deadline is less than a day away, or over. */
export const isPressing = ({ due, risk, authorityToldAt, closedAt }: Breach, now: Date): boolean =>
  !closedAt && !authorityToldAt && risk !== 'none' && addDuration(now, '1 day') >= new Date(due);
