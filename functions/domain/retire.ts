/** What a run that retires evidence reports: counts, no persons. */
import type { Day } from './retention.ts';

/** What became of one closed chain: `waits` for its clock, `held` by somebody's legal hold, `broken` and therefore left for people to look at. */
export type RetireOutcome = 'retired' | 'waits' | 'held' | 'broken' | 'gone' | 'failed';

/** The counts of one brand's run. */
export type RetireReport = { [Outcome in RetireOutcome]: number } & {
  readonly job: 'retire-evidence';
  readonly brand: string;
  readonly day: Day;
  /** The run reached its bound; the next one goes on. */
  left: boolean;
};

/** A report that has nothing to report yet. */
export const emptyRetireReport = (brand: string, day: Day): RetireReport => ({
  job: 'retire-evidence',
  brand,
  day,
  retired: 0,
  waits: 0,
  held: 0,
  broken: 0,
  gone: 0,
  failed: 0,
  left: false,
});
