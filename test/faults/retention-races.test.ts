/**
 * A purge that meets the person: every order in which their steps can fall. Whoever comes back is whole, or was gone before. Each was seen failing with a
 * bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | a removal does not look at the signs of life | a sign of life, an answer |
 * | the last step begins without looking at them | the last step and a sign of life |
 * | a sign of life leaves the expiry | the last step and a sign of life |
 * | a hold leaves the expiry | the last step and a legal hold |
 * | a conflict is taken for done | a sign of life, a legal hold |
 * | the claim on the question does not look at what has changed | an objection |
 */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ContactId } from '../../functions/domain/identity.ts';
import { makeLink } from '../../functions/domain/links.ts';
import { keys } from '../../functions/store/keys.ts';
import { untilNotOvertaken } from '../../functions/store/overtaken.ts';
import { moveOn } from '../../functions/store/settle.ts';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { press } from '../journey.ts';
import { unwatched, watchCalls } from './aws-calls.ts';
import { type End, everyInterleaving } from './interleaving.ts';
import { findingsIn } from './invariants.ts';
import { addressAt, confirmed, keysUnder, linkFor, newAddress } from './steps.ts';

vi.setConfig({ testTimeout: 300_000 });

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [xledger] });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

const day = (ahead: number) => new Date(system.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);

/** Somebody silent for longer than the policy keeps them: asked a month ago, and due today or in some days; or, not `asked`, due to be asked. */
const silent = async (asked: boolean, dueIn = 0) => {
  const email = newAddress();
  const { contactId, unsubscribe } = await confirmed(system, { email, consents: ['newsletter:insights'] });
  const id = ContactId.parse(contactId);
  const { db } = system.deps;
  await unwatched(() =>
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile('xledger', id)),
        UpdateExpression: `SET lastSigns = :signs${asked ? ', askedOn = :asked, endsOn = :ends, expiresAt = :expires' : ''}`,
        ExpressionAttributeValues: marshall({
          ':signs': { form: day(asked ? -800 : -710) },
          ...(asked && { ':asked': day(-30), ':ends': day(dueIn), ':expires': Math.ceil(Date.parse(day(dueIn + 7)) / 1000) }),
        }),
      }),
    ),
  );
  const stay = { brand: 'xledger', contactId, askedOn: day(-30), locale: 'nb', expiresAt: new Date(day(1)) };
  // an operator of its own: two worlds that wrote to one chain of acts would meet there
  const token = await system.token({ brand: 'xledger', role: 'privacy', claims: { sub: contactId } });
  return {
    email,
    id,
    token,
    unsubscribe,
    askedOn: stay.askedOn,
    stay: `/c/${makeLink('stay', stay, await system.deps.secret())}`,
  };
};
type World = Awaited<ReturnType<typeof silent>>;

const sweep = async ({ id }: World) => {
  const { db, now } = system.deps;
  const outcome = await untilNotOvertaken(() => moveOn(db, xledger, id, now()));
  return Response.json({ outcome });
};
const post = ({ id, token }: World, path: string, body: object) =>
  system.fetch(`/v1/xledger/contacts/${id}/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
const back = (world: World) => post(world, 'activity', { type: 'reply', at: system.clock.now().toISOString() });
const hold = (world: World) => post(world, 'legal-hold', { reason: 'Claim 5' });

const left = ({ id }: World) => unwatched(() => keysUnder(system, `xledger#${id}`));
const profileOf = async ({ id }: World) =>
  (await unwatched(() => system.dump('people'))).find(({ pk, sk }) => pk === `xledger#${id}` && sk === 'PROFILE');

/** The person is whole if `stays`, and gone without a trace otherwise. */
const wholeOrGone = async ({ world, answers }: End<World, Response>, stays: boolean) => {
  const { outcome } = (await (answers.sweep as Response).json()) as { outcome: string };
  expect(stays ? ['filed'] : ['removed', 'gone']).toContain(outcome);
  expect(await left(world)).toEqual(stays ? ['CONSENT#newsletter:insights', 'PROFILE'] : []);
  expect((await addressAt(system, 'xledger', world.email)).contactId).toBe(stays ? world.id : undefined);
};

describe('a purge and', () => {
  test('a sign of life (F19)', async () => {
    const orders = await everyInterleaving({
      begin: () => silent(true),
      tasks: { sweep, back },
      check: async (end) => {
        const { status } = end.answers.back as Response;
        await wholeOrGone(end, status === 200);
        if (end.followed('back', 'sweep')) expect(status).toBe(200);
        if (end.followed('sweep', 'back')) expect(status).toBe(404);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(5);
  });

  test('the answer that somebody wants to stay', async () => {
    const orders = await everyInterleaving({
      begin: () => silent(true),
      tasks: { sweep, stay: ({ stay }) => press(system, stay) },
      check: async (end) => {
        const { status } = end.answers.stay as Response;
        await wholeOrGone(end, status === 200);
        if (end.followed('stay', 'sweep')) expect(status).toBe(200);
        if (end.followed('sweep', 'stay')) expect(status).toBe(410);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });

  test('a legal hold (K11)', async () => {
    const orders = await everyInterleaving({
      begin: () => silent(true),
      tasks: { sweep, hold },
      check: async (end) => {
        const { status } = end.answers.hold as Response;
        await wholeOrGone(end, status === 200);
        if (end.followed('hold', 'sweep')) expect(status).toBe(200);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });

  test('a further confirmation: the person goes on, or a new one begins', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const world = await silent(true);
        return {
          ...world,
          link: await linkFor(system, { email: world.email, form: 'newsletter-uk', consents: ['newsletter:events'] }),
        };
      },
      tasks: { sweep, join: ({ link }: { link: string }) => press(system, link) },
      check: async (end) => {
        const { status } = end.answers.join as Response;
        // the purge takes the open link along
        expect([200, 410]).toContain(status);
        await (status === 200
          ? expect(left(end.world)).resolves.toEqual(['CONSENT#newsletter:events', 'CONSENT#newsletter:insights', 'PROFILE'])
          : wholeOrGone(end, false));
        if (end.followed('join', 'sweep')) expect(status).toBe(200);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });

  test('a new sign-up of the address: whoever was silent is gone, and the new one whole', async () => {
    const orders = await everyInterleaving({
      begin: () => silent(true),
      tasks: {
        sweep,
        join: async ({ email }: World) =>
          press(system, await linkFor(system, { email, form: 'newsletter-uk', consents: ['newsletter:events'] })),
      },
      check: async (end) => {
        const { status } = end.answers.join as Response;
        const { contactId } = await addressAt(system, 'xledger', end.world.email);
        if (status === 410) expect(contactId).toBeUndefined();
        else expect(contactId).toBeDefined();
        if (end.followed('sweep', 'join')) {
          expect(status).toBe(200);
          expect(contactId).not.toBe(end.world.id);
        }
        if (end.followed('join', 'sweep')) expect(contactId).toBe(end.world.id);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(8);
  });

  test('an unsubscribe: gone either way, and it happened once', async () => {
    const orders = await everyInterleaving({
      begin: () => silent(true),
      tasks: { sweep, leave: ({ unsubscribe }: World) => press(system, unsubscribe) },
      check: async (end) => {
        expect((end.answers.leave as Response).status).toBe(200);
        await wholeOrGone(end, false);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });
});

describe('the last step that begins, and', () => {
  test.each([
    ['a sign of life', back],
    ['a legal hold', hold],
  ] as const)('%s: nobody who came back or is held expires (F20)', async (_, meets) => {
    const orders = await everyInterleaving({
      begin: () => silent(false),
      tasks: { sweep, meets },
      check: async ({ world, answers }) => {
        expect((answers.meets as Response).status).toBe(200);
        const profile = await profileOf(world);
        expect(profile).toBeDefined();
        for (const attribute of ['expiresAt', 'endsOn', 'askedOn']) expect(profile).not.toHaveProperty(attribute);
      },
    });
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });
});

describe('the question whether somebody wants to stay, and', () => {
  const ask = async ({ id, askedOn }: World) => {
    const body = JSON.stringify({ brand: 'xledger', contactId: id, askedOn });
    await system.runJob('send-repermission', { Records: [{ messageId: id, body }] });
    return new Response();
  };

  test.each([
    ['a restriction', (world: World) => post(world, 'restrict', { reference: 'a letter' })],
    ['an objection', (world: World) => post(world, 'object', { reference: 'a letter' })],
    ['an unsubscribe', ({ unsubscribe }: World) => press(system, unsubscribe)],
  ] as const)('%s: nothing is read or written between what the mail rests on and the mail (I2)', async (_, meets) => {
    const orders = await everyInterleaving({
      begin: () => silent(true, 20),
      tasks: { ask, meets },
      check: ({ world, answers, order, followed }) => {
        expect((answers.meets as Response).status).toBe(200);
        const asked = system.mails(world.email).filter(({ tags }) => tags.mail === 'repermission').length;
        if (followed('ask', 'meets')) expect(asked).toBe(1);
        if (followed('meets', 'ask')) expect(asked).toBe(0);
        const done = order.lastIndexOf('meets:TransactWriteItems');
        if (asked > 0)
          expect(order.slice(done).filter((step) => step.startsWith('ask:') && step !== 'ask:SendEmail')).toEqual([]);
      },
    });
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });
});
