import { type Deps, db, log, now, policies } from '../deps.ts';
import { feedReaders } from '../domain/egress.ts';
import { acknowledgeBy } from '../domain/feed.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { everyBrand } from '../every-brand.ts';
import { unacknowledged } from '../store/feed.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/** Looks every day for withdrawals that partners should have acknowledged by now; each partner with one is a line that an alarm counts. */
export const watchPartners = (needs: Needs) => async (): Promise<{ readonly partners: readonly Overdue[] }> => {
  return { partners: (await everyBrand(needs, (policy) => watchBrand(needs, policy))).flat() };
};

/** A partner, and how many withdrawals it has left unacknowledged for too long. */
interface Overdue {
  readonly brand: string;
  readonly partner: string;
  readonly overdue: number;
}

async function watchBrand({ db, now, log }: Needs, policy: Policy): Promise<Overdue[]> {
  const { brand } = policy;
  const late: Overdue[] = [];
  for (const { id: partner } of feedReaders(policy)) {
    const open = await unacknowledged(db, brand, partner, limits.unacknowledgedShown);
    const overdue = open.filter(({ at }) => acknowledgeBy(policy, at) <= now()).length;
    if (overdue === 0) continue;
    late.push({ brand, partner, overdue });
    log('withdrawals_unacknowledged', { brand, partner, overdue });
  }
  return late;
}

export const handler = watchPartners({ db, policies, now, log });
