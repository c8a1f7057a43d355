/** Numbers that a brand may give away. The rule itself: `domain/aggregate.test.ts`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, linkIn, postSignUp, press } from '../journey.ts';
import { changed } from '../policies/world.ts';

let system: System;
const purpose = 'newsletter:insights';
const people = { no: 6, uk: 4, se: 2 };
beforeAll(async () => {
  system = await startSystem({ policies: [changed(xledger, { sharing: { minCell: 3 } }), infosoft] });
  const visitors = Object.entries(people).flatMap(([market, count]) =>
    Array.from({ length: count }, (_, index) => ({
      email: `${market}-${index}@example.no`,
      form: `newsletter-${market}`,
      consents: [purpose],
    })),
  );
  await Promise.all(visitors.map((visitor) => postSignUp(system, visitor)));
  // somebody who never confirms, and somebody who agreed to something else
  await postSignUp(system, { email: 'never@example.no', form: 'newsletter-no', consents: [purpose] });
  await postSignUp(system, { email: 'events@example.no', form: 'newsletter-no', consents: ['newsletter:events'] });
  await system.settle();
  const confirming = [...visitors.map(({ email }) => email), 'events@example.no'];
  await Promise.all(confirming.map((email) => press(system, linkIn(system, email, 'c'))));
});
afterAll(() => system.stop());

const ask = async (query: Readonly<Record<string, string>>, init: Parameters<typeof asOperator>[2] = {}) => {
  const answer = await asOperator(system, `audience/aggregate?${new URLSearchParams(query)}`, init);
  return { status: answer.status, body: (await answer.json()) as unknown };
};

describe('numbers to give away (K16)', () => {
  test('tell of each market how many may be mailed, but not of a few, nor what would give these away', async () => {
    const { status, body } = await ask({ purpose, by: 'market' });
    expect(status).toBe(200);
    expect(body).toEqual({
      purpose,
      by: 'market',
      minCell: 3,
      total: 12,
      cells: [
        { value: 'no', count: 6 },
        // with two Swedes and no Finn alone, what is missing from the total would tell of two people
        { value: 'uk', count: null },
        { value: 'se', count: null },
        { value: 'fi', count: null },
      ],
    });
  });

  test('come by language too, and of nobody by name', async () => {
    const { body } = await ask({ purpose, by: 'locale' });
    expect(body).toMatchObject({ by: 'locale', total: 12 });
    expect(JSON.stringify(body)).not.toMatch(/@|contactId/);
  });

  test('are not to be had where the policy names no smallest number', async () => {
    expect((await ask({ purpose: 'newsletter:news', by: 'market' }, { brand: 'infosoft' })).status).toBe(404);
  });

  test.each<[string, Record<string, string>, string]>([
    ['by something that would single people out', { purpose, by: 'company' }, '/by'],
    ['by nothing', { purpose }, '/by'],
    ['of a filtered audience, two of which would tell of one person', { purpose, by: 'market', company: 'Fjord AS' }, '/company'],
    ['of tracking', { purpose: 'tracking:open', by: 'market' }, '/purpose'],
    ['of a purpose that is none', { purpose: '__proto__', by: 'market' }, '/purpose'],
  ])('are not told %s', async (_, query, pointer) => {
    expect(await ask(query)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});
