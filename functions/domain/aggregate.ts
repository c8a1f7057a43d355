/** Counts that point to nobody: how many people stand behind each value, and which of these numbers may be known (K16). */
import * as z from 'zod';
import type { PurposeId } from './policy.ts';

/** What an audience can be counted by. */
export const groupings = ['market', 'locale'] as const;
export type Grouping = (typeof groupings)[number];

/** The question: one purpose, and by what. */
export const AggregateQuery = z.strictObject({
  purpose: z.custom<PurposeId>((value) => typeof value === 'string', 'name a purpose of the policy'),
  by: z.enum(groupings),
});

/** The answer. `null` stands for a number that is not told, be it none or many. */
export const Aggregate = z.object({
  purpose: z.string(),
  by: z.enum(groupings),
  minCell: z.int(),
  total: z.int().nullable(),
  cells: z.array(z.object({ value: z.string(), count: z.int().nullable() })),
});
export type Aggregate = z.infer<typeof Aggregate>;

/**
 * The numbers that may be told. Behind each, and behind whatever is left of the total once they are taken from it, stand at least `minCell` people: so with a small number
 * goes the next smallest, until what is not told is two numbers or more, and many people. If that takes all of them and they are still few, the total goes too.
 */
export function cellsOf(counts: ReadonlyMap<string, number>, minCell: number): Pick<Aggregate, 'total' | 'cells'> {
  const ascending = [...counts].sort(([, one], [, other]) => one - other);
  const hidden = new Set<string>();
  let untold = 0;
  for (const [value, count] of ascending) {
    const telling = count >= minCell && (hidden.size === 0 || (hidden.size > 1 && untold >= minCell));
    if (telling) break;
    hidden.add(value);
    untold += count;
  }
  const total = ascending.reduce((sum, [, count]) => sum + count, 0);
  return {
    total: hidden.size > 0 && untold < minCell ? null : total,
    cells: [...counts].map(([value, count]) => ({ value, count: hidden.has(value) ? null : count })),
  };
}
