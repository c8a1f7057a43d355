/**
 * Every order in which pieces of concurrent work can meet at AWS. Each call waits at a gate; one at a time is let through and answered before
 * the next; and the same work is done again, on a fresh person, for each possible sequence of choices. Two neighbouring reads of different tasks
 * cannot tell which of them was first, so of the orders that differ in nothing else one is run (sleep sets, Godefroid 1996).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type AwsCall, type Counted, intercepted, numbering } from './aws-calls.ts';

/** What is to be explored. */
export interface Race<World, Answer> {
  /** Sets the stage for one run: a person of its own. */
  readonly begin: () => Promise<World>;
  /** What happens at once, by name. Each must always do the same on the same answers. */
  readonly tasks: Readonly<Record<string, (world: World) => Promise<Answer>>>;
  /** Looks at the end of one run. */
  readonly check: (end: End<World, Answer>) => void | Promise<void>;
  /** Runs at a time: 1 where they share a row, so that one would be in another's way. */
  readonly lanes?: number;
  /** Which calls wait at the gate; the others go through at once. Default: all. */
  readonly waits?: Counted;
  /** Runs also orders that differ from another in the order of neighbouring reads only. */
  readonly everyOrder?: boolean;
  /** Runs one alone of the orders that differ in neighbouring calls to different items: neither can tell which of the two was first. */
  readonly apart?: boolean;
}

/** How a run ended. */
export interface End<World, Answer> {
  readonly world: World;
  readonly answers: Readonly<Record<string, Answer>>;
  /** The calls in the order in which they were let through: `a:Query`; with `!` if it failed. */
  readonly order: readonly string[];
  /** Whether one task had ended before the other made its first call. */
  readonly followed: (first: string, second: string) => boolean;
}

/** A call at the gate. */
interface Waiting {
  readonly task: string;
  /** The same in every run that came here the same way. */
  readonly id: string;
  readonly reads: boolean;
  /** Where it reads and writes, of a race that looks at this. */
  readonly touches: readonly string[] | undefined;
  /** Lets the call through; settles when it has been answered. */
  readonly pass: () => Promise<void>;
}
type Step = Omit<Waiting, 'pass'>;

/** The beginning of runs that are still to be done, and the calls that need not come next, since another run begins with them. */
interface Job {
  readonly path: readonly Step[];
  readonly asleep: readonly Step[];
}

const usualLanes = 6;
const reading = new Set(['Query', 'GetItem', 'BatchGetItem', 'TransactGetItems', 'Scan']);
const commute = (a: Step, b: Step) => a.task !== b.task && ((a.reads && b.reads) || areApart(a.touches, b.touches));
const areApart = (a: Step['touches'], b: Step['touches']) =>
  a !== undefined && b !== undefined && a.every((one) => b.every((other) => !one.startsWith(other) && !other.startsWith(one)));
const has = (steps: readonly Step[], { id }: Step) => steps.some((step) => step.id === id);

/** Runs every interleaving; returns their orders, no two alike. Throws the first failure, with its order. */
export async function everyInterleaving<World, Answer>(race: Race<World, Answer>): Promise<readonly string[]> {
  const orders = new Set<string>();
  const jobs: Job[] = [{ path: [], asleep: [] }];
  let running = 0;
  const lane = async (): Promise<void> => {
    while (jobs.length > 0 || running > 0) {
      const job = jobs.pop();
      if (!job) {
        await sleep(1);
        continue;
      }
      running += 1;
      try {
        const order = await run(race, job, (found) => jobs.push(found));
        if (order) orders.add(order.join(' '));
      } catch (error) {
        jobs.length = 0;
        throw error;
      } finally {
        running -= 1;
      }
    }
  };
  await Promise.all(Array.from({ length: race.lanes ?? usualLanes }, lane));
  return [...orders];
}

/** One run; undefined if it turned out to differ from another in the order of reads only. */
async function run<World, Answer>(race: Race<World, Answer>, { path, asleep }: Job, add: (job: Job) => void) {
  const world = await race.begin();
  const { gate, answers, order, quiet } = start(race, world);
  try {
    let sleeping = asleep;
    for (let steps: readonly Step[] = []; ; ) {
      await quiet();
      if (gate.length === 0) break;
      // who sleeps was seen in another run, on somebody else's items
      sleeping = sleeping.map((step) => gate.find(({ id }) => id === step.id) ?? step);
      const candidates =
        steps.length < path.length ? [path[steps.length] as Step] : gate.filter((waiting) => !has(sleeping, waiting));
      const [next, ...others] = candidates;
      if (!next) return undefined;
      for (const [index, other] of others.entries()) {
        const before = [...sleeping, ...candidates.slice(0, index + 1)];
        add({ path: [...steps, other], asleep: before.filter((step) => commute(step, other)) });
      }
      if (steps.length >= path.length) sleeping = sleeping.filter((step) => commute(step, next));
      const [waiting] = gate.splice(
        gate.findIndex(({ id }) => id === next.id),
        1,
      );
      if (waiting?.id !== next.id) throw new Error(`not repeatable: ${next.id} did not come`);
      steps = [...steps, next];
      await waiting.pass();
    }
    await race.check({ world, answers, order, followed: (first, second) => lastOf(order, first) < firstOf(order, second) });
    return order;
  } catch (error) {
    throw new Error(`in the order ${order.join(' ')}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** Starts the tasks, each up to its first call. */
function start<World, Answer>({ tasks, waits, everyOrder, apart }: Race<World, Answer>, world: World) {
  const names = Object.keys(tasks);
  const gate: Waiting[] = [];
  const ended = new Set<string>();
  const order: string[] = [];
  const answers: Record<string, Answer> = {};
  let failure: { readonly error: unknown } | undefined;
  let moved = () => {};

  const hold = (task: string) => {
    const numberOf = numbering(waits ?? (() => true));
    return (call: AwsCall, proceed: () => Promise<unknown>) => {
      const number = numberOf(call);
      if (number === undefined) return proceed();
      return new Promise<unknown>((resolve, reject) => {
        const pass = async () => {
          const step = order.push(`${task}:${call.name}`) - 1;
          await proceed().then(resolve, (error: unknown) => {
            order[step] += '!';
            reject(error);
          });
        };
        const reads = !everyOrder && reading.has(call.name);
        gate.push({ task, id: `${task}/${number}.${call.attempt}`, reads, touches: apart ? touchedBy(call) : undefined, pass });
        moved();
      });
    };
  };
  for (const [name, task] of Object.entries(tasks)) {
    intercepted(hold(name), () => task(world))
      .then((answer) => {
        answers[name] = answer;
      })
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        ended.add(name);
        moved();
      });
  }

  /** Waits until every task waits at the gate or has ended. Throws what one of them threw. */
  const quiet = async () => {
    await settled();
    while (!names.every((name) => ended.has(name) || gate.some(({ task }) => task === name))) {
      const { promise, resolve } = Promise.withResolvers<void>();
      moved = resolve;
      await promise;
    }
    // calls that a task makes side by side arrive together
    await settled();
    gate.sort((a, b) => names.indexOf(a.task) - names.indexOf(b.task));
    if (failure) throw failure.error;
  };
  return { gate, answers, order, quiet };
}

/**
 * The items of a call: table, partition key and sort key, with a space after each; a Query touches all that begins with its partition, and another service is a
 * place of its own. Undefined for an index, which may show anything.
 */
function touchedBy({ service, input }: AwsCall): readonly string[] | undefined {
  if (service !== 'DynamoDB') return [`${service} `];
  const { TransactItems, IndexName, ...alone } = input as Operation & {
    readonly IndexName?: string;
    readonly TransactItems?: readonly Readonly<Record<string, Operation>>[];
  };
  const operations = TransactItems?.flatMap((item) => Object.values(item)) ?? [alone];
  if (IndexName) return undefined;
  return operations.map(({ TableName, Key, Item, ExpressionAttributeValues }) => {
    const { pk = ExpressionAttributeValues?.[':pk'], sk } = Key ?? Item ?? {};
    if (!pk?.S) throw new Error(`a call without a place in ${TableName}`);
    return `${TableName} ${pk.S} ${sk ? `${sk.S ?? sk.N} ` : ''}`;
  });
}

interface Operation {
  readonly TableName?: string;
  readonly Key?: Readonly<Record<string, AttributeValue>>;
  readonly Item?: Readonly<Record<string, AttributeValue>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
}

const belongsTo = (task: string) => (step: string) => step.startsWith(`${task}:`);
const firstOf = (order: readonly string[], task: string) => {
  const at = order.findIndex(belongsTo(task));
  return at < 0 ? order.length : at;
};
const lastOf = (order: readonly string[], task: string) => order.findLastIndex(belongsTo(task));

/** Lets what follows from an answer happen, as far as it needs no other answer. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
