import * as z from 'zod';
import { CampaignId, campaignStates } from '../../domain/campaign.ts';
import { locales } from '../../domain/policy.ts';
import { type Described, type Operation, ok } from './operation.ts';

const kind = z.object({
  unique: z.number(),
  total: z.number(),
  unknown: z.number(),
  unlinked: z.number(),
  machine: z.number(),
  machineShare: z.number().nullable(),
  tracked: z.number(),
  rate: z.number().nullable(),
});
const link = z.object({ link: z.number(), url: z.string(), unique: z.number(), total: z.number(), machine: z.number() });
const Stats = z.object({
  id: CampaignId,
  name: z.string(),
  state: z.enum(campaignStates),
  startedAt: z.string().optional(),
  audience: z.number(),
  sent: z.number(),
  delivered: z.number(),
  opens: kind,
  clicks: kind.extend({ links: z.array(link) }),
  unsubscribes: z.number(),
  bounces: z.number(),
  complaints: z.number(),
  byHour: z.array(z.object({ hour: z.string(), opens: z.number(), clicks: z.number() })),
});

const example: z.input<typeof Stats> = {
  id: '20270115-k3v9q2m7xd',
  name: 'January',
  state: 'finished',
  startedAt: '2027-01-15T08:00:00.000Z',
  audience: 1000,
  sent: 998,
  delivered: 990,
  opens: { unique: 210, total: 350, unknown: 12, unlinked: 0, machine: 280, machineShare: 0.4444, tracked: 480, rate: 0.4375 },
  clicks: {
    ...{ unique: 41, total: 60, unknown: 1, unlinked: 0, machine: 20, machineShare: 0.25, tracked: 450, rate: 0.0911 },
    links: [{ link: 0, url: 'https://xledger.com/no/mva', unique: 41, total: 60, machine: 20 }],
  },
  unsubscribes: 2,
  bounces: 8,
  complaints: 0,
  byHour: [{ hour: '2027-01-15T08:00Z', opens: 190, clicks: 30 }],
};

const pixel = {
  tag: 'Links',
  summary: 'The pixel of a newsletter',
  description:
    'One transparent point, whoever asks. What is kept of it depends on the consent that stands when it is recorded; after the link has expired, nothing. A link that is not ours: 404.',
  answers: { 200: { description: 'The point', content: { 'image/gif': {} } } },
  pages: true,
} satisfies Operation;

const redirect = {
  tag: 'Links',
  summary: 'A link of a newsletter',
  description:
    'Leads to the target that was frozen when the newsletter was saved, whatever the request adds; after the link has expired too, unrecorded. A link that is not ours, or a number that the newsletter has not got: 404.',
  path: { n: z.coerce.number().int().min(0).max(9999) },
  answers: { 302: { description: 'On to the target', headers: { location: 'The target' } } },
  pages: true,
} satisfies Operation;

/** Opens and clicks, and what they come to. */
export const engagement = {
  'GET /o/{token}': pixel,
  'HEAD /o/{token}': { ...pixel, summary: 'The pixel of a newsletter, without it' },
  'GET /l/{token}/{n}': redirect,
  'HEAD /l/{token}/{n}': { ...redirect, summary: 'A link of a newsletter, asked about' },
  'GET /v1/{brand}/campaigns/{id}/stats': {
    tag: 'Newsletters',
    summary: 'What became of a newsletter, in numbers',
    description:
      'Rates are of those who had agreed to be seen when the newsletter was sent (`tracked`), and null while there are none. Times that were a machine’s are counted apart; `unknown` ones, of whom neither agent nor timing told, are part of `total`. With `Accept: text/html` a page with plots, in `lang`.',
    roles: ['marketer', 'privacy', 'admin'],
    path: { id: CampaignId },
    query: z.strictObject({ lang: z.enum(locales).optional() }),
    answers: ok(Stats, example),
  },
} as const satisfies Described;
