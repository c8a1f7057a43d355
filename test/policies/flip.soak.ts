/**
 * Whether each promise is kept by its policy and not by chance: with the setting flipped its proof must fail, or the policy must not load at all. A proof that holds
 * either way proves nothing.
 */
import { describe, expect, test } from 'vitest';
import { brands } from '../../policies/brands.ts';
import { promises } from './promises.ts';
import { changed, World } from './world.ts';

const policyOf = (brand: string) => brands.find((policy) => policy.brand === brand) ?? expect.fail(brand);

describe('with its setting flipped', () => {
  const rows = promises.map((promise) => ({ ...promise, ids: promise.clauses.join(', ') }));

  test.each(rows)('$brand no longer $says ($ids)', async ({ brand, prove, flip }) => {
    let world: World;
    try {
      world = new World(changed(policyOf(brand), flip));
    } catch (error) {
      expect(String(error)).toContain(`policy ${brand} cannot be`);
      return;
    }
    await expect(prove(world).finally(() => world.stop())).rejects.toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
  });
});
