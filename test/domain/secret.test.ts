import { describe, expect, test } from 'vitest';
import { parseSecret } from '../../functions/domain/secret.ts';

const bytes32 = Buffer.alloc(32, 7).toString('base64url');
const good = { pepper: bytes32, current: 'k2', keys: { k1: bytes32, k2: bytes32 } };

describe('the secret', () => {
  test('is read as it was written', () => {
    expect(parseSecret(JSON.stringify(good))).toEqual(good);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a list', [good]],
    ['without a pepper', { current: 'k2', keys: good.keys }],
    ['with a short pepper', { ...good, pepper: bytes32.slice(2) }],
    ['with a number for a pepper', { ...good, pepper: 7 }],
    ['with a member more', { ...good, note: 'x' }],
    ['with no keys', { ...good, keys: {} }],
    ['with a list of keys', { ...good, keys: [bytes32] }],
    ['with a short key', { ...good, keys: { ...good.keys, k3: 'abc' } }],
    ['with a key that is named in capitals', { ...good, keys: { ...good.keys, K3: bytes32 } }],
    ['whose current key is not there', { ...good, current: 'k3' }],
    ['whose current key is a member of every object', { ...good, current: 'constructor' }],
  ])('%s is refused', (_, secret) => {
    expect(() => parseSecret(JSON.stringify(secret))).toThrow(Error);
  });

  test('is never quoted in an error', () => {
    for (const text of [`${bytes32} is no JSON`, JSON.stringify({ ...good, pepper: `${bytes32}${bytes32}` })]) {
      expect(() => parseSecret(text)).toThrow(/^(?!.*BwcH)/s);
    }
  });
});
