import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContactId } from '../../functions/domain/identity.ts';
import { ask, draft, type HeldSystem, kept, preparedOf, sendChunk, startHeldSystem } from './campaign-steps.ts';
import { crowd } from './planted.ts';

let system: HeldSystem;
let people: ContactId[];
beforeAll(async () => {
  system = await startHeldSystem();
  people = await crowd(system, 120, { brand: 'xledger', purpose: 'newsletter:insights' });
});
afterAll(() => system.stop());

describe('a campaign', () => {
  test('goes from draft to its account', async () => {
    const id = await draft(system);
    expect(await ask(system, `/${id}/schedule`)).toEqual({
      status: 200,
      body: { id, state: 'preparing', scheduledFor: expect.any(String) },
    });
    await system.settle();
    expect((await ask(system, `/${id}`)).body).toMatchObject({
      state: 'sending',
      counts: { audience: 120, pending: 120, sent: 0 },
    });
    expect((await preparedOf(system, id)).flat().sort()).toEqual(people.toSorted());
    for (const message of system.handedOver) await sendChunk(system, message);
    expect((await ask(system, `/${id}`)).body).toMatchObject({
      state: 'finished',
      counts: { audience: 120, pending: 0, sent: 120 },
    });
  });
});
