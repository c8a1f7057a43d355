import * as z from 'zod';
import { Aggregate, AggregateQuery } from '../../domain/aggregate.ts';
import {
  AudienceCountQuery,
  AudiencePageQuery,
  AudienceRow,
  audienceColumns,
  SegmentCountQuery,
  SegmentPageQuery,
  toCsv,
} from '../../domain/audience.ts';
import { Paging } from '../../domain/paging.ts';
import { SavedSegment, Segment, SegmentId } from '../../domain/segment.ts';
import { type Answer, type Described, ok } from './operation.ts';

const roles = ['marketer', 'admin'] as const;
const row = {
  contactId: 'pX0n3wq1Qb2m8c7RrT5yVg',
  email: 'kari@example.no',
  name: 'Kari Nordmann',
  company: 'Fjord AS',
  market: 'no',
  locale: 'nb',
  consentedAt: '2027-01-15T12:00:00.000Z',
};
const segment = {
  title: 'Norwegian readers who are still there',
  purposes: { any: ['newsletter:insights', 'newsletter:events'] },
  where: { market: ['no'], activeSince: '2026-07', not: { company: ['Fjord AS'] } },
};
const saved = { id: 'norway', ...segment, savedAt: '2027-01-15T12:00:00.000Z', savedBy: 'a1b2c3' };
const { segmentId, segment: _, ...savedBy } = SavedSegment.shape;
const Shown = z.object({ id: segmentId, ...Segment.shape, ...savedBy });
const page = (schema: z.ZodType) => z.object({ items: z.array(schema), next: z.string().nullable() });
const shown = (description: string): Answer => ({
  description,
  content: { 'application/json': { schema: Shown, example: saved } },
});

/** Audiences and segments. */
export const audiences = {
  'GET /v1/{brand}/audience': {
    tag: 'Audiences',
    summary: 'The people who may be mailed or shared now',
    description:
      'By `purpose`, narrowed by the other fields, or by the name of a saved `segment`. Whoever is restricted, objected, deactivated, suppressed or has withdrawn is not among them. A page may be short; only `next: null` ends. As `text/csv` a table of up to 10,000 rows, which goes on at the `Link` header’s address.',
    roles,
    query: AudiencePageQuery.extend(SegmentPageQuery.shape).partial({ purpose: true, segment: true }),
    answers: {
      200: {
        description: 'A page',
        content: {
          'application/json': { schema: page(AudienceRow), example: { items: [row], next: null } },
          'text/csv': { example: toCsv(audienceColumns, [row]) },
        },
        headers: { link: 'Of a table: where it goes on, `rel="next"`' },
      },
    },
    problems: ['invalid'],
  },
  'GET /v1/{brand}/audience/count': {
    tag: 'Audiences',
    summary: 'How many they are',
    description:
      'With `explain=1` also how they are found, what that cost in DynamoDB’s read units, and how many were met and left out, by the first reason.',
    roles,
    query: AudienceCountQuery.extend(SegmentCountQuery.shape).partial({ purpose: true, segment: true }),
    answers: ok(
      z.object({
        count: z.int(),
        explain: z
          .object({
            plan: z.object({
              lists: z.array(z.string()),
              candidates: z.array(z.string()),
              filters: z.array(z.string()),
              reads: z.array(z.string()),
            }),
            capacity: z.object({ readUnits: z.number(), entriesRead: z.int(), itemsRead: z.int() }),
            leftOut: z.record(z.string(), z.int()),
          })
          .optional(),
      }),
      {
        count: 41,
        explain: {
          plan: {
            lists: ['newsletter:insights'],
            candidates: ['newsletter:insights'],
            filters: ['market'],
            reads: [],
          },
          capacity: { readUnits: 4, entriesRead: 60, itemsRead: 0 },
          leftOut: { market: 19 },
        },
      },
    ),
    problems: ['invalid'],
  },
  'GET /v1/{brand}/audience/aggregate': {
    tag: 'Audiences',
    summary: 'Numbers to give away, which point to nobody',
    description:
      'How many people a purpose has in each market or locale. Behind each number stand at least as many as the policy’s `sharing.minCell`; a smaller one is `null`, and so are as many others as it takes that nobody can work it out. Not found where the policy sets no smallest number.',
    roles,
    query: AggregateQuery,
    answers: ok(Aggregate, {
      purpose: 'newsletter:insights',
      by: 'market',
      minCell: 10,
      total: 53,
      cells: [
        { value: 'no', count: 40 },
        { value: 'se', count: null },
        { value: 'fi', count: null },
      ],
    }),
    problems: ['invalid', 'not-found'],
  },
  'GET /v1/{brand}/segments': {
    tag: 'Audiences',
    summary: 'The saved segments',
    roles,
    query: Paging,
    answers: ok(page(Shown), { items: [saved], next: null }),
    problems: ['invalid'],
  },
  'GET /v1/{brand}/segments/{id}': {
    tag: 'Audiences',
    summary: 'One segment',
    roles,
    path: { id: SegmentId },
    answers: { 200: shown('The segment') },
  },
  'PUT /v1/{brand}/segments/{id}': {
    tag: 'Audiences',
    summary: 'Save a segment under a name',
    description:
      'A segment begins with purposes: all of some, any of some, or both. `where` asks more: each member holds, of a list one value; `any` holds if one of its conditions does, `not` if its condition does not. Fields are those of the consent that puts the person into the segment: the first of its purposes that they have.',
    roles,
    path: { id: SegmentId },
    body: { schema: Segment, example: segment },
    answers: { 200: shown('Replaced'), 201: shown('Created') },
  },
  'DELETE /v1/{brand}/segments/{id}': {
    tag: 'Audiences',
    summary: 'Forget a segment',
    roles,
    path: { id: SegmentId },
    answers: { 204: { description: 'Forgotten' } },
  },
} as const satisfies Described;
