import * as z from 'zod';
import { type Deps, db, log, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { toCsv } from '../domain/audience.ts';
import { addDuration } from '../domain/duration.ts';
import { countByMonth, type Forecast, ForecastQuery, forecastColumns, forecastOf } from '../domain/forecast.ts';
import { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { localeNamed, localesOf, type Policy } from '../domain/policy.ts';
import { type Day, dayOf } from '../domain/retention.ts';
import { monthsBetween } from '../domain/sweep.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpHandler, json, page } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { forecastPage } from '../pages/forecast.ts';
import { keys } from '../store/keys.ts';
import { readPersonAsStored } from '../store/people.ts';
import { type DuePosition, pageOfDue, readAnonymised, readMark } from '../store/retention.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'log'>;

const Position = z.object({
  month: z.string(),
  shard: z.int(),
  after: z.object({ contactId: ContactId, day: z.iso.date() }).optional(),
});

/**
 * Who will be asked, deactivated and removed until a day, and by which rule, if nobody is heard of meanwhile: as JSON and CSV one line for each thing that
 * will happen, as a page the numbers by month and by rule. `limit` counts the people who are looked at: some of them may have nothing before them.
 */
export const forecast = ({ db, secret, policyOf, now, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'GET /v1/{brand}/retention/forecast': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf);
        const { until, cursor, lang, limit: asked } = parse(ForecastQuery, request.query);
        checkDay(until, now());
        const accept = request.headers.accept ?? '';
        const as = accept.includes('text/html') ? 'page' : accept.includes('text/csv') ? 'csv' : 'json';
        const limit = asked ?? (as === 'json' ? 100 : 1000);

        const list = [policy.brand, 'forecast', until];
        const [first = until.slice(0, 7)] = monthsBetween(await readMark(db, keys.sweepMark(policy.brand)), dayOf(now()));
        const from = cursor ? openCursor(cursor, list, await secret(), Position) : { month: first, shard: 0 };
        const { items, next } = await read(db, policy, { from, until, limit }, now());
        const nextCursor = next ? sealCursor(next, list, await secret()) : null;
        log('forecast_read', { brand: policy.brand, operator: subject, as, items: items.length });

        const onward = nextCursor ? `/v1/${policy.brand}/retention/forecast?${onwards(request.query, nextCursor)}` : undefined;
        switch (as) {
          case 'json': {
            const anonymised = await readAnonymised(db, policy.brand);
            return json(200, { until, items, months: countByMonth(items), anonymised, next: nextCursor });
          }
          case 'csv':
            return {
              statusCode: 200,
              headers: {
                'content-type': 'text/csv; charset=utf-8',
                'cache-control': 'no-store',
                'x-content-type-options': 'nosniff',
                ...(onward && { link: `<${onward}>; rel="next"` }),
              },
              body: toCsv(forecastColumns, items),
            };
          case 'page': {
            const locale = localeNamed(policy, lang) ?? localesOf(policy)[0] ?? 'en';
            return page(
              200,
              forecastPage({ policy, locale, from: dayOf(now()), until, items, onward, continued: cursor !== undefined }),
            );
          }
        }
      },
    },
    { headers: () => ({ vary: 'accept' }) },
  );

function checkDay(until: Day, now: Date): void {
  const furthest = dayOf(addDuration(now, limits.forecastAhead));
  if (until < dayOf(now) || until > furthest)
    throw new Problem('invalid', { errors: [{ detail: `expected a day from today to ${furthest}`, pointer: '/until' }] });
}

const onwards = (query: Readonly<Record<string, string | undefined>>, cursor: string): URLSearchParams =>
  new URLSearchParams({ ...query, cursor } as Record<string, string>);

/** So many people are read at once: each is one small Query. */
const atOnce = 25;

async function read(
  db: Needs['db'],
  policy: Policy,
  { from, until, limit }: { from: DuePosition; until: Day; limit: number },
  now: Date,
): Promise<{ items: Forecast[]; next: DuePosition | undefined }> {
  const { due, next } = await pageOfDue(db, policy.brand, { from, until, limit });
  const items: Forecast[] = [];
  for (let first = 0; first < due.length; first += atOnce) {
    const people = due.slice(first, first + atOnce).map(({ contactId }) => readPersonAsStored(db, policy.brand, contactId));
    for (const person of await Promise.all(people)) if (person) items.push(...forecastOf(policy, person, now, until));
  }
  return { items: items.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)), next };
}

export const handler = forecast({ db, secret, policyOf, now, log });
