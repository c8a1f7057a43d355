import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2026-03-10T12:00:00Z') });
});
afterAll(() => system.stop());

const call = (brand: string, path: string, init: { method?: string; body?: object; key?: string } = {}) =>
  asOperator(system, path, {
    brand,
    role: 'privacy',
    method: init.method ?? 'GET',
    headers: { 'content-type': 'application/json', ...(init.key && { 'idempotency-key': init.key }) },
    ...(init.body && { body: JSON.stringify(init.body) }),
  });
const report = { occurredAt: '2026-03-09T20:00:00+01:00', awareAt: '2026-03-10T08:00:00Z', nature: 'A laptop was stolen.' };
const open = async (brand: string, more: object = {}): Promise<{ id: string; due: string }> => {
  const answer = await call(brand, 'breaches', { method: 'POST', body: { ...report, ...more } });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string; due: string };
};

describe('a breach', () => {
  test.each([
    ['xledger', 'awareness, as the law says (X17)', '2026-03-13T08:00:00.000Z'],
    ['infosoft', 'the occurrence, as the policy promises (I14)', '2026-03-12T19:00:00.000Z'],
  ])('of %s is due 72 hours after %s', async (brand, _, due) => {
    expect(await open(brand)).toMatchObject({ due });
  });

  test('is opened once for a key, listed, and closed when all has been done that its risk asks for', async () => {
    const first = await call('alektum', 'breaches', { method: 'POST', body: report, key: 'a' });
    const again = await call('alektum', 'breaches', { method: 'POST', body: report, key: 'a' });
    const { id } = (await first.json()) as { id: string };
    expect(await again.json()).toMatchObject({ id });
    expect(await (await call('alektum', 'breaches')).json()).toMatchObject({
      items: [{ id, nature: report.nature }],
      next: null,
    });

    const update = (body: object) => call('alektum', `breaches/${id}`, { method: 'PATCH', body });
    expect((await update({ risk: 'high_risk', people: 12 })).status).toBe(200);
    const late = await update({ closedAt: '2026-03-10T12:00:00Z' });
    expect(await late.json()).toMatchObject({ status: 422, reason: 'late_without_reason' });
    expect((await update({ authorityToldAt: '2026-03-10T11:00:00Z' })).status).toBe(200);
    expect(await (await update({ closedAt: '2026-03-10T12:00:00Z' })).json()).toMatchObject({ reason: 'people_not_told' });
    const closed = await update({ peopleToldAt: '2026-03-10T11:30:00Z', closedAt: '2026-03-10T12:00:00Z' });
    expect(await closed.json()).toMatchObject({ id, people: 12, revision: 4 });
    expect((await update({ people: 13 })).status).toBe(409);

    const acts = (await system.dump('ledger')).filter((entry) => String(entry.pk).startsWith('alektum#operator#'));
    expect(acts.map(({ act }) => act)).toEqual(['breach_reported', 'breach_updated', 'breach_updated', 'breach_updated']);
    expect(JSON.stringify(acts)).not.toContain('laptop');
    expect(system.lines.join()).not.toContain('laptop');
  });

  test('raises an alarm from a day before its deadline until the authority knows', async () => {
    const { id } = await open('amesto');
    expect(await system.runJob('watch-breaches')).toEqual({ pressing: [] });
    system.advance('P2D');
    const pressing = (await system.runJob('watch-breaches')) as { pressing: { brand: string }[] };
    expect(pressing.pressing.filter(({ brand }) => brand === 'amesto')).toMatchObject([{ breach: id }]);
    expect(system.lines.some((line) => line.includes('breach_pressing') && line.includes(id))).toBe(true);
    await call('amesto', `breaches/${id}`, { method: 'PATCH', body: { authorityToldAt: system.clock.now().toISOString() } });
    const after = (await system.runJob('watch-breaches')) as { pressing: { brand: string }[] };
    expect(after.pressing.filter(({ brand }) => brand === 'amesto')).toEqual([]);
  });

  test.each([
    ['tomorrow', { awareAt: '2036-03-11T08:00:00Z' }, 'in_the_future'],
    ['known before it happened', { awareAt: '2026-03-08T08:00:00Z' }, 'aware_before_it_occurred'],
    ['without a nature', { nature: ' ' }, undefined],
    ['with what nobody asked', { dueAt: '2026-03-08T08:00:00Z' }, undefined],
  ])('that is reported %s is refused', async (_, more, reason) => {
    const answer = await call('xledger', 'breaches', { method: 'POST', body: { ...report, ...more } });
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { reason?: string }).reason).toBe(reason);
  });

  test('of another brand is not found (S22)', async () => {
    const { id } = await open('xledger');
    expect((await call('infosoft', `breaches/${id}`)).status).toBe(404);
    expect((await call('xledger', `breaches/${id}`)).status).toBe(200);
  });
});
