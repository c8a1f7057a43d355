import { type Deps, db, log, now, policyOf } from '../deps.ts';
import type { CampaignId } from '../domain/campaign.ts';
import type { Person } from '../domain/consent.ts';
import {
  type Countable,
  type Counted,
  countable,
  countedId,
  type JudgedHit,
  judged,
  keptOf,
  marked,
  parts,
} from '../domain/engagement.ts';
import type { Hit } from '../domain/hit.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { countsAsSign, dayOf } from '../domain/retention.ts';
import { trackingOf } from '../domain/tracking-links.ts';
import { batches, type QueueHandler } from '../http/queue.ts';
import { EngagementMessage } from '../messages.ts';
import { countHits, type HourKey, type MailKey, readCounted, readMeasured, saveMarks } from '../store/engagement.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson } from '../store/people.ts';
import { moveActiveMonth, recordSign } from '../store/retention.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now' | 'log'>;

/**
 * Records hits of pixels and links, as many at once as the queue gives. Each person is read anew, so a withdrawal silences the mails that are out: of a
 * hit without consent nothing is kept at all. What remains is marked on the mail, moves the person's clocks, and is counted once for the whole batch.
 */
export const recordEngagement = (needs: Needs): QueueHandler =>
  batches(EngagementMessage, async (messages) => {
    const oldest = needs.now().getTime() - limits.hitAgeDays * 86_400_000;
    // older than what is remembered of counted hits: it might be counted a second time
    const hits = messages.filter(({ at }) => Date.parse(at) > oldest);
    const counted = await countedOf(needs, hits);
    const failed = new Set<EngagementMessage>();
    const toCount: Countable[] = [];

    await inTurn([...Map.groupBy(hits, ({ brand, contactId }) => `${brand}/${contactId}`).values()], async (own) => {
      const outcome = await attempt(() => (own[0]?.contactId === '' ? ofCampaigns(needs, own) : ofPerson(needs, own, counted)));
      if (outcome === 'failed') for (const hit of own) failed.add(hit);
      else toCount.push(...outcome);
    });
    await inTurn([...Map.groupBy(toCount, ({ hit }) => nameOfHour(hit))], async ([, some]) => {
      const first = some[0] as Countable;
      const outcome = await attempt(() => countHits(needs.db, hourOf(first.hit), some, needs.now()));
      if (outcome === 'failed') for (const { hit } of some) failed.add(hit as EngagementMessage);
    });
    needs.log('engagement_recorded', {
      hits: messages.length,
      counted: toCount.length,
      late: messages.length - hits.length,
      failed: failed.size,
    });
    return failed;

    async function attempt<T>(work: () => Promise<T>): Promise<T | 'failed'> {
      try {
        return await work();
      } catch (error) {
        needs.log('engagement_failed', { error: error instanceof Error ? error.name : 'unknown' });
        return 'failed';
      }
    }
  });

const hourOf = ({ brand, campaignId, at }: Hit): HourKey => ({
  brand,
  campaignId: campaignId as CampaignId,
  hour: at.slice(0, 13),
});
const nameOfHour = (hit: Hit): string => Object.values(hourOf(hit)).join('/');

/** What has been counted already of the hours in which these hits fell. */
async function countedOf({ db }: Needs, hits: readonly Hit[]): Promise<ReadonlyMap<string, Counted>> {
  const known = new Map<string, Counted>();
  await inTurn([...Map.groupBy(hits, nameOfHour)], async ([name, [first]]) => {
    if (first) known.set(name, (await readCounted(db, hourOf(first))).counted);
  });
  return known;
}

/** Hits without a person: for the campaign's own count, where the policy keeps one; how many left is always counted. Their mails hold no trap. */
async function ofCampaigns({ policyOf }: Needs, hits: readonly EngagementMessage[]): Promise<Countable[]> {
  return hits
    .filter(({ brand, kind, trap }) => kind === 'unsubscribe' || (policyOf(brand)?.tracking[kind] === 'aggregate' && !trap))
    .map((hit) => ({ hit, label: hit.label, parts: parts.total }));
}

/** The hits of one person, over all the mails that they are of. */
async function ofPerson(
  needs: Needs,
  hits: readonly EngagementMessage[],
  counted: ReadonlyMap<string, Counted>,
): Promise<Countable[]> {
  const { brand, contactId } = hits[0] as EngagementMessage & { contactId: ContactId };
  const policy = needs.policyOf(brand);
  const person = policy && (await readPerson(needs.db, brand, contactId, needs.now()));
  if (!person) return [];
  const tracking = trackingOf(policy, person, needs.now());
  if (hits.every(({ kind }) => keptOf(kind, tracking, tracking) === 'nothing')) return [];

  const toCount: Countable[] = [];
  const signs: JudgedHit[] = [];
  for (const [campaignId, own] of Map.groupBy(hits, (hit) => hit.campaignId)) {
    const mail: MailKey = { brand, contactId, campaignId };
    const recorded = await untilNotOvertaken(async () => {
      const read = await readMeasured(needs.db, mail);
      if (!read) return { kept: [], events: [] };
      const labels = judged(own, read);
      const kept = own.flatMap((hit, index): (JudgedHit & { as: 'day' | 'events' })[] => {
        const as = keptOf(hit.kind, read.tracking, tracking);
        const before = counted.get(nameOfHour(hit))?.get(countedId(hit.hit)) ?? 0;
        return as === 'nothing' ? [] : [{ hit, label: labels[index] ?? hit.label, counted: before !== 0, as }];
      });
      const events = kept.filter(({ as }) => as === 'events');
      const marks = marked(read, events);
      if (marks !== read && (await saveMarks(needs.db, mail, read, marks)) === 'conflict') return 'conflict';
      return { kept, events: countable(events, marks) };
    });
    if (recorded === 'overtaken') throw new Error('others kept marking this mail');
    toCount.push(...recorded.events);
    signs.push(...recorded.kept);
  }
  await noteSigns(needs, policy, person, signs);
  return toCount;
}

/** Moves the person's clocks to the day of each kind of hit that the policy counts as a sign of life. Of `hygiene` that day is all that remains. */
async function noteSigns({ db, now }: Needs, policy: Policy, person: Person, hits: readonly JudgedHit[]): Promise<void> {
  const { brand, contactId, lastSigns } = person.profile;
  for (const signal of ['open', 'click'] as const) {
    const days = hits
      // a trap is hit by no life
      .filter(({ hit, label }) => hit.kind === signal && !hit.trap && (label !== 'machine' || !policy.activity.ignoreMachines))
      .map(({ hit }) => dayOf(new Date(hit.at)));
    const day = days.sort().at(-1);
    if (!day || !countsAsSign(policy, signal)) continue;
    if ((lastSigns[signal] ?? '') < day && (await recordSign(db, brand, contactId, { signal, day }, now())) === 'gone') return;
    await moveActiveMonth(db, person, day.slice(0, 7), now());
  }
}

/** Does `work` for each, a limited number at once. */
async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: limits.recordedAtOnce }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

export const handler = recordEngagement({ db, policyOf, now, log });
