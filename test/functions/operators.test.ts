import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../functions/routes.ts';
import { type System, startSystem } from '../../local/system.ts';
import alektum from '../../policies/alektum.ts';
import xledger from '../../policies/xledger.ts';
import { watchCalls } from '../faults/aws-calls.ts';
import { everyInterleaving } from '../faults/interleaving.ts';

const brand = 'alektum';
let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-01-10T12:00:00Z'), policies: [alektum, xledger] });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

type Role = 'marketer' | 'privacy' | 'admin';
interface Grant {
  readonly operator: string;
  readonly role: Role;
  readonly until: string;
  readonly stands: boolean;
}
interface Who {
  readonly sub: string;
  readonly roles: readonly Role[];
  readonly at?: string;
}
const call = async ({ sub, roles, at = brand }: Who, path: string, init: { method?: string; body?: object } = {}) => {
  const groups = roles.map((role) => `${at}.${role}`);
  const token = await system.token({ brand: at, role: 'marketer', renew: false, claims: { sub, 'cognito:groups': groups } });
  const answer = await system.fetch(`/v1/${at}/${path}`, {
    method: init.method ?? (init.body ? 'POST' : 'GET'),
    headers: { authorization: `Bearer ${token}` },
    ...(init.body && { body: JSON.stringify(init.body) }),
  });
  return { status: answer.status, body: (await answer.json()) as { items: Grant[]; reason?: string } & Grant };
};
let count = 0;
const someone = (...roles: Role[]): Who => ({ sub: `operator-${++count}`, roles });
const later = (days: number) => new Date(system.clock.now().getTime() + days * 86_400_000).toISOString();
const grant = (admin: Who, to: Who, body: object) =>
  call(admin, `operators/${to.sub}/grants`, { body: { reason: 'runs a campaign', ...body } });

describe('a role', () => {
  test('begins with its first use, and ends by itself for the very next request', async () => {
    const ola = someone('privacy');
    expect((await call(ola, 'policy')).status).toBe(200);
    system.advance('P89D');
    expect((await call(ola, 'policy')).status).toBe(200);
    system.advance('P1D');
    expect(await call(ola, 'policy')).toMatchObject({ status: 403, body: { reason: 'grant_ended' } });
    // leaving the group and coming back begins nothing anew
    expect((await call(ola, 'policy')).status).toBe(403);
    // what somebody is at another brand is another grant
    expect((await call({ ...ola, at: 'xledger' }, 'policy')).status).toBe(200);
  });

  test('that has ended takes nothing from the others that its holder has', async () => {
    const kari = someone('marketer');
    await call(kari, 'policy');
    system.advance('P80D');
    const both: Who = { ...kari, roles: ['marketer', 'privacy'] };
    expect((await call(both, 'segments')).status).toBe(200);
    system.advance('P10D');
    expect((await call(both, 'segments')).status).toBe(403);
    expect((await call(both, 'breaches')).status).toBe(200);
  });

  test('lasts, or ends at once, as an admin sets it; and the audit chain says who, whose, until when and why', async () => {
    const [admin, ola] = [someone('admin'), someone('marketer')];
    expect((await call(ola, 'segments')).status).toBe(200);
    const until = later(10);
    expect((await grant(admin, ola, { role: 'marketer', until })).body).toMatchObject({ until, stands: true });
    system.advance('P9D');
    expect((await call(ola, 'segments')).status).toBe(200);
    system.advance('P1D');
    expect((await call(ola, 'segments')).status).toBe(403);
    await grant(admin, ola, { role: 'marketer' });
    expect((await call(ola, 'segments')).status).toBe(200);
    expect((await grant(admin, ola, { role: 'marketer', until: '2020-01-01T00:00:00Z' })).body).toMatchObject({ stands: false });
    expect((await call(ola, 'segments')).status).toBe(403);

    const { items } = (await call(admin, 'operators')).body;
    expect(items.find(({ operator }) => operator === ola.sub)).toMatchObject({ role: 'marketer', stands: false });
    expect(items.map(({ until }) => until)).toEqual(items.map(({ until }) => until).sort());
    const acts = (await system.dump('ledger')).filter(({ act, target }) => act === 'role_granted' && target === ola.sub);
    expect(acts).toHaveLength(3);
    expect(acts[0]).toMatchObject({ operator: admin.sub, details: { role: 'marketer', reason: 'runs a campaign' } });
  });

  test('that an admin ends during its first request has ended, in whatever order their calls fall', async () => {
    const admin = someone('admin');
    await call(admin, 'policy');
    const first = new Set<number>();
    await everyInterleaving({
      begin: async () => someone('marketer'),
      waits: ({ input }) => JSON.stringify(input).includes('#operators'),
      tasks: {
        request: (ola) => call(ola, 'segments'),
        end: (ola) => grant(admin, ola, { role: 'marketer', until: '2020-01-01T00:00:00Z' }),
      },
      check: async ({ world: ola, answers }) => {
        first.add(answers.request?.status ?? 0);
        expect(answers.end?.status).toBe(200);
        expect((await call(ola, 'segments')).status).toBe(403);
      },
    });
    expect([...first].sort()).toEqual([200, 403]);
  });

  test.each([
    ['longer than the policy lets it last', { role: 'marketer', until: () => later(91) }, 422],
    ['of no such name', { role: 'owner' }, 422],
    ['without a reason', { role: 'marketer', reason: '' }, 422],
    ['for a reason that names a mailbox', { role: 'marketer', reason: 'ask ola@example.no' }, 422],
  ])('cannot be granted %s', async (_, { until, ...body }: { role: string; reason?: string; until?: () => string }, status) => {
    const [admin, ola] = [someone('admin'), someone('marketer')];
    expect((await grant(admin, ola, { ...body, ...(until && { until: until() }) })).status).toBe(status);
  });

  test('is nobody’s to make last longer for themselves, but theirs to end', async () => {
    const admin = someone('admin');
    await call(admin, 'policy');
    system.advance('P1D');
    expect(await grant(admin, admin, { role: 'admin' })).toMatchObject({ status: 403, body: { reason: 'own_grant' } });
    expect(await grant(admin, admin, { role: 'privacy' })).toMatchObject({ status: 403, body: { reason: 'own_grant' } });
    expect((await grant(admin, admin, { role: 'admin', until: later(-1) })).status).toBe(200);
    expect((await call(admin, 'operators')).status).toBe(403);
  });

  test('is granted by admins alone, who cannot once their own has ended', async () => {
    const [admin, ola] = [someone('admin'), someone('marketer')];
    expect((await grant(someone('privacy', 'marketer'), ola, { role: 'marketer' })).status).toBe(403);
    await call(admin, 'policy');
    system.advance('P90D');
    expect((await grant(admin, ola, { role: 'marketer' })).status).toBe(403);
  });

  const everywhere = Object.keys(routes).filter((route) => route.includes('/v1/') && !route.includes('{partner}'));
  test.each(everywhere)('that has ended answers no %s', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const all = someone('marketer', 'privacy', 'admin');
    await call(all, 'policy');
    const admin = someone('admin');
    for (const role of all.roles) await grant(admin, all, { role, until: later(-1) });
    const filled = path.replace('/v1/{brand}/', '').replaceAll(/\{\w+\}/g, 'AAAAAAAAAAAAAAAAAAAAAA');
    const answer = await call(all, filled, { method, ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }) });
    expect(answer).toMatchObject({ status: 403, body: { reason: 'grant_ended' } });
  });
});
