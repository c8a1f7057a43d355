import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, expect, test } from 'vitest';
import { setTimer } from '../../functions/timers.ts';
import { openTimers, type Timer } from '../../local/scheduler.ts';

const saved: Timer[][] = [];
const left: Timer = { name: 'left', expression: 'at(2026-12-01T08:00:00)', jobArn: 'job', input: '{"left":true}' };
const group = await openTimers('group', { timers: [left], save: (timers) => saved.push([...timers]) });
const client = new SchedulerClient({ maxAttempts: 1 });
const target = { group: 'group', jobArn: 'job', roleArn: 'role', deadArn: 'dead' };
const timers = { client, target: () => target };
afterAll(() => {
  group.close();
  client.destroy();
});

test('a timer is set once under its name, kept, and goes off once when it is due; one of an earlier run as well', async () => {
  const at = new Date('2026-12-01T09:00:00Z');
  await setTimer(timers, 'mine', at, { n: 1 });
  await setTimer(timers, 'mine', new Date('2027-01-01T00:00:00Z'), { n: 2 });
  expect(saved.at(-1)).toEqual([left, { name: 'mine', expression: 'at(2026-12-01T09:00:00)', jobArn: 'job', input: '{"n":1}' }]);

  const called: string[] = [];
  const call = async ({ name }: Timer) => called.push(name);
  expect(await group.goOff(new Date('2026-12-01T08:59:59Z'), call)).toBe(1);
  expect(await group.goOff(at, call)).toBe(1);
  expect(await group.goOff(new Date('2027-02-01T00:00:00Z'), call)).toBe(0);
  expect([called, group.timers(), saved.at(-1)]).toEqual([['left', 'mine'], [], []]);
});

test('a call that fails is made again, and others are not held up by it', async () => {
  const at = new Date('2026-12-02T09:00:00Z');
  for (const name of ['fails', 'works']) await setTimer(timers, name, at, {});
  const called: string[] = [];
  await group.goOff(at, async ({ name }) => {
    called.push(name);
    if (name === 'fails') throw new Error('no');
  });
  expect(called).toEqual(['fails', 'fails', 'fails', 'works']);
});

test('what the scheduler of AWS refuses is refused: an unknown group, and what is no one-off schedule', async () => {
  const elsewhere = { client, target: () => ({ ...target, group: 'nowhere' }) };
  await expect(setTimer(elsewhere, 'mine', new Date(), {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const odd = new CreateScheduleCommand({
    Name: 'odd',
    GroupName: 'group',
    ScheduleExpression: 'at(tomorrow)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: 'job', RoleArn: 'role' },
  });
  await expect(client.send(odd)).rejects.toMatchObject({ name: 'ValidationException' });
});
