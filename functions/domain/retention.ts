/** When the policy wants to look at a person again. */
import { addDuration, subtractDuration } from './duration.ts';
import type { Policy, PurposeId } from './policy.ts';

/**
 * The day (UTC, `YYYY-MM-DD`) of the first retention step of someone who confirmed `purposes` at `confirmed`: the warning before a
 * deletion, else the action itself, else the day a consent lapses; the earliest of all. Undefined if nothing ever falls due.
 */
export function firstDueDay(policy: Policy, purposes: readonly PurposeId[], confirmed: Date): string | undefined {
  const days = purposes.flatMap((purpose) => {
    const settings = policy.purposes[purpose];
    const lapses = settings?.validity ? [addDuration(confirmed, settings.validity)] : [];
    const steps = (settings?.retention ?? []).flatMap((rule) => {
      // a relationship's clock starts when it ends
      if (rule.period === null || rule.action === 'none' || rule.clock === 'relationship_end') return [];
      const action = addDuration(confirmed, rule.period);
      return [rule.warnBefore ? subtractDuration(action, rule.warnBefore) : action];
    });
    return [...lapses, ...steps];
  });
  return days.map((day) => day.toISOString().slice(0, 10)).sort()[0];
}
