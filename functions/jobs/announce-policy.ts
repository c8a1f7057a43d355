import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { type Deps, db, log, now, policies, queues } from '../deps.ts';
import { segmentOfQuery } from '../domain/audience.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { isMailPurpose, type Policy, type PurposeId, partnerOf, purposesOf } from '../domain/policy.ts';
import { type AnnouncementMark, announced } from '../domain/policy-version.ts';
import { everyBrand } from '../every-brand.ts';
import type { NoticeMessage } from '../messages.ts';
import { readAnnouncementMark, writeAnnouncementMark } from '../store/announcements.ts';
import { readPolicyVersions } from '../store/policy-versions.ts';
import { pageOfSegment } from '../store/segments.ts';

type Needs = Pick<Deps, 'db' | 'queues' | 'policies' | 'now' | 'log'>;

/**
 * Has everybody told of a new notice who stands, where the policy says so (`notice.onChange`): walks the audiences of the brand, a bounded stretch each time, and
 * goes on from there the next time. A stretch that is walked twice tells nobody twice.
 */
export const announcePolicy = (needs: Needs) => async (): Promise<{ readonly told: Readonly<Record<string, number>> }> => {
  const told = await everyBrand(needs, async (policy) => [policy.brand, await announce(needs, policy)] as const);
  return { told: Object.fromEntries(told) };
};

async function announce(needs: Needs, policy: Policy): Promise<number> {
  const { db, log } = needs;
  const { brand } = policy;
  const version = announced(await readPolicyVersions(db, brand));
  if (!version) return 0;
  const begin = { announcement: version.seq, purpose: 0, shard: 0, done: false };
  const kept = await readAnnouncementMark(db, brand);
  let mark: AnnouncementMark = kept?.announcement === version.seq ? kept : begin;
  const purposes = purposesOf(policy).flatMap(([id]) => (isMailPurpose(id) || partnerOf(id) ? [id] : []));

  let told = 0;
  while (!mark.done && told < limits.announcedPerRun) {
    const purpose = purposes[mark.purpose];
    if (!purpose) {
      mark = { ...mark, done: true };
    } else {
      const { contactIds, next } = await stretch(needs, policy, purpose, mark);
      await hand(needs, contactIds, { brand, announcement: version.seq, changedAt: version.at });
      told += contactIds.length;
      const { announcement } = mark;
      mark = next ? { announcement, purpose: mark.purpose, ...next, done: false } : { ...begin, purpose: mark.purpose + 1 };
    }
    await writeAnnouncementMark(db, brand, mark);
  }
  if (told > 0) log('notice_announced', { brand, announcement: version.seq, told, done: mark.done ? 1 : 0 });
  return told;
}

async function stretch({ db, now }: Needs, policy: Policy, purpose: PurposeId, { shard, after }: AnnouncementMark) {
  const { rows, next } = await pageOfSegment(db, policy, segmentOfQuery({ purpose }), {
    from: { shard, after },
    limit: 500,
    now: now(),
  });
  return { contactIds: rows.map(({ contactId }) => contactId), next };
}

/** Ten at a time, the most that SQS takes in a call. What it does not take ends the run, which goes on from here the next time. */
async function hand({ queues }: Needs, contactIds: readonly ContactId[], about: Omit<NoticeMessage, 'contactId'>): Promise<void> {
  for (let first = 0; first < contactIds.length; first += 10) {
    const { Failed = [] } = await queues.client.send(
      new SendMessageBatchCommand({
        QueueUrl: queues.url('notice'),
        Entries: contactIds.slice(first, first + 10).map((contactId, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({ ...about, contactId } satisfies NoticeMessage),
        })),
      }),
    );
    if (Failed.length > 0) throw new Error(`the queue did not take ${Failed.length} messages: ${Failed[0]?.Code}`);
  }
}

export const handler = announcePolicy({ db, queues, policies, now, log });
