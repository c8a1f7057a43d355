import * as z from 'zod';
import { Campaign, CampaignId, campaignStates } from '../../domain/campaign.ts';
import { Nothing, Schedule } from '../../domain/campaign-start.ts';
import { ContactId } from '../../domain/identity.ts';
import { Paging } from '../../domain/paging.ts';
import { RecipientsQuery } from '../../domain/recipients.ts';
import { feedbackStates } from '../../domain/send.ts';
import { type Described, ok } from './operation.ts';

const anyone = ['marketer', 'privacy', 'admin'] as const;
const writers = ['marketer', 'admin'] as const;
const path = { id: CampaignId };
const id = '20270115-k3v9q2m7xd';

const Summary = Campaign.pick({
  name: true,
  purpose: true,
  segment: true,
  exclude: true,
  locales: true,
  state: true,
  stateReason: true,
  createdAt: true,
  scheduledFor: true,
  startedAt: true,
  finishedAt: true,
})
  // the purpose is checked by the policy, which no schema can tell
  .extend({ id: CampaignId, purpose: z.string(), audience: z.number() });
const summary = {
  id,
  name: 'January',
  purpose: 'newsletter:insights',
  locales: ['nb'],
  state: 'sending',
  createdAt: '2027-01-15T09:00:00.000Z',
  scheduledFor: '2027-01-18T07:00:00.000Z',
  startedAt: '2027-01-18T07:00:04.000Z',
  audience: 1200,
};
const byReason = z.record(z.string(), z.number());
const Account = Summary.extend({
  counts: z.object({
    audience: z.number(),
    pending: z.number(),
    sent: z.number(),
    skipped: z.number(),
    failed: z.number(),
    unknown: z.number(),
  }),
  skipped: byReason,
  failed: byReason,
  excluded: z.object({ campaign: z.number(), segment: z.number() }).optional(),
  progress: z.object({ rate: z.number().nullable(), secondsLeft: z.number().nullable() }),
});
const account = {
  ...summary,
  counts: { audience: 1200, pending: 200, sent: 994, skipped: 4, failed: 1, unknown: 1 },
  skipped: { unsubscribed: 4 },
  failed: { rejected: 1 },
  excluded: { campaign: 31, segment: 0 },
  progress: { rate: 13.4, secondsLeft: 15 },
};
const Recipients = z.object({
  items: z.array(
    z.object({
      contactId: ContactId,
      status: z.enum(['pending', 'sent', 'skipped', 'failed', 'unknown', 'removed']),
      reason: z.string().optional(),
      feedback: z.enum(feedbackStates).optional(),
      sentAt: z.iso.datetime().optional(),
    }),
  ),
  next: z.string().nullable(),
});
const Changed = z.object({ id: CampaignId, state: z.enum(campaignStates), scheduledFor: z.iso.datetime().optional() });

const change = { tag: 'Newsletters', path, idempotent: true, problems: ['invalid', 'campaign-state', 'busy'] } as const;
const none = { schema: Nothing, example: {}, optional: true } as const;

/** Campaigns from their schedule to their account. */
export const campaigns = {
  'GET /v1/{brand}/campaigns': {
    tag: 'Newsletters',
    summary: 'All newsletters, the newest day first',
    roles: anyone,
    query: Paging,
    answers: ok(z.object({ items: z.array(Summary), next: z.string().nullable() }), { items: [summary], next: null }),
    problems: ['invalid'],
  },
  'GET /v1/{brand}/campaigns/{id}': {
    tag: 'Newsletters',
    summary: 'How far a newsletter is',
    description:
      'Everybody who was prepared is in exactly one of the counts: the audience is what is pending, sent, skipped, failed and unknown, at every moment. `unknown` may have been sent, is never tried again, and is settled by what SES tells. Whoever bounced or complained is among the sent. `excluded` were left out before, and are not in the audience.',
    roles: anyone,
    path,
    answers: ok(Account, account),
  },
  'GET /v1/{brand}/campaigns/{id}/recipients': {
    tag: 'Newsletters',
    summary: 'What became of each mail',
    description:
      'By id, in the order of sending; no addresses. `removed`: the mail is accounted for, but what became of it has been erased with the person, or has expired.',
    roles: anyone,
    path,
    query: RecipientsQuery,
    answers: ok(Recipients, {
      items: [{ contactId: 'k0VQyq6eQk2mBz3JcK1v1A', status: 'skipped', reason: 'unsubscribed' }],
      next: null,
    }),
    problems: ['invalid'],
  },
  'POST /v1/{brand}/campaigns/{id}/schedule': {
    ...change,
    summary: 'Send a newsletter, now or at a time',
    description:
      '`at` by RFC 3339; without an offset it is read by the brand’s clock, where a time that comes twice is the first of the two, and one that is skipped is as long after the change. Without `at` it goes out now. One that starts more than four hours late waits in `needs_review`.',
    roles: writers,
    body: { schema: Schedule, example: { at: '2027-01-18T08:00' }, optional: true },
    answers: ok(Changed, { id, state: 'scheduled', scheduledFor: '2027-01-18T07:00:00.000Z' }),
  },
  'POST /v1/{brand}/campaigns/{id}/pause': {
    ...change,
    summary: 'Hold a newsletter',
    description: 'Whoever has their turn at the moment still gets it: at most the mails of one lease of the sending rate.',
    roles: anyone,
    body: none,
    answers: ok(Changed, { id, state: 'paused' }),
  },
  'POST /v1/{brand}/campaigns/{id}/resume': {
    ...change,
    summary: 'Let a newsletter go on that was held, or that waits for a review',
    roles: writers,
    body: none,
    answers: ok(Changed, { id, state: 'sending' }),
  },
  'POST /v1/{brand}/campaigns/{id}/cancel': {
    ...change,
    summary: 'Stop a newsletter for good',
    description: 'Whoever has not been mailed by then is `skipped` for the reason `cancelled`.',
    roles: anyone,
    body: none,
    answers: ok(Changed, { id, state: 'cancelled' }),
  },
} as const satisfies Described;
