/** The chain of deployed policies, and the words of their notices. Written once, never changed. */
import { ConditionalCheckFailedException, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import {
  isSameVersion,
  NoticeText,
  nextVersion,
  noticeTextHash,
  PolicyVersion,
  type PolicyVersionContent,
} from '../domain/policy-version.ts';
import { keys } from './keys.ts';
import { queryAll } from './query-all.ts';

/** Every version of a brand's policy that was deployed, the first one first. They are few: one for each change. */
export async function readPolicyVersions(db: Db, brand: string): Promise<PolicyVersion[]> {
  const versions = await queryAll(db, 'ledger', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': keys.policyVersions(brand) }),
  });
  return versions.map((item) => PolicyVersion.parse(item));
}

/**
 * Writes down what is in force, unless the newest entry says the same: however often and however many at once, each change has one entry. The words come
 * first, so that no entry points at words that are not there.
 */
export async function recordPolicyVersion(
  db: Db,
  content: PolicyVersionContent,
  texts: readonly NoticeText[],
  at: Date,
): Promise<{ recorded: PolicyVersion; replaced: PolicyVersion | undefined } | 'known'> {
  const { brand } = content;
  for (;;) {
    const last = (await readPolicyVersions(db, brand)).at(-1);
    if (last && isSameVersion(last, content)) return 'known';
    for (const text of texts) await put(db, { ...keys.noticeText(brand, noticeTextHash(text)), ...text });
    const chain = keys.policyVersions(brand);
    const entry = nextVersion(chain, last, content, at);
    if ((await put(db, { pk: chain, sk: entry.seq, ...entry })) === 'written') return { recorded: entry, replaced: last };
  }
}

async function put(db: Db, item: object): Promise<'written' | 'there'> {
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('ledger'),
        Item: marshall(item, { removeUndefinedValues: true }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'there';
    throw error;
  }
}

/** The words of a notice, by their hash. Throws if what lies there is not what was written. */
export async function readNoticeText(db: Db, brand: string, textHash: string): Promise<NoticeText | undefined> {
  const { pk } = keys.noticeText(brand, textHash);
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('ledger'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
    }),
  );
  const item = page.Items?.[0];
  if (!item) return undefined;
  const text = NoticeText.parse(unmarshall(item));
  if (noticeTextHash(text) !== textHash) throw new Error(`the words of ${brand}'s notice are not those that were written`);
  return text;
}
