import * as z from 'zod';
import { CaseBody, CaseStep, CasesQuery, caseChannels, caseOutcomes, caseRights } from '../../domain/case.ts';
import { ContactId } from '../../domain/identity.ts';
import { HeldDocument } from '../../domain/identity-document.ts';
import { LinkBody } from '../../domain/manage.ts';
import { locales } from '../../domain/policy.ts';
import { RightBody } from '../../domain/rights.ts';
import { type Described, ok, shows } from './operation.ts';

const lang = z.strictObject({ lang: z.enum(locales).optional() });
const officers = ['privacy', 'admin'] as const;
const id = { id: ContactId };
const Stands = z.object({ contactId: ContactId, standing: z.string() });
const stands = (standing: string) => ok(Stands, { contactId: 'q1w2e3r4t5y6u7i8o9p0aA', standing });
/** What an operator may say of a right that they exercise for somebody; no body at all is one too. */
const asked = {
  schema: RightBody,
  example: { reference: 'mail of 27 November' },
  optional: true,
} as const;
const { receivedAt, type, bytes } = HeldDocument.shape;
const shownDocument = { receivedAt, type, bytes };
const OneCase = z.looseObject({
  id: z.string(),
  right: z.enum(caseRights),
  channel: z.enum(caseChannels),
  state: z.enum(['open', 'closed']),
  urgency: z.enum(['open', 'due-soon', 'overdue']).optional(),
  receivedAt: z.iso.datetime(),
  due: z.iso.datetime(),
  document: z
    .object({ ...shownDocument, deletedAt: z.iso.datetime() })
    .partial()
    .optional(),
  outcome: z.enum(caseOutcomes).optional(),
});
const exampleCase = {
  id: '20270131-k3v9q2m7',
  right: 'access',
  channel: 'letter',
  state: 'open',
  urgency: 'due-soon',
  receivedAt: '2027-01-31T10:00:00.000Z',
  due: '2027-02-28T10:00:00.000Z',
} as const;

/** All that is known of a person, as far as an example goes, as JSON and as a table. */
const everything = {
  'application/json': {
    schema: z.looseObject({}),
    example: {
      about: {
        brand: 'xledger',
        controller: 'Xledger AS',
        contactId: 'q1w2e3r4t5y6u7i8o9p0aA',
        madeAt: '2027-01-31T10:00:00.000Z',
      },
      profile: { email: 'kari@example.no', name: 'Kari Nordmann', standing: 'active', lastSigns: { form: '2027-01-15' } },
      consents: [{ id: 'newsletter:insights', status: 'ConsentGiven', since: '2027-01-15T12:00:00.000Z', seq: 1 }],
      evidence: [{ seq: 1, act: 'confirmed', method: 'double_opt_in', at: '2027-01-15T12:00:00.000Z' }],
      sends: [],
      engagement: [{ signal: 'form', day: '2027-01-15' }],
      disclosures: [],
      cases: [],
      other: [],
    },
  },
  'text/csv': { example: 'part,number,field,value\r\nprofile,1,email,kari@example.no\r\nprofile,1,name,Kari Nordmann\r\n' },
};

/** What people ask about their own data: on their own page, and through an operator. */
export const rights = {
  'GET /{brand}/manage': {
    tag: 'Links',
    summary: 'Where people ask for the one-hour link to their choices and their data',
    query: lang,
    answers: shows('One field and one button'),
    pages: true,
  },
  'POST /{brand}/manage': {
    tag: 'Links',
    summary: 'Mail the one-hour link',
    description:
      'The answer is the same for every address. Whoever is known gets a mail, objectors too; `website` must stay empty.',
    body: {
      schema: LinkBody,
      example: { email: 'kari@example.no' },
      alsoAsForm: true,
    },
    answers: {
      202: {
        description: 'Taken in',
        content: {
          'application/json': { schema: z.object({ status: z.literal('accepted') }), example: { status: 'accepted' } },
          'text/html': {},
        },
      },
    },
  },
  'GET /p/{token}': {
    tag: 'Links',
    summary: 'The preference centre',
    description:
      'With the one-hour link, a person’s choices. With the link of a mail, what it can end, the same for everybody, and a button that mails the one-hour link.',
    query: lang,
    answers: shows('The page'),
    problems: ['link-not-valid', 'link-expired'],
    pages: true,
  },
  'POST /p/{token}': {
    tag: 'Links',
    summary: 'Change choices',
    description: 'What the page’s forms send. The link of a mail ends and never grants. May be repeated.',
    answers: shows('Done'),
    problems: ['link-not-valid', 'link-expired', 'forbidden', 'busy'],
    pages: true,
  },
  'GET /p/{token}/data': {
    tag: 'Links',
    summary: 'All that is known of a person, with their one-hour link',
    description: 'A page; with `format`, or by `Accept`, JSON or CSV to take along.',
    query: lang.extend({ format: z.enum(['json', 'csv']).optional() }),
    answers: {
      200: {
        description: 'All of it',
        content: { 'text/html': {}, ...everything },
      },
    },
    problems: ['link-not-valid', 'link-expired'],
    pages: true,
  },
  'POST /p/{token}/data': {
    tag: 'Links',
    summary: 'Correct, restrict, object, erase, or ask for a new address',
    description: 'What the page’s forms send.',
    answers: shows('Done'),
    problems: ['link-not-valid', 'link-expired', 'busy'],
    pages: true,
  },

  'GET /i/{token}': {
    tag: 'Links',
    summary: 'Where somebody sends the copy of a document that proves who asks',
    description:
      'The link stands in the mails of a case, where the policy asks for a document. It takes, and shows nothing of the case.',
    query: lang,
    answers: shows('One file and one button, and what becomes of the copy'),
    problems: ['link-not-valid', 'link-expired'],
    pages: true,
  },
  'POST /i/{token}': {
    tag: 'Links',
    summary: 'Send the copy',
    description:
      'What the page’s form sends, `multipart/form-data`: a PDF, JPEG or PNG of 4 MB at most, known by its bytes and not by its name. Another one takes its place.',
    query: lang,
    answers: shows('It has arrived'),
    problems: ['link-not-valid', 'link-expired', 'invalid', 'too-large', 'busy'],
    pages: true,
  },

  'GET /v1/{brand}/contacts/{id}/export': {
    tag: 'People',
    summary: 'All that is known of a person, to hand over',
    description: 'The same as the person gets on their own page.',
    roles: officers,
    path: id,
    query: z.strictObject({ format: z.enum(['json', 'csv']).optional() }),
    answers: {
      200: {
        description: 'The export',
        content: everything,
      },
    },
  },
  'POST /v1/{brand}/contacts/{id}/restrict': {
    tag: 'People',
    summary: 'Only store what is known of a person',
    roles: officers,
    path: id,
    body: asked,
    idempotent: true,
    answers: stands('restricted'),
  },
  'POST /v1/{brand}/contacts/{id}/unrestrict': {
    tag: 'People',
    summary: 'Lift a restriction',
    roles: officers,
    path: id,
    body: asked,
    idempotent: true,
    answers: stands('active'),
  },
  'POST /v1/{brand}/contacts/{id}/object': {
    tag: 'People',
    summary: 'No direct marketing to a person, on any ground',
    description: 'Their data stay. Only a case lifts it.',
    roles: officers,
    path: id,
    body: asked,
    idempotent: true,
    answers: stands('objected'),
  },
  'POST /v1/{brand}/contacts/{id}/erase': {
    tag: 'People',
    summary: 'Erase a person',
    description: 'A legal hold beats it: 409, with its last day as `reason`. Repeated, it answers the same.',
    roles: officers,
    path: id,
    body: asked,
    idempotent: true,
    answers: stands('erased'),
    problems: ['legal-hold'],
  },

  'POST /v1/{brand}/cases': {
    tag: 'People',
    summary: 'Open a request about somebody’s data, however it came',
    description: 'By `email` or `contactId`. The person is told by mail; the deadline runs by calendar months from receipt.',
    roles: ['marketer', ...officers],
    body: {
      schema: CaseBody,
      example: { email: 'kari@example.no', right: 'access', channel: 'letter' },
    },
    idempotent: true,
    answers: {
      201: {
        description: 'Opened',
        content: {
          'application/json': {
            schema: z.object({ id: z.string(), due: z.iso.datetime() }),
            example: { id: exampleCase.id, due: exampleCase.due },
          },
        },
      },
    },
  },
  'GET /v1/{brand}/cases': {
    tag: 'People',
    summary: 'Open cases, the most urgent first',
    roles: officers,
    query: CasesQuery,
    answers: ok(z.object({ items: z.array(OneCase), next: z.string().nullable() }), { items: [exampleCase], next: null }),
  },
  'GET /v1/{brand}/cases/{id}': {
    tag: 'People',
    summary: 'One case',
    description: '`document` says that the copy of an identity document has come, or when it was deleted.',
    roles: officers,
    answers: ok(OneCase, exampleCase),
  },
  'GET /v1/{brand}/cases/{id}/document': {
    tag: 'People',
    summary: 'The copy of a document that proves who asks',
    description:
      'A link that works for five minutes; each is an act in the audit chain. 404 without a copy, and once identity or the case has been decided upon: the copy is deleted then.',
    roles: officers,
    answers: ok(z.object({ ...shownDocument, url: z.url() }), {
      receivedAt: '2027-02-01T09:30:00.000Z',
      type: 'image/jpeg',
      bytes: 812345,
      url: 'https://files.example/identity/1?X-Amz-Signature=abc',
    }),
  },
  'PATCH /v1/{brand}/cases/{id}': {
    tag: 'People',
    summary: 'The next step of a case: identity, extension or outcome',
    description:
      'An extension comes before the deadline, with its reason. A refusal has reasons, and the mail names complaint and court. `done` does what was asked for, once the person has proved who they are; `objection_lifted` is the one way back from an objection.',
    roles: officers,
    body: { schema: CaseStep, example: { outcome: 'done' } },
    answers: ok(OneCase, { ...exampleCase, state: 'closed', outcome: 'done' }),
    problems: ['case-step', 'legal-hold', 'busy'],
  },
} as const satisfies Described;
