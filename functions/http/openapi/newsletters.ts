import * as z from 'zod';
import { CampaignId, campaignStates } from '../../domain/campaign.ts';
import { CampaignChange, NewCampaign, PreviewOf, TestTo } from '../../domain/campaign-edit.ts';
import { ContactId } from '../../domain/identity.ts';
import { locales } from '../../domain/policy.ts';
import { type Described, ok } from './operation.ts';

const writers = ['marketer', 'admin'] as const;
const id = { id: CampaignId };
const campaignId = '20270115-k3v9q2m7xd';

const Summary = z.object({
  id: CampaignId,
  state: z.enum(campaignStates),
  purpose: z.string(),
  segment: z.string().optional(),
  locales: z.array(z.enum(locales)),
});
const Warnings = z.array(z.object({ detail: z.string(), pointer: z.string() }));
const Written = Summary.extend({ warnings: Warnings });
const written = {
  id: campaignId,
  state: 'draft',
  purpose: 'newsletter:insights',
  locales: ['nb'],
  warnings: [{ detail: 'readers of en, sv, fi get it in nb', pointer: '/content' }],
};
const content = {
  nb: {
    subject: 'Nytt om mva',
    preheader: 'Fristene du bør kjenne',
    markdown: '# Hei {{ contact.name | default: "du" }}\n\nLes [hele artikkelen](https://xledger.com/no/mva).',
  },
};

const Preview = z.object({
  id: CampaignId,
  locale: z.enum(locales),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  recipient: z.object({ contactId: ContactId, wouldGet: z.boolean(), reason: z.string().optional() }).optional(),
  audience: z.object({ wouldGet: z.number(), leftOut: z.record(z.string(), z.number()), whole: z.boolean() }),
});

/** What newsletters say. */
export const newsletters = {
  'POST /v1/{brand}/campaigns': {
    tag: 'Newsletters',
    summary: 'Write a newsletter',
    description:
      'In MJML, HTML or Markdown, for each locale; to everybody of a purpose, or to a segment. It is checked and compiled: links are frozen, merge fields are those of the policy, and what no mail may hold is refused by name. The foot that the law asks for is added.',
    roles: writers,
    idempotent: true,
    body: { schema: NewCampaign, example: { name: 'January', purpose: 'newsletter:insights', content } },
    answers: {
      201: { description: 'Written, as a draft', content: { 'application/json': { schema: Written, example: written } } },
    },
    problems: ['invalid'],
  },
  'PATCH /v1/{brand}/campaigns/{id}': {
    tag: 'Newsletters',
    summary: 'Change a newsletter that has not started',
    description:
      '`content` replaces all of it. What was scheduled is a draft again: what was approved is no longer what it says.',
    roles: writers,
    path: id,
    body: { schema: CampaignChange, example: { content } },
    answers: ok(Written, written, 'Changed'),
    problems: ['invalid', 'campaign-state', 'busy'],
  },
  'POST /v1/{brand}/campaigns/{id}/preview': {
    tag: 'Newsletters',
    summary: 'Look at a newsletter, and count who would get it',
    description:
      'By the code that sends: its walk through the audience and its gate, with the reason of each exclusion. With `contactId`, as that person would get it. As `text/html`, a page with the mail in a sandboxed frame. Beyond 2,000 people `whole` is false, and the counts are of those that were met.',
    roles: writers,
    path: id,
    body: { schema: PreviewOf, example: { locale: 'nb' }, optional: true },
    answers: {
      200: {
        description: 'The mail, and who would get it',
        content: {
          'application/json': {
            schema: Preview,
            example: {
              id: campaignId,
              locale: 'nb',
              subject: 'Nytt om mva',
              html: '<!DOCTYPE html>…',
              text: 'Hei Kari …',
              audience: { wouldGet: 1200, leftOut: { unsubscribed: 1, segment: 40 }, whole: true },
            },
          },
          'text/html': {},
        },
      },
    },
    problems: ['invalid', 'campaign-state', 'busy'],
  },
  'POST /v1/{brand}/campaigns/{id}/test': {
    tag: 'Newsletters',
    summary: 'Send a newsletter to somebody who makes it',
    description:
      'To the stage’s test recipients alone, with nobody’s details, and at most once for each key. `unknown`: it may have been sent, and is not sent again.',
    roles: writers,
    path: id,
    idempotent: true,
    body: { schema: TestTo, example: { to: 'kari@example.com' } },
    answers: {
      202: {
        description: 'Handed to SES',
        content: {
          'application/json': {
            schema: z.object({ id: CampaignId, status: z.enum(['sent', 'unknown']) }),
            example: { id: campaignId, status: 'sent' },
          },
        },
      },
    },
    problems: ['invalid', 'test-recipient-not-allowed', 'mail-not-sent', 'busy'],
  },
} as const satisfies Described;
