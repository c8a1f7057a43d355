import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../functions/domain/limits.ts';
import { type System, startSystem } from '../../local/system.ts';
import { asMime } from '../email/as-mime.ts';
import { asOperator, subscribe } from '../journey.ts';
import { elementsOf } from '../pages/parsed.ts';
import { contactIdOf, setStanding } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-01-15T12:00:00Z') });
});
afterAll(() => system.stop());

const markdown = '# Hei {{ contact.name | default: "du" }}\n\nLes [hele artikkelen](https://xledger.com/no/mva?a=1&b=2).';
const nb = { subject: 'Nytt om mva for {{ contact.company | default: "deg" }}', preheader: 'Fristene', markdown };
const january = { name: 'January', purpose: 'newsletter:insights', content: { nb } };

type Init = NonNullable<Parameters<typeof asOperator>[2]>;
const call = (method: string, path: string, body: unknown, { headers, ...init }: Init = {}) =>
  asOperator(system, path, {
    method,
    ...init,
    headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
    body: JSON.stringify(body),
  });
const post = (path: string, body: unknown, init?: Init) => call('POST', path, body, init);
const patch = (id: string, body: unknown, init?: Init) => call('PATCH', `campaigns/${id}`, body, init);
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });

interface Written {
  readonly id: string;
  readonly state: string;
  readonly locales: string[];
  readonly warnings: readonly { detail: string; pointer: string }[];
}
async function written(answer: Promise<Response>, status = 201): Promise<Written> {
  const response = await answer;
  expect(response.status).toBe(status);
  return (await response.json()) as Written;
}
const write = (campaign: object = january) => written(post('campaigns', campaign));

async function errorsOf(answer: Promise<Response>): Promise<unknown> {
  const response = await answer;
  expect(response.status).toBe(422);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return ((await response.json()) as { errors: unknown }).errors;
}
const itemsOf = async (id: string) => (await system.dump('campaigns')).filter(({ pk, sk }) => `${pk} ${sk}`.includes(id));
const campaignItem = async (id: string) => (await itemsOf(id)).find(({ sk }) => sk === id);
const reasonOf = async (answer: Promise<Response>) => {
  const response = await answer;
  const { type, reason } = (await response.json()) as { type: string; reason?: string };
  return [response.status, type, reason];
};

describe('POST campaigns', () => {
  test('writes a draft with what it says and where its links lead, and tells what its author should know', async () => {
    const campaign = await write();
    expect(campaign).toMatchObject({ state: 'draft', purpose: 'newsletter:insights', locales: ['nb'] });
    expect(campaign.id).toMatch(/^20270115-[0-9a-z]{10}$/);
    expect(campaign.warnings).toEqual([{ detail: 'readers of en, sv, fi get it in nb', pointer: '/content' }]);

    const items = await itemsOf(campaign.id);
    expect(items.map(({ sk }) => sk).sort()).toEqual([campaign.id, 'CONTENT#nb', 'LINKS', 'SOURCE#nb']);
    expect(items.find(({ sk }) => sk === 'LINKS')).toMatchObject({
      targets: ['https://xledger.com/no/mva?a=1&b=2', 'https://xledger.com/'],
      trap: 1,
    });
    expect(items.find(({ sk }) => sk === 'SOURCE#nb')).toMatchObject(nb);
    expect(await campaignItem(campaign.id)).toMatchObject({
      name: 'January',
      revision: 1,
      createdAt: expect.stringMatching(/^2027-01-15T12:00:/),
    });
  });

  test('gives readers of other languages the first of the brand’s, in whatever order it was written', async () => {
    const { locales } = await write({ ...january, content: { fi: { ...nb }, sv: { ...nb }, en: { ...nb } } });
    expect(locales).toEqual(['en', 'sv', 'fi']);
  });

  test('F12: happens once under a key, and is another thing under a used one', async () => {
    const once = { ...january, name: 'Once' };
    const first = await written(post('campaigns', once, keyed('a1')));
    expect(await written(post('campaigns', once, keyed('a1')))).toEqual(first);
    expect((await post('campaigns', { ...once, name: 'Twice' }, keyed('a1'))).status).toBe(409);
    expect((await system.dump('campaigns')).filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  test.each([
    [{}, ['/name', '/content']],
    [{ ...january, name: '' }, ['/name']],
    [{ ...january, state: 'sending' }, ['/state']],
    [{ ...january, content: {} }, ['/content']],
    [{ ...january, content: { xx: nb } }, ['/content/xx']],
    [{ ...january, content: { nb: { subject: 'x' } } }, ['/content/nb']],
    [{ ...january, content: { nb: { ...nb, html: 'x' } } }, ['/content/nb']],
    [{ ...january, content: { nb: { ...nb, subject: '' } } }, ['/content/nb/subject']],
    [{ ...january, content: { nb: { ...nb, subject: 'x\r\nBcc: evil@example.com' } } }, ['/content/nb/subject']],
    [{ ...january, content: { nb: { ...nb, subject: 'x\0' } } }, ['/content/nb/subject']],
    [{ ...january, content: { nb: { ...nb, subject: 'x'.repeat(limits.subjectLength + 1) } } }, ['/content/nb/subject']],
    [{ ...january, content: { nb: { ...nb, preheader: 'x'.repeat(limits.preheaderLength + 1) } } }, ['/content/nb/preheader']],
    [{ ...january, content: { nb: { ...nb, from: 'evil@example.com' } } }, ['/content/nb/from']],
    [
      { ...january, content: { nb: { subject: 'x', markdown: 'ø'.repeat(limits.sourceBytes / 2 + 1) } } },
      ['/content/nb/markdown'],
    ],
    [{ ...january, content: { nb: { ...nb, markdown: '[x](javascript:alert(1))' } } }, ['/content/nb/markdown']],
    [{ ...january, content: { nb, en: { ...nb, subject: '{{ contact.phone }}' } } }, ['/content/en/subject']],
    [{ ...january, purpose: undefined }, ['/purpose']],
    [{ ...january, purpose: 'newsletter:nothing' }, ['/purpose']],
    [{ ...january, purpose: 'tracking:open' }, ['/purpose']],
    [{ ...january, purpose: 'service:contact' }, ['/purpose']],
    [{ ...january, segment: 'nobody' }, ['/segment']],
    [{ ...january, exclude: { segments: ['nobody'] } }, ['/exclude/segments/0']],
    [{ ...january, exclude: { campaigns: ['20270101-aaaaaaaaaa'] } }, ['/exclude/campaigns/0']],
    [{ ...january, exclude: { campaigns: ['x'] } }, ['/exclude/campaigns/0']],
  ])('refuses %j, and says where', async (campaign, pointers) => {
    const before = (await system.dump('campaigns')).length;
    const errors = (await errorsOf(post('campaigns', campaign))) as { pointer: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
    expect((await system.dump('campaigns')).length).toBe(before);
  });

  test('takes a newsletter larger than any form, and none larger than it can keep', async () => {
    const large = (bytes: number) => ({ ...january, content: { nb: { subject: 'x', markdown: `${'ord '.repeat(bytes / 4)}` } } });
    expect((await post('campaigns', large(140_000))).status).toBe(201);
    expect((await post('campaigns', { ...january, name: 'x'.repeat(limits.campaignBytes) })).status).toBe(413);
  });

  test('goes to a segment under the one purpose that it has, and asks where it has more', async () => {
    const save = (id: string, purposes: object) => call('PUT', `segments/${id}`, { purposes });
    expect((await save('news', { all: ['newsletter:insights'] })).status).toBeLessThan(300);
    expect((await save('both', { any: ['newsletter:insights', 'newsletter:events'] })).status).toBeLessThan(300);
    const { purpose: _, ...nameless } = january;
    expect(await write({ ...nameless, segment: 'news' })).toMatchObject({ purpose: 'newsletter:insights', segment: 'news' });
    expect(await errorsOf(post('campaigns', { ...nameless, segment: 'both' }))).toEqual([
      { detail: 'name the purpose: the segment has not exactly one that mail is sent for', pointer: '/purpose' },
    ]);
    expect(await write({ ...january, purpose: 'newsletter:events', segment: 'both' })).toMatchObject({
      purpose: 'newsletter:events',
    });
  });
});

describe('PATCH campaigns/{id}', () => {
  test('changes what is given, and replaces the content as a whole', async () => {
    const { id } = await write({ ...january, content: { nb, en: nb }, exclude: { campaigns: [(await write()).id] } });
    const html = '<p>Se <a href="https://xledger.com/sv">nyheter</a></p>';
    const after = await written(patch(id, { name: 'February', exclude: null, content: { sv: { subject: 'Nytt', html } } }), 200);
    expect(after).toMatchObject({ id, state: 'draft', locales: ['sv'], warnings: [{ pointer: '/content' }] });
    const items = await itemsOf(id);
    expect(items.map(({ sk }) => sk).sort()).toEqual([id, 'CONTENT#sv', 'LINKS', 'SOURCE#sv']);
    expect(items.find(({ sk }) => sk === 'LINKS')).toMatchObject({
      targets: ['https://xledger.com/sv', 'https://xledger.com/'],
      trap: 1,
    });
    const campaign = await campaignItem(id);
    expect(campaign).toMatchObject({ name: 'February', purpose: 'newsletter:insights', locales: ['sv'], revision: 2 });
    expect(campaign).not.toHaveProperty('exclude');
  });

  test('makes a draft of what was scheduled: what was approved is no longer what it says', async () => {
    const { id } = await write();
    expect((await post(`campaigns/${id}/schedule`, { at: '2027-02-01T09:00' })).status).toBe(200);
    expect(await campaignItem(id)).toMatchObject({ state: 'scheduled' });
    expect(await written(patch(id, { name: 'Later' }), 200)).toMatchObject({ state: 'draft', warnings: [] });
    const campaign = await campaignItem(id);
    expect(campaign).toMatchObject({ state: 'draft', name: 'Later' });
    expect(campaign).not.toHaveProperty('scheduledFor');
    system.advance('P30D');
    await system.settle();
    expect(await campaignItem(id)).toMatchObject({ state: 'draft' });
  });

  test('is refused for what has started or ended', async () => {
    const { id } = await write();
    expect((await post(`campaigns/${id}/cancel`, {})).status).toBe(200);
    expect(await reasonOf(patch(id, { name: 'x' }))).toEqual([409, '/problems/campaign-state', 'is_cancelled']);
    const other = await write();
    expect((await post(`campaigns/${other.id}/schedule`, {})).status).toBe(200);
    expect(await reasonOf(patch(other.id, { name: 'x' }))).toEqual([409, '/problems/campaign-state', 'has_started']);
  });

  test('refuses what a new campaign may not be, and a change of nothing, and leaves all as it was', async () => {
    const { id } = await write();
    for (const [change, pointer] of [
      [{}, ''],
      [{ brand: 'infosoft' }, '/brand'],
      [{ purpose: 'tracking:open' }, '/purpose'],
      [{ segment: 'nobody' }, '/segment'],
      [{ content: { nb: { ...nb, markdown: '<script>' } } }, '/content/nb/markdown'],
    ] as const) {
      expect(await errorsOf(patch(id, change))).toMatchObject([{ pointer }]);
    }
    expect(await campaignItem(id)).toMatchObject({ revision: 1 });
  });

  test('of two at once loses neither', async () => {
    const { id } = await write();
    const both = await Promise.all([patch(id, { name: 'A name' }), patch(id, { content: { sv: nb } })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await campaignItem(id)).toMatchObject({ name: 'A name', locales: ['sv'], revision: 3 });
  });
});

describe('another brand’s campaign (S22)', () => {
  test('does not exist, by whatever route', async () => {
    const { id } = await write();
    const other = { brand: 'infosoft', role: 'admin' } as const;
    const calls = [
      patch(id, { name: 'x' }, other),
      post(`campaigns/${id}/preview`, {}, other),
      post(`campaigns/${id}/test`, { to: 'kari@example.com' }, other),
    ];
    for (const answer of await Promise.all(calls)) expect(answer.status).toBe(404);
    expect((await patch('20270115-aaaaaaaaaa', { name: 'x' })).status).toBe(404);
    expect((await patch('x', { name: 'x' })).status).toBe(404);
    expect(await errorsOf(post('campaigns', { ...infosoft, exclude: { campaigns: [id] } }, other))).toMatchObject([
      { pointer: '/exclude/campaigns/0' },
    ]);
  });
});

const infosoft = {
  name: 'x',
  purpose: 'newsletter:news',
  content: { nb: { subject: 'x', markdown: 'x' } },
};

interface Preview {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly recipient?: { readonly wouldGet: boolean; readonly reason?: string };
  readonly audience: { readonly wouldGet: number; readonly leftOut: Record<string, number>; readonly whole: boolean };
}
const previewOf = async (id: string, body: object = {}): Promise<Preview> =>
  (await written(post(`campaigns/${id}/preview`, body), 200)) as unknown as Preview;

describe('POST campaigns/{id}/preview', () => {
  let own: System;
  const on = async <T>(work: () => Promise<T>): Promise<T> => {
    const shared = system;
    system = own;
    try {
      return await work();
    } finally {
      system = shared;
    }
  };
  beforeAll(async () => {
    own = await startSystem({ clock: new Date('2027-01-15T12:00:00Z') });
    for (const [name, consents] of [
      ['kari', ['newsletter:insights']],
      ['ola', ['newsletter:insights', 'newsletter:events']],
      ['per', ['newsletter:insights']],
      ['anne', ['newsletter:insights']],
      ['events', ['newsletter:events']],
    ] as const) {
      await subscribe(own, { email: `${name}@example.no`, name, company: `${name} AS`, consents });
    }
  });
  afterAll(() => own.stop());

  test('shows the mail as a made-up reader gets it, or as somebody does, with links that unsubscribe nobody', () =>
    on(async () => {
      const { id } = await write({ ...january, content: { nb, en: { ...nb, subject: 'News' } } });
      const sample = await previewOf(id);
      expect(sample).toMatchObject({ locale: 'nb', subject: 'Nytt om mva for Eksempel AS' });
      expect(sample).not.toHaveProperty('recipient');
      expect(await previewOf(id, { locale: 'en' })).toMatchObject({ locale: 'en', subject: 'News' });

      const contactId = await contactIdOf(own, 'kari@example.no');
      const real = await previewOf(id, { contactId });
      expect(real).toMatchObject({ subject: 'Nytt om mva for kari AS', recipient: { contactId, wouldGet: true } });
      expect(real.text).toContain('Hei kari');
      for (const { html, text } of [sample, real]) expect(html + text).not.toMatch(/\/[ulocp]\/[\w-]{20}/);
      expect(await errorsOf(post(`campaigns/${id}/preview`, { contactId: own.deps.newId() }))).toMatchObject([
        { pointer: '/contactId' },
      ]);
    }));

  test('T22: counts those whom the sender would mail, and tells why it would not mail the others', () =>
    on(async () => {
      const { id } = await write();
      expect((await previewOf(id)).audience).toEqual({ wouldGet: 4, leftOut: {}, whole: true });

      // what the index does not know yet: each of them is on the list, and none of them would get it
      await setStanding(own, 'per@example.no', 'restricted');
      await setStanding(own, 'anne@example.no', 'objected');
      expect((await previewOf(id)).audience).toEqual({ wouldGet: 2, leftOut: { restricted: 1, objected: 1 }, whole: true });
      const contactId = await contactIdOf(own, 'anne@example.no');
      expect((await previewOf(id, { contactId })).recipient).toMatchObject({ wouldGet: false, reason: 'objected' });

      await call('PUT', 'segments/events', { purposes: { all: ['newsletter:events'] } });
      await patch(id, { exclude: { segments: ['events'] } });
      expect((await previewOf(id)).audience).toEqual({
        wouldGet: 1,
        leftOut: { segment: 1, restricted: 1, objected: 1 },
        whole: true,
      });

      await call('DELETE', 'segments/events', undefined);
      expect(await reasonOf(post(`campaigns/${id}/preview`, {}))).toEqual([409, '/problems/campaign-state', 'segment_missing']);
    }));

  test('says in the ledger who looked at whom', () =>
    on(async () => {
      const { id } = await write();
      const contactId = await contactIdOf(own, 'kari@example.no');
      await previewOf(id, { contactId });
      const acts = (await own.dump('ledger')).filter(({ target }) => target === id);
      expect(acts.map(({ act }) => act)).toEqual(['campaign_written', 'campaign_previewed']);
      expect(acts[1]).toMatchObject({ details: { contactId } });
    }));

  test('as a page puts the mail into a frame that can do nothing, under a strict policy (S18)', () =>
    on(async () => {
      const { id } = await write({
        ...january,
        content: { nb: { subject: '<b>"x"</b>', html: '<p title="&quot;>&lt;script>">Hei</p>' } },
      });
      const answer = await post(`campaigns/${id}/preview`, {}, { headers: { accept: 'text/html' } });
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const security = answer.headers.get('content-security-policy')?.split('; ') ?? [];
      expect(security.sort()).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        'img-src https: http:',
        "style-src 'unsafe-inline'",
      ]);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('vary')).toBe('accept');
      const elements = elementsOf(await answer.text());
      const frames = elements.filter(({ tag }) => tag === 'iframe');
      expect(frames.map(({ attributes }) => attributes.get('sandbox'))).toEqual(['']);
      expect(frames[0]?.attributes.get('srcdoc')).toContain('<p title=');
      expect(elements.filter(({ tag }) => tag === 'script' || tag === 'b')).toEqual([]);
    }));
});

describe('POST campaigns/{id}/test', () => {
  const mailsTo = (to: string) => system.mails(to).filter(({ tags }) => tags.mail === 'test');

  test('sends it to a test recipient, with nobody’s details, marked as a test, and no address in its tags', async () => {
    const { id } = await write();
    const answer = await post(`campaigns/${id}/test`, { to: 'Desk@Example.com' });
    expect([answer.status, await answer.json()]).toEqual([202, { id, status: 'sent' }]);
    const [mail, ...others] = mailsTo('desk@example.com');
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      subject: '[Test] Nytt om mva for Eksempel AS',
      tags: { brand: 'xledger', mail: 'test', campaign: id },
    });
    expect(JSON.stringify(mail?.tags)).not.toContain('@');
  });

  test('is a mail that an independent parser reads: one recipient, the brand’s sender, both parts, and the foot', async () => {
    const { id } = await write();
    await post(`campaigns/${id}/test`, { to: 'mime@example.com' });
    const [mail] = mailsTo('mime@example.com');
    const parsed = await PostalMime.parse(asMime(mail ?? expect.fail('no mail')));
    expect(parsed.to).toEqual([{ address: 'mime@example.com', name: '' }]);
    expect(parsed.from).toEqual({ address: 'news@xledger.com', name: 'Xledger' });
    expect(parsed.subject).toBe('[Test] Nytt om mva for Eksempel AS');
    for (const part of [parsed.html, parsed.text]) {
      for (const words of [
        'Kari Nordmann',
        'Xledger AS',
        'Østensjøveien 37',
        'protestere mot direkte markedsføring',
        'https://xledger.com/no/mva',
      ])
        expect(part).toContain(words);
    }
    const links = elementsOf(parsed.html ?? '').filter(({ tag }) => tag === 'a');
    expect(links.map(({ text }) => text)).toEqual([
      'hele artikkelen',
      'Meld meg av',
      'Endre valgene mine',
      'Personvernerklæring',
    ]);
  });

  test('goes to nobody else: not to a subscriber, nor to what only looks like a test recipient', async () => {
    const { id } = await write();
    await subscribe(system, { email: 'reader@example.no' });
    for (const to of ['reader@example.no', 'x@notexample.com', 'x@example.com.evil.no', 'x@sub.example.com']) {
      const answer = await post(`campaigns/${id}/test`, { to });
      expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
        403,
        '/problems/test-recipient-not-allowed',
      ]);
      expect(mailsTo(to)).toEqual([]);
    }
    for (const to of ['', 'x', 'a@example.com, b@example.com', 'a@example.com\r\nBcc: b@example.com', ['a@example.com']])
      expect(await errorsOf(post(`campaigns/${id}/test`, { to }))).toMatchObject([{ pointer: '/to' }]);
  });

  test('is sent once under a key; what may have been sent is not sent again (I1)', async () => {
    const { id } = await write();
    const send = (key: string) => post(`campaigns/${id}/test`, { to: `${key}@example.com` }, keyed(key));
    expect((await send('b1')).status).toBe(202);
    expect((await send('b1')).status).toBe(202);
    expect(mailsTo('b1@example.com')).toHaveLength(1);

    system.ses.fail('drop-after-accept', { to: 'b2@example.com' });
    expect(await (await send('b2')).json()).toEqual({ id, status: 'unknown' });
    expect(await (await send('b2')).json()).toEqual({ id, status: 'unknown' });
    expect(mailsTo('b2@example.com')).toHaveLength(1);

    // the attempt dies after SES took the mail, before anything could be written down of it
    const { client } = system.deps.db;
    const stack = client.middlewareStack;
    const diesAtLedger = (next: (args: never) => unknown) => (args: { input: { TableName?: string; Item?: unknown } }) => {
      if (args.input.Item && args.input.TableName?.endsWith('ledger')) throw new Error('the function dies');
      return next(args as never);
    };
    stack.add(diesAtLedger as never, { step: 'initialize', name: 'dies' });
    expect((await send('b3')).status).toBe(500);
    stack.remove('dies');
    expect(mailsTo('b3@example.com')).toHaveLength(1);
    expect(await (await send('b3')).json()).toEqual({ id, status: 'unknown' });
    expect(mailsTo('b3@example.com')).toHaveLength(1);
  });

  test('that SES refuses is told as such, and may be tried again under its key', async () => {
    const { id } = await write();
    system.ses.fail('throttle', { to: 'c1@example.com' });
    const send = () => post(`campaigns/${id}/test`, { to: 'c1@example.com' }, keyed('c1'));
    expect(await reasonOf(send())).toEqual([502, '/problems/mail-not-sent', 'TooManyRequestsException']);
    expect((await send()).status).toBe(202);
    expect(mailsTo('c1@example.com')).toHaveLength(1);
  });
});
