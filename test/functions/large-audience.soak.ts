import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator } from '../journey.ts';
import { readCsv } from './csv.ts';
import { crowd } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

test('a table of people with the longest names ends before it becomes larger than Lambda returns, and goes on', {
  timeout: 120_000,
}, async () => {
  await crowd(system, 5_000, { brand: 'xledger', purpose: 'newsletter:insights' });
  const seen = new Set<string>();
  const sizes: number[] = [];
  let path: string | undefined = 'audience?purpose=newsletter:insights&limit=10000';
  while (path) {
    const answer: Response = await asOperator(system, path, { headers: { accept: 'text/csv' } });
    expect(answer.status).toBe(200);
    const text = await answer.text();
    sizes.push(Buffer.byteLength(text));
    for (const { contactId = '' } of readCsv(text)) seen.add(contactId);
    path = answer.headers.get('link')?.match(/^<\/v1\/xledger\/(audience\?[^>]+)>; rel="next"$/)?.[1];
  }
  expect(seen.size).toBe(5_000);
  expect(sizes.length).toBe(2);
  expect(Math.max(...sizes)).toBeLessThan(6 * 1024 * 1024);
});
