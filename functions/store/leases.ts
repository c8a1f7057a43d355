/** LEASE: the turns of all who send campaigns, of every brand, since all share one account at SES. */
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { microseconds, type Plan, type Turns, ticksOf, turnTaken } from '../domain/pace.ts';
import { keys } from './keys.ts';
import { untilNotOvertaken } from './overtaken.ts';

/** A turn: the moments at which its holder may send, one mail each, in milliseconds since the epoch. */
export interface Lease {
  readonly ticks: readonly number[];
}

/**
 * Takes the next free turn, in one write while others send too. `'later'`: it begins more than `patienceMs` from now, and has been left to whoever comes
 * then. An answer that was lost costs a turn, which nobody then uses.
 */
export async function takeLease(db: Db, plan: Plan, patienceMs: number, now: Date): Promise<Lease | 'later'> {
  const latest = microseconds(now) + patienceMs * 1000;
  let seen = await takeNext(db, plan, { earliest: microseconds(now), latest });
  if ('taken' in seen) return { ticks: ticksOf(seen.taken) };

  const lease = await untilNotOvertaken(async (overtaken) => {
    if (overtaken > 0) seen = await takeNext(db, plan, { earliest: microseconds(now), latest });
    if ('taken' in seen) return { ticks: ticksOf(seen.taken) };
    const turns = turnTaken(seen.found, plan, now);
    if (turns.next - plan.step > latest) return 'later';
    return (await replace(db, seen.found, turns)) ? { ticks: ticksOf(turns) } : 'conflict';
  });
  if (lease === 'overtaken') throw new Error('no turn could be taken for others that were');
  return lease;
}

/** The usual case: the turns are cut for this rate, and the next free one lies ahead. */
async function takeNext(
  db: Db,
  { rate, step }: Plan,
  { earliest, latest }: { earliest: number; latest: number },
): Promise<{ taken: Turns } | { found: Turns | undefined }> {
  try {
    const { Attributes = {} } = await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.lease()),
        UpdateExpression: 'SET #next = #next + :step',
        ConditionExpression: 'rate = :rate AND #next BETWEEN :earliest AND :latest',
        ExpressionAttributeNames: { '#next': 'next' },
        ExpressionAttributeValues: marshall({ ':step': step, ':rate': rate, ':earliest': earliest, ':latest': latest }),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { taken: turnsOf(Attributes) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { found: error.Item && turnsOf(error.Item) };
  }
}

async function replace(db: Db, found: Turns | undefined, turns: Turns): Promise<boolean> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.lease()),
        UpdateExpression: 'SET rate = :rate, origin = :origin, #next = :next',
        ConditionExpression: found
          ? 'rate = :foundRate AND origin = :foundOrigin AND #next = :foundNext'
          : 'attribute_not_exists(pk)',
        ExpressionAttributeNames: { '#next': 'next' },
        ExpressionAttributeValues: marshall({
          ':rate': turns.rate,
          ':origin': turns.origin,
          ':next': turns.next,
          ...(found && { ':foundRate': found.rate, ':foundOrigin': found.origin, ':foundNext': found.next }),
        }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function turnsOf(item: Parameters<typeof unmarshall>[0]): Turns {
  const { rate, origin, next } = unmarshall(item) as Turns;
  return { rate, origin, next };
}
