import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator, audienceOf, linkIn, manageLink, postSignUp, press, subscribe, xledger } from '../journey.ts';
import { openAndSubmit, submit } from './own-page.ts';
import { contactIdOf, suppress } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const contact = async (email: string, brand: string = xledger.brand) =>
  (await (await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { role: 'privacy', brand })).json()) as Record<
    string,
    unknown
  > & {
    contactId: string;
    standing?: string;
  };
const chainOf = async (contactId: string, brand: string = xledger.brand) =>
  (await system.dump('ledger')).filter(({ pk }) => pk === `${brand}#${contactId}`).sort((a, b) => Number(a.sk) - Number(b.sk));
const dataLink = async (email: string, brand?: string) => `${await manageLink(system, email, brand)}/data`;

describe('the page of all that is known', () => {
  test('can be read, and taken along as JSON and CSV by its links or by Accept (I9, X11)', async () => {
    const email = 'reads@example.no';
    await subscribe(system, {
      email,
      name: 'Kari Leser',
      phone: '+47 98 76 54 32',
      consents: ['newsletter:insights', 'tracking:open'],
    });
    const link = await dataLink(email);
    const before = [await system.dump('people'), await system.dump('ledger')];
    const page = await system.fetch(link, { headers: { accept: 'text/html,application/json;q=0.1' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    for (const told of [email, 'Kari Leser', '+47 98 76 54 32', 'Nyhetsbrev', 'gitt, ', 'Datatilsynet'])
      expect(html).toContain(told);
    const json = await (await system.fetch(`${link}?format=json`)).json();
    expect(json).toMatchObject({
      profile: { email, name: 'Kari Leser' },
      consents: [{ purpose: 'newsletter:insights' }, {}],
      chain: { whole: true },
    });
    expect(await (await system.fetch(link, { headers: { accept: 'application/json' } })).json()).toMatchObject({
      profile: { email },
    });
    const csv = await (await system.fetch(`${link}?format=csv`, { headers: { accept: 'text/html' } })).text();
    expect(parseCsv(csv, { columns: true })).toContainEqual({ part: 'profile', number: '1', field: 'email', value: email });
    expect([await system.dump('people'), await system.dump('ledger')]).toEqual(before);
  });

  test('is closed to the link of a mail and to one whose hour is over (S2, S3)', async () => {
    const email = 'closed@example.no';
    const unsubscribe = await subscribe(system, { email, name: 'Kari' });
    const link = await dataLink(email);
    const mail = unsubscribe.replace('/u/', '/p/');
    const notOurs = await (await system.fetch('/p/AAAA/data')).text();
    for (const method of ['GET', 'POST']) {
      const answer = await system.fetch(`${mail}/data`, {
        method,
        ...(method === 'POST' && { body: new URLSearchParams({ do: 'erase' }) }),
      });
      expect([answer.status, await answer.text()]).toEqual([404, notOurs]);
    }
    system.advance('PT1H1S');
    for (const init of [{}, { method: 'POST', body: new URLSearchParams({ do: 'erase' }) }]) {
      const late = await system.fetch(`${link}?format=json`, init);
      expect(late.status).toBe(410);
      expect(await late.text()).not.toMatch(/closed@|Kari/);
    }
    expect(await contact(email)).toMatchObject({ standing: 'active' });
  });
});

describe('what a person corrects themselves (I18)', () => {
  test('is corrected everywhere, an emptied field goes, and the ledger says which fields, not what they said', async () => {
    const email = 'corrects@example.no';
    await subscribe(system, { email, name: 'Kari Feil', company: 'Fjord AS', phone: '+47 11 11 11 11' });
    const link = await dataLink(email);
    const answer = await openAndSubmit(system, link, 'rectify', { typed: { name: 'Kari Rett', company: '' } });
    expect(await answer.text()).toContain('Opplysningene er rettet');
    const known = await contact(email);
    expect(known).toMatchObject({
      name: 'Kari Rett',
      phone: '+47 11 11 11 11',
      lastSigns: { preference_update: expect.any(String) },
    });
    expect(known.company).toBeUndefined();
    const listed = await asOperator(system, 'audience?purpose=newsletter:insights&limit=1000');
    const row = ((await listed.json()) as { items: { email: string }[] }).items.find((item) => item.email === email);
    expect(row).toMatchObject({ name: 'Kari Rett' });
    expect(row).not.toHaveProperty('company');
    const chain = await chainOf(known.contactId);
    expect(chain.at(-1)).toMatchObject({
      act: 'rectified',
      method: 'preference_centre',
      evidence: { fields: ['name', 'company'] },
    });
    expect(JSON.stringify(chain)).not.toMatch(/Kari|Fjord/);
    expect(await (await openAndSubmit(system, link, 'rectify')).text()).toContain('De var slik fra før');
    expect(await chainOf(known.contactId)).toHaveLength(2);
  });

  test('is refused where it is no name or number, or would take away what the brand needs (I3, S14)', async () => {
    const email = 'refused@example.se';
    await subscribe(system, {
      brand: 'infosoft',
      form: 'newsletter-se',
      email,
      company: 'Fjäll AB',
      consents: ['newsletter:news'],
    });
    const link = await dataLink(email, 'infosoft');
    expect((await openAndSubmit(system, link, 'rectify', { typed: { company: '' } })).status).toBe(422);
    for (const wrong of [{ name: '<script>' }, { name: 'a\nb' }, { standing: 'active' }, { email: 'x@example.no' }]) {
      const answer = await system.fetch(link, {
        method: 'POST',
        body: new URLSearchParams({ do: 'rectify', company: 'Fjäll AB', ...(wrong as Record<string, string>) }),
      });
      expect(answer.status).toBe(422);
    }
    expect(await contact(email, 'infosoft')).toMatchObject({ company: 'Fjäll AB' });
  });
});

describe('a new address (I18)', () => {
  const askFor = async (email: string, next: string) => {
    const answer = await openAndSubmit(system, await dataLink(email), 'address', { typed: { email: next } });
    await system.settle();
    return answer;
  };

  test('holds once whoever reads it has confirmed: same id, same chain, same consents, and the old links still work', async () => {
    const [email, next] = ['old@example.no', 'new@example.no'];
    const unsubscribe = await subscribe(system, { email, name: 'Kari', consents: ['newsletter:insights', 'tracking:open'] });
    const { contactId } = await contact(email);
    expect(await (await askFor(email, next)).text()).toContain('Sjekk den nye innboksen');
    expect(system.mails(next)[0]?.text).not.toMatch(/Kari|old@/);
    const link = linkIn(system, next, 'c');
    const before = await system.dump('people');
    expect((await system.fetch(link)).status).toBe(200);
    expect(await system.dump('people')).toEqual(before);
    expect(await audienceOf(system, 'newsletter:insights')).toContain(email);

    expect((await press(system, link)).status).toBe(200);
    expect(await contact(next)).toMatchObject({
      contactId,
      email: next,
      name: 'Kari',
      consents: { 'newsletter:insights': { status: 'ConsentGiven' } },
    });
    expect(await audienceOf(system, 'newsletter:insights')).toEqual(expect.arrayContaining([next]));
    expect(await audienceOf(system, 'newsletter:insights')).not.toContain(email);
    expect((await contact(email)).status).toBe(404);
    expect(JSON.stringify(await system.dump('people'))).not.toContain('old@example');
    const chain = await asOperator(system, `contacts/${contactId}`, { role: 'privacy' });
    expect(await chain.json()).toMatchObject({
      chain: { whole: true },
      evidence: [{ act: 'confirmed' }, { act: 'rectified', method: 'new_address_link', evidence: { fields: ['email'] } }],
    });
    expect((await press(system, link)).status).toBe(410);
    expect((await press(system, unsubscribe)).status).toBe(200);
    expect(await contact(next)).toMatchObject({ standing: 'erased' });
  });

  test('that somebody has, or that is barred, is mailed nothing; the page says the same', async () => {
    const email = 'mover@example.no';
    await subscribe(system, { email });
    await subscribe(system, { email: 'taken@example.no' });
    await suppress(system, 'barred@example.no', 'objected');
    const [free, taken, barred] = [
      await (await askFor(email, 'free@example.no')).text(),
      await (await askFor(email, 'taken@example.no')).text(),
      await (await askFor(email, 'barred@example.no')).text(),
    ];
    expect(taken).toBe(free);
    expect(barred).toBe(free);
    expect(system.mails('taken@example.no').filter(({ subject }) => subject.includes('adressen'))).toEqual([]);
    expect(system.mails('barred@example.no')).toEqual([]);
    // the newest request counts, so the first link is over
    expect((await press(system, linkIn(system, 'free@example.no', 'c'))).status).toBe(410);
    expect((await openAndSubmit(system, await dataLink(email), 'address', { typed: { email: 'no address' } })).status).toBe(422);
  });

  test('is not taken from somebody who signed up there before the button was pressed, nor after a day', async () => {
    const email = 'slow@example.no';
    await subscribe(system, { email });
    await askFor(email, 'wanted@example.no');
    const link = linkIn(system, 'wanted@example.no', 'c');
    await subscribe(system, { email: 'wanted@example.no' });
    expect((await press(system, link)).status).toBe(410);
    expect(await contact(email)).toMatchObject({ email });
    system.advance('PT10M');
    await askFor(email, 'later@example.no');
    const late = linkIn(system, 'later@example.no', 'c');
    system.advance('PT24H');
    expect((await press(system, late)).status).toBe(410);
  });

  test('cannot be used to flood a mailbox: its mails count with the confirmations (T11, T13)', async () => {
    const email = 'flooder@example.no';
    await subscribe(system, { email });
    const link = await dataLink(email);
    for (let round = 0; round < 6; round += 1) {
      await openAndSubmit(system, link, 'address', { typed: { email: 'victim@example.no' } });
      await system.settle();
    }
    expect(system.mails('victim@example.no')).toHaveLength(3);
  });
});

describe('a person’s own rights', () => {
  test('restriction and its lifting, objection: each at once, with its entry and as a sign of the person', async () => {
    const email = 'rights@example.no';
    await subscribe(system, { email });
    const link = await dataLink(email);
    await openAndSubmit(system, link, 'restrict');
    expect(await contact(email)).toMatchObject({ standing: 'restricted' });
    expect(await audienceOf(system, 'newsletter:insights')).not.toContain(email);
    await openAndSubmit(system, link, 'unrestrict');
    expect(await audienceOf(system, 'newsletter:insights')).toContain(email);
    const html = await (await openAndSubmit(system, link, 'object')).text();
    expect(html).toContain('Du får ikke mer markedsføring');
    await expect(submit(system, html, 'object')).rejects.toThrow('no form that does object');
    const { contactId, standing } = await contact(email);
    expect(standing).toBe('objected');
    expect((await chainOf(contactId)).map(({ act, actor, method }) => [act, actor, method]).slice(1)).toEqual([
      ['restricted', 'person', 'preference_centre'],
      ['unrestricted', 'person', 'preference_centre'],
      ['objected', 'person', 'preference_centre'],
    ]);
    system.advance('PT16M');
    await postSignUp(system, { email });
    await system.settle();
    expect(system.mails(email).filter(({ subject }) => subject.startsWith('Bekreft'))).toHaveLength(1);
  });

  test('erasure at once where the policy says so, with nothing left of them (X11)', async () => {
    const email = 'kanari-erases@example.no';
    await subscribe(system, { email, name: 'Kanari Gul' });
    const { contactId } = await contact(email);
    const link = await dataLink(email);
    await openAndSubmit(system, link, 'address', { typed: { email: 'kanari-next@example.no' } });
    const answer = await openAndSubmit(system, link, 'erase');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Vi har ingen opplysninger om deg');
    await system.settle();
    expect((await system.dump('people')).filter(({ pk }) => pk === `xledger#${contactId}`)).toEqual([]);
    expect(JSON.stringify([await system.dump('people'), await system.dump('ledger')])).not.toMatch(/[Kk]anari/);
    expect(await contact(email)).toMatchObject({ standing: 'erased', reason: 'erased' });
    expect((await system.fetch(link)).status).toBe(410);
    expect((await system.fetch(link, { method: 'POST', body: new URLSearchParams({ do: 'erase' }) })).status).toBe(200);
  });

  test('erasure as a case where the policy reviews each: one case however often it is pressed, proved by the mailbox (K12)', async () => {
    const email = 'reviewed@example.no';
    await subscribe(system, { brand: 'alektum', form: 'newsletter', email, company: 'Fjord AS', consents: ['newsletter:news'] });
    const link = await dataLink(email, 'alektum');
    const first = await (await openAndSubmit(system, link, 'erase')).text();
    const id = first.match(/\d{8}-[0-9a-z]{8}/)?.[0] ?? '';
    expect(await (await openAndSubmit(system, link, 'erase')).text()).toBe(first);
    await system.settle();
    expect(system.mails(email).filter(({ subject }) => subject.includes(id))).toHaveLength(1);
    expect(await contact(email, 'alektum')).toMatchObject({ standing: 'active' });
    const found = await asOperator(system, `cases/${id}`, { role: 'privacy', brand: 'alektum' });
    expect(await found.json()).toMatchObject({
      right: 'erase',
      channel: 'web',
      identity: { by: 'mailbox', status: 'confirmed' },
    });
    const page = await (await system.fetch(link)).text();
    expect(page).toContain(id);
    const done = await asOperator(system, `cases/${id}`, {
      role: 'privacy',
      brand: 'alektum',
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"outcome":"done"}',
    });
    expect(done.status).toBe(200);
    await system.settle();
    expect(await contact(email, 'alektum')).toMatchObject({ standing: 'erased' });
  });

  test('erasure yields to a legal hold, and the page says so (K11)', async () => {
    const email = 'held@example.no';
    await subscribe(system, { email });
    const contactId = await contactIdOf(system, email);
    const link = await dataLink(email);
    const before = await (await system.fetch(link)).text();
    await asOperator(system, `contacts/${contactId}/legal-hold`, {
      role: 'privacy',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"reason":"claim 3"}',
    });
    expect(await (await submit(system, before, 'erase')).text()).toContain('rettskrav');
    expect(await (await system.fetch(link)).text()).toContain('Opplysningene kan ikke slettes nå');
    expect(await contact(email)).toMatchObject({ standing: 'active' });
  });
});
