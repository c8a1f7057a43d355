import { type Deps, db, log, now, policyOf } from '../deps.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { EraseMessage } from '../messages.ts';
import { finishRemoval } from '../store/erasure.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now' | 'log'>;

/**
 * A profile is gone. If the chain does not say why, the table's TTL took it: then the entry and the suppression follow first, so that this removal is as
 * complete and as provable as any other. Then whatever else lies under the id is deleted.
 */
export const erase = ({ db, policyOf, now, log }: Needs): QueueHandler =>
  queue(EraseMessage, async ({ brand, contactId }) => {
    const policy = policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);

    const finished = await finishRemoval(db, policy, contactId, now());
    // the chain has been closed meanwhile, or the profile stands: the next delivery finds out which
    if (finished === 'overtaken') throw new Error('the removal was overtaken');
    log('remains_deleted', { brand, contactId, deleted: finished.deleted, completed: finished.completed ? 'now' : 'before' });
  });

export const handler = erase({ db, policyOf, now, log });
