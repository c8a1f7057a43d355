/**
 * What is kept of opens and clicks: marks on the SEND of whoever agreed to it, and counters of the campaign. The counters change together with the list of
 * the hits that they hold, whose next number is the lock: two who count at once cannot count the same hit.
 */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type Update,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { CampaignId } from '../domain/campaign.ts';
import {
  addUpHits,
  type Countable,
  type Counted,
  type Engagement,
  engagementOf,
  type Marks,
  packHits,
  uncounted,
  unpackHits,
} from '../domain/engagement.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { Send } from '../domain/send.ts';
import { keys } from './keys.ts';
import { untilNotOvertaken } from './overtaken.ts';
import { queryAll } from './query-all.ts';

/** One mail of a campaign. */
export interface MailKey {
  readonly brand: string;
  readonly contactId: ContactId;
  readonly campaignId: CampaignId;
}

const Measured = Send.pick({
  state: true,
  sentAt: true,
  tracking: true,
  openedAt: true,
  clickedAt: true,
  clickedLinks: true,
  firsts: true,
  scanned: true,
});
/** Of a mail: when it was sent, what it was made to measure, and what its reader's hits have marked. */
export type Measured = Pick<Send, 'state' | 'sentAt' | 'tracking'> & Marks;

/** Reads it strongly; undefined if there is no such mail, or none any more. */
export async function readMeasured(db: Db, { brand, contactId, campaignId }: MailKey): Promise<Measured | undefined> {
  const { Item } = await db.client.send(
    new GetItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.send(brand, contactId, campaignId)),
      ConsistentRead: true,
    }),
  );
  return Item && Measured.parse(unmarshall(Item));
}

/** Writes the marks of a mail that are still as they were read. `'conflict'`: others have marked it, or it is gone; read again. */
export async function saveMarks(
  db: Db,
  { brand, contactId, campaignId }: MailKey,
  read: Marks,
  marks: Marks,
): Promise<'saved' | 'conflict'> {
  const set = Object.entries(marks).filter(([, value]) => value !== undefined);
  const asRead = (['firsts', 'scanned'] as const).map((name) =>
    read[name] === undefined ? `attribute_not_exists(${name})` : `${name} = :read_${name}`,
  );
  try {
    await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keys.send(brand, contactId, campaignId)),
        UpdateExpression: `SET ${set.map(([name]) => `${name} = :${name}`).join(', ')}`,
        // a mail that went with its person is not brought back
        ConditionExpression: `attribute_exists(pk) AND ${asRead.join(' AND ')}`,
        ExpressionAttributeValues: marshall({
          ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
          ...(read.firsts && { ':read_firsts': read.firsts }),
          ...(read.scanned && { ':read_scanned': read.scanned }),
        }),
      }),
    );
    return 'saved';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict';
    throw error;
  }
}

/** Hits of one hour of one campaign. */
export interface HourKey {
  readonly brand: string;
  readonly campaignId: CampaignId;
  /** `YYYY-MM-DDThh`. */
  readonly hour: string;
}

/** Which hits of an hour have been counted, and the number that the next list of them bears. */
export async function readCounted(
  db: Db,
  { brand, campaignId, hour }: HourKey,
): Promise<{ readonly counted: Counted; readonly next: number }> {
  const { pk, sk } = keys.counted(brand, campaignId, hour, 0);
  const counted = new Map<string, number>();
  const lists = await queryAll(db, 'campaigns', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :hour)',
    ExpressionAttributeValues: marshall({ ':pk': pk, ':hour': sk.slice(0, sk.lastIndexOf('#') + 1) }),
  });
  for (const { hits = new Uint8Array() } of lists)
    for (const [id, parts] of unpackHits(hits as Uint8Array)) counted.set(id, (counted.get(id) ?? 0) | parts);
  return { counted, next: lists.length };
}

/** Counts what has not been counted of these hits, all of that hour, together with the list of them: all or nothing, once. */
export async function countHits(db: Db, at: HourKey, hits: readonly Countable[], now: Date): Promise<void> {
  const outcome = await untilNotOvertaken(async () => {
    const { counted, next } = await readCounted(db, at);
    const left = uncounted(hits, counted);
    return left.length === 0 ? 'counted' : writeCounted(db, at, next, left, now);
  });
  if (outcome === 'overtaken') throw new Error('others kept counting the hits of this hour');
}

async function writeCounted(
  db: Db,
  { brand, campaignId, hour }: HourKey,
  next: number,
  hits: readonly Countable[],
  now: Date,
): Promise<'counted' | 'conflict'> {
  const { day, links } = addUpHits(hits);
  const ofParts = new Map<number, Record<string, number>>();
  for (const [link, sums] of links) {
    const part = Math.floor(link / linksPerItem);
    const named = Object.entries(sums).map(([name, sum]) => [`${link}:${name}`, sum]);
    ofParts.set(part, { ...ofParts.get(part), ...Object.fromEntries(named) });
  }
  const writes: TransactWriteItem[] = [
    {
      Put: {
        TableName: db.tableName('campaigns'),
        Item: marshall({
          ...keys.counted(brand, campaignId, hour, next),
          hits: packHits(hits),
          expiresAt: Math.floor(now.getTime() / 1000) + limits.countedHitDays * 86_400,
        }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    { Update: adding(db, keys.engagement(brand, campaignId, hour.slice(0, 10)), day) },
    ...[...ofParts].map(([part, sums]) => ({ Update: adding(db, keys.followed(brand, campaignId, part), sums) })),
  ];
  try {
    await db.client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    return 'counted';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    // whoever had the number first has perhaps counted the same hits: read again what is left
    if (codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')) return 'conflict';
    throw error;
  }
}

/** A link has three counters, and an update names at most some three hundred. */
const linksPerItem = 50;

const adding = (db: Db, key: object, sums: Readonly<Record<string, number>>): Update => ({
  TableName: db.tableName('campaigns'),
  Key: marshall(key),
  UpdateExpression: `ADD ${Object.keys(sums)
    .map((_, index) => `#${index} :${index}`)
    .join(', ')}`,
  ExpressionAttributeNames: Object.fromEntries(Object.keys(sums).map((name, index) => [`#${index}`, name])),
  ExpressionAttributeValues: marshall(Object.fromEntries(Object.values(sums).map((sum, index) => [`:${index}`, sum]))),
});

/** All that was counted of a campaign's opens and clicks. */
export async function readEngagement(db: Db, brand: string, campaignId: CampaignId): Promise<Engagement> {
  const days: { day: string; sums: Record<string, number> }[] = [];
  const links = new Map<number, Record<string, number>>();
  const counted = await queryAll(db, 'campaigns', {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :engaged)',
    ExpressionAttributeValues: marshall({ ':pk': keys.engagement(brand, campaignId, '').pk, ':engaged': 'ENGAGED#' }),
  });
  for (const { pk: _, sk, ...rest } of counted) {
    const sums = rest as Record<string, number>;
    const place = String(sk).slice('ENGAGED#'.length);
    if (!place.startsWith('LINKS#')) days.push({ day: place, sums });
    else
      for (const [name, sum] of Object.entries(sums)) {
        const [link = '', counter = ''] = name.split(':');
        links.set(Number(link), { ...links.get(Number(link)), [counter]: sum });
      }
  }
  return engagementOf(days, links);
}
