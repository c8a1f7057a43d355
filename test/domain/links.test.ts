import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LinkKind, type Links, makeLink, maxTokenLength, openLink } from '../../functions/domain/links.ts';
import type { Secret } from '../../functions/domain/secret.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
const secret: Secret = { pepper: key(1), current: 'k1', keys: { k1: key(2) } };
const id = (fill: number) => Buffer.alloc(16, fill).toString('base64url');

const confirm: Links['confirm'] = {
  brand: 'xledger',
  addressHash: id(3),
  form: 'newsletter-no',
  requestId: id(4),
  wordingHash: Buffer.alloc(32, 5).toString('base64url'),
  expiresAt: new Date('2026-12-01T10:00:00Z'),
};
const mail: Links['mail'] = { brand: 'xledger', contactId: id(6), purpose: 'newsletter:insights', locale: 'nb' };

describe('a link', () => {
  test('says what it was made with', () => {
    expect(openLink('confirm', makeLink('confirm', confirm, secret), secret)).toEqual(confirm);
    expect(openLink('mail', makeLink('mail', mail, secret), secret)).toEqual(mail);
  });

  test('of a campaign’s mail says which; one made before campaigns were named opens as it did', () => {
    const named: Links['mail'] = { ...mail, campaignId: '20261127-k3v9q2m7xd' };
    expect(openLink('mail', makeLink('mail', named, secret), secret)).toEqual(named);
    // made by the release before: what is in mailboxes must go on working (S3)
    const made = 'AmsxB3hsZWRnZXIQBgYGBgYGBgYGBgYGBgYGBhNuZXdzbGV0dGVyOmluc2lnaHRzAm5iR7LjOdWMeV5VGe_vl9-Zgg';
    expect(openLink('mail', made, secret)).toStrictEqual(mail);
  });

  test('stays short enough for a List-Unsubscribe header', () => {
    const longest = {
      ...mail,
      brand: 'b'.repeat(32),
      purpose: `newsletter:${'t'.repeat(32)}`,
      campaignId: '20261127-k3v9q2m7xd',
    };
    expect(makeLink('mail', longest, secret).length).toBeLessThan(200);
    const widest = { ...confirm, brand: 'b'.repeat(32), form: 'f'.repeat(32) };
    expect(makeLink('confirm', widest, secret).length).toBeLessThan(maxTokenLength);
  });

  test('with any bit flipped opens nothing (S1)', () => {
    for (const [kind, token] of [
      ['confirm', makeLink('confirm', confirm, secret)],
      ['mail', makeLink('mail', mail, secret)],
    ] as [LinkKind, string][]) {
      const bytes = Buffer.from(token, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(openLink(kind, flipped.toString('base64url'), secret)).toBeUndefined();
      }
    }
  });

  test('in any other spelling opens nothing (S1)', () => {
    const token = makeLink('mail', mail, secret);
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=';
    for (let at = 0; at < token.length; at += 1) {
      for (const character of characters) {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        if (changed !== token) expect(openLink('mail', changed, secret)).toBeUndefined();
      }
    }
    expect(openLink('mail', `${token}=`, secret)).toBeUndefined();
    expect(openLink('mail', ` ${token}`, secret)).toBeUndefined();
  });

  test('of one kind opens nothing of another (S2)', () => {
    expect(openLink('mail', makeLink('confirm', confirm, secret), secret)).toBeUndefined();
    expect(openLink('confirm', makeLink('mail', mail, secret), secret)).toBeUndefined();
  });

  test('works after any number of rotations while its key is kept, and not by a key that is unknown (F25, S3)', () => {
    const token = makeLink('mail', mail, secret);
    const rotated: Secret = {
      ...secret,
      current: 'k6',
      keys: { ...secret.keys, k2: key(7), k3: key(8), k4: key(9), k5: key(10), k6: key(11) },
    };
    expect(openLink('mail', token, rotated)).toEqual(mail);
    expect(openLink('mail', makeLink('mail', mail, rotated), rotated)).toEqual(mail);
    expect(openLink('mail', makeLink('mail', mail, rotated), secret)).toBeUndefined();
    expect(openLink('mail', token, { ...secret, keys: { k1: key(12) } })).toBeUndefined();
  });

  test('out of thin air opens nothing and breaks nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b).toString('base64url')),
        ),
        (token) => {
          expect(openLink('mail', token, secret)).toBeUndefined();
          expect(openLink('confirm', token, secret)).toBeUndefined();
        },
      ),
      { numRuns: 5000 },
    );
    expect.hasAssertions();
  });
});
