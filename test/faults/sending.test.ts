/**
 * The sender and what hears of its mails, with every AWS call lost on the way or its answer lost, and in every order with an unsubscribe. Accepted mails are
 * counted at the SES engine. Each test was seen failing with a bug planted; `npm run plant` plants them again.
 */
import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Campaign } from '../../functions/domain/campaign.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import { readTally } from '../../functions/store/counters.ts';
import { keys, shardOf } from '../../functions/store/keys.ts';
import { readSend } from '../../functions/store/sends.ts';
import { moveOn } from '../../functions/store/settle.ts';
import type { MailEvent } from '../../local/ses-events.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import xledger from '../../policies/xledger.ts';
import { accountOf, forgetfulSender, plantCampaign, sendChunk, sendKey } from '../campaigns/planted.ts';
import { varied } from '../domain/example-policy.ts';
import { press } from '../journey.ts';
import { type Counted, callsOf, type Fault, faultsOf, intercepted, struck, unwatched, watchCalls } from './aws-calls.ts';
import { keeping } from './brands.ts';
import { everyInterleaving } from './interleaving.ts';
import { findingsIn } from './invariants.ts';
import { confirmed, dropItem, hashAt, keysUnder, newAddress, putItem } from './steps.ts';

vi.setConfig({ testTimeout: 300_000 });

let system: System;
beforeAll(async () => {
  system = await startSystem({
    policies: [...brands, keeping, selling],
    load: forgetfulSender,
  });
  // turns so short that nobody waits for one
  system.ses.limits.maxSendRate = 100_000;
  watchCalls(system.deps);
  await system.deps.db.client.config.maxAttempts();
  process.env.AWS_MAX_ATTEMPTS = '5';
});
afterAll(() => system.stop());

const inKeeping = { brand: 'keeping', form: 'newsletter', consents: ['newsletter:news'] } as const;
const inXledger = { brand: 'xledger', form: 'newsletter-no', consents: ['newsletter:insights'] } as const;
const inKeepingCustomers = { brand: 'selling', form: 'newsletter', consents: ['newsletter:news'] } as const;
type Where = typeof inKeeping | typeof inXledger | typeof inKeepingCustomers;

/** A brand that mails its customers without asking, as the law lets it. */
const selling = definePolicy(
  varied({
    brand: 'selling',
    purposes: {
      'newsletter:news': { basisWhen: [{ relationships: ['customer'], basis: 'soft_opt_in', evidence: ['sale'] }] },
    },
  }) as Parameters<typeof definePolicy>[0],
);

interface World {
  readonly email: string;
  readonly contactId: string;
  readonly unsubscribe: string;
  readonly campaign: Campaign;
}

/** Somebody of their own, and a campaign to them alone. */
async function begin(where: Where = inXledger): Promise<World> {
  const email = newAddress();
  const person = await unwatched(() => confirmed(system, { email, ...where }));
  const campaign = await unwatched(() =>
    plantCampaign(system, [person.contactId], { brand: where.brand, purpose: where.consents[0] }),
  );
  return { email, ...person, campaign };
}

const act = ({ campaign }: World) => sendChunk(system, campaign);
const callsTo = (email: string) => system.ses.calls.filter(({ to }) => to === email).map(({ outcome }) => outcome);
const acceptedOf = (email: string) => callsTo(email).filter((outcome) => outcome !== 'TooManyRequestsException').length;
const stateOf = ({ campaign, contactId }: World) => unwatched(() => readSend(system.deps.db, sendKey(campaign, contactId)));

/** The chunk comes back as often as the queue allows, each time when the function that had it is dead for sure. */
async function redeliver(worlds: readonly World[]): Promise<void> {
  let left = worlds;
  for (let times = 0; times < 4 && left.length > 0; times += 1) {
    system.advance('PT9M');
    const done = await Promise.all(left.map(act));
    left = left.filter((_, index) => !done[index]);
  }
  expect(left).toEqual([]);
}

const isTurn: Counted = ({ input }) => JSON.stringify(input).includes('@sending');
const isOwn: Counted = (call) => !isTurn(call);

/** Does it for all of them, some at once; the answers in their order. */
async function inLanes<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const left = all.entries();
  const lane = async () => {
    for (const [index, one] of left) answers[index] = await work(one);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return answers;
}

describe('a fault at any call', () => {
  test('F2, F3, F4, F5, F14, I1, I5, I12: of the sender: at most one call, everybody accounted for, and the campaign ends', async () => {
    const [clean, cleanToo] = [await begin(), await begin()];
    const calls = await callsOf(() => act(clean), isOwn);
    const turns = await callsOf(() => act(cleanToo), isTurn);
    // what is there belongs to a time that is over: it is found so, and begun anew
    expect(turns).toEqual(['UpdateItem', 'UpdateItem']);
    expect(calls).toEqual([
      // the chunk is taken; the campaign sends; what SES says of the account; then a turn
      ...['UpdateItem', 'GetItem', 'GetAccount'],
      // claim, person, what it says, call, outcome
      ...['PutItem', 'Query', 'GetItem', 'GetItem', 'SendEmail', 'UpdateItem'],
      // counted; was it the last? Then the campaign is finished
      ...['TransactWriteItems', 'Query', 'GetItem', 'Query', 'PutItem'],
    ]);
    const [claim, ses] = [calls.indexOf('PutItem'), calls.indexOf('SendEmail')];
    const caseOf = async (fault: Fault) => ({ fault, world: await begin(), label: labelOf(calls, fault) });
    const cases = await inLanes(faultsOf(calls.length), caseOf);
    // these one by one: who shares the turns with others makes more calls for one
    const atTurn = await inLanes(faultsOf(turns.length), caseOf);
    const unanswered: World[] = [];
    const strike = async ({ fault, world }: { fault: Fault; world: World }, counted: Counted) => {
      if ((await struck(fault, () => act(world), counted)) !== true) unanswered.push(world);
    };
    await inLanes(cases, (one) => strike(one, isOwn));
    for (const one of atTurn) await strike(one, isTurn);
    await redeliver(unanswered);
    await system.settle();

    const beforeTheClaim = atTurn.map((one) => ({ ...one, fault: { ...one.fault, number: -1 }, label: `turn ${one.label}` }));
    for (const { fault, world, label } of [...cases, ...beforeTheClaim]) {
      const mails = system.mails(world.email).length;
      expect(acceptedOf(world.email), label).toBeLessThanOrEqual(1);
      const between =
        (fault.number === claim && fault.when === 'after' && fault.how !== 'once') ||
        (fault.number > claim && fault.number < ses && fault.how === 'killed') ||
        (fault.number === ses && fault.when === 'before');
      expect(mails, label).toBe(between ? 0 : 1);
      expect(await accountOf(system, world.campaign), label).toEqual({
        audience: 1,
        pending: 0,
        sent: mails,
        unknown: 1 - mails,
        skipped: 0,
        failed: 0,
        reasons: {},
        state: 'finished',
      });
      expect((await stateOf(world))?.state, label).toBe(mails === 1 ? 'sent' : 'unknown');
    }
    expect([...cases, ...atTurn]).toHaveLength(96);
    expect(await system.deadLetters('feedback')).toEqual([]);
  });

  test('of the sender to somebody who has gone: nothing is left of the claim, and they are skipped', async () => {
    const gone = async () => {
      const world = await begin();
      await press(system, world.unsubscribe);
      return world;
    };
    const clean = await gone();
    const calls = await callsOf(() => act(clean), isOwn);
    const claim = calls.indexOf('PutItem');
    expect(calls.slice(claim, claim + 4)).toEqual(['PutItem', 'Query', 'DeleteItem', 'TransactWriteItems']);
    const cases = await Promise.all(
      faultsOf(calls.length)
        .filter(({ number }) => number >= claim && number <= claim + 3)
        .map(async (fault) => ({ fault, world: await gone(), label: labelOf(calls, fault) })),
    );
    const unanswered: World[] = [];
    await inLanes(cases, async ({ fault, world }) => {
      if ((await struck(fault, () => act(world), isOwn)) !== true) unanswered.push(world);
    });
    await redeliver(unanswered);
    await system.settle();
    for (const { world, label } of [...cases, { world: clean, label: 'no fault' }]) {
      expect(callsTo(world.email), label).toEqual([]);
      const { pending, skipped, unknown, state } = await accountOf(system, world.campaign);
      expect({ pending, accounted: skipped + unknown, state }, label).toEqual({ pending: 0, accounted: 1, state: 'finished' });
      expect(await unwatched(() => keysUnder(system, `xledger#${world.contactId}`)), label).toEqual([]);
    }
  });

  test.each([
    ['Send', 'sent', undefined],
    ['Delivery', 'sent', 'delivered'],
    ['Bounce', 'sent', 'bounced'],
  ] as const)(
    'F2, F14: of what records a %s of an unknown mail: recorded once, and counted once',
    async (kind, state, feedback) => {
      // SES took it, the answer was lost, and so was everything that it told so far
      const unknown = async () => {
        const world = await begin(inKeeping);
        system.ses.fail('drop-after-accept', { to: world.email });
        await act(world);
        return { ...world, event: await eventOf(world.email, kind) };
      };
      const clean = await unknown();
      expect((await stateOf(clean))?.state).toBe('unknown');
      const tell = ({ event }: { event: MailEvent }) => record([event]);
      const calls = await callsOf(() => tell(clean));
      const cases: { label: string; world: World & { event: MailEvent } }[] = [{ label: 'no fault', world: clean }];
      await inLanes(faultsOf(calls.length), async (fault) => {
        const world = await unknown();
        const label = labelOf(calls, fault);
        cases.push({ label, world });
        const answer = await struck(fault, () => tell(world));
        if (answer !== true) expect(await tell(world), label).toBe(true);
      });
      for (const { world, label } of cases) {
        expect(await stateOf(world), label).toMatchObject({ state, ...(feedback && { feedback }) });
        expect(await accountOf(system, world.campaign), label).toMatchObject({ sent: 1, unknown: 0, pending: 0 });
        const { delivered, bounced, complained } = await numbersOf(world.campaign);
        const numbers = { bounced, complained, delivered };
        // what is counted for many at once may be lost with the function, and is never counted twice
        if (feedback === 'delivered')
          expect(numbers, label).toEqual({ bounced: 0, complained: 0, delivered: expect.toSatisfy(atMost(1)) });
        else expect(numbers, label).toEqual({ bounced: feedback ? 1 : 0, complained: 0, delivered: 0 });
      }
      expect(calls.length).toBeGreaterThanOrEqual(2);
      expect(await findingsIn(system)).toEqual([]);
    },
  );
});

/** Of the sender the five steps that concern a person: claim, read, call (or claim given back), outcome, account. */
const concernsPerson: Counted = ({ name, input }) =>
  name === 'SendEmail' || name === 'TransactWriteItems' || /"TableName":"[^"]*-people"/.test(JSON.stringify(input));

describe('an unsubscribe', () => {
  test.for([
    ['that keeps the person', inKeeping, 2, 'unsubscribed'],
    ['that erases them', inXledger, 3, 'gone'],
  ] as const)(
    'F6, F7, I2: %s, in every order with the sender: mailed only where the reading came first',
    async ([, where, own, reason]) => {
      let mailed = 0;
      const orders = await everyInterleaving<World, unknown>({
        begin: () => begin(where),
        waits: concernsPerson,
        everyOrder: true,
        tasks: { send: act, leave: async ({ unsubscribe }) => (await press(system, unsubscribe)).status },
        check: async ({ world, answers, order }) => {
          expect(answers).toEqual({ send: true, leave: 200 });
          const read = order.indexOf('send:Query');
          const committed = order.indexOf('leave:TransactWriteItems');
          const mails = system.mails(world.email).length;
          mailed += mails;
          expect(acceptedOf(world.email)).toBe(mails);
          expect(mails).toBe(read < committed ? 1 : 0);
          expect(await accountOf(system, world.campaign)).toMatchObject(
            mails === 1
              ? { sent: 1, skipped: 0, pending: 0, state: 'finished' }
              : { sent: 0, skipped: 1, pending: 0, reasons: { [reason]: 1 }, state: 'finished' },
          );
        },
      });
      // 5 steps and 3 (or 2): 8! / (5! 3!), or 7! / (5! 2!)
      expect(orders).toHaveLength(own === 3 ? 56 : 21);
      expect(mailed).toBeGreaterThan(0);
      await system.settle();
      expect(await findingsIn(system)).toEqual([]);
    },
  );
});

test('F19, I2, I8: a purge, in every order with the sender: mailed only where the reading came first, and nothing of the person is reborn', async () => {
  const worlds: World[] = [];
  const orders = await everyInterleaving<World, unknown>({
    begin: async () => {
      const world = await begin();
      await unwatched(() => keptTooLong(world));
      worlds.push(world);
      return world;
    },
    waits: concernsPerson,
    everyOrder: true,
    tasks: {
      send: act,
      purge: ({ contactId }) => moveOn(system.deps.db, xledger, ContactId.parse(contactId), system.clock.now()),
    },
    check: async ({ world, answers, order }) => {
      expect(answers).toEqual({ send: true, purge: 'removed' });
      const mails = system.mails(world.email).length;
      expect(acceptedOf(world.email)).toBe(mails);
      expect(mails).toBe(order.indexOf('send:Query') < order.indexOf('purge:TransactWriteItems') ? 1 : 0);
      expect(await accountOf(system, world.campaign)).toMatchObject(
        mails === 1
          ? { sent: 1, skipped: 0, pending: 0, state: 'finished' }
          : { sent: 0, skipped: 1, pending: 0, reasons: { gone: 1 }, state: 'finished' },
      );
    },
  });
  // 5 steps and 3: the person and their address are read before they are removed
  expect(orders).toHaveLength(56);
  await system.settle();
  for (const { contactId } of worlds) expect(await unwatched(() => keysUnder(system, `xledger#${contactId}`))).toEqual([]);
  expect(await findingsIn(system)).toEqual([]);
});

describe('what SES tells', () => {
  test('F8: before the sender has written down that it sent: stands, whatever it is and whatever the sender then writes', async () => {
    const told = [['Send'], ['Delivery'], ['Bounce'], ['Complaint'], ['Delivery', 'Complaint'], ['Bounce', 'Send']] as const;
    for (const kinds of told) {
      const world = await begin(inKeeping);
      let early = false;
      await intercepted(
        async ({ name }, proceed) => {
          if (name === 'UpdateItem' && !early && callsTo(world.email).length === 1) {
            early = true;
            for (const kind of kinds) expect(await unwatched(async () => record([await eventOf(world.email, kind)]))).toBe(true);
          }
          return proceed();
        },
        () => act(world),
      );
      expect(early).toBe(true);
      const [last] = ['Complaint', 'Bounce', 'Delivery'].filter((kind) => (kinds as readonly string[]).includes(kind));
      const feedback = last && { Complaint: 'complained', Bounce: 'bounced', Delivery: 'delivered' }[last];
      // and the sender's own part is there too
      expect(await stateOf(world)).toMatchObject({
        state: 'sent',
        locale: 'nb',
        basis: 'consent',
        ...(feedback && { feedback }),
      });
      expect(await accountOf(system, world.campaign)).toMatchObject({ sent: 1, pending: 0, state: 'finished' });
    }
    await system.settle();
    expect(await findingsIn(system)).toEqual([]);
  });

  test('F9, F28, I7, T26: twice each, in every order: one final state, and the same numbers', async () => {
    const kinds = ['Send', 'Delivery', 'Bounce', 'Complaint'] as const;
    const orders = permutations([...kinds]);
    expect(orders).toHaveLength(24);
    for (const [index, order] of orders.entries()) {
      const world = await begin(inKeeping);
      if (index % 2 === 0) system.ses.fail('error-after-accept', { to: world.email });
      await act(world);
      const events = await Promise.all(order.map((kind) => eventOf(world.email, kind)));
      for (const event of [...events, ...events.toReversed()]) expect(await record([event])).toBe(true);
      expect(await stateOf(world), order.join()).toMatchObject({ state: 'sent', feedback: 'complained' });
      expect(await accountOf(system, world.campaign), order.join()).toMatchObject({ sent: 1, unknown: 0, pending: 0 });
      const { delivered, bounced, complained } = await numbersOf(world.campaign);
      expect({ delivered, bounced, complained }, order.join()).toEqual({ delivered: 1, bounced: 0, complained: 1 });
    }
    expect(await findingsIn(system)).toEqual([]);
  });
});

describe('a chunk', () => {
  test('F1, I1: delivered three times, twice at once: mailed once; who comes too early comes again, and finds it done', async () => {
    const world = await begin();
    const [first, second] = await Promise.all([act(world), act(world)]);
    expect([first, second].filter(Boolean)).toHaveLength(1);
    expect(await act(world)).toBe(true);
    expect(callsTo(world.email)).toEqual(['accepted']);
    expect(await accountOf(system, world.campaign)).toMatchObject({ sent: 1, pending: 0, state: 'finished' });
  });

  test('F1, I1: whose function was given up for dead and lives: still one call, one account', async () => {
    const world = await begin();
    // what is thrown within a call would be taken for SES's answer: so it is looked at afterwards
    const meanwhile: unknown[] = [];
    const late = await intercepted(
      async ({ name }, proceed) => {
        if (name === 'SendEmail' && meanwhile.length === 0) {
          system.advance('PT9M');
          // another function takes the claim for that of a dead one
          meanwhile.push(await unwatched(() => act(world)), (await stateOf(world))?.state);
        }
        return proceed();
      },
      () => act(world),
    );
    expect(late).toBe(true);
    expect(meanwhile).toEqual([true, 'unknown']);
    expect(callsTo(world.email)).toEqual(['accepted']);
    expect((await stateOf(world))?.state).toBe('sent');
    expect(await accountOf(system, world.campaign)).toMatchObject({ sent: 1, unknown: 0, pending: 0, state: 'finished' });
  });

  test('I2: whose reading has grown old by the time of the call is read again', async () => {
    const world = await begin(inKeeping);
    const left: number[] = [];
    await intercepted(
      async ({ name, input }, proceed) => {
        const answer = await proceed();
        // the content comes late, and the person leaves meanwhile
        if (name === 'GetItem' && JSON.stringify(input).includes('CONTENT#') && left.length === 0) {
          await new Promise((wake) => setTimeout(wake, 900));
          left.push((await unwatched(() => press(system, world.unsubscribe))).status);
        }
        return answer;
      },
      () => act(world),
    );
    expect(left).toEqual([200]);
    expect(callsTo(world.email)).toEqual([]);
    expect(await accountOf(system, world.campaign)).toMatchObject({
      skipped: 1,
      reasons: { unsubscribed: 1 },
      state: 'finished',
    });
  });

  test.each(['always', 'once'] as const)('T18: whose person cannot be read (%s) mails nobody unread', async (how) => {
    const world = await begin();
    const failing = await intercepted(
      async ({ name, input, attempt }, proceed) => {
        const reads = name === 'Query' && JSON.stringify(input).includes('CONSENT#');
        if (reads && (how === 'always' || attempt === 1))
          throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        return proceed();
      },
      () => act(world),
    );
    expect(failing).toBe(how === 'once');
    expect(callsTo(world.email)).toEqual(how === 'once' ? ['accepted'] : []);
    // the claim was given back: the next delivery mails
    expect(await act(world)).toBe(true);
    expect(callsTo(world.email)).toEqual(['accepted']);
    expect(await accountOf(system, world.campaign)).toMatchObject({ sent: 1, unknown: 0, state: 'finished' });
  });

  test('F21, I2: with every reading that may be stale as stale as it may be: nobody who has left is mailed', async () => {
    const { db } = system.deps;
    const TableName = db.tableName('people');
    for (const where of [inKeeping, inXledger]) {
      const world = await begin(where);
      const { brand, purpose } = world.campaign;
      const contactId = ContactId.parse(world.contactId);
      const pk = keys.contact(brand, contactId);
      // what the table and its index answered a moment ago
      const [table, index] = await Promise.all([
        db.client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :consents AND :profile',
            ExpressionAttributeValues: marshall({ ':pk': pk, ':consents': 'CONSENT#', ':profile': 'PROFILE' }),
          }),
        ),
        db.client.send(
          new QueryCommand({
            TableName,
            IndexName: 'audience',
            KeyConditionExpression: 'audience = :audience AND pk = :pk',
            ExpressionAttributeValues: marshall({
              ':audience': keys.audience(brand, purpose, shardOf(contactId)).audience,
              ':pk': pk,
            }),
          }),
        ),
      ]);
      expect([table.Count, index.Count]).toEqual([2, 1]);
      expect((await press(system, world.unsubscribe)).status).toBe(200);
      await intercepted(
        async ({ input }, proceed) => {
          const { ConsistentRead: strong, IndexName } = input as { ConsistentRead?: boolean; IndexName?: string };
          const asks = JSON.stringify(input).includes('KeyConditionExpression') && JSON.stringify(input).includes(contactId);
          return asks && !strong ? { response: {}, output: IndexName ? index : table } : proceed();
        },
        () => act(world),
      );
      expect(callsTo(world.email)).toEqual([]);
      expect(await accountOf(system, world.campaign)).toMatchObject({ sent: 0, skipped: 1, pending: 0, state: 'finished' });
    }
  });

  test('T18, K1: to somebody who is mailed without consent: not before it has been seen that nothing bars their address', async () => {
    const customer = await begin(inKeepingCustomers);
    await soldTo(customer);
    let failing = true;
    const looked = intercepted(
      async ({ name, input }, proceed) => {
        const asks = name === 'Query' && JSON.stringify(input).includes('#@');
        if (asks && failing) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        return proceed();
      },
      () => act(customer),
    );
    expect(await looked).toBe(false);
    expect(callsTo(customer.email)).toEqual([]);
    failing = false;
    expect(await act(customer)).toBe(true);
    expect(callsTo(customer.email)).toEqual(['accepted']);
    expect(await stateOf(customer)).toMatchObject({ basis: 'soft_opt_in' });

    const barred = await begin(inKeepingCustomers);
    await soldTo(barred);
    await putItem(system, {
      ...keys.suppression('selling', await hashAt(system, 'selling', barred.email)),
      ...{ reason: 'objected', since: system.clock.now().toISOString(), formerIds: [] },
    });
    expect(await act(barred)).toBe(true);
    expect(callsTo(barred.email)).toEqual([]);
    expect(await accountOf(system, barred.campaign)).toMatchObject({ skipped: 1, reasons: { suppressed: 1 } });
  });
});

/** Makes somebody one who was silent for longer than the policy keeps them, and asked in vain. */
async function keptTooLong({ contactId }: World): Promise<void> {
  const { db } = system.deps;
  const day = (ahead: number) => new Date(system.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  await db.client.send(
    new UpdateItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.profile('xledger', ContactId.parse(contactId))),
      UpdateExpression: 'SET lastSigns = :signs, askedOn = :asked, endsOn = :ends, expiresAt = :expires',
      ExpressionAttributeValues: marshall({
        ...{ ':signs': { form: day(-800) }, ':asked': day(-30), ':ends': day(0) },
        ':expires': Math.ceil(Date.parse(day(7)) / 1000),
      }),
    }),
  );
}

/** Makes a customer of somebody, with a sale, who never agreed to the campaign's purpose. */
async function soldTo({ contactId }: World): Promise<void> {
  const { db } = system.deps;
  const key = keys.profile('selling', ContactId.parse(contactId));
  await db.client.send(
    new UpdateItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(key),
      UpdateExpression: 'SET relationship = :customer, basisEvidence = :sale',
      ExpressionAttributeValues: marshall({ ':customer': 'customer', ':sale': ['sale'] }),
    }),
  );
  await dropItem(system, keys.consent('selling', ContactId.parse(contactId), 'newsletter:news'));
}

const labelOf = (calls: readonly string[], { number, when, how }: Fault) => `${calls[number]} (${number}) ${when} ${how}`;
const atMost = (most: number) => (count: number) => count <= most;
const numbersOf = ({ brand, campaignId }: Campaign) => unwatched(() => readTally(system.deps.db, { brand, campaignId }));

/** Hands events to the function that records them; whether each was done with. */
async function record(events: readonly MailEvent[]): Promise<boolean> {
  const Records = events.map((event, index) => ({ messageId: String(index), body: JSON.stringify(event) }));
  const { batchItemFailures } = (await system.runJob('record-feedback', { Records })) as { batchItemFailures: object[] };
  return batchItemFailures.length === 0;
}

/** What SES tells of the mail to an address, or would if it had gone that way. */
async function eventOf(email: string, kind: 'Send' | 'Delivery' | 'Bounce' | 'Complaint'): Promise<MailEvent> {
  const [mail] = system.mails(email);
  const known = system.ses.events.filter((event) => event.mail.messageId === mail?.id);
  const own = known.find(({ eventType }) => eventType === kind);
  if (own) return own;
  const timestamp = system.clock.now().toISOString();
  const bouncedRecipients = [{ emailAddress: email, action: 'failed', status: '5.1.1' }];
  const detail =
    kind === 'Bounce'
      ? { bounce: { timestamp, bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients } }
      : { complaint: { timestamp, complaintFeedbackType: 'abuse', complainedRecipients: [{ emailAddress: email }] } };
  return { ...(known[0] as MailEvent), eventType: kind, ...detail };
}

const permutations = <T>(of: readonly T[]): T[][] =>
  of.length <= 1 ? [[...of]] : of.flatMap((one, index) => permutations(of.toSpliced(index, 1)).map((others) => [one, ...others]));
