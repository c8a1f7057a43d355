import { type Deps, db, log, now, policies } from '../deps.ts';
import { isPressing } from '../domain/breach.ts';
import { listBreaches } from '../store/breaches.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/** Looks several times a day for breaches of which the authority must hear within a day; each is a line that raises an alarm. */
export const watchBreaches =
  ({ db, policies, now, log }: Needs) =>
  async () => {
    const pressing: { brand: string; breach: string; due: string }[] = [];
    for (const { brand } of policies()) {
      for (let after: string | undefined, more = true; more; ) {
        const page = await listBreaches(db, brand, { after, limit: 100 });
        pressing.push(
          ...page.breaches.filter((one) => isPressing(one, now())).map(({ id, due }) => ({ brand, breach: id, due })),
        );
        after = page.next;
        more = after !== undefined;
      }
    }
    for (const one of pressing) log('breach_pressing', one);
    return { pressing };
  };

export const handler = watchBreaches({ db, policies, now, log });
