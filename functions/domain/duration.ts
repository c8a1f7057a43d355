/**
 * Lengths of time as a privacy officer writes them, and what they come to on the calendar. All arithmetic is in UTC, where a day
 * is always 24 hours; only a month has no fixed length.
 */

/** `'24 months'`, `'72 hours'`. A whole number above 0 and below 10,000, and a unit. */
export type Duration = `${number} ${'hour' | 'day' | 'month' | 'year'}${'' | 's'}`;

/** A parsed length: calendar months, then exact seconds. */
export interface Span {
  readonly months: number;
  readonly seconds: number;
}

const written = /^([1-9]\d{0,3}) (hour|day|month|year)s?$/;
const iso =
  /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?$/;

const secondsOf = { hour: 3_600, day: 86_400 } as const;
const monthsOf = { month: 1, year: 12 } as const;

/** Whether a policy may use this text as a length of time. */
export const isDuration = (text: unknown): text is Duration => typeof text === 'string' && written.test(text);

/** Reads `'24 months'`, or ISO 8601 as the API takes it: `P24M`, `P1Y6M`, `PT15M`. Throws a RangeError at anything else. */
export function parseDuration(text: string): Span {
  const words = written.exec(text);
  if (words) {
    const count = Number(words[1]);
    const unit = words[2] as keyof typeof secondsOf | keyof typeof monthsOf;
    return unit === 'hour' || unit === 'day'
      ? { months: 0, seconds: count * secondsOf[unit] }
      : { months: count * monthsOf[unit], seconds: 0 };
  }
  const parts = iso.exec(text);
  if (!parts) throw new RangeError(`not a length of time: ${text}`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return {
    months: years * 12 + months,
    seconds: (weeks * 7 + days) * secondsOf.day + hours * secondsOf.hour + minutes * 60 + seconds,
  };
}

/** `'24 months'` as ISO 8601: `P24M`. */
export function toIsoDuration(duration: Duration): string {
  const [count, unit] = duration.split(' ');
  return unit?.startsWith('hour') ? `PT${count}H` : `P${count}${unit?.charAt(0).toUpperCase()}`;
}

/**
 * The moment that lies `duration` after `from`. Months keep the day and the hour; where the month is too short, its last day serves:
 * one month after 31 January is 28 or 29 February.
 */
export const addDuration = (from: Date, duration: Duration | Span): Date => shifted(from, duration, 1);

/** The moment that lies `duration` before `from`, by the same rule: one month before 31 March is 28 or 29 February. */
export const subtractDuration = (from: Date, duration: Duration | Span): Date => shifted(from, duration, -1);

function shifted(from: Date, duration: Duration | Span, sign: 1 | -1): Date {
  const { months, seconds } = typeof duration === 'string' ? parseDuration(duration) : duration;
  const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + sign * months;
  const lastDay = utc(month + 1, 0).getUTCDate();
  const moved = utc(month, Math.min(from.getUTCDate(), lastDay));
  return new Date(moved.getTime() + (from.getTime() - startOfDay(from)) + sign * seconds * 1_000);
}

// `Date.UTC` reads the years 0 to 99 as 1900 to 1999; setUTCFullYear does not
const utc = (month: number, day: number): Date =>
  new Date(new Date(0).setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, day));
const startOfDay = (date: Date): number => Math.floor(date.getTime() / 86_400_000) * 86_400_000;

/** Which of two lengths ends later when both begin at `from`: below 0 if `a` ends first, 0 if both end together. */
export const compareDurations = (a: Duration | Span, b: Duration | Span, from: Date): number =>
  addDuration(from, a).getTime() - addDuration(from, b).getTime();

const leapCycleDays = 4 * 365 + 1;
const someFirstOfMarch = Date.UTC(2024, 2, 1);

/**
 * Whether `a` outlasts `b` from at least one starting day: 30 days outlast one month in February. This is the question to ask
 * before a promise, since the day it will begin on is not known yet.
 */
export const everLonger = (a: Duration, b: Duration): boolean =>
  Array.from({ length: leapCycleDays }, (_, day) => new Date(someFirstOfMarch + day * 86_400_000)).some(
    (from) => compareDurations(a, b, from) > 0,
  );
