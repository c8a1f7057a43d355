import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { locales } from '../../functions/domain/policy.ts';
import type { CampaignStats } from '../../functions/domain/stats.ts';
import { people } from '../../local/demo-people.ts';
import xledger from '../../policies/xledger.ts';
import { type Served, serve } from '../browser/served.ts';
import { asOperator } from '../journey.ts';

let served: Served;
let stopped = false;
beforeAll(async () => {
  served = await serve([xledger]);
  // as the local run does, beside whoever asks
  void (async () => {
    while (!stopped) if ((await served.system.pump()) === 0) await new Promise((wake) => setTimeout(wake, 250));
  })();
});
afterAll(async () => {
  stopped = true;
  await served.stop();
});

async function demo(...options: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, PORT: new URL(served.url).port };
  const child = spawn(process.execPath, ['bin/demo.ts', ...options], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'exit');
  return { code, output };
}

describe('the demo', () => {
  test('fills a brand with people, consents and newsletters that are read, left and sent back, and says how far it is', async () => {
    const { code, output } = await demo('--contacts', '250');
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('Done') });
    expect(output).toMatch(/people, people: 100 %, \d+ recorded, \d+ unknown/);
    expect(output).toMatch(/finished: (\d+) of \1\b/);
    const { items } = (await (await asOperator(served.system, 'campaigns')).json()) as { items: { id: string; state: string }[] };
    expect(items.map(({ state }) => state)).toEqual(['finished', 'finished']);
    const stats = await Promise.all(
      items.map(async ({ id }) => (await (await asOperator(served.system, `campaigns/${id}/stats`)).json()) as CampaignStats),
    );
    const sum = (of: (one: CampaignStats) => number) => stats.map(of).reduce((a, b) => a + b, 0);
    expect(sum(({ sent }) => sent)).toBeGreaterThan(15);
    // of both: of so few people one newsletter may have hardly any readers
    expect(sum(({ opens }) => opens.unique)).toBeGreaterThan(0);
    expect(sum(({ opens }) => opens.unique)).toBeLessThan(sum(({ opens }) => opens.tracked));
    expect(sum(({ byHour }) => byHour.length)).toBeGreaterThan(2);
    expect(sum(({ clicks }) => clicks.unique)).toBeGreaterThan(0);
    expect(sum(({ opens }) => opens.machine)).toBeGreaterThan(0);
    // the start page leads to what retention will do with them, without a token
    const start = await (await fetch(`${served.url}/_local`)).text();
    expect(start).toContain('href="/_local/forecast/xledger"');
    const forecast = await fetch(`${served.url}/_local/forecast/xledger`);
    expect(forecast.status).toBe(200);
    expect(await forecast.text()).toMatch(/<rect class="removed"[^>]*height="[1-9]/);
    expect((await fetch(`${served.url}/_local/forecast/nobody`)).status).toBe(404);
  }, 240_000);

  test('says what to put right: a brand that is not served, a number that is none', async () => {
    expect(await demo('--brand', 'nobody')).toMatchObject({
      code: 1,
      output: expect.stringContaining('brand is one of xledger'),
    });
    expect(await demo('--contacts', 'many')).toMatchObject({
      code: 1,
      output: expect.stringContaining('--contacts is a number'),
    });
  });

  test.each(locales)('has people whom mail would reach, each once, and the same at every call (%s)', (locale) => {
    const brand = { purposes: ['newsletter:news', 'tracking:open'], main: 'newsletter:news', markets: { here: { locale } } };
    const now = new Date('2027-02-15T12:00:00Z');
    const everyone = people(3000, brand, now);
    expect(everyone.filter(({ email }) => EmailAddress.parse(email) !== email)).toEqual([]);
    expect(new Set(everyone.map(({ email }) => email)).size).toBe(3000);
    // no domain that somebody may have (RFC 2606), but for the mailboxes that SES plays itself
    const domains = everyone.map(({ email }) => email.slice(email.indexOf('@') + 1));
    expect(domains.filter((domain) => !/\.example$|^example\.(com|net|org)$|^simulator\.amazonses\.com$/.test(domain))).toEqual(
      [],
    );
    expect(people(3000, brand, now)).toEqual(everyone);
  });
});
