import * as z from 'zod';
import { type Deps, db, now, policyOf, secret } from '../deps.ts';
import { AudienceQuery, audienceColumns, toCsv } from '../domain/audience.ts';
import { ContactId } from '../domain/identity.ts';
import { isMailPurpose, type Policy, partnerOf, purposeOf } from '../domain/policy.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpHandler, http, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { countAudience, pageOfAudience } from '../store/audience.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now'>;

const PageOf = z.strictObject({
  ...AudienceQuery.shape,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(500).optional(),
});
/** A table is for a spreadsheet, which wants it in one piece if it can be. */
const CsvPageOf = PageOf.extend({ limit: z.coerce.number().int().min(1).max(10_000).default(10_000) });
const Position = z.object({ shard: z.int(), after: ContactId.optional() });

/** The people who may be mailed or shared for a purpose now: a page of them as JSON or CSV, and how many they are. */
export const audience = ({ db, secret, policyOf, now }: Needs): HttpHandler =>
  http({
    'GET /v1/{brand}/audience': async (request) => {
      const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
      const asCsv = (request.headers.accept ?? '').includes('text/csv');
      const { limit, cursor, ...query } = parse(asCsv ? CsvPageOf : PageOf, request.query);
      checkPurpose(policy, query);

      const list = [policy.brand, query];
      const from = cursor ? openCursor(cursor, list, await secret(), Position) : { shard: 0 };
      const { rows, next } = await pageOfAudience(db, policy.brand, query, { from, limit, now: now() });

      const nextCursor = next ? sealCursor(next, list, await secret()) : null;
      if (!asCsv) return json(200, { items: rows, next: nextCursor });
      const onward = new URLSearchParams({ ...request.query, cursor: nextCursor ?? '' } as Record<string, string>);
      return {
        statusCode: 200,
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          ...(nextCursor && { link: `</v1/${policy.brand}/audience?${onward}>; rel="next"` }),
        },
        body: toCsv(audienceColumns, rows),
      };
    },

    'GET /v1/{brand}/audience/count': async (request) => {
      const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
      const query = parse(AudienceQuery, request.query);
      checkPurpose(policy, query);
      return json(200, { count: await countAudience(db, policy.brand, query, now()) });
    },
  });

/** An audience is of a purpose that a mail or a partner can have. */
function checkPurpose(policy: Policy, { purpose }: AudienceQuery): void {
  if (!purposeOf(policy, purpose) || !(isMailPurpose(purpose) || partnerOf(purpose)))
    throw new Problem('invalid', { errors: [{ detail: 'no purpose of this brand that has an audience', pointer: '/purpose' }] });
}

export const handler = audience({ db, secret, policyOf, now });
