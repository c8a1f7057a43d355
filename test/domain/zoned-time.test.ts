/**
 * Moments as operators write them. Each of these was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | the offset of the day before is always taken, or that of the day after | twice; shows what was written |
 * | of a time that comes twice, the second | twice |
 * | a time that is skipped goes back | skipped |
 * | 30 February is 2 March | no moment |
 * | the sign of an offset is ignored | with an offset |
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startOf } from '../../functions/domain/campaign-start.ts';
import { momentOf } from '../../functions/domain/zoned-time.ts';

const read = (text: string, zone = 'Europe/Oslo'): string | undefined => momentOf(text, zone)?.toISOString();

describe('a moment', () => {
  test.each([
    ['2026-12-01T08:00:00Z', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01t08:00:00z', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T08:00:00+01:00', '2026-12-01T07:00:00.000Z'],
    ['2026-12-01T08:00:00.75-03:30', '2026-12-01T11:30:00.000Z'],
    ['2026-12-01T08:00-00:00', '2026-12-01T08:00:00.000Z'],
    // the offset that is written counts, whatever the clock on the wall shows then
    ['2026-07-01T08:00:00+01:00', '2026-07-01T07:00:00.000Z'],
  ])('with an offset is that moment: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['2026-12-01T08:00', 'Europe/Oslo', '2026-12-01T07:00:00.000Z'],
    ['2026-07-01T08:00:30', 'Europe/Oslo', '2026-07-01T06:00:30.000Z'],
    ['2026-12-01T08:00', 'Europe/Helsinki', '2026-12-01T06:00:00.000Z'],
    ['2026-12-01T08:00', 'UTC', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T08:00', 'Asia/Kathmandu', '2026-12-01T02:15:00.000Z'],
    ['2026-12-01T08:00', 'America/St_Johns', '2026-12-01T11:30:00.000Z'],
    // the day on which the clock is changed, before and after
    ['2026-03-29T01:59', 'Europe/Oslo', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Oslo', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T01:59', 'Europe/Oslo', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25T03:00', 'Europe/Oslo', '2026-10-25T02:00:00.000Z'],
  ])('without one is read by the clock on the wall: %s in %s', (text, zone, expected) => {
    expect(read(text, zone)).toBe(expected);
  });

  test.each([
    // 02:00 becomes 03:00: half past two is half past three
    ['2026-03-29T02:00', 'Europe/Oslo', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T02:30', 'Europe/Oslo', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Helsinki', '2026-03-29T01:30:00.000Z'],
    // by half an hour
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
  ])('that the clock skipped is as long after the change as it would have been before it: %s in %s', (text, zone, expected) => {
    expect(read(text, zone)).toBe(expected);
  });

  test.each([
    ['2026-10-25T02:00', 'Europe/Oslo', '2026-10-25T00:00:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Oslo', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:30', 'Europe/Helsinki', '2026-10-25T00:30:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ])('that the clock shows twice is the first of the two: %s in %s', (text, zone, expected) => {
    expect(read(text, zone)).toBe(expected);
  });

  test.each([
    '',
    'tomorrow',
    '2026-12-01',
    '2026-12-01 8:00',
    '2026-12-01T24:00',
    '2026-12-01T08:60',
    '2026-12-01T08:00:60',
    '2026-02-30T08:00',
    '2027-02-29T08:00Z',
    '2026-13-01T08:00',
    '2026-12-01T08:00+24:00',
    '2026-12-01T08:00+01:60',
    '2026-12-01T08:00+0100',
    '2026-12-01T08:00:00Z\n',
    '+002026-12-01T08:00:00Z',
  ])('is not what is no moment: %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  // the wall clock by another road: the parts of a date that the platform writes in the zone
  const wallAt = (moment: number, timeZone: string): string =>
    new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(moment).replace(' ', 'T');

  test('without an offset shows what was written, unless the clock skipped it; and no earlier moment does', () => {
    const zones = fc.constantFrom(
      'Europe/Oslo',
      'Europe/Helsinki',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'UTC',
    );
    // hours around the changes of 2026, and any others
    const changes = fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01');
    const near = fc.tuple(changes, fc.integer({ min: -86_400, max: 2 * 86_400 })).map(([day, s]) => Date.parse(day) + s * 1000);
    const anywhere = fc
      .integer({ min: Date.parse('2020-01-01') / 1000, max: Date.parse('2037-01-01') / 1000 })
      .map((s) => s * 1000);
    fc.assert(
      fc.property(zones, fc.oneof(near, anywhere), (zone, wall) => {
        const text = new Date(wall).toISOString().slice(0, 19);
        const moment = momentOf(text, zone)?.getTime() ?? Number.NaN;
        const shown = wallAt(moment, zone);
        const shows = (at: number) => wallAt(at, zone) === text;
        const earlier = Array.from({ length: 8 }, (_, n) => moment - (n + 1) * 1_800_000);
        if (shown === text) expect(earlier.some(shows)).toBe(false);
        else {
          // skipped: later on the wall than was written, by no more than an hour, and at no moment shown as written
          const ahead = Date.parse(`${shown}Z`) - wall;
          expect(ahead > 0 && ahead <= 3_600_000).toBe(true);
          expect([...earlier, ...earlier.map((at) => 2 * moment - at)].some(shows)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a start', () => {
  const now = new Date('2026-11-27T12:00:00Z');
  test.each([
    [undefined, { at: undefined }],
    ['2026-11-27T12:00:00Z', { at: undefined }],
    ['2026-11-27T11:59:00Z', { at: undefined }],
    ['2026-11-27T13:01:00', { at: undefined }],
    ['2026-11-27T12:01:01Z', { at: new Date('2026-11-27T12:01:01Z') }],
    ['2026-11-27T13:30:00', { at: new Date('2026-11-27T12:30:00Z') }],
    ['2027-11-28T12:00:00Z', { at: new Date('2027-11-28T12:00:00Z') }],
    ['2026-11-27T11:58:59Z', { refused: 'lies in the past' }],
    ['2027-11-28T12:00:01Z', { refused: 'lies more than 366 days ahead' }],
    ['soon', { refused: expect.stringContaining('RFC 3339') }],
  ])('at %s', (at, expected) => {
    expect(startOf(at, 'Europe/Oslo', now)).toEqual(expected);
  });
});
