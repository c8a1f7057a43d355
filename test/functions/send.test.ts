/** The sender: who is mailed what, when there is no room, and when it must stop. Every order and every lost call: `faults/sending.test.ts`. */
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Campaign } from '../../functions/domain/campaign.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { makeLink } from '../../functions/domain/links.ts';
import { planOf } from '../../functions/domain/pace.ts';
import { definePolicy, type PurposeId } from '../../functions/domain/policy.ts';
import { listHeaders } from '../../functions/email/list-headers.ts';
import { readCampaign } from '../../functions/store/campaigns.ts';
import { keys } from '../../functions/store/keys.ts';
import { takeLease } from '../../functions/store/leases.ts';
import { readSend } from '../../functions/store/sends.ts';
import { type System, startSystem } from '../../local/system.ts';
import { accountOf, chunkEvent, forgetfulSender, plantCampaign, sendChunk, sendKey, setState } from '../campaigns/planted.ts';
import { varied } from '../domain/example-policy.ts';
import { asMime } from '../email/as-mime.ts';
import { addressAt, confirmed, dropItem, keysUnder, newAddress, putItem } from '../faults/steps.ts';
import { askForLink, linkIn, press } from '../journey.ts';
import { setStanding } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ load: forgetfulSender, inboundDomain: 'stop.example.com' });
});
afterAll(() => system.stop());
beforeEach(() => {
  Object.assign(system.ses.limits, { maxSendRate: 100_000, max24HourSend: 1_000_000, enforcementStatus: 'HEALTHY' });
});

interface Person {
  readonly email: string;
  readonly contactId: string;
  readonly unsubscribe: string;
}
const person = async (more: object = {}): Promise<Person> => {
  const email = newAddress();
  return { email, ...(await confirmed(system, { email, consents: ['newsletter:insights'], ...more })) };
};
const idsOf = (some: readonly Person[]) => some.map(({ contactId }) => contactId);
const callsTo = ({ email }: Person) => system.ses.calls.filter(({ to }) => to === email).map(({ outcome }) => outcome);
const putOff = async ({ campaignId }: Campaign) =>
  (await system.waiting('send')).map(({ body }) => JSON.parse(body)).filter((message) => message.campaignId === campaignId);

describe('a chunk', () => {
  test('is mailed, each of its people once, in their language, and accounted for', async () => {
    const some = await Promise.all([person(), person({ form: 'newsletter-uk' }), person({ form: 'newsletter-fi' })]);
    const campaign = await plantCampaign(system, idsOf(some), { locales: ['nb', 'en'] });
    expect(await sendChunk(system, campaign)).toBe(true);
    for (const [index, one] of some.entries()) {
      // who reads neither gets the first
      const locale = index === 1 ? 'en' : 'nb';
      expect(system.mails(one.email)).toMatchObject([{ subject: `Nytt (${locale})` }]);
      expect(await readSend(system.deps.db, sendKey(campaign, one.contactId))).toMatchObject({
        ...{ state: 'sent', basis: 'consent', locale, purpose: 'newsletter:insights' },
        tracking: { open: 'off', click: 'off' },
      });
    }
    const all = { audience: 3, pending: 0, sent: 3, skipped: 0, failed: 0, unknown: 0 };
    expect(await accountOf(system, campaign)).toEqual({ ...all, reasons: {}, state: 'finished' });
  });

  test('T15: of several ends nothing but itself: the campaign is finished with the last of them, in whatever order', async () => {
    const some = await Promise.all([person(), person(), person()]);
    const campaign = await plantCampaign(system, idsOf(some), { chunkOf: 1 });
    for (const [ended, chunk] of [2, 0, 1].entries()) {
      expect(await accountOf(system, campaign)).toMatchObject({ sent: ended, pending: 3 - ended, state: 'sending' });
      expect(await sendChunk(system, campaign, chunk)).toBe(true);
    }
    expect(await accountOf(system, campaign)).toMatchObject({ sent: 3, pending: 0, state: 'finished' });
  });

  test('F6, F16, I9, T17: reaches those it may, and accounts for each of the others by the reason', async () => {
    const [fine, left, restricted, gone, refused, unreadable, elsewhere] = await Promise.all([
      ...Array.from({ length: 6 }, () => person()),
      person({ form: 'newsletter-uk', consents: ['newsletter:events'] }),
    ]);
    const all = [left, restricted, gone, refused, unreadable, elsewhere, fine] as Person[];
    const campaign = await plantCampaign(system, idsOf(all));
    await press(system, String(left?.unsubscribe));
    await setStanding(system, String(restricted?.email), 'restricted');
    await dropItem(system, keys.profile('xledger', gone?.contactId as ContactId));
    system.ses.fail('reject', { to: String(refused?.email) });
    await putItem(system, { ...keys.profile('xledger', unreadable?.contactId as ContactId), email: 'nobody' });

    expect(await sendChunk(system, campaign)).toBe(true);
    expect(all.map((one) => callsTo(one))).toEqual([[], [], [], ['MessageRejected'], [], [], ['accepted']]);
    expect(await accountOf(system, campaign)).toMatchObject({
      ...{ audience: 7, pending: 0, sent: 1, skipped: 5, failed: 1, unknown: 0, state: 'finished' },
      reasons: { gone: 2, restricted: 1, unreadable: 1, consent_missing: 1, MessageRejected: 1 },
    });
    // of whoever has gone, not even the claim stays (I8)
    await system.settle();
    expect(await keysUnder(system, `xledger#${left?.contactId}`)).toEqual([]);
  });

  test('F22, T16: delivered again after it has ended, or unknown, mails nobody and is done with', async () => {
    const one = await person();
    const campaign = await plantCampaign(system, [one.contactId]);
    for (let times = 0; times < 3; times += 1) expect(await sendChunk(system, campaign)).toBe(true);
    system.advance('P13D');
    expect(await sendChunk(system, campaign)).toBe(true);
    expect(await sendChunk(system, campaign, 7)).toBe(true);
    expect(callsTo(one)).toEqual(['accepted']);
    expect(await accountOf(system, campaign)).toMatchObject({ sent: 1, pending: 0, state: 'finished' });
  });

  test('F22, T21, I5: of a campaign that was cancelled is closed: nobody more is mailed, and each is accounted for', async () => {
    const some = await Promise.all([person(), person(), person()]);
    const [mailed, erased, other] = some as [Person, Person, Person];
    const campaign = await plantCampaign(system, idsOf(some));
    // of the first the answer is lost; for the others there is no room
    system.ses.fail('drop-after-accept', { to: mailed.email });
    for (const { email } of [erased, other]) system.ses.fail('throttle', { to: email, times: 100 });
    await setStateAfter(
      () => callsTo(other).length > 0,
      () => setState(system, campaign, 'cancelled'),
      sendChunk(system, campaign),
    );
    await press(system, erased.unsubscribe);
    system.advance('P13D');
    expect(await sendChunk(system, campaign)).toBe(true);
    await system.settle();
    expect(some.flatMap(callsTo).filter((outcome) => outcome === 'accepted')).toEqual([]);
    expect(await accountOf(system, campaign)).toMatchObject({
      ...{ audience: 3, pending: 0, sent: 1, skipped: 2, unknown: 0, state: 'cancelled' },
      reasons: { cancelled: 2 },
    });
    expect(await keysUnder(system, `xledger#${erased.contactId}`)).toEqual([]);
  });

  test.each(['paused', 'needs_review', 'scheduled', 'draft'] as const)(
    'T21: of a campaign that is %s gets no turn, and whoever lets it go on hands it over again',
    async (state) => {
      const one = await person();
      const campaign = await plantCampaign(system, [one.contactId], { state });
      expect(await sendChunk(system, campaign)).toBe(true);
      expect(callsTo(one)).toEqual([]);
      expect(await accountOf(system, campaign)).toMatchObject({ audience: 1, pending: 1, state });
      expect(await putOff(campaign)).toEqual([]);
      await setState(system, campaign, 'sending');
      expect(await sendChunk(system, campaign)).toBe(true);
      expect(callsTo(one)).toEqual(['accepted']);
    },
  );

  test.each([
    ['paused', { pending: 1, skipped: 0 }],
    ['cancelled', { pending: 0, skipped: 1 }],
  ] as const)('T21: whose campaign is %s while it waits for its turn mails nobody', async (state, account) => {
    system.ses.limits.maxSendRate = 100;
    const one = await person();
    const campaign = await plantCampaign(system, [one.contactId]);
    // others have the next two seconds
    for (let turns = 0; turns < 5; turns += 1) await takeLease(system.deps.db, planOf(96.5), 60_000, system.clock.now());
    const sending = sendChunk(system, campaign);
    await new Promise((wake) => setTimeout(wake, 300));
    await setState(system, campaign, state);
    expect(await sending).toBe(true);
    expect(callsTo(one)).toEqual([]);
    expect(await accountOf(system, campaign)).toMatchObject({ ...account, sent: 0, state });
  });
});

describe('when SES has no room', () => {
  test('T20, F24, I1: a throttled mail is not sent and not lost: it has another turn, and failed is nobody', async () => {
    const some = await Promise.all(Array.from({ length: 10 }, () => person()));
    const campaign = await plantCampaign(system, idsOf(some));
    for (const { email } of some.slice(0, 3)) system.ses.fail('throttle', { to: email });
    expect(await sendChunk(system, campaign)).toBe(true);
    expect(some.map((one) => callsTo(one).join())).toEqual([
      ...Array(3).fill('TooManyRequestsException,accepted'),
      ...Array(7).fill('accepted'),
    ]);
    expect(await accountOf(system, campaign)).toMatchObject({ sent: 10, failed: 0, unknown: 0, pending: 0, state: 'finished' });
  });

  test('F24, I5: the quota of the day runs out in a chunk: the rest waits for the next window, and a confirmation mail goes', async () => {
    const some = await Promise.all(Array.from({ length: 4 }, () => person()));
    const campaign = await plantCampaign(system, idsOf(some));
    system.advance('P2D');
    const used = async () => {
      system.ses.limits.max24HourSend = 2.01;
      return sendChunk(system, campaign);
    };
    expect(await used()).toBe(true);
    expect(some.flatMap(callsTo).filter((outcome) => outcome === 'accepted')).toHaveLength(3);
    expect(await putOff(campaign)).toEqual([{ brand: 'xledger', campaignId: campaign.campaignId, chunk: 0, waits: 0 }]);
    expect(await accountOf(system, campaign)).toMatchObject({ audience: 4, pending: 4, failed: 0, state: 'sending' });

    // what is kept of the quota is for those who wait
    system.ses.limits.max24HourSend = 3.05;
    const email = newAddress();
    await askForLink(system, { email });
    expect(system.mails(email)).toHaveLength(1);
    expect(await sendChunk(system, campaign)).toBe(true);
    expect(some.flatMap(callsTo).filter((outcome) => outcome === 'accepted')).toHaveLength(3);

    system.advance('PT24H1M');
    expect(await sendChunk(system, campaign)).toBe(true);
    expect(some.map((one) => callsTo(one).filter((outcome) => outcome === 'accepted'))).toEqual(Array(4).fill(['accepted']));
    expect(await accountOf(system, campaign)).toMatchObject({ sent: 4, pending: 0, failed: 0, state: 'finished' });
  });

  test.each(['PROBATION', 'SHUTDOWN'] as const)(
    'I12: an account under %s sends no campaign; it waits for somebody to look',
    async (status) => {
      const one = await person();
      const campaign = await plantCampaign(system, [one.contactId]);
      system.ses.limits.enforcementStatus = status;
      expect(await sendChunk(system, campaign)).toBe(true);
      expect(callsTo(one)).toEqual([]);
      expect(await readCampaign(system.deps.db, 'xledger', campaign.campaignId)).toMatchObject({
        state: 'needs_review',
        stateReason: 'account_stopped',
      });
    },
  );

  test('a turn too far away is left to others; each time, the chunk is put off for longer', async () => {
    system.ses.limits.maxSendRate = 14;
    const one = await person();
    const campaign = await plantCampaign(system, [one.contactId]);
    // a turn lasts four seconds
    for (let turns = 0; turns < 7; turns += 1) await takeLease(system.deps.db, planOf(12), 60_000, system.clock.now());
    await system.runJob('send', chunkEvent(campaign));
    await system.runJob('send', chunkEvent(campaign, 0, { waits: 3 }));
    expect(callsTo(one)).toEqual([]);
    expect((await putOff(campaign)).map(({ waits }) => waits)).toEqual([1, 4]);
    system.advance('PT2M');
    expect(await sendChunk(system, campaign)).toBe(true);
    expect(callsTo(one)).toEqual(['accepted']);
  });
});

test('F25: with the keys rotated twice in the midst of a campaign, each mail is signed by the newest, and the links of all lead out', async () => {
  let secret = await system.deps.secret();
  const rotating = await startSystem({
    load: async (file) => {
      const factory = await forgetfulSender(file);
      return (deps) => factory({ ...deps, secret: async () => secret });
    },
  });
  try {
    rotating.ses.limits.maxSendRate = 100_000;
    const emails = [newAddress(), newAddress(), newAddress()];
    const ids: string[] = [];
    for (const email of emails) ids.push((await confirmed(rotating, { email, consents: ['newsletter:insights'] })).contactId);
    const campaign = await plantCampaign(rotating, ids, { chunkOf: 1 });
    const generations = [secret.current, 'next', 'last'];
    for (const [chunk, current] of generations.entries()) {
      const key = secret.keys[current] ?? Buffer.alloc(32, chunk).toString('base64url');
      secret = { ...secret, current, keys: { ...secret.keys, [current]: key } };
      expect(await sendChunk(rotating, campaign, chunk)).toBe(true);
    }
    for (const [chunk, email] of emails.entries()) {
      const link = linkIn(rotating, email, 'u');
      // a token begins with the length of its key's id, and the id
      const bytes = Buffer.from(link.slice('/u/'.length), 'base64url');
      expect(bytes.subarray(1, 1 + (bytes[0] ?? 0)).toString()).toBe(generations[chunk]);
      expect((await press(rotating, link)).status).toBe(200);
      expect(await addressAt(rotating, 'xledger', email)).toMatchObject({ suppression: { reason: 'withdrawn' } });
    }
  } finally {
    await rotating.stop();
  }
});

describe('a newsletter’s headers', () => {
  test('T9, S5: an independent parser reads RFC 8058, 2369 and 2919, both parts, and nothing of the person but the address it goes to', async () => {
    const one = await person({
      name: 'Kari Nordmann',
      company: 'Fjordbygg AS',
      consents: ['newsletter:insights', 'tracking:open', 'tracking:click'],
    });
    const campaign = await plantCampaign(system, [one.contactId]);
    await sendChunk(system, campaign);
    const [mail] = system.mails(one.email);
    if (!mail) throw new Error('no mail');
    const parsed = await PostalMime.parse(asMime(mail));
    const header = (name: string) => parsed.headers.filter(({ key }) => key === name).map(({ value }) => value);

    const [unsubscribe = ''] = header('list-unsubscribe');
    const [, url = '', byMail] = /^<(https:\/\/samtykke\.example\/u\/[\w-]+)>, <(mailto:[^>]+)>$/.exec(unsubscribe) ?? [];
    expect(byMail).toBe('mailto:unsubscribe+xledger@stop.example.com?subject=unsubscribe%20newsletter%3Ainsights');
    expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
    expect(header('list-id')).toEqual(['"Xledger: Nyhetsbrev" <insights.newsletter.xledger.xledger.com>']);
    expect(header('feedback-id')).toEqual([`${campaign.campaignId}:newsletter-insights:xledger:samtykke`]);
    // it is no automatic answer, which a vacation notice would pass over
    expect(header('auto-submitted')).toEqual([]);
    expect(parsed.to).toEqual([{ address: one.email, name: '' }]);
    expect(parsed.html).toContain('Kari Nordmann');
    expect(parsed.text).toContain('Kari Nordmann');
    for (const part of [parsed.html, parsed.text]) expect(part).toContain(url);

    const links = [...`${mail.html}${unsubscribe}`.matchAll(/https?:[^"\s<>]+/g)].map(([link]) => decodeURIComponent(link));
    const shown = [...links, ...Object.entries(mail.headers).filter(([name]) => name !== 'to'), ...Object.values(mail.tags)].join(
      '\n',
    );
    for (const personal of [one.email, one.email.split('@')[0], 'Kari', 'Fjordbygg']) expect(shown).not.toContain(personal);
    expect(mail.tags).toEqual({ brand: 'xledger', mail: 'newsletter', campaign: campaign.campaignId, contact: one.contactId });
    expect((await press(system, new URL(url).pathname)).status).toBe(200);
  });

  test('name the list and the ways out in the reader’s language, as the mail does, and the list itself alike for all (RFC 2919)', async () => {
    const [norwegian, british] = await Promise.all([person(), person({ form: 'newsletter-uk' })]);
    const campaign = await plantCampaign(system, idsOf([norwegian, british]), { locales: ['nb', 'en'] });
    await sendChunk(system, campaign);
    const parsed = async ({ email }: Person) => {
      const [mail] = system.mails(email);
      const { headers, ...rest } = await PostalMime.parse(asMime(mail ?? expect.fail('no mail')));
      return { ...rest, list: headers.find(({ key }) => key === 'list-id')?.value };
    };
    const [nb, en] = [await parsed(norwegian), await parsed(british)];
    expect([nb.subject, en.subject]).toEqual(['Nytt (nb)', 'Nytt (en)']);
    expect([nb.list, en.list]).toEqual([
      '"Xledger: Nyhetsbrev" <insights.newsletter.xledger.xledger.com>',
      '"Xledger: Newsletter" <insights.newsletter.xledger.xledger.com>',
    ]);
    for (const part of [nb.html, nb.text]) expect(part).toMatch(/Meld meg av[\s\S]*Behandlingsansvarlig: Xledger AS/);
    for (const part of [en.html, en.text]) expect(part).toMatch(/Unsubscribe[\s\S]*Data controller: Xledger AS/);
  });

  test('S5: with the longest names that a policy can have, List-Unsubscribe is no longer than 870 characters, and List-Id than 255', async () => {
    const brand = 'b'.repeat(32);
    const purpose = `newsletter:${'t'.repeat(32)}` as PurposeId;
    const policy = definePolicy(
      varied({
        brand,
        identity: { displayName: 'Ærlig og åpen '.repeat(9).trim() },
        purposes: {
          [purpose]: {
            title: { nb: 'Nyhetsbrev på norsk' },
            description: { nb: 'x' },
            dataCategories: ['email'],
            basis: 'consent',
          },
        },
      }) as Parameters<typeof definePolicy>[0],
    );
    const contactId = system.deps.newId();
    const token = makeLink('mail', { brand, contactId, purpose, locale: 'nb' }, await system.deps.secret());
    const listed = {
      purpose,
      campaignId: (await plantCampaign(system, [])).campaignId,
      locale: 'nb',
      unsubscribeUrl: `https://${'h'.repeat(60)}.execute-api.eu-central-1.amazonaws.com/u/${token}`,
    } as const;
    const headers = listHeaders(policy, { ...listed, inboundDomain: `${'d'.repeat(60)}.example.com` });
    expect(headers['List-Unsubscribe']).toContain(`>, <mailto:unsubscribe+${brand}@`);
    // a stage that receives no mail promises none
    expect(listHeaders(policy, listed)['List-Unsubscribe']).toBe(`<${listed.unsubscribeUrl}>`);
    expect(String(headers['List-Unsubscribe']).length).toBeLessThanOrEqual(870);
    expect(headers['List-Id']).toBe(`<${'t'.repeat(32)}.newsletter.${brand}.example.com>`);
    for (const value of Object.values(headers)) expect(value).toMatch(/^[ -~]+$/);
  });
});

/** Does something as soon as it is time, while the work goes on; then waits for the work. */
async function setStateAfter(isTime: () => boolean, then: () => Promise<void>, work: Promise<unknown>): Promise<void> {
  while (!isTime()) await new Promise((wake) => setTimeout(wake, 20));
  await then();
  await work;
}
