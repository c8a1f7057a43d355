import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SignUpRequest } from '../../functions/domain/sign-up.ts';
import { routes } from '../../functions/routes.ts';
import { type System, startSystem } from '../../local/system.ts';
import { askForLink, asOperator, postSignUp, subscribe } from '../journey.ts';
import { type AwsCall, hearAwsCalls } from './aws-calls.ts';

let system: System;
let calls: AwsCall[];
let stop: () => void;
let links: string[];
beforeAll(async () => {
  system = await startSystem();
  links = [await askForLink(system, { email: 'link@example.no' }), await subscribe(system, { email: 'person@example.no' })];
  ({ calls, stop } = hearAwsCalls(system));
});
beforeEach(() => {
  calls.length = 0;
});
afterAll(async () => {
  stop();
  await system.stop();
});

const path = '/xledger/signup/newsletter-no';
const good = { email: 'good@example.no', consents: ['newsletter:insights'] };
const jsonType = { 'content-type': 'application/json' };
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const postJson = (body: RequestInit['body'], headers: Record<string, string> = jsonType) =>
  system.fetch(path, { method: 'POST', headers, ...(body !== undefined && { body }) });
const postForm = (fields: Readonly<Record<string, string>> | string) =>
  system.fetch(path, {
    method: 'POST',
    headers: formType,
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  });
const requestOf = async (email: string) =>
  (await system.dump('people')).find((item) => String(item.sk).startsWith('REQUEST#') && item.email === email);
const everything = async () => [await system.dump('people'), await system.dump('ledger'), system.mails().length];

/** Holds that `attempt` is refused before anything is asked of AWS. */
async function refused(attempt: () => Promise<Response>, what: string): Promise<Response> {
  calls.length = 0;
  const answer = await attempt();
  expect(answer.status, what).toBeGreaterThanOrEqual(400);
  expect(answer.status, what).toBeLessThan(500);
  expect(calls, what).toEqual([]);
  return answer;
}

describe('what a caller says of itself', () => {
  test('in X-Forwarded-For and its like is no proof and no identity (S13, T32)', async () => {
    const forged = {
      'x-forwarded-for': '203.0.113.1, 203.0.113.2',
      'x-real-ip': '203.0.113.3',
      forwarded: 'for=203.0.113.4',
      'client-ip': '203.0.113.5',
      'true-client-ip': '203.0.113.6',
      'x-client-ip': '203.0.113.7',
      'cf-connecting-ip': '203.0.113.8',
    };
    const allowances = async () => (await system.dump('people')).filter(({ mails }) => mails !== undefined);
    const before = (await allowances()).length;
    for (let index = 0; index < 4; index += 1) {
      await postSignUp(
        system,
        { email: `forged-${index}@example.no` },
        { sourceIp: '198.51.100.20', headers: { ...jsonType, ...forged, 'x-forwarded-for': `203.0.113.${index}` } },
      );
      expect(await requestOf(`forged-${index}@example.no`)).toMatchObject({ source: '198.51.100.20' });
    }
    await system.settle();
    const after = await allowances();
    expect(after).toHaveLength(before + 1);
    expect(after.map(({ mails }) => mails)).toContain(4);
    expect(JSON.stringify(await everything())).not.toContain('203.0.113');
  });
});

describe('a field that a visitor has no business with (S14)', () => {
  const names = [
    'status',
    'confirmedAt',
    'brand',
    'partnerSharing',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'state',
    'standing',
    'contactId',
    'requestId',
    'addressHash',
    'pk',
    'sk',
    'expiresAt',
    'purposes',
    'source',
    'seq',
    'audience',
    'basis',
    'market',
    'trapped',
    'wordingAssumed',
    '$where',
    '',
  ];

  test('is refused in JSON by its name, and nothing is asked of AWS', async () => {
    for (const name of names) {
      const answer = await refused(() => postJson(JSON.stringify({ ...good, [name]: 'x' })), name);
      expect(answer.status).toBe(422);
      expect(((await answer.json()) as { errors: { pointer: string }[] }).errors).toHaveLength(1);
    }
  });

  test('is refused in a form', async () => {
    for (const name of [...names.filter(Boolean), '__proto__']) {
      const answer = await refused(() => postForm({ email: good.email, consent: 'newsletter:insights', [name]: 'x' }), name);
      expect(answer.status, name).toBe(422);
    }
  });

  test('called __proto__ is refused, and no prototype is changed by it', async () => {
    for (const body of [
      '{"email":"good@example.no","consents":["newsletter:insights"],"__proto__":{"standing":"active"}}',
      '{"email":"good@example.no","consents":["newsletter:insights"],"\\u005f_proto__":"x"}',
      '{"__proto__":{"email":"good@example.no","consents":["newsletter:insights"]}}',
      '{"email":"good@example.no","consents":["newsletter:insights"],"constructor":{"prototype":{"standing":"active"}}}',
    ]) {
      await refused(() => postJson(body), body);
    }
    await refused(() => postForm('email=good@example.no&consent=newsletter:insights&__proto__[standing]=active'), 'form');
    expect(({} as Record<string, unknown>).standing).toBeUndefined();
  });

  test('never reaches the store: a request holds the known attributes and no others', async () => {
    await postSignUp(system, {
      email: 'attributes@example.no',
      name: 'N',
      company: 'C',
      phone: '+4722334455',
      challenge: 'c',
      website: '',
    });
    const known = ['pk', 'sk', ...Object.keys(SignUpRequest.shape)];
    const stored = Object.keys((await requestOf('attributes@example.no')) ?? {});
    expect(stored).toContain('company');
    expect(stored.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('a body that breaks parsers (S15)', () => {
  const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
  const bodies: [string, () => Promise<Response>][] = [
    ['10 MB of JSON', () => postJson(JSON.stringify({ ...good, name: 'x'.repeat(10 * 1024 * 1024) }))],
    ['9 MB in a form', () => postForm(`email=${'x'.repeat(9 * 1024 * 1024)}`)],
    ['65 kB of JSON', () => postJson(JSON.stringify({ ...good, name: 'x'.repeat(65_536) }))],
    ['65 kB in base64', () => postJson(Buffer.alloc(65_537, 32), { 'content-type': 'application/octet-stream' })],
    ['arrays 10,000 deep', () => postJson(`{"email":${nested('[', ']', 10_000)}}`)],
    ['objects 10,000 deep', () => postJson(nested('{"a":', '}', 10_000).replace('}', '1}'))],
    ['10,000 open brackets', () => postJson('['.repeat(10_000))],
    [
      '5,000 members',
      () => postJson(JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 0])))),
    ],
    [
      '999 members',
      () =>
        postJson(JSON.stringify({ ...good, ...Object.fromEntries(Array.from({ length: 990 }, (_, index) => [`k${index}`, 0])) })),
    ],
    [
      '10,000 consents',
      () => postJson(JSON.stringify({ ...good, consents: Array.from({ length: 4_000 }, () => 'newsletter:insights') })),
    ],
    [
      '10,000 fields',
      () =>
        postForm(
          Array.from({ length: 10_000 }, (_, index) => `k${index}=1`)
            .join('&')
            .slice(0, 65_000),
        ),
    ],
    [
      'one field 10,000 times',
      () =>
        postForm(
          Array.from({ length: 10_000 }, () => 'email=')
            .join('&')
            .slice(0, 65_000),
        ),
    ],
    ['a member twice', () => postJson('{"email":"a@example.no","consents":["newsletter:insights"],"email":"b@example.no"}')],
    [
      'a member twice, once in escapes',
      () => postJson('{"email":"a@example.no","consents":["newsletter:insights"],"\\u0065mail":"b@example.no"}'),
    ],
    ['a field twice', () => postForm('email=a@example.no&email=b@example.no&consent=newsletter:insights')],
    [
      'bytes that are no UTF-8',
      () =>
        postJson(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), { 'content-type': 'application/vnd.api+json' }),
    ],
    [
      'bytes that are no UTF-8, in a field',
      () =>
        postJson(
          Buffer.concat([
            Buffer.from('{"email":"good@example.no","consents":["newsletter:insights"],"name":"'),
            Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]),
            Buffer.from('"}'),
          ]),
        ),
    ],
    ['bytes that are no UTF-8, in a form', () => postJson(Buffer.from([0x65, 0x3d, 0xff]), formType)],
    ['half a surrogate pair', () => postJson('{"email":"good@example.no","consents":["newsletter:insights"],"name":"\\ud800"}')],
    [
      'UTF-16',
      () => postJson(Buffer.from(JSON.stringify(good), 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
    ],
    ['a number as address', () => postJson('{"email":1e400,"consents":["newsletter:insights"]}')],
    ['an object as address', () => postJson(JSON.stringify({ ...good, email: { toString: 'x' } }))],
    ['true as consents', () => postJson(JSON.stringify({ ...good, consents: true }))],
    ['an object as consents', () => postJson(JSON.stringify({ ...good, consents: { 0: 'newsletter:insights', length: 1 } }))],
    ['arrays in consents', () => postJson(JSON.stringify({ ...good, consents: [['newsletter:insights']] }))],
    ['an inherited name as consent', () => postJson(JSON.stringify({ ...good, consents: ['__proto__', 'constructor'] }))],
    ['a huge version', () => postJson(JSON.stringify({ ...good, formVersion: Number.MAX_SAFE_INTEGER + 2 }))],
    ['an inherited name as language', () => postJson(JSON.stringify({ ...good, locale: 'constructor' }))],
    ['NaN', () => postJson('{"email":NaN}')],
    ['a comment', () => postJson('{/* */"email":"good@example.no","consents":["newsletter:insights"]}')],
    ['nothing', () => postJson(undefined)],
    ['JSON called a form', () => postJson(JSON.stringify(good), formType)],
    [
      'multipart',
      () =>
        postJson(
          (() => {
            const body = new FormData();
            body.append('email', good.email);
            return body;
          })(),
          {},
        ),
    ],
    [
      'XML',
      () => postJson('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', { 'content-type': 'application/xml' }),
    ],
  ];
  test.each(bodies)('%s: 4xx before any AWS call', async (what, attempt) => {
    await refused(attempt, what);
    expect(await requestOf(good.email)).toBeUndefined();
  });

  test('by depth or by number is refused before it is built: 400', async () => {
    for (const [what, attempt] of bodies.filter(([name]) => /deep|0,000 open|5,000 members|10,000 fields|one field/.test(name))) {
      expect((await attempt()).status, what).toBe(400);
    }
    expect.hasAssertions();
  });

  test('is refused in about the time that an ordinary one takes', { timeout: 300_000 }, async () => {
    // the processor's time, since what else the machine does at this moment is no fault of the function's
    const timeOf = async (attempt: () => Promise<Response>) => {
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const before = process.cpuUsage();
        await attempt();
        const { user, system: kernel } = process.cpuUsage(before);
        times.push((user + kernel) / 1_000);
      }
      return Math.min(...times);
    };
    const ordinary = () => postJson(JSON.stringify({ ...good, email: 'x'.repeat(60_000) }));
    await timeOf(ordinary);
    const usual = await timeOf(ordinary);
    for (const [what, attempt] of bodies) {
      // the machinery's own copying of 10 MB is not the function's time
      if (/ MB/.test(what)) continue;
      expect(await timeOf(attempt), what).toBeLessThan(5 * usual + 20);
    }
  });
});

describe('an address (S16)', () => {
  const bad = [
    'a@example.no\r\nBcc: b@example.no',
    'a@example.no\nb@example.no',
    'a\r@example.no',
    'a@exam\0ple.no',
    'a\0@example.no',
    'a@example.no,b@example.no',
    'a@example.no;b@example.no',
    'a@example.no b@example.no',
    'a@b@example.no',
    'Kari <a@example.no>',
    '<a@example.no>',
    '"a b"@example.no',
    '"a"@example.no',
    'a(comment)@example.no',
    'a@example.no(comment)',
    'a@[127.0.0.1]',
    'a@[IPv6:::1]',
    'a@127.0.0.1',
    'a@0x7f.1',
    'a@localhost',
    'a@example',
    'a@-example.no',
    'a@example-.no',
    'a@exa_mple.no',
    'a@example..no',
    'a@.example.no',
    '.a@example.no',
    'a.@example.no',
    'a..b@example.no',
    '@example.no',
    'a@',
    'a',
    '',
    ' ',
    'a@example.no/../x',
    'a@example.no:25',
    'a@user:pw@example.no',
    'a@example.no?x',
    'a@example.no#x',
    'a@exa%6dple.no',
    'a%00@example.no\u0000',
    'kåre@example.no',
    'kari＠example.no',
    'а@example.no',
    'a\u200b@example.no',
    'a@exa\u200bmple.no\u202e',
    `${'a'.repeat(65)}@example.no`,
    `a@${'a'.repeat(64)}.no`,
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(60)}.no`,
    `a@${'b.'.repeat(126)}nono`,
    'a@example.123',
    '=?UTF-8?Q?a?=@[x]',
    'mailto:a@example.no ',
    'a@example.no>',
    'a\\@example.no',
    'a@ex ample.no',
  ];
  test.each(bad)('%j is refused before any AWS call', async (email) => {
    await refused(() => postJson(JSON.stringify({ ...good, email })), email);
    await refused(() => postForm({ email, consent: 'newsletter:insights' }), email);
  });

  const longest = `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.no`;
  test.each([
    ['Kari.Nordmann+Tag@EXAMPLE.NO', 'kari.nordmann+tag@example.no'],
    ["o'brien=x/y{z}!#$%&*?^_`|~-@example.no", "o'brien=x/y{z}!#$%&*?^_`|~-@example.no"],
    ['kari@blåbær.no', 'kari@xn--blbr-roah.no'],
    ['kari@BLÅBÆR.no', 'kari@xn--blbr-roah.no'],
    ['kari@例え.テスト', 'kari@xn--r8jz45g.xn--zckzah'],
    ['kari@example。no', 'kari@example.no'],
    ['  kari@example.no\r\n', 'kari@example.no'],
    ['kari@example.no\u2028', 'kari@example.no'],
    [longest, longest],
  ])('%j is one mailbox: one recipient, spelled %j', async (typed, known) => {
    expect(known.length).toBeLessThanOrEqual(254);
    system.advance('P1D');
    expect((await postJson(JSON.stringify({ ...good, email: typed }))).status).toBe(202);
    await system.settle();
    expect(system.mails()[0]?.to).toBe(known);
  });

  test('drawn at random is refused, or is one printable ASCII mailbox', { timeout: 300_000 }, async () => {
    const piece = fc.constantFrom(
      'a',
      'B',
      '@',
      '.',
      ',',
      ';',
      ' ',
      '<',
      '>',
      '"',
      '(',
      ')',
      '\\',
      '\r',
      '\n',
      '\0',
      'å',
      'ı',
      'ſ',
      'ß',
      'K',
      '。',
      '＠',
      '\u202e',
      'xn--',
      'example',
      '.no',
      '%',
      '=?',
      ':',
      '/',
      '[',
      ']',
    );
    const before = new Set((await system.dump('people')).map(({ pk }) => pk));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
        const answer = await postJson(JSON.stringify({ ...good, email: pieces.join('') }));
        expect([202, 422]).toContain(answer.status);
      }),
      { numRuns: 250 },
    );
    const made = (await system.dump('people')).filter(({ pk, sk }) => !before.has(pk) && String(sk).startsWith('REQUEST#'));
    for (const { email } of made) expect(email).toMatch(/^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]+\.[a-z0-9-]+$/);
  });
});

describe('a line break or a control character (S17)', () => {
  const characters = [
    '\r\n',
    '\n',
    '\r',
    '\0',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u000b',
    '\u001b[31m',
    '\u007f',
    '\u202e',
    '\u200b',
    '\ufeff',
  ];
  test.each(['name', 'company', 'phone'])('in the %s is refused before any AWS call, in JSON and in a form', async (field) => {
    for (const character of characters) {
      const value = field === 'phone' ? `+47 22${character}33 44 55` : `Kari${character}Bcc: b@example.no`;
      await refused(() => postJson(JSON.stringify({ ...good, [field]: value })), JSON.stringify(value));
      await refused(() => postForm({ email: good.email, consent: 'newsletter:insights', [field]: value }), JSON.stringify(value));
    }
  });

  test('in the agent’s name goes no further than the evidence', async () => {
    const agent = `Mozilla/5.0 ${'x'.repeat(2_000)}`;
    await postSignUp(system, { email: 'agent@example.no' }, { headers: { ...jsonType, 'user-agent': agent } });
    expect((await requestOf('agent@example.no'))?.agent).toBe(agent.slice(0, 200));
    await system.settle();
    expect(JSON.stringify(system.mails('agent@example.no'))).not.toContain('Mozilla');
  });

  test('never stands in a header that SES is given', async () => {
    for (const { headers, to, from, subject } of system.mails()) {
      for (const text of [to, from, subject, ...Object.values(headers)]) expect(text).toMatch(/^[^\p{Cc}]*$/u);
    }
    expect(system.mails().length).toBeGreaterThan(3);
  });
});

describe('a path, a method or an encoding that nobody means', () => {
  const odd = [
    '/%',
    '/%zz',
    '/c/%',
    '/c/%zz',
    '/c/%ff',
    '/u/%c0%af',
    '/xledger/signup/%E0%A4',
    '/xledger/signup/newsletter-no%00',
    '/xledger/signup/%2e%2e',
    '/xledger%2Fsignup%2Fnewsletter-no',
    '//xledger/signup/newsletter-no',
    '/xledger/signup/newsletter-no/',
    '/XLEDGER/signup/newsletter-no',
    '/xledger/signup/newsletter-no/thanks/x',
    '/xledger;x=1/signup/newsletter-no',
    '/xledger/signup/newsletter-no%3Flang=nb',
    '/..%2f..%2fetc/passwd',
    '/c/',
    '/u/',
    '/c/x/y',
    '/v1',
    '/v1/',
    '/v1/xledger',
    '/v1//audience',
    '/v1/xledger/audience/',
    '/v1/xledger/contacts/%2e%2e',
    '/v1/xledger/contacts/%00',
    '/v1/%ff/policy',
    `/${'x'.repeat(8_000)}`,
    `/c/${'A'.repeat(8_000)}`,
    '/xledger/signup/newsletter-no?lang=%',
    '/xledger/signup/newsletter-no?%00=%zz&lang[]=nb&lang=%ff',
  ];
  test.each(odd)('%.60s is answered without a 5xx, and changes nothing', async (target) => {
    const before = await everything();
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'QUERY']) {
      const answer = await system.fetch(target, { method });
      expect(answer.status, `${method} ${target}`).toBeLessThan(500);
    }
    expect(await everything()).toEqual(before);
  });

  test('of every route, by every method that it does not take, finds nothing', async () => {
    const before = await everything();
    for (const route of Object.keys(routes)) {
      const pattern = route.split(' ')[1] ?? '';
      const taken = Object.keys(routes)
        .filter((other) => other.endsWith(` ${pattern}`))
        .map((other) => other.split(' ')[0] ?? '');
      const target = pattern
        .replace('{brand}', 'xledger')
        .replace('{form}', 'newsletter-no')
        .replace('{token}', links[1]?.slice(3) ?? '')
        .replace(/\{\w+\}/g, 'x');
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'BREW']) {
        if (!taken.includes(method)) expect((await system.fetch(target, { method })).status, `${method} ${target}`).toBe(404);
      }
    }
    expect(await everything()).toEqual(before);
  });

  test('in a form is read as text, and refused: broken escapes, bytes that are no UTF-8', async () => {
    for (const body of [
      'email=%zz&consent=newsletter:insights',
      'email=a%40example.no%',
      '%',
      '&&&',
      '=',
      '%00=%00',
      'email=%ff%40example.no&consent=newsletter:insights',
      'email=good@example.no&consent=newsletter:insights&name=%ff',
      'email=good@example.no&consent=newsletter:insights&company=%ed%a0%80',
    ]) {
      await refused(() => postForm(body), body);
    }
  });
});

describe('whatever is sent', { timeout: 300_000 }, () => {
  const types = fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/json; charset=latin1',
    '\u00ff',
    'x'.repeat(300),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.string({ maxLength: 8 }), tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  const member = fc.constantFrom(
    'email',
    'name',
    'company',
    'phone',
    'locale',
    'formVersion',
    'consents',
    'challenge',
    'website',
    '__proto__',
    'x',
  );
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.toWellFormed()),
    fc.json(),
    fc.dictionary(member, value, { maxKeys: 6 }).map((body) => JSON.stringify(body)),
    fc
      .array(fc.tuple(fc.oneof(member, fc.constant('consent')), fc.string({ unit: 'binary' })), { maxLength: 6 })
      .map((fields) => new URLSearchParams(fields.map(([name, text]) => [name, text.toWellFormed()])).toString()),
  );
  const headers = fc.record({ 'content-type': types }, { requiredKeys: [] });
  const signUps = fc.constantFrom(
    path,
    '/infosoft/signup/newsletter-se',
    '/xledger/signup/download-no',
    '/nobody/signup/x',
    '/xledger/signup/__proto__',
  );

  test('to a form, nothing answers 5xx, and nothing but a valid sign-up is stored or mailed', async () => {
    const before = await everything();
    await fc.assert(
      fc.asyncProperty(signUps, headers, bodies, async (target, given, body) => {
        const answer = await system.fetch(target, { method: 'POST', headers: given, body });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 600 },
    );
    await system.settle();
    expect(await everything()).toEqual(before);
  });

  test('to a link, nothing answers 5xx, and a GET changes nothing', async () => {
    const before = await everything();
    const usual = await Promise.all(links.map(async (link) => (await system.fetch(link)).status));
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 1 }),
        fc.webQueryParameters(),
        headers,
        fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'),
        async (which, query, given, method) => {
          const answer = await system.fetch(`${links[which]}?${query}`, { method, headers: given });
          expect(answer.status).toBe(method === 'GET' ? usual[which] : 404);
        },
      ),
      { numRuns: 100 },
    );
    expect(await everything()).toEqual(before);
  });

  test('to a marketer’s question, nothing answers 5xx', async () => {
    const names = fc.constantFrom('purpose', 'market', 'locale', 'company', 'activeSince', 'limit', 'cursor', 'email', 'id', 'x');
    const answers = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        'newsletter:insights',
        '2027-01',
        '0',
        '1e9',
        '-1',
        'null',
        '[object Object]',
        '__proto__',
        'person@example.no',
      ),
    );
    const token = await system.token({ brand: 'xledger', role: 'admin' });
    const targets = fc.constantFrom('audience', 'audience/count', 'contacts', 'contacts/x', 'policy', 'policy/lints');
    await fc.assert(
      fc.asyncProperty(
        targets,
        fc.array(fc.tuple(names, answers), { maxLength: 4 }),
        fc.constantFrom('application/json', 'text/csv', '*/*', ''),
        async (target, query, accept) => {
          const asked = new URLSearchParams(query.map(([name, text]) => [name, text.toWellFormed()]));
          const answer = await system.fetch(`/v1/xledger/${target}?${asked}`, {
            headers: { authorization: `Bearer ${token}`, accept },
          });
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 250 },
    );
    expect((await asOperator(system, 'policy')).status).toBe(200);
  });
});
