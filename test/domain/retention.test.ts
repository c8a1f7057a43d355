import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Consent, Consent as ConsentSchema, type Person, Profile } from '../../functions/domain/consent.ts';
import { addDuration } from '../../functions/domain/duration.ts';
import type { Policy, PurposeId } from '../../functions/domain/policy.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import {
  addDays,
  type Day,
  dayOf,
  decideRetention,
  firstDueDay,
  type LastStep,
  stepsOf,
} from '../../functions/domain/retention.ts';
import alektum from '../../policies/alektum.ts';
import expectit from '../../policies/expectit.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { varied } from './example-policy.ts';

const id = (fill: number) => Buffer.alloc(16, fill).toString('base64url');
const at = (day: Day): Date => new Date(`${day}T09:30:00Z`);

interface Known {
  readonly purposes: readonly PurposeId[];
  readonly given: Day;
  readonly signs?: Record<string, Day>;
  readonly profile?: Partial<Profile>;
  readonly consent?: Partial<Consent>;
}

function person(policy: Policy, { purposes, given, signs, profile, consent }: Known): Person {
  const [market = ''] = Object.keys(policy.markets);
  const shared = { email: 'kari@example.no', market, locale: 'nb' };
  return {
    profile: Profile.parse({
      ...shared,
      brand: policy.brand,
      contactId: id(1),
      addressHash: id(2),
      subscriberType: 'unknown',
      standing: 'active',
      createdAt: at(given).toISOString(),
      seq: 1,
      head: 'h',
      lastSigns: signs ?? { form: given },
      ...profile,
    }),
    consents: purposes.map((purpose) =>
      ConsentSchema.parse({
        ...shared,
        purpose,
        status: 'ConsentGiven',
        basis: 'consent',
        since: at(given).toISOString(),
        seq: 1,
        policyVersion: 1,
        activeMonth: given.slice(0, 7),
        ...consent,
      }),
    ),
  };
}

const decide = (policy: Policy, known: Known, today: Day, last: LastStep = {}) =>
  decideRetention(policy, person(policy, known), last, at(today));

/** Somebody whose opens and clicks may be seen, so that their silence counts. */
const seen = ['newsletter:insights', 'tracking:open', 'tracking:click'] as const;

describe('a period', () => {
  test.each([
    ['2027-03-10', '2029-03-11', 'the day after its last day'],
    ['2028-02-29', '2030-03-01', 'February has no 29th two years later: it ends with the 28th'],
    ['2027-01-31', '2029-02-01', 'the end of a month'],
    ['2026-12-31', '2029-01-01', 'the end of a year'],
    ['2027-10-31', '2029-11-01', 'the day that clocks change in Europe'],
  ])('of 24 months from %s acts on %s: %s', (given, on) => {
    const [step] = stepsOf(xledger, person(xledger, { purposes: [...seen], given }), at(given));
    expect(step).toMatchObject({ action: 'delete', on, asks: false });
  });

  test('never acts a day early and never more than a day late, whatever the day it began on', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (began) => {
        const given = dayOf(began);
        const known = { purposes: [...seen], given };
        const [step] = stepsOf(xledger, person(xledger, known), at(given));
        const lastDay = dayOf(addDuration(new Date(given), '24 months'));
        expect(step?.on).toBe(addDays(lastDay, 1));
        expect(decide(xledger, known, lastDay)).not.toMatchObject({ act: 'end' });
        expect(decide(xledger, known, addDays(lastDay, 1))).toMatchObject({ act: 'end', person: 'erased' });
      }),
    );
    expect.hasAssertions();
  });
});

describe('clocks five minutes apart (F27)', () => {
  test('remove nobody before their last day is over by either, and leave nobody over the next sweep', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.integer({ min: -300, max: 300 }),
        (began, apart) => {
          const given = dayOf(began);
          const known = person(xledger, { purposes: [...seen], given });
          const lastDay = dayOf(addDuration(new Date(given), '24 months'));
          const by = (clock: string) => decideRetention(xledger, known, {}, new Date(Date.parse(clock) + apart * 1000));
          expect(by(`${lastDay}T23:54:59Z`)).not.toMatchObject({ act: 'end' });
          expect(by(`${addDays(lastDay, 1)}T03:00:00Z`)).toMatchObject({ act: 'end', person: 'erased' });
        },
      ),
    );
    expect.hasAssertions();
  });
});

describe('the last step', () => {
  const known = { purposes: [...seen], given: '2027-03-10' } as const;

  test('begins 30 days before a deletion, once', () => {
    expect(firstDueDay(xledger, person(xledger, known), at('2027-03-10'))).toBe('2029-02-09');
    expect(decide(xledger, known, '2029-02-08')).toEqual({ act: 'wait', until: '2029-02-09' });
    expect(decide(xledger, known, '2029-02-09')).toMatchObject({ act: 'begin', on: '2029-03-11', asks: false, removes: true });
    expect(decide(xledger, known, '2029-02-10', { endsOn: '2029-03-11' })).toEqual({ act: 'wait', until: '2029-03-11' });
  });

  test('is over with a sign of life, and the clock runs anew', () => {
    const back = { ...known, signs: { form: '2027-03-10', click: '2029-03-01' } };
    expect(decide(xledger, back, '2029-03-11')).toEqual({ act: 'wait', until: '2031-01-31' });
  });

  test('asks whoever may not be watched, and waits for the answer even if nobody asked in time', () => {
    const unseen = { purposes: ['newsletter:insights'] as const, given: '2027-03-10' };
    expect(decide(xledger, unseen, '2029-02-09')).toMatchObject({ act: 'begin', asks: true, on: '2029-03-11' });
    const late = decide(xledger, unseen, '2029-06-01');
    expect(late).toMatchObject({ act: 'begin', asks: true, on: '2029-07-01' });
    expect(decide(xledger, unseen, '2029-06-30', { askedOn: '2029-06-01', endsOn: '2029-07-01' })).toMatchObject({ act: 'wait' });
    expect(decide(xledger, unseen, '2029-07-01', { askedOn: '2029-06-01', endsOn: '2029-07-01' })).toMatchObject({
      act: 'end',
      person: 'erased',
    });
  });

  test('does not begin for someone on legal hold, nor does anything else (K11)', () => {
    const held = { ...known, profile: { legalHold: { reason: 'claim', until: '2030-06-30' } } };
    expect(decide(xledger, held, '2029-03-11')).toEqual({ act: 'wait', until: '2030-07-01' });
    expect(decide(xledger, held, '2030-07-01')).toMatchObject({ act: 'end', person: 'erased' });
    const openEnded = { ...known, profile: { legalHold: { reason: 'claim' } } };
    expect(decide(xledger, openEnded, '2029-03-11')).toEqual({ act: 'wait', until: '2029-04-11' });
  });
});

describe('mails needed before silence counts (T28)', () => {
  const patient = definePolicy(
    varied({ activity: { mailsNeeded: 5, counts: ['click', 'form'], whenNotTracked: 'delete' }, tracking: { click: 'off' } }),
  );
  const known = { purposes: ['newsletter:news'] as const, given: '2027-03-10' };

  test.each([undefined, 0, 4])('%s are too few: looked at again in a month, and neither warned nor removed', (mailsSince) => {
    const profile = mailsSince === undefined ? {} : { mailsSince };
    expect(decide(patient, { ...known, profile }, '2029-02-09')).toEqual({ act: 'wait', until: '2029-03-09' });
    expect(decide(patient, { ...known, profile }, '2032-01-31')).toEqual({ act: 'wait', until: '2032-02-29' });
  });
  test('five are enough, and the usual steps follow, the last one with its time', () => {
    const profile = { mailsSince: 5 };
    expect(decide(patient, { ...known, profile }, '2029-02-09')).toMatchObject({ act: 'begin', on: '2029-03-11' });
    expect(decide(patient, { ...known, profile }, '2030-06-01')).toMatchObject({ act: 'end', person: 'erased' });
  });
  test('say nothing of clocks that do not run on silence', () => {
    const contact = definePolicy(
      varied({
        activity: { mailsNeeded: 5 },
        purposes: { 'newsletter:news': { retention: [{ clock: 'consent_given', period: '1 year', action: 'delete' }] } },
      }),
    );
    expect(decide(contact, known, '2028-03-11')).toMatchObject({ act: 'end', person: 'erased' });
  });
});

describe('the end of a relationship', () => {
  const customer = { relationship: 'customer', relationshipEndedOn: '2028-02-29' } as const;
  const active = { purposes: [...seen], given: '2027-03-10', signs: { click: '2029-02-20' } };

  test('ends its service a year later, and leaves the newsletter alone (X7)', () => {
    const known = { ...active, profile: customer };
    expect(decide(xledger, known, '2029-02-28')).toMatchObject({ act: 'begin', on: '2029-03-01', removes: false });
    expect(decide(xledger, known, '2029-03-01', { endsOn: '2029-03-01' })).toMatchObject({
      act: 'end',
      person: 'stays',
      ends: [],
      services: ['service:customer'],
      counts: false,
      why: { purpose: 'service:customer', clock: 'relationship_end', period: '1 year' },
    });
  });
  test('starts no clock while the relationship lasts', () => {
    const known = { ...active, profile: { relationship: 'customer' } };
    expect(stepsOf(xledger, person(xledger, known), at('2029-03-01')).map(({ clock }) => clock)).not.toContain(
      'relationship_end',
    );
  });
  test('anonymises and counts where the policy says so (K10)', () => {
    const known = {
      purposes: ['newsletter:news', 'tracking:open', 'tracking:click'] as const,
      given: '2030-03-10',
      signs: { reply: '2031-02-20' },
      profile: customer,
    };
    expect(decide(alektum, known, '2031-03-01')).toMatchObject({
      act: 'end',
      person: 'stays',
      services: ['service:customer'],
      counts: true,
    });
    const alone = { ...known, consent: { status: 'ConsentWithdrawn' as const } };
    expect(decide(alektum, alone, '2031-03-01')).toMatchObject({ act: 'end', person: 'anonymised', counts: true });
  });
  test('of a service that was begun by name goes by its own record', () => {
    const known = {
      ...active,
      purposes: ['service:customer'] as const,
      profile: customer,
      consent: { status: 'ConsentUnknown' as const },
    };
    expect(decide(xledger, known, '2029-03-01', { endsOn: '2029-03-01' })).toMatchObject({
      act: 'end',
      person: 'erased',
      ends: ['service:customer'],
      services: [],
    });
  });
});

describe('the companies', () => {
  test('infosoft deactivates after two years and does not delete (I6, I7)', () => {
    const known = {
      purposes: Object.keys(infosoft.purposes).filter((purpose) => /^(newsletter|tracking)/.test(purpose)) as PurposeId[],
      given: '2027-03-10',
    };
    expect(decide(infosoft, known, '2029-03-10')).toMatchObject({ act: 'wait' });
    expect(decide(infosoft, known, '2029-03-11')).toMatchObject({ act: 'end', person: 'deactivated', ends: [] });
    const deactivated = { ...known, profile: { standing: 'deactivated' as const } };
    expect(decide(infosoft, deactivated, '2035-01-01')).toEqual({ act: 'wait', until: undefined });
  });

  test('alektum takes silent people off its lists, and deletes three years after the last contact of their own (K8, K9)', () => {
    const known = { purposes: ['newsletter:news', 'tracking:open', 'tracking:click'] as const, given: '2027-03-10' };
    expect(decide(alektum, known, '2029-03-11')).toMatchObject({ act: 'end', person: 'deactivated' });
    const reader = { ...known, signs: { form: '2027-03-10', click: '2030-03-01' } };
    // a click keeps them on the list, and is no contact
    expect(decide(alektum, reader, '2030-03-11')).toMatchObject({ act: 'end', person: 'erased' });
    const writer = { ...known, signs: { form: '2027-03-10', reply: '2029-01-01', click: '2030-03-01' } };
    expect(decide(alektum, writer, '2030-03-11')).toMatchObject({ act: 'wait' });
  });

  test('expectit keeps people until they ask (E6)', () => {
    const known = { purposes: ['newsletter:news'] as const, given: '2027-03-10' };
    expect(firstDueDay(expectit, person(expectit, known), at('2027-03-10'))).toBeUndefined();
    expect(decide(expectit, known, '2060-01-01')).toEqual({ act: 'wait', until: undefined });
  });
});

describe('settings', () => {
  const silent = { purposes: ['newsletter:insights'] as const, given: '2027-03-10' };
  const withActivity = (activity: Partial<Policy['activity']>): Policy => ({
    ...xledger,
    activity: { ...xledger.activity, ...activity },
  });

  test('whenNotTracked: keep never judges silence that nobody may see; delete does', () => {
    expect(decide(withActivity({ whenNotTracked: 'keep' }), silent, '2040-01-01')).toEqual({ act: 'wait', until: undefined });
    expect(decide(withActivity({ whenNotTracked: 'delete' }), silent, '2029-03-11')).toMatchObject({
      act: 'end',
      person: 'erased',
    });
  });

  test('signalsNeeded: all counts from the sign that is longest ago (X6)', () => {
    const signs = { form: '2027-03-10', click: '2028-01-01' };
    const known = { purposes: [...seen], given: '2027-03-10', signs };
    expect(decide(withActivity({ signalsNeeded: 'any' }), known, '2029-03-11')).toMatchObject({ act: 'wait' });
    expect(decide(withActivity({ signalsNeeded: 'all' }), known, '2029-03-11')).toMatchObject({ act: 'end' });
  });

  test('mailsNeeded: nobody is silent towards mails that they never received (T28)', () => {
    expect(decide(withActivity({ mailsNeeded: 3, whenNotTracked: 'delete' }), silent, '2040-01-01')).toMatchObject({
      act: 'wait',
    });
  });

  test('a signal that does not count does not keep anybody (C2)', () => {
    const known = { purposes: [...seen], given: '2027-03-10', signs: { form: '2027-03-10', open: '2029-01-01' } };
    expect(decide(xledger, known, '2029-03-11')).toMatchObject({ act: 'end' });
  });

  test('validity: a consent lapses on its day, and the person goes with the last of them', () => {
    const consent = { validUntil: '2028-03-10T09:30:00.000Z' };
    const purpose = xledger.purposes['newsletter:insights'];
    if (!purpose) throw new Error('no such purpose');
    const policy: Policy = {
      ...xledger,
      purposes: { ...xledger.purposes, 'newsletter:insights': { ...purpose, validity: '1 year' } },
    };
    expect(decide(policy, { ...silent, consent }, '2028-03-09')).toMatchObject({ act: 'wait' });
    expect(decide(policy, { ...silent, consent }, '2028-03-11')).toMatchObject({
      act: 'end',
      lapses: ['newsletter:insights'],
      person: 'erased',
    });
  });

  test('an expired profile is removed, whatever the policy says by now (F20)', () => {
    const expired = { ...silent, profile: { expiresAt: at('2029-03-18').getTime() / 1000 } };
    expect(decide(withActivity({ whenNotTracked: 'keep' }), expired, '2029-04-01')).toMatchObject({
      act: 'end',
      person: 'erased',
    });
  });
});
