import { expect, test } from 'vitest';
import { isDue } from '../../local/schedule.ts';

const at = (text: string) => new Date(text);

test.each([
  ['rate(1 minute)', '2026-11-22T03:07:30Z', true],
  ['rate(5 minutes)', '2026-11-22T03:05:00Z', true],
  ['rate(5 minutes)', '2026-11-22T03:07:00Z', false],
  ['rate(1 hour)', '2026-11-22T03:00:59Z', true],
  ['rate(1 day)', '2026-11-22T00:00:00Z', true],
  ['rate(1 day)', '2026-11-22T03:00:00Z', false],
  ['cron(0 3 * * ? *)', '2026-11-22T03:00:00Z', true],
  ['cron(0 3 * * ? *)', '2026-11-22T03:01:00Z', false],
  ['cron(0/15 * * * ? *)', '2026-11-22T10:45:00Z', true],
  ['cron(0/15 * * * ? *)', '2026-11-22T10:46:00Z', false],
  ['cron(30 8-17/3 ? * MON-FRI *)', '2026-11-23T11:30:00Z', true], // a Monday
  ['cron(30 8-17/3 ? * MON-FRI *)', '2026-11-22T11:30:00Z', false], // a Sunday
  ['cron(0 0 1 1,jul ? 2026-2027)', '2027-07-01T00:00:00Z', true],
  ['cron(0 0 1 1,JUL ? 2026-2027)', '2028-07-01T00:00:00Z', false],
  ['at(2026-12-01T08:00:00)', '2026-12-01T08:00:42Z', true],
  ['at(2026-12-01T08:00:00)', '2026-12-01T08:01:00Z', false],
])('%s at %s: %s', (expression, time, due) => {
  expect(isDue(expression, at(time))).toBe(due);
});

test.each([
  'every day',
  'rate(0 minutes)',
  'rate(2 weeks)',
  'cron(0 3 * *)',
  'cron(60 3 * * ? *)',
  'cron(0 3 L * ? *)',
  'cron(0/0 3 * * ? *)',
])('%s is refused', (expression) => {
  expect(() => isDue(expression, at('2026-11-22T03:00:00Z'))).toThrow();
});
