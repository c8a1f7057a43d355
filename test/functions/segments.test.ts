import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CampaignId } from '../../functions/domain/campaign.ts';
import { type Consent, consentStatuses, standings } from '../../functions/domain/consent.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { AddressHash, ContactId } from '../../functions/domain/identity.ts';
import { type Condition, matches, type Segment } from '../../functions/domain/segment.ts';
import { type Send, sendStates } from '../../functions/domain/send.ts';
import { shardOf } from '../../functions/store/keys.ts';
import { idsOfSegment } from '../../functions/store/segments.ts';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { asOperator, press, subscribe } from '../journey.ts';
import { readCsv } from './csv.ts';
import { type Planted, plant } from './planted-people.ts';

const brand = 'xledger';
const insights = 'newsletter:insights';
const events = 'newsletter:events';
const partner = 'partner:implementation';
const campaigns = ['20270110-0000000001', '20270120-0000000002'].map((id) => CampaignId.parse(id)) as [CampaignId, CampaignId];
const planted = new Date('2027-01-31T12:00:00Z');
const now = new Date('2027-02-15T12:00:00Z');

let system: System;
let people: Planted[];
beforeAll(async () => {
  system = await startSystem({ clock: now });
  // a fixed seed: the same 300 people every time
  people = fc.sample(fc.nat(), { numRuns: 300, seed: 9 }).map(personOf);
  await plant(system, people, planted);
});
afterAll(() => system.stop());

/** Somebody in any state at all, drawn from a number. */
function personOf(number: number, index: number): Planted {
  let left = number * 7919 + index;
  const pick = <T>(from: readonly T[]): T => {
    left = (left * 1103515245 + 12345) % 2147483648;
    return from[Math.floor(left / 65536) % from.length] as T;
  };
  let contactId = ContactId.parse(system.deps.newId());
  // most of them in one shard, so that its lists are longer than a step
  while (index % 4 !== 0 && shardOf(contactId) !== 3) contactId = ContactId.parse(system.deps.newId());
  const email = EmailAddress.parse(`planted-${index}@example.no`);
  const often = <T>(usual: T, others: readonly T[]) => pick([usual, usual, usual, pick(others)]);
  const company = pick(['Fjord AS', 'Fjell AS', undefined]);
  const market = pick(['no', 'uk', 'se']);
  const consents = ([insights, events, partner, 'tracking:open'] as const)
    .filter(() => pick([true, true, false]))
    .map(
      (purpose): Consent => ({
        purpose,
        status: often<Consent['status']>('ConsentGiven', consentStatuses),
        basis: 'consent',
        since: `2027-01-${pick(['05', '15', '25'])}T10:00:00.000Z`,
        validUntil: often<string | undefined>(undefined, ['2027-02-10T00:00:00.000Z', '2027-03-01T00:00:00.000Z']),
        seq: 1,
        form: pick(['newsletter-no', 'newsletter-uk', undefined]),
        policyVersion: 1,
        email,
        company,
        market: pick([market, market, 'no']),
        locale: pick(['nb', 'en']),
        activeMonth: pick(['2026-11', '2027-01', '2027-02']),
      }),
    );
  const sends = campaigns
    .filter(() => pick([true, false]))
    .map(
      (campaignId): Send => ({
        campaignId,
        chunk: 0,
        state: often<Send['state']>('sent', sendStates),
        claimId: 'x',
        claimedAt: planted.toISOString(),
        purpose: insights,
        feedback: pick(['delivered', 'bounced', 'complained', undefined]),
        openedAt: pick(['2027-01-21T10:00:00.000Z', undefined]),
        clickedAt: pick(['2027-01-21T10:00:00.000Z', undefined]),
        expiresAt: 2_000_000_000,
      }),
    );
  const relationship = pick(['customer', 'supplier', undefined]);
  return {
    profile: {
      brand,
      contactId,
      addressHash: AddressHash.parse(system.deps.newId().slice(0, 21).concat('A')),
      email,
      company,
      locale: 'nb',
      market,
      subscriberType: 'unknown',
      relationship,
      relationshipEndedOn: relationship && pick([undefined, undefined, '2027-02-14', '2027-12-31']),
      standing: often<Planted['profile']['standing']>('active', standings),
      createdAt: planted.toISOString(),
      seq: 1,
      head: 'x',
      lastSigns: {},
    },
    consents,
    sends,
  };
}

/** The definition, on the items as they lie in the table: no plan, no index, no three-valued logic. */
function naive(segment: Segment, items: readonly Record<string, unknown>[]): boolean {
  const profile = items.find(({ sk }) => sk === 'PROFILE');
  if (profile?.standing !== 'active') return false;
  const stand = (purpose: string) =>
    items.find(
      ({ sk, status, validUntil }) =>
        sk === `CONSENT#${purpose}` &&
        (status === 'ConsentGiven' || status === 'RenewedConsentGiven') &&
        (validUntil === undefined || String(validUntil) > now.toISOString()),
    );
  const { all = [], any } = segment.purposes;
  if (!all.every(stand) || (any && !any.some(stand))) return false;
  const consent = [...all, ...(any ?? [])].map(stand).find((found) => found !== undefined);
  if (!consent) return false;
  const sendOf = (id: string) => items.find(({ sk }) => sk === `SEND#${id}`);
  const ended = profile.relationshipEndedOn !== undefined && String(profile.relationshipEndedOn) <= '2027-02-15';
  const holds = (condition: Condition): boolean => {
    const among = (value: unknown, list?: readonly string[]) => list === undefined || list.some((one) => one === value);
    const mail = (ids: readonly string[] | undefined, test: (send: Record<string, unknown>) => boolean) =>
      ids === undefined || ids.map(sendOf).some((send) => send !== undefined && test(send));
    return (
      among(consent.market, condition.market) &&
      among(consent.locale, condition.locale) &&
      among(consent.company, condition.company) &&
      among(consent.form, condition.form) &&
      among(ended ? undefined : profile.relationship, condition.relationship) &&
      (condition.consentedSince === undefined || String(consent.since).slice(0, 10) >= condition.consentedSince) &&
      (condition.activeSince === undefined || String(consent.activeMonth) >= condition.activeSince) &&
      (condition.inactiveSince === undefined || String(consent.activeMonth) < condition.inactiveSince) &&
      (condition.partner === undefined || condition.partner.some((id) => stand(`partner:${id}`))) &&
      mail(condition.received, ({ state, feedback }) => state === 'sent' && feedback !== 'bounced') &&
      mail(condition.opened, ({ openedAt }) => openedAt !== undefined) &&
      mail(condition.clicked, ({ clickedAt }) => clickedAt !== undefined) &&
      (condition.any === undefined || condition.any.some(holds)) &&
      (condition.not === undefined || !holds(condition.not))
    );
  };
  return segment.where === undefined || holds(segment.where);
}

const some = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const members = {
  market: some('no', 'uk', 'se'),
  locale: some('nb', 'en'),
  company: some('Fjord AS', 'Nobody'),
  relationship: some('customer', 'supplier', 'applicant'),
  consentedSince: fc.constantFrom('2027-01-01', '2027-01-15', '2027-01-26'),
  activeSince: fc.constantFrom('2026-12', '2027-02', '2027-03'),
  inactiveSince: fc.constantFrom('2026-12', '2027-02', '2027-03'),
  received: some(...campaigns),
  opened: some(...campaigns),
  clicked: some(...campaigns),
  partner: fc.constant(['implementation']),
  form: some('newsletter-no', 'newsletter-uk', 'newsletter-se'),
};
const isAsking = (condition: object) => Object.keys(condition).length > 0;
/** A few at once mostly leave somebody over; six hardly ever do. */
const asked = (most: number) =>
  fc
    .record(members, { requiredKeys: [] })
    .map((record): Condition => Object.fromEntries(Object.entries(record).slice(-most)))
    .filter(isAsking);
const conditions = fc
  .record({
    own: fc.option(asked(2), { nil: {} }),
    any: fc.option(fc.array(asked(3), { minLength: 1, maxLength: 3 })),
    not: fc.option(asked(3)),
  })
  .map(({ own, any, not }): Condition => ({ ...own, ...(any && { any }), ...(not && { not }) }))
  .filter(isAsking);
const purposes = fc.oneof(
  fc.record({ all: some(insights, events) }),
  fc.record({ any: some(insights, events, partner) }),
  fc.constant({ all: [insights], any: [events, partner] }),
) as fc.Arbitrary<Segment['purposes']>;
const segments = fc
  .record({ purposes, where: fc.option(conditions, { nil: undefined }) })
  .map(({ purposes, where }): Segment => ({ purposes, ...(where && { where }) }));

const send = (method: string, path: string, body?: object) =>
  asOperator(system, path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const save = async (id: string, segment: object) => {
  const answer = await send('PUT', `segments/${id}`, segment);
  expect([200, 201], await answer.clone().text()).toContain(answer.status);
  return answer;
};
interface Row {
  readonly contactId: string;
  readonly email: string;
  readonly consentedAt: string;
}
async function walk(id: string, limit = 1000): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await asOperator(system, `audience?segment=${id}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect(answer.status).toBe(200);
    const page = (await answer.json()) as { items: Row[]; next: string | null };
    expect(page.items.length).toBeLessThanOrEqual(limit);
    rows.push(...page.items);
    cursor = page.next;
  }
  return rows;
}
const countOf = async (id: string, explain = '') =>
  (await asOperator(system, `audience/count?segment=${id}${explain}`)).json() as Promise<{
    count: number;
    explain?: {
      plan: { lists: string[]; candidates: string[]; filters: string[]; reads: string[] };
      capacity: { readUnits: number; entriesRead: number; itemsRead: number };
      leftOut: Record<string, number>;
    };
  }>;

describe('a segment', () => {
  test('holds exactly those whom the naive filter over a full dump finds, each once, in pages, in the count and for `matches` (T16)', async () => {
    const byPerson = Map.groupBy(await system.dump('people'), ({ pk }) => String(pk).slice(brand.length + 1));
    let nonEmpty = 0;
    await fc.assert(
      fc.asyncProperty(segments, fc.constantFrom(20, 1000), async (segment, limit) => {
        const expected = [...byPerson].filter(([, items]) => naive(segment, items)).map(([id]) => id);
        await save('any', segment);
        const rows = await walk('any', limit);
        expect(rows.map(({ contactId }) => contactId).sort()).toEqual(expected.sort());
        const { count, explain } = await countOf('any', '&explain=1');
        expect(count).toBe(expected.length);
        expect(explain?.leftOut).not.toHaveProperty('gone');
        expect(
          people
            .filter((person) => matches(segment, person, now))
            .map(({ profile }) => profile.contactId)
            .sort(),
        ).toEqual(expected);
        if (expected.length > 0) nonEmpty += 1;
      }),
      { numRuns: 25, seed: 2027, endOnFailure: true },
    );
    expect(nonEmpty).toBeGreaterThan(12);
  });

  test('is shown, listed in pages, replaced and forgotten under its name', async () => {
    const segment = { title: 'Norwegian readers', purposes: { any: [insights, events] }, where: { market: ['no'] } };
    expect((await save('norway', segment)).status).toBe(201);
    const shown = { id: 'norway', ...segment, savedAt: expect.any(String), savedBy: expect.any(String) };
    expect(await (await send('GET', 'segments/norway')).json()).toEqual(shown);
    expect((await save('norway', { ...segment, title: 'Norway' })).status).toBe(200);
    await save('all-of-it', { purposes: { all: [insights] } });

    const first = (await (await send('GET', 'segments?limit=1')).json()) as { items: { id: string }[]; next: string };
    expect(first.items.map(({ id }) => id)).toEqual(['all-of-it']);
    const ids: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = (await (await send('GET', `segments?limit=1${next && `&cursor=${next}`}`)).json()) as typeof first;
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(ids).toEqual(['all-of-it', 'any', 'norway']);

    expect((await send('DELETE', 'segments/norway')).status).toBe(204);
    expect((await send('DELETE', 'segments/norway')).status).toBe(404);
    expect((await send('GET', 'segments/norway')).status).toBe(404);
    const gone = await asOperator(system, 'audience?segment=norway');
    expect(await gone.json()).toMatchObject({ status: 422, errors: [{ pointer: '/segment' }] });
  });

  test('comes as a table too, and its cursor belongs to the segment as it was worded then', async () => {
    await save('table', { purposes: { all: [insights] } });
    const csv = await asOperator(system, 'audience?segment=table', { headers: { accept: 'text/csv' } });
    expect(readCsv(await csv.text()).map(({ contactId }) => contactId)).toEqual(
      (await walk('table')).map(({ contactId }) => contactId),
    );
    const { next } = (await (await asOperator(system, 'audience?segment=table&limit=5')).json()) as { next: string };
    await save('table', { purposes: { all: [events] } });
    const answer = await asOperator(system, `audience?segment=table&limit=5&cursor=${next}`);
    expect(await answer.json()).toMatchObject({ status: 422, errors: [{ pointer: '/cursor' }] });
  });

  test('shows whoever is in it by the consent that puts them there', async () => {
    await save('row', { purposes: { any: [events, insights] } });
    const byId = new Map(people.map(({ profile, consents }) => [profile.contactId as string, consents]));
    for (const { contactId, consentedAt } of await walk('row')) {
      const consents = byId.get(contactId) ?? [];
      const stands = (purpose: string) =>
        consents.find(
          (consent) =>
            consent.purpose === purpose &&
            consent.status.endsWith('ConsentGiven') &&
            !(consent.validUntil && consent.validUntil <= now.toISOString()),
        );
      expect(consentedAt).toBe((stands(events) ?? stands(insights))?.since);
    }
  });

  test('can be compared with another, stretch by stretch: ids between two positions of a walk', async () => {
    const segment: Segment = { purposes: { all: [insights] }, where: { market: ['no'] } };
    const expected = new Set(people.filter((person) => matches(segment, person, now)).map(({ profile }) => profile.contactId));
    const { db } = system.deps;
    const all = await idsOfSegment(db, xledger, segment, { from: { shard: 0 }, to: undefined, now });
    expect(all).toEqual(expected);
    const ordered = [...all];
    const middle = ordered[Math.floor(ordered.length / 2)] as ContactId;
    const shard = shardOf(middle);
    const first = await idsOfSegment(db, xledger, segment, { from: { shard: 0 }, to: { shard, after: middle }, now });
    const second = await idsOfSegment(db, xledger, segment, { from: { shard, after: middle }, to: undefined, now });
    expect(first.has(middle)).toBe(true);
    expect([...first].filter((id) => second.has(id))).toEqual([]);
    expect(new Set([...first, ...second])).toEqual(expected);
  });
});

describe('explain', () => {
  test('tells the plan, what it cost, and who was left out and why', async () => {
    await save('plan', {
      purposes: { all: [insights, events] },
      where: {
        market: ['no'],
        any: [{ opened: [campaigns[0]] }, { partner: ['implementation'] }],
        not: { form: ['newsletter-uk'] },
      },
    });
    const { count, explain } = await countOf('plan', '&explain=1');
    expect(explain?.plan).toEqual({
      lists: [insights, events, partner],
      candidates: [insights],
      filters: ['market', 'partner'],
      reads: ['consent', campaigns[0]],
    });
    const { readUnits = 0, entriesRead = 0, itemsRead = 0 } = explain?.capacity ?? {};
    // 300 people in shards of a quarter of a page each: half a unit for each query, half a unit for each item
    expect(readUnits).toBeGreaterThan(itemsRead / 2);
    expect(readUnits).toBeLessThanOrEqual(itemsRead / 2 + (8 * 3 * 3) / 2);
    const met = count + Object.values(explain?.leftOut ?? {}).reduce((sum, left) => sum + left, 0);
    const listed = people.filter(({ profile, consents }) =>
      consents.some(
        ({ purpose, status, validUntil }) =>
          purpose === insights &&
          profile.standing === 'active' &&
          status.endsWith('ConsentGiven') &&
          (!validUntil || validUntil > planted.toISOString()),
      ),
    );
    expect(met).toBe(listed.length);
    expect(entriesRead).toBeGreaterThanOrEqual(met);
    expect(Object.keys(explain?.leftOut ?? {}).sort()).toEqual(['any', 'consent_lapsed', 'market', 'not', 'purposes']);
  });

  test('answers for a plain purpose as well, with the same number as the count', async () => {
    const query = `audience/count?purpose=${insights}&market=no&activeSince=2027-01`;
    const plain = (await (await asOperator(system, query)).json()) as { count: number };
    const { count, explain } = (await (await asOperator(system, `${query}&explain=1`)).json()) as Awaited<
      ReturnType<typeof countOf>
    >;
    expect(plain).toEqual({ count });
    expect(count).toBeGreaterThan(10);
    expect(explain).toMatchObject({
      plan: { lists: [insights], filters: ['activeSince', 'market'], reads: [] },
      capacity: { itemsRead: 0 },
      leftOut: { market: expect.any(Number), activeSince: expect.any(Number) },
    });
    expect((await asOperator(system, `${query}&explain=yes`)).status).toBe(422);
  });
});

describe('what a segment may say', () => {
  const nested = (depth: number): object => (depth === 0 ? { market: ['no'] } : { not: nested(depth - 1) });
  test.each<[string, object, string]>([
    ['no purposes', {}, '/purposes'],
    ['neither all nor any', { purposes: {} }, '/purposes'],
    ['an empty list', { purposes: { all: [] } }, '/purposes/all'],
    ['a purpose of nobody', { purposes: { all: ['newsletter:nothing'] } }, '/purposes/all/0'],
    ['tracking, which is no audience', { purposes: { all: ['tracking:open'] } }, '/purposes/all/0'],
    ['a service, which is no marketing', { purposes: { any: ['service:customer'] } }, '/purposes/any/0'],
    ['an unknown market', { purposes: { all: [insights] }, where: { market: ['xx'] } }, '/where/market/0'],
    ['an unknown form, deep inside', { purposes: { all: [insights] }, where: { any: [{ form: ['x'] }] } }, '/where/any/0/form/0'],
    ['an unknown partner', { purposes: { all: [insights] }, where: { not: { partner: ['x'] } } }, '/where/not/partner/0'],
    ['an unknown relationship', { purposes: { all: [insights] }, where: { relationship: ['x'] } }, '/where/relationship/0'],
    ['a day for a month', { purposes: { all: [insights] }, where: { activeSince: '2027-01-01' } }, '/where/activeSince'],
    ['no campaign', { purposes: { all: [insights] }, where: { opened: ['x'] } }, '/where/opened/0'],
    ['a condition that asks nothing', { purposes: { all: [insights] }, where: {} }, '/where'],
    ['one inside that asks nothing', { purposes: { all: [insights] }, where: { not: {} } }, '/where'],
    ['an unknown word', { purposes: { all: [insights] }, where: { colour: ['blue'] } }, '/where/colour'],
    ['more than four levels', { purposes: { all: [insights] }, where: nested(4) }, '/where'],
    [
      'more than forty conditions',
      { purposes: { all: [insights] }, where: { any: Array.from({ length: 20 }, () => ({ market: ['no'], locale: ['nb'] })) } },
      '/where',
    ],
    ['a list of more than twenty', { purposes: { all: [insights] }, where: { company: Array(21).fill('x') } }, '/where/company'],
  ])('is not %s: 422 with the place', async (_, segment, pointer) => {
    const answer = await send('PUT', 'segments/bad', segment);
    expect(await answer.json()).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
    });
    expect((await send('GET', 'segments/bad')).status).toBe(404);
  });

  test('has a name of a-z, 0-9 and hyphens', async () => {
    for (const id of ['-x', 'X', 'a.b', 'x'.repeat(33)]) {
      expect((await send('PUT', `segments/${id}`, { purposes: { all: [insights] } })).status).toBe(422);
      expect((await send('GET', `segments/${id}`)).status).toBe(404);
    }
  });

  test('is asked for by name or by purpose, not both', async () => {
    await save('one', { purposes: { all: [insights] } });
    expect((await asOperator(system, `audience?segment=one&purpose=${insights}`)).status).toBe(422);
    expect((await asOperator(system, 'audience?segment=one&market=no')).status).toBe(422);
  });
});

test('whoever leaves is in no segment from then on, and whoever comes is', async () => {
  await save('live', { purposes: { any: [insights, events] }, where: { company: ['Ny AS'] } });
  const leave = await subscribe(system, { email: 'new@example.no', company: 'Ny AS' });
  expect((await walk('live')).map(({ email }) => email)).toEqual(['new@example.no']);
  await press(system, leave);
  expect(await walk('live')).toEqual([]);
});

test('whoever is in it all the while is met once, whoever comes and goes between the pages, even the one at whom a page ended', async () => {
  const company = 'Strøm AS';
  await save('stream', { purposes: { all: [insights] }, where: { company: [company] } });
  const ids = new Map<string, string>();
  const join = async (name: string) => {
    const email = `${name}@example.no`;
    ids.set(email, await subscribe(system, { email, company }));
    return email;
  };
  for (let n = 0; n < 12; n += 1) await join(`stream-${n}`);
  const there = new Set(ids.keys());
  const met: string[] = [];
  let come = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await asOperator(system, `audience?segment=stream&limit=3${cursor && `&cursor=${cursor}`}`);
    const page = (await answer.json()) as { items: Row[]; next: string | null };
    met.push(...page.items.map(({ email }) => email));
    cursor = page.next;
    const leaves = page.items.at(-1)?.email;
    if (leaves) await press(system, ids.get(leaves) ?? '');
    await join(`stream-late-${come}`);
    come += 1;
  }
  expect(new Set(met).size).toBe(met.length);
  expect(met.filter((email) => there.has(email)).sort()).toEqual([...there].sort());
}, 120_000);
