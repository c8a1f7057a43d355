/**
 * Somebody is erased, in each state that a person can be in, while something else happens to them: every order in which the two handlers' calls can fall, the `erase` job among
 * them. Afterwards nothing of them is left in any table, queue, log or page but what bars their address and the evidence that names nobody (I8). What happens
 * seldom is in `erasure-orders.soak.ts`. Each was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | a claim that finds nobody stays | a newsletter |
 * | marks are saved whether or not the mail is still there | an open and a click |
 * | the sweep files people for another day without a condition | a sweep |
 * | an erasure leaves no suppression | every state |
 * | an erasure leaves the open requests | a confirmation |
 * | an erasure gets past a legal hold | a legal hold |
 * | a case keeps the address after its last mail | in an open case |
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { System } from '../../local/system.ts';
import {
  type Act,
  acts,
  ask,
  atOnce,
  erasedDuring,
  everyday,
  expectGone,
  expectNobodyAnywhere,
  held,
  itemsThatName,
  keysOf,
  putOnHold,
  raced,
  severally,
  startWatched,
  states,
  type World,
} from './erasures.ts';

// many small runs, and a machine that may have other things to do
vi.setConfig({ testTimeout: 600_000 });

let system: System;
beforeAll(async () => {
  system = await startWatched();
});
afterAll(() => system.stop());

const named = (names: readonly string[]) => names.map((name) => acts[name] as Act);

describe('of somebody who is erased nothing is left, and their chain verifies (I8, I11, F19)', () => {
  test.each(Object.entries(states))('%s, while a sign-up, a click, a newsletter and a sweep run', async (_, begin) => {
    const together = named(['a sign-up', 'an open and a click', 'a newsletter', 'a sweep']);
    await atOnce(
      () => begin(system),
      together,
      (world, answer) => expectGone(world, answer, { again: true }),
    );
    await expectNobodyAnywhere(system);
  });

  test.each(everyday)('in every order with %s', (name) => erasedDuring(system, severally, name));
});

describe('a legal hold', () => {
  test('refuses the erasure, is seen, and nothing is lost, while a sign-up, a click, a newsletter and a sweep run (K11)', async () => {
    const together = named(['a sign-up', 'an open and a click', 'a newsletter', 'a sweep']);
    await atOnce(
      () => held(system),
      together,
      async (world, { status }) => {
        expect(status).toBe(409);
        await expectWhole(world);
      },
    );
  });

  test('that comes meanwhile refuses the erasure, or finds nobody', async () => {
    const outcomes = new Set<string>();
    await raced(
      () => severally(system),
      async (world) => () => putOnHold(world),
      async (world, answer) => {
        outcomes.add(answer.status === 409 ? 'held' : 'erased');
        if (answer.status === 409) await expectWhole(world);
        else await expectGone(world, answer);
      },
    );
    expect([...outcomes].sort()).toEqual(['erased', 'held']);
    await expectNobodyAnywhere(system);
  });

  const expectWhole = async (world: World) => {
    const consents = ['events', 'insights'].map((topic) => `CONSENT#newsletter:${topic}`);
    expect(await keysOf(world)).toEqual(expect.arrayContaining([...consents, 'PROFILE']));
    const seen = await (await ask(world, `contacts/${world.id}`)).json();
    expect(seen).toMatchObject({ email: world.email, name: world.name, legalHold: { reason: 'Claim 5' } });
  };
});

test('the search finds people where they do stand', async () => {
  const world = await severally(system);
  const found = await itemsThatName(system, (canary) => canary === world.canary);
  expect(found).toEqual(
    expect.arrayContaining([`people xledger#${world.id} PROFILE`, `people xledger#${world.id} CONSENT#newsletter:insights`]),
  );
  expect(found.filter((item) => item.startsWith('ledger'))).toEqual([]);
});
