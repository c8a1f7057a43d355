/** CASE: what people ask of the brand about their data, each with its deadline; and the outbox of the mails about it. */
import {
  ConditionalCheckFailedException,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { Case, type CaseId } from '../domain/case.ts';
import type { FileId } from '../domain/files.ts';
import { AddressHash, ContactId } from '../domain/identity.ts';
import { keys } from './keys.ts';
import { unlessOvertaken } from './overtaken.ts';

const ownerOf = ({ contactId, addressHash }: Pick<Case, 'contactId' | 'addressHash'>) => {
  if (contactId) return contactId;
  if (addressHash) return { hash: addressHash };
  throw new Error('a case without anybody whose it is');
};

const itemOf = (one: Case) => ({
  ...keys.case(one.brand, ownerOf(one), one.caseId),
  ...one,
  // open cases stand in the index, by the end of their deadline
  ...(one.state === 'open' && { due: keys.openCases(one.brand), dueDay: one.due, deadline: one.due }),
  ...(one.state === 'closed' && { due: undefined, deadline: one.due }),
});

const caseOf = ({ deadline, ...item }: Record<string, unknown>): Case => Case.parse({ ...item, due: deadline });

/** Saves a new case, and where it lies. A case that is there already, by the same number, was opened by this very request. */
export async function saveNewCase(db: Db, one: Case): Promise<void> {
  const TableName = db.tableName('people');
  const { contactId, addressHash } = one;
  const Item = (item: object) => marshall(item, { removeUndefinedValues: true });
  try {
    await db.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: Item(itemOf(one)), ConditionExpression: 'attribute_not_exists(pk)' } },
          {
            Put: {
              TableName,
              Item: Item({ ...keys.caseOwner(one.brand, one.caseId), contactId, addressHash }),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (!(await findCase(db, one.brand, one.caseId))) throw error;
  }
}

/** A case by its number. */
export async function findCase(db: Db, brand: string, caseId: CaseId): Promise<Case | undefined> {
  const owner = await one(db, keys.caseOwner(brand, caseId));
  if (!owner) return undefined;
  const { contactId, addressHash } = owner;
  const known = contactId ? ContactId.parse(contactId) : { hash: AddressHash.parse(addressHash) };
  const item = await one(db, keys.case(brand, known, caseId));
  return item && caseOf(item);
}

async function one(db: Db, { pk, sk }: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  const { Items: [item] = [] } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  return item && unmarshall(item);
}

/** Saves the next state of a case, if nobody else was first; and how long its number is known, once that is settled. */
export async function saveCase(db: Db, next: Case): Promise<'saved' | 'conflict'> {
  const TableName = db.tableName('people');
  const { expiresAt } = next;
  try {
    await db.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: marshall(itemOf(next), { removeUndefinedValues: true }),
              // a mail that was claimed since the reading must not be forgotten: it would go out twice
              ConditionExpression: `revision = :before AND ${next.mailed ? 'mailed = :mailed' : 'attribute_not_exists(mailed)'}`,
              ExpressionAttributeValues: marshall(
                { ':before': next.revision - 1, ':mailed': next.mailed },
                { removeUndefinedValues: true },
              ),
            },
          },
          ...(expiresAt
            ? [
                {
                  Update: {
                    TableName,
                    Key: marshall(keys.caseOwner(next.brand, next.caseId)),
                    UpdateExpression: 'SET expiresAt = :expiresAt',
                    ExpressionAttributeValues: marshall({ ':expiresAt': expiresAt }),
                  },
                },
              ]
            : []),
        ],
      }),
    );
    return 'saved';
  } catch (error) {
    if (error instanceof TransactionCanceledException) return 'conflict';
    throw error;
  }
}

/** Notes that a copy is gone, unless another has come since. It leaves the rest of the case to whoever is at work on it. */
export async function noteDocumentDeleted(
  db: Db,
  of: Pick<Case, 'brand' | 'caseId' | 'contactId' | 'addressHash'>,
  fileId: FileId,
  gone: { readonly deletedAt: string },
): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.case(of.brand, ownerOf(of), of.caseId)),
        UpdateExpression: 'SET document = :gone',
        ConditionExpression: 'document.fileId = :fileId',
        ExpressionAttributeValues: marshall({ ':gone': gone, ':fileId': fileId }),
      }),
    ),
  );
}

/** The open cases of a brand, the most urgent first, from after `after` on; at most `limit`, with a deadline before `until` if that is given. */
export async function listOpenCases(
  db: Db,
  brand: string,
  { until, limit, after }: { until?: string | undefined; limit: number; after?: CasePlace | undefined },
): Promise<{ cases: Case[]; next: CasePlace | undefined }> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      IndexName: 'due',
      KeyConditionExpression: until ? 'due = :due AND dueDay < :until' : 'due = :due',
      ExpressionAttributeValues: marshall({ ':due': keys.openCases(brand), ...(until && { ':until': until }) }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: marshall({ ...after, due: keys.openCases(brand) }) }),
    }),
  );
  const listed = (page.Items ?? []).map((item) => unmarshall(item) as { pk: string; sk: string });
  const items = await Promise.all(listed.map((key) => one(db, key)));
  const last = page.LastEvaluatedKey && unmarshall(page.LastEvaluatedKey);
  return {
    // the index lags: what has been closed since is no longer open
    cases: items.flatMap((item) => (item ? [caseOf(item)] : [])).filter(({ state }) => state === 'open'),
    next: last && { pk: String(last.pk), sk: String(last.sk), dueDay: String(last.dueDay) },
  };
}

/** Where a list of cases stands. */
export interface CasePlace {
  readonly pk: string;
  readonly sk: string;
  readonly dueDay: string;
}

/** Claims the one mail that is owed. `claimId` is new at every attempt; a write that the SDK repeated after a lost answer is ours. */
export async function claimCaseMail(db: Db, of: Case, mailId: string, claimId: string): Promise<'claimed' | 'taken'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.case(of.brand, ownerOf(of), of.caseId)),
        UpdateExpression: 'SET mailed = :mailId, mailClaim = :claimId',
        ConditionExpression: 'mail.id = :mailId AND (attribute_not_exists(mailed) OR mailed <> :mailId)',
        ExpressionAttributeValues: marshall({ ':mailId': mailId, ':claimId': claimId }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item?.mailClaim?.S === claimId ? 'claimed' : 'taken';
  }
}

/** After the mail: gives the claim back if SES surely did not take it, or forgets the address that a last mail no longer needs. */
export async function settleCaseMail(db: Db, of: Case, claimId: string, how: 'release' | 'forget'): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.case(of.brand, ownerOf(of), of.caseId)),
        UpdateExpression: how === 'release' ? 'REMOVE mailed, mailClaim' : 'REMOVE email',
        ConditionExpression: 'mailClaim = :claimId',
        ExpressionAttributeValues: marshall({ ':claimId': claimId }),
      }),
    ),
  );
}
