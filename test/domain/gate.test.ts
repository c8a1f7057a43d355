import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CampaignState, campaignStates } from '../../functions/domain/campaign.ts';
import {
  Consent,
  consentStatuses,
  Profile,
  type Suppression,
  standings,
  suppressionReasons,
} from '../../functions/domain/consent.ts';
import { gate, type Refusal, restsOnConsent } from '../../functions/domain/gate.ts';
import { definePolicy, type Locale, type PurposeId } from '../../functions/domain/policy.ts';
import { varied } from './example-policy.ts';

const now = new Date('2026-11-27T12:00:00Z');
const policy = definePolicy(
  varied({
    markets: { no: { locale: 'nb', rulePack: 'NO' }, eu: { locale: 'en', rulePack: 'strictest' } },
    purposes: {
      'newsletter:news': {
        title: { nb: 'Nyhetsbrev', en: 'News' },
        description: { nb: 'Nyheter', en: 'News' },
        basisWhen: [{ relationships: ['customer'], basis: 'soft_opt_in', evidence: ['sale'] }],
      },
      'tracking:open': { title: { nb: 'x', en: 'x' }, description: { nb: 'x', en: 'x' } },
      'service:download': { title: { nb: 'x', en: 'x' }, description: { nb: 'x', en: 'x' } },
    },
  }) as Parameters<typeof definePolicy>[0],
);

const profileWith = (change: Partial<Profile> = {}): Profile =>
  Profile.parse({
    brand: 'example',
    contactId: 'AAAAAAAAAAAAAAAAAAAAAA',
    addressHash: 'AAAAAAAAAAAAAAAAAAAAAA',
    email: 'kari@example.no',
    locale: 'nb',
    market: 'no',
    subscriberType: 'unknown',
    standing: 'active',
    createdAt: '2026-01-01T00:00:00Z',
    seq: 1,
    head: 'x',
    lastSigns: {},
    ...change,
  });
const consentWith = (change: Partial<Consent> = {}): Consent =>
  Consent.parse({
    purpose: 'newsletter:news',
    status: 'ConsentGiven',
    basis: 'consent',
    since: '2026-01-01T00:00:00Z',
    seq: 1,
    policyVersion: 1,
    email: 'kari@example.no',
    market: 'no',
    locale: 'nb',
    activeMonth: '2026-01',
    ...change,
  });

interface Case {
  state?: CampaignState;
  purpose?: PurposeId;
  locales?: Locale[];
  profile?: Partial<Profile> | 'gone';
  consents?: Consent[];
  suppression?: Suppression;
}
const asked = ({
  state = 'sending',
  purpose = 'newsletter:news',
  locales = ['nb'],
  profile = {},
  consents = [consentWith()],
  suppression,
}: Case) => ({
  campaign: { state, purpose, locales },
  person: profile === 'gone' ? undefined : { profile: profileWith(profile), consents },
  suppression,
});
const customer = { relationship: 'customer', basisEvidence: ['sale'] };
const barred = (change: Partial<Suppression> = {}): Suppression => ({
  reason: 'complained',
  since: '2026-01-01T00:00:00Z',
  formerIds: [],
  ...change,
});

describe('the gate', () => {
  test.each<[string, Case, Refusal]>([
    ['a campaign that is paused', { state: 'paused' }, 'campaign_not_sending'],
    ['a campaign that was cancelled', { state: 'cancelled' }, 'campaign_not_sending'],
    ['nobody', { profile: 'gone' }, 'gone'],
    ['somebody whose retention has ended', { profile: { expiresAt: now.getTime() / 1000 } }, 'gone'],
    ['somebody restricted', { profile: { standing: 'restricted' } }, 'restricted'],
    ['somebody who objected', { profile: { standing: 'objected' } }, 'objected'],
    ['somebody deactivated', { profile: { standing: 'deactivated' } }, 'deactivated'],
    ['an address that complained', { suppression: barred() }, 'suppressed'],
    ['F6: somebody who withdrew', { consents: [consentWith({ status: 'ConsentWithdrawn' })] }, 'unsubscribed'],
    [
      'K1: a customer who withdrew, whatever the sale',
      { profile: customer, consents: [consentWith({ status: 'ConsentWithdrawn' })] },
      'unsubscribed',
    ],
    ['a consent that a bounce ended', { consents: [consentWith({ status: 'ConsentRevoked' })] }, 'consent_ended'],
    ['a consent that has lapsed at this moment', { consents: [consentWith({ validUntil: now.toISOString() })] }, 'consent_ended'],
    ['T1: somebody who was never asked', { consents: [] }, 'consent_missing'],
    ['somebody who has not confirmed', { consents: [consentWith({ status: 'ConsentRequested' })] }, 'consent_missing'],
    ['somebody who agreed to something else', { consents: [consentWith({ purpose: 'tracking:open' })] }, 'consent_missing'],
    ['a customer without a sale', { profile: { relationship: 'customer' }, consents: [] }, 'evidence_missing'],
    [
      'a customer where the law asks for consent',
      { profile: { ...customer, market: 'eu' }, consents: [] },
      'market_requires_consent',
    ],
    ['a customer no more', { profile: { ...customer, relationshipEndedOn: '2026-11-01' }, consents: [] }, 'consent_missing'],
    ['a purpose that the policy no longer has', { purpose: 'newsletter:old' }, 'unknown_purpose'],
    [
      'a purpose that no mail is sent for',
      { purpose: 'tracking:open', consents: [consentWith({ purpose: 'tracking:open' })] },
      'unknown_purpose',
    ],
    ['a campaign that says nothing', { locales: [] }, 'no_content'],
  ])('is shut for %s', (_, it, reason) => {
    expect(gate(policy, asked(it), now)).toEqual({ open: false, reason });
  });

  test.each<[string, Case, { locale: Locale; basis: string }]>([
    ['somebody who agreed', {}, { locale: 'nb', basis: 'consent' }],
    [
      'somebody who agreed anew',
      { consents: [consentWith({ status: 'RenewedConsentGiven' })] },
      { locale: 'nb', basis: 'consent' },
    ],
    [
      'a reader of another language, in the campaign’s first',
      { profile: { locale: 'fi' }, locales: ['en', 'nb'] },
      { locale: 'en', basis: 'consent' },
    ],
    ['K1: a customer with a sale', { profile: customer, consents: [] }, { locale: 'nb', basis: 'soft_opt_in' }],
    [
      'an address whose suppression is over',
      { suppression: barred({ until: now.toISOString() }) },
      { locale: 'nb', basis: 'consent' },
    ],
  ])('is open for %s', (_, it, open) => {
    expect(gate(policy, asked(it), now)).toEqual({ open: true, ...open });
  });

  test('T1: is open only where the campaign sends, the person stands, nothing bars them, and a ground holds: whatever else is the case', () => {
    const any = fc.record({
      state: fc.constantFrom(...campaignStates),
      standing: fc.constantFrom(...standings),
      status: fc.option(fc.constantFrom(...consentStatuses), { nil: undefined }),
      customer: fc.boolean(),
      market: fc.constantFrom('no', 'eu', 'elsewhere'),
      reason: fc.option(fc.constantFrom(...suppressionReasons), { nil: undefined }),
    });
    fc.assert(
      fc.property(any, ({ state, standing, status, customer: buys, market, reason }) => {
        const consents = status ? [consentWith({ status })] : [];
        const it = asked({
          state,
          profile: { standing, market, ...(buys && customer) },
          consents,
          ...(reason && { suppression: barred({ reason }) }),
        });
        const agreed = status === 'ConsentGiven' || status === 'RenewedConsentGiven';
        const neverAsked = status === undefined || /Requested|Deferred|Unknown/.test(status);
        const ground = agreed || (neverAsked && buys && market === 'no');
        expect(gate(policy, it, now).open).toBe(state === 'sending' && standing === 'active' && !reason && ground);
        // whoever's address need not be looked at rests on consent, or is refused anyway
        if (it.person && restsOnConsent(policy, it.person, it.campaign, now) && ground) expect(agreed).toBe(true);
      }),
    );
  });
});
