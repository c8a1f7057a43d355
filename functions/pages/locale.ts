/** Lengths, moments and places in words. */
import type { Duration, Locale } from '../domain/policy.ts';

/** Language and region, for the rules of writing that a language alone leaves open. */
const tags: Record<Locale, string> = {
  nb: 'nb-NO',
  sv: 'sv-SE',
  da: 'da-DK',
  fi: 'fi-FI',
  en: 'en-GB',
};

/** `'72 hours'` as a reader of that language would write it. */
export function lengthIn(locale: Locale, duration: Duration): string {
  const [count, unit = ''] = duration.split(' ');
  const format = new Intl.NumberFormat(tags[locale], {
    style: 'unit',
    unit: unit.replace(/s$/, ''),
    unitDisplay: 'long',
  });
  return format.format(Number(count));
}

/** A moment to the minute, in a brand's time zone and with the zone's name. */
export const momentIn = (locale: Locale, moment: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tags[locale], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(moment);

/** A day, `YYYY-MM-DD`; `short` is for a plot, where the year is plain. */
export const dayIn = (locale: Locale, day: string, style: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(tags[locale], {
    day: 'numeric',
    month: style,
    ...(style === 'long' && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(day));

/** An hour of a day, for a plot, in a brand's time zone. */
export const hourIn = (locale: Locale, moment: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tags[locale], { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(moment);

/** A month, `YYYY-MM`, with its year. */
export const monthIn = (locale: Locale, month: string, style: 'short' | 'long'): string =>
  new Intl.DateTimeFormat(tags[locale], {
    month: style,
    year: style === 'short' ? '2-digit' : 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01`));

/** A whole number. */
export const numberIn = (locale: Locale, number: number): string => new Intl.NumberFormat(tags[locale]).format(number);

/** A part of a whole, 0 to 1, as a percentage; a small one to two places, where complaints are told from none. */
export const shareIn = (locale: Locale, share: number): string =>
  new Intl.NumberFormat(tags[locale], { style: 'percent', maximumFractionDigits: share < 0.01 ? 2 : 1 }).format(share);

/** A country by its two letters. */
export const countryIn = (locale: Locale, country: string): string =>
  new Intl.DisplayNames(tags[locale], { type: 'region' }).of(country) ?? country;
