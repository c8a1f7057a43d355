/** For changes that others may overtake. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { limits } from '../domain/limits.ts';

/**
 * Runs `attempt`, which reads, decides and saves, until it is not overtaken by somebody else's change; it is told how often that has
 * happened. `'overtaken'` comes out only if it happened at every attempt; nothing has been written then.
 */
export async function untilNotOvertaken<T>(attempt: (overtaken: number) => Promise<T | 'conflict'>): Promise<T | 'overtaken'> {
  for (let tried = 0; tried < limits.attemptsAtChange; tried += 1) {
    // 0, then at most 20, 40, 80 … ms: whoever overtook us is done by then
    if (tried > 0) await sleep(Math.random() * 10 * 2 ** tried);
    const result = await attempt(tried);
    if (result !== 'conflict') return result;
  }
  return 'overtaken';
}

/** Makes a write that has a condition, and lets it go if that does not hold: somebody else's write has made it needless. */
export async function unlessOvertaken(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
