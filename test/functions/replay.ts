/** Hits of a campaign as a bad day delivers them: each twice or more, in any order, to functions that run beside one another, fail and die. */
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import type { CampaignId } from '../../functions/domain/campaign.ts';
import { Consent, Profile } from '../../functions/domain/consent.ts';
import type { Engagement } from '../../functions/domain/engagement.ts';
import type { Hit } from '../../functions/domain/hit.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import type { Send } from '../../functions/domain/send.ts';
import { keys, shardOf } from '../../functions/store/keys.ts';
import type { System } from '../../local/system.ts';
import { intercepted } from '../faults/aws-calls.ts';
import { campaignNumber } from './tracked.ts';

/** What a replay is made of. The same seed makes the same hits, in the same order. */
export interface Replay {
  readonly brand: string;
  readonly people: number;
  readonly hits: number;
  readonly batchSize: number;
  /** Functions that run at once. */
  readonly atOnce: number;
  /** The share of calls of the function in which one call of AWS fails for good, or the function dies at one. */
  readonly faulty: number;
  readonly seed: number;
}

/** Two campaigns, to everybody; and one whose mails a gateway goes through. */
export const campaigns: readonly CampaignId[] = [campaignNumber(1), campaignNumber(2)];
export const scanned = campaignNumber(3);
const links = 12;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Puts people into the store who agreed to be measured and have a mail of each campaign, sent now. */
export async function plantReaders(system: System, { brand, people }: Pick<Replay, 'brand' | 'people'>): Promise<ContactId[]> {
  const { db, newId, now } = system.deps;
  const at = now().toISOString();
  const ids = Array.from({ length: people }, () => ContactId.parse(newId()));
  const items = ids.flatMap((contactId) => {
    const email = `${contactId.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}@example.no`;
    const shared = { email, market: 'se', locale: 'sv' };
    const profile = Profile.parse({
      ...shared,
      brand,
      contactId,
      addressHash: contactId,
      subscriberType: 'unknown',
      standing: 'active',
      createdAt: at,
      seq: 1,
      head: 'head',
      // these have been seen today, so that no clock moves
      lastSigns: { open: at.slice(0, 10), click: at.slice(0, 10) },
    });
    const consents = (['newsletter:news', 'tracking:open', 'tracking:click'] as const).map((purpose) =>
      Consent.parse({
        ...shared,
        purpose,
        status: 'ConsentGiven',
        basis: 'consent',
        since: at,
        seq: 1,
        policyVersion: 1,
        activeMonth: at.slice(0, 7),
      }),
    );
    const sends = [...campaigns, scanned].map((campaignId): Send & { chunk: number } => ({
      campaignId,
      state: 'sent',
      claimId: newId(),
      claimedAt: at,
      chunk: 0,
      purpose: 'newsletter:news',
      sentAt: at,
      tracking: { open: 'consent', click: 'consent' },
      expiresAt: Math.floor(now().getTime() / 1000) + 400 * 86_400,
    }));
    return [
      { ...keys.profile(brand, contactId), ...profile },
      ...consents.map((consent) => ({
        ...keys.consent(brand, contactId, consent.purpose),
        ...consent,
        ...(consent.purpose === 'newsletter:news' && keys.audience(brand, consent.purpose, shardOf(contactId))),
      })),
      ...sends.map((send) => ({ ...keys.send(brand, contactId, send.campaignId), ...send })),
    ];
  });
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, n) => items.slice(n * 25, n * 25 + 25)).values();
  const write = async () => {
    for (const batch of batches) {
      const requests = batch.map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }));
      await db.client.send(new BatchWriteItemCommand({ RequestItems: { [db.tableName('people')]: requests } }));
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  return ids;
}

/** Hits of these people over three hours, an hour after the sending. Nobody is so fast that their timing would tell a machine. */
export function drawHits({ brand, hits, seed }: Replay, ids: readonly ContactId[], sentAt: Date): Hit[] {
  const random = drawn(seed);
  const last = new Map<ContactId, number>();
  const step = (3 * 3_600_000 * ids.length) / hits;
  return Array.from({ length: hits }, () => {
    const contactId = ids[Math.floor(random() * ids.length)] as ContactId;
    const at = (last.get(contactId) ?? sentAt.getTime() + 3_600_000) + 1_000 + Math.floor(random() * step);
    last.set(contactId, at);
    const isClick = random() < 0.25;
    const kind = random();
    const hit = Buffer.from(Array.from({ length: 6 }, () => Math.floor(random() * 256))).toString('base64url');
    return {
      brand,
      campaignId: campaigns[random() < 0.5 ? 0 : 1] as CampaignId,
      contactId,
      kind: isClick ? 'click' : 'open',
      ...(isClick && { link: Math.floor(random() * links) }),
      at: new Date(at).toISOString(),
      hit,
      label: kind < 0.7 ? 'human' : kind < 0.9 ? 'machine' : 'unknown',
    } satisfies Hit;
  });
}

/** Of everybody: a click an hour after the sending, and two hours later a machine's under a browser's name, at two links and the trap. */
export const drawScans = ({ brand, seed }: Replay, ids: readonly ContactId[], sentAt: Date): Hit[] => {
  const random = drawn(seed + 2);
  return ids.flatMap((contactId) => {
    const hit = (hours: number, ms: number, link: number): Hit => ({
      ...{ brand, campaignId: scanned, contactId, kind: 'click', link, label: 'human' },
      at: new Date(sentAt.getTime() + hours * 3_600_000 + ms).toISOString(),
      hit: Buffer.from(Array.from({ length: 6 }, () => Math.floor(random() * 256))).toString('base64url'),
    });
    return [hit(1, 0, 5), hit(3, 0, 0), hit(3, 700, 1), { ...hit(3, 1_400, links), trap: true }];
  });
};

/** What a campaign that was gone through must have, however its hits were delivered: each click once, each reader's, and no more than is marked. */
export function expectScansCounted(
  { click, links: followed }: Engagement,
  markers: Awaited<ReturnType<typeof rebuilt>>,
  people: number,
): void {
  expect(click.human + click.machine).toBe(3 * people);
  expect([click.unknown, click.unique, markers.click]).toEqual([0, people, people]);
  // whatever order they come in, a good part of the traps is heard of in time
  expect(click.machine).toBeGreaterThan(people / 4);
  expect(followed.map(({ link }) => link)).toEqual([0, 1, 5]);
  expect(followed.find(({ link }) => link === 5)).toMatchObject({ unique: people, total: people, machine: 0 });
  for (const { link, unique, total, machine } of followed)
    expect([link, unique, total + machine]).toEqual([link, markers.links.get(link) ?? 0, people]);
}

/** Delivers every hit twice and some three times, shuffled, until nothing comes back. Returns how often the function was called, and died. */
export async function deliver(system: System, replay: Replay, hits: readonly Hit[]): Promise<{ calls: number; faults: number }> {
  const random = drawn(replay.seed + 1);
  const copies = [...hits, ...hits, ...hits.filter(() => random() < 0.05)];
  const waiting = shuffled(copies, random).map((hit, index) => ({ messageId: String(index), body: JSON.stringify(hit) }));
  let calls = 0;
  let faults = 0;
  let atWork = 0;
  const call = async () => {
    const Records = waiting.splice(0, replay.batchSize);
    calls += 1;
    const work = () =>
      system.runJob('record-engagement', { Records }) as Promise<{ batchItemFailures: { itemIdentifier: string }[] }>;
    let failed: ReadonlySet<string> | 'all';
    if (random() < replay.faulty) {
      faults += 1;
      const answer = await striking(Math.floor(random() * replay.batchSize * 2), random() < 0.5, random() < 0.5, work);
      failed = answer === 'killed' ? 'all' : new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } else {
      failed = new Set((await work()).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    }
    waiting.push(...Records.filter(({ messageId }) => failed === 'all' || failed.has(messageId)));
  };
  const worker = async () => {
    for (;;) {
      if (waiting.length === 0) {
        if (atWork === 0) return;
        await new Promise((wake) => setTimeout(wake, 20));
        continue;
      }
      atWork += 1;
      await call().finally(() => {
        atWork -= 1;
      });
    }
  };
  await Promise.all(Array.from({ length: replay.atOnce }, worker));
  return { calls, faults };
}

/** Lets call number `number` of the work fail at every attempt, before it is made or after; or lets the work die there. */
async function striking<T>(number: number, after: boolean, dies: boolean, work: () => Promise<T>): Promise<T | 'killed'> {
  const killed = Promise.withResolvers<'killed'>();
  let dead = false;
  const never = () => new Promise<never>(() => {});
  const answer = intercepted(async (call, proceed) => {
    if (dead) return never();
    if (call.number !== number) return proceed();
    if (after) await proceed().catch(() => {});
    if (!dies) throw Object.assign(new Error('refused'), { name: 'ValidationException' });
    dead = true;
    killed.resolve('killed');
    return never();
  }, work);
  return Promise.race([answer, killed.promise]);
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const mixed = [...all];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}

/** The unique counts and the counts of hits that a campaign should have: from the hits themselves. */
export function expectedOf(hits: readonly Hit[], campaignId: CampaignId) {
  const own = hits.filter((hit) => hit.campaignId === campaignId);
  const kind = (name: Hit['kind']) => {
    const of = own.filter((hit) => hit.kind === name);
    const count = (label: Hit['label']) => of.filter((hit) => hit.label === label).length;
    return {
      unique: new Set(of.filter(({ label }) => label !== 'machine').map(({ contactId }) => contactId)).size,
      human: count('human'),
      unknown: count('unknown'),
      machine: count('machine'),
    };
  };
  const followed = own.filter(({ kind: name, label }) => name === 'click' && label !== 'machine');
  return {
    open: kind('open'),
    click: kind('click'),
    links: new Map(
      [...Map.groupBy(followed, ({ link }) => link ?? -1)].map(([link, of]) => [
        link,
        { unique: new Set(of.map(({ contactId }) => contactId)).size, total: of.length },
      ]),
    ),
  };
}

/** The unique counts of a campaign, rebuilt from what is marked on its mails. */
export async function rebuilt(system: System, campaignId: CampaignId) {
  const sends = (await system.dump('people')).filter(({ sk }) => sk === `SEND#${campaignId}`) as unknown as Send[];
  const linked = sends.flatMap(({ clickedLinks = [] }) => clickedLinks);
  return {
    open: sends.filter(({ openedAt }) => openedAt).length,
    click: sends.filter(({ clickedAt }) => clickedAt).length,
    links: new Map([...Map.groupBy(linked, (link) => link)].map(([link, all]) => [link, all.length])),
  };
}
