import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSend } from '../../functions/store/sends.ts';
import { type System, startSystem } from '../../local/system.ts';
import { accountOf, plantCampaign, sendChunk, sendKey } from '../campaigns/planted.ts';
import { confirmed, newAddress } from '../faults/steps.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const person = async (more: object = {}) => {
  const email = newAddress();
  return { email, ...(await confirmed(system, { email, consents: ['newsletter:insights'], ...more })) };
};

describe('a chunk', () => {
  test('is mailed, each of its people once, and accounted for', async () => {
    const people = [await person(), await person(), await person()];
    const campaign = await plantCampaign(
      system,
      people.map(({ contactId }) => contactId),
    );
    expect(await sendChunk(system, campaign)).toBe(true);
    for (const { email, contactId } of people) {
      expect(system.mails(email)).toHaveLength(1);
      expect(await readSend(system.deps.db, sendKey(campaign, contactId))).toMatchObject({
        state: 'sent',
        basis: 'consent',
        locale: 'nb',
      });
    }
    expect(await accountOf(system, campaign)).toMatchObject({
      audience: 3,
      sent: 3,
      pending: 0,
      skipped: 0,
      failed: 0,
      unknown: 0,
      state: 'finished',
    });
  });
});
