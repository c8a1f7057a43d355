import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeLink } from '../../functions/domain/links.ts';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator, linkIn, manageLink, subscribe } from '../journey.ts';
import { contactIdOf } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-02-01T10:00:00Z') });
});
afterAll(() => system.stop());

const brand = 'alektum';
const pdf = Buffer.from('%PDF-1.7\nKari Nordmann, identity card');
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Buffer.from('JFIF Kari')]);
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Buffer.from('Kari')]);

let email = '';
let people = 0;
beforeEach(async () => {
  people += 1;
  email = `kari-${people}@example.no`;
  await subscribe(system, { brand, form: 'newsletter', email, consents: ['newsletter:news'], company: 'Fjord AS' });
});

type Told = { id: string; document?: { type?: string; bytes?: number; receivedAt?: string; deletedAt?: string; url?: string } };
const call = async (method: string, path: string, body?: object, role: 'marketer' | 'privacy' | 'admin' = 'privacy') => {
  const answer = await asOperator(system, path, {
    ...{ brand, role, method },
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  await system.settle();
  return { status: answer.status, body: (await answer.json()) as Told & Record<string, unknown> };
};
const opened = async (body: object = {}) =>
  (await call('POST', 'cases', { email, right: 'access', channel: 'letter', ...body })).body.id;
const step = (id: string, body: object) => call('PATCH', `cases/${id}`, body);
const confirmed = { identity: { status: 'confirmed' } };
const doubt = { identity: { status: 'doubted', reason: 'Brevet er ikke undertegnet' } };
/** Sends a file by the page's form. */
const send = (
  link: string,
  bytes: Buffer<ArrayBuffer>,
  { name = 'kari-nordmann-01019012345.pdf', type = 'application/pdf' } = {},
) => {
  const form = new FormData();
  form.set('document', new File([bytes], name, { type }));
  return system.fetch(link, { method: 'POST', body: form });
};
/** The copies that lie in the bucket, of one case. */
const copies = async (id: string): Promise<string[]> => {
  const { client, bucket } = system.deps.files;
  const { Contents: found = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: bucket(), Prefix: `identity/${brand}/${id}/` }),
  );
  return found.map(({ Key }) => Key ?? '');
};
const copyOf = async (id: string) => {
  const { status, body } = await call('GET', `cases/${id}/document`);
  const answer = await fetch((body as { url?: string }).url ?? `nowhere: ${status}`);
  return { bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
};

describe('the copy of an identity document', () => {
  test('is asked for by mail, sent by a page, looked at by an officer, and gone from the bucket with the decision (K13)', async () => {
    const id = await opened();
    await step(id, doubt);
    const mail = system.mails(email)[0];
    expect(mail?.text.replace(/\s+/g, ' ')).toContain('Brevet er ikke undertegnet');
    const link = linkIn(system, email, 'i');
    const form = await system.fetch(link);
    expect(form.status).toBe(200);
    expect(form.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(await form.text()).toMatch(
      /enctype="multipart\/form-data"[\s\S]*type="file" accept="application\/pdf,image\/jpeg,image\/png/,
    );

    const lines = system.lines.length;
    const sent = await send(link, pdf);
    expect(sent.status).toBe(200);
    expect(await sent.text()).toContain('Kopien er kommet fram');
    const { document } = (await call('GET', `cases/${id}`)).body;
    expect(document).toEqual({ receivedAt: expect.stringMatching(/^2027-02-01/), type: 'application/pdf', bytes: pdf.length });
    const [key] = await copies(id);
    expect(key).toMatch(new RegExp(`^identity/alektum/${id}/[\\w-]{22}$`));
    // its own name is nowhere, and no line says more than that something came
    const kept = JSON.stringify([await system.dump('people'), await system.dump('ledger'), system.lines.slice(lines)]);
    expect(kept).not.toMatch(/01019012345|kari-nordmann/);
    expect(system.lines.slice(lines).join()).not.toMatch(/identity\/|pdf|X-Amz/);

    const acts = async () =>
      (await system.dump('ledger')).filter(({ act, target }) => act === 'case_document_read' && target === id);
    const { bytes, headers } = await copyOf(id);
    expect(bytes).toEqual(pdf);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(await acts()).toHaveLength(1);
    const { url } = (await call('GET', `cases/${id}/document`)).body;
    const { searchParams } = new URL(String(url));
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
    // it is saved, never opened within a page
    expect(searchParams.get('response-content-disposition')).toBe(`attachment; filename="${id}.pdf"`);
    expect(await acts()).toHaveLength(2);

    const decided = await step(id, confirmed);
    expect(decided.body.document).toEqual({ deletedAt: expect.any(String) });
    expect(await copies(id)).toEqual([]);
    expect((await fetch(String(url))).status).toBe(404);
    expect((await call('GET', `cases/${id}/document`)).status).toBe(404);
    expect((await call('GET', `cases/${id}`)).body.document).toEqual(decided.body.document);

    expect((await step(id, { outcome: 'done' })).status).toBe(200);
    expect(system.mails(email)[0]?.text).toContain('/alektum/manage');
    const data = await system.fetch(`${await manageLink(system, email, brand)}/data?format=json`);
    expect(JSON.stringify(await data.json())).toContain(email);
  });

  test('is asked for as soon as the case is opened, in the language of the case, by those alone whose policy wants one', async () => {
    const id = await opened({ locale: 'en' });
    expect(system.mails(email)[0]?.text).toContain(id);
    expect(await (await system.fetch(linkIn(system, email, 'i'))).text()).toContain('Show that it is you who asks');
    // whoever asks for less mail need prove nothing
    await opened({ right: 'object' });
    expect(() => linkIn(system, email, 'i')).toThrow();
    const other = 'other@example.no';
    await subscribe(system, { email: other });
    await asOperator(system, 'cases', {
      ...{ role: 'privacy', method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ email: other, right: 'access', channel: 'letter' }),
    });
    await system.settle();
    expect(system.mails(other)[0]?.subject).toContain('Sak');
    expect(() => linkIn(system, other, 'i')).toThrow();
  });

  test.each([
    ['a PDF', pdf, 'application/pdf'],
    ['a JPEG', jpeg, 'image/jpeg'],
    ['a PNG', png, 'image/png'],
  ])('is %s by its bytes, whatever it was called', async (_, bytes, type) => {
    const id = await opened();
    expect((await send(linkIn(system, email, 'i'), bytes, { name: 'x.html', type: 'text/html' })).status).toBe(200);
    expect((await call('GET', `cases/${id}`)).body.document).toMatchObject({ type });
    expect((await copyOf(id)).headers.get('content-type')).toBe(type);
  });

  test('is refused, with the form again and what is wrong with it, if it is something else, too large or not there', async () => {
    const id = await opened();
    const link = linkIn(system, email, 'i');
    const limit = 4_000_000;
    const large = (bytes: number) => Buffer.concat([pdf, Buffer.alloc(bytes - pdf.length)]);
    const nothing = () => system.fetch(link, { method: 'POST', body: new FormData() });
    for (const [answer, status, says] of [
      [await send(link, Buffer.from('<html><script>alert(1)</script>')), 422, 'verken PDF, JPEG eller PNG'],
      [await send(link, Buffer.from(' %PDF-1.7')), 422, 'verken PDF, JPEG eller PNG'],
      [await send(link, large(limit + 1)), 413, 'høyst 4 MB'],
      [await send(link, large(limit + 500_000)), 413, 'høyst 4 MB'],
      [await send(link, Buffer.alloc(0)), 422, 'Velg en fil'],
      [await nothing(), 422, 'Velg en fil'],
      [await system.fetch(link, { method: 'POST' }), 422, 'Velg en fil'],
      [await system.fetch(link, { method: 'POST', body: new URLSearchParams({ document: '%PDF-1.7' }) }), 422, 'Velg en fil'],
      [
        await system.fetch(link, { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=y' } }),
        422,
        'Velg en fil',
      ],
    ] as const) {
      expect(answer.status, says).toBe(status);
      const text = await answer.text();
      expect(text).toContain('role="alert"');
      expect(text).toContain('aria-invalid="true"');
      expect(text).toContain(says);
    }
    expect(await copies(id)).toEqual([]);
    expect((await call('GET', `cases/${id}`)).body.document).toBeUndefined();
    expect((await send(link, large(limit))).status).toBe(200);
  });

  test('gives way to the next, which is the only one left', async () => {
    const id = await opened();
    const link = linkIn(system, email, 'i');
    await send(link, pdf);
    const before = await copies(id);
    await send(link, png);
    const after = await copies(id);
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
    expect((await copyOf(id)).bytes).toEqual(png);
    // two at the same moment: one of them is left, and the case says which
    await Promise.all([send(link, pdf), send(link, jpeg)]);
    expect(await copies(id)).toHaveLength(1);
    const { type } = (await call('GET', `cases/${id}`)).body.document ?? {};
    expect((await copyOf(id)).headers.get('content-type')).toBe(type);
  });

  test('that did not convince is deleted too, and another can be sent by the new link', async () => {
    const id = await opened();
    await send(linkIn(system, email, 'i'), pdf);
    expect((await step(id, doubt)).body.document).toEqual({ deletedAt: expect.any(String) });
    expect(await copies(id)).toEqual([]);
    expect((await send(linkIn(system, email, 'i'), png)).status).toBe(200);
    // more time decides nothing: the copy is still there to be looked at
    await step(id, { extend: { reason: 'Vi må lete i et gammelt arkiv' } });
    expect(await copies(id)).toHaveLength(1);
    expect((await step(id, { outcome: 'refused', reasons: 'Bildet er av en annen' })).body.document).toEqual({
      deletedAt: expect.any(String),
    });
    expect(await copies(id)).toEqual([]);
  });

  test('is no longer taken once the case is settled, nor by a link whose time is over', async () => {
    for (const decision of [confirmed, { outcome: 'refused', reasons: 'Bildet er av en annen' }]) {
      const id = await opened();
      const link = linkIn(system, email, 'i');
      await step(id, decision);
      expect((await system.fetch(link)).status).toBe(410);
      const late = await send(link, pdf);
      expect(late.status).toBe(410);
      expect(await late.text()).not.toContain(id);
      expect(await copies(id)).toEqual([]);
    }
    // at the latest after 14 days, and with the deadline if that is earlier
    for (const [receivedAt, days] of [
      [undefined, 14],
      // the month that began then ends a week after the first link did
      ['2027-01-22T10:00:00Z', 7],
    ] as const) {
      const id = await opened({ receivedAt });
      const link = linkIn(system, email, 'i');
      system.advance(`P${days - 1}D`);
      expect((await system.fetch(link)).status).toBe(200);
      system.advance('P1D');
      expect((await system.fetch(link)).status).toBe(410);
      expect((await send(link, pdf)).status).toBe(410);
      expect(await copies(id)).toEqual([]);
    }
  });

  test('that arrives in the moment of the decision is not left over', async () => {
    const id = await opened();
    const link = linkIn(system, email, 'i');
    await send(link, png);
    const { client } = system.deps.files;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          // it lies in the bucket, and its case is decided before it can say so
          if (commandName === 'PutObjectCommand') expect((await step(id, confirmed)).status).toBe(200);
          return answer;
        },
      { step: 'initialize', name: 'decides' },
    );
    const sent = await send(link, pdf).finally(() => client.middlewareStack.remove('decides'));
    expect(sent.status).toBe(410);
    expect(await copies(id)).toEqual([]);
    expect((await call('GET', `cases/${id}`)).body.document).toEqual({ deletedAt: expect.any(String) });
  });

  test('comes into the case of its link and no other; a link that is not ours takes nothing', async () => {
    const [mine, link] = [await opened(), linkIn(system, email, 'i')];
    const theirs = await opened({ right: 'erase' });
    await send(`${link}?case=${theirs}&caseId=${theirs}`, pdf);
    expect(await copies(mine)).toHaveLength(1);
    expect(await copies(theirs)).toEqual([]);
    expect((await call('GET', `cases/${theirs}/document`)).status).toBe(404);
    const { secret } = system.deps;
    const expiresAt = new Date('2099-01-01');
    // the same number at another brand is no case, and 410 says nothing of it; a brand that is not served is nobody's
    expect(
      (await send(`/i/${makeLink('document', { brand: 'xledger', caseId: mine, expiresAt }, await secret())}`, png)).status,
    ).toBe(410);
    expect(
      (await send(`/i/${makeLink('document', { brand: 'closed', caseId: mine, expiresAt }, await secret())}`, png)).status,
    ).toBe(404);
    const forged = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
    expect((await send(forged, png)).status).toBe(404);
    expect((await copyOf(mine)).bytes).toEqual(pdf);
  });

  test('is shown to whoever answers for the brand’s privacy, and to nobody of another brand', async () => {
    const id = await opened();
    await send(linkIn(system, email, 'i'), pdf);
    const before = await system.dump('ledger');
    expect((await call('GET', `cases/${id}/document`, undefined, 'marketer')).status).toBe(403);
    expect((await asOperator(system, `cases/${id}/document`, { role: 'privacy' })).status).toBe(404);
    const token = await system.token({ brand: 'xledger', role: 'privacy' });
    const across = await system.fetch(`/v1/${brand}/cases/${id}/document`, { headers: { authorization: `Bearer ${token}` } });
    expect(across.status).toBe(404);
    expect(await system.dump('ledger')).toEqual(before);
    // the bucket forgets it after 30 days, and so do we
    system.advance('P31D');
    expect((await call('GET', `cases/${id}/document`)).status).toBe(404);
  });

  test('goes with the person who is erased while the case is open', async () => {
    const id = await opened();
    await send(linkIn(system, email, 'i'), pdf);
    const contactId = await contactIdOf(system, email, brand);
    expect((await call('POST', `contacts/${contactId}/erase`, {})).status).toBe(200);
    expect(await copies(id)).toEqual([]);
    expect((await call('GET', `cases/${id}`)).body.document).toEqual({ deletedAt: expect.any(String) });
  });

  test('that the bucket would not delete holds up no decision, and an alarm hears of it', async () => {
    const id = await opened();
    await send(linkIn(system, email, 'i'), pdf);
    const { client } = system.deps.files;
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) =>
          commandName === 'DeleteObjectCommand' ? Promise.reject(new Error('no')) : next(args),
      { step: 'initialize', name: 'refuses' },
    );
    const lines = system.lines.length;
    try {
      const { status, body } = await step(id, confirmed);
      expect(status).toBe(200);
      // it does not say that the copy is gone
      expect(body.document).toMatchObject({ type: 'application/pdf' });
    } finally {
      client.middlewareStack.remove('refuses');
    }
    expect(system.lines.slice(lines).some((line) => line.includes('"copy_left"'))).toBe(true);
    // the next decision finds it
    expect((await step(id, { outcome: 'done' })).body.document).toEqual({ deletedAt: expect.any(String) });
    expect(await copies(id)).toEqual([]);
  });
});
