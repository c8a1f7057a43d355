/** EventBridge Scheduler expressions, read in UTC. */

const parts = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] },
  { name: 'day of week', from: 1, to: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
  { name: 'year', from: 1970, to: 2199 },
] as const;
const minutesOf = { minute: 1, hour: 60, day: 1440 } as const;

/**
 * Whether an expression (`rate(5 minutes)`, `cron(0 3 * * ? *)`, `at(2026-12-01T08:00:00)`) names the minute of `time`.
 * A rate counts from the epoch. Throws at what it cannot read; of cron, `L`, `W` and `#` are not read.
 */
export function isDue(expression: string, time: Date): boolean {
  const minute = Math.floor(time.getTime() / 60_000);
  const rate = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return minute % (Number(rate[1]) * minutesOf[rate[2] as keyof typeof minutesOf]) === 0;
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d)?\)$/.exec(expression);
  if (at) return time.toISOString().startsWith(at[1] ?? '');
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ');
  if (fields?.length !== parts.length) throw new Error(`not a schedule: ${expression}`);
  const values = [
    time.getUTCMinutes(),
    time.getUTCHours(),
    time.getUTCDate(),
    time.getUTCMonth() + 1,
    time.getUTCDay() + 1,
    time.getUTCFullYear(),
  ];
  return fields.every((field, index) => matches(field, index, values[index] ?? -1));
}

function matches(field: string, index: number, value: number): boolean {
  const part = parts[index];
  if (!part) return false;
  const number = (text: string): number => {
    const named = 'names' in part ? (part.names as readonly string[]).indexOf(text.toUpperCase()) + part.from : -1;
    const read = /^\d+$/.test(text) ? Number(text) : named;
    if (read < part.from || read > part.to) throw new Error(`not a ${part.name}: ${text}`);
    return read;
  };
  return field.split(',').some((choice) => {
    const [range = '', step] = choice.split('/');
    const wild = range === '*' || range === '?';
    const [first, last] = wild ? [] : range.split('-');
    const from = first === undefined ? part.from : number(first);
    const to = last !== undefined ? number(last) : wild || step !== undefined ? part.to : from;
    const every = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(every) || every < 1) throw new Error(`not a step of ${part.name}: ${choice}`);
    return value >= from && value <= to && (value - from) % every === 0;
  });
}
