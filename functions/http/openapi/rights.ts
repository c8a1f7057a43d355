import * as z from 'zod';
import { CasesListed, HandedOver, openedCase, RightAsked } from '../../domain/asked.ts';
import { Breach, BreachReport, BreachUpdate } from '../../domain/breach.ts';
import { CaseId, CaseStep } from '../../domain/case.ts';
import { ContactId } from '../../domain/identity.ts';
import { IntroductionBody } from '../../domain/introduction.ts';
import { Paging } from '../../domain/paging.ts';
import { locales } from '../../domain/policy.ts';
import { type Described, type Operation, ok } from './operation.ts';

const all = ['marketer', 'privacy', 'admin'] as const;
const officers = ['privacy', 'admin'] as const;
const id = { id: ContactId };
const contactId = 'pX0n3wq1Qb2m8c7RrT5yVg';
/** For schemas that compare with the moment of the request: their shape is the same at any. */
const anyMoment = new Date(0);

const Standing = z.looseObject({ contactId: ContactId });
const exercise = (summary: string, description: string, standing: string): Operation => ({
  tag: 'Rights',
  summary,
  description,
  roles: officers,
  idempotent: true,
  path: id,
  body: { schema: RightAsked, example: { reference: 'letter 2027-14' }, optional: true },
  answers: ok(Standing, { contactId, standing }),
  problems: ['invalid', 'busy'],
});

const Case = z.looseObject({ id: CaseId.optional(), due: z.iso.datetime() });
const shownCase = { due: '2027-02-15T12:00:00.000Z', state: 'open', right: 'access' };
const shownBreach = {
  id: 'b1',
  occurredAt: '2027-01-15T08:00:00.000Z',
  awareAt: '2027-01-15T09:00:00.000Z',
  due: '2027-01-18T09:00:00.000Z',
  nature: 'a list was mailed to the wrong address',
  reportedAt: '2027-01-15T10:00:00.000Z',
  reportedBy: 'a1b2c3',
  revision: 1,
};
const breach = { brand: 'xledger', ...shownBreach };
const page = (items: z.ZodType) => z.object({ items: z.array(items), next: z.string().nullable() });

/** What an operator does for a person, or writes down about them. */
export const rights = {
  'PATCH /v1/{brand}/contacts/{id}': {
    tag: 'People',
    summary: 'Put right what is known of a person',
    description: '`null` takes a field away. Which relationships and fields there are is the policy’s to say.',
    roles: all,
    path: id,
    body: {
      schema: z.strictObject({
        name: z.string().nullable().optional(),
        company: z.string().nullable().optional(),
        phone: z.string().nullable().optional(),
        locale: z.enum(locales).optional(),
        relationship: z.string().nullable().optional(),
        relationshipEndedOn: z.iso.date().nullable().optional(),
        basisEvidence: z.array(z.string()).nullable().optional(),
      }),
      example: { name: 'Kari Nordmann', relationship: 'customer' },
    },
    answers: ok(z.object({ contactId: ContactId, changed: z.array(z.string()) }), {
      contactId,
      changed: ['name', 'relationship'],
    }),
    problems: ['busy'],
  },
  'POST /v1/{brand}/introductions': {
    tag: 'People',
    summary: 'Enter somebody who agreed to nothing: a customer, or a lead',
    description: 'Each purpose needs a ground other than consent that the policy and the market’s law both accept.',
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
        at: '2027-01-15T12:00:00Z',
        reference: 'order 4711',
        refusalOffered: true,
      },
    },
    answers: {
      ...ok(Standing, { contactId, status: 'known' }, 'Known already'),
      201: {
        description: 'Introduced',
        content: { 'application/json': { schema: Standing, example: { contactId, status: 'introduced' } } },
      },
    },
    problems: ['barred', 'busy'],
  },
  'GET /v1/{brand}/contacts/{id}/export': {
    tag: 'Rights',
    summary: 'All that is known of a person, to hand over',
    description: 'JSON; as `text/csv` a table.',
    roles: officers,
    path: id,
    answers: {
      200: { description: 'The data', content: { 'application/json': { schema: z.looseObject({}) }, 'text/csv': {} } },
    },
  },
  'POST /v1/{brand}/contacts/{id}/restrict': exercise(
    'Restrict a person’s data: store, and nothing else',
    'GDPR 18. They leave every audience and feed.',
    'restricted',
  ),
  'POST /v1/{brand}/contacts/{id}/unrestrict': exercise(
    'Lift the restriction',
    'At the person’s own wish. What stood before stands again.',
    'active',
  ),
  'POST /v1/{brand}/contacts/{id}/object': exercise(
    'Take an objection to marketing',
    'GDPR 21. All marketing ends on every ground; only a case lifts it.',
    'objected',
  ),
  'POST /v1/{brand}/contacts/{id}/erase': {
    ...exercise('Erase a person', 'GDPR 17. What stays is a suppression without personal data, and the evidence.', 'erased'),
    problems: ['invalid', 'legal-hold', 'busy'],
  },
  'POST /v1/{brand}/contacts/{id}/disclosures': {
    tag: 'Rights',
    summary: 'Write down what was handed to an authority',
    roles: officers,
    path: id,
    body: {
      schema: HandedOver,
      example: {
        to: 'Skatteetaten',
        legalGround: 'Tax Administration Act § 10-1',
        reference: '2027/14',
        fields: ['email', 'name'],
      },
    },
    answers: {
      201: {
        description: 'Written down',
        content: {
          'application/json': { schema: z.object({ at: z.iso.datetime() }), example: { at: '2027-01-15T12:00:00.000Z' } },
        },
      },
    },
    problems: ['busy'],
  },

  'POST /v1/{brand}/cases': {
    tag: 'Rights',
    summary: 'Open a case: a request about somebody’s data',
    description: 'However it came. Its deadline runs from when it reached the brand.',
    roles: all,
    idempotent: true,
    body: { schema: openedCase(anyMoment), example: { email: 'kari@example.no', right: 'access', channel: 'email' } },
    answers: {
      201: {
        description: 'Opened',
        content: {
          'application/json': { schema: z.looseObject({ due: z.iso.datetime() }), example: { id: 'c1', due: shownCase.due } },
        },
      },
    },
    problems: ['busy'],
  },
  'GET /v1/{brand}/cases': {
    tag: 'Rights',
    summary: 'Open cases, by their deadlines',
    roles: officers,
    query: CasesListed,
    answers: ok(page(Case), { items: [shownCase], next: null }),
  },
  'GET /v1/{brand}/cases/{id}': {
    tag: 'Rights',
    summary: 'One case',
    roles: officers,
    path: { id: CaseId },
    answers: ok(Case, shownCase),
  },
  'PATCH /v1/{brand}/cases/{id}': {
    tag: 'Rights',
    summary: 'Take a step of a case: extend it, settle who asks, decide',
    roles: officers,
    path: { id: CaseId },
    body: { schema: CaseStep, example: { outcome: 'done' } },
    answers: ok(Case, { ...shownCase, state: 'closed' }),
    problems: ['case-step', 'legal-hold', 'busy'],
  },

  'POST /v1/{brand}/breaches': {
    tag: 'Rights',
    summary: 'Enter a breach of personal data',
    description: 'The authority’s 72 hours run from when the policy says.',
    roles: officers,
    idempotent: true,
    body: {
      schema: BreachReport,
      example: {
        occurredAt: '2027-01-15T08:00:00Z',
        awareAt: '2027-01-15T09:00:00Z',
        nature: 'a list was mailed to the wrong address',
      },
    },
    answers: {
      201: {
        description: 'Entered',
        content: { 'application/json': { schema: z.looseObject({ id: z.string() }), example: { id: 'b1', due: breach.due } } },
      },
    },
    problems: ['busy'],
  },
  'GET /v1/{brand}/breaches': {
    tag: 'Rights',
    summary: 'The register of breaches',
    roles: officers,
    query: Paging,
    answers: ok(page(Breach.loose()), { items: [breach], next: null }),
  },
  'GET /v1/{brand}/breaches/{id}': {
    tag: 'Rights',
    summary: 'One breach',
    roles: officers,
    answers: ok(Breach.loose(), breach),
  },
  'PATCH /v1/{brand}/breaches/{id}': {
    tag: 'Rights',
    summary: 'What was learnt or done since',
    roles: officers,
    body: { schema: BreachUpdate, example: { risk: 'risk', authorityToldAt: '2027-01-16T09:00:00Z' } },
    answers: ok(Breach.loose(), { ...breach, revision: 2 }),
    problems: ['busy'],
  },
} as const satisfies Described;
