/**
 * Every order in which pieces of concurrent work can meet at AWS. Each call waits at a gate; one at a time is let through and answered before
 * the next; and the same work is done again, on a fresh person, for each possible sequence of choices (depth first, by stateless replay).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AwsCall, intercepted } from './aws-calls.ts';

/** What is to be explored. */
export interface Race<World, Answer> {
  /** Sets the stage for one run: a person of its own. */
  readonly begin: () => Promise<World>;
  /** What happens at once, by name. Each must always do the same on the same answers. */
  readonly tasks: Readonly<Record<string, (world: World) => Promise<Answer>>>;
  /** Looks at the end of one run. */
  readonly check: (end: End<World, Answer>) => void | Promise<void>;
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

/** A choice that a run had: how many calls waited, and which was let through. */
interface Choice {
  readonly waiting: readonly string[];
  readonly taken: number;
}

const lanes = 6;

/** Runs every interleaving; returns all orders, no two alike. Throws the first failure, with its order. */
export async function everyInterleaving<World, Answer>(race: Race<World, Answer>): Promise<readonly string[]> {
  const orders = new Set<string>();
  const left: Choice[][] = [[]];
  let running = 0;
  const lane = async (): Promise<void> => {
    while (left.length > 0 || running > 0) {
      const prefix = left.pop();
      if (!prefix) {
        await sleep(1);
        continue;
      }
      running += 1;
      try {
        const { choices, order } = await run(race, prefix);
        orders.add(order);
        // every other way to go on from each point that this run was the first to reach
        for (let at = prefix.length; at < choices.length; at += 1) {
          const { waiting } = choices[at] as Choice;
          for (let taken = 1; taken < waiting.length; taken += 1) left.push([...choices.slice(0, at), { waiting, taken }]);
        }
      } catch (error) {
        left.length = 0;
        throw error;
      } finally {
        running -= 1;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return [...orders];
}

interface Waiting {
  readonly task: string;
  readonly label: string;
  /** Lets the call through; settles when it has been answered. */
  readonly pass: () => Promise<void>;
}

async function run<World, Answer>({ begin, tasks, check }: Race<World, Answer>, prefix: readonly Choice[]) {
  const world = await begin();
  const names = Object.keys(tasks);
  const gate: Waiting[] = [];
  const done = new Set<string>();
  const order: string[] = [];
  let failure: { readonly error: unknown } | undefined;
  let moved = () => {};

  const hold = (task: string) => (call: AwsCall, proceed: () => Promise<unknown>) =>
    new Promise<unknown>((resolve, reject) => {
      const pass = async () => {
        const step = order.push(`${task}:${call.name}`) - 1;
        try {
          resolve(await proceed());
        } catch (error) {
          order[step] += '!';
          reject(error);
        }
      };
      gate.push({ task, label: `${task}:${call.name}`, pass });
      moved();
    });

  const answers: Record<string, Answer> = {};
  for (const name of names) {
    intercepted(hold(name), async () => tasks[name]?.(world) as Promise<Answer>).then(
      (answer) => {
        answers[name] = answer;
        done.add(name);
        moved();
      },
      (error: unknown) => {
        failure ??= { error };
        done.add(name);
        moved();
      },
    );
  }
  const quiet = () => names.every((name) => done.has(name) || gate.some(({ task }) => task === name));

  const choices: Choice[] = [];
  while (!failure) {
    while (!quiet()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      moved = resolve;
      await promise;
    }
    await settled();
    // calls that a task makes side by side arrive together
    gate.sort((a, b) => names.indexOf(a.task) - names.indexOf(b.task));
    if (gate.length === 0) break;
    const waiting = gate.map(({ label }) => label);
    const planned = prefix[choices.length];
    if (planned && planned.waiting.join() !== waiting.join()) {
      throw new Error(`not repeatable: after ${order.join(' ')} came ${waiting.join()}, before it was ${planned.waiting.join()}`);
    }
    const taken = planned?.taken ?? 0;
    choices.push({ waiting, taken });
    await gate.splice(taken, 1)[0]?.pass();
    await settled();
  }
  try {
    if (failure) throw failure.error;
    await check({ world, answers, order, followed: (first, second) => lastOf(order, first) < firstOf(order, second) });
  } catch (error) {
    throw new Error(`in the order ${order.join(' ')}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  return { choices, order: order.join(' ') };
}

const belongsTo = (task: string) => (step: string) => step.startsWith(`${task}:`);
const firstOf = (order: readonly string[], task: string) => {
  const at = order.findIndex(belongsTo(task));
  return at < 0 ? order.length : at;
};
const lastOf = (order: readonly string[], task: string) => order.findLastIndex(belongsTo(task));

/** Lets what follows from an answer happen, as far as it needs no other answer. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
