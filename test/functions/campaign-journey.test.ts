/** A newsletter from its first word to its account, by nothing but the API, the queues and the mailbox. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignId } from '../../functions/domain/campaign.ts';
import { type System, startSystem } from '../../local/system.ts';
import { confirmed, newAddress } from '../faults/steps.ts';
import { asOperator } from '../journey.ts';
import { ask } from './campaign-steps.ts';

let system: System;
const readers = Array.from({ length: 3 }, newAddress);
beforeAll(async () => {
  system = await startSystem();
  for (const email of readers) await confirmed(system, { email, consents: ['newsletter:insights'] });
});
afterAll(() => system.stop());

const newsletters = (): number =>
  readers.flatMap((email) => system.mails(email)).filter(({ subject }) => subject === 'Nytt').length;

/** Writes a newsletter and schedules it for now; its audience stands ready, and nobody has been mailed. */
async function ready(): Promise<CampaignId> {
  const content = { nb: { subject: 'Nytt', markdown: '# Hei\n\nLes [alt](https://xledger.com/no/nytt).' } };
  const answer = await asOperator(system, 'campaigns', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Januar', purpose: 'newsletter:insights', content }),
  });
  const { id } = (await answer.json()) as { id: CampaignId };
  expect(await ask(system, `/${id}/schedule`)).toMatchObject({ status: 200, body: { state: 'preparing' } });
  await system.runJob('prepare-campaign');
  expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'sending', counts: { audience: 3, pending: 3 } });
  return id;
}

describe('a newsletter', () => {
  test('is written, scheduled, mailed once to each of its readers, and accounted for', async () => {
    const before = newsletters();
    const id = await ready();
    await system.settle();
    expect(newsletters() - before).toBe(3);
    expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'finished', counts: { audience: 3, pending: 0, sent: 3 } });
    const { body } = await ask(system, `/${id}/recipients?status=sent`);
    expect(body.items).toHaveLength(3);
  });

  test('that is held mails nobody, until it is let go', async () => {
    const before = newsletters();
    const id = await ready();
    await ask(system, `/${id}/pause`);
    await system.settle();
    expect([newsletters() - before, (await ask(system, `/${id}`)).body.counts.pending]).toEqual([0, 3]);
    await ask(system, `/${id}/resume`);
    await system.settle();
    expect(newsletters() - before).toBe(3);
    expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'finished', counts: { sent: 3, pending: 0 } });
  });

  test.each(['cancelled', 'held and cancelled'])(
    'that is %s while its chunks wait mails nobody, and everybody is accounted for (T21)',
    async (how) => {
      const before = newsletters();
      const id = await ready();
      if (how !== 'cancelled') {
        await ask(system, `/${id}/pause`);
        await system.settle();
      }
      await ask(system, `/${id}/cancel`);
      await system.settle();
      expect(newsletters() - before).toBe(0);
      expect((await ask(system, `/${id}`)).body).toMatchObject({
        state: 'cancelled',
        finishedAt: expect.any(String),
        counts: { audience: 3, pending: 0, sent: 0, skipped: 3 },
        skipped: { cancelled: 3 },
      });
    },
  );
});
