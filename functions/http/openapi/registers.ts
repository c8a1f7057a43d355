import * as z from 'zod';
import { Breach, BreachReport, BreachUpdate } from '../../domain/breach.ts';
import { Agreement } from '../../domain/consent.ts';
import { HandedOver } from '../../domain/feed.ts';
import { ContactId } from '../../domain/identity.ts';
import { IntroductionBody } from '../../domain/introduction.ts';
import { OperatorGrant } from '../../domain/operators.ts';
import { Paging } from '../../domain/paging.ts';
import { locales } from '../../domain/policy.ts';
import { GrantBody } from '../../domain/set-grant.ts';
import { ToldBody } from '../../domain/telling.ts';
import { type Described, ok } from './operation.ts';

const all = ['marketer', 'privacy', 'admin'] as const;
const officers = ['privacy', 'admin'] as const;
const id = { id: ContactId };
const contactId = 'pX0n3wq1Qb2m8c7RrT5yVg';

const Person = z.looseObject({ contactId: ContactId });
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
const granted = {
  operator: '7d0b9e7e-3c0f-4d57-8a53-0c9f0f1f7c11',
  role: 'marketer' as const,
  since: '2027-01-15T08:00:00.000Z',
  until: '2027-04-01T00:00:00.000Z',
  grantedBy: 'a1b2c3',
  reason: 'runs the spring campaign',
  stands: true,
};
const breach = { brand: 'xledger', ...shownBreach };
const page = (items: z.ZodType) => z.object({ items: z.array(items), next: z.string().nullable() });

/** What an operator writes down: of a person, of what was handed over, of breaches. */
export const registers = {
  'PATCH /v1/{brand}/contacts/{id}': {
    tag: 'People',
    summary: 'Put right what is known of a person',
    description:
      '`null` takes a field away. Which relationships and fields there are is the policy’s to say, and so is between which lengths a contract may agree for how long the data of a purpose are kept; `agreedPeriods` is for role privacy, and stands in the ledger as it is.',
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
        agreedPeriods: z.record(z.string(), Agreement).nullable().optional(),
      }),
      example: {
        name: 'Kari Nordmann',
        relationship: 'customer',
        agreedPeriods: { 'newsletter:news': { period: '24 months', contract: 'DPA 2027/4', agreedOn: '2027-01-15' } },
      },
    },
    answers: ok(z.object({ contactId: ContactId, changed: z.array(z.string()) }), {
      contactId,
      changed: ['name', 'relationship', 'agreedPeriods'],
    }),
    problems: ['busy'],
  },
  'GET /v1/{brand}/introductions/untold': {
    tag: 'People',
    summary: 'Who has not been told yet where the brand found them',
    description:
      'Whoever must be told first comes first. A mail tells them within the hour; who is still here after that is told by an operator, and gets no other mail until then. `late`: the day has passed (GDPR 14(3)).',
    roles: officers,
    query: Paging,
    answers: ok(page(z.object({ contactId: ContactId, tellBy: z.iso.date(), late: z.boolean() })), {
      items: [{ contactId, tellBy: '2027-02-15', late: false }],
      next: null,
    }),
  },
  'POST /v1/{brand}/contacts/{id}/told': {
    tag: 'People',
    summary: 'Write down that somebody was told where the brand found them, other than by our mail',
    description:
      'The `reference` says where that can be looked up, and names nobody. `known`: there was nothing to tell, or they knew.',
    roles: officers,
    path: id,
    body: { schema: ToldBody, example: { by: 'letter', on: '2027-01-20', reference: 'letter 2027/12' } },
    answers: ok(z.object({ contactId: ContactId, status: z.enum(['recorded', 'known']) }), { contactId, status: 'recorded' }),
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
      ...ok(Person, { contactId, status: 'known' }, 'Known already'),
      201: {
        description: 'Introduced',
        content: { 'application/json': { schema: Person, example: { contactId, status: 'introduced' } } },
      },
    },
    problems: ['barred', 'busy'],
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

  'GET /v1/{brand}/operators': {
    tag: 'Rights',
    summary: 'Who may do what at the brand, and until when',
    description:
      'Whose role ends first comes first. `stands`: it holds now. A role begins with its first use, and lasts as long as the policy says.',
    roles: officers,
    answers: ok(page(OperatorGrant.extend({ stands: z.boolean() })), { items: [granted], next: null }),
  },
  'POST /v1/{brand}/operators/{sub}/grants': {
    tag: 'Rights',
    summary: 'Set until when somebody has a role',
    description:
      'No later than the policy’s `operators.grantsLast` from now, which is also the default; a time that has passed ends the role. Nobody makes their own role last longer. The group at the identity provider is needed as well.',
    roles: ['admin'],
    path: { sub: z.string() },
    body: { schema: GrantBody, example: { role: 'marketer', until: '2027-04-01T00:00:00Z', reason: 'runs the spring campaign' } },
    answers: ok(OperatorGrant.extend({ stands: z.boolean() }), granted),
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
