/**
 * SEND#<campaign>: the claim on the one SES call for a campaign and a person, and what became of it. It is made by the sender alone, before the call
 * (T14); whatever is learned later changes one that exists, and brings none back.
 */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type Update,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { CampaignId } from '../domain/campaign.ts';
import { type FeedbackCounts, feedbackCounts } from '../domain/feedback.ts';
import type { ContactId } from '../domain/identity.ts';
import { type FeedbackState, merged, Send } from '../domain/send.ts';
import { countingOf, settleUnknown } from './counters.ts';
import { keys } from './keys.ts';
import { unlessOvertaken, untilNotOvertaken } from './overtaken.ts';

/** Which mail. */
export interface SendKey {
  readonly brand: string;
  readonly contactId: ContactId;
  readonly campaignId: CampaignId;
}

/**
 * Claims the one SES call for this recipient. `claimId` is new on every attempt, so that a redelivered message gets the send that is there already. If the
 * read that follows finds no PROFILE, `dropClaim` deletes it.
 */
export async function claimSend(db: Db, key: SendKey, send: Send): Promise<'claimed' | Send> {
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('people'),
        Item: marshall({ ...keyOf(key), ...send }, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const taken = Send.parse(unmarshall(error.Item ?? {}));
    // ours if the SDK repeated this very write after a lost answer
    return taken.claimId === send.claimId ? 'claimed' : taken;
  }
}

/** Takes a claim back that led to no call: SES refused for the moment, or nobody lives under the id (I8). One that has led further stays. */
export async function dropClaim(db: Db, key: SendKey, claimId: string): Promise<void> {
  await unlessOvertaken(
    db.client.send(
      new DeleteItemCommand({
        TableName: db.tableName('people'),
        Key: marshall(keyOf(key)),
        ConditionExpression: 'claimId = :claimId AND #state = :claimed',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: marshall({ ':claimId': claimId, ':claimed': 'claimed' satisfies Send['state'] }),
      }),
    ),
  );
}

/** What the sender writes down of a call that it made or decided against. */
export type Outcome = Pick<Send, 'reason' | 'locale' | 'basis' | 'messageId' | 'sentAt' | 'tracking'> & {
  readonly state: Exclude<Send['state'], 'claimed'>;
};

/**
 * Writes down what became of a claim, and returns what is known of it now: SES's events may have been faster, and what they told stands (F8). One whose
 * person has been erased meanwhile is not brought back (F19).
 */
export async function finishSend(
  db: Db,
  key: SendKey,
  { claimId, chunk }: Pick<Send, 'claimId' | 'chunk'>,
  outcome: Outcome,
): Promise<Outcome> {
  const { state, ...details } = outcome;
  const known = await update(db, key, { state, ...details }, { state: 'claimed', claimId });
  if (known === 'updated' || known === undefined) return outcome;
  const now = merged(known, outcome);
  if (now.state === 'sent' && known.state === 'unknown') {
    const write = updateOf(db, key, { state: 'sent', ...details }, { state: 'unknown', claimId });
    await settleUnknown(db, key, { chunk, to: { ...details, state: 'sent' }, write });
    return outcome;
  }
  // told first by SES: what the sender alone knows is added
  if (known.state === 'sent' && state === 'sent') await update(db, key, details, { state: 'sent', claimId });
  return { ...known, state: known.state === 'claimed' ? state : known.state };
}

/** Makes an `unknown` of a claim whose sender is dead: whether SES was called, only its events can tell. Returns what is known of it now. */
export async function giveUpClaim(db: Db, key: SendKey, claim: Send): Promise<Send> {
  const known = await update(db, key, { state: 'unknown' }, { state: 'claimed', claimId: claim.claimId });
  return known === 'updated' ? { ...claim, state: 'unknown' } : (known ?? { ...claim, state: 'unknown' });
}

/** A mail as it stands; undefined if it was never claimed, or went with its person. `stale` may miss what was written a moment ago, for half the price. */
export async function readSend(db: Db, key: SendKey, { stale = false } = {}): Promise<Send | undefined> {
  const { Item } = await db.client.send(
    new GetItemCommand({ TableName: db.tableName('people'), Key: marshall(keyOf(key)), ConsistentRead: !stale }),
  );
  return Item && Send.parse(unmarshall(Item));
}

/** The person's latest mails, the newest campaign first. */
export async function latestSends(
  db: Db,
  { brand, contactId }: Pick<SendKey, 'brand' | 'contactId'>,
  limit: number,
): Promise<Send[]> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sends)',
      ExpressionAttributeValues: marshall({ ':pk': keys.contact(brand, contactId), ':sends': 'SEND#' }),
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return (page.Items ?? []).map((item) => Send.parse(unmarshall(item)));
}

/** What SES reports of a mail: that it took it, and perhaps what became of it. */
export interface Report {
  readonly messageId: string;
  readonly feedback: FeedbackState | undefined;
  /** RFC 3339, by SES's clock. */
  readonly at: string;
}

/**
 * Writes a report down, in whatever order reports come and however often (T26). `known`: nothing in it was new. `absent`: there is no such mail, or not any
 * more, and none is made. `foreign`: it is of another mail than ours. `counts`: what is still to be added to the campaign's numbers; what changes them
 * seldom is added along with the report itself.
 */
export async function noteReport(
  db: Db,
  key: SendKey,
  report: Report,
): Promise<{ outcome: 'noted' | 'known'; send: Send; counts?: FeedbackCounts } | { outcome: 'absent' } | { outcome: 'foreign' }> {
  const { messageId, feedback, at } = report;
  let send = await readSend(db, key, { stale: true });
  const noted = await untilNotOvertaken(async (overtaken) => {
    if (overtaken > 0 || !send) send = await readSend(db, key);
    if (!send) return { outcome: 'absent' as const };
    if (send.messageId && send.messageId !== messageId) return { outcome: 'foreign' as const };
    const now = merged(send, { state: 'sent', ...(feedback && { feedback }) });
    if (send.state !== 'sent') {
      if (!(await markSent(db, key, send, report))) return 'conflict';
      send = { ...send, state: 'sent', messageId };
    } else if (now.feedback === send.feedback) {
      return { outcome: 'known' as const, send };
    }
    if (!now.feedback || now.feedback === send.feedback) return { outcome: 'noted' as const, send };

    const counts = feedbackCounts(send.feedback, now.feedback);
    const write = updateOf(
      db,
      key,
      { messageId, feedback: now.feedback, feedbackAt: at },
      { state: 'sent', feedback: send.feedback ?? null },
    );
    // a delivery follows nearly every mail, and its number is added up once for many
    const plain = now.feedback !== 'bounced' && now.feedback !== 'complained';
    const done = plain ? await written(db, write) : await writtenAndCounted(db, key, send.chunk, write, counts);
    return done ? { outcome: 'noted' as const, send, ...(plain && { counts }) } : 'conflict';
  });
  if (noted === 'overtaken') throw new Error('a report was overtaken by others');
  return noted;
}

/** A report is proof that SES took the mail, whatever its sender knows. */
async function markSent(db: Db, key: SendKey, send: Send, { messageId }: Report): Promise<boolean> {
  const { state, claimId, chunk, tracking } = send;
  const write = updateOf(db, key, { state: 'sent', messageId }, { state, claimId });
  switch (state) {
    case 'claimed':
      return written(db, write);
    case 'unknown':
      return (await settleUnknown(db, key, { chunk, to: { state: 'sent', ...(tracking && { tracking }) }, write })) === 'settled';
    default:
      throw new Error(`SES reports on a mail that was ${state}`);
  }
}

const keyOf = ({ brand, contactId, campaignId }: SendKey) => keys.send(brand, contactId, campaignId);

/** Sets what has a value, where the send is as expected; `null` expects that there is none. */
function updateOf(
  db: Db,
  key: SendKey,
  set: Partial<Send>,
  expected: { state: Send['state']; claimId?: string; feedback?: FeedbackState | null },
): Update {
  const given = Object.entries(set).filter(([, value]) => value !== undefined);
  const wanted = Object.entries(expected);
  return {
    TableName: db.tableName('people'),
    Key: marshall(keyOf(key)),
    UpdateExpression: `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: wanted
      .map(([name, value]) => (value === null ? `attribute_not_exists(#${name})` : `#${name} = :is_${name}`))
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries([...given, ...wanted].map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall(
      Object.fromEntries([
        ...given.map(([name, value]) => [`:${name}`, value]),
        ...wanted.filter(([, value]) => value !== null).map(([name, value]) => [`:is_${name}`, value]),
      ]),
      { removeUndefinedValues: true },
    ),
  };
}

/** `'updated'`, or the send as it is instead; undefined if there is none. */
async function update(
  db: Db,
  key: SendKey,
  set: Partial<Send>,
  expected: { state: Send['state']; claimId: string },
): Promise<'updated' | Send | undefined> {
  try {
    const command = { ...updateOf(db, key, set, expected), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    await db.client.send(new UpdateItemCommand(command));
    return 'updated';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item && Send.parse(unmarshall(error.Item));
  }
}

async function written(db: Db, write: Update): Promise<boolean> {
  try {
    await db.client.send(new UpdateItemCommand(write as UpdateItemCommand['input']));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function writtenAndCounted(db: Db, key: SendKey, chunk: number, write: Update, counts: FeedbackCounts): Promise<boolean> {
  try {
    await db.client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Update: write }, { Update: countingOf(db, key, chunk, counts) }] }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')) return false;
    throw error;
  }
}
