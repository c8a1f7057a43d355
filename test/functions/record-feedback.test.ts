/** What SES tells, through its topic and queue, and what the policies make of it. Every order and every lost call: `faults/sending.test.ts`. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContactId } from '../../functions/domain/identity.ts';
import { verifyChain } from '../../functions/domain/ledger.ts';
import { limits } from '../../functions/domain/limits.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import { readTally } from '../../functions/store/counters.ts';
import { readChain } from '../../functions/store/ledger.ts';
import { readPerson } from '../../functions/store/people.ts';
import { latestSends, readSend } from '../../functions/store/sends.ts';
import type { MailEvent } from '../../local/ses-events.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { accountOf, plantCampaign, sendChunk, sendKey } from '../campaigns/planted.ts';
import { varied } from '../domain/example-policy.ts';
import { intercepted, watchCalls } from '../faults/aws-calls.ts';
import { findingsIn } from '../faults/invariants.ts';
import { addressAt, confirmed, keysUnder, linkFor, newAddress } from '../faults/steps.ts';
import { askForLink, audienceOf, postSignUp, press } from '../journey.ts';

const brandThat = (onHardBounce: string) =>
  definePolicy(
    varied({
      brand: `will-${onHardBounce}`,
      purposes: {
        'newsletter:news': { onHardBounce, onWithdrawal: 'suppress', withdrawalScope: 'purpose' },
        'newsletter:tips': {
          ...{ title: { nb: 'Tips' }, description: { nb: 'Tips' }, dataCategories: ['email'], basis: 'consent' },
          ...{ onWithdrawal: 'suppress', withdrawalScope: 'purpose' },
        },
      },
      forms: {
        newsletter: {
          version: 1,
          consents: ['newsletter:news', 'newsletter:tips', 'tracking:open'],
          wording: {
            nb: {
              1: {
                intro: 'x',
                boxes: { 'newsletter:news': 'x', 'newsletter:tips': 'x', 'tracking:open': 'x' },
                howToWithdraw: 'x',
              },
            },
          },
        },
      },
    }) as Parameters<typeof definePolicy>[0],
  );
const [suppressing, deactivating, deleting] = ['suppress', 'deactivate', 'delete'].map(brandThat) as [
  ReturnType<typeof brandThat>,
  ReturnType<typeof brandThat>,
  ReturnType<typeof brandThat>,
];

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, suppressing, deactivating, deleting] });
  system.ses.limits.maxSendRate = 100_000;
  watchCalls(system.deps);
});
afterAll(() => system.stop());

const consents = ['newsletter:news', 'newsletter:tips', 'tracking:open'];
/** Somebody of a brand, and a campaign that has been sent to them. */
async function mailed(brand: string, email: string = newAddress()) {
  const person = await confirmed(system, { email, brand, form: 'newsletter', consents });
  return { email, ...person, campaign: await sendTo(brand, person.contactId) };
}
async function sendTo(brand: string, contactId: string) {
  const campaign = await plantCampaign(system, [contactId], { brand, purpose: 'newsletter:news' });
  expect(await sendChunk(system, campaign)).toBe(true);
  return campaign;
}

/** Has SES tell something of the newest mail to an address. */
async function tell(email: string, eventType: string, detail: object): Promise<void> {
  const { mail } = system.ses.events.findLast((event) => event.mail.messageId === system.mails(email)[0]?.id) ?? {
    mail: undefined,
  };
  const key = `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}`;
  const timestamp = system.clock.now().toISOString();
  await deliver({ eventType, mail, [key]: { timestamp, ...detail } } as unknown as MailEvent);
}
async function deliver(event: object): Promise<boolean> {
  const Records = [{ messageId: 'm', body: JSON.stringify(event) }];
  const { batchItemFailures } = (await system.runJob('record-feedback', { Records })) as { batchItemFailures: object[] };
  return batchItemFailures.length === 0;
}
const hard = (status?: string, bounceSubType = 'General') => ({
  bounceType: 'Permanent',
  bounceSubType,
  bouncedRecipients: [{ emailAddress: 'x@example.no', ...(status && { status }) }],
});
const soft = {
  bounceType: 'Transient',
  bounceSubType: 'MailboxFull',
  bouncedRecipients: [{ emailAddress: 'x@example.no', status: '4.2.2' }],
};

const personAt = async (brand: string, contactId: string) =>
  readPerson(system.deps.db, brand, ContactId.parse(contactId), system.clock.now());
const statusesAt = async (brand: string, contactId: string) =>
  Object.fromEntries((await personAt(brand, contactId))?.consents.map(({ purpose, status }) => [purpose, status]) ?? []);
const lastEntry = async (brand: string, contactId: string) => {
  const chain = await readChain(system.deps.db, brand, ContactId.parse(contactId));
  expect(verifyChain(brand, contactId, chain)).toMatchObject({ whole: true });
  return chain.at(-1);
};

describe('through topic and queue', () => {
  test.each([
    ['success', { feedback: 'delivered' }, { delivered: 1, bounced: 0, complained: 0 }],
    ['ooto', { feedback: 'delivered' }, { delivered: 1, bounced: 0, complained: 0 }],
    ['bounce', { feedback: 'bounced' }, { delivered: 0, bounced: 1, complained: 0 }],
    ['complaint', { feedback: 'complained' }, { delivered: 1, bounced: 0, complained: 1 }],
    ['suppressionlist', { feedback: 'soft_bounced' }, { delivered: 0, bounced: 0, complained: 0 }],
  ])('what the mailbox simulator’s %s answers is recorded, and stays in sent', async (box, send, numbers) => {
    const { contactId, campaign } = await mailed('will-suppress', `${box}+${Date.now()}@simulator.amazonses.com`);
    await system.settle();
    expect(await readSend(system.deps.db, sendKey(campaign, contactId))).toMatchObject({ state: 'sent', ...send });
    expect(await readTally(system.deps.db, campaign)).toMatchObject({ sent: 1, ...numbers });
    expect(await accountOf(system, campaign)).toMatchObject({ audience: 1, sent: 1, pending: 0 });
    expect(await system.deadLetters('feedback')).toEqual([]);
  });

  test('T26, F28: the same again changes nothing: no number, no entry, no state', async () => {
    const { contactId } = await mailed('will-suppress', 'complaint+again@simulator.amazonses.com');
    await system.settle();
    const before = [await system.dump('people'), await system.dump('campaigns'), await system.dump('ledger')];
    const events = system.ses.events.filter(({ mail }) => JSON.stringify(mail).includes(contactId));
    expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery', 'Complaint']);
    for (const event of [...events, ...events.toReversed()]) expect(await deliver(event)).toBe(true);
    expect([await system.dump('people'), await system.dump('campaigns'), await system.dump('ledger')]).toEqual(before);
  });

  test('T23, I8: of no mail of ours, of another mail, or of somebody who has gone: refused, or without effect; nothing is made of it', async () => {
    const { contactId, campaign } = await mailed('will-suppress');
    const [sent] = system.ses.events.filter(({ mail }) => JSON.stringify(mail).includes(contactId));
    const mail = sent?.mail as unknown as { tags: Record<string, string[]> };
    const bounce = { timestamp: system.clock.now().toISOString(), ...hard('5.1.1') };
    const forged = (change: object) => ({ eventType: 'Bounce', mail: { ...mail, ...change }, bounce });
    const before = await system.dump('people');
    expect(await deliver(forged({ messageId: 'another' }))).toBe(false);
    expect(await deliver(forged({ tags: {} }))).toBe(false);
    expect(await deliver(forged({ tags: { ...mail.tags, brand: ['nobody'] } }))).toBe(false);
    // a mail that was never claimed
    expect(await deliver(forged({ tags: { ...mail.tags, campaign: ['20261127-aaaaaaaaaa'] } }))).toBe(true);
    expect(await deliver(forged({ tags: { ...mail.tags, contact: ['AAAAAAAAAAAAAAAAAAAAAA'] } }))).toBe(true);
    expect(await system.dump('people')).toEqual(before);
    expect((await readSend(system.deps.db, sendKey(campaign, contactId)))?.feedback).toBeUndefined();
    // what is no event at all ends in the dead-letter queue, where somebody looks at it
    const { queues } = system.deps;
    const MessageBody = JSON.stringify({ Type: 'Notification', Message: 'unsubscribe everybody' });
    await queues.client.send(new SendMessageCommand({ QueueUrl: queues.url('feedback'), MessageBody }));
    await system.settle();
    expect(await system.deadLetters('feedback')).toHaveLength(1);
  });
});

test('F16, I9: of a batch of ten, one poison, one throttled: those two come back, and eight are done once', async () => {
  const ten = await Promise.all(Array.from({ length: 10 }, () => mailed('will-suppress')));
  const events = ten.map(({ email }) => {
    const [mail] = system.mails(email);
    return system.ses.events.find((event) => event.eventType === 'Delivery' && event.mail.messageId === mail?.id);
  });
  const throttled = ten[7]?.contactId ?? '';
  const Records = events.map((event, index) => ({
    messageId: `m${index}`,
    body: index === 3 ? '{"eventType":"Delivery"' : JSON.stringify(event),
  }));
  const answer = await intercepted(
    async ({ input }, proceed) => {
      if (JSON.stringify(input).includes(throttled)) throw Object.assign(new Error('no'), { name: 'ThrottlingException' });
      return proceed();
    },
    () => system.runJob('record-feedback', { Records }),
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm3' }, { itemIdentifier: 'm7' }] });
  const feedback = await Promise.all(
    ten.map(async ({ campaign, contactId }) => (await readSend(system.deps.db, sendKey(campaign, contactId)))?.feedback),
  );
  expect(feedback).toEqual(ten.map((_, index) => (index === 3 || index === 7 ? undefined : 'delivered')));
  for (const [index, { campaign }] of ten.entries())
    expect((await readTally(system.deps.db, campaign)).delivered).toBe(index === 3 || index === 7 ? 0 : 1);
  await system.settle();
});

describe('I5: a hard bounce', () => {
  test.each([
    ['suppress', '5.1.1', 'active', 'ConsentRevoked', 'bounced'],
    ['deactivate', '5.1.1', 'deactivated', 'ConsentRevoked', 'bounced'],
    // refused, but not for want of a mailbox: barred, never deleted nor deactivated
    ['deactivate', '5.7.1', 'active', 'ConsentRevoked', 'bounced'],
    ['delete', '5.7.1', 'active', 'ConsentRevoked', 'bounced'],
    ['delete', undefined, 'active', 'ConsentRevoked', 'bounced'],
  ])('by a policy that says %s, with status %s', async (action, code, standing, status, act) => {
    const brand = `will-${action}`;
    const { email, contactId, campaign } = await mailed(brand);
    await tell(email, 'Bounce', hard(code));
    expect((await personAt(brand, contactId))?.profile.standing).toBe(standing);
    expect(await statusesAt(brand, contactId)).toEqual({
      'newsletter:news': status,
      'newsletter:tips': status,
      'tracking:open': status,
    });
    expect((await addressAt(system, brand, email)).suppression).toMatchObject({ reason: 'bounced' });
    expect(await lastEntry(brand, contactId)).toMatchObject({
      ...{ act, actor: 'system', method: 'feedback' },
      evidence: {
        purpose: 'newsletter:news',
        campaignId: campaign.campaignId,
        says: ['Permanent General', code].filter(Boolean).join(' '),
      },
    });
    expect(await audienceOf(system, 'newsletter:tips', brand)).not.toContain(email);
    // the next campaign passes them by
    const next = await plantCampaign(system, [contactId], { brand, purpose: 'newsletter:news' });
    await sendChunk(system, next);
    expect(await accountOf(system, next)).toMatchObject({ skipped: 1, sent: 0 });
  });

  test('by a policy that says delete, with proof that the mailbox is gone: deletes, and keeps the evidence', async () => {
    const { email, contactId } = await mailed('will-delete');
    await tell(email, 'Bounce', hard('5.1.1'));
    await system.settle();
    expect(await keysUnder(system, `will-delete#${contactId}`)).toEqual([]);
    const { suppression, contactId: pointsTo } = await addressAt(system, 'will-delete', email);
    expect(pointsTo).toBeUndefined();
    expect(suppression).toMatchObject({ reason: 'bounced', formerIds: [contactId] });
    expect(await lastEntry('will-delete', contactId)).toMatchObject({
      act: 'removed',
      method: 'feedback',
      evidence: { says: 'Permanent General 5.1.1' },
    });
  });

  test.each(['OnAccountSuppressionList', 'Suppressed'])('%s is no proof of anything: nobody is changed', async (subType) => {
    const { email, contactId } = await mailed('will-delete');
    await tell(email, 'Bounce', hard('5.1.1', subType));
    expect(await statusesAt('will-delete', contactId)).toMatchObject({ 'newsletter:news': 'ConsentGiven' });
    expect((await addressAt(system, 'will-delete', email)).suppression).toBeUndefined();
  });

  test('told after the person has said yes again ends nothing: what happened before is over', async () => {
    const { email, contactId } = await mailed('will-suppress');
    const bounce = { ...hard('5.1.1'), timestamp: system.clock.now().toISOString() };
    system.advance('P1D');
    await press(system, await linkFor(system, { email, brand: 'will-suppress', form: 'newsletter', consents }));
    await tell(email, 'Bounce', bounce);
    expect(await statusesAt('will-suppress', contactId)).toMatchObject({ 'newsletter:news': 'RenewedConsentGiven' });
    expect((await addressAt(system, 'will-suppress', email)).suppression).toBeUndefined();
  });
});

describe('a soft bounce', () => {
  test('changes nobody, until so many come in a row', async () => {
    const { email, contactId } = await mailed('will-delete');
    await tell(email, 'Bounce', soft);
    for (let mails = 2; mails <= limits.softBouncesInARow; mails += 1) {
      expect(await statusesAt('will-delete', contactId)).toMatchObject({ 'newsletter:news': 'ConsentGiven' });
      system.advance('P1D');
      await sendTo('will-delete', contactId);
      await tell(email, 'Bounce', soft);
    }
    expect(await latestSends(system.deps.db, { brand: 'will-delete', contactId: ContactId.parse(contactId) }, 9)).toHaveLength(5);
    expect(await statusesAt('will-delete', contactId)).toMatchObject({ 'newsletter:news': 'ConsentRevoked' });
    expect((await addressAt(system, 'will-delete', email)).suppression).toMatchObject({ reason: 'bounced' });
    expect(await lastEntry('will-delete', contactId)).toMatchObject({ act: 'bounced', evidence: { says: 'Transient x5' } });
  });
});

describe('T3: a complaint', () => {
  test.each(['suppress', 'delete'])(
    'by a policy that says %s of bounces: ends all marketing, and no sign-up lifts it',
    async (action) => {
      const brand = `will-${action}`;
      const { email, contactId } = await mailed(brand);
      await tell(email, 'Complaint', { complaintFeedbackType: 'abuse' });
      const ended = 'ConsentWithdrawn';
      expect(await statusesAt(brand, contactId)).toEqual({
        'newsletter:news': ended,
        'newsletter:tips': ended,
        'tracking:open': ended,
      });
      expect((await addressAt(system, brand, email)).suppression).toMatchObject({ reason: 'complained' });
      expect(await lastEntry(brand, contactId)).toMatchObject({ act: 'complained', actor: 'person', method: 'feedback' });
      const before = system.mails(email).length;
      system.advance('PT16M');
      await postSignUp(system, { email, brand, form: 'newsletter', consents });
      await system.settle();
      expect(system.mails(email)).toHaveLength(before);
    },
  );

  test('that takes a mail out of the junk folder changes nobody', async () => {
    const { email, contactId } = await mailed('will-delete');
    await tell(email, 'Complaint', { complaintFeedbackType: 'not-spam' });
    expect(await statusesAt('will-delete', contactId)).toMatchObject({ 'newsletter:news': 'ConsentGiven' });
  });
});

describe('of a confirmation mail', () => {
  const asked = async () => {
    const email = newAddress();
    const link = await askForLink(system, { email, brand: 'will-delete', form: 'newsletter', consents });
    return { email, link };
  };

  test('a complaint bars the address: its link confirms nothing any more, and no further mail is sent', async () => {
    const { email, link } = await asked();
    await tell(email, 'Complaint', { complaintFeedbackType: 'abuse' });
    expect((await addressAt(system, 'will-delete', email)).suppression).toMatchObject({ reason: 'complained', formerIds: [] });
    expect((await press(system, link)).status).toBe(410);
    system.advance('PT16M');
    await postSignUp(system, { email, brand: 'will-delete', form: 'newsletter', consents });
    await system.settle();
    expect(system.mails(email)).toHaveLength(1);
    // there is no person's chain: the brand's own tells it, without the address
    const reports = (await system.dump('ledger')).filter(({ pk }) => pk === 'will-delete#reports');
    expect(reports).toMatchObject([{ act: 'address_suppressed', reason: 'complained', says: 'abuse' }]);
    expect(JSON.stringify(reports)).not.toContain(email);
  });

  test('a bounce is remembered, and gives way to the person’s own confirmation', async () => {
    const { email, link } = await asked();
    await tell(email, 'Bounce', hard('5.1.1'));
    expect((await addressAt(system, 'will-delete', email)).suppression).toMatchObject({ reason: 'bounced' });
    expect((await press(system, link)).status).toBe(200);
    expect((await addressAt(system, 'will-delete', email)).suppression).toBeUndefined();
  });

  test('a complaint of somebody who has confirmed meanwhile ends their marketing', async () => {
    const { email, link } = await asked();
    expect((await press(system, link)).status).toBe(200);
    system.advance('PT1M');
    await tell(email, 'Complaint', { complaintFeedbackType: 'abuse' });
    const { contactId, suppression } = await addressAt(system, 'will-delete', email);
    expect(suppression).toMatchObject({ reason: 'complained' });
    expect(await statusesAt('will-delete', String(contactId))).toMatchObject({ 'newsletter:news': 'ConsentWithdrawn' });
  });
});

test('I4, I6, I8, I11: after all of it, state, evidence and audience agree', async () => {
  await system.settle();
  expect(await findingsIn(system)).toEqual([]);
});
