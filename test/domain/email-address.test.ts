import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EmailAddress } from '../../functions/domain/email-address.ts';

const read = (typed: string) => EmailAddress.safeParse(typed).data as string | undefined;

describe('an e-mail address', () => {
  test.each([
    ['  Kari.Nordmann@Example.NO ', 'kari.nordmann@example.no'],
    ['a+b@example.com', 'a+b@example.com'],
    ['x@blåbær.no', 'x@xn--blbr-roah.no'],
    ['x@ＥＸＡＭＰＬＥ.com', 'x@example.com'],
    ["o'neill@mail.example.co.uk", "o'neill@mail.example.co.uk"],
  ])('%j is known as %j', (typed, known) => {
    expect(read(typed)).toBe(known);
  });

  test.each([
    'bjørn@example.no', // no SMTPUTF8 at SES: S16
    'a@b',
    'a@localhost',
    'a@127.0.0.1',
    'a@[127.0.0.1]',
    'a@2130706433',
    'a@0x7f.1',
    '"a b"@example.com',
    'Kari <kari@example.com>',
    'a@example.com,b@example.com',
    'a@example.com;b@example.com',
    'a@example.com b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a\u0000@example.com',
    'a@exa\nmple.com',
    'a@example.com/path',
    'a@example.com:25',
    'a@user:pw@example.com',
    'a@example.com?x',
    'a@exa%6dple.com',
    'a@-example.com',
    'a@example..com',
    '.a@example.com',
    'a..b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(59)}.no`, // 255 octets
    '',
    '@example.com',
    'a@',
  ])('%j is refused', (typed) => {
    expect(read(typed)).toBeUndefined();
  });

  test('254 octets are the most there can be', () => {
    const longest = `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.no`;
    expect(longest).toHaveLength(254);
    expect(read(longest)).toBe(longest);
  });

  test('whatever is typed becomes one printable mailbox in one spelling, or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 })),
        (typed) => {
          const known = read(typed);
          if (known === undefined) return;
          expect(known).toMatch(/^[!-~]+@[a-z0-9.-]+$/);
          expect(known).not.toMatch(/[,;<>"()[\]\\ ]/);
          expect(known.split('@')).toHaveLength(2);
          expect(read(known)).toBe(known);
        },
      ),
      { numRuns: 500 },
    );
    expect.hasAssertions();
  });
});
