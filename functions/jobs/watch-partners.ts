import { type Deps, db, log, now, policies } from '../deps.ts';
import { feedReaders } from '../domain/egress.ts';
import { acknowledgeBy } from '../domain/feed.ts';
import { limits } from '../domain/limits.ts';
import { unacknowledged } from '../store/feed.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/** Looks every day for withdrawals that partners should have acknowledged by now; each partner with one is a line that an alarm counts. */
export const watchPartners =
  ({ db, policies, now, log }: Needs) =>
  async () => {
    const partners: { brand: string; partner: string; overdue: number }[] = [];
    for (const policy of policies()) {
      for (const { id } of feedReaders(policy)) {
        const open = await unacknowledged(db, policy.brand, id, limits.unacknowledgedShown);
        const overdue = open.filter(({ at }) => acknowledgeBy(policy, at) <= now()).length;
        if (overdue === 0) continue;
        partners.push({ brand: policy.brand, partner: id, overdue });
        log('withdrawals_unacknowledged', { brand: policy.brand, partner: id, overdue });
      }
    }
    return { partners };
  };

export const handler = watchPartners({ db, policies, now, log });
