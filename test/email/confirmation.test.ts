import { describe, expect, test } from 'vitest';
import { locales } from '../../functions/domain/policy.ts';
import { alreadySubscribedMail, confirmationMail } from '../../functions/email/confirmation.ts';
import { type Mail, wrapped } from '../../functions/email/mail.ts';
import { agreed, fjord, fjordWith } from '../pages/brand.ts';
import { type Element, elementsOf } from '../pages/parsed.ts';

const confirmUrl = 'https://samtykke.example/c/dG9rZW4_-';
const unsubscribeUrl = 'https://samtykke.example/u/dG9rZW4_-';
const requestedAt = new Date('2026-11-22T13:05:00Z');
const expiresAt = new Date('2026-11-25T13:05:00Z');

const confirmation = (locale: (typeof locales)[number], policy = fjord): Mail =>
  confirmationMail({ policy, locale, confirmUrl, requestedAt, expiresAt, consents: agreed(locale) });
const already = (locale: (typeof locales)[number]): Mail =>
  alreadySubscribedMail({ policy: fjord, locale, unsubscribeUrl, preferencesUrl: 'https://samtykke.example/p/x' });

const everyMail = locales.flatMap((locale) => [
  { name: 'confirmation', locale, mail: confirmation(locale), links: [confirmUrl] },
  { name: 'already subscribed', locale, mail: already(locale), links: ['https://samtykke.example/p/x', unsubscribeUrl] },
]);

const withTag = (elements: readonly Element[], ...tags: string[]) => elements.filter(({ tag }) => tags.includes(tag));

describe('every mail', () => {
  test.each(everyMail)('$name in $locale has a subject and both parts, and no text is missing', ({ mail, locale }) => {
    expect(mail.subject).toMatch(/^[^\p{Cc}]{5,78}$/u);
    for (const part of [mail.subject, mail.html, mail.text]) expect(part).not.toMatch(/undefined|\bnull\b|\[object|NaN|Invalid/);
    const elements = elementsOf(mail.html);
    expect(withTag(elements, 'html')[0]?.attributes.get('lang')).toBe(locale);
    expect(withTag(elements, 'h1')).toHaveLength(1);
    expect(withTag(elements, 'p', 'li', 'a', 'h1', 'title').filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  test.each(everyMail)('$name in $locale loads nothing, and its links are plain and few', ({ mail, locale, links }) => {
    const elements = elementsOf(mail.html);
    expect(withTag(elements, 'img', 'script', 'link', 'iframe', 'form', 'input', 'video', 'svg')).toEqual([]);
    expect(mail.html).not.toMatch(/url\(|@import|background="|src=/i);
    const notice = `https://samtykke.example/fjord/privacy?lang=${locale}`;
    const hrefs = withTag(elements, 'a').map(({ attributes }) => attributes.get('href'));
    expect([...new Set(hrefs)]).toEqual([...links, notice]);
    for (const link of [...links, notice]) expect(mail.text.split('\n')).toContain(link);
  });

  test.each(everyMail)('$name in $locale says who sends it, from where, and whom to write to', ({ mail }) => {
    for (const part of [elementsOf(mail.html)[0]?.text ?? '', mail.text]) {
      const words = part.replace(/\s+/g, ' ');
      for (const fact of ['Fjord & Fell AS', 'Bryggen 1, 5003 Bergen', 'kontakt@fjord.example', 'fjord.example'])
        expect(words).toContain(fact);
    }
  });

  test.each(everyMail)('$name in $locale keeps its plain lines short', ({ mail }) => {
    expect(mail.text.split('\n').filter((line) => line.length > 72 && !line.startsWith('https://'))).toEqual([]);
  });

  test('says another thing in every language', () => {
    for (const write of [confirmation, already])
      expect(new Set(locales.map((locale) => write(locale).subject)).size).toBe(locales.length);
  });
});

test('E3: the confirmation says what is agreed to, when and where it was asked, and for how long the link works', () => {
  for (const part of [elementsOf(confirmation('nb').html)[0]?.text ?? '', confirmation('nb').text]) {
    const words = part.replace(/\s+/g, ' ');
    for (const { text } of agreed('nb')) expect(words).toContain(text);
    expect(words).toContain('skjema for fjord.example den 22. november 2026 kl. 14:05 CET');
    expect(words).toContain('72 timer, til 25. november 2026 kl. 14:05 CET');
    expect(words).toContain('Var det ikke du?');
  }
});

test('the time is the brand’s own', () => {
  expect(confirmation('en', fjordWith({ timeZone: 'America/New_York' })).text).toContain('22 November 2026 at 08:05');
});

test('a longer life is told in days', () => {
  const mail = confirmationMail({
    policy: fjord,
    locale: 'en',
    confirmUrl,
    requestedAt,
    expiresAt: new Date('2026-12-22T13:05:00Z'),
    consents: [],
  });
  expect(mail.text).toContain('30 days');
});

test('T12: nothing that a visitor types has a way into a mail', () => {
  const typed = { name: 'CANARY-NAME', company: 'CANARY-COMPANY', email: 'canary@example.com', address: 'canary@example.com' };
  const request = { ...typed, policy: fjord, locale: 'nb' as const, confirmUrl, requestedAt, expiresAt, consents: agreed('nb') };
  expect(JSON.stringify(confirmationMail(request))).not.toMatch(/canary/i);
  expect(JSON.stringify(alreadySubscribedMail({ ...request, unsubscribeUrl }))).not.toMatch(/canary/i);
});

test('a policy’s own markup characters are text in a mail', () => {
  const mail = confirmation('nb', fjordWith({ displayName: '<b>Fjord</b> & "Co"' }));
  expect(withTag(elementsOf(mail.html), 'b')).toEqual([]);
  expect(mail.subject).toBe('Bekreft påmeldingen din hos <b>Fjord</b> & "Co"');
});

test('plain text is wrapped at 72, lists hang, and long words stay whole', () => {
  expect(wrapped('a '.repeat(50).trim(), '- ', '  ')).toBe(`- ${'a '.repeat(35).trim()}\n  ${'a '.repeat(15).trim()}`);
  expect(wrapped('x'.repeat(90))).toBe('x'.repeat(90));
  expect(wrapped(' two  words\n')).toBe('two words');
});

test('the confirmation, as it is', () => {
  const { subject, text, html } = confirmation('en');
  expect({ subject, text }).toMatchSnapshot();
  expect(html).toMatchSnapshot();
});
