/**
 * Ten thousand people through six senders, a process each: everybody accounted for at every moment, nobody mailed twice, and neither memory nor units
 * grow with the audience.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign } from '../../functions/domain/campaign.ts';
import { type System, startSystem } from '../../local/system.ts';
import { meterOf } from '../capacity/measure.ts';
import { accountOf, plantCampaign, plantPeople, sendChunk } from './planted.ts';

let system: System;
let senders: ChildProcess[];
beforeAll(async () => {
  system = await startSystem();
  const { db, bulkSes, queues } = system.deps;
  const env = {
    ...process.env,
    PEOPLE_TABLE: db.tableName('people'),
    CAMPAIGNS_TABLE: db.tableName('campaigns'),
    CONFIGURATION_SET: bulkSes.configurationSet(),
    SEND_QUEUE_URL: queues.url('send'),
    PUBLIC_URL: 'https://samtykke.example',
    BRANDS: 'xledger',
  };
  const file = resolve(import.meta.dirname, 'sender-process.ts');
  senders = Array.from({ length: 6 }, () => fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env }));
  await Promise.all(senders.map((sender) => once(sender, 'message')));
});
afterAll(async () => {
  for (const sender of senders) sender.kill();
  await system.stop();
});

/** Sends a whole campaign, and looks at its account all the while. Returns the most memory that one of the senders had in use. */
async function sendAll(campaign: Campaign): Promise<number> {
  const { brand, campaignId } = campaign;
  const numbers = Array.from({ length: campaign.chunks }, (_, chunk) => chunk);
  const told = senders.map(async (sender, index) => {
    const chunks = numbers.filter((chunk) => chunk % senders.length === index);
    sender.send({ brand, campaignId, chunks });
    const [{ peak }] = (await once(sender, 'message')) as [{ peak: number }];
    return peak;
  });
  const all = Promise.all(told);
  let looks = 0;
  for (let done = false; !done; looks += 1) {
    const { audience, pending, sent, skipped, failed, unknown } = await accountOf(system, campaign);
    expect(pending + sent + skipped + failed + unknown).toBe(audience);
    expect(Math.min(pending, sent, skipped, failed, unknown)).toBeGreaterThanOrEqual(0);
    done = await Promise.race([all.then(() => true), sleep(250, false)]);
  }
  expect(looks).toBeGreaterThan(1);
  return Math.max(...(await all));
}

test('I1, I5, T15, T25: 10,000 recipients: the account is exact at every moment, and memory is that of 1,000', async () => {
  await sendAll(await plantCampaign(system, await plantPeople(system, 1_000)));
  const small = await sendAll(await plantCampaign(system, await plantPeople(system, 1_000)));
  const many = await plantCampaign(system, await plantPeople(system, 10_000));
  const before = system.ses.calls.length;
  const began = performance.now();
  const large = await sendAll(many);
  const seconds = (performance.now() - began) / 1000;

  expect(await accountOf(system, many)).toEqual({
    ...{ audience: 10_000, pending: 0, sent: 10_000, skipped: 0, failed: 0, unknown: 0 },
    reasons: {},
    state: 'finished',
  });
  const calls = system.ses.calls.slice(before);
  expect(calls.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(10_000);
  expect(new Set(calls.map(({ to }) => to)).size).toBe(10_000);
  expect(calls).toHaveLength(10_000);
  const mb = (bytes: number) => Math.round(bytes / 100_000) / 10;
  process.stderr.write(`10,000 in ${Math.round(seconds)} s; heap ${mb(small)} MB for 1,000 and ${mb(large)} MB for 10,000\n`);
  expect(large / small).toBeLessThanOrEqual(1.2);
});

test('2,000 recipients on the meter: no more than 3 W and 1.5 R each, however many there are', async () => {
  // no turn is waited for; and one chunk at a time, as in a function of its own: fifty mails, which is as many as it has connections
  system.ses.limits.maxSendRate = 100_000;
  const campaign = await plantCampaign(system, await plantPeople(system, 2_000));
  const meter = meterOf(system);
  const { use } = await meter.measure(async () => {
    for (let chunk = 0; chunk < campaign.chunks; chunk += 1) while (!(await sendChunk(system, campaign, chunk)));
  });
  meter.close();
  expect(await accountOf(system, campaign)).toMatchObject({ sent: 2_000, pending: 0, state: 'finished' });
  const each = (units: number) => Math.round((units / 2_000) * 1000) / 1000;
  process.stderr.write(`${each(use.write)} W and ${each(use.read)} R a mail\n`);
  expect(use.write / 2_000).toBeLessThanOrEqual(2.2);
  expect(use.read / 2_000).toBeLessThanOrEqual(1.06);
});
