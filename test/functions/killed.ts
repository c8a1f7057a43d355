/** A function that dies in the middle of its work, and is called again by its queue. */
import type { System } from '../../local/system.ts';

/** Calls that find the function dead, from the fatal one on: some of those that were under way get through, none of what follows. */
const deadCalls = 5;

/**
 * Kills whoever is about to make the `nth` transaction from now: that call and the next ones never reach the database. Afterwards, and for whoever is called
 * next, all is as ever. Returns whether it has come to that; it strikes once.
 */
export function killAt({ deps }: System, nth: number): () => boolean {
  let transactions = 0;
  let dead = 0;
  deps.db.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'TransactWriteItemsCommand') transactions += 1;
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
    return dead === deadCalls;
  };
}
