import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clauses } from '../../policies/clauses.ts';
import { clauseTable, elsewhere, pending } from './clause-table.ts';
import { promises } from './promises.ts';

const root = new URL('../../', import.meta.url);
const all = Object.entries(clauses).flatMap(([brand, own]) =>
  Object.entries(own).map(([clause, sources]) => ({ brand, clause, sources })),
);
const isSetting = (source: string) => !source.startsWith('system.');

describe('the table of clauses', () => {
  test('has every clause of the five texts', () => {
    const numbered = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
    const asked = [
      ...numbered('X', 17),
      ...numbered('E', 13),
      ...numbered('A', 12),
      ...numbered('I', 18),
      // K20 is E12's, for another company
      ...numbered('K', 21).filter((clause) => clause !== 'K20'),
    ];
    expect(all.map(({ clause }) => clause).sort()).toEqual(asked.sort());
  });

  test('is up to date: `npm run policy -- clauses` writes it', () => {
    expect(readFileSync(new URL('policies/README.md', root), 'utf8')).toBe(clauseTable());
  });

  test.each(all)('$clause is proved, or says what it waits for', ({ brand, clause }) => {
    const proofs = promises.filter((promise) => promise.brand === brand && promise.clauses.includes(clause));
    expect(proofs.length + (elsewhere[clause]?.length ?? 0) > 0 || pending[clause] !== undefined).toBe(true);
  });

  test.each(all.filter(({ clause, sources }) => !pending[clause] && sources.some(isSetting)))(
    '$clause is kept by a setting, so there is a proof that flipping it breaks',
    ({ brand, clause }) => {
      expect(promises.some((promise) => promise.brand === brand && promise.clauses.includes(clause))).toBe(true);
    },
  );

  test('names no test that is not there', () => {
    for (const [file, name] of Object.values(elsewhere).flat()) {
      expect(existsSync(new URL(file, root)), file).toBe(true);
      expect(readFileSync(new URL(file, root), 'utf8'), file).toContain(name);
    }
  });

  test('names no clause that is none, and no promise twice', () => {
    const known = all.map(({ clause }) => clause);
    const named = [...Object.keys(elsewhere), ...Object.keys(pending), ...promises.flatMap((promise) => promise.clauses)];
    expect(named.filter((clause) => !known.includes(clause))).toEqual([]);
    for (const { brand, clauses: own } of promises) {
      expect(own.filter((clause) => !Object.hasOwn(clauses[brand] ?? {}, clause))).toEqual([]);
    }
    const said = promises.map(({ brand, says, clauses: own }) => `${brand} ${says} ${own}`);
    expect(new Set(said).size).toBe(said.length);
  });
});
