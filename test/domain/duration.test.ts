import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDuration,
  compareDurations,
  type Duration,
  everLonger,
  isDuration,
  parseDuration,
  subtractDuration,
  toIsoDuration,
} from '../../functions/domain/duration.ts';

const at = (text: string) => new Date(text);
const anyDate = fc.date({ min: at('1970-01-01T00:00:00Z'), max: at('2200-12-31T23:59:59.999Z'), noInvalidDate: true });
const anyUnit = fc.constantFrom('hour', 'day', 'month', 'year');
const anyDuration = fc
  .tuple(fc.integer({ min: 1, max: 999 }), anyUnit, fc.constantFrom('', 's'))
  .map(([count, unit, plural]) => `${count} ${unit}${plural}` as Duration);
const lastDayOf = (year: number, month: number) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

describe('reading a length of time', () => {
  test.each([
    ['24 months', { months: 24, seconds: 0 }],
    ['1 month', { months: 1, seconds: 0 }],
    ['3 years', { months: 36, seconds: 0 }],
    ['72 hours', { months: 0, seconds: 259_200 }],
    ['30 days', { months: 0, seconds: 2_592_000 }],
    ['P24M', { months: 24, seconds: 0 }],
    ['P1Y6M', { months: 18, seconds: 0 }],
    ['P2W', { months: 0, seconds: 1_209_600 }],
    ['P1DT12H', { months: 0, seconds: 129_600 }],
    ['PT15M', { months: 0, seconds: 900 }],
    ['PT16M1S', { months: 0, seconds: 961 }],
  ])('%s is read', (text, span) => {
    expect(parseDuration(text)).toEqual(span);
  });

  test.each([
    '',
    '0 days',
    '-1 days',
    '1.5 years',
    '2 weeks',
    '24  months',
    '24months',
    'P',
    'PT',
    'P1',
    'P1H',
    'a month',
    '12345 days',
  ])('“%s” is refused', (text) => {
    expect(() => parseDuration(text)).toThrow(RangeError);
    expect(isDuration(text)).toBe(false);
  });

  test('a policy does not write ISO 8601, which the API does', () => {
    expect(isDuration('P24M')).toBe(false);
    expect(isDuration('24 months')).toBe(true);
  });

  test('both ways of writing come to the same length', () => {
    fc.assert(
      fc.property(anyDuration, (duration) => {
        expect(parseDuration(toIsoDuration(duration))).toEqual(parseDuration(duration));
      }),
    );
  });
});

describe('the calendar', () => {
  test.each([
    ['2028-02-29T12:30:00Z', '1 year', '2029-02-28T12:30:00.000Z'],
    ['2028-02-29T12:30:00Z', '4 years', '2032-02-29T12:30:00.000Z'],
    ['2027-01-31T00:00:00Z', '1 month', '2027-02-28T00:00:00.000Z'],
    ['2028-01-31T23:59:59.999Z', '1 month', '2028-02-29T23:59:59.999Z'],
    ['2027-03-31T08:00:00Z', '1 month', '2027-04-30T08:00:00.000Z'],
    ['2026-11-30T00:00:00Z', '3 months', '2027-02-28T00:00:00.000Z'],
    ['2026-12-15T00:00:00Z', '24 months', '2028-12-15T00:00:00.000Z'],
    ['2027-03-28T00:30:00Z', '24 hours', '2027-03-29T00:30:00.000Z'],
  ] as const)('%s and %s make %s', (from, duration, until) => {
    expect(addDuration(at(from), duration).toISOString()).toBe(until);
  });

  test.each([
    ['2027-03-31T08:00:00Z', '1 month', '2027-02-28T08:00:00.000Z'],
    ['2028-02-29T08:00:00Z', '12 months', '2027-02-28T08:00:00.000Z'],
    ['2027-01-01T00:00:00Z', '30 days', '2026-12-02T00:00:00.000Z'],
  ] as const)('%s less %s is %s', (from, duration, until) => {
    expect(subtractDuration(at(from), duration).toISOString()).toBe(until);
  });

  test('months keep the hour, and the day where the month has it', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 600 }), (from, count) => {
        const until = addDuration(from, `${count} months`);
        const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + count;
        expect(until.getUTCFullYear() * 12 + until.getUTCMonth()).toBe(month);
        expect(until.getUTCDate()).toBe(Math.min(from.getUTCDate(), lastDayOf(Math.floor(month / 12), month % 12)));
        expect(until.toISOString().slice(11)).toBe(from.toISOString().slice(11));
      }),
    );
  });

  test('hours and days are exact, and taking them off again leads back', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 9_999 }), fc.constantFrom('hours', 'days'), (from, count, unit) => {
        const duration = `${count} ${unit}` as Duration;
        const until = addDuration(from, duration);
        expect(until.getTime() - from.getTime()).toBe(count * (unit === 'hours' ? 3_600_000 : 86_400_000));
        expect(subtractDuration(until, duration)).toEqual(from);
      }),
    );
  });

  test('what begins earlier never ends later', () => {
    fc.assert(
      fc.property(anyDate, anyDate, anyDuration, (a, b, duration) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        expect(addDuration(first, duration).getTime()).toBeLessThanOrEqual(addDuration(second, duration).getTime());
      }),
    );
  });

  test('a year is twelve months from every day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 99 }), (from, count) => {
        expect(compareDurations(`${count} years`, `${count * 12} months`, from)).toBe(0);
      }),
    );
  });
});

describe('which length is longer', () => {
  test.each([
    ['30 days', '1 month', true],
    ['28 days', '1 month', false],
    ['1 month', '1 month', false],
    ['1 month', '30 days', true],
    ['3 days', '72 hours', false],
    ['73 hours', '72 hours', true],
    ['24 months', '2 years', false],
    ['2 years', '730 days', true],
    ['731 days', '2 years', true],
    ['730 days', '2 years', false],
  ] as const)('that %s may outlast %s is %s', (a, b, longer) => {
    expect(everLonger(a, b)).toBe(longer);
  });

  test('if a length outlasts another from some day on, it may outlast it', () => {
    fc.assert(
      fc.property(
        anyDuration,
        anyDuration,
        fc.date({ min: at('2024-03-01'), max: at('2028-02-28'), noInvalidDate: true }),
        (a, b, from) => {
          if (compareDurations(a, b, at(`${from.toISOString().slice(0, 10)}T00:00:00Z`)) > 0) expect(everLonger(a, b)).toBe(true);
          else expect(compareDurations(b, a, from)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
