import * as z from 'zod';
import { ForecastQuery, forecastActs } from '../../domain/forecast.ts';
import { ContactId } from '../../domain/identity.ts';
import { HoldBody } from '../../domain/legal-hold.ts';
import { SignBody } from '../../domain/signs.ts';
import { type Described, ok } from './operation.ts';

const all = ['marketer', 'privacy', 'admin'] as const;
const id = { id: ContactId };
const contactId = 'pX0n3wq1Qb2m8c7RrT5yVg';
const LegalHold = z.object({ reason: z.string(), until: z.iso.date().optional() });
const Held = z.object({ contactId: ContactId, legalHold: LegalHold.nullable() });
const claim = { reason: 'Claim 2027-14', until: '2028-06-30' };

/** How long people are kept. */
export const retention = {
  'POST /v1/{brand}/contacts/{id}/activity': {
    tag: 'People',
    summary: 'Report a sign of life that a web site or a CRM has seen',
    description:
      'The clocks of retention run anew from its day, and the person leaves the last step in the same write. Nothing is kept of a kind that no clock of the policy counts, nor, without consent to profiling where the brand asks for it, of what somebody looked at.',
    roles: all,
    path: id,
    idempotent: true,
    body: { schema: SignBody, example: { type: 'site_visit', at: '2027-01-15T12:00:00Z' } },
    answers: ok(
      z.object({
        contactId: ContactId,
        type: z.string(),
        status: z.enum(['recorded', 'known', 'not_recorded']),
        day: z.iso.date().optional(),
        reason: z.enum(['not_counted', 'profiling_consent_missing']).optional(),
        legalHold: LegalHold.optional(),
      }),
      { contactId, type: 'site_visit', status: 'recorded', day: '2027-01-15' },
    ),
    problems: ['invalid', 'not-found', 'busy'],
  },
  'POST /v1/{brand}/contacts/{id}/legal-hold': {
    tag: 'People',
    summary: 'Keep a person’s data from every deletion',
    description: 'Until a last day, or until it is released. Mails stop as the person asks all the same.',
    roles: ['privacy', 'admin'],
    path: id,
    idempotent: true,
    body: { schema: HoldBody, example: claim },
    answers: ok(Held, { contactId, legalHold: claim }),
    problems: ['invalid', 'not-found', 'busy'],
  },
  'POST /v1/{brand}/contacts/{id}/release-legal-hold': {
    tag: 'People',
    summary: 'Let a person’s data go again',
    description: 'What the hold put off is due from now on.',
    roles: ['privacy', 'admin'],
    path: id,
    idempotent: true,
    answers: ok(Held, { contactId, legalHold: null }),
    problems: ['not-found', 'busy'],
  },
  'GET /v1/{brand}/retention/forecast': {
    tag: 'Policy',
    summary: 'Who will be asked and removed until a day, and by which rule',
    description: 'If nobody is heard of meanwhile. As `text/csv` the same lines, as `text/html` the numbers with a plot.',
    roles: all,
    query: ForecastQuery,
    answers: {
      200: {
        description: 'The forecast, or its next part',
        content: {
          'application/json': {
            schema: z.object({
              until: z.iso.date(),
              items: z.array(
                z.object({
                  contactId: ContactId,
                  on: z.iso.date(),
                  act: z.enum(forecastActs),
                  purpose: z.string(),
                  clock: z.string(),
                  period: z.string(),
                }),
              ),
              months: z.record(z.string(), z.record(z.string(), z.int())),
              anonymised: z.record(z.string(), z.int()),
              next: z.string().nullable(),
            }),
            example: {
              until: '2028-01-31',
              items: [
                {
                  contactId,
                  on: '2027-12-18',
                  act: 'asked',
                  purpose: 'newsletter:insights',
                  clock: 'last_activity',
                  period: '24 months',
                },
              ],
              months: { '2027-12': { asked: 1 } },
              anonymised: { '2027-01': 2 },
              next: null,
            },
          },
          'text/csv': {
            example:
              'contactId,on,act,purpose,clock,period\r\nAAAAAAAAAAAAAAAAAAAAAA,2029-01-16,removed,newsletter:insights,last_activity,24 months\r\n',
          },
          'text/html': {},
        },
      },
    },
    problems: ['invalid'],
  },
} as const satisfies Described;
