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
import { idOf, keys, shardOf } from './keys.ts';

/** The ids of one shard of one month's bucket whose day has come, the earliest day first; at most `limit`. */
export async function listDue(
  db: Db,
  brand: string,
  month: string,
  shard: number,
  today: Day,
  limit: number,
): Promise<ContactId[]> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      IndexName: 'due',
      KeyConditionExpression: 'due = :due AND dueDay <= :today',
      ExpressionAttributeValues: marshall({ ':due': keys.due(brand, `${month}-01`, shard).due, ':today': today }),
      Limit: limit,
    }),
  );
  return (page.Items ?? []).map((item) => ContactId.parse(idOf(item.pk?.S ?? '')));
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

/** Those of one shard of one month who were in a last step that was to end on `until` or before; at most `limit`. */
export async function listEnding(
  db: Db,
  brand: string,
  month: string,
  shard: number,
  until: Day,
  limit: number,
): Promise<{ contactId: ContactId; day: Day }[]> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk < :after',
      // `$` follows `#`: every id of the day itself is still below
      ExpressionAttributeValues: marshall({ ':pk': keys.endingOf(brand, month, shard), ':after': `${until}$` }),
      Limit: limit,
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

/** Claims the one mail that asks on that day. `claimId` is new at every attempt; a write that the SDK repeated after a lost answer is ours. */
export async function claimQuestion(
  db: Db,
  { brand, contactId }: Pick<Profile, 'brand' | 'contactId'>,
  question: { askedOn: Day; claimId: string },
): Promise<'claimed' | 'taken'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'SET questionFor = :askedOn, questionClaim = :claimId',
        ConditionExpression: 'askedOn = :askedOn AND (attribute_not_exists(questionFor) OR questionFor <> :askedOn)',
        ExpressionAttributeValues: marshall({ ':askedOn': question.askedOn, ':claimId': question.claimId }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item?.questionClaim?.S === question.claimId ? 'claimed' : 'taken';
  }
}

/** Gives the claim back after SES surely did not take the mail. */
export async function releaseQuestion(
  db: Db,
  { brand, contactId }: Pick<Profile, 'brand' | 'contactId'>,
  claimId: string,
): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'REMOVE questionFor, questionClaim',
        ConditionExpression: 'questionClaim = :claimId',
        ExpressionAttributeValues: marshall({ ':claimId': claimId }),
      }),
    ),
  );
}

/** Lets a write go that somebody else's has made needless. */
async function unlessOvertaken(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/**
 * Notes a sign of life of a day and takes the person out of the last step, in one write. `'known'`: there was one on that day or later.
 * `'gone'`: nobody lives under this id; an expired profile is dead and is not brought back.
 */
export async function recordSign(
  db: Db,
  brand: string,
  contactId: ContactId,
  sign: { signal: Signal; day: Day },
  now: Date,
): Promise<'recorded' | 'known' | 'gone'> {
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.profile(brand, contactId)),
        UpdateExpression: 'SET lastSigns.#signal = :day REMOVE expiresAt, endsOn, askedOn, mailsSince',
        ConditionExpression:
          'attribute_exists(pk) AND (attribute_not_exists(expiresAt) OR expiresAt > :now) AND (attribute_not_exists(lastSigns.#signal) OR lastSigns.#signal < :day)',
        ExpressionAttributeNames: { '#signal': sign.signal },
        ExpressionAttributeValues: marshall({ ':day': sign.day, ':now': now.getTime() / 1000 }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'recorded';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const profile = error.Item && unmarshall(error.Item);
    const lives = profile && (profile.expiresAt === undefined || profile.expiresAt > now.getTime() / 1000);
    return lives ? 'known' : 'gone';
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
