import { type Deps, db, log } from '../deps.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { EraseMessage } from '../messages.ts';
import { deleteRemains } from '../store/erasure.ts';

type Needs = Pick<Deps, 'db' | 'log'>;

/** Deletes what the transaction of an erasure left under the person's id: whatever else was written about them. */
export const erase = ({ db, log }: Needs): QueueHandler =>
  queue(EraseMessage, async ({ brand, contactId }) => {
    const deleted = await deleteRemains(db, brand, contactId);
    log('remains_deleted', { brand, contactId, deleted });
  });

export const handler = erase({ db, log });
