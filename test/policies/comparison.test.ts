import { afterEach, describe, expect, test } from 'vitest';
import { brands } from '../../policies/brands.ts';
import { promises } from './promises.ts';
import { World } from './world.ts';

let world: World | undefined;
afterEach(() => world?.stop());

const policyOf = (brand: string) => brands.find((policy) => policy.brand === brand) ?? expect.fail(brand);
const dimensions = [...new Set(promises.map(({ dimension = 'Alone' }) => dimension))].sort();

describe.each(dimensions)('%s', (dimension) => {
  const rows = promises
    .filter((promise) => (promise.dimension ?? 'Alone') === dimension)
    .map((promise) => ({ ...promise, ids: promise.clauses.join(', ') }));

  test.each(rows)('$brand $says ($ids)', async ({ brand, prove }) => {
    world = new World(policyOf(brand));
    await expect(prove(world)).resolves.toBeUndefined();
  });
});
