import * as z from 'zod';
import { Acknowledgement, FeedPage, PartnerOptOut } from '../../domain/feed.ts';
import { type Described, ok } from './operation.ts';

const contactId = 'pX0n3wq1Qb2m8c7RrT5yVg';

/** What other companies may ask, and what became of newsletters. */
export const partners = {
  'GET /v1/{brand}/partners/{partner}/changes': {
    tag: 'Partners',
    summary: 'What a partner has to know, in order, from where it stood',
    description:
      'For the partner’s own machine client, with scope `partner/<brand>.<id>`. Who agreed and who changed, with the fields that the policy allows; who must be left alone, by id only. `cursor` is where to go on, also when `next` is null.',
    query: FeedPage,
    answers: ok(z.object({ items: z.array(z.looseObject({})), next: z.string().nullable(), cursor: z.string() }), {
      items: [{ type: 'withdrawn', contactId }],
      next: null,
      cursor: 'AmsxB3hsZWRnZXI',
    }),
    problems: ['busy'],
  },
  'POST /v1/{brand}/partners/{partner}/ack': {
    tag: 'Partners',
    summary: 'Everything up to a cursor has been acted upon',
    description: 'For the partner’s own machine client.',
    body: { schema: Acknowledgement, example: { cursor: 'AmsxB3hsZWRnZXI' } },
    answers: ok(z.object({ status: z.literal('acknowledged') }), { status: 'acknowledged' }),
    problems: ['busy'],
  },
  'POST /v1/{brand}/partners/{partner}/opt-outs': {
    tag: 'Partners',
    summary: 'Somebody told the partner to stop',
    description: 'For the partner’s own machine client. The purpose ends as if they had pressed the link.',
    body: { schema: PartnerOptOut, example: { contactId, purpose: 'partner:implementation' } },
    answers: ok(z.object({ status: z.literal('ended') }), { status: 'ended' }),
    problems: ['busy'],
  },
  'GET /v1/{brand}/partners': {
    tag: 'Partners',
    summary: 'Which partners have not acted upon withdrawals',
    roles: ['privacy', 'admin'],
    answers: ok(z.object({ items: z.array(z.looseObject({})), next: z.null() }), { items: [], next: null }),
  },
} as const satisfies Described;
