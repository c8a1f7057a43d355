/** Every AWS call of a piece of work, held in the hand: to delay it, to lose it, or to lose its answer. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Deps } from '../../functions/deps.ts';

/** One attempt of one call, as the SDK is about to send it. */
export interface AwsCall {
  /** `DynamoDB`, `SESv2` or `SQS`. */
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

/**
 * Lets `intercepted` see the calls of the functions' own clients. It sits within the SDK's retries, at the wire: an error that it throws is one
 * of the network, and the SDK may repeat the call.
 */
export function watchCalls({ db, ses, queues }: Pick<Deps, 'db' | 'ses' | 'queues'>): void {
  db.client.middlewareStack.add((next, context) => (args) => around(context, args, () => next(args)), position);
  ses.client.middlewareStack.add((next, context) => (args) => around(context, args, () => next(args)), position);
  queues.client.middlewareStack.add((next, context) => (args) => around(context, args, () => next(args)), position);
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

/** A connection that broke: the SDK takes it as passing, and repeats the call if it may. */
export const connectionReset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

/** What never comes: whoever awaits it has been killed, and none of their `catch` runs. */
export const never = (): Promise<never> => new Promise(() => {});
