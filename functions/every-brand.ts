/** What is done for each brand by the clock. */
import type { Deps } from './deps.ts';
import type { Policy } from './domain/policy.ts';

/**
 * Does the work of every brand, one after the other; what came of it, in their order. A brand whose work fails holds up none of the others: the log names it, and what
 * it threw is thrown once all have had their turn, so that the function counts as failed and its alarm goes off.
 */
export async function everyBrand<T>(
  { policies, log }: Pick<Deps, 'policies' | 'log'>,
  work: (policy: Policy) => Promise<T>,
): Promise<T[]> {
  const done: T[] = [];
  const failures: unknown[] = [];
  for (const policy of policies()) {
    try {
      done.push(await work(policy));
    } catch (error) {
      failures.push(error);
      log('brand_failed', { brand: policy.brand, error: error instanceof Error ? error.name : 'unknown' });
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}
