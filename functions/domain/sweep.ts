/** What a sweep reports: counts, no persons. */
import type { Day } from './retention.ts';

/** What became of one person whose day had come. */
export type SweepOutcome = 'filed' | 'warned' | 'asked' | 'ended' | 'deactivated' | 'removed' | 'gone' | 'overtaken' | 'failed';

/** The counts of one brand's sweep. `completed`: removals of the table's TTL that nothing else had written down. */
export type SweepReport = { [Outcome in SweepOutcome]: number } & {
  readonly brand: string;
  readonly day: Day;
  due: number;
  completed: number;
  /** How many days the oldest of those who are left has been due; 0 if nobody is left. */
  oldestDays: number;
  /** The run reached its bound; the next one goes on. */
  left: boolean;
};

/** A report that has nothing to report yet. */
export const emptyReport = (brand: string, day: Day): SweepReport => ({
  brand,
  day,
  due: 0,
  filed: 0,
  warned: 0,
  asked: 0,
  ended: 0,
  deactivated: 0,
  removed: 0,
  completed: 0,
  gone: 0,
  overtaken: 0,
  failed: 0,
  oldestDays: 0,
  left: false,
});

/** A brand's first sweep looks this far back. */
const monthsWithoutMark = 24;

/** The months to walk, `YYYY-MM`: from the mark, or two years back, to that of `today`. */
export function monthsBetween(mark: string | undefined, today: Day): string[] {
  const last = today.slice(0, 7);
  const at = new Date(`${last}-01T00:00:00Z`);
  if (!mark) at.setUTCMonth(at.getUTCMonth() - monthsWithoutMark);
  const months: string[] = [];
  for (let month = mark ?? at.toISOString().slice(0, 7); month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/** The month after a month, `YYYY-MM`. */
export function nextMonth(month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + 1);
  return at.toISOString().slice(0, 7);
}
