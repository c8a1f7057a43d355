/** ADDRESS: a person's new address that waits to be confirmed; and the swap of pointers when it is. */
import { QueryCommand, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Change } from '../domain/change.ts';
import type { AddressHash, ContactId } from '../domain/identity.ts';
import { AddressRequest } from '../domain/new-address.ts';
import { keys } from './keys.ts';
import { saveChange } from './people.ts';

/**
 * Saves a request, in place of an earlier one: the newest counts. The mail's own allowances stand against floods. `'gone'`: nothing comes to lie under the id of somebody who was
 * erased meanwhile.
 */
export async function saveAddressRequest(db: Db, request: AddressRequest): Promise<'saved' | 'gone'> {
  const TableName = db.tableName('people');
  const { brand, contactId } = request;
  try {
    await db.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: marshall({ ...keys.addressRequest(brand, contactId), ...request }) } },
          {
            ConditionCheck: {
              TableName,
              Key: marshall(keys.profile(brand, contactId)),
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ],
      }),
    );
    return 'saved';
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return 'gone';
    throw error;
  }
}

/** The request that a person has open, expired or not. */
export async function findAddressRequest(db: Db, brand: string, contactId: ContactId): Promise<AddressRequest | undefined> {
  const { pk, sk } = keys.addressRequest(brand, contactId);
  const { Items: [item] = [] } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  return item && AddressRequest.parse(unmarshall(item));
}

/**
 * Saves a move: the change, the end of the old pointer and of the request, all of it or nothing. `forms`: sign-ups at the old address that made this person, which hold
 * it. `'conflict'`: somebody has the new address by now, the old one leads elsewhere, the person has changed, or the request was replaced.
 */
export function saveMove(
  db: Db,
  change: Change,
  { from, forms, requestId }: { from: AddressHash; forms: readonly string[]; requestId: string },
): Promise<'saved' | 'conflict'> {
  const TableName = db.tableName('people');
  const { brand, contactId } = change;
  return saveChange(db, change, [
    {
      Delete: {
        TableName,
        Key: marshall(keys.pointer(brand, from)),
        ConditionExpression: 'contactId = :contactId',
        ExpressionAttributeValues: marshall({ ':contactId': contactId }),
      },
    },
    {
      Delete: {
        TableName,
        Key: marshall(keys.addressRequest(brand, contactId)),
        ConditionExpression: 'requestId = :requestId',
        ExpressionAttributeValues: marshall({ ':requestId': requestId }),
      },
    },
    ...forms.map((form) => ({ Delete: { TableName, Key: marshall(keys.request(brand, from, form)) } })),
  ]);
}
