/** When a campaign is to start, as an operator says it. */
import { limits } from './limits.ts';
import { momentOf } from './zoned-time.ts';

/** A moment ahead, or undefined for now; or why it can be neither. */
export type Start = { readonly at: Date | undefined } | { readonly refused: string };

const minuteMs = 60_000;

/**
 * Reads `at` (RFC 3339; without an offset by the brand's clock; absent for now). What lies within a minute is now: alarm clocks keep time to the minute, and
 * the caller's own clock may be a little off.
 */
export function startOf(at: string | undefined, timeZone: string, now: Date): Start {
  if (at === undefined) return { at: undefined };
  const moment = momentOf(at, timeZone);
  if (!moment)
    return { refused: 'expected a moment by RFC 3339, such as 2026-12-01T08:00:00+01:00; without an offset it is local time' };
  const ahead = moment.getTime() - now.getTime();
  if (ahead < -minuteMs) return { refused: 'lies in the past' };
  if (ahead > limits.scheduledDays * 86_400_000) return { refused: `lies more than ${limits.scheduledDays} days ahead` };
  return { at: ahead <= minuteMs ? undefined : moment };
}
