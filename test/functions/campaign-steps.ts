/** A marketer's steps with campaigns, and a sender that keeps chunks back until a test lets them end. */
import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Result } from '../../functions/domain/accounting.ts';
import { type Campaign, type CampaignId, campaignIdFrom } from '../../functions/domain/campaign.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { queue } from '../../functions/http/queue.ts';
import { SendMessage } from '../../functions/messages.ts';
import { finishIfDone } from '../../functions/store/campaign-states.ts';
import { createCampaign, readCampaign } from '../../functions/store/campaigns.ts';
import { readChunk, startChunk } from '../../functions/store/chunks.ts';
import { endChunk } from '../../functions/store/counters.ts';
import { keys } from '../../functions/store/keys.ts';
import * as triggers from '../../functions/triggers.ts';
import { loadFunction } from '../../local/functions.ts';
import { type System, type SystemOptions, startSystem } from '../../local/system.ts';
import { asOperator, xledger } from '../journey.ts';

/** A system whose chunks nobody sends. */
export interface HeldSystem extends System {
  /** Chunks in the order in which they were handed over, as often as they were. */
  readonly handedOver: readonly SendMessage[];
}

/** Starts a system that hands chunks over to the test. */
export async function startHeldSystem(options: SystemOptions = {}): Promise<HeldSystem> {
  const handedOver: SendMessage[] = [];
  const keep = () =>
    queue(SendMessage, async (message) => {
      handedOver.push(message);
    });
  const send = { job: 'jobs/send', batchSize: 1, visibilitySeconds: 540, maxReceives: 5 };
  const system = await startSystem({
    triggers: { ...triggers, queues: { ...triggers.queues, send } },
    load: async (file) => (file === 'jobs/send' ? keep : loadFunction(file)),
    ...options,
  });
  return { ...system, handedOver };
}

/** A draft of a campaign as a marketer has made it, with nothing in it that matters here. */
export async function draft(system: System, more: Partial<Campaign> = {}): Promise<CampaignId> {
  const now = system.clock.now();
  const campaign: Campaign = {
    brand: xledger.brand,
    campaignId: campaignIdFrom(now, randomBytes(10)),
    name: 'November',
    purpose: 'newsletter:insights',
    locales: ['nb'],
    state: 'draft',
    createdAt: now.toISOString(),
    createdBy: 'somebody',
    audience: 0,
    chunks: 0,
    revision: 1,
    ...more,
  };
  await createCampaign(system.deps.db, campaign, { sources: new Map(), contents: [], links: { targets: [] } });
  return campaign.campaignId;
}

/** An answer of the API, read. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers is for the test to compare
  readonly body: any;
}

/** Asks the API something about a campaign. `/schedule` and the like are POSTs with `body`; everything else is read. */
export async function ask(
  system: System,
  path: string,
  {
    body,
    key,
    ...as
  }: { body?: object; key?: string; role?: 'marketer' | 'privacy' | 'admin'; brand?: string; method?: string } = {},
): Promise<Answer> {
  const posts = /\/(schedule|pause|resume|cancel)$/.test(path);
  const answer = await asOperator(system, `campaigns${path}`, {
    ...as,
    ...(posts && { method: 'POST' }),
    ...(body && { body: JSON.stringify(body) }),
    headers: { ...(body && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) },
  });
  return { status: answer.status, body: await answer.json() };
}

/** What is kept of a campaign. */
export async function kept(system: System, campaignId: CampaignId, brand: string = xledger.brand): Promise<Campaign> {
  const found = await readCampaign(system.deps.db, brand, campaignId);
  if (!found) throw new Error(`there is no campaign ${campaignId}`);
  return found;
}

/** The people of a campaign, chunk by chunk: of those that count. */
export async function preparedOf(system: System, id: CampaignId, brand: string = xledger.brand): Promise<ContactId[][]> {
  const { chunks } = await kept(system, id, brand);
  const all = await Promise.all(
    Array.from({ length: chunks }, (_, n) => readChunk(system.deps.db, { brand, campaignId: id }, n)),
  );
  return all.map((chunk) => [...(chunk?.ids ?? [])]);
}

/** Writes down what became of a mail, as the sender would. */
export async function noteSend(
  system: System,
  {
    brand = xledger.brand,
    campaignId,
    contactId,
    ...send
  }: { brand?: string; campaignId: CampaignId; contactId: ContactId } & Record<string, unknown>,
): Promise<void> {
  const { db } = system.deps;
  await db.client.send(
    new PutItemCommand({
      TableName: db.tableName('people'),
      Item: marshall(
        { ...keys.send(brand, contactId, campaignId), campaignId, state: 'sent', ...send },
        { removeUndefinedValues: true },
      ),
    }),
  );
}

/** Sends a chunk: writes down what `resultOf` says of each of its people, and ends it. */
export async function sendChunk(
  system: System,
  { brand, campaignId, chunk }: SendMessage,
  resultOf: (contactId: ContactId, index: number) => Omit<Result, 'contactId'> & { feedback?: string; reason?: string } = () => ({
    state: 'sent',
  }),
): Promise<void> {
  const { db } = system.deps;
  const now = system.clock.now();
  const until = new Date(now.getTime() + 60_000);
  const ids = await startChunk(db, { brand, campaignId }, chunk, { worker: 'test', until }, now);
  if (typeof ids === 'string') throw new Error(`chunk ${chunk} is ${ids}`);
  const results = ids.map((contactId, index) => ({ contactId, ...resultOf(contactId, index) }));
  await Promise.all(results.map((result) => noteSend(system, { brand, campaignId, ...result })));
  await endChunk(db, { brand, campaignId }, chunk, results as Result[], now);
  await finishIfDone(db, { brand, campaignId }, now);
}
