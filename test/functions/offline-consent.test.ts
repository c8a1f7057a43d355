/**
 * A yes by phone, in a meeting, on paper, by e-mail: entered by an operator (E2, E3, E10, I13, C9), once for each key (F12). Each of the rules was seen
 * failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | only objection and complaint bar; standing is not looked at; `until` is not | what stands against a yes |
 * | the transaction does not check the suppression, or lifts it | may come while the yes is being saved |
 * | a confirmation lifts it, a link or a mail does not look for it | may come while the link is pressed, the mail waits |
 * | a person ended by retention is nobody | is that retention has ended them |
 * | an ended purpose begins again by a note | T5 |
 * | the express yes is optional, the version assumed, a withdrawn version taken | I13; a statement is refused |
 * | the channels of purpose or form, the source, future or old moments are not looked at | Xledger; E10; a statement is refused |
 * | a note is always enough; what stands is written again; a sign of life is set back; validity runs from the entry | E3, C9 |
 * | the evidence is lost at the confirmation, names the person; the mail speaks of a form | E3, T35 |
 * | key: claimed though taken, found by its row, shared by operators, kept after a refusal, not kept, written as it is | F12 |
 * | key: the other body is answered, a lease is ignored or never ends, the next attempt has an id of its own | F12 |
 * | a write that the SDK repeats is taken for somebody else's | every fault of every call |
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suppressionReasons } from '../../functions/domain/consent.ts';
import { definePolicy, wordingHash } from '../../functions/domain/policy.ts';
import { keys } from '../../functions/store/keys.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { varied } from '../domain/example-policy.ts';
import { callsOf, faultsOf, intercepted, struck, unwatched, watchCalls } from '../faults/aws-calls.ts';
import { findingsIn } from '../faults/invariants.ts';
import { hashAt, putItem } from '../faults/steps.ts';
import { asOperator, audienceOf, linkIn, press, subscribe, unsubscribeLinkOn } from '../journey.ts';
import { contactIdOf, mailLink, setStanding, suppress } from './planted.ts';

const wording = (boxes: Readonly<Record<string, string>>) => ({
  nb: { 1: { intro: 'Jeg leser opp noen valg.', boxes, howToWithdraw: 'Bruk lenken i hver e-post.' } },
});
const noted = { channels: ['web', 'phone', 'paper'], doubleOptIn: { for: ['web'], offline: 'record_only' } };

/** A brand whose policy is content with an operator's note. Each purpose ends by itself; contacts from LinkedIn are for an answer only. */
const notary = definePolicy(
  varied({
    brand: 'notary',
    version: 4,
    fields: { phone: 'optional' },
    markets: { se: { locale: 'nb', rulePack: 'SE' } },
    sources: { linkedin: ['service:answers'] },
    purposes: {
      'newsletter:news': { ...noted, withdrawalScope: 'purpose' },
      'newsletter:offers': {
        ...noted,
        title: { nb: 'Tilbud' },
        description: { nb: 'Tilbud på e-post' },
        dataCategories: ['email'],
        basis: 'consent',
        validity: '20 days',
        retention: [{ clock: 'last_activity', period: '2 years', action: 'delete' }],
        withdrawalScope: 'purpose',
      },
      'marketing:events': {
        title: { nb: 'Arrangementer' },
        description: { nb: 'Arrangementer på e-post' },
        dataCategories: ['email'],
        basis: 'consent',
        channels: ['web', 'phone'],
        retention: [{ clock: 'last_activity', period: '2 years', action: 'delete' }],
        withdrawalScope: 'purpose',
      },
      'service:answers': {
        ...noted,
        title: { nb: 'Svar' },
        description: { nb: 'Vi svarer' },
        dataCategories: ['email'],
        basis: 'contract',
        retention: [{ clock: 'last_inbound_contact', period: '1 year', action: 'delete' }],
      },
    },
    forms: {
      script: {
        market: 'no',
        version: 2,
        withdrawn: [],
        channel: 'phone',
        consents: ['newsletter:news', 'newsletter:offers', 'marketing:events', 'service:answers'],
        fields: ['email', 'name', 'phone'],
        wording: {
          nb: {
            1: wording({ 'newsletter:news': 'Vil du ha nyhetsbrevet?' }).nb[1],
            2: wording({
              'newsletter:news': 'Vil du ha nyhetsbrevet?',
              'newsletter:offers': 'Vil du ha tilbud?',
              'marketing:events': 'Vil du ha invitasjoner?',
              'service:answers': 'Kan vi svare deg på e-post?',
            }).nb[1],
          },
        },
      },
      old: {
        market: 'no',
        version: 2,
        withdrawn: [1],
        channel: 'phone',
        consents: ['newsletter:news'],
        fields: ['email'],
        wording: { nb: { 1: wording({ 'newsletter:news': 'Før' }).nb[1], 2: wording({ 'newsletter:news': 'Nå' }).nb[1] } },
      },
    },
  }),
);

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, notary] });
  watchCalls(system.deps);
});
afterAll(() => system.stop());

type Body = Readonly<Record<string, unknown>>;
interface As {
  readonly role?: 'marketer' | 'privacy' | 'admin';
  readonly key?: string;
}
type Entered = Body & { brand?: string };

const somebody = (): string => `${randomUUID()}@example.no`;
const minutesAgo = (minutes: number): string => new Date(system.clock.now().getTime() - minutes * 60_000).toISOString();

/** A yes to Expectit by phone, five minutes ago; anything in it can be replaced, or (undefined) left out. */
const call = (changes: Entered = {}): Entered => ({
  brand: 'expectit',
  email: somebody(),
  consents: ['newsletter:news'],
  channel: 'phone',
  at: minutesAgo(5),
  form: 'by-phone',
  formVersion: 1,
  locale: 'nb',
  reference: 'call 2026-4711',
  expressYes: true,
  ...changes,
});
/** The same to the brand that takes an operator's word. */
const note = (changes: Entered = {}): Entered => call({ brand: 'notary', form: 'script', formVersion: 2, ...changes });

async function enter({ brand = 'expectit', ...body }: Entered, { role = 'marketer', key }: As = {}) {
  const answer = await asOperator(system, 'contacts', {
    brand,
    role,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, never> };
}

const subjectAt = async (brand: string): Promise<string> => {
  const [, claims = ''] = (await system.token({ brand, role: 'marketer' })).split('.');
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string }).sub;
};
const requestsOf = async (email: unknown) =>
  (await system.dump('people')).filter((item) => String(item.sk).startsWith('REQUEST#') && item.email === email);
const known = async (email: unknown, brand = 'notary') => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(String(email))}`, { brand });
  return answer.status === 200 ? ((await answer.json()) as Record<string, never>) : undefined;
};
const evidenceOf = async (contactId: string, brand: string) => {
  const answer = await asOperator(system, `contacts/${contactId}`, { brand });
  return ((await answer.json()) as { evidence: Body[] }).evidence;
};
/** Everything in the tables but the keys of requests. */
const allKept = async () => {
  const people = (await system.dump('people')).filter(({ sk }) => sk !== 'IDEMPOTENCY');
  return JSON.stringify([people, await system.dump('ledger')]);
};
/** What is wrong at these addresses, or in what is nobody's. Other tests leave states behind that no route leads to. */
const findingsAt = async (brand: string, emails: readonly unknown[]) => {
  const own = await Promise.all(emails.map(async (email) => keys.address(brand, await hashAt(system, brand, String(email)))));
  return (await findingsIn(system)).filter((finding) => !finding.includes('#@') || own.some((pk) => finding.startsWith(pk)));
};
const pointersIn = (body: Body) => (body.errors as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer);

describe('E3: a yes to Expectit by phone', () => {
  test('is confirmed by a mail that says how the address came, and no operator’s word of it', async () => {
    const yes = call({ name: 'Kari Nordmann', company: 'Fjord AS', phone: '+47 22 33 44 55', place: 'Sentralbordet' });
    expect(await enter(yes)).toMatchObject({ status: 202, body: { status: 'confirmation_requested' } });
    expect(await known(yes.email, 'expectit')).toBeUndefined();

    await system.settle();
    const [mail, ...more] = system.mails(String(yes.email));
    expect(more).toEqual([]);
    expect(mail?.text.replace(/\s+/g, ' ')).toContain('oppga denne adressen til Expectit på telefon den ');
    expect(mail?.text).not.toContain('skjema for');
    expect(mail?.text.replace(/\s+/g, ' ')).toContain('Vil du at Expectit sender deg nyhetsbrevet sitt på e-post?');
    expect(JSON.stringify(mail)).not.toMatch(/Kari|Fjord|22 33 44|Sentralbord|4711/);
  });

  test('becomes, once confirmed, a person whose evidence holds both: the link, and what the operator stated', async () => {
    const yes = call({ consents: ['newsletter:news', 'marketing:sales'], place: 'Sentralbordet' });
    await enter(yes);
    await system.settle();
    const link = linkIn(system, String(yes.email), 'c');
    expect(await (await system.fetch(link)).text()).toContain('Vil du at Expectit sender deg nyhetsbrevet sitt på e-post?');
    expect((await press(system, link)).status).toBe(200);

    expect(await audienceOf(system, 'newsletter:news', 'expectit')).toContain(yes.email);
    const [entry, ...more] = await evidenceOf(await contactIdOf(system, String(yes.email), 'expectit'), 'expectit');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      act: 'confirmed',
      actor: 'person',
      method: 'double_opt_in',
      changes: { 'newsletter:news': 'ConsentGiven', 'marketing:sales': 'ConsentGiven' },
      evidence: {
        form: 'by-phone',
        formVersion: 1,
        wordingAssumed: false,
        shown: ['newsletter:news', 'newsletter:information', 'marketing:sales'],
        granted: ['newsletter:news', 'marketing:sales'],
        messageId: system.mails(String(yes.email))[0]?.id,
        offline: {
          operator: await subjectAt('expectit'),
          channel: 'phone',
          givenAt: yes.at,
          reference: 'call 2026-4711',
          place: 'Sentralbordet',
          expressYes: true,
        },
      },
    });
    await system.settle();
    expect(await findingsIn(system)).toEqual([]);
  });

  test.each([
    ['meeting', 'by-phone'],
    ['paper', 'newsletter'],
    ['email', 'newsletter'],
  ])('may also come by %s, in the words of %s', async (channel, form) => {
    expect((await enter(call({ channel, form }))).status).toBe(202);
  });

  test('is no door to what is agreed to on the web alone', async () => {
    const { status, body } = await enter(
      call({ channel: 'paper', form: 'newsletter', consents: ['newsletter:news', 'tracking:open'] }),
    );
    expect(status).toBe(422);
    expect(pointersIn(body)).toEqual(['/consents/1']);
  });

  test('is not asked for twice: the first choices stand, and the operator hears of it', async () => {
    const yes = call();
    await enter(yes);
    expect(await enter({ ...yes, consents: ['marketing:sales'] })).toMatchObject({
      status: 409,
      body: { type: '/problems/confirmation-waiting' },
    });
    await system.settle();
    expect(await requestsOf(yes.email)).toEqual([
      expect.objectContaining({ purposes: ['newsletter:news'], mailed: 'confirmation' }),
    ]);
    expect(system.mails(String(yes.email))).toHaveLength(1);
  });

  test('whose link has run out leads to the form on the web, not to the operator’s script', async () => {
    const yes = call();
    await enter(yes);
    await system.settle();
    const link = linkIn(system, String(yes.email), 'c');
    system.advance('PT73H');
    const gone = await press(system, link);
    expect(gone.status).toBe(410);
    const page = await gone.text();
    expect(page).toContain('href="/expectit/signup/newsletter"');
    expect(page).not.toContain('by-phone');
  });

  test('goes with the person when they erase themselves', async () => {
    const yes = call({ name: 'Kari Nordmann' });
    await enter(yes);
    await system.settle();
    const confirmed = await press(system, linkIn(system, String(yes.email), 'c'));
    await enter(call({ email: yes.email, channel: 'paper', form: 'newsletter', consents: ['marketing:sales'] }));
    expect((await press(system, await unsubscribeLinkOn(confirmed))).status).toBe(200);
    await system.settle();
    expect(await allKept()).not.toContain(String(yes.email));
    expect(await findingsIn(system)).toEqual([]);
  });
});

describe('I13: a yes to Infosoft', () => {
  const spoken = (changes: Entered = {}) =>
    call({ brand: 'infosoft', form: 'oral-se', channel: 'oral', locale: 'sv', company: 'Fjord AB', ...changes });

  test('may be said aloud, in the exact words, and is confirmed by mail in the person’s language', async () => {
    const yes = spoken();
    expect((await enter(yes)).status).toBe(202);
    await system.settle();
    expect(system.mails(String(yes.email))[0]?.text.replace(/\s+/g, ' ')).toContain(
      'lämnade den här adressen till Infosoft i ett samtal den ',
    );
    await press(system, linkIn(system, String(yes.email), 'c'));
    expect(await audienceOf(system, 'newsletter:news', 'infosoft')).toContain(yes.email);
  });

  test('may be written', async () => {
    expect((await enter(spoken({ channel: 'paper', form: 'newsletter-se' }))).status).toBe(202);
  });

  test.each([
    ['without an express yes', { expressYes: undefined }, '/expressYes'],
    ['with a silence for a yes', { expressYes: false }, '/expressYes'],
    ['without the version of the words', { formVersion: undefined }, '/formVersion'],
    ['in words that were never written', { formVersion: 2 }, '/formVersion'],
    ['in a language that the words do not exist in', { locale: 'nb' }, '/formVersion'],
    ['in the words of a web form', { form: 'newsletter-se' }, '/form'],
    ['in a channel that the policy does not name', { channel: 'phone' }, '/consents/0'],
    ['without the company (I3)', { company: undefined }, '/company'],
  ])('is refused %s', async (_, changes, pointer) => {
    const yes = spoken(changes);
    const { status, body } = await enter(yes);
    expect(status).toBe(422);
    expect(pointersIn(body)).toEqual([pointer]);
    expect(await allKept()).not.toContain(String(yes.email));
  });
});

test.each(['phone', 'meeting', 'paper', 'email', 'oral'])(
  'Xledger asks on the web alone, and takes no yes by %s',
  async (channel) => {
    const form = 'newsletter-no';
    const { status, body } = await enter(call({ brand: 'xledger', form, channel, consents: ['newsletter:insights'] }));
    expect(status).toBe(422);
    expect(pointersIn(body)).toContain('/consents/0');
  },
);

describe('C9: where the policy is content with a note', () => {
  test('one transaction makes the person, with the operator’s note as the evidence', async () => {
    const yes = note({
      consents: ['newsletter:news', 'service:answers'],
      name: 'Kari Nordmann',
      market: 'se',
      at: minutesAgo(60 * 24 * 3),
    });
    const { status, body } = await enter(yes, { role: 'admin' });
    expect({ status, body }).toEqual({
      status: 201,
      body: { contactId: await contactIdOf(system, String(yes.email), 'notary'), status: 'recorded' },
    });
    expect(await known(yes.email)).toMatchObject({
      name: 'Kari Nordmann',
      standing: 'active',
      market: 'se',
      lastSigns: { reply: String(yes.at).slice(0, 10) },
      consents: {
        'newsletter:news': { status: 'ConsentGiven', basis: 'consent', form: 'script', formVersion: 2, policyVersion: 4, seq: 1 },
      },
    });
    const boxes = notary.forms.script?.wording.nb?.[2];
    expect(await evidenceOf(String(body.contactId), 'notary')).toEqual([
      expect.objectContaining({
        seq: 1,
        act: 'recorded',
        method: 'offline',
        actor: 'operator',
        changes: { 'newsletter:news': 'ConsentGiven', 'service:answers': 'ConsentGiven' },
        policyVersion: 4,
        policyHash: notary.hash,
        evidence: {
          form: 'script',
          formVersion: 2,
          wordingHash: boxes && wordingHash(boxes),
          locale: 'nb',
          market: 'se',
          shown: ['newsletter:news', 'newsletter:offers', 'marketing:events', 'service:answers'],
          granted: ['newsletter:news', 'service:answers'],
          offline: {
            operator: expect.any(String),
            channel: 'phone',
            givenAt: yes.at,
            reference: 'call 2026-4711',
            expressYes: true,
          },
        },
      }),
    ]);
    await system.settle();
    expect(system.mails(String(yes.email))).toEqual([]);
    expect(await audienceOf(system, 'newsletter:news', 'notary')).toContain(yes.email);
  });

  test('T35: nothing in the ledger holds an address, a name or a number', async () => {
    await enter(note({ name: 'Kari Nordmann', phone: '+47 22 33 44 55', place: 'Messe i Oslo' }));
    expect(JSON.stringify(await system.dump('ledger'))).not.toMatch(/@|Nordmann|22 ?33 ?44/);
  });

  test('a purpose that stands keeps its first evidence, and further ones are added to the person', async () => {
    const yes = note();
    const first = await enter(yes);
    const same = await enter(yes);
    expect({ status: same.status, body: same.body }).toEqual({ status: 200, body: first.body });
    expect(await evidenceOf(String(first.body.contactId), 'notary')).toHaveLength(1);

    const more = await enter({ ...yes, consents: ['newsletter:news', 'newsletter:offers'] });
    expect({ status: more.status, body: more.body }).toEqual({ status: 201, body: first.body });
    const entries = await evidenceOf(String(first.body.contactId), 'notary');
    expect(entries.map(({ changes }) => changes)).toEqual([
      { 'newsletter:news': 'ConsentGiven' },
      { 'newsletter:offers': 'ConsentGiven' },
    ]);
    expect(entries[1]).toMatchObject({ evidence: { granted: ['newsletter:news', 'newsletter:offers'] } });
    expect(await findingsIn(system)).toEqual([]);
  });

  test('one purpose that must be confirmed makes the mail ask for all', async () => {
    const yes = note({ consents: ['newsletter:news', 'marketing:events'] });
    expect((await enter(yes)).status).toBe(202);
    expect(await known(yes.email)).toBeUndefined();
    expect(await requestsOf(yes.email)).toEqual([expect.objectContaining({ purposes: ['newsletter:news', 'marketing:events'] })]);
  });

  test('what is known of a person stays, and a sign of life is never set back', async () => {
    const yes = note({ name: 'Kari Nordmann', at: minutesAgo(60) });
    await enter(yes);
    await enter({ ...yes, consents: ['newsletter:offers'], name: 'Ola Nordmann', at: minutesAgo(60 * 24 * 5) });
    expect(await known(yes.email)).toMatchObject({
      name: 'Kari Nordmann',
      lastSigns: { reply: String(yes.at).slice(0, 10) },
      consents: { 'newsletter:offers': { status: 'ConsentGiven' } },
    });
  });

  test('a consent and its validity run from the moment of the yes, and a lapsed yes can be given again', async () => {
    const at = minutesAgo(60 * 24 * 10);
    const yes = note({ consents: ['newsletter:offers'], at });
    await enter(yes);
    const since = new Date(at).toISOString();
    const validUntil = new Date(Date.parse(at) + 20 * 24 * 3_600_000).toISOString();
    expect(await known(yes.email)).toMatchObject({ consents: { 'newsletter:offers': { since, validUntil } } });
    const late = await enter(note({ consents: ['newsletter:offers'], at: minutesAgo(60 * 24 * 21) }));
    expect({ status: late.status, at: pointersIn(late.body) }).toEqual({ status: 422, at: ['/at'] });
    system.advance('P11D');
    expect(await audienceOf(system, 'newsletter:offers', 'notary')).not.toContain(yes.email);
    expect((await enter({ ...yes, at: minutesAgo(1) })).status).toBe(201);
    expect(await audienceOf(system, 'newsletter:offers', 'notary')).toContain(yes.email);
  });

  test('E10: contacts from LinkedIn are for an answer alone, until they agree to more themselves', async () => {
    const lead = note({ source: 'linkedin', consents: ['service:answers', 'newsletter:news'] });
    const refused = await enter(lead);
    expect({ status: refused.status, at: pointersIn(refused.body) }).toEqual({ status: 422, at: ['/consents/1'] });
    expect((await enter({ ...lead, consents: ['service:answers'] })).status).toBe(201);
    expect(await audienceOf(system, 'newsletter:news', 'notary')).not.toContain(lead.email);
    const [entry] = await evidenceOf(await contactIdOf(system, String(lead.email), 'notary'), 'notary');
    expect(entry).toMatchObject({ evidence: { offline: { source: 'linkedin' } } });

    expect((await enter({ ...lead, source: undefined, consents: ['newsletter:news'] })).status).toBe(201);
    expect(await audienceOf(system, 'newsletter:news', 'notary')).toContain(lead.email);
  });

  test.each(['facebook', 'linkedin'])('E10: nor does Expectit take a newsletter from %s', async (source) => {
    const { status, body } = await enter(call({ source }));
    expect({ status, at: pointersIn(body) }).toEqual({ status: 422, at: ['/consents/0'] });
  });
});

describe('what stands against a yes that an operator enters', () => {
  test.each(suppressionReasons.flatMap((reason) => [[reason, 'notary', note] as const, [reason, 'expectit', call] as const]))(
    'is a suppression because %s, at %s: it says so, stays, and nothing is written or mailed',
    async (reason, brand, body) => {
      const yes = body();
      await suppress(system, String(yes.email), reason, brand);
      const before = await allKept();
      const { status, headers, body: problem } = await enter(yes, { key: randomUUID() });
      expect({ status, ...problem }).toMatchObject({ status: 409, type: '/problems/barred', reason });
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(await allKept()).toBe(before);
      await system.settle();
      expect(system.mails(String(yes.email))).toEqual([]);
    },
  );

  test.each(['restricted', 'objected', 'deactivated'] as const)('is a person who is %s', async (standing) => {
    const yes = note();
    await enter(yes);
    await setStanding(system, String(yes.email), standing, 'notary');
    const before = await allKept();
    for (const again of [yes, { ...yes, consents: ['newsletter:offers'] }, { ...yes, consents: ['marketing:events'] }]) {
      expect(await enter(again)).toMatchObject({ status: 409, body: { reason: standing } });
    }
    expect(await allKept()).toBe(before);
    await system.settle();
    expect(system.mails(String(yes.email))).toEqual([]);
  });

  test('T33: is that the person has left, whatever of them is left', async () => {
    const email = somebody();
    const page = await subscribe(system, { email, brand: 'expectit', form: 'newsletter', consents: ['newsletter:news'] });
    await press(system, page);
    await system.settle();
    expect(await enter(call({ email }))).toMatchObject({ status: 409, body: { reason: 'withdrawn' } });
    expect(await findingsAt('expectit', [email])).toEqual([]);
  });

  test('T5: is that they ended this very purpose, though another stands', async () => {
    const yes = note({ consents: ['newsletter:news', 'newsletter:offers'] });
    const { body } = await enter(yes);
    await press(
      system,
      await mailLink(system, { brand: 'notary', contactId: String(body.contactId), purpose: 'newsletter:offers' }),
    );
    expect(await known(yes.email)).toMatchObject({
      standing: 'active',
      consents: { 'newsletter:news': { status: 'ConsentGiven' }, 'newsletter:offers': { status: 'ConsentWithdrawn' } },
    });
    const before = await allKept();
    expect(await enter(yes)).toMatchObject({ status: 409, body: { reason: 'withdrawn' } });
    expect(await enter({ ...yes, consents: ['newsletter:offers', 'marketing:events'] })).toMatchObject({ status: 409 });
    expect(await allKept()).toBe(before);
    expect((await enter({ ...yes, consents: ['newsletter:news'] })).status).toBe(200);
  });

  test('is that retention has ended them, though their row is still there', async () => {
    const yes = note();
    const { body } = await enter(yes);
    await enter({ ...yes, consents: ['marketing:events'] });
    await system.settle();
    const stored = (await system.dump('people')).find(({ pk, sk }) => pk === `notary#${body.contactId}` && sk === 'PROFILE');
    await putItem(system, { ...stored, expiresAt: Math.floor(system.clock.now().getTime() / 1000) });
    expect(await enter(yes)).toMatchObject({ status: 409, body: { reason: 'inactive' } });
    expect((await press(system, linkIn(system, String(yes.email), 'c'))).status).toBe(410);
    expect(await known(yes.email)).toBeUndefined();
  });

  test('is not a suppression whose time is over', async () => {
    const yes = note();
    await suppress(system, String(yes.email), 'inactive', 'notary');
    const pk = keys.address('notary', await hashAt(system, 'notary', String(yes.email)));
    const suppression = (await system.dump('people')).find((item) => item.pk === pk);
    await putItem(system, { ...suppression, until: minutesAgo(-1) });
    expect((await enter(yes)).status).toBe(409);
    system.advance('PT1M');
    expect((await enter(yes)).status).toBe(201);
  });

  test.each(suppressionReasons)('may come while the yes is being saved: %s', async (reason) => {
    const yes = note();
    const answer = await intercepted(
      async ({ name, attempt }, proceed) => {
        if (name === 'TransactWriteItems' && attempt === 1) {
          await unwatched(() => suppress(system, String(yes.email), reason, 'notary'));
        }
        return proceed();
      },
      () => enter(yes),
    );
    expect(answer).toMatchObject({ status: 409, body: { reason } });
    expect(await known(yes.email)).toBeUndefined();
  });

  test('may come while the mail waits to be written, or to be read', async () => {
    const unsent = call();
    const unread = call();
    for (const yes of [unread, unsent]) {
      await enter(yes);
      if (yes === unread) await system.settle();
      await suppress(system, String(yes.email), 'withdrawn', 'expectit');
    }
    await system.settle();
    expect(system.mails(String(unsent.email))).toEqual([]);
    expect((await requestsOf(unsent.email))[0]).toMatchObject({ mailed: 'barred' });
    const link = linkIn(system, String(unread.email), 'c');
    expect((await system.fetch(link)).status).toBe(410);
    expect((await press(system, link)).status).toBe(410);
    expect(await known(unread.email, 'expectit')).toBeUndefined();
  });

  test('may come while the link is being pressed', async () => {
    const yes = call();
    await enter(yes);
    await system.settle();
    const answer = await intercepted(
      async ({ name, attempt }, proceed) => {
        if (name === 'TransactWriteItems' && attempt === 1) {
          await unwatched(() => suppress(system, String(yes.email), 'bounced', 'expectit'));
        }
        return proceed();
      },
      () => press(system, linkIn(system, String(yes.email), 'c')),
    );
    expect(answer.status).toBe(410);
    expect(await known(yes.email, 'expectit')).toBeUndefined();
  });

  test('does not stand against the person’s own sign-up on the web', async () => {
    const yes = note();
    await suppress(system, String(yes.email), 'withdrawn', 'notary');
    await subscribe(system, { email: String(yes.email), brand: 'notary', form: 'newsletter', consents: ['newsletter:news'] });
    expect(await audienceOf(system, 'newsletter:news', 'notary')).toContain(yes.email);
  });
});

describe('a statement is refused', () => {
  const soon = () => new Date(system.clock.now().getTime() + 60_000).toISOString();
  test.each<[string, () => Entered, string[]]>([
    ['about the future', () => ({ at: soon() }), ['/at']],
    ['about what is more than a month ago', () => ({ at: minutesAgo(60 * 24 * 32) }), ['/at']],
    ['about no moment', () => ({ at: '2026-11-21 10:00' }), ['/at']],
    ['about a moment without a zone', () => ({ at: '2026-11-21T10:00:00' }), ['/at']],
    ['without place or reference', () => ({ reference: undefined }), ['/reference']],
    ['in no channel', () => ({ channel: undefined }), ['/channel']],
    ['by web, which is the person’s own', () => ({ channel: 'web' }), ['/channel']],
    ['by import', () => ({ channel: 'import' }), ['/channel']],
    ['without an address', () => ({ email: undefined }), ['/email']],
    ['with an address that is none', () => ({ email: 'kari' }), ['/email']],
    ['for nothing', () => ({ consents: [] }), ['/consents']],
    ['for what the words did not ask', () => ({ formVersion: 1, consents: ['newsletter:offers'] }), ['/consents/0']],
    ['for an unknown purpose', () => ({ consents: ['newsletter:news', '__proto__'] }), ['/consents/1']],
    ['in words that were withdrawn', () => ({ form: 'old', formVersion: 1 }), ['/formVersion']],
    ['in an unknown form', () => ({ form: 'constructor' }), ['/form']],
    ['in an unknown language', () => ({ locale: 'xx' }), ['/locale']],
    ['for an unknown market', () => ({ market: 'fi' }), ['/market']],
    ['from an unknown source', () => ({ source: 'myspace' }), ['/source']],
    ['with a field that the form does not ask for', () => ({ company: 'Fjord AS' }), ['/company']],
    ['with a member that is nobody’s business', () => ({ operator: 'somebody-else' }), ['/operator']],
    ['whose reference is an address', () => ({ reference: 'kari@example.no' }), ['/reference']],
    [
      'whose reference is the number that was called',
      () => ({ phone: '22 33 44 55', reference: 'tlf 22334455' }),
      ['/reference'],
    ],
    ['whose place is a name', () => ({ name: 'Kari Nordmann', place: 'hjemme hos kari nordmann' }), ['/place']],
  ])('%s', async (_, changes, pointers) => {
    const { status, body } = await enter(note(changes()));
    expect({ status, at: pointersIn(body) }).toEqual({ status: 422, at: pointers });
  });

  test('as no JSON', async () => {
    const answer = await asOperator(system, 'contacts', { brand: 'notary', method: 'POST', body: '{' });
    expect(answer.status).toBe(400);
  });

  test('but not for its offset: the evidence has the moment in UTC', async () => {
    const yes = note({ at: '2026-11-22T02:30:00+02:00' });
    const moment = new Date(String(yes.at));
    const late = system.clock.now().getTime() - moment.getTime();
    const at = `${new Date(moment.getTime() + Math.floor(late / 3_600_000) * 3_600_000 + 2 * 3_600_000).toISOString().slice(0, 19)}+02:00`;
    const { body } = await enter({ ...yes, at });
    const [entry] = await evidenceOf(String(body.contactId), 'notary');
    expect(entry).toMatchObject({ evidence: { offline: { givenAt: new Date(at).toISOString() } } });
  });
});

describe('whoever', () => {
  test('is only of role privacy may not enter a yes', async () => {
    expect((await enter(note(), { role: 'privacy' })).status).toBe(403);
  });

  test('is of another brand finds nothing here', async () => {
    const token = await system.token({ brand: 'expectit', role: 'admin' });
    const { brand: _, ...body } = note();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await system.fetch('/v1/notary/contacts', { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(404);
  });

  test('has no token is not let in', async () => {
    expect((await system.fetch('/v1/notary/contacts', { method: 'POST', body: '{}' })).status).toBe(401);
  });
});

describe('F12: an Idempotency-Key', () => {
  const held = async () => (await system.dump('people')).filter(({ sk }) => sk === 'IDEMPOTENCY');

  test('lets a request happen once, and answers it the same again, whatever order its members have', async () => {
    const key = randomUUID();
    const yes = note();
    const first = await enter(yes, { key });
    const again = await enter(Object.fromEntries(Object.entries(yes).reverse()), { key });
    expect(first.status).toBe(201);
    expect({ status: again.status, body: again.body }).toEqual({ status: first.status, body: first.body });
    expect(await evidenceOf(String(first.body.contactId), 'notary')).toHaveLength(1);
  });

  test('answers a request for a mail the same again, where without it the second would be refused', async () => {
    const key = randomUUID();
    const yes = call();
    const answers = [await enter(yes, { key }), await enter(yes, { key }), await enter(yes)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 409]);
    await system.settle();
    expect(system.mails(String(yes.email))).toHaveLength(1);
  });

  test('belongs to one request: another body under it is refused, and changes nothing', async () => {
    const key = randomUUID();
    const yes = note();
    await enter(yes, { key });
    const other = note();
    expect(await enter(other, { key })).toMatchObject({ status: 409, body: { type: '/problems/idempotency-conflict' } });
    expect(await known(other.email)).toBeUndefined();
    expect((await enter(yes, { key })).status).toBe(201);
  });

  test('belongs to one operator of one brand', async () => {
    const key = randomUUID();
    const yes = note();
    expect((await enter(yes, { key })).status).toBe(201);
    expect((await enter(note(), { key, role: 'admin' })).status).toBe(201);
    expect((await enter(call(), { key })).status).toBe(202);
  });

  test('is forgotten after 24 hours by the clock, row or no row', async () => {
    const key = randomUUID();
    await enter(note(), { key });
    system.advance('PT23H59M');
    expect((await enter(note(), { key })).status).toBe(409);
    system.advance('PT1M');
    expect((await enter(note(), { key })).status).toBe(201);
  });

  test('is free again after a refusal, which did nothing', async () => {
    const key = randomUUID();
    const yes = note({ at: minutesAgo(-5) });
    expect((await enter(yes, { key })).status).toBe(422);
    expect((await enter({ ...yes, at: minutesAgo(5) }, { key })).status).toBe(201);
  });

  test('is kept without the address, the body or the key itself', async () => {
    const key = randomUUID();
    const yes = note({ name: 'Kari Nordmann' });
    await enter(yes, { key });
    const kept = JSON.stringify(await held());
    expect(kept).not.toMatch(/@|Nordmann/);
    expect(kept).not.toContain(key);
  });

  test.each(['', 'two words', 'nøkkel', 'x'.repeat(201)])('that is no key is refused: %j', async (key) => {
    const { status, body } = await enter(note(), { key });
    expect({ status, at: pointersIn(body) }).toEqual({ status: 422, at: ['Idempotency-Key'] });
  });

  test('that comes twice at once is worked on once', async () => {
    const key = randomUUID();
    const yes = note();
    const arrived = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const first = intercepted(
      async ({ name }, proceed) => {
        if (name === 'TransactWriteItems') {
          arrived.resolve();
          await goOn.promise;
        }
        return proceed();
      },
      () => enter(yes, { key }),
    );
    await arrived.promise;
    const second = await enter(yes, { key });
    expect(second).toMatchObject({ status: 409, body: { type: '/problems/idempotency-busy' } });
    expect(second.headers.get('retry-after')).toBe('1');
    expect((await enter(note(), { key })).body).toMatchObject({ type: '/problems/idempotency-conflict' });
    goOn.resolve();
    const { status, body } = await first;
    expect(status).toBe(201);
    const later = await enter(yes, { key });
    expect({ status: later.status, body: later.body }).toEqual({ status, body });
    expect(await evidenceOf(String(body.contactId), 'notary')).toHaveLength(1);
  });

  test('that comes ten times at once is worked on once', async () => {
    const key = randomUUID();
    const yes = note();
    const answers = await Promise.all(Array.from({ length: 10 }, () => enter(yes, { key })));
    expect(answers.map(({ status }) => status).filter((status) => status === 201).length).toBeGreaterThan(0);
    for (const { status, body } of answers) {
      if (status === 201) continue;
      expect({ status, type: body.type }).toEqual({ status: 409, type: '/problems/idempotency-busy' });
    }
    expect(await evidenceOf(await contactIdOf(system, String(yes.email), 'notary'), 'notary')).toHaveLength(1);
  });

  /** What a client does that heard nothing, or an error of ours: it asks again, and waits where it is told to. */
  const untilAnswered = async (yes: Entered, key: string) => {
    for (let asked = 0; asked < 5; asked += 1) {
      const answer = await enter(yes, { key });
      if (answer.status < 500 && answer.body.type !== '/problems/idempotency-busy') return answer;
      system.advance('PT31S');
    }
    return undefined;
  };

  test.each([
    ['a note', note, 201],
    ['a request for a mail', call, 202],
  ] as const)('brings %s through every fault of every call: once, and with an answer', async (_, body, status) => {
    const calls = await callsOf(() => enter(body(), { key: randomUUID() }));
    expect(calls.length).toBeGreaterThanOrEqual(4);
    const runs: Entered[] = [];
    for (const fault of faultsOf(calls.length)) {
      const yes = body();
      const key = randomUUID();
      await struck(fault, () => enter(yes, { key }));
      const answer = await untilAnswered(yes, key);
      const label = `${calls[fault.number]} (${fault.number}) ${fault.when} ${fault.how}`;
      // a note that was saved before its function died is found standing
      expect([label, answer?.status]).toEqual([label, status === 201 && answer?.status === 200 ? 200 : status]);
      runs.push(yes);
    }
    await system.settle();
    expect(
      await findingsAt(
        String(runs[0]?.brand),
        runs.map(({ email }) => email),
      ),
    ).toEqual([]);
    for (const yes of runs) {
      if (status === 201) {
        expect(await evidenceOf(await contactIdOf(system, String(yes.email), 'notary'), 'notary')).toHaveLength(1);
      } else {
        expect(system.mails(String(yes.email))).toHaveLength(1);
      }
    }
  });
});
