/** A handler's part in a story, told with every fault at each of its AWS calls: none is left out, and none is drawn by lot. */
import { expect } from 'vitest';
import { type Counted, callsOf, type Fault, faultsOf, struck } from './aws-calls.ts';

/** What is told. Each telling has a world of its own, so that several can go on at once. */
export interface Story<World> {
  readonly begin: () => Promise<World>;
  /** Delivers the message; whether it was done with. What is not, is delivered again. */
  readonly act: (world: World) => Promise<boolean>;
  /** Which calls are struck. Default: all. */
  readonly counted?: Counted;
  /** What passes before a message is delivered again. */
  readonly wait?: () => void;
  /** Looks at the moment after the first delivery, before anybody tries again. */
  readonly told?: (world: World, done: boolean, label: string) => Promise<void>;
  /** What else follows for all in the end. */
  readonly later?: (world: World) => Promise<unknown>;
  readonly check: (world: World, label: string) => Promise<void>;
  /** Tellings at a time: 1 where they share something. */
  readonly lanes?: number;
}

/** As often as a queue delivers a message before it gives it up. */
const deliveries = 4;

/** Tells the story without a fault, and once with each fault at each of its calls. Returns the calls of the one without. */
export async function tellEveryFault<World>({
  begin,
  act,
  counted,
  wait,
  told,
  later,
  check,
  lanes = 8,
}: Story<World>): Promise<string[]> {
  const clean = await begin();
  const calls = await callsOf(() => act(clean), counted);
  const labelOf = ({ number, when, how }: Fault) => `${calls[number]} (${number}) ${when} ${how}`;
  const all: { world: World; label: string }[] = [{ world: clean, label: 'no fault' }];
  let left: World[] = [];
  await sideBySide(faultsOf(calls.length), lanes, async (fault) => {
    const world = await begin();
    const label = labelOf(fault);
    all.push({ world, label });
    const done = (await struck(fault, () => act(world), counted)) === true;
    await told?.(world, done, label);
    if (!done) left.push(world);
  });
  for (let times = 0; times < deliveries && left.length > 0; times += 1) {
    wait?.();
    const still: World[] = [];
    await sideBySide(left, lanes, async (world) => {
      if (!(await act(world))) still.push(world);
    });
    left = still;
  }
  expect(left).toEqual([]);
  if (later) await sideBySide(all, lanes, ({ world }) => later(world));
  for (const { world, label } of all) await check(world, label);
  return calls;
}

async function sideBySide<T>(all: readonly T[], lanes: number, work: (one: T) => Promise<unknown>): Promise<void> {
  const left = all.values();
  const lane = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
