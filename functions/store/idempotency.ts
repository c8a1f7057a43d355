/** IDEMPOTENCY: which requests were made under their callers' own keys, and what was answered. */
import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { type Attempt, type Claim, KeyedAnswer, type KeyedAnswers } from '../domain/idempotency.ts';
import { limits } from '../domain/limits.ts';
import { keys } from './keys.ts';
import { unlessOvertaken } from './overtaken.ts';

/** The keys and answers in a table. */
export const keyedAnswers = (db: Db): KeyedAnswers => ({
  claim: (attempt, now) => claim(db, attempt, now),

  keep: (attempt, { status, body }) =>
    unlessOvertaken(
      db.client.send(
        new UpdateItemCommand({
          ...held(db, attempt),
          UpdateExpression: 'SET #state = :done, answer = :answer REMOVE leaseUntil',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: marshall(
            { ':attemptId': attempt.attemptId, ':done': 'done', ':answer': { status, body } },
            { removeUndefinedValues: true },
          ),
        }),
      ),
    ),

  release: (attempt) =>
    unlessOvertaken(
      db.client.send(
        new DeleteItemCommand({
          ...held(db, attempt),
          ExpressionAttributeValues: marshall({ ':attemptId': attempt.attemptId }),
        }),
      ),
    ),

  abandon: (attempt) =>
    unlessOvertaken(
      db.client.send(
        new UpdateItemCommand({
          ...held(db, attempt),
          UpdateExpression: 'SET leaseUntil = :never',
          ExpressionAttributeValues: marshall({ ':attemptId': attempt.attemptId, ':never': 0 }),
        }),
      ),
    ),
});

async function claim(db: Db, attempt: Attempt, now: Date): Promise<Claim> {
  const { brand, keyHash, ...claimed } = attempt;
  const leaseUntil = now.getTime() + limits.idempotencyLeaseSeconds * 1000;
  const validUntil = now.getTime() + limits.idempotencyHours * 60 * 60 * 1000;
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('people'),
        Item: marshall({
          ...keys.idempotency(brand, keyHash),
          ...claimed,
          state: 'running',
          leaseUntil,
          validUntil,
          expiresAt: Math.ceil(validUntil / 1000),
        }),
        ConditionExpression: 'attribute_not_exists(pk) OR validUntil <= :now',
        ExpressionAttributeValues: marshall({ ':now': now.getTime() }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { outcome: 'claimed', workId: attempt.workId };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    const found = unmarshall(error.Item);
    // ours if the SDK repeated this very write after a lost answer
    if (found.attemptId === attempt.attemptId) return { outcome: 'claimed', workId: attempt.workId };
    if (found.fingerprint !== attempt.fingerprint) return { outcome: 'other_request' };
    if (found.state === 'done') return { outcome: 'done', answer: KeyedAnswer.parse(found.answer) };
    if (now.getTime() < found.leaseUntil) return { outcome: 'busy' };
    return takeOver(db, attempt, found.attemptId, leaseUntil);
  }
}

/** Goes on with what an attempt left that has died; of several that want to, one may. */
async function takeOver(db: Db, attempt: Attempt, from: string, leaseUntil: number): Promise<Claim> {
  try {
    const { Attributes } = await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.idempotency(attempt.brand, attempt.keyHash)),
        UpdateExpression: 'SET attemptId = :attemptId, leaseUntil = :leaseUntil',
        ConditionExpression: '#state = :running AND attemptId IN (:from, :attemptId)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshall({
          ':attemptId': attempt.attemptId,
          ':leaseUntil': leaseUntil,
          ':running': 'running',
          ':from': from,
        }),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return { outcome: 'claimed', workId: String(unmarshall(Attributes ?? {}).workId) };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { outcome: 'busy' };
    throw error;
  }
}

const held = (db: Db, { brand, keyHash }: Attempt) => ({
  TableName: db.tableName('people'),
  Key: marshall(keys.idempotency(brand, keyHash)),
  // an attempt that outlived its lease no longer decides over the key
  ConditionExpression: 'attemptId = :attemptId',
});
