import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Content, html, render, trusted, webAddress } from '../../functions/pages/html.ts';
import { typed, xss } from './hostile.ts';
import { elementsOfFragment } from './parsed.ts';

/** What a parser can give back: it has no NUL and no half characters. */
const parsable = (value: string) => value.toWellFormed().replaceAll('\0', '\uFFFD');

test('S18: whatever is interpolated, a parser sees it as text and as an attribute, and no element more', () => {
  expect(xss.length).toBeGreaterThanOrEqual(200);
  fc.assert(
    fc.property(typed, typed, (inside, between) => {
      const [element, ...others] = elementsOfFragment(render(html`<p title="${inside}" lang='${inside}'>${between}</p>`));
      expect(others).toEqual([]);
      expect(element?.text).toBe(parsable(between));
      expect([...(element?.attributes ?? [])]).toEqual([
        ['title', parsable(inside)],
        ['lang', parsable(inside)],
      ]);
    }),
    { numRuns: 2_000 },
  );
});

test('markup is printed as it is, also from lists; null, undefined and false print nothing', () => {
  const items: Content[] = ['<1>', html`<b>2</b>`, null, undefined, false, 0, [html`<i>${'&'}</i>`]];
  expect(render(html`<p>${items}</p>`)).toBe('<p>&lt;1&gt;<b>2</b>0<i>&amp;</i></p>');
});

test('an object that looks like markup, as JSON can bring it, is not markup', () => {
  const forged = JSON.parse('{"html":"<b>","text":"<b>","Symbol(html)":"<b>"}');
  expect(render(html`<p>${forged}</p>`)).not.toContain('<b>');
});

test('an unquoted attribute throws, since nothing would hold there', () => {
  expect(() => html`<a href=${'x'}>`).toThrow('unquoted attribute');
  expect(render(html`<a href="?lang=${'nb'}">`)).toBe('<a href="?lang=nb">');
});

test('trusted markup is printed as it is', () => {
  expect(render(html`${trusted('<b>')}`)).toBe('<b>');
});

test('a link leads to http or https only', () => {
  expect(webAddress('https://example.com/a')).toBe('https://example.com/a');
  for (const address of [
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '',
    undefined,
    'http//x',
  ]) {
    expect(webAddress(address)).toBeUndefined();
  }
});
