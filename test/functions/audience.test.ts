import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { asOperator, audienceOf, linkIn, postSignUp, press, subscribe, type Visitor } from '../journey.ts';
import { versions } from './brands.ts';
import { readCsv } from './csv.ts';

interface Row {
  readonly contactId: string;
  readonly email: string;
  readonly name?: string;
  readonly company?: string;
  readonly market: string;
  readonly locale: string;
  readonly consentedAt: string;
}
interface Page {
  readonly items: Row[];
  readonly next: string | null;
}

let system: System;
let firstMonth: string;
let secondMonth: string;
/** Companies that a spreadsheet, or a careless writer of CSV, would make something else of. */
const companies = [
  'Fjord AS',
  '=HYPERLINK("x")',
  '+47 AS',
  '-1+1',
  '@SUM(A1)',
  'Fisk, ferskt',
  '"Sitat" AS',
  'A;=1+1',
  'Blåbær og Sønn ÆØÅ',
  undefined,
];
const forms = ['newsletter-no', 'newsletter-uk', 'newsletter-se'] as const;
const purpose = 'newsletter:insights';

const person = (index: number): Visitor => ({
  email: `person-${index}@example.no`,
  form: forms[index % forms.length] as string,
  name: `Person ${index}`,
  company: companies[index % companies.length],
  consents: index % 2 === 0 ? [purpose, 'partner:implementation'] : [purpose, 'tracking:open'],
});

async function subscribeAll(people: readonly Visitor[]): Promise<void> {
  await Promise.all(people.map((visitor) => postSignUp(system, visitor)));
  await system.settle();
  await Promise.all(people.map(({ email }) => press(system, linkIn(system, email, 'c'))));
}

beforeAll(async () => {
  // the middle of a month, so that nothing falls over its edge
  system = await startSystem({ policies: [...brands, versions], clock: new Date('2027-01-15T12:00:00Z') });
  firstMonth = '2027-01';
  await subscribeAll(Array.from({ length: 45 }, (_, index) => person(index)));
  secondMonth = system.advance('P1M').toISOString().slice(0, 7);
  await subscribeAll(Array.from({ length: 15 }, (_, index) => person(45 + index)));
});
afterAll(() => system.stop());

const everyone = Array.from({ length: 60 }, (_, index) => person(index).email).sort();
const ask = (query: Readonly<Record<string, string>>, init: Parameters<typeof asOperator>[2] = {}) =>
  asOperator(system, `audience?${new URLSearchParams({ purpose, ...query })}`, init);
const pageOf = async (query: Readonly<Record<string, string>>): Promise<Page> => {
  const answer = await ask(query);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
};
async function walk(query: Readonly<Record<string, string>>): Promise<{ pages: Page[]; rows: Row[] }> {
  const pages = [await pageOf(query)];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await pageOf({ ...query, cursor: next }));
  return { pages, rows: pages.flatMap(({ items }) => items) };
}
const emails = (rows: readonly Row[]) => rows.map(({ email }) => email).sort();
const countOf = async (query: Readonly<Record<string, string>> = {}) => {
  const answer = await asOperator(system, `audience/count?${new URLSearchParams({ purpose, ...query })}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { count: number };
};

describe('an audience', () => {
  test('walked seven at a time is everyone once, in the same order every time', async () => {
    const { pages, rows } = await walk({ limit: '7' });
    expect(emails(rows)).toEqual(everyone);
    expect(Math.max(...pages.map(({ items }) => items.length))).toBe(7);
    expect(pages.slice(0, -1).every(({ next }) => typeof next === 'string')).toBe(true);
    expect(pages.at(-1)?.next).toBeNull();
    expect((await walk({ limit: '7' })).rows).toEqual(rows);
    expect((await walk({ limit: '1' })).rows).toEqual(rows);
    expect((await walk({})).rows).toEqual(rows);
  });

  test('has rows of the promised shape, and nothing else about anybody', async () => {
    const { rows } = await walk({});
    for (const row of rows) {
      expect(row).toMatchObject({
        contactId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
        consentedAt: expect.stringMatching(/^2027-0[12]-\d\dT[\d:.]+Z$/),
      });
      const { email, name, company, market, locale } = row;
      const index = Number(/\d+/.exec(email)?.[0]);
      const form = person(index).form;
      expect({ email, name, company, market, locale }).toEqual({
        email: person(index).email,
        name: person(index).name,
        company: person(index).company,
        market: form === 'newsletter-no' ? 'no' : form === 'newsletter-uk' ? 'uk' : 'se',
        locale: form === 'newsletter-no' ? 'nb' : form === 'newsletter-uk' ? 'en' : 'sv',
      });
      expect(
        Object.keys(row).filter(
          (name) => !['contactId', 'consentedAt', 'email', 'name', 'company', 'market', 'locale'].includes(name),
        ),
      ).toEqual([]);
    }
  });

  const filters: [Record<string, string>, (index: number) => boolean][] = [
    [{ market: 'no' }, (index) => index % 3 === 0],
    [{ locale: 'sv' }, (index) => index % 3 === 2],
    [{ company: 'Fisk, ferskt' }, (index) => index % 10 === 5],
    [{ company: '=HYPERLINK("x")' }, (index) => index % 10 === 1],
    [{ activeSince: '2027-02' }, (index) => index >= 45],
    [{ activeSince: '2027-01' }, () => true],
    [{ activeSince: '2027-03' }, () => false],
    [{ market: 'uk', locale: 'en', activeSince: '2027-02' }, (index) => index % 3 === 1 && index >= 45],
    [{ market: 'uk', locale: 'nb' }, () => false],
    [{ company: 'Nobody' }, () => false],
    [{ company: '' }, () => false],
  ];
  test.each(filters)('narrowed by %j holds those people, in pages and in the count', async (query, holds) => {
    const expected = everyone.filter((email) => holds(Number(/\d+/.exec(email)?.[0])));
    expect(emails((await walk({ ...query, limit: '7' })).rows)).toEqual(expected);
    expect(emails((await walk(query)).rows)).toEqual(expected);
    expect(await countOf(query)).toEqual({ count: expected.length });
  });

  test('of a partner holds those who agreed to be shared with it', async () => {
    const expected = everyone.filter((email) => Number(/\d+/.exec(email)?.[0]) % 2 === 0);
    expect(await audienceOf(system, 'partner:implementation')).toEqual(expected);
  });

  test('is walked in peace while people come and go: nobody twice, nobody who stayed is missed', async () => {
    const first = await pageOf({ limit: '20' });
    const {
      items: [gone],
    } = first;
    const come = await subscribe(system, { email: 'newcomer@example.no' });
    const seen = [...first.items];
    for (let next = first.next; next; ) {
      const page = await pageOf({ limit: '20', cursor: next });
      seen.push(...page.items);
      next = page.next;
    }
    const known = emails(seen).filter((email) => email !== 'newcomer@example.no');
    expect(known).toEqual(everyone);
    expect(new Set(emails(seen)).size).toBe(seen.length);
    expect(gone).toBeDefined();
    await press(system, come);
    await system.settle();
    expect(emails((await walk({})).rows)).toEqual(everyone);
  });
});

describe('a cursor', () => {
  const refused = async (query: Record<string, string>, init: Parameters<typeof asOperator>[2] = {}) => {
    const answer = await ask(query, init);
    expect(answer.status, JSON.stringify(query)).toBe(422);
    const problem = (await answer.json()) as { errors: { pointer: string }[] };
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/cursor']);
  };

  test('changed in any character is refused', async () => {
    const { next } = await pageOf({ limit: '7' });
    if (!next) throw new Error('one page only');
    for (let at = 0; at < next.length; at += 1) {
      // a character far enough away to change a bit that counts
      const other = next[at] === 'A' ? 'g' : 'A';
      await refused({ limit: '7', cursor: `${next.slice(0, at)}${other}${next.slice(at + 1)}` });
    }
    for (const cursor of ['x', '!', next.slice(0, -4), `AAAA${next}`, Buffer.from('{"shard":0}').toString('base64url')])
      await refused({ cursor });
  });

  test('belongs to its own list: not to another purpose, filter or brand', async () => {
    const { next } = await pageOf({ limit: '7' });
    const cursor = next ?? '';
    await refused({ cursor, purpose: 'newsletter:events' });
    await refused({ cursor, market: 'no' });
    await refused({ cursor, activeSince: firstMonth });
    await refused({ cursor, purpose: 'newsletter:news' }, { brand: 'infosoft' });
    const filtered = await pageOf({ limit: '7', market: 'no' });
    await refused({ cursor: filtered.next ?? '', market: 'uk' });
    await refused({ cursor: filtered.next ?? '' });
    expect((await pageOf({ limit: '9', cursor })).items).toHaveLength(9);
  });
});

describe('a question', () => {
  test.each<[Record<string, string>, string]>([
    [{ limit: '0' }, '/limit'],
    [{ limit: '1001' }, '/limit'],
    [{ limit: '-1' }, '/limit'],
    [{ limit: '1.5' }, '/limit'],
    [{ limit: 'many' }, '/limit'],
    [{ limit: '' }, '/limit'],
    [{ purpose: 'newsletter:nothing' }, '/purpose'],
    [{ purpose: '' }, '/purpose'],
    [{ purpose: '__proto__' }, '/purpose'],
    [{ purpose: 'tracking:open' }, '/purpose'],
    [{ purpose: 'service:customer' }, '/purpose'],
    [{ activeSince: '2027' }, '/activeSince'],
    [{ activeSince: '2027-13' }, '/activeSince'],
    [{ activeSince: '2027-01-15' }, '/activeSince'],
    [{ colour: 'blue' }, '/colour'],
    [{ company: 'x'.repeat(101) }, '/company'],
  ])('with %j is refused with 422 and the place', async (query, pointer) => {
    const answer = await ask(query);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: '/problems/invalid', errors: [{ detail: expect.any(String), pointer }] });
  });

  test('without a purpose is refused; the greatest and the smallest page are not', async () => {
    const answer = await asOperator(system, 'audience');
    expect(await answer.json()).toMatchObject({ status: 422, errors: [{ pointer: '/purpose' }] });
    expect((await asOperator(system, 'audience/count')).status).toBe(422);
    expect((await pageOf({ limit: '1000' })).items).toHaveLength(60);
    expect((await pageOf({ limit: '1' })).items).toHaveLength(1);
  });
});

describe('the table of an audience', () => {
  const csv = { headers: { accept: 'text/csv' } };

  test('comes in one piece, reads by RFC 4180, and says the same as the JSON', async () => {
    const answer = await ask({}, csv);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.has('link')).toBe(false);
    const text = await answer.text();
    expect(text.split('\r\n')[0]).toBe('contactId,email,name,company,market,locale,consentedAt');
    const rows = readCsv(text);
    const { rows: known } = await walk({});
    const plain = (company: string) => company.replace(/(^|;)'(?=[=+\-@])/g, '$1');
    expect(rows.map((row) => ({ ...row, company: plain(row.company ?? '') }))).toEqual(
      known.map((row) => ({ company: '', ...row })),
    );
  });

  test('runs no cell as a formula, whether commas or semicolons split its lines (S20)', async () => {
    const text = await (await ask({}, csv)).text();
    const cells = [...readCsv(text).flatMap((row) => Object.values(row)), ...text.split(/[;\r\n]/)];
    expect(cells.filter((cell) => /^[=+\-@\t\r\0]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /^'[=+\-@]/.test(cell)).length).toBeGreaterThan(20);
  });

  test('goes on by a Link with rel="next"', async () => {
    const rows = [];
    let path: string | undefined = `audience?${new URLSearchParams({ purpose, limit: '7', market: 'no' })}`;
    let pieces = 0;
    while (path) {
      const answer: Response = await asOperator(system, path, csv);
      expect(answer.status).toBe(200);
      rows.push(...readCsv(await answer.text()));
      path = answer.headers.get('link')?.match(/^<\/v1\/xledger\/(audience\?[^>]+)>; rel="next"$/)?.[1];
      pieces += 1;
    }
    expect(pieces).toBeGreaterThan(1);
    expect(rows.map(({ email }) => email).sort()).toEqual(emails((await walk({ market: 'no' })).rows));
  });

  test('takes up to 10,000 rows', async () => {
    expect((await ask({ limit: '10000' }, csv)).status).toBe(200);
    expect((await ask({ limit: '10001' }, csv)).status).toBe(422);
  });
});

describe('who is in no audience (T1)', () => {
  test('those who have not confirmed, who agreed to something else, who left, and whose consent has lapsed', async () => {
    await postSignUp(system, { email: 'pending@example.no' });
    await subscribe(system, { email: 'other-purpose@example.no', consents: ['newsletter:events'] });
    await press(system, await subscribe(system, { email: 'left@example.no' }));
    await system.settle();
    expect(await audienceOf(system, purpose)).toEqual(everyone);
    expect(await countOf()).toEqual({ count: 60 });

    const brand = 'versions';
    await subscribe(system, { brand, form: 'newsletter', email: 'lapses@example.no', consents: ['newsletter:news'] });
    system.advance('P29D');
    expect(await audienceOf(system, 'newsletter:news', brand)).toEqual(['lapses@example.no']);
    system.advance('P1D');
    expect(await audienceOf(system, 'newsletter:news', brand)).toEqual([]);
    const count = await asOperator(system, 'audience/count?purpose=newsletter:news', { brand });
    expect(await count.json()).toEqual({ count: 0 });
    expect(secondMonth).toBe('2027-02');
  });
});
