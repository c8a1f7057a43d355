/** To whom a campaign goes: the walk through its audience, who is left out of it, and what became of each mail. */
import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { Campaign, CampaignId, Progress } from '../domain/campaign.ts';
import type { ContactId } from '../domain/identity.ts';
import type { Policy } from '../domain/policy.ts';
import { hasStatus, type ListedSend, type Recipient, type RecipientStatus, recipientOf } from '../domain/recipients.ts';
import { narrowedTo, type Segment, SegmentId } from '../domain/segment.ts';
import { Send, type SendState } from '../domain/send.ts';
import type { Position } from './audience.ts';
import { type CampaignKey, readChunks } from './chunks.ts';
import { idOf, keys } from './keys.ts';
import { idsOfSegment, pageOfSegment, readSegment } from './segments.ts';

/** A campaign's audience, its segments looked up. */
export interface CampaignAudience {
  readonly people: Segment;
  readonly without: { readonly segments: readonly Segment[]; readonly campaigns: readonly CampaignId[] };
}

/** The audience of a campaign as its segments say now; `'segment_missing'` if one of them has been deleted. */
export async function audienceOfCampaign(
  db: Db,
  { brand, purpose, segment, exclude }: Pick<Campaign, 'brand' | 'purpose' | 'segment' | 'exclude'>,
): Promise<CampaignAudience | 'segment_missing'> {
  const named = [...(segment === undefined ? [] : [segment]), ...(exclude?.segments ?? [])];
  const found = await Promise.all(named.map(async (id) => (await readSegment(db, brand, SegmentId.parse(id)))?.segment));
  const segments = found.filter((one) => one !== undefined);
  if (segments.length < named.length) return 'segment_missing';
  const everybody: Segment = { purposes: { all: [purpose] } };
  const [people = everybody, ...without] = segment === undefined ? [everybody, ...segments] : segments;
  return { people: narrowedTo(people, purpose), without: { segments: without, campaigns: exclude?.campaigns ?? [] } };
}

/** A page of a walk through an audience. */
export interface RecipientsPage {
  readonly ids: readonly ContactId[];
  /** Whom the page met and left out, by why: in one of the segments, or mailed by one of the campaigns. */
  readonly excluded: Progress['excluded'];
  /** Undefined at the end of the walk, and only there. */
  readonly next: Position | undefined;
}

/**
 * A page of those to whom a campaign goes, each once in a walk from `{ shard: 0 }` to its end, however many segments and purposes match (T16). Preview and
 * preparation are this walk (T22).
 */
export async function pageOfRecipients(
  db: Db,
  policy: Pick<Policy, 'brand' | 'purposes'>,
  { people, without }: CampaignAudience,
  { from, limit, now }: { from: Position; limit: number; now: Date },
): Promise<RecipientsPage> {
  const { rows, next } = await pageOfSegment(db, policy, people, { from, limit, now });
  const met = rows.map(({ contactId }) => contactId);
  const excluded = { campaign: 0, segment: 0 };
  if (met.length === 0) return { ids: [], excluded, next };

  const listed = await Promise.all(without.segments.map((one) => idsOfSegment(db, policy, one, { from, to: next, now })));
  const outside = met.filter((id) => !listed.some((ids) => ids.has(id)));
  excluded.segment = met.length - outside.length;
  const mailed = await Promise.all(
    without.campaigns.map((id) => whomMailed(db, { brand: policy.brand, campaignId: id }, outside)),
  );
  const ids = outside.filter((id) => !mailed.some((those) => those.has(id)));
  excluded.campaign = outside.length - ids.length;
  return { ids, excluded, next };
}

/** Those whom a campaign mailed, or may have mailed: whatever is not known to have been skipped or refused counts. */
async function whomMailed(db: Db, campaign: CampaignKey, ids: readonly ContactId[]): Promise<Set<ContactId>> {
  const not: readonly SendState[] = ['skipped', 'failed'];
  const sends = await readSends(db, campaign, ids);
  return new Set([...sends].filter(([, { state }]) => !not.includes(state)).map(([id]) => id));
}

/** Where a list of recipients goes on: at this one of this chunk. */
export interface RecipientPosition {
  readonly chunk: number;
  readonly index: number;
}

/** Chunks that one page looks at: of a status that few have, it ends short. */
const chunksPerPage = 20;

/** A page of a campaign's recipients, those of one status or all, chunk by chunk. `next` is undefined at the end, and only there. */
export async function listRecipients(
  db: Db,
  campaign: Pick<Campaign, 'brand' | 'campaignId' | 'chunks'>,
  { from, limit, status }: { from: RecipientPosition; limit: number; status: RecipientStatus | undefined },
): Promise<{ recipients: Recipient[]; next: RecipientPosition | undefined }> {
  const to = Math.min(from.chunk + chunksPerPage, campaign.chunks);
  const chunks = to > from.chunk ? await readChunks(db, campaign, { from: from.chunk, to }) : [];
  const sends = await readSends(
    db,
    campaign,
    chunks.flatMap(({ ids }) => ids),
  );
  const recipients: Recipient[] = [];
  for (const { chunk, ids, endedAt } of chunks) {
    for (const [index, id] of ids.entries()) {
      if (chunk === from.chunk && index < from.index) continue;
      const recipient = recipientOf(id, sends.get(id), endedAt !== undefined);
      if (!hasStatus(recipient, status)) continue;
      if (recipients.length === limit) return { recipients, next: { chunk, index } };
      recipients.push(recipient);
    }
  }
  return { recipients, next: to < campaign.chunks ? { chunk: to, index: 0 } : undefined };
}

const Listed = Send.pick({ state: true, reason: true, feedback: true, sentAt: true });

/** Keys that one call may read, and calls at once. */
const keysPerBatch = 100;
const batchesAtOnce = 8;

/** The SENDs of a campaign to these people. Who has none is missing: not mailed yet, or gone since. */
export async function readSends(
  db: Db,
  { brand, campaignId }: CampaignKey,
  ids: readonly ContactId[],
): Promise<Map<ContactId, ListedSend>> {
  const found = new Map<ContactId, ListedSend>();
  const TableName = db.tableName('people');
  const readBatch = async (Keys: Record<string, AttributeValue>[]) => {
    const answer = await db.client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [TableName]: {
            Keys,
            ConsistentRead: true,
            ProjectionExpression: 'pk, #state, reason, feedback, sentAt',
            ExpressionAttributeNames: { '#state': 'state' },
          },
        },
      }),
    );
    for (const item of answer.Responses?.[TableName] ?? []) {
      const { pk, ...send } = unmarshall(item);
      found.set(idOf(String(pk)), Listed.parse(send));
    }
    return answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
  };
  let waiting = ids.map((id) => marshall(keys.send(brand, id, campaignId)));
  while (waiting.length > 0) {
    const now = waiting.slice(0, batchesAtOnce * keysPerBatch);
    const batches = Array.from({ length: Math.ceil(now.length / keysPerBatch) }, (_, n) =>
      now.slice(n * keysPerBatch, (n + 1) * keysPerBatch),
    );
    const left = await Promise.all(batches.map(readBatch));
    waiting = [...left.flat(), ...waiting.slice(now.length)];
  }
  return found;
}
