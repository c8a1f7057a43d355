/** Segments under their names, and the walk through the people of one. */
import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { AudienceRow } from '../domain/audience.ts';
import type { CampaignId } from '../domain/campaign.ts';
import { Consent, Profile } from '../domain/consent.ts';
import type { ContactId } from '../domain/identity.ts';
import { type Policy, type PurposeId, purposeOf } from '../domain/policy.ts';
import {
  type Facts,
  isListedNow,
  type Listed,
  type Membership,
  membershipOf,
  type Plan,
  planOf,
  SavedSegment,
  type Segment,
  type SegmentId,
} from '../domain/segment.ts';
import { Send } from '../domain/send.ts';
import type { Position } from './audience.ts';
import { idOf, indexShards, keys } from './keys.ts';

/** Saves a segment, in place of the one that had its name. */
export async function saveSegment(db: Db, brand: string, saved: SavedSegment): Promise<'created' | 'replaced'> {
  const { Attributes } = await db.client.send(
    new PutItemCommand({
      TableName: db.tableName('campaigns'),
      Item: marshall({ ...keys.segment(brand, saved.segmentId), ...saved }, { removeUndefinedValues: true }),
      ReturnValues: 'ALL_OLD',
    }),
  );
  return Attributes ? 'replaced' : 'created';
}

/** The segment of a name. */
export async function readSegment(db: Db, brand: string, segmentId: SegmentId): Promise<SavedSegment | undefined> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('campaigns'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({
        ':pk': keys.segments(brand),
        ':sk': keys.segment(brand, segmentId).sk,
      }),
    }),
  );
  return page.Items?.[0] && SavedSegment.parse(unmarshall(page.Items[0]));
}

/** A page of a brand's segments, by name. */
export async function listSegments(
  db: Db,
  brand: string,
  { after, limit }: { after?: SegmentId | undefined; limit: number },
): Promise<{ segments: SavedSegment[]; next: SegmentId | undefined }> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('campaigns'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': keys.segments(brand) }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: marshall(keys.segment(brand, after)) }),
    }),
  );
  const segments = (page.Items ?? []).map((item) => SavedSegment.parse(unmarshall(item)));
  return { segments, next: page.LastEvaluatedKey && segments.at(-1)?.segmentId };
}

/** Forgets a segment. Whoever is in it stays as they are. */
export async function deleteSegment(db: Db, brand: string, segmentId: SegmentId): Promise<'deleted' | 'absent'> {
  const { Attributes } = await db.client.send(
    new DeleteItemCommand({
      TableName: db.tableName('campaigns'),
      Key: marshall(keys.segment(brand, segmentId)),
      ReturnValues: 'ALL_OLD',
    }),
  );
  return Attributes ? 'deleted' : 'absent';
}

/** Steps that one page may take. A page of rare matches ends short rather than late; the next one goes on. */
const stepsPerPage = 10;
/** A query answers at most 1 MB for each list, and Lambda returns at most 6 MB. */
const bytesPerPage = 4_000_000;
/** Entries of each list that a step looks at, where nobody asked for fewer; and the fewest, where not everybody on a list is wanted. */
const stepSize = 1_000;
const leastStep = 50;

/**
 * A page of a segment's people, shard by shard, by id, each person once: a walk from `{ shard: 0 }` to `next: undefined` meets everybody who
 * was in the segment all the while, whoever comes and goes. A page may be short, or empty; only `next` says where the walk ends.
 *
 * Nobody is met but those whom the audience index lists: who is restricted, objected, deactivated, suppressed or gone is not on it, and whose
 * consent has lapsed is left out by the clock.
 */
export async function pageOfSegment(
  db: Db,
  policy: Pick<Policy, 'brand' | 'purposes'>,
  segment: Segment,
  { from, limit, now }: { from: Position; limit: number; now: Date },
): Promise<{ rows: AudienceRow[]; next: Position | undefined }> {
  const plan = planOf(segment);
  const least = plan.lists.length > 1 || segment.where ? leastStep : 1;
  const rows: AudienceRow[] = [];
  let bytes = 0;
  let position: Position = from;
  for (let steps = 0; steps < stepsPerPage; steps += 1) {
    const wanted = Math.max(limit - rows.length, least);
    const { met, until } = await step(db, policy, segment, plan, position, { limit: wanted, now });
    for (const { contactId, row } of met) {
      if (!row) continue;
      rows.push(row);
      bytes += Buffer.byteLength(JSON.stringify(row));
      if (rows.length === limit) {
        const last = until === undefined && contactId === met.at(-1)?.contactId;
        return { rows, next: last ? shardAfter(position.shard) : { shard: position.shard, after: contactId } };
      }
    }
    const next = until ? { shard: position.shard, after: until } : shardAfter(position.shard);
    if (!next) return { rows, next: undefined };
    position = next;
    if (bytes > bytesPerPage) break;
  }
  return { rows, next: position };
}

const shardAfter = (shard: number): Position | undefined => (shard + 1 < indexShards ? { shard: shard + 1 } : undefined);

/**
 * Those of a segment who lie between two positions of a walk, the latter included (undefined: the end): what one walk met, compared with
 * another segment.
 */
export async function idsOfSegment(
  db: Db,
  policy: Pick<Policy, 'brand' | 'purposes'>,
  segment: Segment,
  { from, to, now }: { from: Position; to: Position | undefined; now: Date },
): Promise<Set<ContactId>> {
  const plan = planOf(segment);
  const ids = new Set<ContactId>();
  for (let shard = from.shard; shard < indexShards && shard <= (to?.shard ?? indexShards); shard += 1) {
    const end = to?.shard === shard ? to.after : undefined;
    // a position at a shard's beginning lies before everybody in it
    if (to?.shard === shard && !end) break;
    let after = shard === from.shard ? from.after : undefined;
    if (after && end && byKey(after, end) >= 0) break;
    do {
      const { met, until } = await step(db, policy, segment, plan, { shard, after }, { limit: stepSize, now, end });
      for (const { contactId, row } of met) if (row) ids.add(contactId);
      after = until;
    } while (after);
  }
  return ids;
}

/** What a walk through a whole segment found. */
export interface Survey {
  readonly count: number;
  /** People who were met and are not in it, by the reason that came first. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Read units that the walk consumed, as DynamoDB reports them. */
  readonly readUnits: number;
  /** Entries of the index, and items beside it, that were read. */
  readonly entriesRead: number;
  readonly itemsRead: number;
}

/** Counts a segment by walking all of it, the shards side by side. Holds no more of anybody than one step needs. */
export async function surveySegment(
  db: Db,
  policy: Pick<Policy, 'brand' | 'purposes'>,
  segment: Segment,
  now: Date,
): Promise<Survey> {
  const plan = planOf(segment);
  const leftOut: Record<string, number> = {};
  const sum = { count: 0, readUnits: 0, entriesRead: 0, itemsRead: 0 };
  const walkShard = async (shard: number) => {
    let after: ContactId | undefined;
    do {
      const { met, until, used } = await step(db, policy, segment, plan, { shard, after }, { limit: stepSize, now });
      for (const { row, because } of met) {
        if (row) sum.count += 1;
        else if (because) leftOut[because] = (leftOut[because] ?? 0) + 1;
      }
      sum.readUnits += used.readUnits;
      sum.entriesRead += used.entriesRead;
      sum.itemsRead += used.itemsRead;
      after = until;
    } while (after);
  };
  await Promise.all(Array.from({ length: indexShards }, (_, shard) => walkShard(shard)));
  return { ...sum, leftOut };
}

/** Somebody whom a step met: their row, or why they are not in the segment. */
interface Met {
  readonly contactId: ContactId;
  readonly row?: AudienceRow;
  readonly because?: string;
}

interface Used {
  readUnits: number;
  entriesRead: number;
  itemsRead: number;
}

/**
 * Everybody between `after` and `until` (inclusive; undefined: `end`, or the end of the shard) on one of the plan's leading lists. The lists are sorted by
 * the same key, so that what one of them answers bounds what is asked of the others: side by side, each entry is read once.
 */
async function step(
  db: Db,
  policy: Pick<Policy, 'brand' | 'purposes'>,
  segment: Segment,
  plan: Plan,
  { shard, after }: Position,
  { limit, now, end }: { limit: number; now: Date; end?: ContactId | undefined },
): Promise<{ met: Met[]; until: ContactId | undefined; used: Used }> {
  const used: Used = { readUnits: 0, entriesRead: 0, itemsRead: 0 };
  const { brand } = policy;
  const [leading, ...others] = plan.lists as [PurposeId, ...PurposeId[]];
  const first = await readList(db, policy, leading, shard, { after, until: end, limit }, used);
  const nobody = first.entries.size === 0 && first.until === undefined && plan.candidates.length === 1;
  const rest = nobody
    ? []
    : await Promise.all(
        others.map((purpose) => readList(db, policy, purpose, shard, { after, until: first.until ?? end, limit }, used)),
      );
  const lists = [first, ...rest];
  const until = lists.flatMap(({ until }) => until ?? []).sort(byKey)[0];

  const candidates = new Set(
    lists.filter(({ purpose }) => plan.candidates.includes(purpose)).flatMap(({ entries }) => [...entries.keys()]),
  );
  const between = [...candidates].filter((id) => until === undefined || byKey(id, until) <= 0).sort(byKey);
  const known = between.map((contactId): { contactId: ContactId; lapsed: boolean; facts: Facts } => {
    const held = lists.flatMap(({ purpose, entries }) => {
      const entry = entries.get(contactId);
      return entry ? [[purpose, entry] as const] : [];
    });
    const listed = held.filter(([, entry]) => isListedNow(entry, now));
    return { contactId, lapsed: listed.length < held.length, facts: { listed: new Map(listed) } };
  });
  const judged = known.map((one) => ({ ...one, membership: membershipOf(segment, one.facts, now) }));
  const undecided = judged.flatMap(({ contactId, membership }) =>
    membership.is === 'undecided' ? [{ contactId, purpose: membership.purpose }] : [],
  );
  const found = await readMore(db, brand, plan, undecided, used);

  const met = judged.map(({ contactId, facts, lapsed, membership }): Met => {
    const more = found.get(contactId);
    const whole = more ? { ...facts, ...more } : facts;
    const final: Membership = more ? membershipOf(segment, whole, now) : membership;
    if (final.is === 'in') return { contactId, row: rowOf(contactId, whole.listed.get(final.purpose) as Listed) };
    const because = final.is === 'out' ? final.because : 'gone';
    return { contactId, because: because === 'purposes' && lapsed ? 'consent_lapsed' : because };
  });
  return { met, until, used };
}

/** The order of the index: its sort key is ASCII, and begins the same for all of a brand. */
const byKey = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const rowOf = (contactId: ContactId, { since, email, name, company, market, locale }: Listed): AudienceRow =>
  AudienceRow.parse({ contactId, email, name, company, market, locale, consentedAt: since });

interface List {
  readonly purpose: PurposeId;
  readonly entries: ReadonlyMap<ContactId, Listed>;
  /** The last id that was read, unless the list has no more up to where it was asked. */
  readonly until: ContactId | undefined;
}

const Entry = Consent.pick({
  email: true,
  name: true,
  company: true,
  market: true,
  locale: true,
  since: true,
  validUntil: true,
  activeMonth: true,
});

async function readList(
  db: Db,
  { brand, purposes }: Pick<Policy, 'brand' | 'purposes'>,
  purpose: PurposeId,
  shard: number,
  { after, until, limit }: { after?: ContactId | undefined; until?: ContactId | undefined; limit: number },
  used: Used,
): Promise<List> {
  // a segment may be older than the policy: for a purpose that is pursued no more, nobody is met
  if (!purposeOf({ purposes }, purpose)) return { purpose, entries: new Map(), until: undefined };
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      IndexName: 'audience',
      KeyConditionExpression: until ? 'audience = :audience AND pk <= :until' : 'audience = :audience',
      ExpressionAttributeValues: marshall({
        ':audience': keys.audience(brand, purpose, shard).audience,
        ...(until && { ':until': keys.contact(brand, until) }),
      }),
      Limit: limit,
      ...(after && {
        ExclusiveStartKey: marshall({ ...keys.audience(brand, purpose, shard), ...keys.consent(brand, after, purpose) }),
      }),
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  used.readUnits += page.ConsumedCapacity?.CapacityUnits ?? 0;
  used.entriesRead += page.ScannedCount ?? 0;
  const items = (page.Items ?? []).map((item) => unmarshall(item));
  const last = page.LastEvaluatedKey?.pk?.S;
  return {
    purpose,
    entries: new Map(items.map((item) => [idOf(String(item.pk)), Entry.parse(item)])),
    until: last && idOf(last) !== until ? idOf(last) : undefined,
  };
}

/** Keys that one call may read, and calls at once. */
const keysPerBatch = 100;
const batchesAtOnce = 4;

/** What the plan reads beside the index, of those whom it left undecided. Whoever has no profile any more is left undecided. */
async function readMore(
  db: Db,
  brand: string,
  { reads }: Plan,
  people: readonly { contactId: ContactId; purpose: PurposeId }[],
  used: Used,
): Promise<Map<ContactId, Omit<Facts, 'listed'>>> {
  const campaigns = reads.filter((read): read is CampaignId => read !== 'profile' && read !== 'consent');
  const wanted = people.flatMap(({ contactId, purpose }) => [
    ...(reads.includes('profile') ? [keys.profile(brand, contactId)] : []),
    ...(reads.includes('consent') ? [keys.consent(brand, contactId, purpose)] : []),
    ...campaigns.map((id) => keys.send(brand, contactId, id)),
  ]);
  const items = await readItems(db, wanted, used);
  return new Map(
    people.map(({ contactId, purpose }) => {
      const at = ({ pk, sk }: { pk: string; sk: string }) => items.get(`${pk} ${sk}`);
      const profile = at(keys.profile(brand, contactId));
      const consent = at(keys.consent(brand, contactId, purpose));
      const sends = campaigns.map((id) => {
        const send = at(keys.send(brand, contactId, id));
        return [id, send ? Send.parse(send) : null] as const;
      });
      return [
        contactId,
        {
          ...(profile && { profile: Profile.parse(profile) }),
          ...(consent && { consent: Consent.parse(consent) }),
          sends: new Map(sends),
        },
      ];
    }),
  );
}

async function readItems(
  db: Db,
  wanted: readonly { pk: string; sk: string }[],
  used: Used,
): Promise<Map<string, Record<string, unknown>>> {
  const found = new Map<string, Record<string, unknown>>();
  const TableName = db.tableName('people');
  let waiting = wanted.map((key) => marshall(key));
  const readBatch = async (Keys: Record<string, AttributeValue>[]) => {
    const answer = await db.client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } }, ReturnConsumedCapacity: 'TOTAL' }),
    );
    for (const item of answer.Responses?.[TableName] ?? []) found.set(`${item.pk?.S} ${item.sk?.S}`, unmarshall(item));
    used.readUnits += answer.ConsumedCapacity?.[0]?.CapacityUnits ?? 0;
    used.itemsRead += answer.Responses?.[TableName]?.length ?? 0;
    return answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
  };
  while (waiting.length > 0) {
    const batches = Array.from({ length: batchesAtOnce }, (_, n) => waiting.slice(n * keysPerBatch, (n + 1) * keysPerBatch));
    const rest = waiting.slice(batchesAtOnce * keysPerBatch);
    const left = await Promise.all(batches.filter((batch) => batch.length > 0).map(readBatch));
    // an answer without any item at all is the SDK's to retry; what is left over here goes with the next batches
    waiting = [...left.flat(), ...rest];
  }
  return found;
}
