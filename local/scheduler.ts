/**
 * The stand-in for EventBridge Scheduler: `CreateSchedule` over HTTP, for one-off schedules. One front serves a process; each system registers a group of its
 * own, and calls what is due by its own clock.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A one-off schedule: when, which job, and what it is told. */
export interface Timer {
  readonly name: string;
  /** As it was asked for, `at(2026-12-01T08:00:00)`, in UTC. */
  readonly expression: string;
  readonly jobArn: string;
  readonly input: string;
}

/** The schedules of one system. */
export interface TimerGroup {
  readonly name: string;
  /** Those that have not gone off, in the order in which they were made. */
  readonly timers: () => readonly Timer[];
  /** Calls those that are due, each once, and returns how many. A call that fails is made again, at most so often. */
  readonly goOff: (now: Date, call: (timer: Timer) => Promise<unknown>) => Promise<number>;
  readonly close: () => void;
}

/** Timers of an earlier run, and where to keep those of this one. */
export interface KeptTimers {
  readonly timers: readonly Timer[];
  readonly save: (timers: readonly Timer[]) => void;
}

const attempts = 3;

interface Group {
  readonly name: string;
  readonly timers: Map<string, Timer>;
  readonly kept: KeptTimers | undefined;
}

const groups = new Map<string, Group>();
let front: Promise<string> | undefined;

/** Registers a group, and starts the front when it is the first. Leads the SDK's client of this process to the front. */
export async function openTimers(name: string, kept?: KeptTimers): Promise<TimerGroup> {
  front ??= startFront();
  process.env.AWS_ENDPOINT_URL_SCHEDULER = await front;
  const group: Group = { name, timers: new Map((kept?.timers ?? []).map((timer) => [timer.name, timer])), kept };
  groups.set(name, group);
  return {
    name,
    timers: () => [...group.timers.values()],
    goOff: async (now, call) => {
      const due = [...group.timers.values()].filter(({ expression }) => momentOf(expression) <= now.getTime());
      for (const timer of due) {
        await calledAtMost(attempts, () => call(timer));
        group.timers.delete(timer.name);
      }
      if (due.length > 0) save(group);
      return due.length;
    },
    close: () => {
      groups.delete(name);
    },
  };
}

async function calledAtMost(times: number, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch {
    // whoever called the function has noted the error; after the last attempt the call is lost
    if (times > 1) await calledAtMost(times - 1, call);
  }
}

const save = ({ kept, timers }: Group): void => kept?.save([...timers.values()]);

const written = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;
const momentOf = (expression: string): number => Date.parse(`${written.exec(expression)?.[1]}Z`);

async function startFront(): Promise<string> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => refuse(response, 500, 'InternalServerException', String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // it lives as long as the process, and does not keep it alive
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface CreateSchedule {
  readonly GroupName?: string;
  readonly ScheduleExpression?: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly FlexibleTimeWindow?: { readonly Mode?: string };
  readonly ActionAfterCompletion?: string;
  readonly Target?: { readonly Arn?: string; readonly RoleArn?: string; readonly Input?: string };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const name = /^\/schedules\/([0-9a-zA-Z-_.]{1,64})$/.exec(decodeURIComponent(request.url ?? ''))?.[1];
  if (request.method !== 'POST' || !name)
    return refuse(response, 400, 'ValidationException', 'Only CreateSchedule is known here.');
  const asked = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as CreateSchedule;
  const group = groups.get(asked.GroupName ?? '');
  if (!group) return refuse(response, 404, 'ResourceNotFoundException', `Schedule group ${asked.GroupName} does not exist.`);
  const { ScheduleExpression: expression = '', Target: { Arn: jobArn, RoleArn: roleArn, Input: input = '{}' } = {} } = asked;
  const fits =
    Number.isFinite(momentOf(expression)) &&
    asked.ScheduleExpressionTimezone === 'UTC' &&
    asked.FlexibleTimeWindow?.Mode === 'OFF' &&
    asked.ActionAfterCompletion === 'DELETE';
  if (!fits || !jobArn || !roleArn)
    return refuse(response, 400, 'ValidationException', 'Not a one-off schedule in UTC with a target.');
  if (group.timers.has(name)) return refuse(response, 409, 'ConflictException', `Schedule ${name} already exists.`);
  group.timers.set(name, { name, expression, jobArn, input });
  save(group);
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ ScheduleArn: `arn:aws:scheduler:eu-west-1:000000000000:schedule/${group.name}/${name}` }));
}

const refuse = (response: ServerResponse, status: number, code: string, message: string): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code })
    .end(JSON.stringify({ Message: message }));
