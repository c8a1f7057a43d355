import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CampaignId } from '../../functions/domain/campaign.ts';
import { makeLink } from '../../functions/domain/links.ts';
import type { Secret } from '../../functions/domain/secret.ts';
import { routes } from '../../functions/routes.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { plantLinks } from '../functions/tracked.ts';
import { askForLink, asOperator, linkIn, manageLink, press, subscribe } from '../journey.ts';
import { fjord } from '../pages/brand.ts';

let system: System;
/** One good token of each kind. */
let tokens: Record<'c' | 'u' | 'p' | 'i' | 'o' | 'l', string>;
/** The paths that each of them opens: the link of a mail ends things behind /u and /p; the one-hour link is for /p alone. */
const opens: Record<keyof typeof tokens, readonly string[]> = { c: ['c'], u: ['u', 'p'], p: ['p'], i: ['i'], o: ['o'], l: ['l'] };
const campaignId = CampaignId.parse('20261127-k3v9q2m7xd');
/** A path that takes a token, whole. */
const pathOf = (kind: string, token: string) => (kind === 'l' ? `/l/${token}/0` : `/${kind}/${token}`);
/** The functions behind pixels and links answer in fewer bytes, and to nobody's POST. */
const isLight = (kind: string) => kind === 'o' || kind === 'l';
let before: unknown;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, fjord] });
  const u = (await subscribe(system, { email: 'kari@example.no' })).slice(3);
  const c = (await askForLink(system, { email: 'ola@example.no' })).slice(3);
  const p = (await manageLink(system, 'kari@example.no')).slice(3);
  await system.settle();
  const { contactId } = (await system.dump('people')).find(({ sk }) => sk === 'PROFILE') as { contactId: string };
  const hit = { brand: 'xledger', campaignId, contactId, expiresAt: new Date('2099-01-01') };
  const secret = await system.deps.secret();
  const i = await documentLink();
  tokens = { c, u, p, i, o: makeLink('open', hit, secret), l: makeLink('click', hit, secret) };
  await plantLinks(system, { brand: 'xledger', campaignId, targets: ['https://xledger.com/'] });
  before = await everything();
});
afterAll(() => system.stop());

/** The link by which somebody sends the copy of a document: only one of the brands asks for any. */
async function documentLink(): Promise<string> {
  await asOperator(system, 'cases', {
    ...{ brand: 'alektum', role: 'privacy', method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ email: 'per@example.no', right: 'access', channel: 'letter' }),
  });
  await system.settle();
  return linkIn(system, 'per@example.no', 'i').slice(3);
}
const everything = async () => [await system.dump('people'), await system.dump('ledger')];
const answerOf = async (path: string, method: string) => {
  const answer = await system.fetch(path, { method });
  return { status: answer.status, headers: [...answer.headers], body: await answer.text() };
};
/** The one answer to a link that this deployment never made. */
const notOurs = () => answerOf('/c/AAAA', 'GET');
/** That of a function of this kind. */
const notOursAt = (kind: string) => (isLight(kind) ? answerOf(pathOf(kind, 'AAAA'), 'GET') : notOurs());
const flipped = (token: string, bit: number): string => {
  const bytes = Buffer.from(token, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return bytes.toString('base64url');
};
const key = (fill: number) => Buffer.alloc(32, fill).toString('base64url');

describe('a token that is not ours', { timeout: 300_000 }, () => {
  test('by any one bit is answered like every other: same page, status and bytes, and nothing changes (S1)', async () => {
    for (const [path, token] of Object.entries(tokens)) {
      const expected = await notOursAt(path);
      expect(expected.status).toBe(404);
      const bits = Buffer.from(token, 'base64url').length * 8;
      for (let bit = 0; bit < bits; bit += 1) {
        const answer = await answerOf(pathOf(path, flipped(token, bit)), bit % 2 === 0 || isLight(path) ? 'GET' : 'POST');
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
        const document = { brand: 'alektum', caseId: '20270131-k3v9q2m7', expiresAt: new Date('2099-01-01') };
        expect(await answerOf(`/i/${makeLink('document', document, secret)}`, method)).toEqual(expected);
      }
      const hit = { brand: 'xledger', campaignId, contactId: id, expiresAt: new Date('2099-01-01') };
      expect(await answerOf(`/o/${makeLink('open', hit, secret)}`, 'GET')).toEqual(await notOursAt('o'));
      expect(await answerOf(`/l/${makeLink('click', hit, secret)}/0`, 'GET')).toEqual(await notOursAt('l'));
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
      for (const path of ['c', 'u', 'p', 'i', 'o', 'l']) {
        const answer = isLight(path) ? await notOursAt(path) : expected;
        for (const forged of [...made, ...spelled]) {
          for (const method of isLight(path) ? ['GET'] : ['GET', 'POST'])
            expect(await answerOf(pathOf(path, forged), method), pathOf(path, forged)).toEqual(answer);
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
      fc.asyncProperty(
        drawn,
        fc.constantFrom('c', 'u', 'p', 'i'),
        fc.constantFrom('GET', 'POST'),
        async (token, path, method) => {
          const spelled = encodeURIComponent(token.toWellFormed());
          const answer = await answerOf(`/${path}/${spelled}`, method);
          expect(answer.status).toBe(404);
          if (!/[/?#]|^\.{1,2}$/.test(token)) expect(answer).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
    expect.hasAssertions();
  });
});

describe('a token of one kind', () => {
  test('opens its own route only, of all that take a token (S2, T6)', async () => {
    const paths = [...new Set(Object.keys(routes).flatMap((route) => route.match(/ \/([a-z])\/\{token\}(?:\/|$)/)?.[1] ?? []))];
    expect(paths).toEqual(expect.arrayContaining(['c', 'u', 'p', 'i', 'o', 'l']));
    for (const path of paths) {
      const expected = await notOursAt(path);
      for (const [kind, token] of Object.entries(tokens) as [keyof typeof tokens, string][]) {
        const get = await answerOf(pathOf(path, token), 'GET');
        if (opens[kind].includes(path)) {
          expect(get.status, path).toBe(path === 'l' ? 302 : 200);
          continue;
        }
        expect(get.status, `${kind} on /${path}`).toBe(404);
        expect(get.body).toBe(expected.body);
        if (isLight(path)) continue;
        const post = await answerOf(`/${path}/${token}`, 'POST');
        expect(post.status).toBe(404);
        expect(post.body).toBe(expected.body);
      }
    }
    expect(await everything()).toEqual(before);
  });

  test('of a hit speaks of one campaign: with the right key for another, it leads nowhere there (S2, S8)', async () => {
    const secret = await system.deps.secret();
    const hit = { brand: 'xledger', campaignId: '20261127-zzzzzzzzzz', contactId: '', expiresAt: new Date('2099-01-01') };
    for (const link of [hit, { ...hit, campaignId, brand: 'infosoft' }])
      expect(await answerOf(`/l/${makeLink('click', link, secret)}/0`, 'GET')).toEqual(await notOursAt('l'));
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
