/**
 * To whom a campaign goes. Each of the rules was seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | the purpose of the campaign is not asked of a segment's people | T16 |
 * | whom another campaign skipped counts as mailed | left out |
 * | a run numbers its chunks from the first | F17 |
 * | a segment that is gone is everybody | a segment that has been deleted |
 */
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CampaignId, chunkSize } from '../../functions/domain/campaign.ts';
import type { Consent } from '../../functions/domain/consent.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { limits } from '../../functions/domain/limits.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import { type Segment, SegmentId } from '../../functions/domain/segment.ts';
import { writeChunk } from '../../functions/store/chunks.ts';
import { keys } from '../../functions/store/keys.ts';
import { deleteSegment, saveSegment } from '../../functions/store/segments.ts';
import { brands } from '../../policies/brands.ts';
import { meterOf } from '../capacity/measure.ts';
import { bytesOf } from '../capacity/published-rules.ts';
import { varied } from '../domain/example-policy.ts';
import { confirmed, newAddress } from '../faults/steps.ts';
import { ask, draft, type HeldSystem, kept, noteSend, preparedOf, sendChunk, startHeldSystem } from './campaign-steps.ts';
import { crowd } from './planted.ts';

const insights = 'newsletter:insights';
const events = 'newsletter:events';
const crowded = definePolicy(varied({ brand: 'a-brand-with-the-longest-name-32' }));

let system: HeldSystem;
beforeAll(async () => {
  system = await startHeldSystem({ policies: [...brands, crowded] });
});
afterAll(() => system.stop());

const somebody = async (...consents: string[]): Promise<ContactId> =>
  (await confirmed(system, { email: newAddress(), consents })).contactId as ContactId;
const save = (name: string, segment: Segment) =>
  saveSegment(system.deps.db, 'xledger', {
    segmentId: SegmentId.parse(name),
    segment,
    savedAt: system.clock.now().toISOString(),
    savedBy: 'somebody',
  });

/** Takes somebody off a list. */
async function drop(contactId: ContactId, purpose: Consent['purpose'], brand = 'xledger'): Promise<void> {
  const { db } = system.deps;
  await db.client.send(
    new DeleteItemCommand({ TableName: db.tableName('people'), Key: marshall(keys.consent(brand, contactId, purpose)) }),
  );
}

/** Prepares a campaign, and returns its people in the order of their chunks. */
async function prepare(id: CampaignId, brand?: string): Promise<ContactId[]> {
  const answer = await ask(system, `/${id}/schedule`, { ...(brand && { brand }) });
  if (answer.status !== 200) throw new Error(`scheduling answered ${answer.status}`);
  await system.settle();
  return (await preparedOf(system, id, brand)).flat();
}

describe('an audience', () => {
  let both: ContactId;
  let one: ContactId;
  let other: ContactId;
  beforeAll(async () => {
    [both, one, other] = await Promise.all([somebody(insights, events), somebody(insights), somebody(events)]);
  });

  test('is everybody of the purpose, once, however many of a segment’s lists they are on; and nobody who has not that purpose (T16)', async () => {
    await save('either', { purposes: { any: [events, insights] } });
    await save('neither', { purposes: { any: [events, 'newsletter:unknown'] } });
    const [all, either, neither] = [
      await prepare(await draft(system, { purpose: insights })),
      await prepare(await draft(system, { purpose: insights, segment: 'either' })),
      await prepare(await draft(system, { purpose: insights, segment: 'neither' })),
    ];
    expect(all.sort()).toEqual([both, one].sort());
    expect(either.sort()).toEqual([both, one].sort());
    expect(neither).toEqual([both]);
    expect(await prepare(await draft(system, { purpose: events }))).toEqual([both, other].sort(inShardOrder));
  });

  test('goes without those who are left out, and says how many: who is in a segment, and whom another campaign mailed or may have', async () => {
    const states = ['sent', 'unknown', 'claimed', 'skipped', 'failed'] as const;
    const toEvents = { brand: 'xledger', purpose: events } as const;
    const people = await crowd(system, states.length, toEvents);
    const [reached, listed] = await crowd(system, 2, toEvents);
    await crowd(system, 1, { ...toEvents, purpose: insights, ids: [listed as ContactId] });
    const [first, second] = [await draft(system), await draft(system)];
    for (const [index, state] of states.entries()) {
      await noteSend(system, { campaignId: index % 2 === 0 ? first : second, contactId: people[index] as ContactId, state });
    }
    await save('readers', { purposes: { all: [insights] } });
    const exclude = { campaigns: [first, second], segments: ['readers'] };
    const id = await draft(system, { purpose: events, exclude });
    expect((await prepare(id)).sort()).toEqual([people[3], people[4], reached, other].sort());
    // in the segment: one of the crowd, and who has both
    expect((await ask(system, `/${id}`)).body).toMatchObject({ counts: { audience: 4 }, excluded: { campaign: 3, segment: 2 } });
    await Promise.all(
      [...people, reached as ContactId, listed as ContactId].flatMap((contactId) => [
        drop(contactId, events),
        drop(contactId, insights),
      ]),
    );
  });

  test('that a segment says which has been deleted is nobody’s: the campaign waits for somebody to look', async () => {
    await save('passing', { purposes: { all: [insights] } });
    const [people, without] = [
      await draft(system, { segment: 'passing' }),
      await draft(system, { exclude: { segments: ['passing'], campaigns: [] } }),
    ];
    await deleteSegment(system.deps.db, 'xledger', SegmentId.parse('passing'));
    for (const id of [people, without]) {
      expect(await prepare(id)).toEqual([]);
      expect((await ask(system, `/${id}`)).body).toMatchObject({ state: 'needs_review', stateReason: 'segment_missing' });
    }
    await save('passing', { purposes: { all: [insights] } });
    await ask(system, `/${people}/resume`);
    await system.settle();
    expect((await preparedOf(system, people)).flat().sort()).toEqual([both, one].sort());
  });

  test('is read anew from where the last run stopped: whoever leaves or comes meanwhile shifts nobody (F17)', async () => {
    const brand = 'alektum';
    const purpose = 'newsletter:news';
    const extra = 150;
    const all = await crowd(system, limits.preparedPerRun + extra, { brand, purpose });
    const id = await draft(system, { brand, purpose });
    await ask(system, `/${id}/schedule`, { brand });
    await system.runJob('prepare-campaign', { Records: [{ messageId: 'm', body: JSON.stringify({ brand, campaignId: id }) }] });
    const [first] = (await preparedOf(system, id, brand)).flat() as [ContactId];
    expect((await kept(system, id, brand)).audience).toBe(limits.preparedPerRun);
    await drop(first, purpose, brand);
    await system.settle();
    const campaign = await kept(system, id, brand);
    expect(campaign).toMatchObject({
      audience: all.length,
      chunks: Math.ceil(limits.preparedPerRun / chunkSize) + extra / chunkSize,
    });
    expect((await preparedOf(system, id, brand)).flat().sort()).toEqual(all.toSorted());
    expect(
      system.handedOver
        .filter(({ campaignId }) => campaignId === id)
        .map(({ chunk }) => chunk)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: campaign.chunks }, (_, chunk) => chunk));
  });
});

/** The order of the walk: by shard, then by id. */
function inShardOrder(a: string, b: string): number {
  const [first, second] = [a, b].map((id) => (Buffer.from(id, 'base64url')[0] as number) % 8) as [number, number];
  return first - second || (a < b ? -1 : 1);
}

describe('preparing', () => {
  test('costs a write for each chunk, and two for each run of two thousand', async () => {
    const { brand } = crowded;
    await crowd(system, 1000, { brand, purpose: 'newsletter:news' });
    const id = await draft(system, { brand, purpose: 'newsletter:news' });
    await ask(system, `/${id}/schedule`, { brand });
    const event = { Records: [{ messageId: 'm', body: JSON.stringify({ brand, campaignId: id }) }] };
    const meter = meterOf(system);
    const { use } = await meter.measure(() => system.runJob('prepare-campaign', event));
    meter.close();
    // the claim of the run, twenty chunks, the position with the state
    expect(use.writes).toEqual({ campaigns: 1 + 20 + 1 });
    expect(use.failedConditions).toBe(0);
    // nothing but the pages of the audience, and the campaign as each step finds it
    expect(Object.keys(use.reads).sort()).toEqual(['campaigns', 'people.audience']);
    expect(use.reads.campaigns).toBe(2);
  });

  test('fits a full chunk of the longest name into one write unit, from its first write to its last', async () => {
    const { brand } = crowded;
    const { db } = system.deps;
    const ids = Array.from({ length: chunkSize }, () => system.deps.newId() as ContactId);
    const campaignId = await draft(system, { brand, state: 'sending', chunks: 10_000_000 });
    const chunk = { chunk: 9_999_999, ids, run: 99_999 };
    expect(await writeChunk(db, { brand, campaignId }, chunk, system.clock.now())).toBe('written');
    const sizeNow = async () => {
      const item = (await system.dump('campaigns')).find(
        ({ pk, sk }) => pk === `${brand}#${campaignId}` && String(sk).startsWith('CHUNK'),
      );
      return bytesOf(marshall(item ?? {}));
    };
    const before = await sizeNow();
    await sendChunk(system, { brand, campaignId, chunk: chunk.chunk });
    expect([before > 850, before <= 1024, (await sizeNow()) <= 1024]).toEqual([true, true, true]);
    await db.client.send(
      new DeleteItemCommand({ TableName: db.tableName('campaigns'), Key: marshall(keys.campaign(brand, campaignId)) }),
    );
  });
});
