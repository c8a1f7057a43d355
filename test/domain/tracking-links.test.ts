import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CampaignId } from '../../functions/domain/campaign.ts';
import { Consent, type Person, Profile, standings } from '../../functions/domain/consent.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { type LinkKind, openLink } from '../../functions/domain/links.ts';
import { definePolicy, rulePackIds, trackingModes } from '../../functions/domain/policy.ts';
import type { Secret } from '../../functions/domain/secret.ts';
import { type Tracking, trackingOf, trackingUrls, untracked } from '../../functions/domain/tracking-links.ts';
import { example, varied } from './example-policy.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
const secret: Secret = { pepper: key(1), current: 'k1', keys: { k1: key(2) } };
const idOf = (fill: number) => ContactId.parse(Buffer.alloc(16, fill).toString('base64url'));
const campaignId = CampaignId.parse('20261127-k3v9q2m7xd');
const now = new Date('2026-11-27T10:00:00Z');
const publicUrl = 'https://news.example.com';

const profile = Profile.parse({
  brand: 'example',
  contactId: idOf(1),
  addressHash: idOf(2),
  email: 'kari@example.org',
  locale: 'nb',
  market: 'no',
  subscriberType: 'unknown',
  standing: 'active',
  createdAt: '2026-01-01T00:00:00Z',
  seq: 1,
  head: 'head',
  lastSigns: {},
});
const consentTo = (purpose: string, change: object = {}) =>
  Consent.parse({
    purpose,
    status: 'ConsentGiven',
    basis: 'consent',
    since: '2026-01-01T00:00:00Z',
    seq: 1,
    policyVersion: 1,
    email: 'kari@example.org',
    market: 'no',
    locale: 'nb',
    activeMonth: '2026-01',
    ...change,
  });
const personWith = (...consents: Consent[]): Person => ({ profile, consents });
const asked = varied({ purposes: { 'tracking:click': example.purposes['tracking:open'] } }, example);
const measuring = (open: string, click: string, change = {}) =>
  definePolicy(varied({ tracking: { open, click }, ...change }, asked));
const urls = (tracking: Tracking, contactId = idOf(1), at = now) =>
  trackingUrls(measuring('consent', 'consent'), { campaignId, contactId, tracking }, { publicUrl, secret, now: at });
/** What a link says, after the path that its kind has. */
const said = (kind: LinkKind & ('open' | 'click'), url: string | undefined) =>
  openLink(kind, url?.slice(`${publicUrl}/o/`.length).split('/')[0] ?? '', secret);

describe('what a mail measures', () => {
  test('is what the person agreed to, each signal by itself', () => {
    const policy = measuring('consent', 'consent');
    expect(trackingOf(policy, personWith(), now)).toEqual(untracked);
    expect(trackingOf(policy, personWith(consentTo('tracking:open')), now)).toEqual({ open: 'consent', click: 'off' });
    expect(trackingOf(policy, personWith(consentTo('tracking:click')), now)).toEqual({ open: 'off', click: 'consent' });
  });

  test('ends with the consent, by its status or by the clock', () => {
    const policy = measuring('consent', 'off');
    const withdrawn = consentTo('tracking:open', { status: 'ConsentWithdrawn' });
    const lapsed = consentTo('tracking:open', { validUntil: '2026-11-27T10:00:00Z' });
    expect(trackingOf(policy, personWith(withdrawn), now)).toEqual(untracked);
    expect(trackingOf(policy, personWith(lapsed), now)).toEqual(untracked);
    expect(trackingOf(policy, personWith(lapsed), new Date(now.getTime() - 1)).open).toBe('consent');
  });

  test('is nothing for a person who is not active, whatever they agreed to', () => {
    const consents = [consentTo('tracking:open'), consentTo('tracking:click')];
    for (const standing of standings) {
      const person = { profile: { ...profile, standing }, consents };
      expect(trackingOf(measuring('consent', 'aggregate'), person, now).open).toBe(standing === 'active' ? 'consent' : 'off');
    }
  });

  test('is personal only with consent, in any mode and market (A8)', () => {
    fc.assert(
      fc.property(fc.constantFrom(...trackingModes), fc.constantFrom(...rulePackIds), (mode, rulePack) => {
        const policy = measuring(mode, mode, { markets: { no: { locale: 'nb', rulePack } } });
        const { open, click } = trackingOf(policy, personWith(), now);
        const made = urls({ open, click });
        expect([undefined, '']).toContain(said('open', made.openUrl)?.contactId);
        expect([undefined, '']).toContain(said('click', made.linkUrl?.(0))?.contactId);
      }),
    );
  });
});

describe('the links of a mail', () => {
  test('are none where nothing may be measured', () => {
    expect(urls(untracked)).toEqual({});
    expect(Object.keys(urls({ open: 'consent', click: 'off' }))).toEqual(['openUrl']);
    expect(Object.keys(urls({ open: 'off', click: 'hygiene' }))).toEqual(['linkUrl']);
  });

  test('name the person and the campaign, for as long as events are kept, and share one signature', () => {
    const { openUrl, linkUrl } = urls({ open: 'consent', click: 'consent' });
    const expected = { brand: 'example', campaignId, contactId: idOf(1), expiresAt: new Date('2027-05-28T00:00:00Z') };
    expect(said('open', openUrl)).toEqual(expected);
    expect(said('click', linkUrl?.(0))).toEqual(expected);
    expect(linkUrl?.(17)).toBe(`${linkUrl?.(0).slice(0, -1)}17`);
  });

  test('that count for the campaign alone are the same for everybody of a day', () => {
    const of = (contact: number, at: string) => {
      const { openUrl, linkUrl } = urls({ open: 'aggregate', click: 'aggregate' }, idOf(contact), new Date(at));
      return [openUrl, linkUrl?.(3)];
    };
    expect(of(1, '2026-11-27T00:00:01Z')).toEqual(of(2, '2026-11-27T23:59:59Z'));
    expect(said('open', of(1, '2026-11-27T10:00:00Z')[0])?.contactId).toBe('');
  });

  test('hold no address and stay short', () => {
    const { openUrl = '', linkUrl } = urls({ open: 'consent', click: 'consent' });
    for (const url of [openUrl, linkUrl?.(199) ?? '']) {
      expect(url).not.toContain('@');
      expect(Buffer.from(url.split('/')[4] ?? '', 'base64url').toString('latin1')).not.toContain('kari');
      expect(url.length).toBeLessThan(160);
    }
  });
});
