import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Forecast } from '../../functions/domain/forecast.ts';
import { type System, startSystem } from '../../local/system.ts';
import alektum from '../../policies/alektum.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, subscribe } from '../journey.ts';
import { readCsv } from './csv.ts';
import { contactIdOf } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2028-01-31T12:00:00Z'), policies: [xledger, infosoft, alektum] });
});
afterAll(() => system.stop());

type Answer = { items: Forecast[]; months: Record<string, Record<string, number>>; next: string | null };
const path = (until: string, query = '') => `retention/forecast?until=${until}${query}`;
const forecast = async (brand: string, until: string, query = ''): Promise<Answer> => {
  const answer = await asOperator(system, path(until, query), { brand, role: 'privacy' });
  if (answer.status !== 200) throw new Error(`the forecast answered ${answer.status}`);
  return (await answer.json()) as Answer;
};
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const today = () => system.clock.now().toISOString().slice(0, 10);

describe('the forecast', () => {
  test('tells each day what the sweep then does, and by which rule', async () => {
    const watched = ['newsletter:insights', 'tracking:open', 'tracking:click'];
    await subscribe(system, { email: 'unseen@example.no', consents: ['newsletter:insights'] });
    await subscribe(system, { email: 'seen@example.no', consents: watched });
    await subscribe(system, { email: 'held@example.no', consents: watched });
    await subscribe(system, {
      email: 'asa@example.se',
      brand: 'infosoft',
      form: 'newsletter-se',
      name: 'Åsa Berg',
      company: 'Berg AB',
      consents: ['newsletter:news', 'tracking:open', 'tracking:click'],
    });
    const alektumForm = { brand: 'alektum', form: 'newsletter', name: 'Kari', company: 'Fjord AS' };
    await subscribe(system, {
      ...alektumForm,
      email: 'kari@example.no',
      consents: ['newsletter:news', 'tracking:open', 'tracking:click'],
    });
    const heldId = await contactIdOf(system, 'held@example.no');
    await asOperator(system, `contacts/${heldId}/legal-hold`, {
      role: 'privacy',
      method: 'POST',
      body: JSON.stringify({ reason: 'Claim 3' }),
    });
    system.advance('P30D');

    const until = '2031-03-31';
    const told = new Map(
      await Promise.all(['xledger', 'infosoft', 'alektum'].map(async (brand) => [brand, await forecast(brand, until)] as const)),
    );
    const inShort = (brand: string) =>
      told
        .get(brand)
        ?.items.map(({ on, act }) => `${on} ${act}`)
        .sort();
    expect(inShort('xledger')).toEqual([
      '2030-01-02 asked',
      '2030-01-02 held',
      '2030-01-02 warned',
      '2030-02-01 removed',
      '2030-02-01 removed',
    ]);
    expect(told.get('xledger')?.items.map(({ clock, period }) => `${clock} ${period}`)).toEqual(
      Array(5).fill('last_activity 24 months'),
    );
    expect(told.get('infosoft')?.items).toEqual([
      expect.objectContaining({ on: '2030-02-01', act: 'deactivated', clock: 'last_activity', period: '2 years' }),
    ]);
    expect(inShort('alektum')).toEqual(['2030-02-01 deactivated', '2031-01-02 warned', '2031-02-01 removed']);

    const days = [...new Set([...told.values()].flatMap(({ items }) => items.map(({ on }) => on)))].sort();
    for (const day of days) {
      system.advance(`P${daysBetween(today(), day)}D`);
      const { brands } = (await system.runJob('sweep')) as { brands: ({ brand: string } & Record<string, number>)[] };
      await system.settle();
      for (const { brand, ...counts } of brands) {
        const { asked, warned, deactivated, removed, ended } = counts;
        const expected = { asked: 0, warned: 0, deactivated: 0, removed: 0, ended: 0 };
        for (const { on, act } of told.get(brand)?.items ?? [])
          if (on === day && act in expected) expected[act as keyof typeof expected] += 1;
        expect({ day, brand, asked, warned, deactivated, removed, ended }).toEqual({ day, brand, ...expected });
      }
    }
  });

  test('is the same in pages of one person as in one piece, and its numbers add up', async () => {
    for (const n of [1, 2, 3, 4, 5])
      await subscribe(system, { email: `many-${n}@example.no`, consents: ['newsletter:insights'] });
    const until = `${Number(today().slice(0, 4)) + 3}-01-01`;
    const whole = await forecast('xledger', until);
    expect(whole.next).toBeNull();
    const items: Forecast[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Answer = await forecast('xledger', until, `&limit=1${cursor && `&cursor=${cursor}`}`);
      items.push(...page.items);
      cursor = page.next;
    }
    const order = (all: Forecast[]) => all.map((item) => JSON.stringify(item)).sort();
    expect(order(items)).toEqual(order(whole.items));
    const sum = Object.values(whole.months).flatMap((counts) => Object.values(counts));
    expect(sum.reduce((a, b) => a + b, 0)).toBe(whole.items.length);
    expect(whole.items.length).toBeGreaterThanOrEqual(10);
  });

  test('is a table for a spreadsheet, and names nobody', async () => {
    const until = `${Number(today().slice(0, 4)) + 3}-01-01`;
    const answer = await asOperator(system, path(until), { role: 'privacy', headers: { accept: 'text/csv' } });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const text = await answer.text();
    const rows = readCsv(text);
    expect(Object.keys(rows[0] ?? {})).toEqual(['contactId', 'on', 'act', 'purpose', 'clock', 'period']);
    expect(rows).toHaveLength((await forecast('xledger', until)).items.length);
    expect(text).not.toContain('@');
  });

  test.each(['nb', 'sv', 'fi', 'en'])('is a page in %s with a plot and its numbers', async (lang) => {
    const until = `${Number(today().slice(0, 4)) + 3}-01-01`;
    const answer = await asOperator(system, path(until, `&lang=${lang}`), { role: 'privacy', headers: { accept: 'text/html' } });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).toMatch(/<rect class="removed" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="[\d.]+"\/>/);
    expect(page).not.toMatch(/NaN|undefined|Infinity|@example/);
  });

  test.each(['', 'yesterday', '2020-01-01', '2100-01-01'])('until “%s” is refused', async (until) => {
    const answer = await asOperator(system, path(until), { role: 'privacy' });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/until' }] });
  });
});
