import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { askForLink, linkIn, postSignUp, press, xledger } from '../journey.ts';
import { fjord } from '../pages/brand.ts';
import { versions } from './brands.ts';
import { attribute, elementsOf, elementsOfFragment, formIn, submission, textOf } from './markup.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, fjord, versions] });
});
afterAll(() => system.stop());

interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly errors?: readonly { readonly detail: string; readonly pointer: string }[];
}

const requestsOf = async (email: string) =>
  (await system.dump('people')).filter((item) => String(item.sk).startsWith('REQUEST#') && item.email === email);
const problemOf = async (answer: Response): Promise<ProblemDocument> => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const problem = (await answer.json()) as ProblemDocument;
  expect(problem.status).toBe(answer.status);
  return problem;
};
const formPath = '/fjord/signup/news';
const openForm = async (path: string) => formIn(elementsOf(await (await system.fetch(path)).text()));
const post = (path: string, fields: URLSearchParams | string, init: Parameters<System['fetch']>[1] = {}) =>
  system.fetch(path, {
    method: 'POST',
    ...init,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...init.headers },
    body: fields.toString(),
  });

describe('a sign-up as JSON', () => {
  test('is accepted with the one answer that everyone gets', async () => {
    const answer = await postSignUp(system, { email: 'json@example.no' });
    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('{"status":"accepted"}');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      vary: 'origin',
    });
  });

  test('becomes one request with what the visitor chose, and the gateway’s word for where it came from (T32)', async () => {
    const email = 'All.Fields@Example.NO';
    await postSignUp(
      system,
      {
        email,
        name: ' Ola  Nordmann ',
        company: 'Fjord & Sønn AS',
        phone: '+47 22 33 44 55',
        locale: 'nb',
        formVersion: 1,
        consents: ['newsletter:insights', 'newsletter:insights', 'tracking:open'],
        website: '',
      },
      { sourceIp: '198.51.100.7', headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Browser/1' } },
    );
    const [request, ...more] = await requestsOf('all.fields@example.no');
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      state: 'pending',
      brand: 'xledger',
      form: 'newsletter-no',
      formVersion: 1,
      wordingAssumed: false,
      locale: 'nb',
      market: 'no',
      email: 'all.fields@example.no',
      name: 'Ola  Nordmann',
      company: 'Fjord & Sønn AS',
      phone: '+47 22 33 44 55',
      purposes: ['newsletter:insights', 'tracking:open'],
      source: '198.51.100.7',
      agent: 'Browser/1',
    });
  });

  const good = { email: 'invalid@example.no', consents: ['newsletter:insights'] };
  test.each<[string, unknown, string[]]>([
    ['no address', { consents: good.consents }, ['/email']],
    ['an address that is none', { ...good, email: 'kari' }, ['/email']],
    ['letters beyond ASCII before the @, which SES cannot reach', { ...good, email: 'kåre@example.no' }, ['/email']],
    ['an address of another type', { ...good, email: ['a@example.no'] }, ['/email']],
    ['no consents', { email: good.email }, ['/consents']],
    ['no box ticked', { ...good, consents: [] }, ['/consents']],
    ['only a box that measures mails nobody gets', { ...good, consents: ['tracking:open'] }, ['/consents']],
    [
      'a purpose that the form does not offer',
      { ...good, consents: ['newsletter:insights', 'service:customer'] },
      ['/consents/1'],
    ],
    ['a purpose that does not exist', { ...good, consents: ['newsletter:other'] }, ['/consents/0']],
    ['consents of another type', { ...good, consents: 'newsletter:insights' }, ['/consents']],
    ['a language the form is not written in', { ...good, locale: 'fi' }, ['/locale']],
    ['a version that never was', { ...good, formVersion: 99 }, ['/formVersion']],
    ['a version that is no number', { ...good, formVersion: '1' }, ['/formVersion']],
    ['a version that is no whole number', { ...good, formVersion: 1.5 }, ['/formVersion']],
    ['a name too long', { ...good, name: 'n'.repeat(101) }, ['/name']],
    ['a name with markup', { ...good, name: '<b>Kari</b>' }, ['/name']],
    ['a phone number without digits', { ...good, phone: 'call me' }, ['/phone']],
    ['a field that no form has', { ...good, standing: 'active' }, ['/standing']],
    ['several faults at once', { email: 'kari', name: 7, extra: 1 }, ['/email', '/name', '/consents', '/extra']],
    ['an array', [good], ['']],
    ['a text', 'kari@example.no', ['']],
    ['null', null, ['']],
  ])('with %s is refused with 422 and the place of each error', async (_, body, pointers) => {
    const answer = await postSignUp(system, { email: '' }, { body: JSON.stringify(body) });
    expect(answer.status).toBe(422);
    const problem = await problemOf(answer);
    expect(problem.type).toBe('/problems/invalid');
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers.sort());
    for (const { detail } of problem.errors ?? []) expect(detail).toMatch(/^\S.*[^.]$/);
    expect(await requestsOf('invalid@example.no')).toEqual([]);
  });

  test('of a field that this form does not ask for is refused, though another form of the brand does', async () => {
    const answer = await postSignUp(system, {
      email: 'phone@example.no',
      form: 'download-no',
      consents: [],
      phone: '+47 22 33 44 55',
    });
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors).toEqual([{ detail: 'unknown field', pointer: '/phone' }]);
  });

  test('to a brand of businesses needs the company (I3)', async () => {
    const visitor = { brand: 'infosoft', form: 'newsletter-se', email: 'company@example.se', consents: ['newsletter:news'] };
    const answer = await postSignUp(system, visitor);
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors?.map(({ pointer }) => pointer)).toContain('/company');
    const blank = await postSignUp(system, { ...visitor, company: '  ' });
    expect((await problemOf(blank)).errors?.map(({ pointer }) => pointer)).toContain('/company');
  });

  test.each([
    ['', 400, '/problems/not-json'],
    ['{', 400, '/problems/not-json'],
    ['email=kari@example.no', 400, '/problems/not-json'],
    ['{"email":"a@example.no","email":"b@example.no","consents":["newsletter:insights"]}', 400, '/problems/not-json'],
    [JSON.stringify({ email: 'x'.repeat(70_000) }), 413, '/problems/too-large'],
  ])('with the body %.20s is refused', async (body, status, type) => {
    const answer = await postSignUp(system, { email: '' }, { body });
    expect(answer.status).toBe(status);
    expect((await problemOf(answer)).type).toBe(type);
  });

  test.each([
    '/nobody/signup/newsletter-no',
    '/xledger/signup/nothing',
    '/xledger/signup/__proto__',
    '/xledger/signup/constructor',
    '/__proto__/signup/newsletter-no',
    '/constructor/signup/newsletter-no',
    '/versions/signup/contact',
  ])('to %s finds nothing', async (path) => {
    const body = JSON.stringify({ email: 'nowhere@example.no', consents: ['newsletter:insights'] });
    const answer = await system.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(answer.status).toBe(404);
    expect((await problemOf(answer)).type).toBe('/problems/not-found');
    const page = await system.fetch(path, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  test('of a withdrawn version is refused with 409; of an older one that stands, the evidence names that one (T30)', async () => {
    const visitor = { brand: 'versions', form: 'newsletter', consents: ['newsletter:news'] };
    const withdrawn = await postSignUp(system, { ...visitor, email: 'v1@example.no', formVersion: 1 });
    expect(withdrawn.status).toBe(409);
    expect((await problemOf(withdrawn)).type).toBe('/problems/form-withdrawn');
    expect(await requestsOf('v1@example.no')).toEqual([]);

    expect((await postSignUp(system, { ...visitor, email: 'v2@example.no', formVersion: 2 })).status).toBe(202);
    expect((await postSignUp(system, { ...visitor, email: 'v3@example.no' })).status).toBe(202);
    const [second] = await requestsOf('v2@example.no');
    const [third] = await requestsOf('v3@example.no');
    expect(second).toMatchObject({ formVersion: 2, wordingAssumed: false });
    expect(third).toMatchObject({ formVersion: 3, wordingAssumed: true });
    expect(second?.wordingHash).not.toBe(third?.wordingHash);

    await system.settle();
    const shown = await (await system.fetch(linkIn(system, 'v2@example.no', 'c'))).text();
    expect(shown).toContain('Send meg nyhetsbrevet (2).');
    expect(shown).not.toContain('(3)');
  });

  test('with the field filled in that no person sees gets the same answer, and nothing is kept', async () => {
    const honest = await postSignUp(system, { email: 'honest@example.no' });
    const trapped = await postSignUp(system, { email: 'trapped@example.no', website: 'https://spam.example' });
    expect(trapped.status).toBe(202);
    expect(await trapped.text()).toBe(await honest.text());
    expect([...trapped.headers]).toEqual([...honest.headers]);
    await system.settle();
    expect(await requestsOf('trapped@example.no')).toEqual([]);
    expect(system.mails('trapped@example.no')).toEqual([]);
  });

  test('again within the cool-down changes nothing, and after it replaces the choices and the link (T13)', async () => {
    const email = 'twice@example.no';
    const first = await askForLink(system, { email, consents: ['newsletter:insights'] });
    system.advance('PT14M59S');
    await postSignUp(system, { email, consents: ['newsletter:events'] });
    await system.settle();
    expect(system.mails(email)).toHaveLength(1);
    expect(await requestsOf(email)).toMatchObject([{ purposes: ['newsletter:insights'] }]);
    expect((await system.fetch(first)).status).toBe(200);

    system.advance('PT1S');
    const second = await askForLink(system, { email, consents: ['newsletter:events'] });
    expect(system.mails(email)).toHaveLength(2);
    expect(second).not.toBe(first);
    expect((await system.fetch(first)).status).toBe(410);
    expect((await system.fetch(second)).status).toBe(200);
  });

  test('five at once are one request and one mail (F12)', async () => {
    const email = 'five@example.no';
    const answers = await Promise.all(Array.from({ length: 5 }, () => postSignUp(system, { email })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    await system.settle();
    expect(system.mails(email)).toHaveLength(1);
  });
});

describe('the hosted form', () => {
  test('has empty boxes, one per consent, and says which words it shows', async () => {
    const form = await openForm('/xledger/signup/newsletter-no');
    const boxes = form.controls.filter(({ type }) => type === 'checkbox');
    expect(form).toMatchObject({ method: 'post', action: '/xledger/signup/newsletter-no' });
    expect(boxes.map(({ name, value }) => [name, value])).toEqual(
      ['newsletter:insights', 'newsletter:events', 'tracking:open', 'tracking:click', 'partner:implementation'].map((purpose) => [
        'consent',
        purpose,
      ]),
    );
    expect(boxes.filter(({ checked }) => checked)).toEqual([]);
    expect(form.controls.filter(({ type }) => type === 'hidden')).toMatchObject([
      { name: 'formVersion', value: '1' },
      { name: 'locale', value: 'nb' },
    ]);
  });

  test.each([
    ['', 'nb'],
    ['?lang=en', 'en'],
    ['?lang=sv', 'sv'],
    ['?lang=da', 'da'],
    ['?lang=fi', 'fi'],
    ['?lang=nb', 'nb'],
    ['?lang=de', 'nb'],
    ['?lang=__proto__', 'nb'],
    ['?lang=sv&lang=da', 'nb'],
    ['?lang=', 'nb'],
  ])('%s speaks the language asked for, or its market’s: %s', async (query, locale) => {
    for (const path of [formPath, `${formPath}/thanks`, `${formPath}/embed`]) {
      const page = await system.fetch(`${path}${query}`);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-language')).toBe(locale);
      const [root] = elementsOf(await page.text());
      expect(attribute(root, 'lang')).toBe(locale);
    }
  });

  test('as a browser sends it leads to the thank-you page by 303, and is stored with its version and language', async () => {
    const form = await openForm('/versions/signup/newsletter?lang=en');
    const sent = submission(form, { typed: { email: 'browser@example.no', name: 'Kari' }, ticked: ['newsletter:news'] });
    const answer = await post(form.action, sent);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/versions/signup/newsletter/thanks?lang=en');
    expect(await answer.text()).toBe('');
    const thanks = await system.fetch(answer.headers.get('location') ?? '');
    expect(thanks.status).toBe(200);
    expect(thanks.headers.get('content-language')).toBe('en');
    expect(await requestsOf('browser@example.no')).toMatchObject([
      { formVersion: 3, wordingAssumed: false, locale: 'en', purposes: ['newsletter:news'], name: 'Kari' },
    ]);
  });

  test('leads to the site’s own thank-you page where the policy names one for the language', async () => {
    const sent = async (locale: string, email: string) => {
      const form = await openForm(`${formPath}?lang=${locale}`);
      const typed = { email, company: 'Fjord AS' };
      return (await post(form.action, submission(form, { typed, ticked: ['newsletter:news'] }))).headers.get('location');
    };
    expect(await sent('nb', 'takk@example.no')).toBe('https://takk.fjord.example/hei');
    expect(await sent('en', 'thanks@example.no')).toBe('https://www.fjord.example/thanks');
    expect(await sent('sv', 'tack@example.se')).toBe('/fjord/signup/news/thanks?lang=sv');
  });

  test('comes back with 422, everything as it was entered, and a summary that leads to each error', async () => {
    const form = await openForm(`${formPath}?lang=sv`);
    const typed = { email: 'kari@', name: 'Kari "K" & Co', phone: 'ingen' };
    const sent = submission(form, { typed, ticked: ['tracking:open', 'partner:south'] });
    const answer = await post(form.action, sent);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-language')).toBe('sv');

    const elements = elementsOf(await answer.text());
    const again = formIn(elements);
    expect(submission(again, {}).toString()).toBe(sent.toString());
    expect(again.controls.filter(({ checked }) => checked).map(({ value }) => value)).toEqual(['tracking:open', 'partner:south']);

    const summary = elements.find((element) => attribute(element, 'role') === 'alert');
    const links = elements
      .filter(
        ({ tagName, parentNode }) => tagName === 'a' && parentNode && 'tagName' in parentNode && parentNode.tagName === 'li',
      )
      .map((link) => attribute(link, 'href') ?? '')
      .filter((target) => target.startsWith('#'));
    expect(summary).toBeDefined();
    expect(links).toEqual(['#signup-email', '#signup-company', '#signup-phone']);
    for (const target of links) expect(elements.some((element) => `#${attribute(element, 'id')}` === target)).toBe(true);
    expect(
      elements.filter((element) => attribute(element, 'aria-invalid') === 'true').map((element) => attribute(element, 'name')),
    ).toEqual(['email', 'company', 'phone']);
    expect(await requestsOf('kari@')).toEqual([]);
  });

  test('that came back, once mended, is accepted', async () => {
    const form = await openForm(formPath);
    const wrong = await post(
      form.action,
      submission(form, { typed: { email: 'mended@example', company: 'AS' }, ticked: ['newsletter:news'] }),
    );
    const again = formIn(elementsOf(await wrong.text()));
    expect((await post(again.action, submission(again, { typed: { email: 'mended@example.no' } }))).status).toBe(303);
    expect(await requestsOf('mended@example.no')).toMatchObject([{ purposes: ['newsletter:news'], company: 'AS' }]);
  });

  test('without a box says which choice is missing; with fields nobody offered it is refused as a whole', async () => {
    const form = await openForm(formPath);
    const none = await post(form.action, submission(form, { typed: { email: 'none@example.no', company: 'AS' } }));
    expect(none.status).toBe(422);
    expect(await none.text()).toContain('href="#signup-consents"');
    const extra = submission(form, { typed: { email: 'none@example.no', company: 'AS' }, ticked: ['newsletter:news'] });
    extra.append('standing', 'active');
    expect((await post(form.action, extra)).status).toBe(422);
    extra.delete('standing');
    extra.append('email', 'second@example.no');
    expect((await post(form.action, extra)).status).toBe(422);
    expect(await requestsOf('none@example.no')).toEqual([]);
  });

  test('of a withdrawn version gets a page with 409', async () => {
    const sent = new URLSearchParams({ email: 'old@example.no', formVersion: '1', locale: 'nb', consent: 'newsletter:news' });
    const answer = await post('/versions/signup/newsletter', sent);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-language')).toBe('nb');
  });

  test('for material takes an address without a box, and keeps nothing of it (X4)', async () => {
    const form = await openForm('/xledger/signup/download-no');
    const answer = await post(form.action, submission(form, { typed: { email: 'download@example.no' } }));
    expect(answer.status).toBe(303);
    expect(await requestsOf('download@example.no')).toEqual([]);
  });
});

describe('the form that a site copies', () => {
  const snippets = async (query = '') => {
    const page = await system.fetch(`${formPath}/embed${query}`);
    expect(page.status).toBe(200);
    const [markup, script] = elementsOf(await page.text())
      .filter(({ tagName }) => tagName === 'textarea')
      .map(textOf);
    if (!markup || !script) throw new Error('the page shows no snippets');
    return { markup, script };
  };
  const onThisSystem = (address: string) => address.replace('https://samtykke.example', '');

  test('works as it stands: posted from the site it is accepted, with the version and language that its visitors read', async () => {
    const form = formIn(elementsOfFragment((await snippets('?lang=sv')).markup));
    expect(form.action).toBe('https://samtykke.example/fjord/signup/news');
    expect(form.controls.filter(({ checked }) => checked)).toEqual([]);
    const sent = submission(form, { typed: { email: 'embedded@example.se', company: 'Fjäll AB' }, ticked: ['newsletter:news'] });
    const answer = await post(onThisSystem(form.action), sent, { headers: { origin: 'https://www.fjord.example' } });
    expect(answer.status).toBe(303);
    expect(await requestsOf('embedded@example.se')).toMatchObject([
      { formVersion: 1, wordingAssumed: false, locale: 'sv', company: 'Fjäll AB' },
    ]);
  });

  test('with its script sends JSON that is accepted', async () => {
    const { markup, script } = await snippets('?lang=nb');
    const form = formIn(elementsOfFragment(markup));
    const entered = submission(form, {
      typed: { email: 'script@example.no', company: 'Fjord AS', name: '' },
      ticked: ['newsletter:news', 'partner:nordvik'],
    });
    let submit: ((event: { preventDefault: () => void }) => Promise<void>) | undefined;
    const element = {
      addEventListener: (type: string, listener: typeof submit) => {
        if (type === 'submit') submit = listener;
      },
    };
    const answers: Response[] = [];
    const run = new Function('document', 'FormData', 'fetch', script);
    run(
      { getElementById: (id: string) => (id === form.id ? element : null) },
      class {
        get = (name: string) => entered.get(name);
        getAll = (name: string) => entered.getAll(name);
      },
      async (address: string, { headers, ...init }: RequestInit) => {
        const preflight = await system.fetch(onThisSystem(address), {
          method: 'OPTIONS',
          headers: { origin: 'https://www.fjord.example', 'access-control-request-method': 'POST' },
        });
        expect(preflight.headers.get('access-control-allow-headers')).toBe(Object.keys(headers ?? {}).join());
        const answer = await system.fetch(onThisSystem(address), {
          ...init,
          headers: { ...headers, origin: 'https://www.fjord.example' },
        });
        answers.push(answer);
        return answer;
      },
    );
    await submit?.({ preventDefault: () => {} });
    expect(answers.map(({ status }) => status)).toEqual([202]);
    expect(await requestsOf('script@example.no')).toMatchObject([
      { purposes: ['newsletter:news', 'partner:nordvik'], formVersion: 1, wordingAssumed: false, locale: 'nb' },
    ]);
  });

  test('of every form of every brand shows the same boxes and hidden fields as the hosted one', async () => {
    for (const policy of system.policies) {
      for (const [id, form] of Object.entries(policy.forms)) {
        if (!form.store || form.channel !== 'web') continue;
        const path = `/${policy.brand}/signup/${id}`;
        const hosted = await openForm(path);
        const [markup = ''] = elementsOf(await (await system.fetch(`${path}/embed`)).text())
          .filter(({ tagName }) => tagName === 'textarea')
          .map(textOf);
        const copied = formIn(elementsOfFragment(markup));
        const shape = ({ controls }: typeof copied) =>
          controls.map(({ name, type, value, checked }) => ({ name, type, value, checked }));
        expect(shape(copied), path).toEqual(shape(hosted));
        expect(copied.action).toBe(`https://samtykke.example${path}`);
      }
    }
    expect.hasAssertions();
  });
});

describe('other sites', () => {
  const ours = { email: 'cors@example.no', consents: ['newsletter:insights'] };
  const from = (origin: string, body: unknown = ours, path = '/xledger/signup/newsletter-no') =>
    system.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify(body) });

  test('that the policy names may post and read the answer, errors too', async () => {
    const allowed = { 'access-control-allow-origin': 'https://xledger.com', vary: 'origin' };
    const accepted = await from('https://xledger.com');
    expect(accepted.status).toBe(202);
    const invalid = await from('https://xledger.com', {});
    expect(invalid.status).toBe(422);
    const large = await from('https://xledger.com', { email: 'x'.repeat(70_000) });
    expect(large.status).toBe(413);
    for (const answer of [accepted, invalid, large]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject(allowed);
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    }
    const withdrawn = await from('https://www.versions.example', { ...ours, formVersion: 1 }, '/versions/signup/newsletter');
    expect(withdrawn.status).toBe(409);
    expect(withdrawn.headers.get('access-control-allow-origin')).toBe('https://www.versions.example');
  });

  test('that the policy does not name are refused with 403, whatever they send', async () => {
    for (const origin of [
      'https://evil.example',
      'http://xledger.com',
      'https://xledger.com.evil.example',
      'https://xledger.com:8443',
      'https://XLEDGER.COM',
      'https://www.fjord.example',
      'file://',
      '*',
    ]) {
      const answer = await from(origin, { email: 'evil@example.no', consents: ['newsletter:insights'] });
      expect(answer.status, origin).toBe(403);
      expect(answer.headers.has('access-control-allow-origin'), origin).toBe(false);
      expect((await problemOf(answer)).type).toBe('/problems/origin-not-allowed');
    }
    const simple = await system.fetch('/xledger/signup/newsletter-no', {
      method: 'POST',
      headers: { 'content-type': 'text/plain', origin: 'https://evil.example' },
      body: JSON.stringify({ email: 'evil@example.no', consents: ['newsletter:insights'] }),
    });
    expect(simple.status).toBe(403);
    const form = new URLSearchParams({ email: 'evil@example.no', consent: 'newsletter:insights' });
    const page = await post('/xledger/signup/newsletter-no', form, { headers: { origin: 'https://evil.example' } });
    expect(page.status).toBe(403);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await requestsOf('evil@example.no')).toEqual([]);
  });

  test('are not asked for: our own page, a server, and a site whose browser withholds its name may post', async () => {
    expect((await from('https://samtykke.example', { ...ours, email: 'own@example.no' })).status).toBe(202);
    expect((await from('null', { ...ours, email: 'null@example.no' })).status).toBe(202);
    expect((await from('null', ours)).headers.has('access-control-allow-origin')).toBe(false);
  });

  test('ask beforehand with OPTIONS, and hear only of themselves', async () => {
    const preflight = (origin: string, path = '/xledger/signup/newsletter-no') =>
      system.fetch(path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const allowed = await preflight('https://xledger.com');
    expect(allowed.status).toBe(204);
    expect(Object.fromEntries(allowed.headers)).toEqual(
      expect.objectContaining({
        'access-control-allow-origin': 'https://xledger.com',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        vary: 'origin',
      }),
    );
    const other = await preflight('https://evil.example');
    expect([...other.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await preflight('https://xledger.com', '/xledger/signup/nothing')).status).toBe(404);
    expect((await preflight('https://xledger.com', '/fjord/signup/news')).headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('every page', () => {
  test('loads nothing, is framed by nobody, kept by nobody, and sets no cookie (S18)', async () => {
    const email = 'headers@example.no';
    const link = await askForLink(system, { email });
    const confirmed = await press(system, link);
    const unsubscribe = (await confirmed.clone().text()).match(/\/u\/[\w-]+/)?.[0] ?? '';
    const path = `/${xledger.brand}/signup/${xledger.form}`;
    const pages: [string, number, Response][] = [
      ['form', 200, await system.fetch(path)],
      ['thanks', 200, await system.fetch(`${path}/thanks`)],
      ['embed', 200, await system.fetch(`${path}/embed`)],
      ['form with errors', 422, await post(path, 'email=')],
      ['too large', 413, await post(path, `email=${'x'.repeat(70_000)}`)],
      ['foreign site', 403, await post(path, 'email=', { headers: { origin: 'https://evil.example' } })],
      ['no such form', 404, await system.fetch('/xledger/signup/nothing', { headers: { accept: 'text/html' } })],
      ['no such brand', 404, await system.fetch('/nobody/signup/nothing', { headers: { accept: 'text/html' } })],
      ['withdrawn version', 409, await post('/versions/signup/newsletter', 'formVersion=1')],
      ['confirm', 200, await system.fetch(await askForLink(system, { email: 'headers2@example.no' }))],
      ['confirmed', 200, confirmed],
      ['unsubscribe', 200, await system.fetch(unsubscribe)],
      ['unsubscribed', 200, await press(system, unsubscribe)],
      ['link ended', 410, await system.fetch(link)],
      ['link not ours', 404, await system.fetch('/c/nothing')],
      ['link not ours', 404, await system.fetch('/u/nothing')],
    ];
    for (const [name, status, page] of pages) {
      expect(page.status, name).toBe(status);
      const headers = Object.fromEntries(page.headers);
      expect(headers, name).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
        'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
      });
      expect(headers['content-security-policy'], name).not.toMatch(/unsafe|\*|script-src/);
      expect(page.headers.getSetCookie(), name).toEqual([]);
    }
  });

  test('posts only to itself and to the thank-you pages of the policy', async () => {
    const directive = async (path: string) =>
      (await system.fetch(path)).headers.get('content-security-policy')?.match(/form-action ([^;]*)/)?.[1];
    expect(await directive('/xledger/signup/newsletter-no')).toBe("'self'");
    expect(await directive(formPath)).toBe("'self' https://takk.fjord.example https://www.fjord.example");
    expect(await directive(`${formPath}/thanks`)).toBe("'none'");
  });
});

describe('every answer', () => {
  test('that is not a page may not be kept, guessed at, or be without transport security, and sets no cookie', async () => {
    const answers = [
      await postSignUp(system, { email: 'answer@example.no' }),
      await postSignUp(system, { email: '' }),
      await post('/xledger/signup/newsletter-no', 'email=answer2@example.no&consent=newsletter:insights'),
      await system.fetch('/v1/xledger/policy', {
        headers: { authorization: `Bearer ${await system.token({ brand: 'xledger', role: 'admin' })}` },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 422, 303, 200]);
    for (const answer of answers) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });
});
