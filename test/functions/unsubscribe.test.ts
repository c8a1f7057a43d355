import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator, audienceOf, press, subscribe, xledger } from '../journey.ts';
import { elementsOf, formIn, textOf } from './markup.ts';
import { contactIdOf, mailLink, suppress } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const everything = async () => [await system.dump('people'), await system.dump('ledger')];
const contact = async (email: string, { role = 'privacy' as 'privacy' | 'marketer', brand = xledger.brand as string } = {}) => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { role, brand });
  return (await answer.json()) as {
    status?: number;
    standing?: string;
    reason?: string;
    formerIds?: string[];
    consents?: Record<string, { status: string }>;
  };
};
const listOf = (html: string) =>
  elementsOf(html)
    .filter(
      ({ tagName, attrs }) => tagName === 'ul' && attrs.some(({ name, value }) => name === 'class' && value.startsWith('list')),
    )
    .flatMap((list) => list.childNodes.map(textOf));

describe('the unsubscribe link', () => {
  test('shows a button; GET, HEAD and OPTIONS of twenty scanners, three times each, change nothing (S6, T7)', async () => {
    const email = 'scanned@example.no';
    const link = await subscribe(system, { email });
    const before = await everything();
    const page = await system.fetch(link);
    expect(page.status).toBe(200);
    expect(formIn(elementsOf(await page.text()))).toMatchObject({ action: link, method: 'post' });
    const agents = Array.from(
      { length: 20 },
      (_, index) => `${['Barracuda', 'Proofpoint', 'Mimecast', 'SafeLinks', 'bot'][index % 5]}/${index}`,
    );
    for (let round = 0; round < 3; round += 1) {
      for (const agent of agents) {
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          const answer = await system.fetch(link, { method, headers: { 'user-agent': agent, purpose: 'prefetch' } });
          expect(answer.status).toBe(method === 'GET' ? 200 : 404);
        }
      }
    }
    expect(await everything()).toEqual(before);
    expect(await audienceOf(system, 'newsletter:insights')).toContain(email);
  });

  test('leaves one line in the log, called by what was done, and beside it what came of it', async () => {
    const email = 'logged@example.no';
    await subscribe(system, { email });
    const contactId = await contactIdOf(system, email);
    const link = await mailLink(system, { contactId, purpose: 'newsletter:insights' });
    const from = system.lines.length;
    for (const _ of [1, 2]) expect((await press(system, link)).status).toBe(200);
    const lines = system.lines.slice(from).map((line) => JSON.parse(line) as object);
    expect(lines).toEqual(
      ['saved', 'gone'].map((result) => ({ outcome: 'unsubscribed', brand: xledger.brand, contactId, result })),
    );
  });

  const multipart = new FormData();
  multipart.append('List-Unsubscribe', 'One-Click');
  const bodies: [string, RequestInit][] = [
    ['the form body of RFC 8058', { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }],
    ['multipart', { body: multipart }],
    ['no body', {}],
    ['an empty body with a type', { body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['an odd type', { body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/octet-stream; x=;;y' } }],
    ['a type that is none', { body: 'List-Unsubscribe=One-Click', headers: { 'content-type': ')(' } }],
    ['bytes and no type', { body: new Uint8Array([0xff, 0xfe, 0x00, 0x80]) }],
    ['JSON', { body: '{"List-Unsubscribe":"One-Click"}', headers: { 'content-type': 'application/json' } }],
    ['broken JSON', { body: '{"', headers: { 'content-type': 'application/json' } }],
    [
      'extra fields',
      { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click', purpose: 'none', confirm: 'no', email: 'x@y.no' }) },
    ],
    ['a megabyte', { body: 'x'.repeat(1024 * 1024), headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a cookie and a scanner’s name', { headers: { cookie: 'session=1', 'user-agent': 'Barracuda bot' } }],
    ['a foreign origin', { headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' } }],
  ];
  test.each(bodies)(
    'ends the subscription by POST with %s: 200, no redirect, no cookie; and again (S7, T8, T9)',
    async (name, init) => {
      const email = `one-click-${bodies.findIndex(([known]) => known === name)}@example.no`;
      const link = await subscribe(system, { email });
      const answer = await press(system, link, init);
      expect(answer.status).toBe(200);
      expect(answer.redirected).toBe(false);
      expect(answer.headers.has('location')).toBe(false);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await contact(email)).toMatchObject({ standing: 'erased', reason: 'withdrawn' });
      const before = await everything();
      const again = await press(system, link, init);
      expect(again.status).toBe(200);
      expect(await again.text()).toBe(await answer.text());
      expect(await everything()).toEqual(before);
    },
  );

  test('answers the same for a person who never was, who is erased, and who is subscribed', async () => {
    const link = await subscribe(system, { email: 'same@example.no' });
    const never = await mailLink(system, { contactId: system.deps.newId(), purpose: 'newsletter:insights' });
    const bytes = async (path: string, method: 'GET' | 'POST') => {
      const answer = await system.fetch(path, { method });
      // the button's own address is the one thing that differs
      return { status: answer.status, headers: [...answer.headers], body: (await answer.text()).replaceAll(path, '/u/token') };
    };
    const [getNever, postNever, getHere, postHere] = [
      await bytes(never, 'GET'),
      await bytes(never, 'POST'),
      await bytes(link, 'GET'),
      await bytes(link, 'POST'),
    ];
    await system.settle();
    expect(getHere).toEqual(getNever);
    expect(postHere).toEqual(postNever);
    expect(await bytes(link, 'GET')).toEqual(getNever);
    expect(await bytes(link, 'POST')).toEqual(postNever);
    expect(postHere.status).toBe(200);
  });

  test('pressed five times at once ends it once', async () => {
    const email = 'five-times@example.no';
    const link = await subscribe(system, { email });
    const id = await contactIdOf(system, email);
    const answers = await Promise.all(Array.from({ length: 5 }, () => press(system, link)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const entries = (await system.dump('ledger')).filter(({ pk }) => pk === `xledger#${id}`);
    expect(entries.map(({ act }) => act).sort()).toEqual(['confirmed', 'erased']);
  });

  test('names what ended, and offers a way back that is a new sign-up', async () => {
    const link = await subscribe(system, { email: 'named@example.no' });
    const html = await (await press(system, link)).text();
    expect(listOf(html)).toEqual(['Nyhetsbrev', 'Invitasjoner', 'Åpninger', 'Klikk', 'Deling med partner']);
    const again = html.match(/href="(\/xledger\/signup\/[^"]+)"/)?.[1] ?? '';
    const form = formIn(elementsOf(await (await system.fetch(again)).text()));
    expect(form.controls.filter(({ checked }) => checked)).toEqual([]);
    expect(html).not.toContain('named@');
  });

  test('speaks the language of the mail, and another by ?lang=', async () => {
    const link = await subscribe(system, { email: 'language@example.no' });
    const spoken = async (path: string, method: 'GET' | 'POST') =>
      (await system.fetch(path, { method })).headers.get('content-language');
    expect(await spoken(link, 'GET')).toBe('nb');
    expect(await spoken(`${link}?lang=fi`, 'GET')).toBe('fi');
    expect(await spoken(`${link}?lang=xx`, 'GET')).toBe('nb');
    const page = await (await system.fetch(`${link}?lang=sv`)).text();
    expect(formIn(elementsOf(page)).action).toBe(`${link}?lang=sv`);
    expect(await spoken(`${link}?lang=sv`, 'POST')).toBe('sv');
    expect(await contact('language@example.no')).toMatchObject({ standing: 'erased' });
  });
});

describe('what a withdrawal ends', () => {
  test('of one purpose, where the policy says so, leaves the others (A2)', async () => {
    const email = 'one@example.dk';
    const link = await subscribe(system, {
      brand: 'amesto',
      form: 'newsletter-dk',
      email,
      company: 'Fjord ApS',
      consents: ['newsletter:updates', 'marketing:surveys', 'marketing:activities'],
    });
    const html = await (await press(system, link)).text();
    expect(listOf(html)).toHaveLength(1);
    const { consents = {}, standing } = await contact(email, { brand: 'amesto' });
    expect(standing).toBe('active');
    expect(Object.fromEntries(Object.entries(consents).map(([purpose, { status }]) => [purpose, status]))).toEqual({
      'newsletter:updates': 'ConsentWithdrawn',
      'marketing:surveys': 'ConsentGiven',
      'marketing:activities': 'ConsentGiven',
    });
    expect(await audienceOf(system, 'newsletter:updates', 'amesto')).toEqual([]);
    expect(await audienceOf(system, 'marketing:surveys', 'amesto')).toEqual([email]);
  });

  test('deactivates, where the policy says so, and nobody deactivated is in an audience (I7, T1)', async () => {
    const email = 'kept@example.se';
    const link = await subscribe(system, {
      brand: 'infosoft',
      form: 'newsletter-se',
      email,
      company: 'Fjäll AB',
      name: 'Åsa',
      consents: ['newsletter:news', 'tracking:open'],
    });
    expect(await audienceOf(system, 'newsletter:news', 'infosoft')).toEqual([email]);
    const id = await contactIdOf(system, email, 'infosoft');
    await press(system, link);
    expect(await contact(email, { brand: 'infosoft' })).toMatchObject({
      standing: 'deactivated',
      company: 'Fjäll AB',
      consents: { 'newsletter:news': { status: 'ConsentWithdrawn' }, 'tracking:open': { status: 'ConsentWithdrawn' } },
    });
    expect(await audienceOf(system, 'newsletter:news', 'infosoft')).toEqual([]);
    const before = await everything();
    expect((await press(system, link)).status).toBe(200);
    expect(await everything()).toEqual(before);

    // back by a new confirmation of their own: the same person, the next entry of the same chain
    system.advance('PT16M');
    await subscribe(system, {
      brand: 'infosoft',
      form: 'newsletter-se',
      email,
      company: 'Fjäll AB',
      consents: ['newsletter:news'],
    });
    expect(await contactIdOf(system, email, 'infosoft')).toBe(id);
    expect(await audienceOf(system, 'newsletter:news', 'infosoft')).toEqual([email]);
  });

  test('of tracking leaves the newsletter', async () => {
    const email = 'untracked@example.no';
    await subscribe(system, { email });
    const link = await mailLink(system, { contactId: await contactIdOf(system, email), purpose: 'tracking:open' });
    expect((await press(system, link)).status).toBe(200);
    expect(await contact(email)).toMatchObject({
      standing: 'active',
      consents: { 'newsletter:insights': { status: 'ConsentGiven' }, 'tracking:open': { status: 'ConsentWithdrawn' } },
    });
    expect(await audienceOf(system, 'newsletter:insights')).toContain(email);
  });

  test('of a purpose that the policy has dropped since, is the strictest', async () => {
    const email = 'dropped@example.no';
    await subscribe(system, { email });
    const link = await mailLink(system, { contactId: await contactIdOf(system, email), purpose: 'newsletter:dropped' });
    const page = await press(system, link);
    expect(page.status).toBe(200);
    expect(await contact(email)).toMatchObject({ standing: 'erased' });
  });

  test('never weakens an objection or a complaint (T3)', async () => {
    for (const reason of ['objected', 'complained'] as const) {
      const email = `stays-${reason}@example.no`;
      const link = await subscribe(system, { email });
      await suppress(system, email, reason);
      await press(system, link);
      expect(await contact(email)).toMatchObject({ standing: 'erased', reason });
    }
  });

  test('takes the waiting sign-ups of an erased person along: no link of theirs brings them back', async () => {
    const email = 'waiting@example.no';
    const link = await subscribe(system, { email, form: 'newsletter-no' });
    const waiting = await (async () => {
      const answer = await system.fetch('/xledger/signup/download-no', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, consents: ['newsletter:insights'], name: 'Second' }),
      });
      expect(answer.status).toBe(202);
      await system.settle();
      return system.mails(email);
    })();
    expect(waiting.length).toBeGreaterThan(1);
    await press(system, link);
    await system.settle();
    expect(JSON.stringify(await system.dump('people'))).not.toContain(email);
  });
});
