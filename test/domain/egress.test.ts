import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Consent, consentStatuses, type Person, standings } from '../../functions/domain/consent.ts';
import { egress } from '../../functions/domain/egress.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { newsFor, type newsTypes } from '../../functions/domain/feed.ts';
import { AddressHash, ContactId } from '../../functions/domain/identity.ts';
import { definePolicy, type Policy } from '../../functions/domain/policy.ts';
import { varied } from './example-policy.ts';

const now = new Date('2026-05-04T12:00:00Z');
const id = ContactId.parse('AAAAAAAAAAAAAAAAAAAAAA');

const purpose = {
  title: { nb: 'Partner' },
  description: { nb: 'Partner' },
  dataCategories: ['email'],
  basis: 'consent',
};
const acme = { id: 'acme', name: 'Acme AS', country: 'NO', fields: ['email', 'name', 'caseNumber', 'phone'] };
const policyWith = (change: object = {}, sharing: object = {}): Policy =>
  definePolicy(
    varied({
      sharing: { partners: 'opt_in', registry: [acme], ...sharing },
      purposes: { 'partner:acme': purpose },
      ...change,
    }),
  );

const consent = (of: Consent['purpose'], status: Consent['status'] = 'ConsentGiven', more: Partial<Consent> = {}): Consent => ({
  purpose: of,
  status,
  basis: 'consent',
  since: '2026-01-01T00:00:00.000Z',
  seq: 1,
  policyVersion: 1,
  email: EmailAddress.parse('kari@example.no'),
  market: 'no',
  locale: 'nb',
  activeMonth: '2026-01',
  ...more,
});
const person = (consents: readonly Consent[], profile: Partial<Person['profile']> = {}): Person => ({
  profile: {
    brand: 'example',
    contactId: id,
    addressHash: AddressHash.parse('AAAAAAAAAAAAAAAAAAAAAA'),
    email: EmailAddress.parse('kari@example.no'),
    name: 'Kari',
    locale: 'nb',
    market: 'no',
    subscriberType: 'unknown',
    standing: 'active',
    createdAt: '2026-01-01T00:00:00.000Z',
    seq: 1,
    head: 'x',
    lastSigns: {},
    ...profile,
  },
  consents,
});
const agreed = person([consent('partner:acme')]);
const mailed = person([consent('newsletter:news')]);
const creatio = { id: 'creatio', name: 'Creatio', country: 'DE', fields: ['email'], dpaSigned: true };
const crm = { kind: 'creatio', direction: 'both', deletePropagates: true };
const notice = { partners: 'notice', registry: [{ ...acme, id: 'other' }] };
const group = { partners: 'never', registry: [], group: [{ ...acme, id: 'parent' }] };

describe('the egress guard', () => {
  test('lets out exactly the fields that the policy names, has and does not forbid', () => {
    expect(egress(policyWith(), 'acme', agreed, now)).toEqual({
      permitted: true,
      ground: 'consent',
      transfer: 'eea',
      fields: { email: 'kari@example.no', name: 'Kari' },
    });
    expect(egress(policyWith({}, { registry: [{ ...acme, fields: undefined }] }), 'acme', agreed, now)).toMatchObject({
      fields: {},
    });
    const forbidding = policyWith({ fields: { email: 'required', name: 'forbidden', caseNumber: 'forbidden' }, forms: {} });
    expect(egress(forbidding, 'acme', agreed, now)).toMatchObject({ fields: { email: 'kari@example.no' } });
  });

  test.each([
    ['a stranger', policyWith(), 'nobody', agreed, 'unknown_recipient'],
    [
      'partners are never, though a consent stands (E8, I4, K16)',
      policyWith({}, { partners: 'never' }),
      'acme',
      agreed,
      'sharing_never',
    ],
    ['nobody there', policyWith(), 'acme', undefined, 'gone'],
    ['expired, its row still there', policyWith(), 'acme', person(agreed.consents, { expiresAt: now.getTime() / 1000 }), 'gone'],
    ['restricted', policyWith(), 'acme', person(agreed.consents, { standing: 'restricted' }), 'restricted'],
    ['objected', policyWith(), 'acme', person(agreed.consents, { standing: 'objected' }), 'objected'],
    ['deactivated (I7)', policyWith(), 'acme', person(agreed.consents, { standing: 'deactivated' }), 'deactivated'],
    ['never asked', policyWith(), 'acme', mailed, 'consent_missing'],
    ['withdrawn', policyWith(), 'acme', person([consent('partner:acme', 'ConsentWithdrawn')]), 'consent_ended'],
    ['imported without proof', policyWith(), 'acme', person([consent('partner:acme', 'ConsentUnknown')]), 'consent_ended'],
    [
      'lapsed this moment',
      policyWith(),
      'acme',
      person([consent('partner:acme', 'ConsentGiven', { validUntil: now.toISOString() })]),
      'consent_ended',
    ],
    [
      'the United States, without a mechanism (X9)',
      policyWith({}, { registry: [{ ...acme, country: 'US' }] }),
      'acme',
      agreed,
      'transfer_blocked',
    ],
    [
      'the United Kingdom, where nothing names adequacy (X9)',
      policyWith({}, { registry: [{ ...acme, country: 'GB' }] }),
      'acme',
      agreed,
      'transfer_blocked',
    ],
    [
      'Privacy Shield (E7, I15)',
      policyWith(
        { transfer: { mode: 'safeguards', allow: [{ recipient: 'acme', mechanism: 'privacy_shield', ref: 'x' }] } },
        { registry: [{ ...acme, country: 'US' }] },
      ),
      'acme',
      agreed,
      'transfer_void',
    ],
    ['opt-in without anything to opt into', policyWith({ purposes: {} }, {}), 'acme', mailed, 'consent_missing'],
    [
      'of the group, of somebody who is not mailed',
      policyWith({ purposes: {} }, group),
      'parent',
      person([]),
      'nothing_to_share_for',
    ],
    [
      'the CRM of somebody who is not mailed (X10)',
      policyWith({ crm, processors: [creatio] }),
      'creatio',
      person([consent('newsletter:news', 'ConsentWithdrawn')]),
      'nothing_to_share_for',
    ],
    [
      'a CRM without a signed agreement (A6)',
      policyWith({ crm, processors: [{ ...creatio, dpaSigned: false }] }),
      'creatio',
      mailed,
      'agreement_missing',
    ],
    [
      'a CRM that only tells',
      policyWith({ crm: { ...crm, direction: 'pull' }, processors: [creatio] }),
      'creatio',
      mailed,
      'unknown_recipient',
    ],
    ['a processor that is no CRM', policyWith({ processors: [creatio] }), 'creatio', mailed, 'unknown_recipient'],
    [
      'of the group, of a Danish consumer (A5)',
      policyWith({ purposes: {}, markets: { no: { locale: 'nb', rulePack: 'DK' } } }, group),
      'parent',
      mailed,
      'explicit_consent_needed',
    ],
    [
      'by notice, of somebody whose market we do not know (X13)',
      policyWith({ purposes: {} }, notice),
      'other',
      person(mailed.consents, { market: 'elsewhere' }),
      'explicit_consent_needed',
    ],
  ] as const)('lets nothing out to %s', (_, policy, recipient, of, because) => {
    expect(egress(policy, recipient, of, now)).toEqual({ permitted: false, because });
  });

  test.each([
    ['of the group, of somebody who is mailed', policyWith({ purposes: {} }, group), 'parent', mailed, 'group', 'eea'],
    ['that runs the CRM', policyWith({ crm, processors: [creatio] }), 'creatio', mailed, 'processor', 'eea'],
    ['by notice, in Norway', policyWith({ purposes: {} }, notice), 'other', mailed, 'notice', 'eea'],
    [
      'of the group, of a Danish business',
      policyWith({ purposes: {}, markets: { no: { locale: 'nb', rulePack: 'DK' } } }, group),
      'parent',
      person(mailed.consents, { subscriberType: 'business' }),
      'group',
      'eea',
    ],
    [
      'in Switzerland, where adequacy suffices (A9)',
      policyWith({ transfer: { mode: 'adequate' } }, { registry: [{ ...acme, country: 'CH' }] }),
      'acme',
      agreed,
      'consent',
      'adequacy',
    ],
    [
      'in India, by standard clauses (A9)',
      policyWith(
        { transfer: { mode: 'safeguards', allow: [{ recipient: 'acme', mechanism: 'SCC', ref: 'x' }] } },
        { registry: [{ ...acme, country: 'IN' }] },
      ),
      'acme',
      agreed,
      'consent',
      'SCC',
    ],
  ] as const)('lets out to one %s', (_, policy, recipient, of, ground, transfer) => {
    expect(egress(policy, recipient, of, now)).toMatchObject({ permitted: true, ground, transfer });
  });

  test('never lets anything out without a consent that stands, whoever the person and whatever the law, where the policy asks for one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...consentStatuses),
        fc.constantFrom(...standings),
        fc.constantFrom('never', 'opt_in', 'notice'),
        fc.constantFrom('NO', 'SE', 'DK', 'FI', 'UK', 'EU', 'strictest'),
        fc.constantFrom(undefined, '2026-05-04T11:59:59.000Z', '2026-05-04T12:00:01.000Z'),
        (status, standing, partners, rulePack, validUntil) => {
          const policy = policyWith({ markets: { no: { locale: 'nb', rulePack } } }, { partners });
          const of = person([consent('newsletter:news'), consent('partner:acme', status, { validUntil })], { standing });
          const may =
            partners !== 'never' &&
            standing === 'active' &&
            (status === 'ConsentGiven' || status === 'RenewedConsentGiven') &&
            (validUntil === undefined || validUntil > now.toISOString());
          expect(egress(policy, 'acme', of, now).permitted).toBe(may);
        },
      ),
    );
  });
});

describe('the news', () => {
  const given = { permitted: true, ground: 'consent', transfer: 'eea', fields: {} } as const;
  const refused = (because: 'restricted' | 'consent_ended' | 'gone' | 'deactivated') => ({ permitted: false, because }) as const;
  const told = (type: (typeof newsTypes)[number], hash = 'h') => ({ type, seq: 1, given: hash });

  test.each([
    ['nothing before, allowed', undefined, agreed, given, 'granted'],
    ['nothing before, refused', undefined, agreed, refused('consent_ended'), undefined],
    ['nothing before, gone', undefined, undefined, refused('gone'), undefined],
    ['granted, the same', told('granted'), agreed, given, undefined],
    ['granted, other values', told('granted', 'old'), agreed, given, 'changed'],
    ['changed, the same', told('changed'), agreed, given, undefined],
    ['granted, then ended', told('granted'), agreed, refused('consent_ended'), 'withdrawn'],
    ['granted, then restricted', told('granted'), agreed, refused('restricted'), 'restricted'],
    ['granted, then deactivated', told('granted'), agreed, refused('deactivated'), 'withdrawn'],
    ['granted, then gone', told('changed'), undefined, refused('gone'), 'erased'],
    ['restricted still', told('restricted'), agreed, refused('restricted'), undefined],
    ['restricted, then lifted', told('restricted'), agreed, given, 'granted'],
    ['restricted, then ended', told('restricted'), agreed, refused('consent_ended'), 'withdrawn'],
    ['withdrawn still', told('withdrawn'), agreed, refused('consent_ended'), undefined],
    ['withdrawn, then restricted: nothing new', told('withdrawn'), agreed, refused('restricted'), undefined],
    ['withdrawn, then agreed anew', told('withdrawn'), agreed, given, 'granted'],
    ['withdrawn, then gone: the partner must forget', told('withdrawn'), undefined, refused('gone'), 'erased'],
    ['erased, whatever comes', told('erased'), agreed, given, undefined],
    ['erased, again', told('erased'), undefined, refused('gone'), undefined],
  ] as const)('of %s', (_, before, of, verdict, expected) => {
    expect(newsFor(before, of, verdict, verdict.permitted ? 'h' : undefined)).toBe(expected);
  });
});
