/**
 * Every AWS call of every handler, lost on the way or its answer lost: once, so that the SDK repeats it; every time; or together with the
 * function. Then whoever waited tries again, as people, queues and streams do. Each test was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | SES client without `maxAttempts: 1` | the mail with the confirmation; drop-, error-after-accept |
 * | claim without its condition; or a taken claim is ignored | the mail with the confirmation |
 * | a claim whose answer was lost is not known as ours | the mail with the confirmation |
 * | SES client that keeps connections | on a connection of its own |
 * | what is unknown is released and tried again | the three after-accept |
 * | a throttled claim is not released; or the source’s not given back | throttled, throttle, pause |
 * | unsubscribe answers 200 though saving failed | of an unsubscribe |
 * | erasure leaves the consents | of an unsubscribe that erases |
 * | the erase job leaves an item | of the erase job, of the relay after an erasure |
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ses } from '../../functions/deps.ts';
import { stands } from '../../functions/domain/consent.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { hashAddressOfAllBrands, hashSourceOfDay } from '../../functions/domain/identity.ts';
import { sendMail } from '../../functions/email/ses.ts';
import { keys } from '../../functions/store/keys.ts';
import { readPerson } from '../../functions/store/people.ts';
import type { SesFault } from '../../local/ses.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { postSignUp, press, type Visitor, xledger } from '../journey.ts';
import { callsOf, type Fault, faultsOf, struck, watchCalls } from './aws-calls.ts';
import { keeping } from './brands.ts';
import { findingsIn } from './invariants.ts';
import { addressAt, confirmed, keysUnder, linkFor, newAddress, newSource, putItem, request } from './steps.ts';

// many small runs, and a machine that may have other things to do
vi.setConfig({ testTimeout: 300_000 });

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, keeping] });
  watchCalls(system.deps);
  // who operates the function may want five attempts of everything else
  await system.deps.db.client.config.maxAttempts();
  process.env.AWS_MAX_ATTEMPTS = '5';
});
afterAll(() => system.stop());

/** A handler's part in the life of one person. */
interface Story<World> {
  /** Leads up to the moment at which the handler is called. */
  readonly begin: () => Promise<World>;
  /** The last thing before that moment, for all who have begun. */
  readonly ready?: () => Promise<unknown>;
  readonly act: (world: World) => Promise<unknown>;
  /** What the one who waited for the answer does when none came, or a 5xx. */
  readonly again?: (world: World) => Promise<unknown>;
  /** Looks at the moment after `act`, before anybody has tried again. */
  readonly told?: (world: World, answer: unknown, label: string) => Promise<void>;
  /** Looks at the end, when all is quiet. */
  readonly check: (world: World, fault: Fault | undefined, label: string) => Promise<void>;
}

let faults = 0;
/** Tells a story without a fault, and once with each fault at each of its calls. Returns the calls. */
async function tell<World>({ begin, ready, act, again, told, check }: Story<World>) {
  const clean = await begin();
  await ready?.();
  const calls = await callsOf(() => act(clean));
  const cases = await Promise.all(
    faultsOf(calls.length).map(async (fault) => ({
      fault,
      label: `${calls[fault.number]} (${fault.number}) ${fault.when} ${fault.how}`,
      world: await begin(),
    })),
  );
  await ready?.();
  const unanswered: World[] = [];
  for (const { fault, label, world } of cases) {
    const answer = await struck(fault, () => act(world));
    await told?.(world, answer, label);
    if (!(answer instanceof Response) || answer.status >= 500) unanswered.push(world);
  }
  // whoever does not try again leaves nothing half done
  if (again) expect(await findingsIn(system)).toEqual([]);
  for (const world of unanswered) await again?.(world);
  await system.settle();
  await check(clean, undefined, 'no fault');
  for (const { fault, label, world } of cases) await check(world, fault, label);
  faults += cases.length;
  return calls;
}

const mailsTo = (email: string) => system.mails(email).length;

async function standing({ brand = xledger.brand, email }: Visitor): Promise<string[] | undefined> {
  const { contactId } = await addressAt(system, brand, email);
  const person = contactId && (await readPerson(system.deps.db, brand, contactId, system.clock.now()));
  return person?.consents.filter((consent) => stands(consent, system.clock.now())).map(({ purpose }) => purpose);
}

const insights = { consents: ['newsletter:insights'] } as const;
const inKeeping = { brand: 'keeping', form: 'newsletter', consents: ['newsletter:news', 'tracking:open'] } as const;
const inInfosoft = {
  brand: 'infosoft',
  form: 'newsletter-se',
  consents: ['newsletter:news'],
  name: 'Åsa Berg',
  company: 'Berg AB',
} as const;

describe('a fault at any call', () => {
  test('of a sign-up: whoever got no answer sends the form again, and one mail comes', async () => {
    const calls = await tell({
      begin: async () => newAddress(),
      act: (email) => postSignUp(system, { email }, { sourceIp: newSource() }),
      again: (email) => postSignUp(system, { email }, { sourceIp: newSource() }),
      check: async (email, _, label) => {
        expect(mailsTo(email), label).toBe(1);
        expect((await addressAt(system, 'xledger', email)).requests, label).toHaveLength(1);
      },
    });
    expect(calls).toEqual(['PutItem']);
  });

  test('of the relay: the stream delivers again, and one mail comes', async () => {
    const calls = await tell({
      begin: async () => {
        const visitor = { email: newAddress() };
        const waiting = await request(system, visitor);
        return { ...visitor, waiting: { ...keys.request('xledger', waiting.addressHash, waiting.form), ...waiting } };
      },
      act: ({ waiting }) => system.runJob('relay', streamEvent('INSERT', waiting)),
      check: async ({ email }, _, label) => expect(mailsTo(email), label).toBe(1),
    });
    expect(calls).toEqual(['SendMessageBatch']);
  });

  test('of the relay after an erasure: the stream delivers again, and nothing remains', async () => {
    const calls = await tell({
      begin: erasedWithRemains,
      act: ({ pk }) => system.runJob('relay', streamEvent('REMOVE', { pk, sk: 'PROFILE' })),
      check: async ({ pk }, _, label) => expect(await keysUnder(system, pk), label).toEqual([]),
    });
    // one for what is left, one for whoever the person was shared with
    expect(calls).toEqual(['SendMessageBatch', 'SendMessageBatch']);
  });

  test('of the erase job: the queue delivers again, and nothing remains', async () => {
    const calls = await tell({
      begin: erasedWithRemains,
      act: ({ contactId }) =>
        system.runJob('erase', { Records: [{ messageId: 'm', body: JSON.stringify({ brand: 'xledger', contactId }) }] }),
      check: async ({ pk }, _, label) => expect(await keysUnder(system, pk), label).toEqual([]),
    });
    // the last one files the closed chain for the end of its proof
    expect(calls).toEqual(['Query', 'Query', 'DeleteItem', 'DeleteItem', 'PutItem']);
  });

  test.for([
    ['somebody new', 'stranger', ['Query', 'TransactWriteItems']],
    ['somebody known', 'known', ['Query', 'Query', 'TransactWriteItems']],
    ['somebody who had left', 'left', ['Query', 'TransactWriteItems']],
  ] as const)('of a confirmation by %s: the button is pressed again, and they are confirmed once', async ([, who, expected]) => {
    const calls = await tell({
      begin: async () => {
        const email = newAddress();
        const former = { email, form: 'newsletter-uk', consents: ['newsletter:events'] };
        if (who !== 'stranger') {
          const { unsubscribe } = await confirmed(system, former);
          if (who === 'left') await press(system, unsubscribe);
        }
        return { email, link: await linkFor(system, { email, ...insights }) };
      },
      act: ({ link }) => press(system, link),
      again: async ({ link }) => expect((await press(system, link)).status).toBe(200),
      told: async ({ email }, answer, label) => {
        if (answer instanceof Response && answer.status === 200)
          expect(await standing({ email }), label).toContain('newsletter:insights');
      },
      check: async ({ email }, _, label) => expect(await standing({ email }), label).toContain('newsletter:insights'),
    });
    expect(calls).toEqual(expected);
  });

  test.for([
    ['erases', xledger, undefined, ['Query', 'Query', 'TransactWriteItems']],
    ['suppresses', inKeeping, [], ['Query', 'TransactWriteItems']],
    ['deactivates', inInfosoft, [], ['Query', 'TransactWriteItems']],
  ] as const)(
    'of an unsubscribe that %s: 200 only when it is done; pressed again, it is done',
    async ([, visitor, left, expected]) => {
      const calls = await tell({
        begin: async () => {
          const email = newAddress();
          return { email, ...(await confirmed(system, { email, ...visitor })) };
        },
        act: ({ unsubscribe }) => press(system, unsubscribe),
        again: async ({ unsubscribe }) => expect((await press(system, unsubscribe)).status).toBe(200),
        told: async ({ email }, answer, label) => {
          if (answer instanceof Response && answer.status === 200)
            expect(await standing({ ...visitor, email }), label).toEqual(left);
        },
        check: async ({ email }, _, label) => expect(await standing({ ...visitor, email }), label).toEqual(left),
      });
      expect(calls).toEqual(expected);
    },
  );

  const toSend = async (known: boolean) => {
    const email = newAddress();
    if (known) await confirmed(system, { email, form: 'newsletter-uk', consents: ['newsletter:insights', 'newsletter:events'] });
    const { brand, addressHash, form, requestId } = await request(system, { email, ...insights });
    return { email, event: { Records: [{ messageId: 'm', body: JSON.stringify({ brand, addressHash, form, requestId }) }] } };
  };
  // the message itself stays in its queue: what is struck is its first delivery
  const ready = () => system.runJob('relay');

  test.for([
    ['the confirmation', false, ['Query', 'UpdateItem', 'UpdateItem', 'SendEmail', 'UpdateItem']],
    ['the link for a subscriber', true, ['Query', 'Query', 'UpdateItem', 'UpdateItem', 'SendEmail', 'UpdateItem']],
  ] as const)(
    'of the mail with %s: never two, and one unless the fault fell between claim and SES',
    async ([, known, expected]) => {
      const calls = await tell({
        begin: () => toSend(known),
        ready,
        act: ({ event }) => system.runJob('send-confirmation', event),
        check: async ({ email }, fault, label) => {
          const ses = expected.indexOf('SendEmail');
          const between =
            (fault?.number === ses && fault.when === 'before') ||
            (fault?.number === ses - 1 && fault.when === 'after' && fault.how !== 'once');
          expect(mailsTo(email), label).toBe(between ? 0 : 1);
          expect(system.ses.calls.filter(({ to }) => to === email).length, label).toBeLessThanOrEqual(1);
        },
      });
      expect(calls).toEqual(expected);
    },
  );

  test('of a mail that SES throttled: never two, and one unless the fault fell between claim and release', async () => {
    const calls = await tell({
      begin: async () => {
        const world = await toSend(false);
        system.ses.fail('throttle', { to: world.email });
        return world;
      },
      ready,
      act: ({ event }) => system.runJob('send-confirmation', event),
      check: async ({ email }, fault, label) => {
        expect(mailsTo(email), label).toBeLessThanOrEqual(1);
        if (!fault || fault.number < 2 || fault.number > 4) expect(mailsTo(email), label).toBe(1);
      },
    });
    expect(calls).toEqual(['Query', 'UpdateItem', 'UpdateItem', 'SendEmail', 'UpdateItem', 'UpdateItem']);
  });

  test('left nothing half done, and answered no request by two mails', async () => {
    expect(faults).toBeGreaterThanOrEqual(220);
    expect(await findingsIn(system)).toEqual([]);
    const answers = Map.groupBy(system.mails(), ({ tags }) => tags.request);
    expect(answers.size).toBeGreaterThan(90);
    expect([...answers.values()].filter((mails) => mails.length > 1)).toEqual([]);
  });
});

describe('what SES answers', () => {
  test('arrives on a connection of its own: one that has idled may be closed at the other end, and would lose the mail', async () => {
    const used = new Set<Socket>();
    const server = createServer(({ socket }, response) => {
      if (used.has(socket)) return void socket.destroy();
      used.add(socket);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"id"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const front = process.env.AWS_ENDPOINT_URL_SESV2;
    process.env.AWS_ENDPOINT_URL_SESV2 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    vi.resetModules();
    const { ses } = (await import('../../functions/deps.ts')) as { ses: Ses };
    const mail = {
      from: { name: 'Xledger', email: 'news@xledger.com' },
      to: 'kari@example.no',
      replyTo: 'news@xledger.com',
      mail: { subject: 'Hei', html: '<p>Hei</p>', text: 'Hei' },
      headers: {},
      tags: {},
    };
    const send = () => sendMail({ client: ses.client, configurationSet: () => 'set' }, mail);
    expect([await send(), await send()]).toEqual([
      { outcome: 'sent', messageId: 'id' },
      { outcome: 'sent', messageId: 'id' },
    ]);
    expect(used.size).toBe(2);
    process.env.AWS_ENDPOINT_URL_SESV2 = front;
    server.close();
  });

  const spent = async (email: string, ip: string) => {
    const { pepper } = await system.deps.secret();
    const items = await system.dump('people');
    const find = (pk: string) => items.find((item) => item.pk === pk);
    const address = find(keys.allowance(hashAddressOfAllBrands(pepper, EmailAddress.parse(email))).pk);
    const source = find(keys.allowance(hashSourceOfDay(pepper, ip, system.clock.now())).pk);
    return { address: ['at1', 'at2', 'at3'].filter((slot) => Number(address?.[slot] ?? 0) > 0).length, source: source?.mails };
  };

  test.for([
    ['drop-after-accept', 1, ['drop-after-accept'], 'unknown'],
    ['error-after-accept', 1, ['error-after-accept'], 'unknown'],
    ['silence-after-accept', 1, ['silence-after-accept'], 'unknown'],
    ['drop', 0, ['drop'], 'unknown'],
    ['error', 0, ['error'], 'unknown'],
    ['reject', 0, ['MessageRejected'], 'refused'],
    ['throttle', 1, ['TooManyRequestsException', 'accepted'], 'confirmation'],
    ['pause', 1, ['SendingPausedException', 'accepted'], 'confirmation'],
  ] as const satisfies [SesFault, number, string[], string][])(
    '%s: %i mail, and never a second try of what may have been sent',
    async ([fault, mails, calls, mailed]) => {
      const email = newAddress();
      const ip = newSource();
      system.ses.fail(fault, { to: email });
      await postSignUp(system, { email }, { sourceIp: ip });
      await system.settle();
      expect(system.ses.calls.filter(({ to }) => to === email).map(({ outcome }) => outcome)).toEqual(calls);
      expect(mailsTo(email)).toBe(mails);
      expect((await addressAt(system, 'xledger', email)).requests[0]?.mailed).toBe(mailed);
      expect(await spent(email, ip)).toEqual({ address: 1, source: 1 });
    },
  );

  test('throttle without end: the message lies in the dead-letter queue, and a later sign-up is mailed as if it had not been', async () => {
    const email = newAddress();
    const ip = newSource();
    system.ses.fail('throttle', { to: email, times: 5 });
    await postSignUp(system, { email }, { sourceIp: ip });
    await system.settle();
    expect(mailsTo(email)).toBe(0);
    expect(await spent(email, ip)).toEqual({ address: 0, source: 0 });
    expect(await system.deadLetters('confirmation')).toHaveLength(1);
    system.advance('PT16M');
    await postSignUp(system, { email }, { sourceIp: ip });
    await system.settle();
    expect(mailsTo(email)).toBe(1);
  });
});

async function erasedWithRemains() {
  const { contactId, unsubscribe } = await confirmed(system, { email: newAddress() });
  const pk = `xledger#${contactId}`;
  await Promise.all(['SEND#1', 'SHARED#1'].map((sk) => putItem(system, { pk, sk })));
  await press(system, unsubscribe);
  return { contactId, pk };
}

const streamEvent = (eventName: 'INSERT' | 'REMOVE', item: object) => {
  const image = marshall(item, { removeUndefinedValues: true });
  const Keys = { pk: image.pk, sk: image.sk };
  return {
    Records: [
      {
        eventName,
        dynamodb: { Keys, SequenceNumber: '1', ...(eventName === 'INSERT' ? { NewImage: image } : { OldImage: image }) },
      },
    ],
  };
};
