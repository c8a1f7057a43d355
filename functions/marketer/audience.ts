import * as z from 'zod';
import { type Deps, db, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { type Aggregate, AggregateQuery, cellsOf, type Grouping } from '../domain/aggregate.ts';
import {
  AudienceCountQuery,
  AudiencePageQuery,
  type AudienceQuery,
  type AudienceRow,
  audienceColumns,
  SegmentCountQuery,
  SegmentPageQuery,
  type SegmentQuery,
  segmentOfQuery,
  tableLimit,
  toCsv,
} from '../domain/audience.ts';
import { ContactId } from '../domain/identity.ts';
import { isMailPurpose, localesOf, type Policy, partnerOf, purposeOf } from '../domain/policy.ts';
import { planOf, type Segment } from '../domain/segment.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { countAudience, tallyAudience } from '../store/audience.ts';
import { pageOfSegment, readSegment, surveySegment } from '../store/segments.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now'>;

const Position = z.object({ shard: z.int(), after: ContactId.optional() });

/** The people who may be mailed or shared now, for a purpose or in a saved segment: a page of them as JSON or CSV, and how many they are. */
export const audience = ({ db, secret, policyOf, now }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'GET /v1/{brand}/audience': async (request) => {
        const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const asCsv = (request.headers.accept ?? '').includes('text/csv');
        const page = request.query.segment === undefined ? AudiencePageQuery : SegmentPageQuery;
        const { limit, cursor, ...query } = parse(asCsv ? page.extend({ limit: tableLimit }) : page, request.query);
        const segment = await segmentAsked(db, policy, query);

        // of a saved segment its words, not its name: once they change, it is another list
        const list = [policy.brand, 'purpose' in query ? query : segment];
        const from = cursor ? openCursor(cursor, list, await secret(), Position) : { shard: 0 };
        const { rows, next } = await pageOfSegment(db, policy, segment, { from, limit, now: now() });
        const nextCursor = next ? sealCursor(next, list, await secret()) : null;
        return asCsv ? table(policy, request, rows, nextCursor) : json(200, { items: rows, next: nextCursor });
      },

      'GET /v1/{brand}/audience/count': async (request) => {
        const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const asked = request.query.segment === undefined ? AudienceCountQuery : SegmentCountQuery;
        const { explain, ...query } = parse(asked, request.query);
        const segment = await segmentAsked(db, policy, query);
        if ('purpose' in query && explain !== '1') {
          return json(200, { count: await countAudience(db, policy.brand, query, now()) });
        }

        const { count, leftOut, ...capacity } = await surveySegment(db, policy, segment, now());
        return json(200, { count, ...(explain === '1' && { explain: { plan: planOf(segment), capacity, leftOut } }) });
      },

      // numbers to give away, where the policy says how many people must stand behind each
      'GET /v1/{brand}/audience/aggregate': async (request) => {
        const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const { minCell } = policy.sharing;
        if (minCell === undefined) throw new Problem('not-found');
        const { purpose, by } = parse(AggregateQuery, request.query);
        await segmentAsked(db, policy, { purpose });

        const tally = await tallyAudience(db, policy.brand, { purpose, by }, now());
        const counts = new Map([...valuesOf(policy, by).map((value): [string, number] => [value, 0]), ...tally]);
        return json(200, { purpose, by, minCell, ...cellsOf(counts, minCell) } satisfies Aggregate);
      },
    },
  );

/** What the policy knows, people or not: that nobody is there is told of no value more than of another. */
const valuesOf = (policy: Policy, by: Grouping): string[] => (by === 'market' ? Object.keys(policy.markets) : localesOf(policy));

/** The segment that a question means. A purpose must be one that a mail or a partner can have. */
async function segmentAsked(db: Deps['db'], policy: Policy, query: AudienceQuery | SegmentQuery): Promise<Segment> {
  if ('purpose' in query) {
    const { purpose } = query;
    if (!purposeOf(policy, purpose) || !(isMailPurpose(purpose) || partnerOf(purpose))) {
      throw new Problem('invalid', {
        errors: [{ detail: 'no purpose of this brand that has an audience', pointer: '/purpose' }],
      });
    }
    return segmentOfQuery(query);
  }
  const saved = await readSegment(db, policy.brand, query.segment);
  if (!saved) throw new Problem('invalid', { errors: [{ detail: 'no segment of this brand', pointer: '/segment' }] });
  return saved.segment;
}

function table({ brand }: Policy, { query }: HttpRequest, rows: readonly AudienceRow[], cursor: string | null): HttpAnswer {
  const onward = new URLSearchParams({ ...query, cursor: cursor ?? '' } as Record<string, string>);
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(cursor && { link: `</v1/${brand}/audience?${onward}>; rel="next"` }),
    },
    body: toCsv(audienceColumns, rows),
  };
}

export const handler = audience({ db, secret, policyOf, now });
