/** Every AWS call of a piece of work, held in the hand: to delay it, to lose it, or to lose its answer. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Deps } from '../../functions/deps.ts';

/** One attempt of one call, as the SDK is about to send it. */
export interface AwsCall {
  /** `DynamoDB`, `SESv2`, `SQS` or `Scheduler`. */
  readonly service: string;
  /** The operation, such as `Query`. */
  readonly name: string;
  /** Which of the work's calls it is, from 0. The SDK's own repetitions of a call keep its number. */
  readonly number: number;
  /** From 1. */
  readonly attempt: number;
  readonly input: unknown;
}

/** What becomes of a call: `proceed` sends it and gives its answer. */
export type Intercept = (call: AwsCall, proceed: () => Promise<unknown>) => Promise<unknown>;

interface Work {
  readonly intercept: Intercept;
  readonly attempts: Map<object, { number: number; attempt: number }>;
}

const works = new AsyncLocalStorage<Work>();
const position = { step: 'finalizeRequest', priority: 'low', name: 'faults', override: true } as const;

type Watched = Pick<Deps, 'db' | 'ses' | 'bulkSes' | 'queues' | 'timers'>;

/**
 * Lets `intercepted` see the calls of the functions' own clients. It sits within the SDK's retries, at the wire: an error that it throws is one
 * of the network, and the SDK may repeat the call.
 */
export function watchCalls({ db, ses, bulkSes, queues, timers }: Watched): void {
  db.client.middlewareStack.add((next, context) => (args) => around(context, args, () => next(args)), position);
  for (const { client } of [ses, bulkSes])
    client.middlewareStack.add((next, context) => (args) => around(context, args, () => next(args)), position);
  queues.client.middlewareStack.add((next, context) => (args) => around(context, args, () => next(args)), position);
  timers.client.middlewareStack.add((next, context) => (args) => around(context, args, () => next(args)), position);
}

/** Does `work`; each attempt of each AWS call in it, and in whatever it awaits, goes through `intercept`. */
export const intercepted = <T>(intercept: Intercept, work: () => Promise<T>): Promise<T> =>
  works.run({ intercept, attempts: new Map() }, work);

/** Does `work` as if nobody watched. */
export const unwatched = <T>(work: () => Promise<T>): Promise<T> => works.exit(work);

async function around<T>(context: object, { input }: { input: object }, proceed: () => Promise<T>): Promise<T> {
  const work = works.getStore();
  if (!work) return proceed();
  const { clientName, commandName } = context as { clientName?: string; commandName?: string };
  const known = work.attempts.get(context) ?? { number: work.attempts.size, attempt: 0 };
  known.attempt += 1;
  work.attempts.set(context, known);
  const call = {
    service: String(clientName).replace(/Client$/, ''),
    name: String(commandName).replace(/Command$/, ''),
    ...known,
    input,
  };
  return (await work.intercept(call, proceed)) as T;
}

/** What may happen to a call: its request is lost on the way, or its answer is. */
export interface Fault {
  readonly number: number;
  readonly when: 'before' | 'after';
  /** `once`: the SDK's next attempt succeeds, if it makes one. `always`: every attempt ends so. `killed`: the function does not live to see it. */
  readonly how: 'once' | 'always' | 'killed';
}

/** Every fault that can strike `calls` calls. */
export const faultsOf = (calls: number): Fault[] =>
  Array.from({ length: calls }, (_, number) =>
    (['before', 'after'] as const).flatMap((when) =>
      (['once', 'always', 'killed'] as const).map((how) => ({ number, when, how })),
    ),
  ).flat();

/** Which calls are counted; the others go through, and have no number. */
export type Counted = (call: AwsCall) => boolean;
const all: Counted = () => true;

/** Gives each counted call its number among those that are. */
export function numbering(counted: Counted): (call: AwsCall) => number | undefined {
  const places = new Map<number, number>();
  return (call) => {
    if (!counted(call)) return undefined;
    const place = places.get(call.number) ?? places.size;
    places.set(call.number, place);
    return place;
  };
}

/** Does `work` with a fault in it; the answer, or what it threw, or `'killed'`. Throws if the fault found no call to strike. */
export async function struck<T>(fault: Fault, work: () => Promise<T>, counted = all): Promise<T | Error | 'killed'> {
  const killed = Promise.withResolvers<'killed'>();
  let dead = false;
  let hit = false;
  const numberOf = numbering(counted);
  const intercept: Intercept = async (call, proceed) => {
    if (dead) return never();
    if (numberOf(call) !== fault.number || (fault.how === 'once' && call.attempt > 1)) return proceed();
    hit = true;
    if (fault.when === 'after') await proceed().catch(() => {});
    if (fault.how !== 'killed') throw connectionReset();
    dead = true;
    killed.resolve('killed');
    return never();
  };
  const answer = await Promise.race([intercepted(intercept, work).catch((error: Error) => error), killed.promise]);
  if (!hit) throw new Error(`there was no call ${fault.number}`);
  return answer;
}

/** The names of the calls that `work` makes when nothing goes wrong. */
export async function callsOf(work: () => Promise<unknown>, counted = all): Promise<string[]> {
  const names: string[] = [];
  await intercepted((call, proceed) => {
    if (call.attempt === 1 && counted(call)) names.push(call.name);
    return proceed();
  }, work);
  return names;
}

/** A connection that broke: the SDK takes it as passing, and repeats the call if it may. */
const connectionReset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

/** What never comes: whoever awaits it has been killed, and none of their `catch` runs. */
const never = (): Promise<never> => new Promise(() => {});
