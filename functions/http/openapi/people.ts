import * as z from 'zod';
import { Consent, consentStatuses, Profile, Suppression } from '../../domain/consent.ts';
import { RecordQuery } from '../../domain/consent-record.ts';
import { ByAddress } from '../../domain/email-address.ts';
import { ContactId } from '../../domain/identity.ts';
import { StatementBody } from '../../domain/offline-consent.ts';
import { locales } from '../../domain/policy.ts';
import { type Described, ok } from './operation.ts';

const all = ['marketer', 'privacy', 'admin'] as const;
const id = { id: ContactId };
const contactId = 'pX0n3wq1Qb2m8c7RrT5yVg';

const Known = z.looseObject({
  ...Profile.omit({ addressHash: true, head: true }).partial().shape,
  contactId: ContactId,
  consents: z.record(
    z.string(),
    Consent.pick({ since: true, validUntil: true, basis: true, form: true, formVersion: true }).extend({
      status: z.enum(consentStatuses),
    }),
  ),
});
const Erased = Suppression.extend({ standing: z.literal('erased') });
const known = {
  contactId,
  email: 'kari@example.no',
  name: 'Kari Nordmann',
  standing: 'active',
  locale: 'nb',
  market: 'no',
  consents: { 'newsletter:insights': { status: 'ConsentGiven', since: '2027-01-15T12:00:00.000Z', basis: 'consent' } },
};

/** The consent record of ISO/IEC TS 27560, as far as an example goes. */
const record = {
  '@id': `https://samtykke.example/v1/xledger/contacts/${contactId}/record`,
  '@type': 'dpv:RecordsOfActivities',
  created: '2027-01-31T10:00:00.000Z',
  pii_principal_id: contactId,
  standing: 'active',
  records: [
    {
      '@type': 'dpv:ConsentRecord',
      processing: {
        '@type': 'dpv:Process',
        language: ['nb'],
        purpose: { '@type': 'dpv:Purpose', purpose_id: 'newsletter:insights', title: 'Nyhetsbrev' },
        lawful_basis: 'eu-gdpr:A6-1-a',
        pii_controllers: ['party:controller'],
      },
    },
  ],
};
/** The record of processing, as far as an example goes. */
const processing = {
  brand: 'xledger',
  noticeVersion: 'October 2022',
  policyVersion: 1,
  controller: { name: 'Xledger AS', country: 'NO', email: 'webmaster@xledger.com' },
  authority: 'Datatilsynet',
  purposes: [
    {
      id: 'newsletter:insights',
      title: { nb: 'Nyhetsbrev', en: 'Newsletter' },
      legalBasis: { basis: 'consent', article: 'GDPR 6(1)(a)' },
      dataSubjects: ['subscribers'],
      dataCategories: ['email', 'name', 'company'],
      recipients: ['creatio'],
      timeLimits: [{ clock: 'last_activity', period: 'P24M', action: 'delete' }],
      onWithdrawal: 'delete',
    },
  ],
};

/** One person. */
export const people = {
  'GET /v1/{brand}/contacts': {
    tag: 'People',
    summary: 'Find a person by their address',
    description: 'Of somebody erased, role privacy learns that, why and when; for others there is nobody.',
    roles: all,
    query: ByAddress,
    answers: ok(z.union([Known, Erased]), known),
    problems: ['invalid'],
  },
  'POST /v1/{brand}/contacts': {
    tag: 'People',
    summary: 'Enter a yes that was given by phone, in a meeting, on paper or by mail',
    description:
      'Lifts no suppression. Where the policy wants it confirmed, a mail asks the person, and nothing is recorded yet.',
    roles: ['marketer', 'admin'],
    idempotent: true,
    body: {
      schema: StatementBody,
      example: {
        email: 'kari@example.no',
        consents: ['newsletter:insights'],
        channel: 'phone',
        at: '2027-01-15T12:00:00Z',
        form: 'phone-script',
        formVersion: 1,
        locale: 'nb',
        reference: 'call 4711',
        expressYes: true,
      },
    },
    answers: {
      ...ok(
        z.object({ contactId: ContactId, status: z.literal('recorded') }),
        { contactId, status: 'recorded' },
        'It stood already',
      ),
      201: {
        description: 'Recorded',
        content: {
          'application/json': {
            schema: z.object({ contactId: ContactId, status: z.literal('recorded') }),
            example: { contactId, status: 'recorded' },
          },
        },
      },
      202: {
        description: 'A mail asks the person to confirm',
        content: {
          'application/json': {
            schema: z.object({ status: z.literal('confirmation_requested') }),
            example: { status: 'confirmation_requested' },
          },
        },
      },
    },
    problems: ['barred', 'confirmation-waiting', 'busy'],
  },
  'GET /v1/{brand}/contacts/{id}': {
    tag: 'People',
    summary: 'All that is known of a person, with the evidence and the verdict on its chain',
    roles: all,
    path: id,
    answers: ok(Known.extend({ evidence: z.array(z.looseObject({})), chain: z.looseObject({ whole: z.boolean() }) }), {
      ...known,
      evidence: [{ seq: 1, act: 'confirmed', at: '2027-01-15T12:00:00.000Z' }],
      chain: { whole: true },
    }),
  },
  'GET /v1/{brand}/contacts/{id}/record': {
    tag: 'People',
    summary: 'The consent record of ISO/IEC TS 27560',
    description: 'JSON-LD; with `receipt=1` the receipt that the person may be handed; as `text/html` a dossier to print.',
    roles: all,
    path: id,
    query: RecordQuery,
    answers: {
      200: {
        description: 'The record',
        content: { 'application/ld+json': { schema: z.looseObject({}), example: record }, 'text/html': {} },
      },
    },
    problems: ['invalid'],
  },

  'GET /v1/{brand}/policy': {
    tag: 'Policy',
    summary: 'The policy in force, every default filled in',
    roles: all,
    answers: ok(
      z.looseObject({
        brand: z.string(),
        version: z.int(),
        hash: z.string(),
        purposes: z.record(z.string(), z.looseObject({})),
        forms: z.record(z.string(), z.looseObject({ version: z.int(), consents: z.array(z.string()) })),
      }),
      { brand: 'xledger', version: 1, hash: 'b3V4…', purposes: {}, forms: { 'newsletter-no': { version: 1, consents: [] } } },
    ),
  },
  'GET /v1/{brand}/policy/lints': {
    tag: 'Policy',
    summary: 'What the lints say of it',
    roles: all,
    answers: ok(z.object({ items: z.array(z.looseObject({ level: z.enum(['error', 'warning']) })), next: z.null() }), {
      items: [{ id: 'retention/none', level: 'warning', message: 'newsletter:news: never expires; set a maximum' }],
      next: null,
    }),
  },
  'GET /v1/{brand}/policy/article30': {
    tag: 'Policy',
    summary: 'The record of processing (GDPR Article 30) that the policy amounts to',
    roles: all,
    query: z.strictObject({ lang: z.enum(locales).optional() }),
    answers: {
      200: {
        description: 'The record',
        content: { 'application/json': { schema: z.looseObject({}), example: processing }, 'text/html': {} },
      },
    },
  },
} as const satisfies Described;
