/** A function that dies in the middle of its work, and is called again by its queue. */
import type { System } from '../../local/system.ts';

/** Calls that find the function dead, from the fatal one on, unless somebody is called sooner. */
const deadCalls = 5;

/**
 * Kills whoever is about to make the `nth` transaction from now: that call and what was under way beside it never reach the database. For whoever is called next,
 * which begins with a claim, all is as ever. Returns whether it has come to that; it strikes once.
 */
export function killAt({ deps }: System, nth: number): () => boolean {
  let transactions = 0;
  let dead = 0;
  deps.db.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'TransactWriteItemsCommand') transactions += 1;
        if (dead > 0 && commandName === 'UpdateItemCommand') dead = deadCalls;
        if (transactions >= nth && dead < deadCalls) {
          dead += 1;
          throw new Error('killed');
        }
        return next(args);
      },
    { step: 'initialize', name: 'killer' },
  );
  return () => {
    deps.db.client.middlewareStack.remove('killer');
    return dead > 0;
  };
}
