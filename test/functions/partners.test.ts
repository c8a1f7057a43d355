import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definePolicy } from '../../functions/domain/policy.ts';
import { keys } from '../../functions/store/keys.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { example, varied } from '../domain/example-policy.ts';
import { asOperator, press, subscribe } from '../journey.ts';
import { contactIdOf, mailLink } from './planted.ts';

const partner = { brand: 'xledger', id: 'implementation', purpose: 'partner:implementation' } as const;

/** A company of the group receives whoever is mailed, without asking: of people in Norway, and of business people in Denmark. */
const grouped = definePolicy(
  varied({
    brand: 'grouped',
    markets: { no: { locale: 'nb', rulePack: 'NO' }, dk: { locale: 'da', rulePack: 'DK' } },
    sharing: { group: [{ id: 'parent', name: 'Parent AS', country: 'NO', fields: ['email', 'phone'] }] },
    purposes: Object.fromEntries(
      Object.keys(example.purposes).map((purpose) => [
        purpose,
        { title: { nb: 'Nyheter', da: 'Nyheder' }, description: { nb: 'Nyheter', da: 'Nyheder' } },
      ]),
    ),
    forms: {
      danish: {
        ...example.forms.newsletter,
        market: 'dk',
        wording: { da: example.forms.newsletter?.wording.nb },
      },
    },
  }),
);

interface Item {
  readonly id: string;
  readonly type: string;
  readonly contactId: string;
  readonly fields?: Record<string, string>;
}
interface Page {
  readonly items: Item[];
  readonly next: string | null;
  readonly cursor: string;
}

let system: System;
beforeAll(async () => {
  system = await startSystem({ policies: [...brands, grouped] });
});
afterAll(() => system.stop());

async function asPartner(path: string, init: RequestInit = {}, { brand, id }: { brand: string; id: string } = partner) {
  const token = await system.token({ brand, role: `partner:${id}` });
  return system.fetch(path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
}

async function feed(cursor?: string, { brand, id }: { brand: string; id: string } = partner, limit = 1000): Promise<Page> {
  await system.settle();
  const query = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) });
  const answer = await asPartner(`/v1/${brand}/partners/${id}/changes?${query}`, {}, { brand, id });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
}

const newsOf = async (contactId: string, cursor?: string, of: { brand: string; id: string } = partner): Promise<Item[]> =>
  (await feed(cursor, of)).items.filter((item) => item.contactId === contactId);

const acknowledge = (cursor: string) =>
  asPartner(`/v1/xledger/partners/${partner.id}/ack`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cursor }),
  });

async function openEnds(): Promise<{ contactId: string; type: string; due: string; overdue: boolean }[]> {
  const answer = await asOperator(system, 'partners', { role: 'privacy' });
  expect(answer.status).toBe(200);
  const { items } = (await answer.json()) as { items: { id: string; unacknowledged: never[] }[] };
  return items.find(({ id }) => id === partner.id)?.unacknowledged ?? [];
}

const consents = ['newsletter:insights', partner.purpose];
const full = { name: 'Kari Berg', company: 'Berg AS', phone: '+47 22 33 44 55' };

/** Changes somebody's standing together with the number of their last entry, as a case does. */
async function standAs(email: string, standing: string): Promise<void> {
  const { db } = system.deps;
  await db.client.send(
    new UpdateItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.profile('xledger', await contactIdOf(system, email))),
      UpdateExpression: 'SET standing = :standing ADD seq :one',
      ExpressionAttributeValues: marshall({ ':standing': standing, ':one': 1 }),
    }),
  );
}

describe('a partner’s feed', () => {
  test('tells of whoever agreed to it, with the fields that the policy names and no others, and of nobody else (X8)', async () => {
    await subscribe(system, { email: 'agreed@example.no', consents, ...full });
    await subscribe(system, { email: 'unasked@example.no', consents: ['newsletter:insights'], ...full });
    const agreed = await contactIdOf(system, 'agreed@example.no');
    const unasked = await contactIdOf(system, 'unasked@example.no');
    expect(await newsOf(agreed)).toEqual([
      {
        id: expect.any(String),
        type: 'granted',
        contactId: agreed,
        at: expect.any(String),
        fields: { email: 'agreed@example.no', ...full },
      },
    ]);
    expect(await newsOf(unasked)).toEqual([]);
  });

  test('goes on where its reader stood, keeps ids, and ends a list with null only (X8)', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await subscribe(system, { email: `paged-${name}@example.no`, consents });
    const whole = await feed();
    const ids: string[] = [];
    for (let cursor: string | undefined, next: string | null = ''; next !== null; ) {
      const page = await feed(cursor, partner, 2);
      expect(page.items.length).toBeLessThanOrEqual(2);
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
      cursor = page.cursor;
    }
    expect(ids).toEqual(whole.items.map(({ id }) => id));
    expect((await feed(whole.cursor)).items).toEqual([]);
    expect((await feed()).items.map(({ id }) => id)).toEqual(ids);
  });

  test('tells of a withdrawal, by id only, and gives nothing of that person any more, from any cursor (T34)', async () => {
    await subscribe(system, { email: 'withdrew@example.no', consents, ...full });
    const contactId = await contactIdOf(system, 'withdrew@example.no');
    const { cursor } = await feed();
    expect(await newsOf(contactId)).toMatchObject([{ type: 'granted' }]);
    expect((await press(system, await mailLink(system, { contactId, purpose: partner.purpose }))).status).toBe(200);
    expect(await newsOf(contactId, cursor)).toEqual([
      { id: expect.any(String), type: 'withdrawn', contactId, at: expect.any(String) },
    ]);
    // the grant before it has nothing left to give
    expect(await newsOf(contactId)).toMatchObject([{ type: 'withdrawn' }]);
    expect(await (await asOperator(system, `contacts/${contactId}`)).json()).toMatchObject({
      consents: { 'newsletter:insights': { status: 'ConsentGiven' }, [partner.purpose]: { status: 'ConsentWithdrawn' } },
    });
  });

  test('gives nothing between a withdrawal and the news of it (planted bug: the guard at the reading)', async () => {
    await subscribe(system, { email: 'just-now@example.no', consents, ...full });
    const contactId = await contactIdOf(system, 'just-now@example.no');
    await feed();
    await press(system, await mailLink(system, { contactId, purpose: partner.purpose }));
    const answer = await asPartner(`/v1/xledger/partners/${partner.id}/changes?limit=1000`);
    const { items } = (await answer.json()) as Page;
    expect(items.filter((item) => item.contactId === contactId)).toEqual([]);
  });

  test('tells of an erasure, once and for good; whoever comes back is somebody else (X5)', async () => {
    const unsubscribe = await subscribe(system, { email: 'erased@example.no', consents, ...full });
    const contactId = await contactIdOf(system, 'erased@example.no');
    const { cursor } = await feed();
    await press(system, unsubscribe);
    expect(await newsOf(contactId, cursor)).toEqual([
      { id: expect.any(String), type: 'erased', contactId, at: expect.any(String) },
    ]);
    system.advance('PT16M');
    await subscribe(system, { email: 'erased@example.no', consents, ...full });
    const { items } = await feed(cursor);
    const again = items.filter((item) => item.type === 'granted' && item.fields?.email === 'erased@example.no');
    expect(again).toHaveLength(1);
    expect(again[0]?.contactId).not.toBe(contactId);
  });

  test('tells of a restriction and of its end, and of data that have changed, but not of what the partner may not see (GDPR 19)', async () => {
    await subscribe(system, { email: 'varied@example.no', consents });
    const contactId = await contactIdOf(system, 'varied@example.no');
    const { cursor: before } = await feed();

    system.advance('PT16M');
    await subscribe(system, { email: 'varied@example.no', consents: ['newsletter:events'], name: 'Kari' });
    const changed = await newsOf(contactId, before);
    expect(changed).toMatchObject([{ type: 'changed', fields: { email: 'varied@example.no', name: 'Kari' } }]);

    const { cursor: known } = await feed();
    system.advance('PT16M');
    await subscribe(system, { email: 'varied@example.no', consents: ['tracking:open', 'newsletter:insights'] });
    expect(await newsOf(contactId, known)).toEqual([]);

    await standAs('varied@example.no', 'restricted');
    expect(await newsOf(contactId, known)).toEqual([
      { id: expect.any(String), type: 'restricted', contactId, at: expect.any(String) },
    ]);
    const { cursor: restricted } = await feed();
    await standAs('varied@example.no', 'active');
    expect(await newsOf(contactId, restricted)).toMatchObject([{ type: 'granted', fields: { name: 'Kari' } }]);
    await standAs('varied@example.no', 'objected');
    expect((await newsOf(contactId, restricted)).map(({ type }) => type)).toEqual(['withdrawn']);
  });
});

describe('what a partner was given', () => {
  test('is written down under the person at every reading: to whom, when, on what ground, which fields', async () => {
    await subscribe(system, { email: 'disclosed@example.no', consents, ...full });
    const contactId = await contactIdOf(system, 'disclosed@example.no');
    await feed();
    const shared = (await system.dump('people')).filter(
      (item) => item.pk === keys.contact('xledger', contactId as never) && String(item.sk).startsWith('SHARED#'),
    );
    expect(shared).toEqual([
      expect.objectContaining({
        partner: partner.id,
        ground: 'consent',
        transfer: 'eea',
        fields: ['email', 'name', 'company', 'phone'],
      }),
    ]);
    const { cursor } = await feed();
    await feed(cursor);
    const later = (await system.dump('people')).filter((item) => String(item.sk).startsWith('SHARED#'));
    expect(later.filter((item) => item.pk === shared[0]?.pk)).toHaveLength(2);
  });

  test('to an authority by mandate is written down by hand, with the law that asked for it; nothing for somebody who is gone (X16)', async () => {
    const unsubscribe = await subscribe(system, { email: 'by-order@example.no', consents: ['newsletter:insights'] });
    const contactId = await contactIdOf(system, 'by-order@example.no');
    const hand = (body: object) =>
      asOperator(system, `contacts/${contactId}/disclosures`, {
        role: 'privacy',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const order = { to: 'Politiet', legalGround: 'straffeprosessloven § 210', reference: '26-1234', fields: ['email'] };
    expect((await hand({ ...order, legalGround: undefined })).status).toBe(422);
    expect((await hand(order)).status).toBe(201);
    const under = async () =>
      (await system.dump('people')).filter((item) => item.pk === `xledger#${contactId}` && String(item.sk).startsWith('SHARED#'));
    expect(await under()).toMatchObject([{ ground: 'mandate', partner: 'authority', ...order }]);
    await press(system, unsubscribe);
    await system.settle();
    expect((await hand(order)).status).toBe(404);
    expect(await under()).toEqual([]);
  });

  test('holds no field in the feed itself: ids and keyed names only (T35)', async () => {
    await subscribe(system, { email: 'canary@example.no', name: 'Canary Feather', consents });
    await feed();
    const rows = (await system.dump('people')).filter((item) => String(item.pk).includes('#feed#'));
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toMatch(/canary|Feather|@/i);
    expect(system.lines.join('\n')).not.toMatch(/canary|Feather/i);
  });
});

describe('an acknowledgement', () => {
  test('clears the withdrawals up to its cursor; those left are listed, overdue after the policy’s time, and an alarm (T34)', async () => {
    const unsubscribe = await subscribe(system, { email: 'acknowledged@example.no', consents });
    const contactId = await contactIdOf(system, 'acknowledged@example.no');
    const { cursor: granted } = await feed();
    await press(system, unsubscribe);
    const { cursor } = await feed();
    expect((await acknowledge(granted)).status).toBe(200);
    const [open] = (await openEnds()).filter((end) => end.contactId === contactId);
    expect(open).toMatchObject({ type: 'erased', overdue: false });
    expect(Date.parse(open?.due ?? '') - system.clock.now().getTime()).toBeGreaterThan(2.9 * 86_400_000);
    expect(await system.runJob('watch-partners')).toEqual({ partners: [] });

    system.advance('P3D');
    expect((await openEnds()).filter((end) => end.contactId === contactId)).toMatchObject([{ overdue: true }]);
    const ours = { brand: 'xledger', partner: partner.id, overdue: expect.any(Number) };
    expect(await system.runJob('watch-partners')).toMatchObject({ partners: expect.arrayContaining([ours]) });
    expect(system.lines.some((line) => line.includes('withdrawals_unacknowledged'))).toBe(true);

    expect((await acknowledge(cursor)).status).toBe(200);
    expect(await openEnds()).toEqual([]);
    // an older one takes nothing back
    expect((await acknowledge(granted)).status).toBe(200);
    expect(await openEnds()).toEqual([]);
    expect(await system.runJob('watch-partners')).not.toMatchObject({ partners: expect.arrayContaining([ours]) });
  });

  test.each([
    ['no body', undefined, 400],
    ['no cursor', {}, 422],
    ['a cursor of its own making', { cursor: 'AAAAAAAAAAAAAAAAAAAA' }, 422],
    ['more than a cursor', { cursor: 'x', brand: 'y' }, 422],
  ])('is refused with %s', async (_, body, status) => {
    const answer = await asPartner(`/v1/xledger/partners/${partner.id}/ack`, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('the door of a partner', () => {
  test('opens for its own machine only: another’s, another brand’s and people’s tokens find nothing there (S22)', async () => {
    const paths = [
      ['GET', `/v1/xledger/partners/${partner.id}/changes`],
      ['POST', `/v1/xledger/partners/${partner.id}/ack`],
    ] as const;
    const strangers = await Promise.all([
      system.token({ brand: 'xledger', role: 'partner:other' }),
      system.token({ brand: 'amesto', role: 'partner:spabo' }),
      system.token({ brand: 'amesto', role: `partner:${partner.id}` }),
      system.token({ brand: 'xledger', role: 'admin' }),
      system.token({ brand: 'xledger', role: `partner:${partner.id}`, claims: { scope: `partner/xledger.${partner.id}x` } }),
      system.token({ brand: 'xledger', role: `partner:${partner.id}`, claims: { scope: undefined } }),
    ]);
    for (const [method, path] of paths) {
      expect((await system.fetch(path, { method })).status).toBe(401);
      for (const token of strangers) {
        const answer = await system.fetch(path, { method, headers: { authorization: `Bearer ${token}` } });
        expect(answer.status).toBe(404);
      }
    }
    const idToken = await system.token({ brand: 'xledger', role: `partner:${partner.id}`, claims: { token_use: 'id' } });
    const answer = await system.fetch(paths[0][1], { headers: { authorization: `Bearer ${idToken}` } });
    expect(answer.status).toBe(401);
  });

  test('does not exist where the policy lists no such company: partners are never (E8, I4, K16)', async () => {
    for (const brand of ['expectit', 'infosoft', 'alektum']) {
      const answer = await asPartner(`/v1/${brand}/partners/${partner.id}/changes`, {}, { brand, id: partner.id });
      expect(answer.status).toBe(404);
      const list = (await (await asOperator(system, 'partners', { role: 'privacy', brand })).json()) as {
        items: { ground: string }[];
      };
      expect(list.items.filter(({ ground }) => ground !== 'processor')).toEqual([]);
    }
  });

  test('refuses the cursor of another feed', async () => {
    const { cursor } = await feed(undefined, { brand: 'amesto', id: 'spabo' });
    const answer = await asPartner(`/v1/xledger/partners/${partner.id}/changes?cursor=${cursor}`);
    expect(answer.status).toBe(422);
  });
});

describe('the CRM', () => {
  const hubspot = { brand: 'infosoft', id: 'hubspot' } as const;
  const creatio = { brand: 'xledger', id: 'creatio' } as const;
  const inInfosoft = {
    brand: 'infosoft',
    form: 'newsletter-se',
    name: 'Åsa Berg',
    company: 'Berg AB',
    consents: ['newsletter:news'],
  };
  const optOut = (of: { brand: string; id: string }, body: object) =>
    asPartner(
      `/v1/${of.brand}/partners/${of.id}/opt-outs`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      of,
    );

  test('hears of whoever may be mailed, of their deactivation, and gets nothing more of them (I1, I7)', async () => {
    const unsubscribe = await subscribe(system, { ...inInfosoft, email: 'asa@example.se' });
    const contactId = await contactIdOf(system, 'asa@example.se', 'infosoft');
    expect(await newsOf(contactId, undefined, hubspot)).toMatchObject([
      { type: 'granted', fields: { email: 'asa@example.se', name: 'Åsa Berg', company: 'Berg AB' } },
    ]);
    await press(system, unsubscribe);
    expect(await newsOf(contactId, undefined, hubspot)).toMatchObject([{ type: 'withdrawn' }]);
  });

  test('hears of deletions (X10)', async () => {
    const unsubscribe = await subscribe(system, { email: 'in-crm@example.no', consents: ['newsletter:insights'] });
    const contactId = await contactIdOf(system, 'in-crm@example.no');
    expect(await newsOf(contactId, undefined, creatio)).toMatchObject([{ type: 'granted' }]);
    await press(system, unsubscribe);
    expect(await newsOf(contactId, undefined, creatio)).toEqual([
      { id: expect.any(String), type: 'erased', contactId, at: expect.any(String) },
    ]);
  });

  test('may tell that somebody wants no more mail, which ends it with evidence; saying it again changes nothing (X10)', async () => {
    await subscribe(system, { ...inInfosoft, email: 'told@example.se' });
    const contactId = await contactIdOf(system, 'told@example.se', 'infosoft');
    for (const _ of [1, 2]) expect((await optOut(hubspot, { contactId, purpose: 'newsletter:news' })).status).toBe(200);
    const answer = await asOperator(system, `contacts/${contactId}`, { brand: 'infosoft' });
    expect(await answer.json()).toMatchObject({
      standing: 'deactivated',
      consents: { 'newsletter:news': { status: 'ConsentWithdrawn' } },
      evidence: [{ act: 'confirmed' }, { act: 'withdrawn', method: 'partner', evidence: { source: 'hubspot' } }],
      chain: { whole: true },
    });
  });

  test('cannot say yes for anybody, nor end what is not its own to end', async () => {
    await subscribe(system, { email: 'kept@example.no', consents });
    const contactId = await contactIdOf(system, 'kept@example.no');
    const before = await system.dump('people');
    for (const purpose of ['newsletter:insights', 'tracking:open', 'service:customer', 'partner:other', 'constructor']) {
      expect((await optOut(partner, { contactId, purpose })).status).toBe(422);
    }
    for (const purpose of [partner.purpose, 'tracking:open', 'service:customer']) {
      expect((await optOut(creatio, { contactId, purpose })).status).toBe(422);
    }
    expect((await optOut(creatio, { contactId, purpose: 'newsletter:insights', status: 'ConsentGiven' })).status).toBe(422);
    expect((await optOut(hubspot, { contactId, purpose: 'newsletter:news' })).status).toBe(200);
    expect(await system.dump('people')).toEqual(before);
    // a partner may end being shared with it
    expect((await optOut(partner, { contactId, purpose: partner.purpose })).status).toBe(200);
    expect(await (await asOperator(system, `contacts/${contactId}`)).json()).toMatchObject({
      consents: { 'newsletter:insights': { status: 'ConsentGiven' }, [partner.purpose]: { status: 'ConsentWithdrawn' } },
    });
  });
});

describe('a company of the brand’s own group', () => {
  test('receives nobody who did not agree, where the policy asks them (A5)', async () => {
    await subscribe(system, {
      brand: 'amesto',
      form: 'newsletter-dk',
      email: 'dansk@example.dk',
      consents: ['newsletter:updates'],
    });
    const id = await contactIdOf(system, 'dansk@example.dk', 'amesto');
    expect(await newsOf(id, undefined, { brand: 'amesto', id: 'spabo' })).toEqual([]);
    system.advance('PT16M');
    await subscribe(system, { brand: 'amesto', form: 'newsletter-dk', email: 'dansk@example.dk', consents: ['partner:spabo'] });
    expect(await newsOf(id, undefined, { brand: 'amesto', id: 'spabo' })).toMatchObject([
      { type: 'granted', fields: { email: 'dansk@example.dk' } },
    ]);
  });

  test('receives whom the brand may mail, where the policy lists it without asking; but no Danish consumer (A5, databeskyttelsesloven § 13)', async () => {
    const parent = { brand: 'grouped', id: 'parent' };
    const norwegian = { brand: 'grouped', form: 'newsletter', consents: ['newsletter:news'], email: 'norsk@example.no' };
    const unsubscribe = await subscribe(system, norwegian);
    await subscribe(system, { ...norwegian, form: 'danish', email: 'forbruger@example.dk' });
    const { items, cursor } = await feed(undefined, parent);
    expect(items).toMatchObject([{ type: 'granted', fields: { email: 'norsk@example.no' } }]);
    await press(system, unsubscribe);
    expect((await feed(cursor, parent)).items).toMatchObject([{ type: 'erased', contactId: items[0]?.contactId }]);
  });
});
