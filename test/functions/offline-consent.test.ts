/**
 * A yes by phone, in a meeting, on paper, by e-mail: entered by an operator (E2, E3, E10, I13, C9), once for each key (F12). Each of the rules was seen
 * failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suppressionReasons } from '../../functions/domain/consent.ts';
import { definePolicy, wordingHash } from '../../functions/domain/policy.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import expectit from '../../policies/expectit.ts';
import { varied } from '../domain/example-policy.ts';
import { callsOf, type Fault, faultsOf, intercepted, struck, unwatched, watchCalls } from '../faults/aws-calls.ts';
import { findingsIn } from '../faults/invariants.ts';
import { asOperator, audienceOf, linkIn, postSignUp, press, subscribe, unsubscribeLinkOn } from '../journey.ts';
import { contactIdOf, setStanding, suppress } from './planted.ts';

const wording = (boxes: Readonly<Record<string, string>>) => ({
  nb: { 1: { intro: 'Jeg leser opp noen valg.', boxes, howToWithdraw: 'Bruk lenken i hver e-post.' } },
});
const noted = { channels: ['web', 'phone', 'paper'], doubleOptIn: { for: ['web'], offline: 'record_only' } };

/** A brand whose policy is content with an operator's note. Each purpose ends by itself; contacts from LinkedIn are for an answer only. */
const notary = definePolicy(
  varied({
    brand: 'notary',
    version: 4,
    markets: { se: { locale: 'nb', rulePack: 'SE' } },
    sources: { linkedin: ['service:answers'] },
    purposes: {
      'newsletter:news': { ...noted, withdrawalScope: 'purpose' },
      'newsletter:offers': {
        ...noted,
        title: { nb: 'Tilbud' },
        description: { nb: 'Tilbud på e-post' },
        dataCategories: ['email'],
        basis: 'consent',
        validity: '20 days',
        retention: [{ clock: 'last_activity', period: '2 years', action: 'delete' }],
        withdrawalScope: 'purpose',
      },
      'marketing:events': {
        title: { nb: 'Arrangementer' },
        description: { nb: 'Arrangementer på e-post' },
        dataCategories: ['email'],
        basis: 'consent',
        channels: ['web', 'phone'],
        retention: [{ clock: 'last_activity', period: '2 years', action: 'delete' }],
        withdrawalScope: 'purpose',
      },
      'service:answers': {
        ...noted,
        title: { nb: 'Svar' },
        description: { nb: 'Vi svarer' },
        dataCategories: ['email'],
        basis: 'contract',
        retention: [{ clock: 'last_inbound_contact', period: '1 year', action: 'delete' }],
      },
    },
    forms: {
      script: {
        market: 'no',
        version: 2,
        withdrawn: [],
        channel: 'phone',
        consents: ['newsletter:news', 'newsletter:offers', 'marketing:events', 'service:answers'],
        fields: ['email', 'name', 'phone'],
        wording: {
          nb: {
            1: wording({ 'newsletter:news': 'Vil du ha nyhetsbrevet?' }).nb[1],
            2: wording({
              'newsletter:news': 'Vil du ha nyhetsbrevet?',
              'newsletter:offers': 'Vil du ha tilbud?',
              'marketing:events': 'Vil du ha invitasjoner?',
              'service:answers': 'Kan vi svare deg på e-post?',
            }).nb[1],
          },
        },
      },
      old: {
        market: 'no',
        version: 2,
        withdrawn: [1],
        channel: 'phone',
        consents: ['newsletter:news'],
        fields: ['email'],
        wording: { nb: { 1: wording({ 'newsletter:news': 'Før' }).nb[1], 2: wording({ 'newsletter:news': 'Nå' }).nb[1] } },
      },
    },
  }),
);

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, notary] });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

type Body = Readonly<Record<string, unknown>>;
interface As {
  readonly role?: 'marketer' | 'privacy' | 'admin';
  readonly key?: string;
}
type Entered = Body & { brand?: string };

const somebody = (): string => `${randomUUID()}@example.no`;
const minutesAgo = (minutes: number): string => new Date(system.clock.now().getTime() - minutes * 60_000).toISOString();

/** A yes to Expectit by phone, five minutes ago; anything in it can be replaced, or (undefined) left out. */
const call = (changes: Entered = {}): Entered => ({
  brand: 'expectit',
  email: somebody(),
  consents: ['newsletter:news'],
  channel: 'phone',
  at: minutesAgo(5),
  form: 'by-phone',
  formVersion: 1,
  locale: 'nb',
  reference: 'call 2026-4711',
  expressYes: true,
  ...changes,
});
/** The same to the brand that takes an operator's word. */
const note = (changes: Entered = {}): Entered => call({ brand: 'notary', form: 'script', formVersion: 2, ...changes });

async function enter({ brand = 'expectit', ...body }: Entered, { role = 'marketer', key }: As = {}) {
  const answer = await asOperator(system, 'contacts', {
    brand,
    role,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, never> };
}

const subjectAt = async (brand: string): Promise<string> => {
  const [, claims = ''] = (await system.token({ brand, role: 'marketer' })).split('.');
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string }).sub;
};
const requestsOf = async (email: unknown) =>
  (await system.dump('people')).filter((item) => String(item.sk).startsWith('REQUEST#') && item.email === email);
const known = async (email: unknown, brand = 'notary') => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(String(email))}`, { brand });
  return answer.status === 200 ? ((await answer.json()) as Record<string, never>) : undefined;
};
const evidenceOf = async (contactId: string, brand: string) => {
  const answer = await asOperator(system, `contacts/${contactId}`, { brand });
  return ((await answer.json()) as { evidence: Body[] }).evidence;
};
/** Everything in the tables but the keys of requests. */
const allKept = async () => {
  const people = (await system.dump('people')).filter(({ sk }) => sk !== 'IDEMPOTENCY');
  return JSON.stringify([people, await system.dump('ledger')]);
};
const pointersIn = (body: Body) => (body.errors as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer);

