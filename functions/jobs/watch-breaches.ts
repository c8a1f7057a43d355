import { type Deps, db, log, now, policies } from '../deps.ts';
import { isPressing } from '../domain/breach.ts';
import { everyBrand } from '../every-brand.ts';
import { listBreaches } from '../store/breaches.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/** Looks several times a day for breaches of which the authority must hear within a day; each is a line that raises an alarm. */
export const watchBreaches = (needs: Needs) => async (): Promise<{ readonly pressing: readonly Pressing[] }> => {
  return { pressing: (await everyBrand(needs, ({ brand }) => watchBrand(needs, brand))).flat() };
};

/** A breach of which the authority must hear soon, and by when. */
type Pressing = { readonly brand: string; readonly breach: string; readonly due: string };

async function watchBrand({ db, now, log }: Needs, brand: string): Promise<Pressing[]> {
  const pressing: Pressing[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await listBreaches(db, brand, { after, limit: 100 });
    pressing.push(...page.breaches.filter((one) => isPressing(one, now())).map(({ id, due }) => ({ brand, breach: id, due })));
    after = page.next;
    more = after !== undefined;
  }
  for (const one of pressing) log('breach_pressing', one);
  return pressing;
}

export const handler = watchBreaches({ db, policies, now, log });
