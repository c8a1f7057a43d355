import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Factory } from '../../local/functions.ts';
import { type System, startSystem } from '../../local/system.ts';

type Event = APIGatewayProxyEventV2WithJWTAuthorizer;

let system: System;
let seen: Event | undefined;
let answer: unknown = { statusCode: 200, body: 'ok' };

const functions: Record<string, (event: Event) => unknown> = {
  'public/echo': (event) => {
    seen = event;
    return answer;
  },
  'public/static': () => ({ statusCode: 200, body: 'static' }),
  'public/breaks': () => {
    throw new Error('out of order');
  },
};

beforeAll(async () => {
  system = await startSystem({
    policies: [],
    publicUrl: 'https://consent.example',
    routes: {
      'GET /{brand}/signup/{form}': 'public/echo',
      'POST /{brand}/signup/{form}': 'public/echo',
      'GET /xledger/signup/{form}': 'public/static',
      'GET /c/{token}': 'public/echo',
      'GET /breaks': 'public/breaks',
      'GET /missing': 'public/not-written-yet',
      'GET /v1/{brand}/policy': 'public/echo',
    },
    load: async (file) => {
      const handler = functions[file];
      if (!handler) throw new Error(`functions/${file}.ts does not exist`);
      return (() => handler) as unknown as Factory;
    },
  });
});
afterAll(() => system.stop());

const eventOf = async (path: string, init?: Parameters<System['fetch']>[1]): Promise<Event> => {
  answer = { statusCode: 200, body: 'ok' };
  const response = await system.fetch(path, init);
  expect(response.status).toBe(200);
  if (!seen) throw new Error('the function was not called');
  return seen;
};
const responseTo = (given: unknown) => {
  answer = given;
  return system.fetch('/c/t');
};

describe('choosing a route', () => {
  test('a fixed segment beats a variable', async () => {
    expect(await (await system.fetch('/xledger/signup/a')).text()).toBe('static');
    expect((await eventOf('/amesto/signup/a')).routeKey).toBe('GET /{brand}/signup/{form}');
  });
  test('path parameters arrive decoded', async () => {
    expect((await eventOf('/am%20esto/signup/%C3%A5pent')).pathParameters).toEqual({ brand: 'am esto', form: 'åpent' });
  });
  test('an encoded slash is a slash, as at the real gateway', async () => {
    expect((await system.fetch('/c/a%2Fb')).status).toBe(404);
  });
  test.each([
    ['GET', '/nothing'],
    ['DELETE', '/c/t'],
    ['HEAD', '/c/t'],
    ['GET', '/c/'],
    ['GET', '/c/t/'],
    ['POST', '//c/t'],
  ])('%s %s has no route and is not found', async (method, path) => {
    const response = await system.fetch(path, { method });
    expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
  });
  test('a path that cannot be decoded is refused', async () => {
    expect((await system.fetch('/c/%zz')).status).toBe(400);
  });
});

describe('the event', () => {
  test('query values of one name are joined by commas', async () => {
    const event = await eventOf('/c/t?a=1&a=2&b=x%20y');
    expect(event.rawQueryString).toBe('a=1&a=2&b=x%20y');
    expect(event.queryStringParameters).toEqual({ a: '1,2', b: 'x y' });
  });
  test('without a query, a body and cookies there are no such fields', async () => {
    const event = await eventOf('/c/t');
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('cookies');
    expect(event.isBase64Encoded).toBe(false);
  });
  test('header names are in lower case, values of one name joined by commas, cookies apart', async () => {
    const event = await eventOf('/c/t', {
      headers: [
        ['X-Two', 'a'],
        ['x-two', 'b'],
        ['Cookie', 'one=1; two=2'],
      ],
    });
    expect(event.headers['x-two']).toBe('a, b');
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.cookies).toEqual(['one=1', 'two=2']);
    expect(event.headers.host).toBe('consent.example');
  });
  test('the caller is who connects, whatever X-Forwarded-For says', async () => {
    const event = await eventOf('/c/t', {
      sourceIp: '198.51.100.7',
      headers: { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'Reader/1' },
    });
    expect(event.requestContext.http).toEqual({
      method: 'GET',
      path: '/c/t',
      protocol: 'HTTP/1.1',
      sourceIp: '198.51.100.7',
      userAgent: 'Reader/1',
    });
    expect(event.headers['x-forwarded-for']).toBe('203.0.113.9, 198.51.100.7');
  });
  test.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/plain', false],
    ['application/x-www-form-urlencoded', true],
    ['application/problem+json', true],
    ['multipart/form-data; boundary=x', true],
    ['application/octet-stream', true],
  ])('a body of type %s: base64 %s', async (type, encoded) => {
    const event = await eventOf('/a/signup/b', { method: 'POST', headers: { 'content-type': type }, body: 'æ=1' });
    expect(event.isBase64Encoded).toBe(encoded);
    expect(Buffer.from(event.body ?? '', encoded ? 'base64' : 'utf8').toString('utf8')).toBe('æ=1');
  });
  test('a body without a type is base64', async () => {
    const event = await eventOf('/a/signup/b', { method: 'POST', body: new Uint8Array([0, 255]) });
    expect([event.isBase64Encoded, event.body]).toEqual([true, 'AP8=']);
  });
  test('time is the system’s', async () => {
    const event = await eventOf('/c/t');
    expect(Math.abs(event.requestContext.timeEpoch - system.clock.now().getTime())).toBeLessThan(5_000);
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });
  test('more than 10 MB is too much', async () => {
    const body = 'x'.repeat(10 * 1024 * 1024 + 1);
    const response = await system.fetch('/a/signup/b', { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });
});

describe('the answer', () => {
  test('status, headers, cookies and body', async () => {
    const response = await responseTo({
      statusCode: 302,
      headers: { Location: '/x', 'x-number': 1 },
      cookies: ['a=1', 'b=2'],
      body: '',
    });
    expect([response.status, response.headers.get('location'), response.headers.get('x-number')]).toEqual([302, '/x', '1']);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });
  test('base64 becomes bytes', async () => {
    const response = await responseTo({
      statusCode: 200,
      headers: { 'content-type': 'image/gif' },
      body: 'AP8=',
      isBase64Encoded: true,
    });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });
  test('204 has no body', async () => {
    expect((await responseTo({ statusCode: 204 })).status).toBe(204);
  });
  test('without a status the whole answer is the body', async () => {
    const response = await responseTo({ hello: 'world' });
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/json',
      { hello: 'world' },
    ]);
  });
  test.each([
    { statusCode: 'a' },
    { statusCode: 42 },
    { statusCode: 200, body: { not: 'text' } },
    { statusCode: 200, body: 'x'.repeat(7_000_000) },
  ])('an answer that Lambda or the gateway cannot take: 500', async (given) => {
    expect((await responseTo(given)).status).toBe(500);
  });
  test('a function that throws: 500 without detail, and the error in the log', async () => {
    const response = await system.fetch('/breaks');
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(system.lines.join()).toContain('out of order');
  });
  test('a function that is not there says so when it is called', async () => {
    expect((await system.fetch('/missing')).status).toBe(500);
    expect(system.lines.join()).toContain('functions/public/not-written-yet.ts does not exist');
  });
});

describe('the authoriser', () => {
  const policy = (authorization?: string) =>
    system.fetch('/v1/xledger/policy', authorization ? { headers: { authorization } } : {});
  const statusWith = async (authorization?: string) => {
    answer = { statusCode: 200, body: 'ok' };
    return (await policy(authorization)).status;
  };

  test('claims arrive as texts, groups in brackets, scopes as null', async () => {
    const token = await system.token({
      brand: 'xledger',
      role: 'marketer',
      claims: { 'cognito:groups': ['xledger.marketer', 'xledger.admin'], nothing: null },
    });
    expect(await statusWith(`Bearer ${token}`)).toBe(200);
    const jwt = seen?.requestContext.authorizer.jwt;
    expect(jwt?.claims).toMatchObject({
      token_use: 'access',
      'cognito:groups': '[xledger.marketer xledger.admin]',
      exp: expect.stringMatching(/^\d+$/),
    });
    expect(jwt?.claims).not.toHaveProperty('nothing');
    expect(jwt?.scopes).toBeNull();
  });
  test('a partner has a scope and no groups', async () => {
    const token = await system.token({ brand: 'xledger', role: 'partner:implementation' });
    expect(await statusWith(`Bearer ${token}`)).toBe(200);
    const claims = seen?.requestContext.authorizer.jwt.claims;
    expect(claims?.scope).toBe('partner/xledger.implementation');
    expect(claims).not.toHaveProperty('cognito:groups');
  });
  test('the same role is the same person', async () => {
    const subjects = new Set<unknown>();
    for (let times = 0; times < 2; times += 1) {
      await statusWith(`Bearer ${await system.token({ brand: 'xledger', role: 'privacy' })}`);
      subjects.add(seen?.requestContext.authorizer.jwt.claims.sub);
    }
    expect(subjects.size).toBe(1);
  });
  test('without a token: 401', async () => {
    const response = await policy();
    expect([response.status, await response.text(), response.headers.get('www-authenticate')]).toEqual([
      401,
      '{"message":"Unauthorized"}',
      'Bearer',
    ]);
  });
  test('none, HS256, another issuer, another client, nonsense: 401', async () => {
    const good = await system.token({ brand: 'xledger', role: 'admin' });
    const claims = JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const unsigned = new UnsecuredJWT(claims).encode();
    const symmetric = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('x'.repeat(32)));
    const elsewhere = await system.token({ brand: 'xledger', role: 'admin', claims: { iss: 'https://elsewhere.example' } });
    const stranger = await system.token({ brand: 'xledger', role: 'admin', claims: { client_id: 'stranger' } });
    const tampered = `${good.slice(0, -4)}AAAA`;
    const statuses = await Promise.all(
      [unsigned, symmetric, elsewhere, stranger, tampered, 'x.y.z', 'x'].map((token) => statusWith(`Bearer ${token}`)),
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
  });
  test('an ID token passes, as it does at the real gateway', async () => {
    const token = await system.token({
      brand: 'xledger',
      role: 'admin',
      claims: { token_use: 'id', client_id: undefined, aud: 'desk' },
    });
    expect(await statusWith(`Bearer ${token}`)).toBe(200);
  });
  test('a token lasts an hour of the system’s clock', async () => {
    const token = await system.token({ brand: 'xledger', role: 'admin' });
    system.advance('PT59M');
    expect(await statusWith(`Bearer ${token}`)).toBe(200);
    system.advance('PT2M');
    expect(await statusWith(`Bearer ${token}`)).toBe(401);
    expect(await statusWith(`Bearer ${await system.token({ brand: 'xledger', role: 'admin' })}`)).toBe(200);
  });
});
