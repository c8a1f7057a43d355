/**
 * `npm run soak -- erasure-orders`: whoever is erased, in every order with what happens to people more seldom than every day. CI runs this. Each was seen failing
 * with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | a disclosure is written down without holding the person to what was judged | a partner that reads |
 * | a new address is saved without looking whether the person is there | a wish for a new address |
 * | a sign of life is noted on a profile that is gone | a sign of life |
 * | a case about somebody unknown leaves their sign-ups; or does not look whether they have confirmed since | who has confirmed nothing |
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import {
  acts,
  erasedDuring,
  everyday,
  expectGone,
  expectNobodyAnywhere,
  ofTheFeed,
  raced,
  severally,
  startWatched,
  states,
  waiting,
} from './erasures.ts';

let system: System;
beforeAll(async () => {
  system = await startWatched();
});
afterAll(() => system.stop());

const asked = 'the question whether they stay';
const seldom = Object.keys(acts).filter((name) => name !== asked && !everyday.some((one) => one === name));

test.each(seldom)('in every order with %s', (name) => erasedDuring(system, severally, name));

test(`in the last step of retention, in every order with ${asked}`, async () => {
  const begin = states['in the last step of retention'] ?? expect.fail('no such state');
  await erasedDuring(system, begin, asked);
});

test.each(Object.entries(ofTheFeed))('in every order with %s', async (_, act) => {
  await raced(() => severally(system), act, expectGone, { lanes: 1 });
  await expectNobodyAnywhere(system);
});

test.each(['a sign-up', 'a confirmation', 'the mail that answers a sign-up', 'an import'])(
  'who has confirmed nothing and is erased by a case, in every order with %s',
  // the proof goes to a chain that all of the brand share
  (name) => erasedDuring(system, waiting, name, 1),
);
