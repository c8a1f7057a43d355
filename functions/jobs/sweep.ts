import { type Deps, db, log, now, policies } from '../deps.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { ttlGraceDays } from '../domain/removal.ts';
import { addDays, type Day, dayOf, startOf } from '../domain/retention.ts';
import { emptyReport, monthsBetween, type SweepOutcome, type SweepReport } from '../domain/sweep.ts';
import { everyBrand } from '../every-brand.ts';
import { finishRemoval } from '../store/erasure.ts';
import { indexShards, keys } from '../store/keys.ts';
import { appendReport } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPersonAsStored } from '../store/people.ts';
import { type Due, dropEnding, listDue, listEnding, readMark, writeMark } from '../store/retention.ts';
import { moveOn } from '../store/settle.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/**
 * The daily walk over everybody whose day has come, and nobody else: each is read, decided upon and moved, each conditional on what was read. What
 * was missed on other days is still in its bucket and comes first; what a run leaves is still there for the next.
 */
export const sweep = (needs: Needs) => async (): Promise<{ readonly brands: readonly SweepReport[] }> => {
  return { brands: await everyBrand(needs, (policy) => sweepBrand(needs, policy)) };
};

const shards = Array.from({ length: indexShards }, (_, shard) => shard);

async function sweepBrand(needs: Needs, policy: Policy): Promise<SweepReport> {
  const { db, now, log } = needs;
  const { brand } = policy;
  const today = dayOf(now());
  const longGone = addDays(today, -(ttlGraceDays + 1));
  const report = emptyReport(brand, today);
  const months = monthsBetween(await readMark(db, keys.sweepMark(brand)), today);

  for (const month of months) {
    await Promise.all(shards.map((shard) => sweepShard(needs, policy, { month, shard, until: today }, report)));
    await Promise.all(shards.map((shard) => finishRemovals(needs, policy, { month, shard, until: longGone }, report)));
  }
  // whoever is left behind is found again: the mark passes only buckets in which nothing was left
  if (report.left || report.failed > 0 || report.overtaken > 0) report.oldestDays = await oldestDaysIn(db, brand, months, today);
  else await writeMark(db, keys.sweepMark(brand), addDays(today, -60).slice(0, 7));
  await appendReport(db, brand, report, now());
  log('swept', { ...report, left: report.left ? 1 : 0 });
  return report;
}

/** One shard of one month, through a day. */
interface Bucket {
  readonly month: string;
  readonly shard: number;
  readonly until: Day;
}

/** How long the oldest of those who are still due has been so. */
async function oldestDaysIn(db: Needs['db'], brand: string, months: readonly string[], today: Day): Promise<number> {
  for (const month of months) {
    const first = await Promise.all(shards.map((shard) => listDue(db, brand, { month, shard, until: today }, { limit: 1 })));
    const [oldest] = first.flatMap((due) => due.map(({ day }) => day)).sort();
    if (oldest) return (startOf(today).getTime() - startOf(oldest).getTime()) / 86_400_000;
  }
  return 0;
}

/** Moves those of one bucket whose day has come. Whoever cannot be moved is passed, and found again by the next run. */
async function sweepShard(needs: Needs, policy: Policy, bucket: Bucket, report: SweepReport): Promise<void> {
  let after: Due | undefined;
  for (;;) {
    const room = limits.sweptPerRun - report.due;
    if (room <= 0) {
      report.left = true;
      return;
    }
    const due = await listDue(needs.db, policy.brand, bucket, { limit: Math.min(limits.sweptAtOnce * 10, room), after });
    if (due.length === 0) return;
    report.due += due.length;
    for (let first = 0; first < due.length; first += limits.sweptAtOnce) {
      const some = due.slice(first, first + limits.sweptAtOnce);
      const outcomes = await Promise.all(some.map(({ contactId }) => settle(needs, policy, contactId)));
      for (const outcome of outcomes) report[outcome] += 1;
    }
    after = due.at(-1);
  }
}

/** One person's next step. */
const settle = (needs: Needs, policy: Policy, contactId: ContactId): Promise<SweepOutcome> =>
  alone(needs, policy, contactId, () => untilNotOvertaken(() => moveOn(needs.db, policy, contactId, needs.now())));

/** Does something for one person. A failure is theirs alone; their day stays due. */
async function alone<T>({ log }: Needs, { brand }: Policy, contactId: ContactId, work: () => Promise<T>): Promise<T | 'failed'> {
  try {
    return await work();
  } catch (error) {
    log('sweep_failed', { brand, contactId, error: error instanceof Error ? error.name : 'unknown' });
    return 'failed';
  }
}

/** Looks after those whom the table's TTL should have taken by now: whose stream record was lost, and who has come back. */
async function finishRemovals(needs: Needs, policy: Policy, bucket: Bucket, report: SweepReport): Promise<void> {
  let after: Due | undefined;
  for (;;) {
    const over = await listEnding(needs.db, policy.brand, bucket, { limit: 100, after });
    if (over.length === 0) return;
    for (const ending of over) {
      const outcome = await alone(needs, policy, ending.contactId, () => finishEnding(needs, policy, ending));
      if (outcome !== 'passed') report[outcome] += 1;
    }
    after = over.at(-1);
  }
}

/** Whoever lives has come back, or is due again and in another bucket. */
async function finishEnding({ db, now }: Needs, policy: Policy, { contactId, day }: Due): Promise<'completed' | 'passed'> {
  const { brand } = policy;
  const lives = await readPersonAsStored(db, brand, contactId);
  const finished = lives ? 'overtaken' : await finishRemoval(db, policy, contactId, now());
  await dropEnding(db, brand, day, contactId);
  return finished !== 'overtaken' && finished.completed ? 'completed' : 'passed';
}

export const handler = sweep({ db, policies, now, log });
