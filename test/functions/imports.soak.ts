import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator } from '../journey.ts';
import { killAt } from './killed.ts';

const rows = 10_000;
const insights = 'newsletter:insights';
const list = (prefix: string) =>
  [
    'email,status,consentedAt',
    ...Array.from({ length: rows }, (_, n) =>
      n % 10 === 0 ? `${prefix}-${n}@example.no,unsubscribed,` : `${prefix}-${n}@example.no,,2027-01-10T10:00:00Z`,
    ),
  ].join('\n');

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-02-15T12:00:00Z') });
});
afterAll(() => system.stop());

const send = (path: string, body: object) =>
  asOperator(system, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function imported(file: string): Promise<Record<string, number>> {
  const settings = { format: 'csv', market: 'no', purposes: [insights], source: 'fair', wording: 'card 3' };
  const { id, upload } = (await (await send('imports', settings)).json()) as {
    id: string;
    upload: { url: string; headers: Record<string, string> };
  };
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: file });
  await send(`imports/${id}/start`, {});
  await system.settle();
  const shown = (await (await asOperator(system, `imports/${id}`)).json()) as { state: string; counts: Record<string, number> };
  // of one that stopped on its way, the log says why
  const failures = system.lines.filter((line) => line.includes('message_failed'));
  expect(shown.state, failures.slice(-3).join('\n')).toBe('done');
  return shown.counts;
}

/** What lies in the table, without what only time and chance decide. */
async function kinds(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { sk, status, reason } of await system.dump('people')) {
    const kind = [sk, status, reason].filter(Boolean).join(' ');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

test('10,000 rows, killed in the middle and run twice, end as one undisturbed import would, without a mail and without anybody revived', async () => {
  const killed = killAt(system, rows / 2);
  await imported(list('soak'));
  expect(killed()).toBe(true);
  const once = await kinds();
  expect(once).toMatchObject({
    PROFILE: rows * 0.9,
    [`CONSENT#${insights} ConsentGiven`]: rows * 0.9,
    'SUPPRESSION withdrawn': rows * 0.1,
  });
  const ledger = (await system.dump('ledger')).filter(({ act }) => act === 'imported');
  expect(new Set(ledger.map(({ pk }) => pk)).size).toBe(rows * 0.9);
  expect(ledger).toHaveLength(rows * 0.9);

  // the same list once more, and a list in which those who left say yes
  expect(await imported(list('soak'))).toEqual({ standing: rows });
  const yes = [
    'email,consentedAt',
    ...Array.from({ length: rows / 10 }, (_, n) => `soak-${n * 10}@example.no,2027-02-14T10:00:00Z`),
  ];
  expect(await imported(yes.join('\n'))).toEqual({ barred: rows / 10 });
  expect(await kinds()).toEqual(once);
  expect(system.mails()).toEqual([]);
});
