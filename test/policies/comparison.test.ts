import { describe, expect, test } from 'vitest';
import { brands } from '../../policies/brands.ts';
import { promises } from './promises.ts';
import { World } from './world.ts';

const policyOf = (brand: string) => brands.find((policy) => policy.brand === brand) ?? expect.fail(brand);
const dimensions = [...new Set(promises.map(({ dimension = 'Alone' }) => dimension))].sort();

describe.each(dimensions)('%s', (dimension) => {
  const rows = promises
    .filter((promise) => (promise.dimension ?? 'Alone') === dimension)
    .map((promise) => ({ ...promise, ids: promise.clauses.join(', ') }));

  // each life is lived on tables of its own, so that none waits for another
  test.concurrent.for(rows)('$brand $says ($ids)', async ({ brand, prove }, { expect }) => {
    const world = new World(policyOf(brand));
    await expect(prove(world).finally(world.stop)).resolves.toBeUndefined();
  });
});
