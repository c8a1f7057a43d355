/**
 * What is told of mails, by SES and by mails to us, with every AWS call of every way through it lost or its answer lost: what follows for the person follows once,
 * with its proof, and is never dropped. `npm run plant` plants the bugs that these find.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CampaignId, campaignIdFrom } from '../../functions/domain/campaign.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { limits } from '../../functions/domain/limits.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import { readTally } from '../../functions/store/counters.ts';
import { keys } from '../../functions/store/keys.ts';
import { readChain } from '../../functions/store/ledger.ts';
import { readPerson } from '../../functions/store/people.ts';
import { readSend } from '../../functions/store/sends.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { accountOf, plantCampaign, sendChunk, sendKey } from '../campaigns/planted.ts';
import { varied } from '../domain/example-policy.ts';
import { unwatched, watchCalls } from './aws-calls.ts';
import { keeping } from './brands.ts';
import { tellEveryFault } from './every-fault.ts';
import { findingsIn } from './invariants.ts';
import { addressAt, confirmed, keysUnder, newAddress, putItem, request } from './steps.ts';

vi.setConfig({ testTimeout: 300_000 });

/** A brand that forgets whoever's mailbox is gone. */
const deleting = definePolicy(
  varied({
    brand: 'deleting',
    purposes: { 'newsletter:news': { onHardBounce: 'delete', onWithdrawal: 'suppress' } },
  }) as Parameters<typeof definePolicy>[0],
);

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, keeping, deleting] });
  system.ses.limits.maxSendRate = 100_000;
  watchCalls(system.deps);
  await system.deps.db.client.config.maxAttempts();
  process.env.AWS_MAX_ATTEMPTS = '5';
});
afterAll(() => system.stop());

/** Somebody who has been sent a campaign's mail. */
async function mailed(brand: 'keeping' | 'deleting') {
  return unwatched(async () => {
    const email = newAddress();
    const { contactId } = await confirmed(system, { email, brand, form: 'newsletter', consents: ['newsletter:news'] });
    const campaign = await plantCampaign(system, [contactId], { brand, purpose: 'newsletter:news' });
    expect(await sendChunk(system, campaign)).toBe(true);
    const tags = { brand, mail: 'newsletter', campaign: campaign.campaignId, contact: contactId };
    return { brand, email, contactId: ContactId.parse(contactId), campaign, tags, messageId: system.mails(email)[0]?.id ?? '' };
  });
}
type Mailed = Awaited<ReturnType<typeof mailed>>;

interface Told {
  readonly email: string;
  readonly messageId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Hands an event of a mail to the function that records it; whether it was done with. */
async function tell({ email, messageId, tags }: Told, eventType: string, detail: object = {}): Promise<boolean> {
  const timestamp = system.clock.now().toISOString();
  const key = `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}`;
  const listed = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
  const mail = { messageId, timestamp, destination: [email], tags: listed };
  const body = JSON.stringify({ eventType, mail, [key]: { timestamp, ...detail } });
  const Records = [{ messageId: 'm', body }];
  const { batchItemFailures } = (await system.runJob('record-feedback', { Records })) as { batchItemFailures: object[] };
  return batchItemFailures.length === 0;
}
const abuse = { complaintFeedbackType: 'abuse' };
const bounced = (bounceType: string, status: string) => ({
  ...{ bounceType, bounceSubType: 'General' },
  bouncedRecipients: [{ emailAddress: 'x@example.no', status }],
});

const personOf = ({ brand, contactId }: { brand: string; contactId: ContactId }) =>
  readPerson(system.deps.db, brand, contactId, system.clock.now());
const actsOf = async ({ brand, contactId }: { brand: string; contactId: ContactId }) =>
  (await readChain(system.deps.db, brand, contactId)).map(({ act }) => act);
const barredAs = async ({ brand, email }: { brand: string; email: string }) =>
  (await addressAt(system, brand, email)).suppression?.reason;
/** Bounces and complaints are counted with the note itself; a batch's deliveries may be lost with the function, and are never counted twice. */
async function isCounted({ campaign }: Mailed, { bounced = 0, complained = 0 }, label: string): Promise<void> {
  expect(await accountOf(system, campaign), label).toMatchObject({ audience: 1, sent: 1, pending: 0 });
  expect(await readTally(system.deps.db, campaign), label).toMatchObject({ bounced, complained });
}

describe('a fault at any call of what records', () => {
  test('a complaint: marketing ends, once and with proof', async () => {
    const calls = await tellEveryFault({
      begin: () => mailed('keeping'),
      act: (world) => tell(world, 'Complaint', abuse),
      check: async (world, label) => {
        const send = await readSend(system.deps.db, sendKey(world.campaign, world.contactId));
        expect(send, label).toMatchObject({ state: 'sent', feedback: 'complained' });
        await isCounted(world, { complained: 1 }, label);
        expect(
          (await personOf(world))?.consents.map(({ status }) => status),
          label,
        ).toEqual(['ConsentWithdrawn']);
        expect(await actsOf(world), label).toEqual(['confirmed', 'complained']);
        expect(await barredAs(world), label).toBe('complained');
      },
    });
    // the mail, with its count; the person, their address, the change
    expect(calls).toEqual(['GetItem', 'TransactWriteItems', 'Query', 'Query', 'TransactWriteItems']);
  });

  test('a bounce that deletes: nothing is left of the person but the proof', async () => {
    const calls = await tellEveryFault({
      begin: () => mailed('deleting'),
      act: (world) => tell(world, 'Bounce', bounced('Permanent', '5.1.1')),
      later: () => system.settle(),
      lanes: 4,
      check: async (world, label) => {
        await isCounted(world, { bounced: 1 }, label);
        expect(await keysUnder(system, keys.contact(world.brand, world.contactId)), label).toEqual([]);
        expect(await actsOf(world), label).toEqual(['confirmed', 'removed']);
        expect(await barredAs(world), label).toBe('bounced');
      },
    });
    expect(calls).toEqual(['GetItem', 'TransactWriteItems', 'Query', 'Query', 'TransactWriteItems']);
  });

  test('the last of so many soft bounces in a row: the address is barred, once', async () => {
    const calls = await tellEveryFault({
      begin: async () => {
        const world = await mailed('deleting');
        for (let before = 1; before < limits.softBouncesInARow; before += 1) await unwatched(() => softBounced(world, before));
        return world;
      },
      act: (world) => tell(world, 'Bounce', bounced('Transient', '4.2.2')),
      check: async (world, label) => {
        await isCounted(world, {}, label);
        expect(
          (await personOf(world))?.consents.map(({ status }) => status),
          label,
        ).toEqual(['ConsentRevoked']);
        expect(await actsOf(world), label).toEqual(['confirmed', 'bounced']);
        expect(await barredAs(world), label).toBe('bounced');
      },
    });
    expect(calls).toEqual(['GetItem', 'UpdateItem', 'Query', 'Query', 'Query', 'TransactWriteItems']);
  });

  test.each([
    ['Reject', 'rejected'],
    ['Rendering Failure', 'rejected'],
    ['DeliveryDelay', 'delayed'],
  ])('a %s: it is noted of the mail, and nobody is changed', async (eventType, feedback) => {
    const calls = await tellEveryFault({
      begin: () => mailed('deleting'),
      act: (world) => tell(world, eventType),
      check: async (world, label) => {
        expect(await readSend(system.deps.db, sendKey(world.campaign, world.contactId)), label).toMatchObject({ feedback });
        await isCounted(world, {}, label);
        expect(await actsOf(world), label).toEqual(['confirmed']);
        expect(await barredAs(world), label).toBeUndefined();
      },
    });
    expect(calls).toEqual(['GetItem', 'UpdateItem']);
  });

  test('a complaint of a stranger who was asked to confirm: the address is barred, and the brand’s own chain proves it once', async () => {
    const proofs = async (messageId: string) =>
      (await system.dump('ledger')).filter((entry) => entry.act === 'address_suppressed' && entry.messageId === messageId);
    const calls = await tellEveryFault({
      begin: async () => {
        const email = newAddress();
        const visitor = { email, brand: 'keeping', form: 'newsletter', consents: ['newsletter:news'] };
        const { requestId } = await unwatched(() => request(system, visitor));
        const tags = { brand: 'keeping', mail: 'confirmation', request: requestId };
        return { brand: 'keeping', email, tags, messageId: system.deps.newId() };
      },
      act: (world) => tell(world, 'Complaint', abuse),
      // all of them add to one chain
      lanes: 1,
      check: async (world, label) => {
        expect(await barredAs(world), label).toBe('complained');
        expect(await proofs(world.messageId), label).toHaveLength(1);
      },
    });
    expect(calls).toEqual(['Query', 'Query', 'TransactWriteItems']);
  });

  test('a complaint of somebody who was asked whether to stay: marketing ends, once', async () => {
    const calls = await tellEveryFault({
      begin: async () => {
        const world = await mailed('keeping');
        return { ...world, tags: { brand: world.brand, mail: 'repermission', contact: world.contactId } };
      },
      act: (world) => tell(world, 'Complaint', abuse),
      check: async (world, label) => {
        expect(await actsOf(world), label).toEqual(['confirmed', 'complained']);
        expect(await barredAs(world), label).toBe('complained');
      },
    });
    expect(calls).toEqual(['Query', 'Query', 'Query', 'TransactWriteItems']);
  });
});

describe('a fault at any call of what receives an opt-out by mail', () => {
  test.each([
    ['keeping', 'newsletter', 'newsletter:news', 'withdrawn'],
    ['xledger', 'newsletter-no', 'newsletter:insights', 'erased'],
  ] as const)('at %s: it is made once, and never dropped', async (brand, form, purpose, act) => {
    const calls = await tellEveryFault({
      begin: async () => {
        const email = newAddress();
        const { contactId } = await unwatched(() => confirmed(system, { email, brand, form, consents: [purpose] }));
        return { brand, email, contactId: ContactId.parse(contactId) };
      },
      act: async ({ email }) => {
        const Records = [{ messageId: 'm', body: JSON.stringify(stopMail(email, brand, purpose)) }];
        const { batchItemFailures } = (await system.runJob('receive-unsubscribe', { Records })) as {
          batchItemFailures: object[];
        };
        return batchItemFailures.length === 0;
      },
      told: async (world, done, label) => {
        if (done) expect(await barredAs(world), label).toBe('withdrawn');
      },
      check: async (world, label) => {
        expect(await actsOf(world), label).toEqual(['confirmed', act]);
        expect(await barredAs(world), label).toBe('withdrawn');
      },
    });
    expect(calls).toEqual(['Query', 'Query', 'TransactWriteItems']);
  });
});

test('I4, I6, I8, I11: after all of it, state, evidence and audience agree', async () => {
  await system.settle();
  expect(await findingsIn(system)).toEqual([]);
});

/** An earlier mail of somebody's, which came back for the time being. */
async function softBounced({ brand, contactId, campaign }: Mailed, before: number): Promise<void> {
  const at = new Date(system.clock.now().getTime() - before * 86_400_000);
  const campaignId: CampaignId = campaignIdFrom(at, Buffer.alloc(10, before));
  const claimedAt = at.toISOString();
  await putItem(system, {
    ...keys.send(brand, contactId, campaignId),
    ...{ campaignId, state: 'sent', claimId: system.deps.newId(), claimedAt, chunk: 0, purpose: campaign.purpose },
    ...{ feedback: 'soft_bounced', feedbackAt: claimedAt, expiresAt: Math.ceil(at.getTime() / 1000) + 90 * 86_400 },
  });
}

/** What SES reports of a mail that somebody wrote to leave, and that their domain vouches for. */
function stopMail(email: string, brand: string, purpose: string) {
  const subject = `unsubscribe ${purpose}`;
  const pass = { status: 'PASS' };
  return {
    notificationType: 'Received',
    mail: {
      timestamp: system.clock.now().toISOString(),
      messageId: system.deps.newId(),
      source: email,
      headers: [
        { name: 'From', value: email },
        { name: 'Subject', value: subject },
      ],
      commonHeaders: { from: [email], subject },
    },
    receipt: { recipients: [`unsubscribe+${brand}@stop.example.com`], spfVerdict: pass, dmarcVerdict: pass },
  };
}
