import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Route, routes } from '../../functions/routes.ts';
import { type System, startSystem } from '../../local/system.ts';
import { contactIdOf } from '../functions/planted.ts';
import { subscribe } from '../journey.ts';
import { type AwsCall, hearAwsCalls } from './aws-calls.ts';

const roles = ['marketer', 'privacy', 'admin'] as const;
type Role = (typeof roles)[number];
type PartnerRoute = { [R in Route]: (typeof routes)[R] extends `partner/${string}` ? R : never }[Route];
/** What people at desks call; what partners' machines call has its own tests, in test/functions/partners.test.ts. */
type ProtectedRoute = Exclude<Extract<Route, `${string} /v1/${string}`>, PartnerRoute>;

/** Who may call what. A route without a line here is open to nobody, and the first test says so. */
const may: Record<
  ProtectedRoute,
  { readonly roles: readonly Role[]; readonly query?: string; readonly body?: object; readonly status?: number }
> = {
  'GET /v1/{brand}/audience': { roles: ['marketer', 'admin'], query: '?purpose=newsletter:insights' },
  'GET /v1/{brand}/audience/count': { roles: ['marketer', 'admin'], query: '?purpose=newsletter:insights' },
  // this brand's policy names no smallest number
  'GET /v1/{brand}/audience/aggregate': {
    roles: ['marketer', 'admin'],
    query: '?purpose=newsletter:insights&by=market',
    status: 404,
  },
  'GET /v1/{brand}/segments': { roles: ['marketer', 'admin'] },
  // nobody has saved a segment: it is not there for those who may ask, and forbidden to the others
  'GET /v1/{brand}/segments/{id}': { roles: ['marketer', 'admin'], status: 404 },
  'PUT /v1/{brand}/segments/{id}': { roles: ['marketer', 'admin'], body: {}, status: 422 },
  'DELETE /v1/{brand}/segments/{id}': { roles: ['marketer', 'admin'], status: 404 },
  'POST /v1/{brand}/exports': { roles: ['marketer', 'admin'], body: {}, status: 422 },
  'GET /v1/{brand}/exports/{id}': { roles: ['marketer', 'admin'], status: 404 },
  'POST /v1/{brand}/imports': { roles: ['marketer', 'admin'], body: {}, status: 422 },
  'GET /v1/{brand}/imports/{id}': { roles: ['marketer', 'admin'], status: 404 },
  'POST /v1/{brand}/imports/{id}/start': { roles: ['marketer', 'admin'], status: 404 },
  'GET /v1/{brand}/contacts': { roles, query: '?email=kari@example.no' },
  // an empty statement is refused, but by what it says, not by who says it
  'POST /v1/{brand}/contacts': { roles: ['marketer', 'admin'], body: {}, status: 422 },
  'GET /v1/{brand}/contacts/{id}': { roles },
  'PATCH /v1/{brand}/contacts/{id}': { roles, body: {}, status: 422 },
  'POST /v1/{brand}/introductions': { roles: ['marketer', 'admin'], body: {}, status: 422 },
  'GET /v1/{brand}/introductions/untold': { roles: ['privacy', 'admin'] },
  'POST /v1/{brand}/contacts/{id}/told': { roles: ['privacy', 'admin'], body: {}, status: 422 },
  'GET /v1/{brand}/operators': { roles: ['privacy', 'admin'] },
  'POST /v1/{brand}/operators/{sub}/grants': { roles: ['admin'], body: {}, status: 422 },
  'GET /v1/{brand}/contacts/{id}/record': { roles },
  'GET /v1/{brand}/campaigns': { roles },
  // of people's ids there is a campaign of none: whoever may ask learns that, and nobody else
  'GET /v1/{brand}/campaigns/{id}': { roles, status: 404 },
  'GET /v1/{brand}/campaigns/{id}/stats': { roles, status: 404 },
  'GET /v1/{brand}/campaigns/{id}/recipients': { roles, status: 404 },
  'POST /v1/{brand}/campaigns/{id}/schedule': { roles: ['marketer', 'admin'], status: 404 },
  'POST /v1/{brand}/campaigns/{id}/resume': { roles: ['marketer', 'admin'], status: 404 },
  // to stop is open to whoever answers for the readers
  'POST /v1/{brand}/campaigns/{id}/pause': { roles, status: 404 },
  'POST /v1/{brand}/campaigns/{id}/cancel': { roles, status: 404 },
  // what they would write is wrong, or the campaign is not there; the others do not get as far
  'POST /v1/{brand}/campaigns': { roles: ['marketer', 'admin'], body: {}, status: 422 },
  'PATCH /v1/{brand}/campaigns/{id}': { roles: ['marketer', 'admin'], body: { name: 'x' }, status: 404 },
  'POST /v1/{brand}/campaigns/{id}/preview': { roles: ['marketer', 'admin'], body: {}, status: 404 },
  'POST /v1/{brand}/campaigns/{id}/test': { roles: ['marketer', 'admin'], body: { to: 'kari@example.com' }, status: 404 },
  'POST /v1/{brand}/contacts/{id}/disclosures': { roles: ['privacy', 'admin'], body: {}, status: 422 },
  'POST /v1/{brand}/breaches': { roles: ['privacy', 'admin'], body: {}, status: 422 },
  'GET /v1/{brand}/breaches': { roles: ['privacy', 'admin'] },
  'GET /v1/{brand}/breaches/{id}': { roles: ['privacy', 'admin'], status: 404 },
  'PATCH /v1/{brand}/breaches/{id}': { roles: ['privacy', 'admin'], body: { people: 1 }, status: 404 },
  'GET /v1/{brand}/partners': { roles: ['privacy', 'admin'] },
  'POST /v1/{brand}/contacts/{id}/activity': { roles, body: {}, status: 422 },
  'POST /v1/{brand}/contacts/{id}/legal-hold': { roles: ['privacy', 'admin'], body: {}, status: 422 },
  'POST /v1/{brand}/contacts/{id}/release-legal-hold': { roles: ['privacy', 'admin'] },
  'GET /v1/{brand}/contacts/{id}/export': { roles: ['privacy', 'admin'] },
  // refused by what it says: whoever may say it would end what the other routes need
  'POST /v1/{brand}/contacts/{id}/restrict': { roles: ['privacy', 'admin'], body: { reference: '@' }, status: 422 },
  'POST /v1/{brand}/contacts/{id}/unrestrict': { roles: ['privacy', 'admin'], body: { reference: '@' }, status: 422 },
  'POST /v1/{brand}/contacts/{id}/object': { roles: ['privacy', 'admin'], body: { reference: '@' }, status: 422 },
  'POST /v1/{brand}/contacts/{id}/erase': { roles: ['privacy', 'admin'], body: { reference: '@' }, status: 422 },
  'POST /v1/{brand}/cases': { roles, body: {}, status: 422 },
  'GET /v1/{brand}/cases': { roles: ['privacy', 'admin'] },
  // no case has this number, which only those learn who may read one
  'GET /v1/{brand}/cases/{id}': { roles: ['privacy', 'admin'], status: 404 },
  'PATCH /v1/{brand}/cases/{id}': { roles: ['privacy', 'admin'], body: {}, status: 422 },
  'GET /v1/{brand}/cases/{id}/document': { roles: ['privacy', 'admin'], status: 404 },
  'GET /v1/{brand}/retention/forecast': {
    roles,
    query: `?until=${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}`,
  },
  'GET /v1/{brand}/policy': { roles },
  'GET /v1/{brand}/policy/lints': { roles },
  'GET /v1/{brand}/policy/article30': { roles },
};
const protectedRoutes = Object.entries(routes).flatMap(([route, file]) =>
  route.includes(' /v1/') && !file.startsWith('partner/') ? [route as ProtectedRoute] : [],
);

let system: System;
let id: string;
let calls: AwsCall[];
let stop: () => void;
beforeAll(async () => {
  system = await startSystem();
  await subscribe(system, { email: 'kari@example.no' });
  id = await contactIdOf(system, 'kari@example.no');
  ({ calls, stop } = hearAwsCalls(system));
});
beforeEach(() => {
  calls.length = 0;
});
afterAll(async () => {
  stop();
  await system.stop();
});

const call = (route: ProtectedRoute, token: string | undefined, brand = 'xledger') => {
  const [method = '', pattern = ''] = route.split(' ');
  const { query = '', body } = may[route] ?? {};
  const path = pattern
    .replace('{brand}', brand)
    .replace('{id}', id)
    .replace(/\{\w+\}/g, 'x');
  return system.fetch(`${path}${query}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
};
const grouped = (groups: unknown, claims: object = {}) =>
  system.token({ brand: 'xledger', role: 'admin', claims: { 'cognito:groups': groups, ...claims } });

describe.each(protectedRoutes)('%s', (route) => {
  test('is open to the roles that it is for, and forbidden to the others (S22)', async () => {
    expect(may, 'say in this file who may call it').toHaveProperty([route]);
    const { roles: allowed, status = 200 } = may[route];
    for (const role of roles) {
      const answer = await call(route, await system.token({ brand: 'xledger', role }));
      expect(answer.status, role).toBe(allowed.includes(role) ? status : 403);
      if (answer.status === 403) expect(await answer.json()).toMatchObject({ type: '/problems/forbidden', status: 403 });
    }
    expect((await call(route, await grouped(['xledger.marketer', 'xledger.privacy', 'infosoft.admin']))).status).toBe(
      allowed.some((role) => role !== 'admin') ? status : 403,
    );
  });

  test('does not exist for another brand’s people, nor for nobody’s, whatever their role; and asks AWS nothing for them (S22)', async () => {
    const unknown = await call(route, await system.token({ brand: 'xledger', role: 'admin' }), 'nobody');
    expect(unknown.status).toBe(404);
    const notFound = await unknown.text();
    const strangers = [
      ...(await Promise.all(roles.map((role) => system.token({ brand: 'infosoft', role })))),
      await system.token({ brand: 'xledger', role: 'partner:implementation' }),
      await system.token({ brand: 'infosoft', role: 'partner:other' }),
      ...(await Promise.all(
        [
          undefined,
          [],
          '',
          'xledger.admin.x',
          ['xledger'],
          ['xledger.'],
          ['.admin'],
          ['xledger.superuser'],
          ['XLEDGER.ADMIN'],
          ['notxledger.admin'],
          ['xledger.admins'],
          ['xledger_admin'],
          ['xledger admin'],
          ['x,xledger.admin'],
          ['xledger.admin,x'],
          ['[xledger.admin]'],
          [{ name: 'xledger.admin' }],
          { 0: 'xledger.admin' },
          true,
        ].map((groups) => grouped(groups)),
      )),
      await grouped(undefined, { groups: ['xledger.admin'], roles: ['xledger.admin'], scope: 'xledger.admin' }),
    ];
    calls.length = 0;
    for (const token of strangers) {
      const answer = await call(route, token);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(notFound);
    }
    expect(calls).toEqual([]);
  });

  test('is closed to whoever has no valid access token (S23)', async () => {
    const claims = {
      iss: 'https://identity.samtykke.example/local',
      client_id: 'desk',
      token_use: 'access',
      sub: 'x',
      'cognito:groups': ['xledger.admin'],
    };
    const exp = Math.floor(system.clock.now().getTime() / 1000) + 3600;
    const good = await system.token({ brand: 'xledger', role: 'admin' });
    const [header = '', payload = '', signature = ''] = good.split('.');
    const other = (await system.token({ brand: 'infosoft', role: 'admin' })).split('.');
    const bad: Record<string, string | undefined> = {
      none: undefined,
      empty: '',
      words: 'admin',
      unsigned: new UnsecuredJWT({ ...claims, exp }).encode(),
      HS256: await new SignJWT({ ...claims, exp })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode('x'.repeat(32))),
      'no signature': `${header}.${payload}.`,
      'another signature': `${header}.${payload}.${other[2]}`,
      'another payload': `${header}.${Buffer.from(JSON.stringify({ ...claims, exp })).toString('base64url')}.${signature}`,
      expired: await system.token({ brand: 'xledger', role: 'admin', claims: { exp: exp - 3601 } }),
      'never ending': await system.token({ brand: 'xledger', role: 'admin', claims: { exp: undefined } }),
      'not yet valid': await system.token({ brand: 'xledger', role: 'admin', claims: { nbf: exp } }),
      'of another issuer': await system.token({
        brand: 'xledger',
        role: 'admin',
        claims: { iss: 'https://identity.evil.example' },
      }),
      'of another client': await system.token({ brand: 'xledger', role: 'admin', claims: { client_id: 'stranger' } }),
      'for another audience': await system.token({ brand: 'xledger', role: 'admin', claims: { aud: 'stranger' } }),
      'an ID token': await system.token({
        brand: 'xledger',
        role: 'admin',
        claims: { token_use: 'id', aud: 'desk', client_id: undefined },
      }),
      'of no use': await system.token({ brand: 'xledger', role: 'admin', claims: { token_use: undefined } }),
      'of nobody': await system.token({ brand: 'xledger', role: 'admin', claims: { sub: undefined } }),
    };
    calls.length = 0;
    for (const [what, token] of Object.entries(bad)) expect((await call(route, token)).status, what).toBe(401);
    expect(calls).toEqual([]);
  });
});

describe('what belongs to a brand', () => {
  test('is not found under another brand, by its id or by its address (S22)', async () => {
    const token = await grouped(['xledger.admin', 'infosoft.admin', 'infosoft.privacy']);
    const ask = (path: string) => system.fetch(path, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(`/v1/xledger/contacts/${id}`)).status).toBe(200);
    expect((await ask(`/v1/infosoft/contacts/${id}`)).status).toBe(404);
    expect((await ask('/v1/infosoft/contacts?email=kari@example.no')).status).toBe(404);
    expect((await ask('/v1/infosoft/audience?purpose=newsletter:insights')).status).toBe(422);
  });

  test('is asked for with the role held there: admin of one brand is no admin of the next', async () => {
    const token = await grouped(['xledger.privacy', 'infosoft.admin']);
    const answer = await system.fetch('/v1/xledger/audience?purpose=newsletter:insights', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(403);
  });

  test('stays closed an hour after the token was made', async () => {
    const token = await system.token({ brand: 'xledger', role: 'admin' });
    expect((await call('GET /v1/{brand}/policy', token)).status).toBe(200);
    system.advance('PT1H1S');
    expect((await call('GET /v1/{brand}/policy', token)).status).toBe(401);
  });
});

describe('the open routes', () => {
  test('are those for visitors and recipients, and no other', () => {
    const open = Object.entries(routes).filter(([route]) => !route.includes(' /v1/'));
    for (const [, file] of open) expect(file).toMatch(/^public\//);
    for (const route of protectedRoutes) expect(routes[route]).toMatch(/^(marketer|partner)\//);
  });
});
