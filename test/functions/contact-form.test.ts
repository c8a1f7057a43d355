/**
 * Writing to a brand (E9, K4, K6): the message goes on by mail, nothing of it is kept, and nobody is subscribed. Seen failing with each of these planted: the trap is
 * not looked at; the site that posts is not; the source’s allowance is not spent; the answer would go to the brand itself; an answer of SES that was lost counts as sent.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../functions/domain/limits.ts';
import { type System, startSystem } from '../../local/system.ts';
import { audienceOf, linkIn } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const brandsOwn = 'post@expectit.no';
const message = {
  email: 'Kari@Example.no',
  name: 'Kari Nordmann',
  phone: '+47 22 33 44 55',
  subject: 'Tilbud på åpne kurs',
  message: 'Hei!\n\nHva koster det?\nHilsen Kari',
};
let source = 0;
/** Each from a source of its own, so that one test does not spend another's allowance. */
const post = (body: object, init: Parameters<System['fetch']>[1] = {}, form = 'contact', brand = 'expectit') =>
  system.fetch(`/${brand}/contact/${form}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    sourceIp: `198.51.100.${(source++ % 250) + 1}`,
    ...init,
  });
const received = () => system.mails(brandsOwn);
const pointersOf = async (answer: Response) =>
  ((await answer.json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

describe('a message', () => {
  test('is forwarded by mail, an answer goes to whoever wrote it, and nothing of it is stored (E9)', async () => {
    const before = JSON.stringify(await system.dump('people'));
    const answer = await post(message);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ status: 'accepted' });
    const [mail] = received();
    expect(mail?.subject).toBe('Melding fra kontaktskjemaet: Tilbud på åpne kurs');
    expect(mail?.headers).toMatchObject({ 'reply-to': 'kari@example.no' });
    for (const part of [mail?.text, mail?.html]) {
      for (const said of ['kari@example.no', 'Kari Nordmann', '+47 22 33 44 55', 'Hva koster det?']) expect(part).toContain(said);
    }
    await system.settle();
    // nobody is written to but the brand, and nothing is left but two counts under keyed hashes
    expect(system.mails()).toHaveLength(1);
    const kept = (await system.dump('people')).filter((item) => !before.includes(JSON.stringify(item)));
    expect(kept.map(({ sk }) => sk)).toEqual(['ALLOWANCE', 'ALLOWANCE']);
    for (const table of ['people', 'ledger', 'campaigns'] as const) {
      expect(JSON.stringify(await system.dump(table))).not.toMatch(/kari|Nordmann|22 33|kurs/i);
    }
    expect(system.lines.join()).not.toMatch(/kari|Nordmann|22 33|kurs/i);
    for (const purpose of ['newsletter:news', 'newsletter:information', 'marketing:sales'])
      expect(await audienceOf(system, purpose, 'expectit')).toEqual([]);
  });

  test('comes from a page too, which works without script and says so afterwards', async () => {
    const form = await (await system.fetch('/expectit/contact/contact')).text();
    expect(form).toContain('<textarea id="contact-message" name="message"');
    expect(form).toContain('Skriv til oss. Meldingen går til oss på e-post');
    expect(form).not.toMatch(/type="checkbox"|<script/);
    const body = new URLSearchParams({ ...message, formVersion: '1', locale: 'nb', website: '' });
    const answer = await post({}, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: body.toString() });
    expect(answer.status).toBe(303);
    const thanks = await system.fetch(answer.headers.get('location') ?? '');
    expect(thanks.status).toBe(200);
    expect(await thanks.text()).toContain('Meldingen er sendt');
  });

  test('that cannot be used comes back with everything as it was written', async () => {
    const typed = { email: 'kari', name: '"><i>', message: '</textarea><b>', website: '' };
    const before = received().length;
    const answer = await post(
      {},
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...typed, locale: 'nb', formVersion: '1' }).toString(),
      },
    );
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('value="&quot;&gt;&lt;i&gt;"');
    expect(page).toContain('&lt;/textarea&gt;&lt;b&gt;');
    expect(page).not.toContain('<b>');
    expect(page).toContain('href="#contact-email"');
    expect(received()).toHaveLength(before);
  });

  test.each([
    [{ email: 'kari@example.no, ola@example.no' }, '/email'],
    [{ email: 'kari@example.no\r\nBcc: ola@example.no' }, '/email'],
    [{ email: undefined }, '/email'],
    [{ message: '' }, '/message'],
    [{ message: 'x'.repeat(10_001) }, '/message'],
    [{ message: 'a\u0000b' }, '/message'],
    [{ subject: 'Hei\r\nBcc: ola@example.no' }, '/subject'],
    [{ name: 'Kari\nNordmann' }, '/name'],
    [{ caseNumber: '17' }, '/caseNumber'],
    [{ company: 'Fjord AS' }, '/company'],
    [{ consents: ['newsletter:news'] }, '/consents'],
    [{ formVersion: 7 }, '/formVersion'],
  ])('is refused with %j (S14, S16, S17, K3)', async (changed, pointer) => {
    const before = received().length;
    const answer = await post({ ...message, ...changed });
    expect(answer.status).toBe(422);
    expect(await pointersOf(answer)).toEqual([pointer]);
    expect(received()).toHaveLength(before);
  });

  test('holds what was typed as text: no tag of it survives, and no header is begun by it (S17, S18)', async () => {
    await post({
      ...message,
      message: '<img src=x onerror=alert(1)> {{ contact.name }} %%\n<script>',
      subject: 'A "b" =?utf-8?q?c?=',
    });
    const [mail] = received();
    expect(mail?.html).not.toMatch(/<img|<script/);
    expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt; {{ contact.name }}');
    expect(Object.keys(mail?.headers ?? {}).filter((name) => name.startsWith('bcc'))).toEqual([]);
  });

  test('is not forwarded when the trap was filled in, and the answer is the same (T11)', async () => {
    const before = received().length;
    const [honest, trapped] = [await post(message), await post({ ...message, website: 'https://spam.example' })];
    expect(received()).toHaveLength(before + 1);
    expect([trapped.status, await trapped.text()]).toEqual([honest.status, await honest.text()]);
  });

  test('is taken from the sites that the form lists, and from no other', async () => {
    const before = received().length;
    const from = (origin: string) => post(message, { headers: { 'content-type': 'application/json', origin } });
    expect((await from('https://evil.example')).status).toBe(403);
    const answer = await from('https://expectit.no');
    expect(answer.status).toBe(202);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://expectit.no');
    expect(received()).toHaveLength(before + 1);
  });

  test('too many of a source’s are refused, and told so, until the next day (S12, S13)', async () => {
    const before = received().length;
    const one = (ip: string, headers: object = {}) =>
      post(message, { sourceIp: ip, headers: { 'content-type': 'application/json', ...headers } });
    for (let sent = 0; sent < limits.messagesPerSource; sent += 1) expect((await one('203.0.113.9')).status).toBe(202);
    const refused = await one('203.0.113.9', { 'x-forwarded-for': '198.51.100.77' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('3600');
    expect((await one('203.0.113.10')).status).toBe(202);
    expect(received()).toHaveLength(before + limits.messagesPerSource + 1);
    system.advance('P1D');
    expect((await one('203.0.113.9')).status).toBe(202);
  });

  test.each(['throttle', 'drop', 'error', 'drop-after-accept'] as const)(
    'that SES did not surely take is told to be so: nothing here remembers it (%s)',
    async (fault) => {
      system.ses.fail(fault, { to: brandsOwn });
      expect((await post(message)).status).toBe(503);
      expect((await post(message)).status).toBe(202);
    },
  );
});

describe('a form that stores nothing', () => {
  test('is no way to sign up, and a sign-up form no way to write', async () => {
    expect((await system.fetch('/expectit/signup/contact')).status).toBe(404);
    expect((await post({ ...message, consents: ['newsletter:news'] }, {}, 'newsletter')).status).toBe(404);
    for (const path of [
      '/expectit/contact/by-phone',
      '/expectit/contact/none',
      '/nobody/contact/contact',
      '/expectit/contact/__proto__',
    ])
      expect((await system.fetch(path)).status).toBe(404);
  });

  test('unsubscribes nobody: an address alone is no proof (K6, T10)', async () => {
    const { subscribe } = await import('../journey.ts');
    const email = 'stays@example.no';
    await subscribe(system, { brand: 'alektum', form: 'newsletter', email, consents: ['newsletter:news'] });
    await post({ email, message: 'Meld meg av!' }, {}, 'contact', 'alektum');
    await system.settle();
    expect(await audienceOf(system, 'newsletter:news', 'alektum')).toEqual([email]);
    expect(linkIn(system, email, 'c')).toMatch(/^\/c\//);
  });
});
