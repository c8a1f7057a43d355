import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../functions/domain/limits.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import { compile } from '../../functions/email/compile.ts';
import { varied } from '../domain/example-policy.ts';
import { typed, xss } from '../pages/hostile.ts';
import { elementsOf } from '../pages/parsed.ts';
import { brand, compileOne, editionOf, errorsOf, mailOf, mailUnlessRefused } from './compiled.ts';

const mjml = (inside: string) => `<mjml><mj-body><mj-section><mj-column>${inside}</mj-column></mj-section></mj-body></mjml>`;

describe('what no mail should hold', () => {
  test.each([
    ['<script>alert(1)</script>', '<script> is not allowed in a mail'],
    ['<form action="https://a.example"><input></form>', '<form> is not allowed in a mail'],
    ['<iframe src="https://a.example"></iframe>', '<iframe> is not allowed in a mail'],
    ['<object></object>', '<object> is not allowed in a mail'],
    ['<embed>', '<embed> is not allowed in a mail'],
    ['<svg onload=alert(1)></svg>', '<svg> is not allowed in a mail'],
    ['<math></math>', '<math> is not allowed in a mail'],
    ['<video></video>', '<video> is not allowed in a mail'],
    ['<template><script></script></template>', '<template> is not allowed in a mail'],
    ['<link rel=stylesheet href="https://a.example/x.css">', '<link> is not allowed in a mail'],
    ['<base href="https://a.example">', '<base> is not allowed in a mail'],
    ['<meta http-equiv=refresh content="0;url=https://a.example">', 'this <meta> is not allowed in a mail'],
    ['<p onclick="alert(1)">x</p>', 'onclick=… runs a script'],
    ['<img src="https://a.example/x.png" onerror=alert(1)>', 'onerror=… runs a script'],
    ['<a ping="https://a.example" href="https://b.example">x</a>', '<a ping=…> is not allowed'],
    ['<img srcset="https://a.example/x.png 2x" src="https://a.example/x.png">', '<img srcset=…> is not allowed'],
    ['<img src="/x.png">', '“/x.png” is no http or https address of a picture'],
    ['<img src="data:image/png;base64,AAAA">', 'is no http or https address of a picture'],
    ['<table background="javascript:alert(1)"></table>', 'is no http or https address of a picture'],
    ['<p style="background:url(javascript:alert(1))">x</p>', 'is not allowed in the styles'],
    ['<p style="background:url(//a.example/x.png)">x</p>', 'is no http or https address of a picture'],
    ['<p style="width:expression(alert(1))">x</p>', 'is not allowed in the styles'],
    ['<p style="-moz-binding:url(https://a.example/x)">x</p>', 'is not allowed in the styles'],
    ['<style>@import url(https://a.example/x.css);</style>', '“@import” is not allowed in the styles'],
    ['<style>@IMPORT "https://a.example/x.css";</style>', '“@IMPORT” is not allowed in the styles'],
    ['<style>@\\69mport "https://a.example/x.css";</style>', '“\\” is not allowed in the styles'],
    ['<img src="https://a.example/o.gif" width="1" height="1">', 'a picture of one pixel counts readers'],
    ['<img src="https://a.example/o.gif" style="width:1px;height:0">', 'a picture of one pixel counts readers'],
    ['<!--[if mso]><a href="https://a.example">x</a><![endif]-->', 'in a conditional comment, <a> is not allowed'],
    ['<!--[if mso]><script>alert(1)</script><![endif]-->', 'in a conditional comment, <script> is not allowed'],
    ['<!--[if mso]><td background="javascript:alert(1)"><![endif]-->', 'is no http or https address of a picture'],
    ['<!--[if mso]><style>@import "https://a.example"</style><![endif]-->', '“@import” is not allowed in the styles'],
    ['<!--[if mso]><v:rect href="https://a.example"><![endif]-->', 'is not allowed in a mail'],
    ['<!--[if mso]>{{ contact.name }}<![endif]-->', 'in a conditional comment, merge fields are not allowed'],
  ])('is refused by its name: %s', async (html, why) => {
    const errors = await errorsOf({ html: `<p>Hei</p>${html}` });
    expect(errors.join('\n')).toContain(why);
    // the same words in Markdown and in MJML reach the same parser
    if (!html.startsWith('<!--')) expect((await errorsOf({ markdown: `Hei\n\n${html}` })).length, 'markdown').toBeGreaterThan(0);
    if (!/^<(!--|style|link|meta|base|mj)/.test(html))
      expect((await errorsOf({ mjml: mjml(`<mj-text>${html}</mj-text>`) })).join('\n'), 'mjml').toContain(why);
  });

  test('is found on its line, where its author wrote the lines', async () => {
    const html = '<html>\n<body>\n<p>Hei</p>\n<script></script>\n</body></html>';
    expect(await errorsOf({ html })).toEqual(['html: line 4: <script> is not allowed in a mail']);
  });

  test('S18: 200 ways of breaking out are refused, or leave nothing that a parser sees and a mail may not hold', async () => {
    const allowed =
      /^(html|head|title|meta|style|body|div|span|p|br|h\d|a|img|table|tbody|tr|td|pre|code|ul|ol|li|strong|em|u|b|i|blockquote|hr)$/;
    for (const payload of xss) {
      for (const source of [{ html: payload }, { markdown: payload }]) {
        for (const { tag, attributes } of elementsOf((await mailUnlessRefused(source)) ?? '')) {
          expect(tag, payload).toMatch(allowed);
          for (const [name, value] of attributes) {
            expect(name, payload).not.toMatch(/^on/);
            if (name === 'href' || name === 'src') expect(value, payload).toMatch(/^https?:\/\//);
          }
        }
      }
    }
    expect(xss.length).toBeGreaterThan(200);
  });

  test('is refused, or compiled into something without script, whatever is written; never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(typed, fc.constantFrom('html', 'markdown', 'mjml'), async (text, format) => {
        const result = await compileOne({ [format]: text });
        expect(result.outcome === 'refused' ? result.errors : ['']).not.toEqual([]);
        if (result.outcome === 'refused') return;
        const tags = elementsOf(result.contents.contents[0]?.html ?? '').map(({ tag }) => tag);
        for (const tag of ['script', 'iframe', 'form', 'svg', 'object', 'base', 'link']) expect(tags).not.toContain(tag);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['many elements', '<i>'.repeat(limits.mailElements + 1)],
    ['elements in each other', `${'<div>'.repeat(limits.mailDepth + 10)}x`],
    ['formatting that multiplies', `${Array.from({ length: 3000 }, (_, n) => `<b id=${n}>`).join('')}${'<p>'.repeat(3000)}`],
    ['brackets', `${'['.repeat(20_000)}`],
  ])('S19: %s cost no more than a moment', async (_what, text) => {
    const began = process.cpuUsage();
    await Promise.all([errorsOf({ html: text }), errorsOf({ markdown: text })]);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(5_000);
  });
});

describe('links', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'mailto:post@example.com',
    'tel:+4712345678',
    'ftp://a.example',
    'file:///etc/passwd',
    '//a.example',
    '/path',
    '#top',
    '',
    'https://',
    'https://kari:secret@a.example',
    `https://a.example/${'x'.repeat(2000)}`,
  ])('S9: lead to http and https alone: %j is refused', async (address) => {
    const href = address.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
    expect((await errorsOf({ html: `<a href="${href}">x</a>` })).join()).toContain(
      'no http or https address that a link may lead to',
    );
    expect((await errorsOf({ mjml: mjml(`<mj-button href="${href || 'x'}">x</mj-button>`) })).join()).toContain(
      'no http or https',
    );
  });

  test('are frozen in one table, each address once, over all locales, as a browser would ask for it; the trap comes last', async () => {
    const source = (text: string) => ({ subject: 'x', markdown: text });
    const result = await compile(
      brand,
      'newsletter:news',
      new Map([
        ['nb', source('[a](https://a.example/?x=1&y=2) [b](http://B.example) [a](https://a.example/?x=1&y=2)')],
        ['en', source('[c](https://bücher.example/å b?q=æ) [b](http://b.example/)'.replace('å b', 'å%20b'))],
      ]),
    );
    if (result.outcome === 'refused') expect.fail(JSON.stringify(result.errors));
    expect(result.contents.links.targets).toEqual([
      'https://a.example/?x=1&y=2',
      'http://b.example/',
      'https://xn--bcher-kva.example/%C3%A5%20b?q=%C3%A6',
      'https://example.com/',
    ]);
    expect(result.contents.links.trap).toBe(3);
    const [nb, en] = result.contents.contents;
    expect(nb?.html.match(/href="\{\{ to\[\d\] \}\}"/g)).toEqual([
      'href="{{ to[0] }}"',
      'href="{{ to[1] }}"',
      'href="{{ to[0] }}"',
    ]);
    expect(en?.text).toContain('{{ to[2] }}');
    expect(en?.text).toContain('{{ to[1] }}');
  });

  test('hold no merge field: a person in an address would be a table of their own', async () => {
    const why = 'no merge fields in links, but for {{ links.unsubscribe }}, {{ links.preferences }}, {{ links.privacy }} alone';
    for (const href of [
      'https://a.example/?n={{ contact.name }}',
      '{{ contact.name }}',
      'https://a.example/{{ links.unsubscribe }}',
    ]) {
      expect(await errorsOf({ html: `<a href="${href}">x</a>` })).toEqual([`html: ${why}`]);
      expect((await errorsOf({ markdown: `[x](<${href}>)` })).join()).toContain('merge fields in links');
    }
    expect((await errorsOf({ html: '<img src="https://a.example/{{ contact.name }}">' })).join()).toContain('not in src');
    expect((await errorsOf({ html: '<p style="color:{{ contact.name }}">x</p>' })).join()).toContain('not in style');
  });

  test('are at most so many', async () => {
    const links = (count: number) => Array.from({ length: count }, (_, n) => `[x](https://a.example/${n})`).join(' ');
    expect(await errorsOf({ markdown: links(limits.campaignLinks) })).toEqual([]);
    expect(await errorsOf({ markdown: links(limits.campaignLinks + 1) })).toEqual([
      `markdown: more than ${limits.campaignLinks} addresses in the links of a campaign`,
    ]);
  });

  test('in Markdown are made of web addresses, not of mailboxes', async () => {
    const { html, text } = await mailOf({
      markdown: 'Skriv til post@example.com eller <post@example.com>, se https://a.example.',
    });
    const own = elementsOf(html).filter(({ tag, attributes }) => tag === 'a' && attributes.get('href')?.includes('a.example'));
    expect(own.map(({ attributes }) => attributes.get('href'))).toEqual(['https://a.example/']);
    expect(text).toContain('post@example.com eller post@example.com');
    expect((await errorsOf({ markdown: '[skriv](mailto:post@example.com)' })).join()).toContain('no http or https');
  });
});

describe('merge fields (E11, K3)', () => {
  const allowed = 'its policy allows contact.name, contact.company';

  test.each([
    ['{{ contact.name }}', undefined],
    ['{{ contact.name | default: "du" }}', undefined],
    ["{{ contact.name | strip | capitalize | truncate: 20, '…' }}", undefined],
    ['{% if contact.company %}{{ contact.company | upcase }}{% else %}{{ contact.name | downcase }}{% endif %}', undefined],
    ['{% unless contact.name == "Kari" %}x{% endunless %}', undefined],
    ['{{ contact.phone }}', `contact.phone is not a merge field of this brand: ${allowed}`],
    ['{{ contact.caseNumber }}', `contact.caseNumber is not a merge field of this brand: ${allowed}`],
    ['{{ contact.email }}', `contact.email is not a merge field of this brand: ${allowed}`],
    ['{{ contact }}', 'contact is not a merge field'],
    ['{{ contact.constructor }}', 'contact.constructor is not a merge field'],
    ['{{ contact["__proto__"] }}', 'contact.__proto__ is not a merge field'],
    ['{{ contact[contact.name] }}', 'is not a merge field'],
    ['{{ name }}', 'name is not a merge field'],
    ['{{ to[0] }}', 'to.0 is not a merge field'],
    ['{{ foot.why }}', 'foot.why is not a merge field'],
    ['{{ open }}', 'open is not a merge field'],
    ['{{ "x" | default: contact.phone }}', 'contact.phone is not a merge field'],
    ['{% if contact.phone %}x{% endif %}', 'contact.phone is not a merge field'],
    ['{{ contact.name | raw }}', 'undefined filter: raw, line:1, col:3; there are default, capitalize'],
    ['{{ contact.name | escape }}', 'undefined filter: escape'],
    ['{{ contact.name | append: "x" }}', 'undefined filter: append'],
    ['{% raw %}x{% endraw %}', 'tag "raw" not found, line:1, col:3; there are if, unless'],
    ['{% for x in contact.name %}{% endfor %}', 'tag "for" not found'],
    ['{% assign x = contact.name %}', 'tag "assign" not found'],
    ['{% capture x %}{% endcapture %}', 'tag "capture" not found'],
    ['{% include "x" %}', 'tag "include" not found'],
    ['{% render "x" %}', 'tag "render" not found'],
    ['{% layout "x" %}', 'tag "layout" not found'],
    ['{% liquid echo contact.name %}', 'tag "liquid" not found'],
    ['{% cycle "a", "b" %}', 'tag "cycle" not found'],
    ['{% comment %}{% endcomment %}', 'tag "comment" not found'],
    ['{{ (1..1000000000) }}', 'parentheses are not allowed'],
    ['{% if (1..1000000000) contains 3 %}{% endif %}', 'parentheses are not allowed'],
    ['{{ contact.name', 'not closed'],
    ['{% if contact.name %}x', 'not closed'],
    ['{{ links.unsubscribe | upcase }}', 'a link of the mail stands alone'],
    ['{% if links.unsubscribe %}x{% endif %}', 'a link of the mail stands alone'],
    ['{{ links.other }}', 'a link of the mail stands alone'],
  ])('%s', async (liquid, why) => {
    for (const part of ['subject', 'preheader', 'html', 'markdown'] as const) {
      const source =
        part === 'html' || part === 'markdown' ? { [part]: `x ${liquid} y` } : { [part]: `x ${liquid} y`, html: 'x' };
      const errors = (await errorsOf(source)).join('\n');
      if (!why) expect(errors).toBe('');
      else {
        expect(errors).toMatch(new RegExp(`^${part}: `));
        expect(errors).toContain(why);
      }
    }
  });

  test('that entities spell are text, and are printed', async () => {
    const { html, text, subject } = await mailOf({ subject: 'x', html: '<p>&#123;&#123; contact.phone }} &lbrace;% for %}</p>' });
    expect(elementsOf(html).find(({ tag }) => tag === 'p')?.text).toBe('{{ contact.phone }} {% for %}');
    expect(text).toContain('{{ contact.phone }} {% for %}');
    expect(subject).toBe('x');
  });

  test('are none where the policy names none', async () => {
    const silent = definePolicy(varied({}));
    expect((await errorsOf({ html: '{{ contact.name }}' }, silent)).join()).toContain('its policy allows none');
  });

  test('stand in text, and conditions between elements that begin and end in the same one', async () => {
    for (const html of [
      '<p {{ contact.name }}>x</p>',
      '<{{ contact.name }}>',
      '<p class="{{ contact.name }}">x</p>',
      '<p {% if contact.name %}class="x"{% endif %}>x</p>',
      '<p class="{% if contact.name %}x{% endif %}">x</p>',
      '<style>p{color:{{ contact.name }}}</style>',
      '<style>{% if contact.name %}p{}{% endif %}</style>',
      '{% if contact.name %}<div>{% endif %}x</div>',
      '<div>{% if contact.name %}</div>{% endif %}',
      '<!-- {% if contact.name %} -->{% endif %}',
      '<!--{% if contact.name %}-->x{% endif %}',
      '{% if contact.name %}<div style="display:none">{% else %}<div>{% endif %}x</div>',
    ]) {
      expect((await errorsOf({ html })).length, html).toBeGreaterThan(0);
    }
    const rows = '<table><tr><td>a</td></tr>{% if contact.company %}<tr><td>{{ contact.company }}</td></tr>{% endif %}</table>';
    const { html } = await mailOf({ html: rows });
    expect(elementsOf(html).filter(({ text, tag }) => tag === 'td' && text === 'Fjord AS')).toHaveLength(1);
    const without = await mailOf({ html: rows }, { merge: {} });
    expect(elementsOf(without.html).filter(({ text, tag }) => tag === 'td' && text === 'a')).toHaveLength(1);
    expect(without.html).not.toContain('Fjord');
  });

  test('in Markdown stand in the midst of it, and around whole parts', async () => {
    const markdown =
      '{% if contact.company %}**Til** {{ contact.company }}{% endif %} og *alle*.\n\n{% if contact.name %}\n## Hei\n{% endif %}\n\nSlutt';
    const shapeOf = (html: string) =>
      elementsOf(html.slice(html.indexOf('<body')))
        .filter(({ tag }) => /^(p|strong|em|h2)$/.test(tag))
        .slice(0, 5)
        .map(({ tag, text }) => `${tag} ${text}`);
    expect(shapeOf((await mailOf({ markdown })).html)).toEqual([
      'p Til Fjord AS og alle.',
      'strong Til',
      'em alle',
      'h2 Hei',
      'p Slutt',
    ]);
    expect(shapeOf((await mailOf({ markdown }, { merge: {} })).html).slice(0, 3)).toEqual(['p  og alle.', 'em alle', 'p Slutt']);
    expect((await mailOf({ markdown }, { merge: {} })).text).toContain('og alle.\n\nSlutt\n');
  });

  test('S19: are at most so many, and conditions in each other cost no more than their length', async () => {
    expect((await errorsOf({ html: '{{ contact.name }}'.repeat(limits.mergeTags + 1) })).join()).toContain('more than');
    const nested = `${'{% if contact.name %}'.repeat(200)}x${'{% endif %}'.repeat(200)}`;
    expect(await errorsOf({ html: `<p>${nested}</p>` })).toEqual([]);
  });
});

describe('what is compiled', () => {
  test('is a whole document with character set, width and title, in its language', async () => {
    for (const source of [
      { markdown: '# Hei' },
      { html: '<p>Hei</p>' },
      { html: '<html><body><p>Hei</body></html>' },
      { mjml: mjml('<mj-text>Hei</mj-text>') },
    ]) {
      const { html } = await mailOf({
        subject: 'Hei {{ contact.name }} & co',
        preheader: 'Fra {{ contact.company }}',
        ...source,
      });
      const elements = elementsOf(html);
      expect(html.slice(0, 15)).toBe('<!DOCTYPE html>');
      expect(elements.find(({ tag }) => tag === 'html')?.attributes.get('lang')).toBe('nb');
      expect(elements.find(({ tag }) => tag === 'title')?.text).toBe('Hei Kari & co');
      expect(elements.filter(({ tag, attributes }) => tag === 'meta' && attributes.has('charset'))).toHaveLength(1);
      expect(elements.filter(({ attributes }) => attributes.get('name') === 'viewport')).toHaveLength(1);
      const hidden = elements.find(({ tag, text }) => tag === 'div' && text.startsWith('Fra Fjord AS'));
      expect(hidden?.attributes.get('style')).toContain('display:none');
    }
  });

  test('has a text part that says the same, with each address where its link stands', async () => {
    const markdown =
      '# Nytt om mva\n\nLes [artikkelen](https://a.example/mva) i dag.\n\n- en\n- to\n\n![Et diagram](https://a.example/d.png)';
    const { text } = await mailOf({ markdown });
    expect(text.split('\n--\n')[0]).toBe(
      'Example\n\nNytt om mva\n\nLes artikkelen <https://a.example/mva> i dag.\n\n- en\n- to\n\nEt diagram\n',
    );
  });

  test('keeps what Outlook reads, and drops every other comment', async () => {
    const edition = await editionOf({
      mjml: mjml('<mj-text>a</mj-text>').replace('<mj-column>', '<mj-column><mj-raw><!-- mine --></mj-raw>'),
    });
    expect(edition.content.html).toContain('<!--[if mso | IE]><table');
    expect(edition.content.html).not.toContain('mine');
  });

  test('loads no font from elsewhere', async () => {
    const edition = await editionOf({ mjml: mjml('<mj-text font-family="Ubuntu">a</mj-text>') });
    expect(edition.content.html).not.toMatch(/fonts\.|@import|<link/);
  });

  test.each([
    ['', 'Parsing failed'],
    ['<p>x</p>', 'Element p doesn’t exist'],
    ['<mjml><mj-body><mj-foo/></mj-body></mjml>', 'line 1: <mj-foo>: Element mj-foo'],
    ['<mjml><mj-body><mj-section foo="1"/></mj-body></mjml>', 'line 1: <mj-section>: Attribute foo is illegal'],
    ['<mjml><mj-body><mj-include path="/etc/passwd"/></mj-body></mjml>', '<mj-include> is not allowed'],
    [mjml('<mj-carousel><mj-carousel-image src="https://a.example/x.png"/></mj-carousel>'), '<input> is not allowed'],
  ])('is refused where it is no MJML: %s', async (source, why) => {
    expect((await errorsOf({ mjml: source })).join('\n').replace("'", '’')).toContain(why);
  });

  test('warns of what its readers would miss', async () => {
    const warningsOf = async (source: object, policy = brand) => {
      const result = await compileOne(source, policy);
      if (result.outcome === 'refused') expect.fail(JSON.stringify(result.errors));
      return result.warnings.map(({ detail }) => detail);
    };
    expect(await warningsOf({ html: 'x' })).toEqual([]);
    expect(await warningsOf({ html: '<img src="https://a.example/x.png">' })).toEqual([
      expect.stringContaining('pictures without alt text: 1'),
    ]);
    expect(await warningsOf({ html: 'ord '.repeat(27_000) })).toEqual([
      expect.stringContaining('Gmail cuts a mail off after 102'),
    ]);
    const two = definePolicy(varied({ markets: { se: { locale: 'sv', rulePack: 'SE' } }, purposes: swedish }));
    expect(await warningsOf({ html: 'x' }, two)).toEqual(['readers of sv get it in nb']);
  });

  test('is refused if nothing is left of its subject for people of whom little is known', async () => {
    expect(await errorsOf({ subject: '{{ contact.name }}', html: 'x' })).toEqual([
      'subject: nothing is left of it for people whose details are not known',
    ]);
    expect(await errorsOf({ subject: '{{ contact.name | default: "Hei" }}', html: 'x' })).toEqual([]);
  });
});

const swedish = Object.fromEntries(
  ['newsletter:news', 'tracking:open', 'service:download'].map((id) => [id, { title: { sv: 'x' }, description: { sv: 'x' } }]),
);
