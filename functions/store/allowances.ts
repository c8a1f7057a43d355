/** ALLOWANCE: how many mails an address and a network source may still cause. Each is one conditional update; nothing is read first. */
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { AddressHash } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { keys } from './keys.ts';
import { unlessOvertaken } from './overtaken.ts';

const dayMs = limits.allowanceHours * 3_600_000;
const slotsOf = (most: number) => Array.from({ length: most }, (_, index) => index + 1);

/**
 * Claims one of the address's `most` mails of any 24 hours for a request. The item is a shift register of the last mails, so that the window truly
 * slides: the oldest slot must be a day old, and moves out as the new one moves in. It holds the request's id, and so is also the claim of that
 * mail: a redelivered message gets `'taken'`. `claimId` is new at every attempt; a write that the SDK repeated after a lost answer is ours.
 */
export async function claimAddressAllowance(
  db: Db,
  hash: AddressHash,
  claim: { requestId: string; claimId: string },
  now: Date,
  most: number = limits.confirmationsPerAddress,
): Promise<'claimed' | 'taken' | 'over_limit'> {
  const slots = slotsOf(most);
  const last = slots.length;
  const shift = slots
    .slice(0, -1)
    .map((n) => `at${n} = if_not_exists(at${n + 1}, :never), id${n} = if_not_exists(id${n + 1}, :none)`);
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.allowance(hash)),
        UpdateExpression: `SET ${[...shift, `at${last} = :now`, `id${last} = :requestId`].join(', ')}, claimId = :claimId, expiresAt = :expiresAt`,
        ConditionExpression: `(attribute_not_exists(at1) OR at1 <= :dayAgo) AND ${slots.map((n) => `(attribute_not_exists(id${n}) OR id${n} <> :requestId)`).join(' AND ')}`,
        ExpressionAttributeValues: marshall({
          ':now': now.getTime(),
          ':never': 0,
          ':none': '-',
          ':dayAgo': now.getTime() - dayMs,
          ':requestId': claim.requestId,
          ':claimId': claim.claimId,
          ':expiresAt': Math.ceil((now.getTime() + dayMs) / 1000),
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item ? unmarshall(error.Item) : {};
    if (!slots.some((n) => item[`id${n}`] === claim.requestId)) return 'over_limit';
    return item.claimId === claim.claimId ? 'claimed' : 'taken';
  }
}

/** Gives the claim back after SES surely did not take the mail, so that the redelivered message may try again: the register moves back. */
export async function releaseAddressAllowance(
  db: Db,
  hash: AddressHash,
  claim: { requestId: string; claimId: string },
  most: number = limits.confirmationsPerAddress,
): Promise<void> {
  const slots = slotsOf(most);
  const last = slots.length;
  const shiftBack = slots.slice(1).map((n) => `at${n} = at${n - 1}, id${n} = id${n - 1}`);
  // a later mail has moved the register on: the slot stays spent, which errs on the side of fewer mails
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.allowance(hash)),
        UpdateExpression: `SET ${['at1 = :never', 'id1 = :none', ...shiftBack].join(', ')} REMOVE claimId`,
        ConditionExpression: `id${last} = :requestId AND claimId = :claimId`,
        ExpressionAttributeValues: marshall({
          ':none': '-',
          ':never': 0,
          ':requestId': claim.requestId,
          ':claimId': claim.claimId,
        }),
      }),
    ),
  );
}

/** Spends one of the source's `limit` mails of the UTC day that `hash` was made for. */
export async function spendSourceAllowance(db: Db, hash: AddressHash, limit: number, now: Date): Promise<'spent' | 'over_limit'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.allowance(hash)),
        UpdateExpression: 'SET mails = if_not_exists(mails, :zero) + :one, expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(mails) OR mails < :limit',
        ExpressionAttributeValues: marshall({
          ':zero': 0,
          ':one': 1,
          ':limit': limit,
          ':expiresAt': Math.ceil((now.getTime() + dayMs) / 1000),
        }),
      }),
    );
    return 'spent';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'over_limit';
    throw error;
  }
}

/** Gives the source its mail back after SES surely did not take it. */
export async function returnSourceAllowance(db: Db, hash: AddressHash): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.allowance(hash)),
        UpdateExpression: 'SET mails = mails - :one',
        ConditionExpression: 'mails > :zero',
        ExpressionAttributeValues: marshall({ ':zero': 0, ':one': 1 }),
      }),
    ),
  );
}
