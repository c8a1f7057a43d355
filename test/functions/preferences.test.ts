import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOf } from '../../functions/domain/canonical-json.ts';
import { makeLink } from '../../functions/domain/links.ts';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator, audienceOf, manageLink, press, subscribe, xledger } from '../journey.ts';
import { openAndSubmit, submit, tickedOn } from './own-page.ts';
import { contactIdOf, mailLink, setStanding, suppress } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const everything = async () => [await system.dump('people'), await system.dump('ledger')];
const contact = async (email: string, brand: string = xledger.brand) => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { role: 'privacy', brand });
  return (await answer.json()) as {
    contactId: string;
    standing?: string;
    reason?: string;
    locale?: string;
    expiresAt?: number;
    lastSigns?: Record<string, string>;
    consents?: Record<string, { status: string }>;
  };
};
const statuses = async (email: string, brand?: string) =>
  Object.fromEntries(Object.entries((await contact(email, brand)).consents ?? {}).map(([id, { status }]) => [id, status]));
const chainOf = async (contactId: string, brand: string = xledger.brand) =>
  (await system.dump('ledger')).filter(({ pk }) => pk === `${brand}#${contactId}`).sort((a, b) => Number(a.sk) - Number(b.sk));
/** The preference page as the link in a newsletter opens it. */
const newsletterLink = async (contactId: string, { brand = xledger.brand as string, purpose = 'newsletter:insights' } = {}) =>
  (await mailLink(system, { contactId, purpose, brand })).replace('/u/', '/p/');

describe('the preference centre behind the one-hour link', () => {
  test('shows what the person has, with a link to who each partner is, and changes nothing by itself (T7)', async () => {
    const email = 'shown@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights', 'tracking:open', 'partner:implementation'] });
    const link = await manageLink(system, email);
    const before = await everything();
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) await system.fetch(link, { method });
    expect(await everything()).toEqual(before);
    const html = await (await system.fetch(link)).text();
    expect(tickedOn(html)).toEqual(['newsletter:insights', 'tracking:open', 'partner:implementation']);
    expect(html).toContain(email);
    expect(html).toContain('Implementation Partner AS');
    expect(html).not.toMatch(/<script/);
  });

  test('grants what was ticked, with the words that were read and their hash, and ends what was not, each an event of its own', async () => {
    const email = 'both@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights', 'tracking:open'] });
    system.advance('P40D');
    const link = await manageLink(system, email);
    const answer = await openAndSubmit(system, link, 'save', {
      ticked: ['newsletter:insights', 'newsletter:events', 'tracking:click'],
    });
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain('Valgene dine er lagret');
    expect(tickedOn(html)).toEqual(['newsletter:insights', 'newsletter:events', 'tracking:click']);
    expect(await statuses(email)).toEqual({
      'newsletter:insights': 'ConsentGiven',
      'newsletter:events': 'ConsentGiven',
      'tracking:open': 'ConsentWithdrawn',
      'tracking:click': 'ConsentGiven',
    });
    expect(await audienceOf(system, 'newsletter:events')).toContain(email);

    const { contactId, lastSigns } = await contact(email);
    expect(lastSigns?.preference_update).toBe(system.clock.now().toISOString().slice(0, 10));
    const [, granted, withdrawn] = await chainOf(contactId);
    expect(granted).toMatchObject({
      act: 'granted',
      method: 'preference_centre',
      changes: { 'newsletter:events': 'ConsentGiven', 'tracking:click': 'ConsentGiven' },
      evidence: { locale: 'nb', granted: ['newsletter:events', 'tracking:click'], noticeVersion: 'October 2022' },
    });
    const { wording, wordingHash } = (granted as { evidence: { wording: { boxes: object }; wordingHash: string } }).evidence;
    expect(wording.boxes).toMatchObject({ 'tracking:click': 'Klikk: Vi registrerer hvilke lenker du bruker i e-postene våre' });
    expect(wordingHash).toBe(hashOf(wording));
    expect(withdrawn).toMatchObject({
      act: 'withdrawn',
      method: 'preference_centre',
      changes: { 'tracking:open': 'ConsentWithdrawn' },
      evidence: { purpose: 'tracking:open', shown: { wordingHash } },
    });
    const known = await asOperator(system, `contacts/${contactId}`, { role: 'privacy' });
    expect(await known.json()).toMatchObject({ chain: { whole: true } });
    expect(JSON.stringify(await chainOf(contactId))).not.toContain(email);
  });

  test('ends one purpose alone, whatever the unsubscribe link would end, and keeps the others', async () => {
    const email = 'alone@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights', 'newsletter:events', 'tracking:open'] });
    const link = await manageLink(system, email);
    await openAndSubmit(system, link, 'save', { ticked: ['newsletter:events', 'tracking:open'] });
    expect(await statuses(email)).toMatchObject({
      'newsletter:insights': 'ConsentWithdrawn',
      'newsletter:events': 'ConsentGiven',
      'tracking:open': 'ConsentGiven',
    });
  });

  test('erases with the last newsletter where the policy says so, as the page had announced (X5)', async () => {
    const email = 'last@example.no';
    await subscribe(system, { email });
    const link = await manageLink(system, email);
    const html = await (await system.fetch(link)).text();
    expect(html).toContain('sletter vi opplysningene dine med en gang');
    const answer = await submit(system, html, 'save', { ticked: ['tracking:open'] });
    expect(await answer.text()).toContain('Vi har ingen opplysninger om deg');
    await system.settle();
    expect(await contact(email)).toMatchObject({ standing: 'erased', reason: 'withdrawn' });
    expect((await system.fetch(link)).status).toBe(410);
    expect((await openless(link, 'save')).status).toBe(410);
  });

  test('moves somebody from one newsletter to another without erasing them in between', async () => {
    const email = 'moves@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights'] });
    const { contactId } = await contact(email);
    await openAndSubmit(system, await manageLink(system, email), 'save', { ticked: ['newsletter:events'] });
    expect(await contact(email)).toMatchObject({ contactId, standing: 'active' });
  });

  test('does what was changed on the page, and undoes nothing that happened since it was opened', async () => {
    const email = 'stale@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights', 'tracking:open'] });
    const link = await manageLink(system, email);
    const html = await (await system.fetch(link)).text();
    // another window, or a link in a mail, ends the tracking; the page still shows it ticked
    await press(system, await mailLink(system, { contactId: await contactIdOf(system, email), purpose: 'tracking:open' }));
    await submit(system, html, 'save', { ticked: ['newsletter:insights', 'newsletter:events', 'tracking:open'] });
    expect(await statuses(email)).toMatchObject({ 'tracking:open': 'ConsentWithdrawn', 'newsletter:events': 'ConsentGiven' });
  });

  test('sent twice, or without a change, writes nothing more', async () => {
    const email = 'twice@example.no';
    await subscribe(system, { email });
    const link = await manageLink(system, email);
    const html = await (await system.fetch(link)).text();
    const filled = { ticked: ['newsletter:insights', 'newsletter:events', 'tracking:open'] };
    await Promise.all([submit(system, html, 'save', filled), submit(system, html, 'save', filled)]);
    const before = await everything();
    expect(await (await submit(system, html, 'save', filled)).text()).toContain('De var slik fra før');
    await openAndSubmit(system, link, 'save');
    expect(await everything()).toEqual(before);
    expect(await chainOf((await contact(email)).contactId)).toHaveLength(2);
  });

  test('saves nothing where the words have changed since the page was opened', async () => {
    const email = 'words@example.no';
    await subscribe(system, { email });
    const link = await manageLink(system, email);
    const before = await everything();
    const answer = await system.fetch(link, {
      method: 'POST',
      body: new URLSearchParams([
        ['do', 'save'],
        ['wording', 'old'],
        ['consent', 'newsletter:events'],
      ]),
    });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Ordlyden er endret');
    expect(await everything()).toEqual(before);
  });

  test('changes the language of the mails and of the page', async () => {
    const email = 'language@example.no';
    await subscribe(system, { email });
    const link = await manageLink(system, email);
    const answer = await openAndSubmit(system, link, 'save', { typed: { language: 'fi' } });
    expect(answer.headers.get('content-language')).toBe('fi');
    expect(await contact(email)).toMatchObject({ locale: 'fi' });
    const listed = await asOperator(system, 'audience?purpose=newsletter:insights&locale=fi&limit=1000');
    expect(((await listed.json()) as { items: { email: string }[] }).items.map((item) => item.email)).toContain(email);
    const entry = (await chainOf((await contact(email)).contactId)).at(-1);
    expect(entry).toMatchObject({ act: 'rectified', evidence: { fields: ['locale'] } });
  });

  test('begins a new episode for somebody who had left, with a proof of its own, and lifts what barred them (T5, I7)', async () => {
    const brand = 'infosoft';
    const email = 'back@example.se';
    const form = { brand, form: 'newsletter-se', email, company: 'Fjäll AB', consents: ['newsletter:news'] };
    await press(system, await subscribe(system, form));
    expect(await contact(email, brand)).toMatchObject({ standing: 'deactivated' });
    const link = await manageLink(system, email, brand);
    await openAndSubmit(system, link, 'save', { ticked: ['newsletter:news'] });
    expect(await contact(email, brand)).toMatchObject({ standing: 'active' });
    expect(await audienceOf(system, 'newsletter:news', brand)).toEqual([email]);
    expect(
      (await system.dump('people')).filter(({ pk, sk }) => sk === 'SUPPRESSION' && String(pk).startsWith('infosoft')),
    ).toEqual([]);
  });

  test.each(['objected', 'complained', 'restricted'] as const)(
    'begins nothing for somebody %s, and ends what they want to end (T3)',
    async (state) => {
      const email = `closed-${state}@example.no`;
      await subscribe(system, { email, consents: ['newsletter:insights', 'newsletter:events'] });
      if (state !== 'complained') await setStanding(system, email, state);
      if (state !== 'restricted') await suppress(system, email, state);
      const link = await manageLink(system, email);
      const html = await (await system.fetch(link)).text();
      const answer = await submit(system, html, 'save', { ticked: ['newsletter:insights', 'tracking:click'] });
      expect(await answer.text()).toContain('Du kan ikke starte noe nytt her');
      expect(await statuses(email)).toEqual({ 'newsletter:insights': 'ConsentGiven', 'newsletter:events': 'ConsentWithdrawn' });
    },
  );

  test('an unsubscribe keeps the data of somebody who has them restricted: they asked for that', async () => {
    const email = 'restricted@example.no';
    const link = await subscribe(system, { email, name: 'Kari' });
    await setStanding(system, email, 'restricted');
    await press(system, link);
    expect(await contact(email)).toMatchObject({
      standing: 'restricted',
      name: 'Kari',
      consents: { 'newsletter:insights': { status: 'ConsentWithdrawn' } },
    });
  });

  test('ends everything with one press, and takes the person out of the last step of retention when they stay', async () => {
    const email = 'all@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights', 'tracking:open', 'partner:implementation'] });
    const answer = await openAndSubmit(system, await manageLink(system, email), 'leave');
    expect(answer.status).toBe(200);
    expect(await contact(email)).toMatchObject({ standing: 'erased', reason: 'withdrawn' });
  });

  test('takes no box that the policy does not offer: no partner where partners get nothing, no service (E8, S14)', async () => {
    const email = 'sneaks@example.no';
    await subscribe(system, { email });
    const link = await manageLink(system, email);
    const html = await (await system.fetch(link)).text();
    const wording = /name="wording" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const sent = new URLSearchParams([
      ['do', 'save'],
      ['wording', wording],
      ['consent', 'newsletter:insights'],
      ['consent', 'partner:evil'],
      ['consent', 'service:customer'],
      ['consent', '__proto__'],
      ['standing', 'active'],
    ]);
    expect((await system.fetch(link, { method: 'POST', body: sent })).status).toBe(200);
    expect(Object.keys(await statuses(email)).sort()).toEqual(['newsletter:insights', 'tracking:open']);
  });
});

/** Posts without having opened the page. */
const openless = (path: string, does: string, more: [string, string][] = []) =>
  system.fetch(path, { method: 'POST', body: new URLSearchParams([['do', does], ...more]) });

describe('the link of a mail (S3, T6)', () => {
  test('shows no personal data, and the same for everybody: subscribed, erased, or never here', async () => {
    const email = 'forwarded@example.no';
    await subscribe(system, { email, name: 'Very Personal', consents: ['newsletter:insights'] });
    const link = await newsletterLink(await contactIdOf(system, email));
    const never = await newsletterLink(system.deps.newId());
    const bytes = async (path: string) => {
      const answer = await system.fetch(path);
      return { status: answer.status, headers: [...answer.headers], body: (await answer.text()).replaceAll(path, '/p/token') };
    };
    const here = await bytes(link);
    expect(here).toEqual(await bytes(never));
    expect(here.body).not.toMatch(/forwarded@|Very Personal/);
    expect(tickedOn(here.body)).toEqual([]);
    expect((await system.fetch(`${link}/data`)).status).toBe(404);
  });

  test('grants nothing, by whatever is sent, ten years and five rotations of the keys later', async () => {
    const email = 'old@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights'] });
    const contactId = await contactIdOf(system, email);
    const link = await newsletterLink(contactId);
    const before = await everything();
    for (const does of ['save', 'rectify', 'erase', 'restrict', 'unrestrict', 'object', 'address', 'x', '']) {
      const answer = await openless(link, does, [
        ['consent', 'newsletter:events'],
        ['email', 'evil@example.no'],
        ['name', 'Evil'],
      ]);
      expect([403, 422]).toContain(answer.status);
    }
    expect(await everything()).toEqual(before);
  });

  test('ends what is ticked, for the sender it came from and nobody else', async () => {
    const email = 'stops@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights', 'newsletter:events', 'tracking:open'] });
    const link = await newsletterLink(await contactIdOf(system, email));
    const none = await openAndSubmit(system, link, 'stop');
    expect(none.status).toBe(422);
    expect(await none.text()).toContain('Kryss av for det du vil slutte med');
    const answer = await openAndSubmit(system, link, 'stop', { ticked: ['newsletter:events', 'partner:implementation'] });
    expect(answer.status).toBe(200);
    expect(await statuses(email)).toEqual({
      'newsletter:insights': 'ConsentGiven',
      'newsletter:events': 'ConsentWithdrawn',
      'tracking:open': 'ConsentGiven',
    });
    await openAndSubmit(system, link, 'leave');
    expect(await contact(email)).toMatchObject({ standing: 'erased' });
    expect((await openAndSubmit(system, link, 'leave')).status).toBe(200);
  });

  test('mails the one-hour link to the person, not to whoever holds it; and to nobody for somebody gone', async () => {
    const email = 'asks@example.no';
    await subscribe(system, { email });
    const link = await newsletterLink(await contactIdOf(system, email));
    const answer = await openAndSubmit(system, link, 'link');
    expect(answer.status).toBe(202);
    const gone = await openAndSubmit(system, await newsletterLink(system.deps.newId()), 'link');
    expect(await gone.text()).toBe(await answer.text());
    await system.settle();
    const path = system.mails(email)[0]?.text.match(/\/p\/[\w-]+/)?.[0] ?? '';
    expect(await (await system.fetch(path)).text()).toContain(email);
  });

  test('leads nowhere at another brand: the same id there is nobody (S2)', async () => {
    const email = 'here@example.no';
    await subscribe(system, { email });
    const contactId = await contactIdOf(system, email);
    const before = await everything();
    const link = await newsletterLink(contactId, { brand: 'infosoft', purpose: 'newsletter:news' });
    expect((await openless(link, 'leave')).status).toBe(200);
    const expiresAt = new Date(system.clock.now().getTime() + 3_600_000);
    const token = makeLink('manage', { brand: 'infosoft', contactId, locale: 'sv', expiresAt }, await system.deps.secret());
    expect((await system.fetch(`/p/${token}`)).status).toBe(410);
    expect(await everything()).toEqual(before);
  });
});

describe('the one-hour link, an hour later', () => {
  test('shows and grants nothing, says so with 410, and still ends what is to end', async () => {
    const email = 'late@example.no';
    await subscribe(system, { email, name: 'Late Person', consents: ['newsletter:insights', 'newsletter:events'] });
    const link = await manageLink(system, email);
    const html = await (await system.fetch(link)).text();
    system.advance('PT59M');
    expect((await system.fetch(link)).status).toBe(200);
    system.advance('PT1M');
    const page = await system.fetch(link);
    expect(page.status).toBe(410);
    expect(await page.text()).not.toMatch(/late@|Late Person/);
    expect(
      (await submit(system, html, 'save', { ticked: ['newsletter:insights', 'newsletter:events', 'tracking:open'] })).status,
    ).toBe(403);
    expect(await statuses(email)).toEqual({ 'newsletter:insights': 'ConsentGiven', 'newsletter:events': 'ConsentGiven' });
    await openless(link, 'stop', [['stop', 'newsletter:events']]);
    expect(await statuses(email)).toEqual({ 'newsletter:insights': 'ConsentGiven', 'newsletter:events': 'ConsentWithdrawn' });
    await openless(link, 'link');
    await system.settle();
    expect(await manageLink(system, email)).not.toBe(link);
  });
});
