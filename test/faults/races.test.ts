/**
 * Every order in which the steps of a sign-up's life can meet. Each test was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | no lock: neither the profile’s number nor the entry’s key is conditional | of two forms, unsubscribes of all kinds |
 * | a conflict is taken for done | a confirmation and an unsubscribe |
 * | the request’s id is not part of the condition | while somebody else signs the address up again |
 * | the pointer is written without a condition | of two forms, for somebody new |
 * | the pointer of somebody gone is replaced without a condition | signs up afresh, time to live took |
 * | confirming lifts only a suppression that was read | where withdrawal suppresses |
 * | erasure leaves the open requests | where withdrawal erases |
 * | a new person does not name the one whom the pointer led to | of a profile that time to live took |
 * | the erase job does not look whether the profile stands | during an unsubscribe that suppresses |
 * | lifting without the condition on objections | during a confirmation that would lift |
 * | suppressing without that condition; or not reading the address again after it failed | is not weakened to a withdrawal |
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { stands } from '../../functions/domain/consent.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { makeLink } from '../../functions/domain/links.ts';
import { keys } from '../../functions/store/keys.ts';
import { readPerson } from '../../functions/store/people.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { press } from '../journey.ts';
import { watchCalls } from './aws-calls.ts';
import { keeping } from './brands.ts';
import { type End, everyInterleaving } from './interleaving.ts';
import { findingsIn } from './invariants.ts';
import { addressAt, confirmed, dropItem, hashAt, keysUnder, linkFor, linkOf, newAddress, putItem, request } from './steps.ts';

// many small runs, and a machine that may have other things to do
vi.setConfig({ testTimeout: 300_000 });

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, keeping] });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

/** What somebody at an address agrees to now; undefined if there is nobody. */
async function standing(brand: string, email: string): Promise<{ as: string; purposes: string[] } | undefined> {
  const { contactId } = await addressAt(system, brand, email);
  const person = contactId && (await readPerson(system.deps.db, brand, contactId, system.clock.now()));
  if (!person) return undefined;
  const purposes = person.consents.filter((consent) => stands(consent, system.clock.now())).map(({ purpose }) => purpose);
  return { as: person.profile.standing, purposes };
}

const statuses = ({ answers }: End<unknown, Response>) =>
  Object.fromEntries(Object.entries(answers).map(([task, { status }]) => [task, status]));

const uk = { form: 'newsletter-uk', consents: ['newsletter:events'] } as const;

describe('confirmations', () => {
  test('of one link, twice: one person, one entry, both see the page', async () => {
    const orders = await everyInterleaving({
      begin: () => linkFor(system, { email: newAddress() }),
      tasks: { a: (link: string) => press(system, link), b: (link) => press(system, link) },
      check: (end) => expect(statuses(end)).toEqual({ a: 200, b: 200 }),
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });

  test.for([
    ['somebody new', false],
    ['somebody known', true],
  ] as const)('of two forms, for %s: one person with both purposes', async ([, known]) => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        if (known) await confirmed(system, { email, consents: ['newsletter:insights'] });
        const [a, b] = known ? ['newsletter-se', 'newsletter-fi'] : ['newsletter-no', 'newsletter-uk'];
        return {
          email,
          a: await linkFor(system, { email, form: a, consents: ['newsletter:events', 'tracking:open'] }),
          b: await linkFor(system, { email, form: b, consents: ['newsletter:events', 'tracking:click'] }),
        };
      },
      tasks: { a: ({ a }) => press(system, a), b: ({ b }) => press(system, b) },
      check: async (end) => {
        expect(statuses(end)).toEqual({ a: 200, b: 200 });
        expect(await standing('xledger', end.world.email)).toEqual({
          as: 'active',
          purposes: ['newsletter:events', ...(known ? ['newsletter:insights'] : []), 'tracking:click', 'tracking:open'],
        });
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(known ? 6 : 4);
  });

  test('of one link, while somebody else signs the address up again: the link confirms what its mail showed, or nothing', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        const link = await linkFor(system, { email, consents: ['newsletter:insights'] });
        system.advance('PT16M');
        return { email, link };
      },
      tasks: {
        reader: async ({ link }) => {
          await system.fetch(link);
          return press(system, link);
        },
        again: ({ link }) => press(system, link),
        stranger: async ({ email }) => {
          await request(system, { email, consents: ['newsletter:insights', 'newsletter:events', 'partner:implementation'] });
          return new Response(null, { status: 202 });
        },
      },
      check: async (end) => {
        const { reader, again } = statuses(end);
        const now = await standing('xledger', end.world.email);
        if (now) expect(now.purposes).toEqual(['newsletter:insights']);
        else expect([reader, again]).toEqual([410, 410]);
        if (end.followed('stranger', 'reader') && end.followed('stranger', 'again')) expect(now).toBeUndefined();
        if (end.followed('reader', 'stranger')) expect(now).toBeDefined();
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(32);
  });
});

describe('a confirmation and an unsubscribe', () => {
  test('where withdrawal erases: whoever comes first, nobody is left, and the open link is dead', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        const { unsubscribe } = await confirmed(system, { email });
        return { email, unsubscribe, link: await linkFor(system, { email, ...uk }) };
      },
      tasks: { join: ({ link }) => press(system, link), leave: ({ unsubscribe }) => press(system, unsubscribe) },
      check: async (end) => {
        const { join, leave } = statuses(end);
        expect(leave).toBe(200);
        expect([200, 410]).toContain(join);
        if (end.followed('leave', 'join')) expect(join).toBe(410);
        expect(await standing('xledger', end.world.email)).toBeUndefined();
        expect((await press(system, end.world.link)).status).toBe(410);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(6);
  });

  test('where withdrawal erases, and the address signs up afresh meanwhile: the former person is gone, the new one whole', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        return { email, ...(await confirmed(system, { email })) };
      },
      tasks: {
        join: async ({ email }) => press(system, await linkOf(system, await request(system, { email, ...uk }))),
        leave: ({ unsubscribe }) => press(system, unsubscribe),
      },
      check: async (end) => {
        expect(statuses(end).leave).toBe(200);
        if (end.followed('leave', 'join'))
          expect((await standing('xledger', end.world.email))?.purposes).toEqual(['newsletter:events']);
        if (end.followed('join', 'leave')) expect(await standing('xledger', end.world.email)).toBeUndefined();
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(16);
  });

  test('where withdrawal suppresses: the last of them decides, over the address too', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        const { unsubscribe } = await confirmed(system, {
          email,
          brand: 'keeping',
          form: 'newsletter',
          consents: ['newsletter:news', 'tracking:open'],
        });
        return {
          email,
          unsubscribe,
          link: await linkFor(system, { email, brand: 'keeping', form: 'sales', consents: ['marketing:sales'] }),
        };
      },
      tasks: { join: ({ link }) => press(system, link), leave: ({ unsubscribe }) => press(system, unsubscribe) },
      check: async (end) => {
        expect(statuses(end)).toEqual({ join: 200, leave: 200 });
        const now = await standing('keeping', end.world.email);
        expect([[], ['marketing:sales']]).toContainEqual(now?.purposes);
        if (end.followed('leave', 'join')) expect(now?.purposes).toEqual(['marketing:sales']);
        if (end.followed('join', 'leave')) expect(now?.purposes).toEqual([]);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(5);
  });

  test('where withdrawal deactivates: active exactly while something stands', async () => {
    const visitor = { brand: 'infosoft', form: 'newsletter-se', name: 'Åsa Berg', company: 'Berg AB' } as const;
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        const { unsubscribe } = await confirmed(system, { ...visitor, email, consents: ['newsletter:news'] });
        system.advance('PT16M');
        return {
          email,
          unsubscribe,
          link: await linkFor(system, { ...visitor, email, consents: ['newsletter:news', 'tracking:click'] }),
        };
      },
      tasks: { join: ({ link }) => press(system, link), leave: ({ unsubscribe }) => press(system, unsubscribe) },
      check: async (end) => {
        expect(statuses(end)).toEqual({ join: 200, leave: 200 });
        const now = await standing('infosoft', end.world.email);
        expect([
          { as: 'active', purposes: ['newsletter:news', 'tracking:click'] },
          { as: 'deactivated', purposes: [] },
        ]).toContainEqual(now);
        if (end.followed('join', 'leave')) expect(now?.as).toBe('deactivated');
        if (end.followed('leave', 'join')) expect(now?.as).toBe('active');
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(5);
  });
});

describe('two unsubscribes', () => {
  test.for([
    ['erases', 'xledger', undefined, ['newsletter:insights', 'tracking:open'], undefined],
    ['suppresses', 'keeping', 'newsletter', ['newsletter:news', 'tracking:open'], { as: 'active', purposes: [] }],
  ] as const)(
    'by one link, where withdrawal %s: both are told so, and it happened once',
    async ([, brand, form, consents, left]) => {
      const orders = await everyInterleaving({
        begin: async () => {
          const email = newAddress();
          return { email, ...(await confirmed(system, { email, brand, consents, ...(form && { form }) })) };
        },
        tasks: { a: ({ unsubscribe }) => press(system, unsubscribe), b: ({ unsubscribe }) => press(system, unsubscribe) },
        check: async (end) => {
          expect(statuses(end)).toEqual({ a: 200, b: 200 });
          expect(await standing(brand, end.world.email)).toEqual(left);
        },
      });
      expect(await findingsIn(system)).toEqual([]);
      expect(orders.length).toBeGreaterThanOrEqual(4);
    },
  );

  test('of two purposes that end one by one: the second takes the person along', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        const consents = ['newsletter:updates', 'marketing:surveys', 'profiling'];
        const { contactId } = await confirmed(system, { email, brand: 'amesto', form: 'newsletter-dk', consents });
        const link = async (purpose: string) =>
          `/u/${makeLink('mail', { brand: 'amesto', contactId, purpose, locale: 'da' }, await system.deps.secret())}`;
        return { email, news: await link('newsletter:updates'), surveys: await link('marketing:surveys') };
      },
      tasks: { news: ({ news }) => press(system, news), surveys: ({ surveys }) => press(system, surveys) },
      check: async (end) => {
        expect(statuses(end)).toEqual({ news: 200, surveys: 200 });
        const now = await standing('amesto', end.world.email);
        expect(now).toBeUndefined();
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(4);
  });
});

describe('the erase job', () => {
  /** Delivers the job's message once, as a queue does: what fails comes again. */
  const deliver = async (brand: string, contactId: string) => {
    const message = { messageId: 'm', body: JSON.stringify({ brand, contactId }) };
    const { batchItemFailures } = (await system.runJob('erase', { Records: [message] })) as { batchItemFailures: object[] };
    return batchItemFailures.length === 0;
  };

  test.for([
    ['erases', 'xledger', undefined, ['newsletter:insights', 'tracking:open']],
    ['suppresses', 'keeping', 'newsletter', ['newsletter:news', 'tracking:open']],
  ] as const)(
    'during an unsubscribe that %s: takes all that an erased person leaves, and nothing of one who stands',
    async ([, brand, form, consents]) => {
      const orders = await everyInterleaving({
        begin: async () => {
          const person = await confirmed(system, { email: newAddress(), brand, consents, ...(form && { form }) });
          const pk = keys.contact(brand, person.contactId as ContactId);
          await Promise.all(['SEND#1', 'SEND#2'].map((sk) => putItem(system, { pk, sk })));
          return { ...person, pk };
        },
        tasks: {
          leave: ({ unsubscribe }) => press(system, unsubscribe),
          job: async ({ contactId }) => new Response(null, { status: (await deliver(brand, contactId)) ? 200 : 503 }),
        },
        check: async (end) => {
          expect(statuses(end).leave).toBe(200);
          if (brand === 'xledger') expect(await deliver(brand, end.world.contactId)).toBe(true);
          const left = await keysUnder(system, end.world.pk);
          expect(left).toEqual(
            brand === 'xledger' ? [] : ['CONSENT#newsletter:news', 'CONSENT#tracking:open', 'PROFILE', 'SEND#1', 'SEND#2'],
          );
        },
      });
      expect(await findingsIn(system)).toEqual([]);
      expect(orders.length).toBeGreaterThanOrEqual(5);
    },
  );

  test('of a profile that time to live took, while the person confirms a new purpose: one chain closed, one begun, or none', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        const { contactId } = await confirmed(system, { email });
        const link = await linkFor(system, { email, ...uk });
        await dropItem(system, keys.profile('xledger', contactId as ContactId));
        return { email, contactId, link };
      },
      tasks: {
        join: ({ link }) => press(system, link),
        job: async ({ contactId }) => new Response(null, { status: (await deliver('xledger', contactId)) ? 200 : 503 }),
      },
      check: async (end) => {
        const { join, job } = statuses(end);
        if (job !== 200) expect(await deliver('xledger', end.world.contactId)).toBe(true);
        const now = await standing('xledger', end.world.email);
        expect(join).toBe(now ? 200 : 410);
        if (now) expect(now.purposes).toEqual(['newsletter:events']);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(28);
  });
});

describe('an objection', () => {
  const objection = async (brand: string, email: string) => {
    const hash = await hashAt(system, brand, email);
    const { suppression } = await addressAt(system, brand, email);
    const formerIds = suppression?.formerIds ?? [];
    await putItem(system, {
      ...keys.suppression(brand, hash),
      reason: 'objected',
      since: system.clock.now().toISOString(),
      formerIds,
    });
    return new Response();
  };

  test('during a confirmation that would lift a withdrawal: is never lifted', async () => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        await press(system, (await confirmed(system, { email })).unsubscribe);
        return { email, link: await linkFor(system, { email, ...uk }) };
      },
      tasks: { join: ({ link }) => press(system, link), object: ({ email }) => objection('xledger', email) },
      check: async (end) => {
        const { suppression } = await addressAt(system, 'xledger', end.world.email);
        expect(suppression?.reason).toBe('objected');
        if (end.followed('object', 'join')) expect(statuses(end).join).toBe(410);
      },
    });
    expect(orders.length).toBeGreaterThanOrEqual(3);
  });

  test.for([
    ['erases', 'xledger', undefined, ['newsletter:insights', 'tracking:open']],
    ['suppresses', 'keeping', 'newsletter', ['newsletter:news', 'tracking:open']],
  ] as const)('during an unsubscribe that %s: is not weakened to a withdrawal', async ([, brand, form, consents]) => {
    const orders = await everyInterleaving({
      begin: async () => {
        const email = newAddress();
        return { email, ...(await confirmed(system, { email, brand, consents, ...(form && { form }) })) };
      },
      tasks: { leave: ({ unsubscribe }) => press(system, unsubscribe), object: ({ email }) => objection(brand, email) },
      check: async (end) => {
        expect(statuses(end).leave).toBe(200);
        expect((await addressAt(system, brand, end.world.email)).suppression?.reason).toBe('objected');
        expect((await standing(brand, end.world.email))?.purposes ?? []).toEqual([]);
      },
    });
    expect(await findingsIn(system)).toEqual([]);
    expect(orders.length).toBeGreaterThanOrEqual(3);
  });
});
