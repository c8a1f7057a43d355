import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Addressee,
  type ConsentState,
  consentState,
  effectiveBasis,
  effectiveTracking,
} from '../../functions/domain/basis.ts';
import { consentStatuses } from '../../functions/domain/consent.ts';
import { bases, definePolicy, isMailPurpose, type PurposeId, rulePackIds, trackingModes } from '../../functions/domain/policy.ts';
import { rulePacks } from '../../functions/domain/rule-packs.ts';
import { example, varied } from './example-policy.ts';

const anyone: Addressee = { subscriberType: 'unknown', evidence: [] };
const customer: Addressee = { subscriberType: 'natural', relationship: 'customer', evidence: ['sale'] };
const withGround = (basis: string, evidence: string[] = ['sale'], own = 'consent') =>
  definePolicy(
    varied(
      { purposes: { 'newsletter:news': { basis: own, basisWhen: [{ relationships: ['customer'], basis, evidence }] } } },
      example,
    ),
  );
const customersAreMailed = withGround('soft_opt_in');

const consentStates = ['stands', 'ended', 'none'] as const satisfies ConsentState[];
const anyAddressee: fc.Arbitrary<Addressee> = fc.record({
  relationship: fc.constantFrom(undefined, 'customer', 'friend'),
  subscriberType: fc.constantFrom('natural', 'sole_trader', 'business', 'legal_person', 'unknown'),
  addressKind: fc.constantFrom(undefined, 'named', 'role'),
  evidence: fc.subarray(['sale', 'free_account', 'negotiation', 'handshake']),
});
const anyPack = fc.constantFrom(...rulePackIds).map((id) => rulePacks[id]);
const anyPolicy = fc
  .tuple(fc.constantFrom(...bases), fc.constantFrom(...bases), fc.subarray(['sale', 'negotiation', 'handshake']))
  .map(([own, related, evidence]) => withGround(related, evidence, own));

describe('the ground of a mail', () => {
  test('consent that stands carries it', () => {
    expect(effectiveBasis(definePolicy(example), rulePacks.strictest, anyone, 'newsletter:news', 'stands')).toEqual({
      basis: 'consent',
      permitted: true,
      reason: 'consent_given',
    });
  });

  test('nobody is mailed without consent, customers included', () => {
    expect(effectiveBasis(definePolicy(example), rulePacks.NO, customer, 'newsletter:news', 'none')).toEqual({
      basis: 'consent',
      permitted: false,
      reason: 'consent_missing',
    });
  });

  test('a customer with a sale may be mailed where the policy and the market say so', () => {
    expect(effectiveBasis(customersAreMailed, rulePacks.NO, customer, 'newsletter:news', 'none')).toEqual({
      basis: 'soft_opt_in',
      permitted: true,
      reason: 'existing_customer',
    });
  });

  test.each<[string, Addressee, string]>([
    ['a customer without proof of a sale', { ...customer, evidence: [] }, 'evidence_missing'],
    ['a customer with another proof than the policy’s', { ...customer, evidence: ['negotiation'] }, 'evidence_missing'],
    ['a customer no longer', { ...customer, relationship: undefined }, 'consent_missing'],
    ['someone related in another way', { ...customer, relationship: 'supplier' }, 'consent_missing'],
  ])('%s is not', (_, addressee, reason) => {
    expect(effectiveBasis(customersAreMailed, rulePacks.NO, addressee, 'newsletter:news', 'none')).toMatchObject({
      permitted: false,
      reason,
    });
  });

  test('evidence counts only where the market’s law accepts it', () => {
    const policy = withGround('soft_opt_in', ['negotiation']);
    const inTalks = { ...customer, evidence: ['negotiation'] };
    expect(effectiveBasis(policy, rulePacks.UK, inTalks, 'newsletter:news', 'none').permitted).toBe(true);
    expect(effectiveBasis(policy, rulePacks.NO, inTalks, 'newsletter:news', 'none').permitted).toBe(false);
  });

  test('of whom we do not know the market, nothing but consent will do', () => {
    expect(effectiveBasis(customersAreMailed, rulePacks.strictest, customer, 'newsletter:news', 'none')).toMatchObject({
      permitted: false,
      reason: 'market_requires_consent',
    });
  });

  test('who has withdrawn is not mailed on another ground', () => {
    expect(effectiveBasis(customersAreMailed, rulePacks.NO, customer, 'newsletter:news', 'ended')).toEqual({
      basis: 'consent',
      permitted: false,
      reason: 'consent_ended',
    });
  });

  test.each([
    ['SE', 'legal_person', 'named', true],
    ['SE', 'business', 'role', false],
    ['SE', 'sole_trader', 'role', false],
    ['NO', 'legal_person', 'role', true],
    ['NO', 'legal_person', 'named', false],
    ['DK', 'legal_person', 'role', false],
  ] as const)(
    'that in %s legitimate interest reaches a %s at a %s address is %s',
    (market, subscriberType, addressKind, permitted) => {
      const addressee: Addressee = { ...customer, subscriberType, addressKind };
      expect(
        effectiveBasis(withGround('legitimate_interest'), rulePacks[market], addressee, 'newsletter:news', 'none').permitted,
      ).toBe(permitted);
      const unproven = { ...addressee, evidence: [] };
      expect(
        effectiveBasis(withGround('legitimate_interest'), rulePacks[market], unproven, 'newsletter:news', 'none').permitted,
      ).toBe(false);
    },
  );

  test('whatever a policy says, a person without consent is mailed only as a customer with a sale that the market accepts', () => {
    fc.assert(
      fc.property(anyPolicy, anyPack, anyAddressee, (policy, pack, addressee) => {
        fc.pre(addressee.subscriberType !== 'legal_person');
        const { basis, permitted } = effectiveBasis(policy, pack, addressee, 'newsletter:news', 'none');
        const soldTo = addressee.relationship === 'customer' && pack.softOptIn.some((kind) => addressee.evidence.includes(kind));
        expect(!permitted || (basis === 'soft_opt_in' && soldTo)).toBe(true);
      }),
    );
  });

  test('whoever may be mailed under the strictest rules may be mailed under any', () => {
    fc.assert(
      fc.property(anyPolicy, anyPack, anyAddressee, fc.constantFrom(...consentStates), (policy, pack, addressee, consent) => {
        const strict = effectiveBasis(policy, rulePacks.strictest, addressee, 'newsletter:news', consent);
        const here = effectiveBasis(policy, pack, addressee, 'newsletter:news', consent);
        expect(!strict.permitted || here.permitted).toBe(true);
      }),
    );
  });
});

describe('the ground of everything else', () => {
  const loose = definePolicy(
    varied(
      {
        purposes: {
          'tracking:open': { basis: 'legitimate_interest' },
          profiling: { ...example.purposes['tracking:open'], basis: 'legitimate_interest' },
          'partner:reseller': { ...example.purposes['tracking:open'], basis: 'contract' },
        },
        sharing: { registry: [{ id: 'reseller', name: 'Reseller AS', country: 'NO' }] },
      },
      example,
    ),
  );

  test.each(['tracking:open', 'profiling', 'partner:reseller'] as const)(
    '%s needs consent, whatever the policy says',
    (purpose) => {
      fc.assert(
        fc.property(anyPack, anyAddressee, fc.constantFrom(...consentStates), (pack, addressee, consent) => {
          expect(isMailPurpose(purpose)).toBe(false);
          expect(effectiveBasis(loose, pack, addressee, purpose, consent)).toMatchObject({
            basis: 'consent',
            permitted: consent === 'stands',
          });
        }),
      );
    },
  );

  test('a service rests on the ground that the policy states', () => {
    expect(effectiveBasis(loose, rulePacks.strictest, anyone, 'service:download', 'none')).toEqual({
      basis: 'contract',
      permitted: true,
      reason: 'service',
    });
  });

  test('a purpose that the policy does not know is not pursued', () => {
    const unknown: PurposeId = 'newsletter:sport';
    expect(effectiveBasis(loose, rulePacks.NO, customer, unknown, 'stands')).toMatchObject({
      permitted: false,
      reason: 'unknown_purpose',
    });
  });
});

describe('what a stored consent comes to', () => {
  const now = new Date('2026-11-22T12:00:00Z');

  test.each(consentStatuses.map((status) => [status] as const))('%s stands only if it was given or renewed', (status) => {
    const given = status === 'ConsentGiven' || status === 'RenewedConsentGiven';
    expect(consentState({ status, validUntil: undefined }, now) === 'stands').toBe(given);
  });

  test('a consent that lapsed, was refused, withdrawn or revoked has ended; one that was only asked for is none', () => {
    expect(consentState({ status: 'ConsentGiven', validUntil: '2026-11-22T12:00:00Z' }, now)).toBe('ended');
    expect(consentState({ status: 'ConsentGiven', validUntil: '2026-11-22T12:00:01Z' }, now)).toBe('stands');
    for (const status of [
      'ConsentRefused',
      'ConsentWithdrawn',
      'ConsentRevoked',
      'ConsentExpired',
      'ConsentInvalidated',
    ] as const) {
      expect(consentState({ status, validUntil: undefined }, now)).toBe('ended');
    }
    for (const status of ['ConsentRequested', 'ConsentRequestDeferred', 'ConsentUnknown'] as const) {
      expect(consentState({ status, validUntil: undefined }, now)).toBe('none');
    }
    expect(consentState(undefined, now)).toBe('none');
  });
});

describe('what is kept of opens and clicks', () => {
  const tracking = (open: (typeof trackingModes)[number]) => definePolicy(varied({ tracking: { open } }, example));

  test.each(trackingModes)('in mode %s, nothing per person without consent', (mode) => {
    for (const id of rulePackIds) {
      for (const consent of ['ended', 'none'] as const) {
        expect(['off', 'aggregate']).toContain(effectiveTracking(tracking(mode), rulePacks[id], 'open', consent));
      }
      expect(effectiveTracking(tracking(mode), rulePacks[id], 'open', 'stands')).toBe(mode);
    }
  });

  test('a shared count needs no consent, but of whom we know nothing', () => {
    expect(effectiveTracking(tracking('aggregate'), rulePacks.SE, 'open', 'none')).toBe('aggregate');
    expect(effectiveTracking(tracking('aggregate'), rulePacks.strictest, 'open', 'none')).toBe('off');
  });
});
