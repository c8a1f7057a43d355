/** When a campaign is to start, as an operator says it. */
import * as z from 'zod';
import { limits } from './limits.ts';
import { momentOf } from './zoned-time.ts';

/** The body of a schedule: a moment by RFC 3339, without an offset by the brand's clock; none is now. */
export const Schedule = z.strictObject({ at: z.string().max(40).optional() });
export type Schedule = z.infer<typeof Schedule>;

/** The body of a pause and the like, which need none. */
export const Nothing = z.strictObject({});

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
