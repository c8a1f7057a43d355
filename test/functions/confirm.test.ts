import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { askForLink, asOperator, audienceOf, postSignUp, press, subscribe, xledger } from '../journey.ts';
import { fjord } from '../pages/brand.ts';
import { versions } from './brands.ts';
import { elementsOf, formIn, textOf } from './markup.ts';
import { contactIdOf, suppress } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, fjord, versions] });
});
afterAll(() => system.stop());

const everything = async () => [await system.dump('people'), await system.dump('ledger')];
const listOf = (html: string) =>
  elementsOf(html)
    .filter(({ tagName, attrs }) => tagName === 'ul' && attrs.some(({ value }) => value === 'list'))
    .flatMap((list) => list.childNodes.map(textOf));
const consentsOf = async (email: string, brand: string = xledger.brand) => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { brand });
  return ((await answer.json()) as { consents: Record<string, { status: string }> }).consents;
};

describe('the link of a confirmation mail', () => {
  test('shows exactly what is agreed, in the words of the form, over one button; opening it changes nothing (T7, S6)', async () => {
    const link = await askForLink(system, { email: 'opened@example.no', consents: ['newsletter:events', 'tracking:click'] });
    const before = await everything();
    const page = await system.fetch(link);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(listOf(html)).toEqual([
      'Send meg invitasjoner til Xledgers arrangementer og webinarer på e-post.',
      'Xledger kan registrere hvilke lenker jeg bruker i disse e-postene.',
    ]);
    expect(formIn(elementsOf(html))).toMatchObject({ action: link, method: 'post', controls: [] });
    for (const agent of ['Mozilla/5.0', 'Barracuda Sentinel (EE)', 'facebookexternalhit/1.1', 'curl/8', '']) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) await system.fetch(link, { method, headers: { 'user-agent': agent } });
    }
    await system.settle();
    expect(await everything()).toEqual(before);
  });

  test('confirms by POST; a second POST and every GET after it show the same page, and write nothing (F11)', async () => {
    const email = 'confirmed@example.no';
    const link = await askForLink(system, { email });
    const first = await press(system, link);
    expect(first.status).toBe(200);
    const html = await first.text();
    await system.settle();
    const before = await everything();
    for (const again of [
      await press(system, link),
      await system.fetch(link),
      await press(system, link, { body: 'confirm=no' }),
    ]) {
      expect(again.status).toBe(200);
      expect(await again.text()).toBe(html);
    }
    expect(await everything()).toEqual(before);
    expect(listOf(html)).toHaveLength(2);
    expect(await audienceOf(system, 'newsletter:insights')).toContain(email);
  });

  test('confirms once, however many press at the same time', async () => {
    const email = 'together@example.no';
    const link = await askForLink(system, { email });
    const answers = await Promise.all(Array.from({ length: 5 }, () => press(system, link)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const id = await contactIdOf(system, email);
    expect((await system.dump('ledger')).filter(({ pk }) => pk === `xledger#${id}`)).toHaveLength(1);
  });

  test('lives until the policy’s hour, to the second, whether or not the row has been removed (T4, F10)', async () => {
    const [kept, swept] = [{ email: 'kept@example.no' }, { email: 'swept@example.no' }];
    const links = [await askForLink(system, kept), await askForLink(system, swept)];
    system.advance('PT71H59M50S');
    expect((await system.fetch(links[0] ?? '')).status).toBe(200);
    system.advance('PT10S');
    expect((await system.fetch(links[0] ?? '')).status).toBe(410);
    expect((await press(system, links[0] ?? '')).status).toBe(410);
    await system.runJob('ttl');
    expect((await system.fetch(links[1] ?? '')).status).toBe(410);
    expect((await press(system, links[1] ?? '')).status).toBe(410);
    await expect(contactIdOf(system, kept.email)).rejects.toThrow();
  });

  test('of a confirmed person adds the purposes that are new, and keeps the others as they are', async () => {
    const email = 'more@example.no';
    await subscribe(system, { email, consents: ['newsletter:insights', 'tracking:open'] });
    const id = await contactIdOf(system, email);
    system.advance('PT16M');
    await subscribe(system, { email, form: 'newsletter-no', consents: ['newsletter:insights', 'newsletter:events'] });
    expect(await contactIdOf(system, email)).toBe(id);
    expect(await consentsOf(email)).toMatchObject({
      'newsletter:insights': { status: 'RenewedConsentGiven' },
      'newsletter:events': { status: 'ConsentGiven' },
      'tracking:open': { status: 'ConsentGiven' },
    });
  });

  test('after some of its purposes have ended lists only those that still stand', async () => {
    const email = 'partly@example.dk';
    const visitor = {
      brand: 'amesto',
      form: 'newsletter-dk',
      email,
      company: 'Fjord ApS',
      consents: ['newsletter:updates', 'marketing:surveys'],
    };
    const link = await askForLink(system, visitor);
    const confirmed = await (await press(system, link)).text();
    expect(listOf(confirmed)).toHaveLength(2);
    await press(system, confirmed.match(/\/u\/[\w-]+/)?.[0] ?? '');
    expect(Object.entries(await consentsOf(email, 'amesto')).filter(([, { status }]) => status === 'ConsentGiven')).toHaveLength(
      1,
    );
    const left = await (await system.fetch(link)).text();
    expect(listOf(left)).toEqual([listOf(confirmed)[1]]);
  });

  test('speaks the language of the form, and another by ?lang= around the words that were read', async () => {
    const visitor = {
      brand: 'fjord',
      form: 'news',
      email: 'lang@example.no',
      company: 'Fjord AS',
      locale: 'sv',
      consents: ['newsletter:news'],
    };
    const link = await askForLink(system, visitor);
    const words = ['Skicka mig nyhetsbrevet från Fjord & Fell.'];
    for (const [query, locale] of [
      ['', 'sv'],
      ['?lang=fi', 'fi'],
      ['?lang=xx', 'sv'],
    ] as const) {
      const page = await system.fetch(`${link}${query}`);
      expect(page.headers.get('content-language')).toBe(locale);
      const html = await page.text();
      expect(listOf(html)).toEqual(words);
      expect(formIn(elementsOf(html)).action).toBe(query === '?lang=fi' ? `${link}${query}` : link);
    }
    const confirmed = await press(system, `${link}?lang=fi`);
    expect(confirmed.headers.get('content-language')).toBe('fi');
    expect(listOf(await confirmed.text())).toEqual(words);
  });
});

describe('a link that no longer works', () => {
  const answerOf = async (link: string, method: 'GET' | 'POST') => {
    const answer = await system.fetch(link, { method });
    return { status: answer.status, headers: [...answer.headers], body: await answer.text() };
  };

  test('says 410 in the same bytes, whatever ended it and whoever it was for (S1)', async () => {
    const form = 'newsletter-no';
    const replaced = await askForLink(system, { email: 'replaced@example.no' });
    const forKnown = 'known@example.no';
    await subscribe(system, { email: forKnown, form: 'download-no', consents: ['newsletter:insights'] });
    const replacedKnown = await askForLink(system, { email: forKnown, form, consents: ['newsletter:events'] });
    system.advance('PT16M');
    await postSignUp(system, { email: 'replaced@example.no' });
    await postSignUp(system, { email: forKnown, form, consents: ['newsletter:events'] });

    const objected = await askForLink(system, { email: 'objected@example.no' });
    await suppress(system, 'objected@example.no', 'objected');
    const complained = await askForLink(system, { email: 'complained@example.no' });
    await suppress(system, 'complained@example.no', 'complained');
    const left = await askForLink(system, { email: 'left@example.no' });
    await press(system, (await (await press(system, left)).text()).match(/\/u\/[\w-]+/)?.[0] ?? '');
    await system.settle();

    const answers = [];
    const links = { replaced, replacedKnown, objected, complained, left };
    for (const link of Object.values(links))
      for (const method of ['GET', 'POST'] as const) answers.push(await answerOf(link, method));

    const expired = await askForLink(system, { email: 'expired@example.no' });
    const expiredKnown = await askForLink(system, {
      email: 'more@example.no',
      consents: ['partner:implementation', 'newsletter:events'],
    });
    system.advance('PT73H');
    for (const link of [expired, expiredKnown])
      for (const method of ['GET', 'POST'] as const) answers.push(await answerOf(link, method));
    await system.runJob('ttl');
    for (const link of [expired, expiredKnown]) answers.push(await answerOf(link, 'POST'));

    expect(answers[0]?.status).toBe(410);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('offers the way to ask again, which works', async () => {
    const link = await askForLink(system, { email: 'again@example.no' });
    system.advance('PT73H');
    const page = await (await system.fetch(link)).text();
    const again = page.match(/href="(\/xledger\/signup\/[^"]+)"/)?.[1] ?? '';
    expect((await system.fetch(again)).status).toBe(200);
    expect((await press(system, await askForLink(system, { email: 'again@example.no' }))).status).toBe(200);
  });

  test('never yields to an objection or a complaint by confirming (T3)', async () => {
    for (const reason of ['objected', 'complained'] as const) {
      const email = `bars-${reason}@example.no`;
      const link = await askForLink(system, { email });
      await suppress(system, email, reason);
      const before = await everything();
      expect((await press(system, link)).status).toBe(410);
      expect(await everything()).toEqual(before);
    }
  });
});

describe('the evidence of a confirmation', () => {
  test('names the form’s version, its language, the hash of its words and both network sources, and holds no address (T30)', async () => {
    const email = 'proof@example.no';
    const visitor = { brand: 'versions', form: 'newsletter', email, consents: ['newsletter:news'], formVersion: 2, locale: 'nb' };
    await postSignUp(system, visitor, { sourceIp: '198.51.100.1' });
    await system.settle();
    const path = system.mails(email)[0]?.text.match(/\/c\/[\w-]+/)?.[0] ?? '';
    await press(system, path, { sourceIp: '203.0.113.9' } as RequestInit);
    const id = await contactIdOf(system, email, 'versions');
    const whole = (await (await asOperator(system, `contacts/${id}`, { brand: 'versions' })).json()) as {
      evidence: { evidence: Record<string, string> }[];
    };
    const [entry] = whole.evidence;
    expect(entry?.evidence).toMatchObject({
      form: 'newsletter',
      formVersion: 2,
      wordingAssumed: false,
      locale: 'nb',
      shown: ['newsletter:news', 'tracking:open'],
      granted: ['newsletter:news'],
    });
    expect(entry?.evidence.requestSource).not.toBe(entry?.evidence.confirmSource);
    expect(JSON.stringify(await system.dump('ledger'))).not.toMatch(/@example|198\.51|203\.0/);
  });
});
