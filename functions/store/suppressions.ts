/** SUPPRESSION of an address that nobody lives under; those of people change with the people (`people.ts`). */
import { TransactionCanceledException, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { CaseId } from '../domain/case.ts';
import { barsConfirmation, isInForce, type Suppression } from '../domain/consent.ts';
import { addDuration } from '../domain/duration.ts';
import type { AddressHash } from '../domain/identity.ts';
import type { Policy } from '../domain/policy.ts';
import { keys } from './keys.ts';
import { reportWrite } from './ledger.ts';
import { readAddress } from './people.ts';

/**
 * Bars an address at which a sign-up was answered and nobody has confirmed: for a complaint over what bars it already, for a bounce only if nothing does.
 * There is no person's chain to hold the proof, so it goes to the brand's own, in the same transaction. `'conflict'`: somebody lives there by now, it was
 * barred meanwhile, or the brand's chain has grown.
 */
export async function suppressStranger(
  db: Db,
  { brand, suppression: { period } }: Pick<Policy, 'brand' | 'suppression'>,
  hash: AddressHash,
  known: Suppression | undefined,
  { reason, messageId, says }: { reason: 'bounced' | 'complained'; messageId: string; says: string },
  now: Date,
): Promise<'suppressed' | 'repeated' | 'conflict'> {
  if (barsConfirmation(known) || (reason === 'bounced' && isInForce(known, now))) return 'repeated';
  const suppression: Suppression = {
    reason,
    since: now.toISOString(),
    ...(period && { until: addDuration(now, period).toISOString() }),
    formerIds: known?.formerIds ?? [],
  };
  const report = { act: 'address_suppressed', reason, addressHash: hash, messageId, says };
  return barAddress(db, brand, hash, { known, suppression }, [await reportWrite(db, brand, report, now)]);
}

/**
 * Erases somebody who has confirmed nothing: every sign-up that waits at the address, and the address is barred, so that no list brings it back (T33). The
 * proof goes to the brand's own chain, in the same transaction. `'conflict'`: somebody lives there by now, or signed up or was barred meanwhile, or the
 * brand's chain has grown.
 */
export async function eraseStranger(
  db: Db,
  { brand, suppression: { period } }: Pick<Policy, 'brand' | 'suppression'>,
  hash: AddressHash,
  caseId: CaseId,
  now: Date,
): Promise<{ readonly signUps: number } | 'conflict'> {
  const { requests, suppression: known } = await readAddress(db, brand, hash);
  const forgotten = requests.map(
    ({ form, requestId }): TransactWriteItem => ({
      Delete: {
        TableName: db.tableName('people'),
        Key: marshall(keys.request(brand, hash, form)),
        ConditionExpression: 'requestId = :requestId',
        ExpressionAttributeValues: marshall({ ':requestId': requestId }),
      },
    }),
  );
  const suppression: Suppression = {
    // an objection or a complaint is never weakened to anything else
    reason: known && barsConfirmation(known) ? known.reason : 'erased',
    since: now.toISOString(),
    ...(period && !barsConfirmation(known) && { until: addDuration(now, period).toISOString() }),
    formerIds: known?.formerIds ?? [],
  };
  const report = { act: 'address_erased', addressHash: hash, caseId, signUps: forgotten.length };
  const further = [...forgotten, await reportWrite(db, brand, report, now)];
  const barred = await barAddress(db, brand, hash, { known, suppression }, further);
  return barred === 'conflict' ? barred : { signUps: forgotten.length };
}

/**
 * Bars an address that nobody has, in place of what barred it when it was read, together with whatever `further` belongs to it. `'conflict'`: somebody has it
 * by now, or it was barred meanwhile.
 */
export async function barAddress(
  db: Db,
  brand: string,
  hash: AddressHash,
  { known, suppression }: { known: Suppression | undefined; suppression: Suppression },
  further: readonly TransactWriteItem[] = [],
): Promise<'suppressed' | 'conflict'> {
  const people = db.tableName('people');
  try {
    await db.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName: people,
              Item: marshall({ ...keys.suppression(brand, hash), ...suppression }),
              ConditionExpression: known ? 'since = :known' : 'attribute_not_exists(pk)',
              ...(known && { ExpressionAttributeValues: marshall({ ':known': known.since }) }),
            },
          },
          {
            ConditionCheck: {
              TableName: people,
              Key: marshall(keys.pointer(brand, hash)),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          ...further,
        ],
      }),
    );
    return 'suppressed';
  } catch (error) {
    if (error instanceof TransactionCanceledException) return 'conflict';
    throw error;
  }
}
