import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { linkIn, postSignUp, subscribe } from '../journey.ts';
import { elementsOf, formIn } from './markup.ts';
import { setStanding, suppress } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const ask = (email: string, brand = 'xledger', init: Parameters<System['fetch']>[1] = {}) =>
  system.fetch(`/${brand}/manage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
    ...init,
  });
const linksTo = (email: string) => system.mails(email).filter(({ text }) => /\/p\/[\w-]+/.test(text));

describe('the page that mails the one-hour link', () => {
  test('is one field and one button, without script, in each language of the brand', async () => {
    for (const [lang, title] of Object.entries({
      nb: 'Dine valg og opplysninger',
      sv: 'Dina val och uppgifter',
      fi: 'Valintasi ja tietosi',
    })) {
      const answer = await system.fetch(`/xledger/manage?lang=${lang}`);
      expect(answer.headers.get('content-language')).toBe(lang);
      const html = await answer.text();
      expect(html).toContain(`<h1>${title}</h1>`);
      expect(html).not.toMatch(/<script/);
      expect(formIn(elementsOf(html))).toMatchObject({ action: '/xledger/manage', method: 'post' });
    }
    expect((await system.fetch('/nobody/manage')).status).toBe(404);
  });

  test('mails the link to somebody known, who opens it within the hour and not after', async () => {
    const email = 'known@example.no';
    await subscribe(system, { email, name: 'Kari Known' });
    const answer = await ask(email, 'xledger', {
      headers: {},
      body: new URLSearchParams({ email, locale: 'fi', website: '' }),
    });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-language')).toBe('fi');
    await system.settle();
    const [mail] = linksTo(email);
    expect(mail?.subject).toBe('Linkki valintoihisi ja tietoihisi: Xledger');
    expect(mail?.headers['auto-submitted']).toBe('auto-generated');
    expect(mail?.text).not.toContain('Kari');
    expect(linkIn(system, email, 'p')).not.toContain('known');
  });

  test('sends nothing to an address that nobody has, waits for its confirmation, or was erased', async () => {
    await ask('nobody@example.no');
    await postSignUp(system, { email: 'pending@example.no' });
    await system.settle();
    await ask('pending@example.no');
    await suppress(system, 'erased@example.no', 'erased');
    await ask('erased@example.no');
    await system.settle();
    for (const email of ['nobody@example.no', 'pending@example.no', 'erased@example.no']) expect(linksTo(email)).toEqual([]);
    expect(await system.deadLetters('rights-mail')).toEqual([]);
  });

  test('answers objectors and complainers too, since they asked', async () => {
    for (const reason of ['objected', 'complained'] as const) {
      const email = `${reason}@example.no`;
      await subscribe(system, { email });
      await setStanding(system, email, 'objected');
      await suppress(system, email, reason);
      await ask(email);
      await system.settle();
      expect(linksTo(email)).toHaveLength(1);
    }
  });

  test('has an allowance of its own: six links in a day, and three sign-ups besides (T13)', async () => {
    const email = 'often@example.no';
    await subscribe(system, { email });
    for (let round = 0; round < 10; round += 1) {
      system.advance('PT6M');
      await ask(email);
      await ask(email);
      await system.settle();
    }
    expect(linksTo(email)).toHaveLength(6);
    const before = system.mails(email).length;
    await postSignUp(system, { email, consents: ['newsletter:events'] });
    await system.settle();
    expect(system.mails(email)).toHaveLength(before + 1);
    system.advance('P1D');
    await ask(email);
    await system.settle();
    expect(linksTo(email)).toHaveLength(7);
  });

  test('a message that is delivered again, and an answer of SES that is lost, cause no second mail (I1)', async () => {
    const email = 'once@example.no';
    await subscribe(system, { email });
    system.ses.fail('drop-after-accept', { to: email, times: 1 });
    await ask(email);
    await system.runJob('relay');
    const waiting = await system.waiting('rights-mail');
    expect(waiting).toHaveLength(1);
    const record = { messageId: '1', body: waiting[0]?.body };
    await system.runJob('send-rights-mail', { Records: [record, { ...record, messageId: '2' }] });
    await system.settle();
    expect(linksTo(email)).toHaveLength(1);
  });

  test('sees through a refusal of SES that passes', async () => {
    const email = 'throttled@example.no';
    await subscribe(system, { email });
    system.ses.fail('throttle', { to: email, times: 2 });
    await ask(email);
    await system.settle();
    expect(linksTo(email)).toHaveLength(1);
  });

  test('does not answer what only a machine filled in, and refuses what is no address or not its field', async () => {
    const email = 'trap@example.no';
    await subscribe(system, { email });
    const trapped = await ask(email, 'xledger', { body: JSON.stringify({ email, website: 'https://spam.example' }) });
    expect(trapped.status).toBe(202);
    await system.settle();
    expect(linksTo(email)).toEqual([]);
    expect((await ask('kari')).status).toBe(422);
    expect((await ask(email, 'xledger', { body: JSON.stringify({ email, contactId: 'x' }) })).status).toBe(422);
    expect((await ask(email, 'xledger', { body: '{' })).status).toBe(400);
    const form = await ask('', 'xledger', { headers: {}, body: new URLSearchParams({ email: 'kari@', locale: 'sv' }) });
    expect(form.status).toBe(422);
    const html = await form.text();
    expect(html).toContain('value="kari@"');
    expect(html).toMatch(/aria-invalid="true"/);
  });

  test('keeps neither the address nor where the wish came from, only keyed hashes', async () => {
    await ask('canary@example.no', 'xledger', { sourceIp: '203.0.113.9' });
    const [item] = (await system.dump('people')).filter(({ sk }) => sk === 'LINK').slice(-1);
    expect(item).toBeDefined();
    expect(JSON.stringify((await system.dump('people')).filter(({ sk }) => sk === 'LINK'))).not.toMatch(/canary|203\.0\.113/);
  });
});
