/** What is left of a person after the transaction that erased them. */
import {
  DeleteItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { CaseId } from '../domain/case.ts';
import { FileId } from '../domain/files.ts';
import type { ContactId } from '../domain/identity.ts';
import type { Policy } from '../domain/policy.ts';
import { type Completion, completionOf } from '../domain/removal.ts';
import { dayOf } from '../domain/retention.ts';
import { fileClosed } from './closed-chains.ts';
import { keys } from './keys.ts';
import { readChain } from './ledger.ts';
import { readAddress } from './people.ts';
import { queryAll } from './query-all.ts';

/** How far a removal is: whether it was written down now, how many items it deleted, and the copies of documents that cases of the person still hold. */
interface Removed {
  readonly completed: boolean;
  readonly deleted: number | 'stands';
  readonly documents: readonly { readonly caseId: CaseId; readonly fileId: FileId }[];
}

/**
 * Finishes the removal of somebody whose profile is gone, whoever removed it: writes down one that the table's TTL made, files the closed chain under
 * its day, and deletes what is left. Idempotent. `'overtaken'`: somebody else is closing the chain, or the profile stands.
 */
export async function finishRemoval(db: Db, policy: Policy, contactId: ContactId, now: Date): Promise<Removed | 'overtaken'> {
  const { brand } = policy;
  const chain = await readChain(db, brand, contactId);
  const completion = completionOf(policy, contactId, chain, now);
  if (completion && (await completeRemoval(db, brand, contactId, completion)) === 'conflict') return 'overtaken';
  const { deleted, documents } = await deleteRemains(db, brand, contactId);
  const last = completion?.entry ?? chain.at(-1);
  if (last && deleted !== 'stands') await fileClosed(db, brand, dayOf(new Date(last.at)), contactId);
  return { completed: completion !== undefined, deleted, documents };
}

/**
 * Deletes whatever still lies under the id of an erased person, and says how much it was. Idempotent. A person whose profile stands is not erased, and is
 * left alone: `'stands'`.
 */
async function deleteRemains(db: Db, brand: string, contactId: ContactId): Promise<Omit<Removed, 'completed'>> {
  const items = await queryAll(db, 'people', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': keys.contact(brand, contactId) }),
    ProjectionExpression: 'pk, sk, caseId, document.fileId',
  });
  if (items.some(({ sk }) => sk === keys.profile(brand, contactId).sk)) return { deleted: 'stands', documents: [] };
  const isCase = ({ sk }: Record<string, unknown>) => String(sk).startsWith('CASE#');
  // what was asked of us, and what was answered, stays for its own time
  const remains = items.filter((item) => !isCase(item)).map(({ pk, sk }) => marshall({ pk, sk }));
  const TableName = db.tableName('people');
  await Promise.all(remains.map((Key) => db.client.send(new DeleteItemCommand({ TableName, Key }))));
  return { deleted: remains.length, documents: items.filter(isCase).flatMap(documentIn) };
}

const documentIn = ({ caseId, document }: Record<string, unknown>): Removed['documents'] => {
  const { fileId } = (document ?? {}) as { fileId?: unknown };
  return fileId ? [{ caseId: CaseId.parse(caseId), fileId: FileId.parse(fileId) }] : [];
};

/**
 * Writes down a removal that the table's TTL made: the entry that closes the chain and, unless the address leads elsewhere by now, its
 * suppression in place of its pointer. `'conflict'`: the profile stands, or somebody else has closed the chain.
 */
async function completeRemoval(
  db: Db,
  brand: string,
  contactId: ContactId,
  { entry, suppression, addressHash }: Completion,
): Promise<'saved' | 'conflict'> {
  const people = db.tableName('people');
  const address = await readAddress(db, brand, addressHash);
  const writes: TransactWriteItem[] = [
    {
      Put: {
        TableName: db.tableName('ledger'),
        Item: marshall({ ...keys.entry(brand, contactId, entry.seq), ...entry }, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      ConditionCheck: {
        TableName: people,
        Key: marshall(keys.profile(brand, contactId)),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ];
  if (address.contactId === contactId) {
    writes.push({
      Delete: {
        TableName: people,
        Key: marshall(keys.pointer(brand, addressHash)),
        ConditionExpression: 'contactId = :contactId',
        ExpressionAttributeValues: marshall({ ':contactId': contactId }),
      },
    });
    for (const { form } of address.requests) {
      writes.push({ Delete: { TableName: people, Key: marshall(keys.request(brand, addressHash, form)) } });
    }
    if (!address.suppression) {
      writes.push({
        Put: {
          TableName: people,
          Item: marshall({ ...keys.suppression(brand, addressHash), ...suppression }, { removeUndefinedValues: true }),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      });
    }
  }
  try {
    await db.client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    return 'saved';
  } catch (error) {
    if (error instanceof TransactionCanceledException) return 'conflict';
    throw error;
  }
}
