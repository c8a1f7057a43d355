/**
 * What bounds a sign-up: time, the cool-down, the allowances, what bars an address, and records that nobody can handle. Each test was seen
 * failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | expiry by presence of the row | F10, F20 |
 * | expiry a moment late: `<=` for `<` | F10 at 0 ms |
 * | no condition on the cool-down | F12 |
 * | objection or complaint does not bar the mail; or not the link | F13, suppressed as |
 * | standing does not bar the link | F13, whose standing |
 * | a link is good for any request, and for whoever is there now | T5 |
 * | a subscriber is asked to confirm again | F13, T2 |
 * | a window that begins anew instead of sliding; or a millisecond too wide | T13 |
 * | the allowance counts by brand | S11 |
 * | no limit of the source; or the source is what a header says | S12 |
 * | a message is answered however late it comes | F22 |
 * | an exception escapes the batch; or is swallowed | F16 |
 * | the relay swallows a refusal | F26 |
 */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { suppressionReasons } from '../../functions/domain/consent.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { type AddressHash, hashAddressOfAllBrands, hashSourceOfDay } from '../../functions/domain/identity.ts';
import { limits } from '../../functions/domain/limits.ts';
import type { SignUpRequest } from '../../functions/domain/sign-up.ts';
import { claimAddressAllowance, releaseAddressAllowance } from '../../functions/store/allowances.ts';
import { keys } from '../../functions/store/keys.ts';
import { readChain } from '../../functions/store/ledger.ts';
import { readPerson } from '../../functions/store/people.ts';
import type { Clock } from '../../local/clock.ts';
import { type System, startSystem } from '../../local/system.ts';
import { askForLink, linkIn, postSignUp, press, unsubscribeLinkOn, xledger } from '../journey.ts';
import { findingsIn } from './invariants.ts';
import { addressAt, confirmed, hashAt, linkFor, linkOf, newAddress, newSource, putItem, request } from './steps.ts';

/** A clock that stands still until it is set: what happens at an exact millisecond can only be seen so. */
function stillClock(start: Date): Clock & { readonly set: (to: Date) => void } {
  let at = start.getTime();
  const set = (to: Date) => {
    if (to.getTime() < at) throw new RangeError('time does not run backwards');
    at = to.getTime();
  };
  return {
    now: () => new Date(at),
    aheadMs: () => at - Date.now(),
    advance: (by) => {
      set(new Date(at + Number(by)));
      return new Date(at);
    },
    set,
  };
}

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

// many small runs, and a machine that may have other things to do
vi.setConfig({ testTimeout: 300_000 });

let system: System;
let clock: ReturnType<typeof stillClock>;
beforeAll(async () => {
  clock = stillClock(new Date('2027-03-01T08:00:00.000Z'));
  system = await startSystem({ clock });
});
afterAll(() => system.stop());
// what one test sent is over for the next
beforeEach(() => {
  clock.advance(25 * hour);
});

const personAt = async (email: string) => {
  const { contactId } = await addressAt(system, 'xledger', email);
  return contactId && readPerson(system.deps.db, 'xledger', contactId, clock.now());
};

/** What is wrong with one person; what another test wrote past the functions is not. */
const findingsAt = async (email: string) => {
  const address = keys.address('xledger', await hashAt(system, 'xledger', email));
  return (await findingsIn(system)).filter((finding) => finding.startsWith(address));
};

describe('time', () => {
  test.for([
    [-1, 'there'],
    [0, 'there'],
    [1, 'there'],
    [-1, 'deleted'],
    [0, 'deleted'],
    [1, 'deleted'],
  ] as const)('F10, T4: %i ms from expiry, with the expired row %s, the clock decides', async ([offset, row]) => {
    const email = newAddress();
    const waiting = await request(system, { email });
    const link = await linkOf(system, waiting);
    clock.set(new Date(waiting.expiresAt * second + offset));
    if (row === 'deleted') await system.runJob('ttl');
    expect((await addressAt(system, 'xledger', email)).requests).toHaveLength(row === 'deleted' && offset >= 0 ? 0 : 1);

    const status = offset < 0 ? 200 : 410;
    expect((await system.fetch(link)).status).toBe(status);
    expect((await press(system, link)).status).toBe(status);
    expect((await personAt(email))?.consents.length).toBe(offset < 0 ? 2 : undefined);
    expect(await findingsIn(system)).toEqual([]);
  });

  test('F20: a row that time to live has left for 72 hours is dead: its link, its mail and its cool-down', async () => {
    const email = newAddress();
    const waiting = await request(system, { email });
    const link = await linkOf(system, waiting);
    clock.set(new Date(waiting.expiresAt * second + 72 * hour));
    expect((await press(system, link)).status).toBe(410);
    const mails = system.mails(email).length;
    const { brand, addressHash, form, requestId } = waiting;
    await system.runJob('send-confirmation', batch([{ brand, addressHash, form, requestId }]));
    expect(system.mails(email)).toHaveLength(mails);
    expect((await press(system, await askForLink(system, { email }))).status).toBe(200);
    expect(await findingsIn(system)).toEqual([]);
  });

  test('a confirmation from before the expiry stands after it, row or no row, and its link is told to be over', async () => {
    const email = newAddress();
    const waiting = await request(system, { email });
    const link = await linkOf(system, waiting);
    clock.set(new Date(waiting.expiresAt * second - 1));
    await press(system, link);
    const person = await personAt(email);
    clock.advance(1);
    expect((await press(system, link)).status).toBe(410);
    await system.runJob('ttl');
    expect((await press(system, link)).status).toBe(410);
    expect(await personAt(email)).toEqual(person);
    expect(await findingsIn(system)).toEqual([]);
  });

  test('F22: a message that comes back from the dead-letter queue after days sends no second mail', async () => {
    const email = newAddress();
    const waiting = await request(system, { email });
    await system.settle();
    expect(system.mails(email)).toHaveLength(1);
    // as if SES had taken the mail and every note of it had been lost
    const { mailed: _, messageId: __, ...unnoted } = (await addressAt(system, 'xledger', email)).requests[0] ?? waiting;
    await putItem(system, { ...keys.request('xledger', waiting.addressHash, waiting.form), ...unnoted });
    const { brand, addressHash, form, requestId } = waiting;
    const again = () => system.runJob('send-confirmation', batch([{ brand, addressHash, form, requestId }]));
    clock.advance(24 * hour - 1);
    expect(await again()).toEqual({ batchItemFailures: [] });
    clock.advance(2 * second);
    await system.runJob('ttl');
    expect(await again()).toEqual({ batchItemFailures: [] });
    expect(system.mails(email)).toHaveLength(1);
  });
});

describe('the cool-down', () => {
  test('F12: a form posted five times in ten seconds, even at once, leaves one request and one mail; the first choices stand', async () => {
    for (const pause of [0, 2 * second]) {
      const email = newAddress();
      const ticked = ['newsletter:insights', 'newsletter:events', 'tracking:open', 'tracking:click', 'partner:implementation'];
      const post = (n: number) => postSignUp(system, { email, consents: ['newsletter:insights', ...ticked.slice(1, n + 1)] });
      const answers: Response[] = [];
      if (pause === 0) answers.push(...(await Promise.all([0, 1, 2, 3, 4].map(post))));
      else
        for (const n of [0, 1, 2, 3, 4]) {
          answers.push(await post(n));
          clock.advance(pause);
        }
      expect(new Set(await Promise.all(answers.map(async (answer) => `${answer.status} ${await answer.text()}`)))).toEqual(
        new Set(['202 {"status":"accepted"}']),
      );
      await system.settle();
      const { requests } = await addressAt(system, 'xledger', email);
      expect(requests).toHaveLength(1);
      if (pause > 0) expect(requests[0]?.purposes).toEqual(['newsletter:insights']);
      expect(system.mails(email)).toHaveLength(1);
    }
  });

  test('T2: ends after a quarter of an hour, to the millisecond', async () => {
    const email = newAddress();
    await postSignUp(system, { email });
    clock.advance(15 * minute - 1);
    await postSignUp(system, { email });
    await system.settle();
    expect(system.mails(email)).toHaveLength(1);
    clock.advance(1);
    await postSignUp(system, { email });
    await system.settle();
    expect(system.mails(email)).toHaveLength(2);
  });
});

describe('an address that is known', () => {
  test('F13, T2: a subscriber who is signed up again loses and gains nothing, and gets a link of their own, once', async () => {
    const email = newAddress();
    const strange = { email, name: 'Somebody Else', consents: ['newsletter:events', 'partner:implementation'] };
    await confirmed(system, { email, consents: ['newsletter:insights', 'newsletter:events'] });
    await system.settle();
    const [person, before] = [await personAt(email), system.mails(email).length];
    clock.advance(16 * minute);
    const known = await postSignUp(system, { email, consents: ['newsletter:insights'] });
    const unknown = await postSignUp(system, { email: newAddress(), consents: ['newsletter:insights'] });
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
    await postSignUp(system, { email, consents: ['newsletter:insights'] });
    await system.settle();
    expect(system.mails(email)).toHaveLength(before + 1);
    expect(system.mails(email)[0]?.tags.mail).toBe('already_subscribed');
    expect(system.mails(email)[0]?.text).not.toMatch(/\/c\//);

    // asked for more, they are asked; nothing changes until they answer
    clock.advance(16 * minute);
    await postSignUp(system, strange);
    await system.settle();
    expect(system.mails(email)[0]?.tags.mail).toBe('confirmation');
    expect(await personAt(email)).toEqual(person);
    expect(await findingsIn(system)).toEqual([]);
  });

  test.for(suppressionReasons)('F13, T3: suppressed as %s', async (reason) => {
    const email = newAddress();
    const bars = reason === 'objected' || reason === 'complained';
    const hash = await hashAt(system, 'xledger', email);
    const former = 'AAAAAAAAAAAAAAAAAAAAAA';
    const suppression = { reason, since: clock.now().toISOString(), formerIds: [former] };
    const early = await linkFor(system, { email, form: 'newsletter-uk', consents: ['newsletter:events'] });
    await system.settle();
    await putItem(system, { ...keys.suppression('xledger', hash), ...suppression });

    const answer = await postSignUp(system, { email });
    expect([answer.status, await answer.text()]).toEqual([202, '{"status":"accepted"}']);
    await system.settle();
    expect(system.mails(email)).toHaveLength(bars ? 1 : 2);
    const { requests } = await addressAt(system, 'xledger', email);
    const waiting = requests.find(({ form }) => form === xledger.form);
    expect(waiting?.mailed).toBe(bars ? 'barred' : 'confirmation');

    if (bars) {
      const links = [early, await linkOf(system, waiting as SignUpRequest)];
      for (const link of links) {
        expect((await system.fetch(link)).status).toBe(410);
        expect((await press(system, link)).status).toBe(410);
      }
      expect(await personAt(email)).toBeUndefined();
      expect((await addressAt(system, 'xledger', email)).suppression).toEqual(suppression);
      return;
    }
    expect((await press(system, linkIn(system, email, 'c'))).status).toBe(200);
    const after = await addressAt(system, 'xledger', email);
    expect(after.suppression).toBeUndefined();
    const chain = await readChain(system.deps.db, 'xledger', after.contactId as never);
    expect(chain).toMatchObject([{ seq: 1, act: 'confirmed', formerIds: [former], evidence: { requestId: waiting?.requestId } }]);
  });

  test.for(['restricted', 'objected'] as const)(
    'F13, T3: somebody whose standing is %s gets no mail, and no link lifts it',
    async (standing) => {
      const email = newAddress();
      await confirmed(system, { email });
      const person = await personAt(email);
      if (!person) throw new Error('nobody was confirmed');
      const early = await linkFor(system, { email, form: 'newsletter-uk', consents: ['newsletter:events'] });
      await system.settle();
      const mails = system.mails(email).length;
      await putItem(system, { ...keys.profile('xledger', person.profile.contactId), ...person.profile, standing });
      expect((await postSignUp(system, { email, form: 'newsletter-se', consents: ['newsletter:events'] })).status).toBe(202);
      await system.settle();
      expect(system.mails(email)).toHaveLength(mails);
      expect((await press(system, early)).status).toBe(410);
      expect((await personAt(email))?.profile.standing).toBe(standing);
      expect((await personAt(email))?.consents).toEqual(person.consents);
    },
  );

  test('T5: whoever left and comes back gives a new consent with a new proof, and no link of the first time works', async () => {
    const email = newAddress();
    const firstLink = await askForLink(system, { email });
    const unsubscribe = await unsubscribeLinkOn(await press(system, firstLink));
    const first = await addressAt(system, 'xledger', email);
    await press(system, unsubscribe);
    expect((await press(system, firstLink)).status).toBe(410);
    clock.advance(16 * minute);
    await postSignUp(system, { email });
    await system.settle();
    expect((await press(system, firstLink)).status).toBe(410);
    expect(await personAt(email)).toBeUndefined();

    await press(system, linkIn(system, email, 'c'));
    const second = await addressAt(system, 'xledger', email);
    expect(second.contactId).not.toBe(first.contactId);
    const chains = await Promise.all(
      [first, second].map(({ contactId }) => readChain(system.deps.db, 'xledger', contactId as never)),
    );
    expect(chains.map((chain) => chain.map(({ act }) => act))).toEqual([['confirmed', 'erased'], ['confirmed']]);
    const proofs = chains.map(([entry]) => entry?.act === 'confirmed' && entry.evidence.requestId);
    expect(new Set(proofs).size).toBe(2);
    expect(await findingsAt(email)).toEqual([]);
  });
});

describe('the allowance of an address', () => {
  const forms = () =>
    system.policies.flatMap(({ brand, forms: all }) =>
      Object.entries(all).flatMap(([form, { store, channel, consents, fields }]) =>
        store && channel === 'web'
          ? [{ brand, form, consents, ...(fields.includes('company') && { name: 'Kari', company: 'Fjord AS' }) }]
          : [],
      ),
    );

  test('T13, S11: one victim, every form of five brands, a hundred sources, an hour: three mails, and 202 every time', async () => {
    const email = newAddress();
    const all = forms();
    expect(new Set(all.map(({ brand }) => brand)).size).toBe(5);
    const statuses = new Set<number>();
    let signUps = 0;
    for (let minutes = 0; minutes < 60; minutes += 5) {
      const answers = await Promise.all(
        Array.from({ length: 17 }, (_, index) => {
          const visitor = all[(minutes + index) % all.length] as (typeof all)[number];
          return postSignUp(system, { email, ...visitor }, { sourceIp: `10.0.0.${(signUps + index) % 100}` });
        }),
      );
      signUps += answers.length;
      for (const { status } of answers) statuses.add(status);
      await system.settle();
      clock.advance(5 * minute);
    }
    expect(signUps).toBe(204);
    expect([...statuses]).toEqual([202]);
    expect(system.mails(email)).toHaveLength(3);
    expect(new Set(system.mails(email).map(({ tags }) => tags.request)).size).toBe(3);
    // other addresses are none the worse
    expect(await askForLink(system, { email: newAddress() })).toMatch(/^\/c\//);
  });

  test('T13: slides over the whole path, by the clock', async () => {
    const email = newAddress();
    const all = forms();
    const mailedAt = async (ms: number, index: number) => {
      clock.set(new Date(began + ms));
      const before = system.mails(email).length;
      await postSignUp(system, { email, ...(all[index % all.length] as (typeof all)[number]) }, { sourceIp: newSource() });
      await system.settle();
      return system.mails(email).length - before;
    };
    const began = clock.now().getTime();
    const moments = [0, 8 * hour, 16 * hour, 20 * hour, 24 * hour - 1, 24 * hour, 25 * hour, 32 * hour - 1, 32 * hour, 40 * hour];
    const mailed: number[] = [];
    for (const [index, ms] of moments.entries()) mailed.push(await mailedAt(ms, index));
    expect(mailed).toEqual([1, 1, 1, 0, 0, 1, 0, 0, 1, 1]);
  });

  test('T13: no sequence of mails, throttles and redeliveries gives a fourth within 24 hours, or withholds one that is due', async () => {
    const { db } = system.deps;
    const step = fc.record({
      gapMs: fc.oneof(
        fc.integer({ min: 0, max: 26 * hour }),
        fc.constantFrom(0, 1, 8 * hour, 12 * hour, 24 * hour - 1, 24 * hour),
      ),
      what: fc.constantFrom('mailed', 'mailed', 'mailed', 'throttled', 'redelivered'),
    });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const hash = hashAddressOfAllBrands((await system.deps.secret()).pepper, EmailAddress.parse(newAddress())) as AddressHash;
        const mails: { id: string; at: number }[] = [];
        let now = clock.now().getTime();
        for (const [index, { gapMs, what }] of steps.entries()) {
          now += gapMs;
          const recent = mails.filter(({ at }) => at > now - 24 * hour);
          const repeated = what === 'redelivered' ? recent.at(-1)?.id : undefined;
          const claim = { requestId: repeated ?? `request-${index}`, claimId: `claim-${index}` };
          const outcome = await claimAddressAllowance(db, hash, claim, new Date(now));
          expect(outcome).toBe(repeated ? 'taken' : recent.length < limits.confirmationsPerAddress ? 'claimed' : 'over_limit');
          if (outcome !== 'claimed') continue;
          if (what === 'throttled') await releaseAddressAllowance(db, hash, claim);
          else mails.push({ id: claim.requestId, at: now });
        }
        runs += 1;
      }),
      { numRuns: 30 },
    );
    expect(runs).toBe(30);
  });
});

describe('the allowance of a source', () => {
  test('S12, S13: one source causes a hundred mails a day, whatever it says of itself; the next day begins anew', async () => {
    const ip = newSource();
    const { pepper } = await system.deps.secret();
    clock.set(new Date(`${clock.now().toISOString().slice(0, 10)}T23:50:00.000Z`));
    await putItem(system, {
      ...keys.allowance(hashSourceOfDay(pepper, ip, clock.now())),
      mails: limits.confirmationsPerSource - 1,
    });
    const people = [newAddress(), newAddress(), newAddress()];
    for (const [index, email] of people.entries()) {
      const init = { sourceIp: ip, headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${index}` } };
      expect((await postSignUp(system, { email }, init)).status).toBe(202);
      await system.settle();
    }
    expect(people.map((email) => system.mails(email).length)).toEqual([1, 0, 0]);
    expect((await addressAt(system, 'xledger', people[1] as string)).requests[0]?.mailed).toBe('over_limit');

    const elsewhere = newAddress();
    await postSignUp(system, { email: elsewhere }, { sourceIp: newSource() });
    await system.settle();
    expect(system.mails(elsewhere)).toHaveLength(1);

    clock.advance(16 * minute);
    await postSignUp(system, { email: people[1] as string }, { sourceIp: ip });
    await system.settle();
    expect(system.mails(people[1])).toHaveLength(1);
  });
});

describe('a record that nobody can handle', () => {
  const messageOf = async (email: string) => {
    const { brand, addressHash, form, requestId } = await request(system, { email });
    return { brand, addressHash, form, requestId };
  };

  test('F16: of a batch of ten with one poison and one throttled, only these two come back', async () => {
    const people = Array.from({ length: 9 }, newAddress);
    const messages: object[] = await Promise.all(people.map(messageOf));
    await system.runJob('relay');
    messages.splice(4, 0, { brand: 'xledger', addressHash: 'not a hash' });
    system.ses.fail('throttle', { to: people[7] as string });
    expect(await system.runJob('send-confirmation', batch(messages))).toEqual({
      batchItemFailures: [{ itemIdentifier: '4' }, { itemIdentifier: '8' }],
    });
    expect(people.map((email) => system.mails(email).length)).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 1]);
    await system.settle();
    expect(people.map((email) => system.mails(email).length)).toEqual(people.map(() => 1));
  });

  test('F16: in its queue, poison goes to the dead letters after five receives, and the others are mailed', async () => {
    const people = Array.from({ length: 5 }, newAddress);
    await Promise.all(people.map((email) => postSignUp(system, { email }, { sourceIp: newSource() })));
    const { client, url } = system.deps.queues;
    const poison = [
      '{',
      '{"brand":"xledger"}',
      JSON.stringify({ brand: 'nobody', addressHash: 'AAAAAAAAAAAAAAAAAAAAAA', form: 'f', requestId: 'r' }),
    ];
    for (const MessageBody of poison) await client.send(new SendMessageCommand({ QueueUrl: url('confirmation'), MessageBody }));
    await system.settle();
    expect(people.map((email) => system.mails(email).length)).toEqual(people.map(() => 1));
    const dead = await system.deadLetters('confirmation');
    expect(dead.map(({ body }) => body).sort()).toEqual(poison.toSorted());
    expect(dead.every(({ receiveCount }) => receiveCount >= 5)).toBe(true);
    expect(await system.waiting('confirmation')).toEqual([]);
  });

  test.for(['refused', 'thrown'] as const)(
    'F26: in the stream, one that the queue will not take (%s) is given up alone, and the others proceed',
    async (how) => {
      const people = Array.from({ length: 14 }, newAddress);
      for (const email of people) await postSignUp(system, { email }, { sourceIp: newSource() });
      const victim = people[3] as string;
      const { requestId } = (await addressAt(system, 'xledger', victim)).requests[0] ?? {};
      const before = (await system.deadLetters('people')).length;

      const { middlewareStack } = system.deps.queues.client;
      middlewareStack.add(
        (next) => async (args) => {
          const { Entries = [] } = args.input as { Entries?: { Id: string; MessageBody: string }[] };
          const poisoned = Entries.filter(({ MessageBody }) => MessageBody.includes(String(requestId)));
          if (poisoned.length === 0) return next(args);
          if (how === 'thrown') throw new Error('the batch cannot be read');
          const others = Entries.filter((entry) => !poisoned.includes(entry));
          const answer =
            others.length > 0
              ? await next({ ...args, input: { ...args.input, Entries: others } })
              : { response: {}, output: { $metadata: {} } };
          const Failed = poisoned.map(({ Id }) => ({ Id, SenderFault: true, Code: 'InvalidMessageContents' }));
          return { ...answer, output: { ...answer.output, Failed } };
        },
        { step: 'initialize', name: 'poison' },
      );
      await system.settle();
      middlewareStack.remove('poison');

      expect(people.map((email) => system.mails(email).length)).toEqual(people.map((email) => (email === victim ? 0 : 1)));
      expect(await system.deadLetters('people')).toHaveLength(before + 1);
      const [dead] = (await system.deadLetters('people')).slice(-1);
      expect(JSON.parse(dead?.body ?? '{}')).toMatchObject({ DDBStreamBatchInfo: { batchSize: 1 } });
    },
  );
});

/** An SQS event with these messages; each one's id is its position. */
const batch = (messages: readonly object[]) => ({
  Records: messages.map((message, index) => ({ messageId: String(index), body: JSON.stringify(message) })),
});
