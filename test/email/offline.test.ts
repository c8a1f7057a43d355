import { describe, expect, test } from 'vitest';
import { locales, offlineChannels } from '../../functions/domain/policy.ts';
import { alreadySubscribedMail, confirmationMail } from '../../functions/email/confirmation.ts';
import type { Mail } from '../../functions/email/mail.ts';
import { agreed, fjord } from '../pages/brand.ts';

const givenAt = new Date('2026-11-20T09:15:00Z');
const requestedAt = new Date('2026-11-22T13:05:00Z');
const expiresAt = new Date('2026-11-25T13:05:00Z');
type Locale = (typeof locales)[number];
type How = (typeof offlineChannels)[number] | undefined;

const confirmation = (locale: Locale, how: How): Mail =>
  confirmationMail({
    policy: fjord,
    locale,
    confirmUrl: 'https://samtykke.example/c/x',
    offline: how && { channel: how, givenAt },
    requestedAt,
    expiresAt,
    consents: agreed(locale),
  });
const already = (locale: Locale, how: How): Mail =>
  alreadySubscribedMail({ policy: fjord, locale, offline: how, unsubscribeUrl: 'https://samtykke.example/u/x' });
const words = (text: string) => text.replace(/\s+/g, ' ');

describe('E3: a mail about a yes that was given to somebody of the brand', () => {
  test.each(locales)('says in %s how, to whom and when, and nothing of a form on a site', (locale) => {
    const withoutForm = (mail: Mail) =>
      expect(words(mail.text)).not.toMatch(/skjema for|formulär för|formular for|sivuston|form for/);
    for (const how of offlineChannels) {
      withoutForm(confirmation(locale, how));
      withoutForm(already(locale, how));
      expect(words(confirmation(locale, how).text)).toContain('Fjord & Fell');
      expect(words(confirmation(locale, how).text)).toMatch(/20\.? \p{L}+ 2026/u);
    }
    expect(new Set(offlineChannels.map((how) => confirmation(locale, how).text)).size).toBe(offlineChannels.length);
    expect(new Set(offlineChannels.map((how) => already(locale, how).text)).size).toBe(offlineChannels.length);
  });

  test.each([
    ['nb', 'Noen, trolig du, oppga denne adressen til Fjord & Fell på telefon den 20. november 2026 kl. 10:15 CET.'],
    ['sv', 'Någon, troligen du, lämnade den här adressen till Fjord & Fell per telefon den 20 november 2026 kl. 10:15 CET.'],
    ['da', 'Nogen, formentlig dig, oplyste denne adresse til Fjord & Fell i telefonen den 20. november 2026 kl. 10.15 CET.'],
    ['fi', 'Joku, luultavasti sinä, antoi tämän osoitteen yritykselle Fjord & Fell puhelimessa 20. marraskuuta 2026 klo 10.15'],
    ['en', 'Someone, probably you, gave this address to Fjord & Fell by phone on 20 November 2026 at 10:15 CET.'],
  ] as const)('reads well in %s', (locale, sentence) => {
    expect(words(confirmation(locale, 'phone').text)).toContain(sentence);
    const [opening] = sentence.split(/ (?:på telefon|per telefon|i telefonen|puhelimessa|by phone)/);
    expect(words(already(locale, 'phone').text)).toContain(opening);
  });

  test('counts the life of the link from the mail, not from the yes', () => {
    expect(words(confirmation('en', 'paper').text)).toContain('The link works for 72 hours, until 25 November 2026');
  });
});
