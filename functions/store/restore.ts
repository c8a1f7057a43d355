/** What puts a restored `people` right: the writes of a repair, and the mails of campaigns that went on after the point that was restored to. */
import { TransactionCanceledException, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { Campaign } from '../domain/campaign.ts';
import type { Profile, Suppression } from '../domain/consent.ts';
import { AddressHash, type ContactId } from '../domain/identity.ts';
import type { Entry } from '../domain/ledger.ts';
import type { Policy } from '../domain/policy.ts';
import type { Repair, Restored } from '../domain/restore.ts';
import { type Chunk, readChunks } from './chunks.ts';
import { finishRemoval } from './erasure.ts';
import { keys, shardOf } from './keys.ts';
import { readAddress, readPersonAsStored } from './people.ts';
import { queryAll } from './query-all.ts';
import { claimSend } from './sends.ts';
import { isListedUntold } from './untold.ts';

/** What the restored table says of whoever has a chain, and of the address that the chain last had. */
export async function readRestored(
  db: Db,
  brand: string,
  contactId: ContactId,
  last: Pick<Entry, 'addressHash'>,
): Promise<Restored> {
  const [person, address] = await Promise.all([
    readPersonAsStored(db, brand, contactId),
    readAddress(db, brand, AddressHash.parse(last.addressHash)),
  ]);
  const tellBy = person?.profile.foundIn?.tellBy;
  const waitsToBeTold = tellBy !== undefined && (await isListedUntold(db, brand, { tellBy, contactId }));
  return { person, address, waitsToBeTold };
}

/**
 * Does what a repair says, or nothing: `'conflict'`, if somebody has changed the person since they were read. An erasure and a loss are then finished as any
 * other removal is.
 */
export async function applyRepair(
  db: Db,
  policy: Policy,
  contactId: ContactId,
  { addressHash }: Pick<Entry, 'addressHash'>,
  repair: Repair,
  now: Date,
): Promise<'done' | 'conflict'> {
  const place = { brand: policy.brand, contactId, hash: AddressHash.parse(addressHash) };
  const writes = writesOf(db, place, repair);
  if (writes.length > 0) {
    try {
      await db.client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    } catch (error) {
      if (error instanceof TransactionCanceledException) return 'conflict';
      throw error;
    }
  }
  if (repair.kind === 'erased' || repair.kind === 'lost') {
    if ((await finishRemoval(db, policy, contactId, now)) === 'overtaken') return 'conflict';
  }
  return 'done';
}

interface Place {
  readonly brand: string;
  readonly contactId: ContactId;
  readonly hash: AddressHash;
}

function writesOf(db: Db, place: Place, repair: Repair): TransactWriteItem[] {
  const { brand, contactId, hash } = place;
  const TableName = db.tableName('people');
  switch (repair.kind) {
    case 'in_step':
    case 'broken':
      return [];
    case 'erased':
      return [
        ...(repair.profile ? [profileGone(db, repair.profile)] : []),
        ...(repair.pointer ? [pointerGone(db, place)] : []),
        ...(repair.suppression ? [barred(db, place, repair.suppression)] : []),
        ...repair.requests.map((form) => ({ Delete: { TableName, Key: marshall(keys.request(brand, hash, form)) } })),
      ];
    case 'lost':
      return [
        {
          Put: {
            TableName: db.tableName('ledger'),
            Item: item({ ...keys.entry(brand, contactId, repair.entry.seq), ...repair.entry }),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        ...(repair.pointer ? [pointerGone(db, place)] : []),
      ];
    case 'brought_up':
      return [
        profileBroughtUp(db, repair),
        ...repair.consents.map(({ consent, inAudience }) => ({
          Put: {
            TableName,
            Item: item({
              ...keys.consent(brand, contactId, consent.purpose),
              ...consent,
              ...(inAudience && keys.audience(brand, consent.purpose, shardOf(contactId))),
            }),
          },
        })),
        ...(repair.pointer
          ? [
              {
                Put: {
                  TableName,
                  Item: marshall({ ...keys.pointer(brand, hash), contactId }),
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              },
            ]
          : []),
        ...(repair.untold ? [{ Put: { TableName, Item: marshall(keys.untold(brand, repair.untold, contactId)) } }] : []),
        ...(repair.suppression === 'lift' ? [{ Delete: { TableName, Key: marshall(keys.suppression(brand, hash)) } }] : []),
        ...(typeof repair.suppression === 'object' ? [barred(db, place, repair.suppression)] : []),
      ];
  }
}

const item = (value: object) => marshall(value, { removeUndefinedValues: true });

const profileGone = (db: Db, { brand, contactId, seq }: Profile): TransactWriteItem => ({
  Delete: {
    TableName: db.tableName('people'),
    Key: marshall(keys.profile(brand, contactId)),
    ConditionExpression: 'seq = :seq',
    ExpressionAttributeValues: marshall({ ':seq': seq }),
  },
});

const pointerGone = (db: Db, { brand, contactId, hash }: Place): TransactWriteItem => ({
  Delete: {
    TableName: db.tableName('people'),
    Key: marshall(keys.pointer(brand, hash)),
    ConditionExpression: 'contactId = :contactId',
    ExpressionAttributeValues: marshall({ ':contactId': contactId }),
  },
});

const barred = (db: Db, { brand, hash }: Place, suppression: Suppression): TransactWriteItem => ({
  Put: { TableName: db.tableName('people'), Item: item({ ...keys.suppression(brand, hash), ...suppression }) },
});

function profileBroughtUp(db: Db, { before, set, remove }: Extract<Repair, { kind: 'brought_up' }>): TransactWriteItem {
  const { brand, contactId, seq } = before;
  const { dueDay, ...attributes } = set;
  const values = { ...attributes, ...(dueDay && keys.due(brand, dueDay, shardOf(contactId))) };
  const names = [...Object.keys(values), ...remove];
  return {
    Update: {
      TableName: db.tableName('people'),
      Key: marshall(keys.profile(brand, contactId)),
      UpdateExpression: `SET ${Object.keys(values)
        .map((name) => `#${name} = :${name}`)
        .join(', ')} REMOVE ${remove.map((name) => `#${name}`).join(', ')}`,
      ConditionExpression: 'seq = :read',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: item({
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
        ':read': seq,
      }),
    },
  };
}

/** All of a brand's campaigns that had begun, or may have, and had not ended before `since`. */
export async function listCampaignsOf(db: Db, brand: string, since: Date): Promise<Campaign[]> {
  const stored = await queryAll(db, 'campaigns', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': keys.campaigns(brand) }),
  });
  const found = stored.map((item) => Campaign.parse(item));
  return found.filter(({ state, finishedAt }) => state !== 'draft' && (!finishedAt || new Date(finishedAt) >= since));
}

const chunksAtOnce = 100;

/** The chunks of a campaign that somebody began to send at `since` or later. */
export async function listChunksBegun(db: Db, campaign: Campaign, since: Date): Promise<Chunk[]> {
  const begun: Chunk[] = [];
  for (let from = 0; from < campaign.chunks; from += chunksAtOnce) {
    const chunks = await readChunks(db, campaign, { from, to: Math.min(from + chunksAtOnce, campaign.chunks) });
    begun.push(...chunks.filter(({ startedAt }) => startedAt !== undefined && startedAt * 1000 >= since.getTime()));
  }
  return begun;
}

/**
 * Writes of a person in such a chunk that nobody knows whether they were mailed, so that they are not mailed again. `'known'`: what became of their mail is
 * still known. `'gone'`: nobody lives under this id, and nothing is brought to life.
 */
export async function writeUnknown(
  db: Db,
  { brand, campaignId, purpose }: Campaign,
  chunk: number,
  contactId: ContactId,
  claim: { claimId: string; expiresAt: number },
  now: Date,
): Promise<'written' | 'known' | 'gone'> {
  if (!(await readPersonAsStored(db, brand, contactId))) return 'gone';
  const send = { ...claim, campaignId, state: 'unknown' as const, claimedAt: now.toISOString(), chunk, purpose };
  return (await claimSend(db, { brand, contactId, campaignId }, send)) === 'claimed' ? 'written' : 'known';
}
