/** Measures what each operation costs, through the HTTP contract and the queues: for the tests, and for `npm run bench`. */
import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { definePolicy, type Policy, type PurposeId } from '../../functions/domain/policy.ts';
import { keys } from '../../functions/store/keys.ts';
import { type System, startSystem } from '../../local/system.ts';
import { tableNames } from '../../local/tables.ts';
import xledger from '../../policies/xledger.ts';
import { varied } from '../domain/example-policy.ts';
import { asOperator, linkIn, postSignUp, press, unsubscribeLinkOn, type Visitor } from '../journey.ts';
import { plant, type Subscribers } from './crowd.ts';
import { type Meter, openMeter, type Use } from './meter.ts';
import { bytesOf } from './published-rules.ts';

/** What one operation used. */
export interface Row {
  readonly operation: Operation;
  readonly use: Use;
  /** Of a page: the bytes that the index holds of its rows. */
  readonly pageBytes?: number;
}

/** The operations, in the order in which they are measured. */
export const operations = [
  'sign-up, new',
  'sign-up, its mail',
  'sign-up, repeated in the cool-down',
  'confirm',
  'confirm, repeated',
  'sign-up of a subscriber, its mail',
  'unsubscribe, erased at once',
  'unsubscribe, erased at once, clean-up',
  'unsubscribe, repeated after erasure',
  'unsubscribe, suppressed',
  'unsubscribe, repeated after suppression',
  'unsubscribe, suppressed, a further consent',
  'confirm, known person, suppression lifted',
  'audience, a page of 1,000',
  'audience, its count',
  'audience, a page of 100 with name and company',
] as const;
/** The name of an operation, as the table of targets has it. */
export type Operation = (typeof operations)[number];

// what a withdrawal suppresses rather than erases: the mail's purpose alone, or all there is
const suppressing = (brand: string, withdrawalScope: 'purpose' | 'all_marketing'): Policy =>
  definePolicy(varied({ brand, purposes: { 'newsletter:news': { onWithdrawal: 'suppress', withdrawalScope } } }));
const suppressingOne = suppressing('suppress-one', 'purpose');
const suppressingAll = suppressing('suppress-all', 'all_marketing');

// what a browser sends: the longer of the usual forms of each
const connection = {
  sourceIp: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0',
};
const visitor = { name: 'Kari Nordmann', company: 'Fjordbygg Entreprenør AS', formVersion: 1 };

/** A meter on a system's functions, its figures under the tables' own names. */
export const meterOf = (system: System): Meter =>
  openMeter(system.deps.db.client, {
    nameOf: (name) => tableNames.find((table) => system.deps.db.tableName(table) === name) ?? name,
  });

/** Measures all operations, on a system of its own. The engines must run. Takes a few seconds. */
export async function measureOperations(): Promise<Row[]> {
  const system = await startSystem({
    policies: [xledger, suppressingOne, suppressingAll],
    clock: new Date('2026-03-02T09:00:00Z'),
  });
  const meter = meterOf(system);
  const rows: Row[] = [];
  const measured: Measured = async (operation, work, more = {}) => {
    const { answer, use } = await meter.measure(work);
    rows.push({ operation, use, ...more });
    return answer;
  };
  try {
    await measureErasing(system, measured);
    await measureSuppressing(system, measured);
    await measureAudience(system, measured);
    return rows;
  } finally {
    meter.close();
    await system.stop();
  }
}

type Measured = <T>(operation: Operation, work: () => Promise<T>, more?: Pick<Row, 'pageBytes'>) => Promise<T>;

/** A person's way through a brand that erases whoever leaves. */
async function measureErasing(system: System, measured: Measured): Promise<void> {
  const kari = { ...visitor, email: 'kari.nordmann@example.no' };
  await measured('sign-up, new', () => signUp(system, kari));
  await measured('sign-up, its mail', () => hand(system, 'send-confirmation'));
  await system.settle();
  await measured('sign-up, repeated in the cool-down', () => signUp(system, kari));
  await system.settle();
  const link = linkIn(system, kari.email, 'c');
  const page = await measured('confirm', () => pressed(system, link));
  await measured('confirm, repeated', () => pressed(system, link));
  await system.settle();

  system.advance('PT16M');
  await signUp(system, kari);
  await measured('sign-up of a subscriber, its mail', () => hand(system, 'send-confirmation'));
  await system.settle();

  const unsubscribe = await unsubscribeLinkOn(page);
  await measured('unsubscribe, erased at once', () => pressed(system, unsubscribe));
  await measured('unsubscribe, erased at once, clean-up', () => hand(system, 'erase'));
  await system.settle();
  await measured('unsubscribe, repeated after erasure', () => pressed(system, unsubscribe));
}

/** A person's way through brands that keep whoever leaves, and back. */
async function measureSuppressing(system: System, measured: Measured): Promise<void> {
  const confirmed = async ({ brand }: Policy, email: string, confirming = pressed) => {
    await signUp(system, {
      email,
      name: visitor.name,
      brand,
      form: 'newsletter',
      consents: ['newsletter:news', 'tracking:open'],
    });
    await system.settle();
    const page = await confirming(system, linkIn(system, email, 'c'));
    await system.settle();
    return unsubscribeLinkOn(page);
  };
  const one = await confirmed(suppressingOne, 'one@example.no');
  await measured('unsubscribe, suppressed', () => pressed(system, one));
  await measured('unsubscribe, repeated after suppression', () => pressed(system, one));
  const all = await confirmed(suppressingAll, 'all@example.no');
  await measured('unsubscribe, suppressed, a further consent', () => pressed(system, all));

  system.advance('PT16M');
  await confirmed(suppressingAll, 'all@example.no', (...button) =>
    measured('confirm, known person, suppression lifted', () => pressed(...button)),
  );
}

/** A page and a count of an audience. */
async function measureAudience(system: System, measured: Measured): Promise<void> {
  const page = async (operation: Operation, purpose: PurposeId, people: number) => {
    const path = `audience?purpose=${encodeURIComponent(purpose)}&limit=${people}`;
    const pageBytes = await bytesOfShard(system, purpose);
    const answer = await measured(operation, () => asOperator(system, path), { pageBytes });
    const { items } = (await answer.json()) as { items: unknown[] };
    if (items.length !== people) throw new Error(`the page holds ${items.length} people`);
  };
  await fillShard(system, 'newsletter:insights', 1000, {});
  await page('audience, a page of 1,000', 'newsletter:insights', 1000);
  const path = `audience/count?purpose=${encodeURIComponent('newsletter:insights')}`;
  const count = await measured('audience, its count', () => asOperator(system, path));
  if ((await count.text()) !== '{"count":1000}') throw new Error('the count is another');
  await fillShard(system, 'newsletter:events', 100, { name: visitor.name, company: visitor.company });
  await page('audience, a page of 100 with name and company', 'newsletter:events', 100);
}

/** Hands what has been committed to one job, and to none of the others that hear of it. */
async function hand(system: System, job: string): Promise<void> {
  await system.runJob('relay');
  await system.runJob(job);
}

/** Sends what a browser would, and expects the usual answer. */
async function signUp(system: System, person: Visitor): Promise<void> {
  const headers = { 'content-type': 'application/json', 'user-agent': connection.userAgent };
  const answer = await postSignUp(system, person, { headers, sourceIp: connection.sourceIp });
  if (answer.status !== 202) throw new Error(`sign-up answered ${answer.status}`);
}

async function pressed(system: System, path: string): Promise<Response> {
  const init = { headers: { 'user-agent': connection.userAgent }, sourceIp: connection.sourceIp };
  const answer = await press(system, path, init);
  if (answer.status !== 200) throw new Error(`${path.slice(0, 3)} answered ${answer.status}`);
  return answer;
}

/**
 * Puts so many people of a newsletter of xledger's into the first shard of the index: a page of a large audience lies in one. They give their address, which is
 * all that is required and makes entries of about 200 bytes, and `more`.
 */
function fillShard(
  system: System,
  purpose: PurposeId,
  count: number,
  more: Pick<Subscribers, 'name' | 'company'>,
): Promise<void> {
  const source = { ip: connection.sourceIp, agent: connection.userAgent };
  return plant(system, { ...more, count, kind: more.name ? 'kari' : 'reader', consents: [purpose], source, inFirstShard: true });
}

/** The bytes that the index holds of the people in a shard of a purpose's. */
export async function bytesOfShard(system: System, purpose: PurposeId, shard = 0): Promise<number> {
  const client = new DynamoDBClient({});
  const query = {
    TableName: system.deps.db.tableName('people'),
    IndexName: 'audience',
    KeyConditionExpression: 'audience = :audience',
    ExpressionAttributeValues: { ':audience': { S: keys.audience(xledger.brand, purpose, shard).audience } },
  };
  let bytes = 0;
  for await (const { Items: entries = [] } of paginateQuery({ client }, query))
    for (const entry of entries) bytes += bytesOf(entry);
  client.destroy();
  return bytes;
}
