import { type Deps, db, files, log, now, policyOf } from '../deps.ts';
import { forgetDocument } from '../forget-document.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { EraseMessage } from '../messages.ts';
import { finishRemoval } from '../store/erasure.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'policyOf' | 'now' | 'log'>;

/**
 * A profile is gone. If the chain does not say why, the table's TTL took it: then the entry and the suppression follow first, so that this removal is as
 * complete and as provable as any other. Then whatever else lies under the id is deleted, and the copy of a document in a case of theirs.
 */
export const erase = ({ db, files, policyOf, now, log }: Needs): QueueHandler =>
  queue(EraseMessage, async ({ brand, contactId }) => {
    const policy = policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);

    const finished = await finishRemoval(db, policy, contactId, now());
    // the chain has been closed meanwhile, or the profile stands: the next delivery finds out which
    if (finished === 'overtaken') throw new Error('the removal was overtaken');
    for (const copy of finished.documents) await forgetDocument({ db, files, now }, { brand, contactId, ...copy });
    log('remains_deleted', { brand, contactId, deleted: finished.deleted, completed: finished.completed ? 'now' : 'before' });
  });

export const handler = erase({ db, files, policyOf, now, log });
