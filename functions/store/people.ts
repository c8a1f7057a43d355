/** What we know of people: PROFILE, CONSENT and POINTER, and the one transaction that changes them together with the ledger. */
import {
  type AttributeValue,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Change, ProfileChange } from '../domain/change.ts';
import { barsConfirmation, Consent, hasExpired, type Person, Profile, Suppression } from '../domain/consent.ts';
import { type AddressHash, ContactId } from '../domain/identity.ts';
import { LinkRequest } from '../domain/manage.ts';
import { SignUpRequest } from '../domain/sign-up.ts';
import { keys, shardOf } from './keys.ts';
import { queryAll } from './query-all.ts';

/** What lies under an address: whom it points to, what waits, what bars it. */
export interface AddressRecord {
  readonly contactId: ContactId | undefined;
  readonly requests: readonly SignUpRequest[];
  readonly suppression: Suppression | undefined;
  /** Somebody asks for the one-hour link. */
  readonly link: LinkRequest | undefined;
}

/** Everything under an address, in one strongly consistent Query. Expired items are still among it: time decides, not the row. */
export async function readAddress(db: Db, brand: string, hash: AddressHash): Promise<AddressRecord> {
  const items = await queryAll(db, 'people', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': keys.address(brand, hash) }),
  });
  const pointer = items.find((item) => item.sk === 'POINTER');
  const suppression = items.find((item) => item.sk === 'SUPPRESSION');
  const link = items.find((item) => item.sk === 'LINK');
  return {
    contactId: pointer && ContactId.parse(pointer.contactId),
    requests: items.filter((item) => String(item.sk).startsWith('REQUEST#')).map((item) => SignUpRequest.parse(item)),
    suppression: suppression && Suppression.parse(suppression),
    link: link && LinkRequest.parse(link),
  };
}

/**
 * A person's profile and consents, in one strongly consistent Query; undefined once the profile is gone or has expired, whatever is still being
 * cleaned up.
 */
export async function readPerson(db: Db, brand: string, contactId: ContactId, now: Date): Promise<Person | undefined> {
  const person = await readPersonAsStored(db, brand, contactId);
  return person && !hasExpired(person.profile, now) ? person : undefined;
}

/** The same for those who clean up: an expired profile is among it. */
export async function readPersonAsStored(db: Db, brand: string, contactId: ContactId): Promise<Person | undefined> {
  const items = await queryAll(db, 'people', {
    ConsistentRead: true,
    // `SEND#` and what follows sort after the profile, so that a person with many mails still reads in one unit
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :consents AND :profile',
    ExpressionAttributeValues: marshall({
      ':pk': keys.contact(brand, contactId),
      ':consents': 'CONSENT#',
      ':profile': 'PROFILE',
    }),
  });
  const profile = items.find((item) => item.sk === 'PROFILE');
  if (!profile) return undefined;
  const consents = items.filter((item) => item !== profile).map((item) => Consent.parse(item));
  return { profile: Profile.parse(profile), consents };
}

/**
 * Saves state and evidence together, with whatever `further` belongs to the same change, or nothing. `'conflict'`: somebody else changed the person, the address or the request first; read again
 * and decide again. A write that the SDK repeated after a lost answer also ends as `'conflict'`, and the reading then finds it done: no second
 * ledger entry can be written, because the condition is on its key (F14).
 */
export async function saveChange(
  db: Db,
  change: Change,
  further: readonly TransactWriteItem[] = [],
): Promise<'saved' | 'conflict'> {
  try {
    await db.client.send(new TransactWriteItemsCommand({ TransactItems: [...writesOf(db, change), ...further] }));
    return 'saved';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    if (codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')) return 'conflict';
    throw error;
  }
}

function writesOf(db: Db, change: Change): TransactWriteItem[] {
  const { brand, contactId, addressHash, entry } = change;
  const people = db.tableName('people');
  const item = (value: object) => marshall(value, { removeUndefinedValues: true });
  const writes: TransactWriteItem[] = [
    {
      Put: {
        TableName: db.tableName('ledger'),
        Item: item({ ...keys.entry(brand, contactId, entry.seq), ...entry }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    profileWrite(db, change),
  ];

  for (const { consent, inAudience } of change.consents) {
    const listed = inAudience ? keys.audience(brand, consent.purpose, shardOf(contactId)) : {};
    writes.push({
      Put: { TableName: people, Item: item({ ...keys.consent(brand, contactId, consent.purpose), ...consent, ...listed }) },
    });
  }
  for (const purpose of change.deletedConsents) {
    writes.push({ Delete: { TableName: people, Key: marshall(keys.consent(brand, contactId, purpose)) } });
  }

  const pointer = keys.pointer(brand, addressHash);
  if (change.pointer === 'create') {
    writes.push({
      Put: { TableName: people, Item: item({ ...pointer, contactId }), ConditionExpression: 'attribute_not_exists(pk)' },
    });
  }
  if (typeof change.pointer === 'object') {
    writes.push({
      Put: {
        TableName: people,
        Item: item({ ...pointer, contactId }),
        ConditionExpression: 'contactId = :replaced',
        ExpressionAttributeValues: marshall({ ':replaced': change.pointer.replaces }),
      },
    });
  }
  if (change.pointer === 'delete') {
    writes.push({
      Delete: {
        TableName: people,
        Key: marshall(pointer),
        ConditionExpression: 'contactId = :contactId',
        ExpressionAttributeValues: marshall({ ':contactId': contactId }),
      },
    });
  }

  const suppression = keys.suppression(brand, addressHash);
  // an objection that arrived since the reading is neither lifted nor weakened (T3)
  const unlessBarred = {
    ConditionExpression: 'attribute_not_exists(pk) OR NOT (#reason IN (:objected, :complained))',
    ExpressionAttributeNames: { '#reason': 'reason' },
    ExpressionAttributeValues: marshall({ ':objected': 'objected', ':complained': 'complained' }),
  };
  if (change.suppression === 'lift_bar') {
    writes.push({ Delete: { TableName: people, Key: marshall(suppression) } });
  } else if (change.suppression === 'lift') {
    writes.push({ Delete: { TableName: people, Key: marshall(suppression), ...unlessBarred } });
  } else if (change.suppression === 'require_none') {
    writes.push({
      ConditionCheck: {
        TableName: people,
        Key: marshall(suppression),
        // one that came since the reading stops the change (T27)
        ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: marshall({ ':now': entry.at }),
      },
    });
  } else if (change.suppression !== 'keep') {
    const condition = barsConfirmation(change.suppression) ? {} : unlessBarred;
    writes.push({ Put: { TableName: people, Item: item({ ...suppression, ...change.suppression }), ...condition } });
  }

  const request = change.confirmedRequest;
  if (request) {
    writes.push({
      Update: {
        TableName: people,
        Key: marshall(keys.request(brand, addressHash, request.form)),
        UpdateExpression: 'SET #state = :confirmed, contactId = :contactId',
        ConditionExpression: 'requestId = :requestId AND #state = :pending AND expiresAt > :now',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshall({
          ':confirmed': 'confirmed' satisfies SignUpRequest['state'],
          ':pending': 'pending' satisfies SignUpRequest['state'],
          ':contactId': contactId,
          ':requestId': request.requestId,
          ':now': Date.parse(entry.at) / 1000,
        }),
      },
    });
  }
  if (change.untold) {
    const at = keys.untold(brand, change.untold.day, contactId);
    writes.push(
      change.untold.write === 'file'
        ? { Put: { TableName: people, Item: item(at) } }
        : { Delete: { TableName: people, Key: marshall(at) } },
    );
  }
  if (change.counted) {
    writes.push({
      Update: {
        TableName: people,
        Key: marshall(keys.anonymised(brand, change.counted, shardOf(contactId))),
        UpdateExpression: 'ADD people :one',
        ExpressionAttributeValues: marshall({ ':one': 1 }),
      },
    });
  }
  for (const form of change.deletedRequests) {
    writes.push({ Delete: { TableName: people, Key: marshall(keys.request(brand, addressHash, form)) } });
  }
  return writes;
}

function profileWrite(db: Db, { brand, contactId, profile, entry }: Change): TransactWriteItem {
  const at = { TableName: db.tableName('people'), Key: marshall(keys.profile(brand, contactId)) };
  if (profile.write === 'create') {
    const { dueDay, ...attributes } = profile.profile;
    const due = dueDay ? keys.due(brand, dueDay, shardOf(contactId)) : {};
    return { Update: { ...at, ...setting({ ...attributes, ...due }, { ConditionExpression: 'attribute_not_exists(pk)' }) } };
  }
  // whoever takes a number takes it from the one before: two changes of a person serialise by themselves
  const lock = unchanged(entry.seq - 1, profile.unlessSigned);
  if (profile.write === 'delete') return { Delete: { ...at, ...lock } };
  const { dueDay, ...attributes } = profile.set;
  const due = dueDay ? keys.due(brand, dueDay, shardOf(contactId)) : {};
  return { Update: { ...at, ...setting({ ...attributes, ...due }, lock, profile) } };
}

/** The person is as they were read: by the number of their last entry, and, where that matters, by their signs of life. */
const unchanged = (seq: number, lastSigns?: Profile['lastSigns']) => ({
  ConditionExpression: lastSigns ? 'seq = :before AND lastSigns = :readSigns' : 'seq = :before',
  ExpressionAttributeValues: marshall({ ':before': seq, ...(lastSigns && { ':readSigns': lastSigns }) }),
});

/**
 * `SET` for each given attribute: the rest of a PROFILE may be changing elsewhere at this moment, so it is never written whole. A sign of life
 * takes the person out of the last step of retention in the same write.
 */
function setting(
  attributes: object,
  condition: { ConditionExpression: string; ExpressionAttributeValues?: Record<string, AttributeValue> },
  {
    sign,
    signs = {},
    endsLastStep,
    remove = [],
  }: Partial<Pick<Extract<ProfileChange, { write: 'update' }>, 'sign' | 'signs' | 'endsLastStep' | 'remove'>> = {},
) {
  const set = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const assignments = set.map(([name]) => `#${name} = :${name}`);
  const removed = [...(sign || endsLastStep ? lastStep : []), ...(sign ? ['mailsSince'] : []), ...remove];
  const days = Object.entries({ ...signs, ...(sign && { [sign.signal]: sign.day }) });
  const [kept, forgotten] = [true, false].map((known) => days.filter(([, day]) => (day !== undefined) === known)) as [
    typeof days,
    typeof days,
  ];
  const removals = [...removed.map((name) => `#${name}`), ...forgotten.map(([signal]) => `#lastSigns.#sign_${signal}`)];
  return {
    UpdateExpression: [
      `SET ${[...assignments, ...kept.map(([signal]) => `#lastSigns.#sign_${signal} = :sign_${signal}`)].join(', ')}`,
      ...(removals.length > 0 ? [`REMOVE ${removals.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: condition.ConditionExpression,
    ExpressionAttributeNames: {
      ...Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
      ...Object.fromEntries(removed.map((name) => [`#${name}`, name])),
      ...(days.length > 0 && { '#lastSigns': 'lastSigns' }),
      ...Object.fromEntries(days.map(([signal]) => [`#sign_${signal}`, signal])),
    },
    ExpressionAttributeValues: {
      ...marshall(Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])), { removeUndefinedValues: true }),
      ...marshall(Object.fromEntries(kept.map(([signal, day]) => [`:sign_${signal}`, day]))),
      ...condition.ExpressionAttributeValues,
    },
  };
}

const lastStep = ['expiresAt', 'endsOn', 'askedOn'];
