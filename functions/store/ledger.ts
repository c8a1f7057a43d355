/** The ledger. A person's entries are written only by the transactions of `people.ts` and `erasure.ts`, together with their state. */
import {
  ConditionalCheckFailedException,
  type Put,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { hashOf } from '../domain/canonical-json.ts';
import { Checkpoint } from '../domain/checkpoint.ts';
import type { ContactId } from '../domain/identity.ts';
import { Entry } from '../domain/ledger.ts';
import { keys } from './keys.ts';
import { queryAll } from './query-all.ts';

/** A person's whole chain, first entry first. Throws at an entry that this version cannot read. */
export const readChain = async (db: Db, brand: string, contactId: ContactId): Promise<Entry[]> =>
  (await readItems(db, brand, contactId)).map((item) => Entry.parse(item));

/**
 * A person's whole chain as it lies there, first entry first: every attribute that was written, in entries of any version and even in damaged
 * ones, so that they can be verified and shown. What the table adds (its keys) is left out; so are entries whose proof has run out by the clock,
 * whether or not TTL has come for them.
 */
export const readEvidence = async (db: Db, brand: string, contactId: ContactId, now: Date): Promise<Record<string, unknown>[]> =>
  (await readItems(db, brand, contactId))
    .filter(({ expiresAt }) => expiresAt === undefined || Number(expiresAt) * 1000 > now.getTime())
    .map(({ pk: _, sk: __, expiresAt: ___, ...entry }) => entry);

/** The checkpoint of a chain that has been let go. Whoever trusts it looks whether it is signed. */
export async function readCheckpoint(db: Db, brand: string, contactId: ContactId): Promise<Checkpoint | undefined> {
  const { Items: [item] = [] } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('ledger'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :place',
      ExpressionAttributeValues: marshall({ ':pk': keys.contact(brand, contactId), ':place': 0 }),
    }),
  );
  return item && Checkpoint.parse(unmarshall(item));
}

const readItems = (db: Db, brand: string, contactId: ContactId): Promise<Record<string, unknown>[]> =>
  queryAll(db, 'ledger', {
    ConsistentRead: true,
    // a checkpoint lies at place 0
    KeyConditionExpression: 'pk = :pk AND sk >= :first',
    ExpressionAttributeValues: marshall({ ':pk': keys.contact(brand, contactId), ':first': 1 }),
  });

/** What an operator read, decided or took away. Ids only: the person's own chain holds what changed for them. */
export interface Act {
  readonly brand: string;
  /** The operator's id at the identity provider. */
  readonly operator: string;
  /** What was done: `contact_read`, `export_made`, `case_decided`, … */
  readonly act: string;
  /** The contact, case, export or campaign that it was done to. */
  readonly target?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Adds to the operator's chain of the day. */
export const appendAct = (db: Db, { brand, operator, ...act }: Act, at: Date): Promise<void> =>
  append(db, keys.acts(brand, operator, at.toISOString().slice(0, 10)), { ...act, operator }, at);

/** Adds a report of the system's own work to the brand's chain of reports: counts, no persons. */
export const appendReport = (db: Db, brand: string, report: object, at: Date): Promise<void> =>
  append(db, keys.reports(brand), report, at);

/**
 * The write that adds such a report, for a transaction that must not be without it. Refused, with the whole transaction, if another report has taken the
 * place: ask for it again.
 */
export const reportWrite = async (db: Db, brand: string, report: object, at: Date): Promise<TransactWriteItem> => ({
  Put: await nextIn(db, keys.reports(brand), report, at),
});

/** Adds to a chain that is nobody's. Two at once never share a place. */
async function append(db: Db, pk: string, content: object, at: Date): Promise<void> {
  try {
    await db.client.send(new PutItemCommand(await nextIn(db, pk, content, at)));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    await append(db, pk, content, at);
  }
}

/** The write of an entry after the newest of its chain, under the next number. */
async function nextIn(db: Db, pk: string, content: object, at: Date): Promise<Put & PutItemCommand['input']> {
  const newest = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('ledger'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const last = newest.Items?.[0] && unmarshall(newest.Items[0]);
  const placed = {
    ...content,
    at: at.toISOString(),
    seq: Number(last?.seq ?? 0) + 1,
    previous: String(last?.hash ?? hashOf([pk])),
  };
  return {
    TableName: db.tableName('ledger'),
    Item: marshall({ pk, sk: placed.seq, ...placed, hash: hashOf(placed) }, { removeUndefinedValues: true }),
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}
