import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeLink } from '../../functions/domain/links.ts';
import type { Secret } from '../../functions/domain/secret.ts';
import { routes } from '../../functions/routes.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { askForLink, manageLink, press, subscribe } from '../journey.ts';
import { fjord } from '../pages/brand.ts';

let system: System;
/** One good token of each kind. */
let tokens: Record<'c' | 'u' | 'p', string>;
/** The paths that each of them opens: the link of a mail ends things behind /u and /p; the one-hour link is for /p alone. */
const opens: Record<keyof typeof tokens, readonly string[]> = { c: ['c'], u: ['u', 'p'], p: ['p'] };
let before: unknown;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, fjord] });
  const u = (await subscribe(system, { email: 'kari@example.no' })).slice(3);
  const c = (await askForLink(system, { email: 'ola@example.no' })).slice(3);
  const p = (await manageLink(system, 'kari@example.no')).slice(3);
  tokens = { c, u, p };
  await system.settle();
  before = await everything();
});
afterAll(() => system.stop());

const everything = async () => [await system.dump('people'), await system.dump('ledger')];
const answerOf = async (path: string, method: string) => {
  const answer = await system.fetch(path, { method });
  return { status: answer.status, headers: [...answer.headers], body: await answer.text() };
};
/** The one answer to a link that this deployment never made. */
const notOurs = () => answerOf('/c/AAAA', 'GET');
const flipped = (token: string, bit: number): string => {
  const bytes = Buffer.from(token, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return bytes.toString('base64url');
};
const key = (fill: number) => Buffer.alloc(32, fill).toString('base64url');

describe('a token that is not ours', { timeout: 60_000 }, () => {
  test('by any one bit is answered like every other: same page, status and bytes, and nothing changes (S1)', async () => {
    const expected = await notOurs();
    expect(expected.status).toBe(404);
    for (const [path, token] of Object.entries(tokens)) {
      const bits = Buffer.from(token, 'base64url').length * 8;
      for (let bit = 0; bit < bits; bit += 1) {
        const answer = await answerOf(`/${path}/${flipped(token, bit)}`, bit % 2 === 0 ? 'GET' : 'POST');
        if (answer.status !== 404 || answer.body !== expected.body) expect(answer, `/${path}, bit ${bit}`).toEqual(expected);
      }
    }
    expect(await everything()).toEqual(before);
  });

  test('by its key is answered alike: an unknown key id, a wrong key, another deployment’s (S1)', async () => {
    const expected = await notOurs();
    const ours = await system.deps.secret();
    const id = system.deps.newId();
    const link = { brand: 'xledger', contactId: id, purpose: 'newsletter:insights', locale: 'nb' };
    const confirm = {
      brand: 'xledger',
      addressHash: id,
      form: 'newsletter-no',
      requestId: id,
      wordingHash: id,
      expiresAt: new Date('2099-01-01'),
    };
    const others: Secret[] = [
      { pepper: ours.pepper, current: 'other', keys: { other: key(1) } },
      { pepper: ours.pepper, current: ours.current, keys: { [ours.current]: key(2) } },
      // the pepper is no signing key
      { pepper: ours.pepper, current: ours.current, keys: { [ours.current]: ours.pepper } },
      { pepper: ours.pepper, current: '__proto__', keys: JSON.parse(`{"__proto__":"${key(3)}"}`) },
    ];
    for (const secret of others) {
      for (const method of ['GET', 'POST']) {
        expect(await answerOf(`/u/${makeLink('mail', link, secret)}`, method)).toEqual(expected);
        expect(await answerOf(`/c/${makeLink('confirm', confirm, secret)}`, method)).toEqual(expected);
        const manage = { brand: 'xledger', contactId: id, locale: 'nb', expiresAt: new Date('2099-01-01') };
        expect(await answerOf(`/p/${makeLink('manage', manage, secret)}`, method)).toEqual(expected);
        expect(await answerOf(`/p/${makeLink('mail', link, secret)}`, method)).toEqual(expected);
      }
    }
  });

  test('by its making is answered alike: no MAC, an empty one, one of nothing, another spelling (S1)', async () => {
    const expected = await notOurs();
    for (const token of Object.values(tokens)) {
      const bytes = Buffer.from(token, 'base64url');
      const payload = bytes.subarray(0, -16);
      const made = [
        payload,
        Buffer.concat([payload, Buffer.alloc(16)]),
        Buffer.concat([payload, createHmac('sha256', '').update(payload).digest().subarray(0, 16)]),
        bytes.subarray(0, -1),
        Buffer.concat([bytes, Buffer.alloc(1)]),
        Buffer.alloc(17),
        Buffer.alloc(16),
        Buffer.from([2, ...Buffer.from('k1'), 255]),
      ].map((forged) => forged.toString('base64url'));
      // ours in another spelling: padded, in the other alphabet's letters, with bytes that a lenient decoder skips
      const spelled = [
        `${token}=`,
        `${token}%3D`,
        `%20${token}`,
        `${token}%0A`,
        token.toUpperCase(),
        `${token}.`,
        `${token}!`,
        `${token.slice(0, 4)}%00${token.slice(4)}`,
      ];
      for (const path of ['c', 'u', 'p']) {
        for (const forged of [...made, ...spelled]) {
          for (const method of ['GET', 'POST'])
            expect(await answerOf(`/${path}/${forged}`, method), `/${path}/${forged}`).toEqual(expected);
        }
      }
    }
    expect(await everything()).toEqual(before);
  });

  test('out of thin air is answered alike, or finds no route', async () => {
    const expected = await notOurs();
    const drawn = fc.oneof(
      fc.string({ minLength: 1, maxLength: 400 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
      fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(drawn, fc.constantFrom('c', 'u', 'p'), fc.constantFrom('GET', 'POST'), async (token, path, method) => {
        const spelled = encodeURIComponent(token.toWellFormed());
        const answer = await answerOf(`/${path}/${spelled}`, method);
        expect(answer.status).toBe(404);
        if (!/[/?#]|^\.{1,2}$/.test(token)) expect(answer).toEqual(expected);
      }),
      { numRuns: 300 },
    );
    expect.hasAssertions();
  });
});

describe('a token of one kind', () => {
  test('opens its own route only, of all that take a token (S2, T6)', async () => {
    const expected = await notOurs();
    const paths = [...new Set(Object.keys(routes).flatMap((route) => route.match(/ \/([a-z])\/\{token\}$/)?.[1] ?? []))];
    expect(paths).toEqual(expect.arrayContaining(['c', 'u', 'p']));
    for (const path of paths) {
      for (const [kind, token] of Object.entries(tokens) as [keyof typeof tokens, string][]) {
        const get = await answerOf(`/${path}/${token}`, 'GET');
        if (opens[kind].includes(path)) {
          expect(get.status, path).toBe(200);
          continue;
        }
        expect(get.status, `${kind} on /${path}`).toBe(404);
        expect(get.body).toBe(expected.body);
        const post = await answerOf(`/${path}/${token}`, 'POST');
        expect(post.status).toBe(404);
        expect(post.body).toBe(expected.body);
      }
    }
    expect(await everything()).toEqual(before);
  });

  test('speaks of one person at one brand: the same id at another brand is nobody (S2)', async () => {
    const { contactId } = (await system.dump('people')).find(({ sk }) => sk === 'PROFILE') as { contactId: string };
    const secret = await system.deps.secret();
    for (const brand of ['infosoft', 'fjord']) {
      const token = makeLink('mail', { brand, contactId, purpose: 'newsletter:news', locale: 'nb' }, secret);
      expect((await press(system, `/u/${token}`)).status).toBe(200);
    }
    expect(await everything()).toEqual(before);
  });

  test('of a brand that this deployment does not serve is not ours', async () => {
    const id = system.deps.newId();
    const token = makeLink(
      'mail',
      { brand: 'closed', contactId: id, purpose: 'newsletter:news', locale: 'nb' },
      await system.deps.secret(),
    );
    expect(await answerOf(`/u/${token}`, 'POST')).toEqual(await notOurs());
  });

  test('from a newsletter grants nothing: it withdraws by POST, and shows no personal data on the way (S3)', async () => {
    const email = 'personal@example.no';
    const link = await subscribe(system, { email, name: 'Very Personal', company: 'Secret AS', phone: '+47 99 88 77 66' });
    system.advance('P10Y');
    const shown = `${await (await system.fetch(link)).text()}${await (await press(system, link)).text()}`;
    expect(shown).not.toMatch(/personal@|Very Personal|Secret AS|99 88/);
    expect((await system.dump('people')).filter((item) => item.email === email)).toEqual([]);
  });
});
