import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suppressionReasons } from '../../functions/domain/consent.ts';
import { type System, startSystem } from '../../local/system.ts';
import { setStanding, suppress } from '../functions/planted.ts';
import { postSignUp, press, subscribe } from '../journey.ts';
import { type AwsCall, hearAwsCalls } from './aws-calls.ts';

let system: System;
let calls: AwsCall[];
let stop: () => void;
beforeAll(async () => {
  system = await startSystem();
  ({ calls, stop } = hearAwsCalls(system));
});
afterAll(async () => {
  stop();
  await system.stop();
});

/** Every state that an address can be in when somebody types it into a form, and the steps that lead there. */
const states: Record<string, (email: string) => Promise<unknown>> = {
  new: async () => {},
  pending: async (email) => {
    await postSignUp(system, { email });
    system.advance('PT16M');
  },
  'pending and cooling down': (email) => postSignUp(system, { email }),
  confirmed: async (email) => {
    await subscribe(system, { email });
    system.advance('PT16M');
  },
  'confirmed and cooling down': (email) => subscribe(system, { email }),
  'confirmed by another form': (email) => subscribe(system, { email, form: 'download-no', consents: ['newsletter:insights'] }),
  withdrawn: async (email) => press(system, await subscribe(system, { email })),
  restricted: async (email) => {
    await subscribe(system, { email, form: 'download-no', consents: ['newsletter:insights'] });
    await setStanding(system, email, 'restricted');
  },
  ...Object.fromEntries(
    suppressionReasons.map((reason) => [`suppressed: ${reason}`, (email: string) => suppress(system, email, reason)]),
  ),
};

async function answerTo(send: () => Promise<Response>) {
  calls.length = 0;
  const answer = await send();
  const headers = [...answer.headers].filter(([name]) => name !== 'date');
  return { status: answer.status, headers, body: await answer.text(), calls: calls.splice(0) };
}

const ways: [string, (email: string) => Promise<Response>][] = [
  ['JSON', (email) => postSignUp(system, { email, name: 'Kari' })],
  [
    'a form',
    (email) =>
      system.fetch('/xledger/signup/newsletter-no', {
        method: 'POST',
        body: new URLSearchParams({ email, formVersion: '1', locale: 'nb', consent: 'newsletter:insights' }),
      }),
  ],
];

describe.each(ways)('a sign-up by %s (S10, T2)', { timeout: 60_000 }, (way, send) => {
  test('gets the same status, headers and bytes, after the same AWS calls, whatever state the address is in', async () => {
    const answers: Record<string, Awaited<ReturnType<typeof answerTo>>> = {};
    for (const [index, [state, lead]] of Object.entries(states).entries()) {
      const email = `${way === 'JSON' ? 'j' : 'f'}-${String(index).padStart(2, '0')}@example.no`;
      await lead(email);
      await system.settle();
      answers[state] = await answerTo(() => send(email));
    }
    const { new: first } = answers;
    expect(first?.status).toBe(way === 'JSON' ? 202 : 303);
    expect(first?.calls).toEqual([
      { command: 'PutItemCommand', table: system.deps.db.tableName('people'), condition: expect.any(String) },
    ]);
    for (const [state, answer] of Object.entries(answers)) expect(answer, state).toEqual(first);
    expect(Object.keys(answers)).toHaveLength(14);
  });
});

const asked: typeof ways = [
  [
    'JSON',
    (email) =>
      system.fetch('/xledger/manage', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email }),
      }),
  ],
  ['a form', (email) => system.fetch('/xledger/manage', { method: 'POST', body: new URLSearchParams({ email, locale: 'nb' }) })],
];

describe.each(asked)('asking for the one-hour link by %s (S10)', { timeout: 60_000 }, (way, send) => {
  test('gets the same status, headers and bytes, after the same AWS calls, whatever state the address is in', async () => {
    const answers: Record<string, Awaited<ReturnType<typeof answerTo>>> = {};
    for (const [index, [state, lead]] of Object.entries(states).entries()) {
      const email = `${way === 'JSON' ? 'm' : 'n'}-${String(index).padStart(2, '0')}@example.no`;
      await lead(email);
      await system.settle();
      answers[state] = await answerTo(() => send(email));
      // and again at once: whoever waits is answered like whoever is new
      answers[`${state}, again`] = await answerTo(() => send(email));
    }
    const { new: first } = answers;
    expect(first?.status).toBe(202);
    expect(first?.calls).toEqual([
      { command: 'PutItemCommand', table: system.deps.db.tableName('people'), condition: expect.any(String) },
    ]);
    for (const [state, answer] of Object.entries(answers)) expect(answer, state).toEqual(first);
    expect(Object.keys(answers)).toHaveLength(28);
  });
});

describe('the thank-you page (S10)', () => {
  test('is asked of nobody’s state: no AWS call at all', async () => {
    const { calls: made, status } = await answerTo(() => system.fetch('/xledger/signup/newsletter-no/thanks'));
    expect(status).toBe(200);
    expect(made).toEqual([]);
  });
});
