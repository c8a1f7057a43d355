import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Locale, locales, type Policy } from '../../functions/domain/policy.ts';
import { linkLife } from '../../functions/domain/sign-up.ts';
import { type Agreement, confirmedPage, confirmPage, linkExpiredPage, linkNotValidPage } from '../../functions/pages/confirm.ts';
import { contactPage, contactThanksPage } from '../../functions/pages/contact.ts';
import { formMarkup } from '../../functions/pages/form.ts';
import { render } from '../../functions/pages/html.ts';
import type { Page } from '../../functions/pages/layout.ts';
import { problemPage } from '../../functions/pages/problem.ts';
import { embedPage, signUpPage, thanksPage } from '../../functions/pages/sign-up.ts';
import { stayedPage, stayPage } from '../../functions/pages/stay.ts';
import { unsubscribedPage, unsubscribePage } from '../../functions/pages/unsubscribe.ts';
import { changed } from '../policies/world.ts';
import { agreed, fjord, fjordWith } from './brand.ts';
import { typed } from './hostile.ts';
import { type Element, elementsOf, elementsOfFragment } from './parsed.ts';

const site = 'https://samtykke.example';
const wordingIn = (locale: Locale) => {
  const wording = fjord.forms.news?.wording[locale]?.[1];
  if (!wording) throw new Error(`no wording in ${locale}`);
  return wording;
};
const everyError = ['/email', '/name', '/company', '/phone', '/consents/0', '/formVersion'].map((pointer) => ({ pointer }));

const writes = changed(fjord, {
  fields: { subject: 'optional', message: 'required' },
  forms: {
    contact: {
      market: 'no',
      version: 1,
      store: false,
      consents: [],
      fields: ['email', 'name', 'company', 'phone', 'subject', 'message'],
      wording: Object.fromEntries(
        locales.map((locale) => [locale, { 1: { intro: 'Skriv.', boxes: {}, howToWithdraw: 'Be oss slette.' } }]),
      ),
    },
  },
});
const contactIn = (locale: Locale) => ({
  policy: writes,
  formId: 'contact',
  form: writes.forms.contact ?? expect.fail('no form'),
  locale,
});

/** Every page of a brand in one language. */
const pagesOf = (policy: Policy, locale: Locale): Record<string, Page> => {
  const form = { policy, formId: 'news', locale };
  const consents: Agreement[] = agreed(locale);
  const ends = ['Newsletter', 'Opens'];
  const contact = contactIn(locale);
  const stays = { policy, locale, purposes: ['newsletter:news'] } as const;
  return {
    'sign-up': signUpPage(form),
    'sign-up with errors': signUpPage({ ...form, values: { email: 'kari@', consents: ['newsletter:news'] }, errors: everyError }),
    thanks: thanksPage(form),
    'contact form': contactPage(contact),
    'contact form with errors': contactPage({
      ...contact,
      values: { email: 'kari@', message: '</textarea>' },
      errors: [...everyError, { pointer: '/subject' }, { pointer: '/message' }],
    }),
    'contact thanks': contactThanksPage(contact),
    stay: stayPage({ ...stays, endsOn: '2028-03-01', action: '/c/x' }),
    'stay, under a new notice': stayPage({ ...stays, endsOn: '2028-03-01', action: '/c/x', again: true }),
    stayed: stayedPage({ ...stays, unsubscribeUrl: '/u/x' }),
    embed: embedPage({ ...form, publicUrl: site }),
    confirm: confirmPage({
      policy,
      locale,
      address: 'kari@example.com',
      consents,
      wording: wordingIn(locale),
      action: '/c/x',
      languages: locales,
    }),
    confirmed: confirmedPage({ policy, locale, consents, unsubscribeUrl: '/u/x', preferencesUrl: '/p/x' }),
    expired: linkExpiredPage({ policy, locale, signUpUrl: '/fjord/signup/news' }),
    'expired, brandless': linkExpiredPage({ locale }),
    unsubscribe: unsubscribePage({ policy, locale, ends, action: '/u/x' }),
    'unsubscribe, nothing left': unsubscribePage({ policy, locale, ends: [], action: '/u/x' }),
    unsubscribed: unsubscribedPage({ policy, locale, ends, deletes: true, signUpUrl: '/fjord/signup/news' }),
    'unsubscribed, nothing left': unsubscribedPage({ policy, locale, ends: [], deletes: false }),
    ...Object.fromEntries(
      [403, 404, 409, 413, 422, 429, 500].map((status) => [`problem ${status}`, problemPage({ policy, locale, status })]),
    ),
  };
};
const brandless: Record<string, Page> = { 'link not valid': linkNotValidPage(), 'problem 500': problemPage({ status: 500 }) };
const everyPage = [
  ...locales.flatMap((locale) => Object.entries(pagesOf(fjord, locale)).map(([name, page]) => ({ name, locale, page }))),
  ...Object.entries(brandless).map(([name, page]) => ({ name, locale: 'en' as const, page })),
];

const find = (elements: readonly Element[], tag: string, attributes: Record<string, string> = {}): Element[] =>
  elements.filter(
    (element) =>
      element.tag === tag && Object.entries(attributes).every(([name, value]) => element.attributes.get(name) === value),
  );

describe('every page', () => {
  test.each(everyPage)('$name in $locale is whole: one title, its language, no text missing, no id twice', ({ locale, page }) => {
    const elements = elementsOf(page.html);
    expect(find(elements, 'html')[0]?.attributes.get('lang')).toBe(locale);
    expect(page.headers['content-language']).toBe(locale);
    expect(find(elements, 'h1')).toHaveLength(1);
    // the snippet of the embed page is JavaScript, and says `undefined` itself
    expect(page.html.replace(/<textarea[\s\S]*?<\/textarea>/g, '')).not.toMatch(/undefined|\bnull\b|\[object|NaN/);
    const spoken = elements.filter(({ tag }) =>
      ['h1', 'h2', 'p', 'li', 'a', 'button', 'label', 'legend', 'dt', 'dd', 'title'].includes(tag),
    );
    expect(spoken.filter(({ text, tag }) => text.trim() === '' && tag !== 'a').map(({ tag }) => tag)).toEqual([]);
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test.each(everyPage)(
    '$name in $locale lets every reference within the page lead somewhere, and names every control',
    ({ page }) => {
      const elements = elementsOf(page.html);
      const ids = new Set(elements.flatMap(({ attributes }) => attributes.get('id') ?? []));
      const references = elements.flatMap(({ attributes }) => [
        ...(attributes.get('href')?.startsWith('#') ? [attributes.get('href')?.slice(1)] : []),
        ...['for', 'aria-describedby', 'aria-labelledby'].flatMap((name) => attributes.get(name) ?? []),
      ]);
      expect(references.filter((id) => !ids.has(id ?? ''))).toEqual([]);
      const controls = elements.filter(
        ({ tag, attributes }) => ['input', 'textarea'].includes(tag) && attributes.get('type') !== 'hidden',
      );
      const named = controls.filter(
        ({ attributes }) =>
          attributes.has('aria-labelledby') || find(elements, 'label', { for: attributes.get('id') ?? '' }).length === 1,
      );
      expect(named).toHaveLength(controls.length);
    },
  );

  test.each(everyPage)('S18: $name in $locale loads nothing, runs nothing, is framed by nobody', ({ page }) => {
    const elements = elementsOf(page.html);
    expect(elements.filter(({ tag }) => ['script', 'iframe', 'link', 'object', 'embed', 'base'].includes(tag))).toEqual([]);
    const unsafe = elements.flatMap(({ attributes }) =>
      [...attributes.keys()].filter((name) => name === 'style' || name.startsWith('on')),
    );
    expect(unsafe).toEqual([]);
    const style = find(elements, 'style')[0]?.text ?? '';
    expect(style).not.toMatch(/url\(|@import/);
    const { headers } = page;
    const policy = headers['content-security-policy']?.split('; ') ?? [];
    expect(policy).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
      expect.stringMatching(/^form-action /),
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    expect(Object.keys(headers)).not.toContain('set-cookie');
  });

  test('says another thing in every language', () => {
    for (const name of Object.keys(pagesOf(fjord, 'nb'))) {
      const titles = locales.map((locale) => find(elementsOf(pagesOf(fjord, locale)[name]?.html ?? ''), 'h1')[0]?.text);
      expect(new Set(titles).size, name).toBe(locales.length);
    }
  });

  test('of a brand names brand, controller, address, data protection officer and notice', () => {
    for (const [name, page] of Object.entries(pagesOf(fjord, 'nb'))) {
      if (name.includes('brandless')) continue;
      const elements = elementsOf(page.html);
      expect(find(elements, 'a', { class: 'brand' })[0]?.text).toBe('Fjord & Fell');
      const footer = find(elements, 'footer')[0]?.text ?? '';
      for (const part of ['Fjord & Fell AS', 'Bryggen 1, 5003 Bergen', 'Kari Nordmann', 'dpo@fjord.example'])
        expect(footer).toContain(part);
      expect(find(elements, 'a', { href: '/fjord/privacy?lang=nb' }).length).toBeGreaterThan(0);
    }
  });

  test('shows the logo from its own origin and from nowhere else', () => {
    const policy = fjordWith({ logo: 'https://cdn.fjord.example/logo.svg?v=1' });
    const { html, headers } = thanksPage({ policy, formId: 'news', locale: 'nb' });
    const [logo] = find(elementsOf(html), 'img');
    expect(logo?.attributes.get('src')).toBe('https://cdn.fjord.example/logo.svg?v=1');
    expect(logo?.attributes.get('alt')).toBe('Fjord & Fell');
    expect(headers['content-security-policy']?.split('; ')).toContain('img-src https://cdn.fjord.example');
  });
});

const formAction = ({ headers }: Page) =>
  headers['content-security-policy']?.split('; ').find((directive) => directive.startsWith('form-action'));

describe('the sign-up form', () => {
  const elements = elementsOf(signUpPage({ policy: fjord, formId: 'news', locale: 'nb' }).html);

  test('I12: has one empty box for each consent, in the words of the form', () => {
    const boxes = find(elements, 'input', { type: 'checkbox' });
    expect(boxes.map(({ attributes }) => attributes.get('value'))).toEqual(fjord.forms.news?.consents);
    expect(
      boxes.every(
        ({ attributes }) => attributes.get('name') === 'consent' && !attributes.has('checked') && !attributes.has('required'),
      ),
    ).toBe(true);
    const text = find(elements, 'form')[0]?.text;
    for (const words of Object.values(wordingIn('nb').boxes)) expect(text).toContain(words);
    expect(text).toContain(wordingIn('nb').howToWithdraw);
  });

  test('X2: asks for the fields of the form, and requires what the policy requires', () => {
    const inputs = ['email', 'name', 'company', 'phone'].map((name) => find(elements, 'input', { name })[0]);
    expect(inputs.map((input) => input?.attributes.has('required'))).toEqual([true, false, true, false]);
    const guide = elementsOf(signUpPage({ policy: fjord, formId: 'guide', locale: 'en' }).html);
    expect(find(guide, 'input', { type: 'text' }).map(({ attributes }) => attributes.get('name'))).toEqual(['website']);
  });

  test('says which version and language was read, and hides a field that only machines fill in', () => {
    expect(find(elements, 'input', { name: 'formVersion' })[0]?.attributes.get('value')).toBe('1');
    expect(find(elements, 'input', { name: 'locale' })[0]?.attributes.get('value')).toBe('nb');
    const [trap] = find(elements, 'input', { name: 'website' });
    expect(trap?.attributes.get('tabindex')).toBe('-1');
    expect(trap?.attributes.get('autocomplete')).toBe('off');
    expect(trap?.parents.at(-1)?.attributes.get('aria-hidden')).toBe('true');
  });

  test('K4: says that it is not for children, and not for sensitive information', () => {
    const text = find(elements, 'form')[0]?.text;
    expect(text).toContain('ikke beregnet på barn');
    expect(text).toContain('sensitive opplysninger');
  });

  test('X8: says who a partner is, with a link where the policy has one', () => {
    const [link] = find(elements, 'a', { href: 'https://nordvik.example' });
    expect(link?.text).toBe('Hvem er Nordvik Regnskap AS?');
    expect(link?.attributes.get('rel')).toBe('noopener noreferrer');
    expect(find(elements, 'form')[0]?.text).toContain('South Ltd (Storbritannia)');
  });

  test('offers the languages that the form is written in', () => {
    const offered = find(elements, 'a').flatMap(({ attributes }) => attributes.get('hreflang') ?? []);
    expect(offered).toEqual(['sv', 'da', 'fi', 'en']);
    expect(find(elementsOf(signUpPage({ policy: fjord, formId: 'guide', locale: 'en' }).html), 'nav')).toEqual([]);
  });

  test('posts to itself, and its answer may lead to the brand’s own page', () => {
    const page = signUpPage({ policy: fjord, formId: 'news', locale: 'nb' });
    expect(find(elements, 'form')[0]?.attributes.get('action')).toBe('/fjord/signup/news');
    expect(formAction(page)).toBe("form-action 'self' https://takk.fjord.example https://www.fjord.example");
    expect(formAction(thanksPage({ policy: fjord, formId: 'news', locale: 'nb' }))).toBe("form-action 'none'");
  });

  test('comes back from an error with what was entered and ticked, and a summary that leads to each field', () => {
    const values = { email: 'kari@', name: 'Kari', consents: ['newsletter:news', 'partner:south'] };
    const page = signUpPage({
      policy: fjord,
      formId: 'news',
      locale: 'nb',
      values,
      errors: [{ pointer: '/company' }, { pointer: '/email' }],
    });
    const again = elementsOf(page.html);
    expect(find(again, 'input', { name: 'email' })[0]?.attributes.get('value')).toBe('kari@');
    expect(find(again, 'input', { name: 'name' })[0]?.attributes.get('value')).toBe('Kari');
    const ticked = find(again, 'input', { type: 'checkbox' }).filter(({ attributes }) => attributes.has('checked'));
    expect(ticked.map(({ attributes }) => attributes.get('value'))).toEqual(['newsletter:news', 'partner:south']);
    const links = again.filter(
      ({ tag, parents }) => tag === 'a' && parents.some(({ attributes }) => attributes.get('role') === 'alert'),
    );
    expect(links.map(({ attributes, text }) => [attributes.get('href'), text])).toEqual([
      ['#signup-email', 'Skriv en e-postadresse vi kan sende til, for eksempel navn@example.com'],
      ['#signup-company', 'Skriv hvilket firma du arbeider for'],
    ]);
    expect(find(again, 'input', { 'aria-invalid': 'true' }).map(({ attributes }) => attributes.get('name'))).toEqual([
      'email',
      'company',
    ]);
    expect(find(again, 'title')[0]?.text).toMatch(/^Feil: /);
  });

  test('S16: tells whose address holds letters that no mail can reach', () => {
    const options = {
      policy: fjord,
      formId: 'news',
      locale: 'nb',
      values: { email: 'kåre@example.no' },
      errors: [{ pointer: '/email' }],
    } as const;
    expect(signUpPage(options).html).toContain('kan ikke stå foran @');
  });

  test('S18: whatever comes back in it, a parser sees the same elements', () => {
    const shape = (values: object) =>
      elementsOf(signUpPage({ policy: fjord, formId: 'news', locale: 'nb', values, errors: [{ pointer: '/email' }] }).html);
    const tags = shape({ email: 'x', name: 'x', company: 'x', phone: 'x', consents: ['x'] }).map(({ tag }) => tag);
    fc.assert(
      fc.property(typed, typed, typed, (email, name, consent) => {
        const values = { email: `x${email}`, name: `x${name}`, company: `x${name}`, phone: `x${email}`, consents: [consent] };
        expect(shape(values).map(({ tag }) => tag)).toEqual(tags);
      }),
      { numRuns: 300 },
    );
  });

  test('survives whatever a body may hold instead of text', () => {
    const values = { email: ['a', 'b'], name: { toString: 1 }, company: 7, phone: null, consents: 'newsletter:news' };
    const again = elementsOf(signUpPage({ policy: fjord, formId: 'news', locale: 'nb', values, errors: everyError }).html);
    expect(find(again, 'input', { name: 'email' })[0]?.attributes.has('value')).toBe(false);
  });

  test('a form in a language that it has no words in is a mistake', () => {
    expect(() => signUpPage({ policy: fjord, formId: 'guide', locale: 'nb' })).toThrow('fjord/guide has no words in nb');
  });
});

describe('the form for another site', () => {
  const action = `${site}/fjord/signup/news`;
  const markup = render(formMarkup({ policy: fjord, formId: 'news', locale: 'nb', action }));

  test('X1: has the fields, boxes and words of the hosted one, and absolute addresses', () => {
    const [here, there] = [
      elementsOfFragment(markup),
      elementsOf(signUpPage({ policy: fjord, formId: 'news', locale: 'nb' }).html),
    ];
    const controls = (elements: readonly Element[]) =>
      find(elements, 'input').map(({ attributes }) => [attributes.get('name'), attributes.get('type'), attributes.get('value')]);
    expect(controls(here)).toEqual(controls(there));
    expect(find(here, 'form')[0]?.attributes.get('action')).toBe(action);
    expect(find(here, 'a').map(({ attributes }) => attributes.get('href'))).toContain(`${site}/fjord/privacy?lang=nb`);
    for (const words of [wordingIn('nb').intro, wordingIn('nb').howToWithdraw, ...Object.values(wordingIn('nb').boxes)]) {
      expect(find(here, 'form')[0]?.text).toContain(words);
    }
  });

  test('is shown to be copied, with a script that is JavaScript and the sites that may post', () => {
    const elements = elementsOf(embedPage({ policy: fjord, formId: 'news', locale: 'nb', publicUrl: site }).html);
    const [html, script] = find(elements, 'textarea');
    expect(find(elementsOfFragment(html?.text ?? ''), 'input')).toHaveLength(find(elementsOfFragment(markup), 'input').length);
    expect(() => new Function(script?.text.replace(/await /g, '') ?? '')).not.toThrow();
    expect(script?.text).toContain('formVersion: 1');
    expect(find(elements, 'li').map(({ text }) => text)).toContain('https://blogg.fjord.example');
    expect(embedPage({ policy: fjord, formId: 'guide', locale: 'en', publicUrl: site }).html).toContain(
      'None. Only the form on this service',
    );
  });
});

test('S10: the page after a sign-up takes nothing of the visitor, and says the shortest life that a link may have', () => {
  const { html } = thanksPage({ policy: fjord, formId: 'news', locale: 'nb' });
  expect(html).toContain('24 timer');
  expect(html).toContain('post@fjord.example');
  expect(linkLife(fjord, ['newsletter:news'])).toBe('72 hours');
  expect(linkLife(fjord, [])).toBe('72 hours');
});

describe('pages behind a link', () => {
  test('T7: confirm and unsubscribe show one button that posts, and nothing that acts by itself', () => {
    for (const name of ['confirm', 'unsubscribe', 'unsubscribe, nothing left']) {
      const page = pagesOf(fjord, 'en')[name] as Page;
      const elements = elementsOf(page.html);
      expect(find(elements, 'form').map(({ attributes }) => attributes.get('method'))).toEqual(['post']);
      expect(find(elements, 'button')).toHaveLength(1);
      expect(find(elements, 'input')).toEqual([]);
      expect(find(elements, 'meta', { 'http-equiv': 'refresh' })).toEqual([]);
      expect(formAction(page)).toBe("form-action 'self'");
    }
  });

  test('the confirmation lists exactly what is agreed to, and nothing of what is not', () => {
    const consents = agreed('nb').slice(0, 2);
    const page = confirmPage({ policy: fjord, locale: 'nb', consents, wording: wordingIn('nb'), action: '/c/x' });
    expect(find(elementsOf(page.html), 'li').map(({ text }) => text)).toEqual(consents.map(({ text }) => text));
  });

  test('S18: an address on a page is text', () => {
    const confirm = (address: string) =>
      elementsOf(
        confirmPage({ policy: fjord, locale: 'nb', address, consents: agreed('nb'), wording: wordingIn('nb'), action: '/c/x' })
          .html,
      );
    const tags = confirm('x').map(({ tag }) => tag);
    fc.assert(
      fc.property(typed, (address) => {
        expect(confirm(`x${address}`).map(({ tag }) => tag)).toEqual(tags);
      }),
      { numRuns: 200 },
    );
  });

  test('languages are offered only where the caller says that the link speaks them', () => {
    expect(find(elementsOf(pagesOf(fjord, 'nb').confirm?.html ?? ''), 'nav')).toHaveLength(1);
    expect(find(elementsOf(pagesOf(fjord, 'nb').unsubscribe?.html ?? ''), 'nav')).toEqual([]);
  });

  test('S1: a link that is not ours is answered without a brand, in every language', () => {
    const elements = elementsOf(linkNotValidPage().html);
    expect(find(elements, 'li').map(({ attributes }) => attributes.get('lang'))).toEqual(['nb', 'sv', 'da', 'fi']);
    expect(find(elements, 'footer')).toEqual([]);
  });

  test('an error may bring its own words', () => {
    const { html } = problemPage({
      policy: fjord,
      locale: 'en',
      status: 404,
      title: 'No such form',
      detail: 'It was <b>removed</b>.',
    });
    expect(html).toContain('<h1>No such form</h1>');
    expect(html).toContain('It was &lt;b&gt;removed&lt;/b&gt;.');
  });
});

test('the page of an unsubscription, as it is', () => {
  const { html, headers } = unsubscribedPage({
    policy: fjord,
    locale: 'en',
    ends: ['Newsletter'],
    deletes: true,
    signUpUrl: '/fjord/signup/news',
  });
  expect(html.replace(/<style>[^<]*<\/style>/, '<style>…</style>')).toMatchSnapshot();
  expect({
    ...headers,
    'content-security-policy': headers['content-security-policy']?.replace(/sha256-[^']+/, 'sha256-…'),
  }).toMatchSnapshot();
});
