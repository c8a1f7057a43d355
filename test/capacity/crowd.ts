/** A brand full of people: each of them as a confirmation makes them, written in bulk. For the tests, and for `npm run bench`. */
import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  type TransactWriteItem,
  type TransactWriteItemsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { confirmRequest } from '../../functions/domain/confirm.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { ContactId, hashAddress } from '../../functions/domain/identity.ts';
import { formOf, type PurposeId } from '../../functions/domain/policy.ts';
import { type Choices, requestOf } from '../../functions/domain/sign-up.ts';
import { saveChange } from '../../functions/store/people.ts';
import type { System } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';

/** People of xledger's who signed up and confirmed: how many, by what their addresses begin, and what they agreed to. */
export interface Subscribers extends Partial<Pick<Choices, 'name' | 'company'>> {
  readonly count: number;
  readonly kind: string;
  readonly consents: readonly PurposeId[];
  /** When they confirmed. Default: now, by the system's clock. */
  readonly at?: Date;
  /** From where. Default: an address and an agent that need little room. */
  readonly source?: { readonly ip: string; readonly agent: string };
  /** Whether their ids all fall into the first shard of the indexes. Default: into all, evenly. */
  readonly inFirstShard?: boolean;
}

/** Whatever a change of a person needs of a table's client, to write it somewhere. */
type Writes = Parameters<typeof saveChange>[0];
/** Takes a write of somebody's change, and is done with it at once or later. */
type Write = (write: TransactWriteItem) => void;

const writersAtOnce = 8;
const itemsPerBatch = 25;

/** Takes the stream off a system's people, for work of which nothing is delivered: DynamoDB Local answers more slowly for every record that it keeps. */
export async function withoutStream({ deps: { db } }: System): Promise<void> {
  const StreamSpecification = { StreamEnabled: false };
  await db.client.send(new UpdateTableCommand({ TableName: db.tableName('people'), StreamSpecification }));
}

/** Puts them into the tables, past whoever counts what the functions' client does. */
export async function plant(system: System, subscribers: Subscribers): Promise<void> {
  const client = new DynamoDBClient({});
  const { tableName } = system.deps.db;
  const numbers = Array.from({ length: subscribers.count }, (_, n) => n).values();
  const writeOn = async () => {
    const batch: { table: string; item: Record<string, AttributeValue> }[] = [];
    const flush = async () => {
      const parts = batch.splice(0, itemsPerBatch);
      const byTable = Map.groupBy(parts, ({ table }) => table);
      const RequestItems = Object.fromEntries(
        [...byTable].map(([table, those]) => [table, those.map(({ item }) => ({ PutRequest: { Item: item } }))]),
      );
      const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems }));
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('a batch was not written whole');
    };
    const take: Write = (write) => {
      const put = putOf(write);
      if (put) batch.push(put);
    };
    for (const n of numbers) {
      await confirmNth(system, { client: recorder(take), tableName }, subscribers, n);
      while (batch.length >= itemsPerBatch) await flush();
    }
    while (batch.length > 0) await flush();
  };
  await Promise.all(Array.from({ length: writersAtOnce }, writeOn));
  client.destroy();
}

/** Confirms one of them, as the confirmation decides and writes it. */
export async function confirmNth(
  { deps }: System,
  db: Writes,
  { kind, consents, at = deps.now(), source = { ip: '192.0.2.1', agent: 'bench' }, inFirstShard = false, ...more }: Subscribers,
  n: number,
): Promise<void> {
  const { pepper } = await deps.secret();
  const form = formOf(xledger, 'newsletter-no');
  if (!form) throw new Error('xledger lost its form');
  const email = EmailAddress.parse(`${kind}-${String(n).padStart(4, '0')}@example.no`);
  const { name, company } = more;
  const choices: Choices = {
    name,
    company,
    email,
    locale: 'nb',
    formVersion: 1,
    wordingAssumed: false,
    consents: [...consents],
    trapped: false,
  };
  const idOf = (what: string) => idFrom(`${email} ${what}`, inFirstShard);
  const ids = { addressHash: hashAddress(pepper, xledger.brand, email), requestId: idOf('request') };
  const request = requestOf(xledger, 'newsletter-no', form, choices, source, ids, at);
  const from = { source, hashOfSource: () => idOf('source'), newContactId: ContactId.parse(idOf('person')) };
  // there is no request in the table to mark
  const { confirmedRequest: _, ...change } = confirmRequest(
    xledger,
    request,
    { suppression: undefined, person: undefined },
    from,
    at,
  );
  if ((await saveChange(db, change)) !== 'saved') throw new Error(`${kind} ${n} was not saved`);
}

/** A client that hands over what it is asked to write in one transaction, and says that it is written. */
const recorder = (take: Write): Writes['client'] =>
  ({
    send: async ({ input: { TransactItems = [] } }: TransactWriteItemsCommand) => {
      for (const write of TransactItems) take(write);
      return {};
    },
  }) as unknown as DynamoDBClient;

/** A write to where nothing is, as the item that it leaves. Nothing is deleted there, and every condition holds. */
function putOf({ Put, Update }: TransactWriteItem): { table: string; item: Record<string, AttributeValue> } | undefined {
  if (Put) return { table: Put.TableName ?? '', item: Put.Item ?? {} };
  if (!Update) return undefined;
  const { TableName = '', Key, UpdateExpression = '', ExpressionAttributeNames: names = {} } = Update;
  const set = /^SET ((?:#\w+ = :\w+(?:, )?)+)$/.exec(UpdateExpression)?.[1];
  if (!set) throw new Error(`this makes no item: ${UpdateExpression}`);
  const item = { ...Key };
  for (const assignment of set.split(', ')) {
    const [name = '', value = ''] = assignment.split(' = ');
    item[names[name] ?? ''] = Update.ExpressionAttributeValues?.[value] as AttributeValue;
  }
  return { table: TableName, item };
}

/** An id that is the same in every run. */
function idFrom(text: string, inFirstShard: boolean): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  if (inFirstShard) bytes[0] = 0;
  const id = bytes.toString('base64url');
  return id.startsWith('-') ? `A${id.slice(1)}` : id;
}
