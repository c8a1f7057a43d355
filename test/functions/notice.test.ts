import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { clauses } from '../../policies/clauses.ts';
import { asOperator } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const open = async (path: string) => {
  const answer = await system.fetch(path);
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
};

describe('the privacy notice', () => {
  test.each(brands)(
    'of $brand is open to everybody, in the brand’s first language, with its clauses as anchors',
    async (policy) => {
      const { status, headers, html } = await open(`/${policy.brand}/privacy`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-language')).toBe(Object.values(policy.markets)[0]?.locale);
      expect(html).toContain(policy.controller.authority);
      expect(html).toContain(policy.hash);
      for (const clause of Object.keys(clauses[policy.brand] ?? {})) expect(html).toContain(` id="${clause}"`);
    },
  );

  test('speaks the languages of the brand, and falls back on its first', async () => {
    const languageOf = async (query: string) => (await open(`/xledger/privacy${query}`)).headers.get('content-language');
    expect(await languageOf('?lang=fi')).toBe('fi');
    expect(await languageOf('?lang=en')).toBe('en');
    expect(await languageOf('?lang=da')).toBe('nb');
    expect(await languageOf('?lang=')).toBe('nb');
    expect(await languageOf('?lang=constructor')).toBe('nb');
  });

  test('of the version in force is the same page; any other version is not here, and is told so', async () => {
    const current = await open('/expectit/privacy');
    expect(await open('/expectit/privacy?version=2.3')).toMatchObject({ status: 200, html: current.html });
    expect((await open('/xledger/privacy?lang=en&version=October%202022')).status).toBe(200);
    const other = await open('/expectit/privacy?version=2.2');
    expect(other.status).toBe(404);
    expect(other.html).toContain('«2.2»');
    expect(other.html).toContain('2.3');
    expect(other.html).toContain('href="/expectit/privacy?lang=nb"');
    const hostile = await open('/expectit/privacy?version=%3Cscript%3Ealert(1)%3C%2Fscript%3E');
    expect(hostile.status).toBe(404);
    expect(hostile.html).not.toContain('<script>');
  });

  test('of a brand that nobody has is a page that says so in every language', async () => {
    const { status, html } = await open('/nobody/privacy');
    expect(status).toBe(404);
    expect(html).toContain('lang="fi"');
  });

  test('is where the pages and the mails of the brand lead', async () => {
    const { html } = await open('/xledger/signup/newsletter-uk?lang=en');
    const [address] = html.match(/\/xledger\/privacy\?lang=en/) ?? [];
    expect((await open(address ?? '')).status).toBe(200);
  });
});

describe('the record of processing activities', () => {
  const record = (brand: string, init: Parameters<typeof asOperator>[2] = {}) =>
    asOperator(system, 'policy/article30', { brand, ...init });

  test('is JSON for everyone who works for the brand', async () => {
    for (const role of ['marketer', 'privacy', 'admin'] as const) {
      const answer = await record('infosoft', { role });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.json()).toMatchObject({
        brand: 'infosoft',
        controller: { name: 'Infosoft AS', country: 'NO' },
        accountable: { name: 'Infosofts VD' },
        purposes: expect.arrayContaining([expect.objectContaining({ id: 'newsletter:news' })]),
        transfers: [{ recipient: 'hubspot', country: 'US', permitted: true, mechanism: 'DPF' }],
      });
    }
  });

  test('is a page where a page is asked for, in one of the brand’s languages', async () => {
    const answer = await record('xledger', { role: 'privacy', headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-language')).toBe('nb');
    expect(await answer.text()).toContain('Creatio');
    const english = await asOperator(system, 'policy/article30?lang=en', { role: 'privacy', headers: { accept: 'text/html' } });
    expect(english.headers.get('content-language')).toBe('en');
  });

  test('is nobody else’s', async () => {
    expect((await system.fetch('/v1/xledger/policy/article30')).status).toBe(401);
    const token = await system.token({ brand: 'alektum', role: 'admin' });
    const foreign = await system.fetch('/v1/xledger/policy/article30', { headers: { authorization: `Bearer ${token}` } });
    expect(foreign.status).toBe(404);
  });
});
