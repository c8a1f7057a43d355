import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Basis, definePolicy, type Locale, locales } from '../../functions/domain/policy.ts';
import { newsletter } from '../../functions/email/newsletter.ts';
import { brands } from '../../policies/brands.ts';
import { varied } from '../domain/example-policy.ts';
import { typed, xss } from '../pages/hostile.ts';
import { elementsOf } from '../pages/parsed.ts';
import { brand, editionOf, kari, mailOf } from './compiled.ts';

const markdown =
  '# Hei {{ contact.name | default: "du" }}\n\n{% if contact.company %}Til {{ contact.company }}.{% endif %}\n\nLes [en](https://a.example/1) og [to](https://a.example/2?x=1&y=2), eller [meld deg av]({{ links.unsubscribe }}).\n\n![{{ contact.name }}](https://a.example/p.png "{{ contact.company }}")';
const linksIn = (html: string) =>
  elementsOf(html)
    .filter(({ tag }) => tag === 'a')
    .map(({ attributes }) => attributes.get('href'));
const tracked = { openUrl: 'https://m.example/o/tok&en', linkUrl: (n: number) => `https://m.example/l/tok&en/${n}` };

describe('a newsletter', () => {
  test('leads straight to its targets for whoever is not tracked, and has no pixel', async () => {
    const { html, text } = await mailOf({ markdown });
    expect(linksIn(html).slice(0, 3)).toEqual(['https://a.example/1', 'https://a.example/2?x=1&y=2', kari.unsubscribeUrl]);
    expect(elementsOf(html).filter(({ attributes }) => attributes.get('width') === '1')).toEqual([]);
    expect(text).toContain('en <https://a.example/1> og to <https://a.example/2?x=1&y=2>');
  });

  test('tracks the links of its content alone: leaving, preferences and notice are never rewritten', async () => {
    const { html, text } = await mailOf({ markdown }, tracked);
    expect(linksIn(html)).toEqual([
      'https://m.example/l/tok&en/0',
      'https://m.example/l/tok&en/1',
      kari.unsubscribeUrl,
      kari.unsubscribeUrl,
      kari.preferencesUrl,
      'https://mail.example/example/privacy?lang=nb',
    ]);
    expect(text).toContain('en <https://m.example/l/tok&en/0>');
    const pixels = elementsOf(html).filter(({ tag, attributes }) => tag === 'img' && attributes.get('width') === '1');
    expect(pixels.map(({ attributes }) => attributes.get('src'))).toEqual([tracked.openUrl]);
  });

  test.each(
    locales.flatMap((locale) =>
      (['consent', 'soft_opt_in', 'legitimate_interest'] as const).map((basis) => [locale, basis] as const),
    ),
  )(
    'says at its foot why it came, how to object, how to leave and who sends, in %s and on the ground of %s',
    async (locale: Locale, basis: Basis) => {
      const edition = await editionOf({ html: '<p>x</p>' }, brand, locale);
      const { html, text } = newsletter(brand, edition)({ ...kari, basis });
      const foot = html.slice(
        html.lastIndexOf('<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'),
      );
      const words =
        elementsOf(foot)
          .find(({ tag }) => tag === 'body')
          ?.text.replace(/\s+/g, ' ')
          .trim() ?? '';
      for (const part of [words, text.replace(/\s+/g, ' ')]) {
        expect(part).toContain('Example AS, Storgata 1, 0155 Oslo');
        expect(part).toContain('post@example.com');
        expect(part).toContain('Nyhetsbrev');
      }
      expect([words, basis]).toMatchSnapshot();
      expect(linksIn(foot)).toEqual([
        kari.unsubscribeUrl,
        kari.preferencesUrl,
        `https://mail.example/example/privacy?lang=${locale}`,
      ]);
      for (const url of [kari.unsubscribeUrl, kari.preferencesUrl]) expect(text).toContain(url);
    },
  );

  test('keeps its foot and its frame whatever its author writes to be rid of them', async () => {
    for (const html of [
      '<!--foot-->',
      '</td></tr></table><!--',
      '<p title="<!--foot-->">x</p>',
      '<plaintext>',
      '</body></html>',
    ]) {
      const mail = await mailOf({ html: `<p>Hei</p>${html}` }).catch(() => undefined);
      if (mail) expect(linksIn(mail.html).slice(-3), html).toContain(kari.unsubscribeUrl);
    }
    const { html } = await mailOf({ html: '<p title="<!--foot-->">x</p>' });
    expect(
      elementsOf(html)
        .find(({ attributes }) => attributes.has('title'))
        ?.attributes.get('title'),
    ).toBe('<!--foot-->');
  });

  test('has a look for dark mode in the brand’s frame, and leaves that of a whole document to its author', async () => {
    expect((await mailOf({ markdown: 'x' })).html).toContain('prefers-color-scheme:dark');
    expect((await mailOf({ html: '<html><body>x</body></html>' })).html).not.toContain('prefers-color-scheme');
  });

  test('prints what a person has, and nothing of what the policy does not allow', async () => {
    const { html } = await mailOf({ markdown }, { merge: { name: 'Kari', phone: '12345678', email: 'kari@example.com' } });
    expect(html).toContain('Hei Kari');
    expect(html).not.toMatch(/12345678|kari@example\.com/);
    expect((await mailOf({ markdown }, { merge: { name: '', company: '  ' } })).html).toContain('Hei du');
  });
});

describe('a person’s details', () => {
  const shape = (html: string) => elementsOf(html).map(({ tag, attributes }) => `${tag} ${[...attributes.keys()].join(' ')}`);

  test('S18: are text and never markup, in 200 ways of breaking out', async () => {
    const make = newsletter(
      brand,
      await editionOf({ subject: '{{ contact.name | default: "x" }}', preheader: '{{ contact.company }}', markdown }),
    );
    const plain = shape(make({ ...kari, merge: { name: 'Kari', company: 'Fjord' } }).html);
    for (const payload of xss)
      expect(shape(make({ ...kari, merge: { name: payload, company: payload } }).html), payload).toEqual(plain);
    expect(xss.length).toBeGreaterThan(200);
  });

  test('S17, S18: whatever they are, the mail has the same elements, and a subject of one line', async () => {
    const make = newsletter(
      brand,
      await editionOf({ subject: 'Til {{ contact.name }}', preheader: '{{ contact.company }}', markdown }),
    );
    const plain = shape(make({ ...kari, merge: { name: 'Kari', company: 'Fjord' } }).html);
    fc.assert(
      fc.property(typed, typed, (name, company) => {
        fc.pre(/[^\p{Cc}\p{Zl}\p{Zp}\s]/u.test(name) && /[^\p{Cc}\p{Zl}\p{Zp}\s]/u.test(company));
        const mail = make({ ...kari, merge: { name, company } });
        expect(shape(mail.html)).toEqual(plain);
        expect(mail.subject).toMatch(/^Til [^\p{Cc}\p{Zl}\p{Zp}]*$/u);
        expect(mail.subject.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('S17: with & < and quotes stand in the subject and in the text as they are', async () => {
    const { subject, text } = await mailOf(
      { subject: 'Til {{ contact.name }}', markdown },
      { merge: { name: 'A & B <"x">\r\nBcc: evil@example.com' } },
    );
    expect(subject).toBe('Til A & B <"x"> Bcc: evil@example.com');
    expect(text).toContain('Hei A & B <"x"> Bcc: evil@example.com');
  });

  test('S19: that look like Liquid are printed as they are', async () => {
    const make = newsletter(brand, await editionOf({ subject: '{{ contact.name }}!', markdown }));
    for (const name of [
      '{{ contact.company }}',
      '{% if true %}x{% endif %}',
      '{{ links.unsubscribe }}',
      '{{ "a" | upcase }}',
      '{%',
      '}}{{',
      '{{constructor.constructor("x")()}}',
    ]) {
      const mail = make({ ...kari, merge: { name, company: 'HEMMELIG' } });
      expect(mail.subject).toBe(`${name}!`);
      expect(elementsOf(mail.html).find(({ tag }) => tag === 'h1')?.text).toBe(`Hei ${name}`);
      expect(mail.text).toContain(`Hei ${name}`);
    }
  });

  test('S19: come without a prototype, so that a template finds nothing else in them', async () => {
    const merge = Object.assign(Object.create({ name: 'inherited' }), { company: 'Fjord' });
    expect((await mailOf({ markdown }, { merge })).html).not.toContain('inherited');
    const odd = definePolicy(
      varied({ mergeFields: ['constructor', 'toString'], fields: { constructor: 'optional', toString: 'optional' } }),
    );
    const { html } = await mailOf(
      { html: '<p id="here">{{ contact.constructor }}{{ contact.toString }}</p>' },
      { merge: {} },
      odd,
    );
    expect(elementsOf(html).find(({ attributes }) => attributes.get('id') === 'here')?.text).toBe('');
  });
});

test('every shipped brand can send one in each of its languages', async () => {
  for (const policy of brands) {
    for (const { locale } of Object.values(policy.markets)) {
      const purpose = Object.keys(policy.purposes).find((id) => id.startsWith('newsletter:')) as `newsletter:${string}`;
      const { content, links } = await editionOf({ html: 'x' }, policy, locale);
      const { text } = newsletter(policy, { purpose, content, links })(kari);
      expect(text).toContain(policy.controller.address.split(',')[0]);
    }
  }
});
