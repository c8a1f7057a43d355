import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../functions/domain/aggregate.ts';

const told = (counts: Record<string, number>, minCell = 10) => {
  const { total, cells } = cellsOf(new Map(Object.entries(counts)), minCell);
  return [total, ...cells.map(({ count }) => count)];
};

describe('counts above a smallest cell (K16)', () => {
  test.each<[string, Record<string, number>, (number | null)[]]>([
    ['are all told where each is large enough', { no: 10, se: 40 }, [50, 10, 40]],
    ['lose the small one and the next, which the total would give away', { no: 10, se: 3, fi: 40 }, [53, null, null, 40]],
    ['lose another, where two small ones are few together', { no: 3, se: 4, fi: 12, dk: 30 }, [49, null, null, null, 30]],
    ['lose no more than the small ones where those are many', { no: 6, se: 7, fi: 12 }, [25, null, null, 12]],
    ['count nobody as few', { no: 0, se: 12, fi: 40 }, [52, null, null, 40]],
    ['are not told at all of a small audience', { no: 3, se: 4 }, [null, null, null]],
    ['are not told of the only value', { no: 9 }, [null, null]],
    ['are told of the only value', { no: 10 }, [10, 10]],
    ['are none of no values', {}, [0]],
  ])('%s', (_, counts, expected) => expect(told(counts)).toEqual(expected));

  test('leave nothing to be worked out about a few: neither a number nor what is missing from the total', () => {
    const audience = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.nat(60), { maxKeys: 8 });
    fc.assert(
      fc.property(audience, fc.integer({ min: 2, max: 30 }), (counts, minCell) => {
        const { total, cells } = cellsOf(new Map(Object.entries(counts)), minCell);
        const known = cells.flatMap(({ count }) => (count === null ? [] : [count]));
        const untold = cells.length - known.length;
        expect(known.every((count) => count >= minCell)).toBe(true);
        if (untold === 0) return;
        if (known.length > 0) expect(untold).toBeGreaterThan(1);
        if (total !== null) expect(total - known.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(minCell);
        else expect(known).toEqual([]);
      }),
    );
  });
});
