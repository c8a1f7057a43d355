import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../functions/routes.ts';
import { type LocalServer, startServer } from '../../local/server.ts';
import { type System, startSystem } from '../../local/system.ts';

let system: System;
let server: LocalServer;
let page: Response;
let text: string;
beforeAll(async () => {
  system = await startSystem();
  server = await startServer({ port: 0, host: undefined, system: Promise.resolve(system), jobs: [], wake: () => {} });
  page = await fetch(`http://localhost:${server.port}/_local/api`);
  text = await page.text();
});
afterAll(async () => {
  await server.stop();
  await system.stop();
});

test('the page of the API shows every route once, under its chapter', () => {
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  for (const route of Object.keys(routes)) {
    const [method = '', path = ''] = route.split(' ');
    expect(text.split(`<span class="method">${method}</span><code>${path}</code>`), route).toHaveLength(2);
  }
});

test('it runs no script, and loads nothing from anywhere', () => {
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'none'/,
  );
  expect(text).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|@import|url\(/);
});
