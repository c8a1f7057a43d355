import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../functions/http/json.ts';

test('what JSON.stringify writes is read back, whatever the strings hold', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 2000 },
  );
  expect.hasAssertions();
});

test.each([
  ['a member twice', '{"a":1,"a":2}'],
  ['a member twice, spelt differently', '{"a":1,"\\u0061":2}'],
  ['a member twice, deep inside', '{"x":[{"a":1,"b":{},"a":2}]}'],
  ['ten thousand levels', '['.repeat(10_000) + ']'.repeat(10_000)],
  ['ten thousand members', `{${Array.from({ length: 10_000 }, (_, n) => `"k${n}":1`).join(',')}}`],
  ['no JSON', '{"a":'],
  ['nothing', ''],
  ['a comment', '{"a":1}//'],
])('%s is refused', (_, text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});

test('a megabyte of quotes and backslashes takes no longer than its length', () => {
  const started = performance.now();
  expect(() => parseJson(`${'"\\'.repeat(500_000)}`)).toThrow(SyntaxError);
  expect(performance.now() - started).toBeLessThan(1000);
});
