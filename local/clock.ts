/** A clock that can be moved: the machine's own, shifted. */
import { addDuration, parseDuration } from '../functions/domain/duration.ts';

/** Time as functions, tokens and events see it. It runs as the machine's clock runs. */
export interface Clock {
  readonly now: () => Date;
  /** How far it is ahead of the machine's clock, in milliseconds. */
  readonly aheadMs: () => number;
  /**
   * Moves it forward by ISO 8601 (`P24M`, by the calendar) or by milliseconds, and returns the new time.
   * Throws a RangeError at anything else: time does not run backwards.
   */
  readonly advance: (by: string | number) => Date;
}

/** A clock that is `aheadMs` ahead of the machine's. */
export function movableClock(aheadMs = 0): Clock {
  let ahead = aheadMs;
  const now = () => new Date(Date.now() + ahead);
  return {
    now,
    aheadMs: () => ahead,
    advance: (by) => {
      const from = now();
      const to = typeof by === 'number' ? new Date(from.getTime() + by) : addDuration(from, parseDuration(by));
      const step = to.getTime() - from.getTime();
      if (!(step >= 0)) throw new RangeError(`cannot move the clock by ${by}`);
      ahead += step;
      return now();
    },
  };
}
