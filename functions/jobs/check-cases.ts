import { type Deps, db, log, now, policies } from '../deps.ts';
import { dueSoonDays, urgencyOf } from '../domain/case.ts';
import { everyBrand } from '../every-brand.ts';
import { type CasePlace, listOpenCases } from '../store/cases.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/** The counts of one brand's open cases whose deadline is near or over. */
interface CaseReport {
  readonly brand: string;
  overdue: number;
  dueSoon: number;
}

/** Looks daily whose deadline is near or over. A line of the log says so, and the alarm listens for it: an answer that comes late is a breach of law. */
export const checkCases = (needs: Needs) => async (): Promise<{ readonly brands: readonly CaseReport[] }> => {
  return { brands: await everyBrand(needs, ({ brand }) => check(needs, brand)) };
};

async function check({ db, now, log }: Needs, brand: string): Promise<CaseReport> {
  const report: CaseReport = { brand, overdue: 0, dueSoon: 0 };
  const until = new Date(now().getTime() + dueSoonDays * 86_400_000).toISOString();
  let after: CasePlace | undefined;
  do {
    const page = await listOpenCases(db, brand, { until, limit: 100, after });
    for (const one of page.cases) report[urgencyOf(one, now()) === 'overdue' ? 'overdue' : 'dueSoon'] += 1;
    after = page.next;
  } while (after);
  log('cases_checked', { ...report });
  if (report.overdue > 0) log('cases_overdue', { brand, overdue: report.overdue });
  return report;
}

export const handler = checkCases({ db, policies, now, log });
