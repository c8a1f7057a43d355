/** Who falls due, who is in the last step, and the writes that move a person between them. Each is conditional on the person as they were read. */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { inAudience, type Person, type Profile } from '../domain/consent.ts';
import { ContactId } from '../domain/identity.ts';
import type { Signal } from '../domain/policy.ts';
import { ttlGraceDays } from '../domain/removal.ts';
import type { Day } from '../domain/retention.ts';
import { nextMonth } from '../domain/sweep.ts';
import { idOf, indexShards, keys, shardOf } from './keys.ts';
import { claimOneMail, releaseOneMail } from './one-mail.ts';
import { unlessOvertaken } from './overtaken.ts';
import { queryAll } from './query-all.ts';

/** Somebody whom retention looks at on a day. */
export interface Due {
  readonly contactId: ContactId;
  readonly day: Day;
}

/** Those of one shard of one month's bucket whose day is `until` or before, the earliest day first; at most `limit`, of those after `after`. */
export async function listDue(
  db: Db,
  brand: string,
  { month, shard, until }: { month: string; shard: number; until: Day },
  { limit, after }: { limit: number; after?: Due | undefined },
): Promise<Due[]> {
  const { due } = keys.due(brand, `${month}-01`, shard);
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      IndexName: 'due',
      KeyConditionExpression: 'due = :due AND dueDay <= :until',
      ExpressionAttributeValues: marshall({ ':due': due, ':until': until }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: marshall({ due, dueDay: after.day, ...keys.profile(brand, after.contactId) }) }),
    }),
  );
  return (page.Items ?? []).map((item) => ({
    contactId: ContactId.parse(idOf(item.pk?.S ?? '')),
    day: item.dueDay?.S ?? month,
  }));
}

/** Where a walk over the due buckets goes on: in a bucket, after somebody. */
export interface DuePosition {
  readonly month: string;
  readonly shard: number;
  readonly after?: Due | undefined;
}

/**
 * The next people whom retention looks at through the day `until`, bucket by bucket from `from` on; at most `limit`. `next` is where the walk goes on, or
 * undefined at its end.
 */
export async function pageOfDue(
  db: Db,
  brand: string,
  { from, until, limit }: { from: DuePosition; until: Day; limit: number },
): Promise<{ due: Due[]; next: DuePosition | undefined }> {
  const due: Due[] = [];
  let position: DuePosition | undefined = from;
  while (position && due.length < limit) {
    const { month, shard, after }: DuePosition = position;
    const room = limit - due.length;
    const found = await listDue(db, brand, { month, shard, until }, { limit: room, after });
    due.push(...found);
    position = found.length === room ? { month, shard, after: found.at(-1) } : bucketAfter({ month, shard }, until);
  }
  return { due, next: position };
}

const bucketAfter = ({ month, shard }: DuePosition, until: Day): DuePosition | undefined => {
  if (shard + 1 < indexShards) return { month, shard: shard + 1 };
  const next = nextMonth(month);
  return next <= until.slice(0, 7) ? { month: next, shard: 0 } : undefined;
};

/** How many people have been anonymised, by month. */
export async function readAnonymised(db: Db, brand: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const counted = await queryAll(db, 'people', {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': keys.anonymisedOf(brand) }),
  });
  for (const { sk, people } of counted) {
    const month = String(sk).slice(0, 7);
    counts[month] = (counts[month] ?? 0) + Number(people);
  }
  return counts;
}

/** Files a person for another day, or for none. `'overtaken'` if they have changed or come back since they were read. */
export const fileAgain = (db: Db, profile: Profile, day: Day | undefined): Promise<'filed' | 'overtaken'> =>
  updateProfile(db, profile, {
    UpdateExpression: day ? 'SET due = :due, dueDay = :dueDay' : 'REMOVE due, dueDay',
    values: day ? dueOf(profile, day) : {},
  });

/**
 * Takes a person into the last step: the day of the action, the question if there is one, and, where the action removes the person, the time after
 * which the profile is dead. First they are filed by id, so that whoever has an expiry can be found when nothing else of them is left.
 */
export async function beginLastStep(
  db: Db,
  profile: Profile,
  step: { on: Day; askedOn: Day | undefined; removes: boolean },
): Promise<'filed' | 'overtaken'> {
  const { brand, contactId } = profile;
  if (step.removes) {
    const Item = marshall({ ...keys.ending(brand, step.on, shardOf(contactId), contactId), brand, contactId });
    await db.client.send(new PutItemCommand({ TableName: db.tableName('people'), Item }));
  }
  const set = ['due = :due', 'dueDay = :dueDay', 'endsOn = :dueDay'];
  if (step.askedOn) set.push('askedOn = :askedOn');
  if (step.removes) set.push('expiresAt = :expiresAt');
  return updateProfile(db, profile, {
    UpdateExpression: `SET ${set.join(', ')}`,
    values: {
      ...dueOf(profile, step.on),
      ...(step.askedOn && { ':askedOn': step.askedOn }),
      ...(step.removes && { ':expiresAt': Date.parse(step.on) / 1000 + ttlGraceDays * 86_400 }),
    },
  });
}

const dueOf = ({ brand, contactId }: Profile, day: Day) => {
  const { due, dueDay } = keys.due(brand, day, shardOf(contactId));
  return { ':due': due, ':dueDay': dueDay };
};

async function updateProfile(
  db: Db,
  { brand, contactId, seq, lastSigns }: Profile,
  { UpdateExpression, values }: { UpdateExpression: string; values: Record<string, unknown> },
): Promise<'filed' | 'overtaken'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression,
        ConditionExpression: 'seq = :seq AND lastSigns = :lastSigns',
        ExpressionAttributeValues: marshall({ ...values, ':seq': seq, ':lastSigns': lastSigns }),
      }),
    );
    return 'filed';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'overtaken';
    throw error;
  }
}

/** Those of one shard of one month who were in a last step that was to end on `until` or before; at most `limit`, of those after `after`. */
export async function listEnding(
  db: Db,
  brand: string,
  { month, shard, until }: { month: string; shard: number; until: Day },
  { limit, after }: { limit: number; after?: Due | undefined },
): Promise<Due[]> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk < :after',
      // `$` follows `#`: every id of the day itself is still below
      ExpressionAttributeValues: marshall({ ':pk': keys.endingOf(brand, month, shard), ':after': `${until}$` }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: marshall(keys.ending(brand, after.day, shard, after.contactId)) }),
    }),
  );
  return (page.Items ?? []).map((item) => {
    const [day, contactId] = String(unmarshall(item).sk).split('#', 2) as [Day, string];
    return { contactId: ContactId.parse(contactId), day };
  });
}

/** Takes a person off the list of a last step. */
export async function dropEnding(db: Db, brand: string, day: Day, contactId: ContactId): Promise<void> {
  const Key = marshall(keys.ending(brand, day, shardOf(contactId), contactId));
  await db.client.send(new DeleteItemCommand({ TableName: db.tableName('people'), Key }));
}

/** Claims the one mail that asks on that day. */
export const claimQuestion = (
  db: Db,
  profile: Pick<Profile, 'brand' | 'contactId' | 'seq'>,
  { askedOn, claimId }: { askedOn: Day; claimId: string },
) =>
  claimOneMail(db, profile, {
    claim: 'questionClaim',
    set: { questionFor: askedOn, questionClaim: claimId },
    condition: 'askedOn = :questionFor AND (attribute_not_exists(questionFor) OR questionFor <> :questionFor)',
  });

/** Gives the claim back after SES surely did not take the mail. */
export const releaseQuestion = (db: Db, profile: Pick<Profile, 'brand' | 'contactId'>, claimId: string): Promise<void> =>
  releaseOneMail(db, profile, { claim: 'questionClaim', claimId, removes: ['questionFor', 'questionClaim'] });

/**
 * Notes a sign of life of a day and takes the person out of the last step, in one write. `'known'`: there was one on that day or later.
 * `'gone'`: nobody lives under this id; an expired profile is dead and is not brought back. With `asOf` only of the person as they were read, by the number
 * of their last entry; else it is `'conflict'`.
 */
export async function recordSign(
  db: Db,
  brand: string,
  contactId: ContactId,
  { signal, day, asOf }: { signal: Signal; day: Day; asOf?: number | undefined },
  now: Date,
): Promise<'recorded' | 'known' | 'gone' | 'conflict'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'SET lastSigns.#signal = :day REMOVE expiresAt, endsOn, askedOn, mailsSince',
        ConditionExpression: `attribute_exists(pk) AND (attribute_not_exists(expiresAt) OR expiresAt > :now) AND (attribute_not_exists(lastSigns.#signal) OR lastSigns.#signal < :day)${asOf === undefined ? '' : ' AND seq = :asOf'}`,
        ExpressionAttributeNames: { '#signal': signal },
        ExpressionAttributeValues: marshall({
          ':day': day,
          ':now': now.getTime() / 1000,
          ...(asOf !== undefined && { ':asOf': asOf }),
        }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'recorded';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const profile = error.Item && unmarshall(error.Item);
    const lives = profile && (profile.expiresAt === undefined || profile.expiresAt > now.getTime() / 1000);
    if (!lives) return 'gone';
    return asOf === undefined || profile.seq === asOf ? 'known' : 'conflict';
  }
}

/**
 * Notes in the audience that a person was heard of in a month, which is how `activeSince` finds them: once a month, one write for each consent that is
 * listed. What has left the audience meanwhile, or has heard of a later month, is left alone.
 */
export async function moveActiveMonth(db: Db, { profile, consents }: Person, month: string, now: Date): Promise<void> {
  const { brand, contactId } = profile;
  const stale = consents.filter((consent) => consent.activeMonth < month && inAudience(profile, consent, now));
  await Promise.all(
    stale.map(({ purpose }) =>
      unlessOvertaken(
        db.client.send(
          new UpdateItemCommand({
            TableName: db.tableName('people'),
            Key: marshall(keys.consent(brand, contactId, purpose)),
            UpdateExpression: 'SET activeMonth = :month',
            ConditionExpression: 'attribute_exists(audience) AND activeMonth < :month',
            ExpressionAttributeValues: marshall({ ':month': month }),
          }),
        ),
      ),
    ),
  );
}

/** Where the last finished run over buckets by month got to: every bucket before this month is empty. */
export async function readMark(db: Db, { pk, sk }: { pk: string; sk: string }): Promise<string | undefined> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  return page.Items?.[0]?.month?.S;
}

/** Writes down that every bucket before `month` is empty. */
export async function writeMark(db: Db, key: { pk: string; sk: string }, month: string): Promise<void> {
  await db.client.send(new PutItemCommand({ TableName: db.tableName('people'), Item: marshall({ ...key, month }) }));
}
