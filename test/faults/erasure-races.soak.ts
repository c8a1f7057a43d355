/** `npm run soak -- erasure-races`: whoever is erased, in each state, in every order with each act. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { acts, expectGone, expectNobodyAnywhere, raced, startWatched, states } from './erasures.ts';

let system: System;
beforeAll(async () => {
  system = await startWatched();
});
afterAll(() => system.stop());

describe.each(Object.entries(states))('%s', (_, begin) => {
  test.each(Object.entries(acts))('in every order with %s', async (name, act) => {
    const orders = await raced(
      () => begin(system),
      act,
      (world, answer) => expectGone(world, answer, { again: name === 'a sign-up' }),
    );
    expect(orders).toBeGreaterThanOrEqual(1);
    await expectNobodyAnywhere(system);
  });
});
