import * as z from 'zod';
import { AmendmentBody, amendable } from '../../domain/amendment.ts';
import { MessageBody } from '../../domain/contact-form.ts';
import { ContactId } from '../../domain/identity.ts';
import { IntroductionBody } from '../../domain/introduction.ts';
import { locales } from '../../domain/policy.ts';
import { type Described, ok, shows } from './operation.ts';

const lang = z.strictObject({ lang: z.enum(locales).optional() });
const contactId = 'pX0n3wq1Qb2m8c7RrT5yVg';
const Introduced = z.object({ contactId: ContactId, status: z.enum(['introduced', 'known']) });

/** What people are to the brand, and how they write to it. */
export const relationships = {
  'GET /{brand}/contact/{form}': {
    tag: 'Forms',
    summary: 'The hosted contact form',
    query: lang,
    answers: shows('The form'),
    pages: true,
  },
  'POST /{brand}/contact/{form}': {
    tag: 'Forms',
    summary: 'Write to the brand',
    description:
      'Forwarded by mail; nothing is stored, and nobody is subscribed. Fields are those of the form; `website` must stay empty. Where the mail did not surely leave, `busy`: it may be sent again.',
    body: {
      schema: MessageBody,
      example: { email: 'kari@example.no', name: 'Kari Nordmann', subject: 'Kurs', message: 'Hva koster det?' },
      alsoAsForm: true,
    },
    answers: {
      202: {
        description: 'Forwarded, as JSON',
        content: {
          'application/json': { schema: z.object({ status: z.literal('accepted') }), example: { status: 'accepted' } },
        },
      },
      303: { description: 'Forwarded, as a form: on to the thank-you page', headers: { location: 'The page' } },
    },
    problems: ['origin-not-allowed', 'form-withdrawn', 'too-many', 'busy'],
  },
  'OPTIONS /{brand}/contact/{form}': {
    tag: 'Forms',
    summary: 'Whether another site’s script may post the contact form',
    answers: { 204: { description: 'CORS headers, if the brand lists the site' } },
    pages: true,
  },
  'GET /{brand}/contact/{form}/thanks': {
    tag: 'Forms',
    summary: 'The page after the contact form',
    query: lang,
    answers: shows('The page'),
    pages: true,
  },

  'PATCH /v1/{brand}/contacts/{id}': {
    tag: 'People',
    summary: 'Put right what is known of a person, and what they are to the brand',
    description:
      'null takes a field away. A relationship makes nobody mailable; what rests on one is looked at anew, and leaves the audience with it. The ledger names the fields, not what they held.',
    roles: ['marketer', 'privacy', 'admin'],
    path: { id: ContactId },
    body: { schema: AmendmentBody, example: { name: 'Kari Nordmann', relationship: 'customer', basisEvidence: ['sale'] } },
    answers: ok(z.object({ contactId: ContactId, changed: z.array(z.enum(amendable)) }), { contactId, changed: ['name'] }),
    problems: ['invalid', 'busy'],
  },
  'POST /v1/{brand}/introductions': {
    tag: 'People',
    summary: 'Enter somebody who agreed to nothing, for purposes that have another ground',
    description:
      'A customer by the proof of a sale, a lead to be answered. A purpose that needs consent is refused, and so is whoever has left or objected. Whoever is mailed without consent must have been able to refuse when the address was taken (`refusalOffered`).',
    roles: ['marketer', 'admin'],
    idempotent: true,
    body: {
      schema: IntroductionBody,
      example: {
        email: 'kari@example.no',
        locale: 'nb',
        market: 'no',
        purposes: ['newsletter:news'],
        relationship: 'customer',
        basisEvidence: ['sale'],
        refusalOffered: true,
        at: '2027-01-15T12:00:00Z',
        reference: 'order 4711',
      },
    },
    answers: {
      ...ok(Introduced, { contactId, status: 'known' }, 'Known already'),
      201: {
        description: 'Entered',
        content: { 'application/json': { schema: Introduced, example: { contactId, status: 'introduced' } } },
      },
    },
    problems: ['barred', 'busy'],
  },
} as const satisfies Described;
