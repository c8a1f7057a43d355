import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import {
  bulkSes,
  type Deps,
  db,
  elapsed,
  inboundDomain,
  log,
  newId,
  now,
  policyOf,
  publicUrl,
  queues,
  secret,
  sleep,
} from '../deps.ts';
import { type Result, resultOf } from '../domain/accounting.ts';
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import type { Refusal } from '../domain/gate.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { claimOf, type Send } from '../domain/send.ts';
import { sendMail } from '../email/ses.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { SendMessage } from '../messages.ts';
import { type Look, type Looker, lookerFor, nothingFor } from '../reader-mail.ts';
import { finishIfDone } from '../store/campaign-states.ts';
import { leaveChunk, startChunk } from '../store/chunks.ts';
import { endChunk, readTally } from '../store/counters.ts';
import { readPersonAsStored } from '../store/people.ts';
import { claimSend, dropClaim, finishSend, giveUpClaim, type Outcome, readSend, type SendKey } from '../store/sends.ts';
import { type Stop, type Turns, turnsFor } from '../turns.ts';

type Needs = Pick<
  Deps,
  | 'db'
  | 'bulkSes'
  | 'queues'
  | 'secret'
  | 'policyOf'
  | 'publicUrl'
  | 'inboundDomain'
  | 'now'
  | 'elapsed'
  | 'sleep'
  | 'newId'
  | 'log'
>;

/**
 * Mails one chunk of a campaign's audience, at most fifty people, and accounts for each of them. At most one call to SES is made for a campaign and a person
 * (I1): it is claimed before, it rests on what was read of the person less than a second before (I2), and one whose answer is lost is never made again.
 */
export const send = (needs: Needs): QueueHandler => {
  const [turns, look] = [turnsFor(needs), lookerFor(needs)];
  return queue(SendMessage, async (message) => {
    const policy = needs.policyOf(message.brand);
    if (!policy) throw new Error(`no policy for ${message.brand}`);
    const job = { needs, turns, look, policy, message, worker: needs.newId(), began: needs.elapsed() };
    await needs.bulkSes.during(() => sendChunk(job));
  });
};

/** A chunk, and what its sender has. */
interface Job {
  readonly needs: Needs;
  readonly turns: Turns;
  readonly look: Looker;
  readonly policy: Policy;
  readonly message: SendMessage;
  readonly worker: string;
  /** By `elapsed`. */
  readonly began: number;
}

async function sendChunk(job: Job): Promise<void> {
  const { needs, message, worker } = job;
  const { db, now } = needs;
  const until = new Date(now().getTime() + limits.senderSeconds * 1000);
  const ids = await startChunk(db, message, message.chunk, { worker, until }, now());
  if (ids === 'busy') throw new Error(`chunk ${message.chunk} is in other hands`);
  if (ids === 'absent')
    return needs.log('chunk_absent', { brand: message.brand, campaignId: message.campaignId, chunk: message.chunk });
  // counted before: what may be left is to see that it was the last
  if (ids === 'ended') return finishCampaign(job, undefined);

  try {
    const { results, left, why, campaign } = await sendInTurns(job, ids);
    if (left.length === 0) await account(job, results, campaign);
    else await putOff(job, why);
  } catch (error) {
    await leaveChunk(db, message, message.chunk, worker);
    throw error;
  }
}

/** What came of a chunk so far: who is accounted for, who is not, and why not. */
interface Progress {
  readonly results: Result[];
  left: readonly ContactId[];
  why: Stop | undefined;
  campaign: Campaign | undefined;
}

/** Takes turns until everybody has had theirs, or there is none to be had. Whoever SES had no room for has another. */
async function sendInTurns(job: Job, ids: readonly ContactId[]): Promise<Progress> {
  const { needs, turns, message } = job;
  const progress: Progress = { results: [], left: ids, why: undefined, campaign: undefined };
  const failures: unknown[] = [];
  while (progress.left.length > 0) {
    const turn = await turns.take(message);
    progress.campaign = turn.campaign;
    if ('stop' in turn) {
      progress.why = turn.stop;
      break;
    }
    const { ticks } = turn;
    const whose = progress.left.slice(0, ticks.length);
    const outcomes = await Promise.allSettled(whose.map((id, index) => sendTo(job, turn, id, ticks[index])));
    const throttled: ContactId[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      // the next delivery sees to those that failed; nobody else waits for them (I9)
      if (outcome.status === 'rejected') failures.push(outcome.reason);
      else if (outcome.value === 'no_room') throttled.push(whose[index] as ContactId);
      else progress.results.push(outcome.value);
    }
    progress.left = [...throttled, ...progress.left.slice(ticks.length)];
    if (throttled.length > 0) {
      turns.doubtAccount();
      await needs.sleep(limits.breatherMs);
    }
    if (needs.elapsed() - job.began > limits.turnsWithinSeconds * 1000) {
      progress.why = 'later';
      break;
    }
  }
  if (failures.length > 0) throw failures[0];
  return progress;
}

/** One recipient: claim, read, gate, render, call, write down. `'no_room'`: SES did not take the mail for the moment, and the claim has been given back. */
async function sendTo(
  job: Job,
  { campaign }: { readonly campaign: Campaign },
  contactId: ContactId,
  tick: number | undefined,
): Promise<Result | 'no_room'> {
  const { needs, message, policy } = job;
  const { db, now, newId } = needs;
  const key: SendKey = { ...message, contactId };
  if (tick === undefined) return cancelled(db, key);

  await waitFor(needs, tick - limits.consentLeadMs);
  const claim = claimOf(policy, campaign, message.chunk, newId(), now());
  const taken = await claimSend(db, key, claim);
  if (taken !== 'claimed') return resultOf(contactId, await settled(db, key, taken));

  const outcome = await outcomeOf(needs, await lookUntil(job, campaign, key, claim, tick));
  // what led to no call may lead to one yet; and of somebody who has gone not even the claim stays (I8)
  if (outcome === 'no_room' || outcome.reason === ('gone' satisfies Refusal)) {
    await dropClaim(db, key, claim.claimId);
    return outcome === 'no_room' ? outcome : resultOf(contactId, outcome);
  }
  return resultOf(contactId, await finishSend(db, key, claim, outcome));
}

/** Makes the one call, if there is to be one; and says what is to be written down. */
async function outcomeOf({ bulkSes, now }: Needs, { gate, sending, tracking }: Look): Promise<Outcome | 'no_room'> {
  if (!gate.open) return { state: 'skipped', reason: gate.reason };
  if (!sending) return { state: 'failed', reason: 'not_renderable' };
  const { locale, basis } = gate;
  const sent = await sendMail(bulkSes, sending);
  switch (sent.outcome) {
    case 'sent':
      return { state: 'sent', messageId: sent.messageId, sentAt: now().toISOString(), locale, basis, tracking };
    case 'unknown':
      return { state: 'unknown', locale, basis, tracking };
    case 'not_sent':
      return sent.retry ? 'no_room' : { state: 'failed', reason: sent.reason };
  }
}

const waitFor = async ({ now, sleep }: Needs, moment: number): Promise<void> => {
  const ms = moment - now().getTime();
  if (ms > 0) await sleep(ms);
};

/**
 * A claim found from before is of a function that is dead: only SES's events can tell whether it came to the call. Of somebody who has been erased since
 * not even the claim stays (I8).
 */
async function settled(db: Needs['db'], key: SendKey, found: Send): Promise<Send> {
  if (found.state !== 'claimed') return found;
  if (await readPersonAsStored(db, key.brand, key.contactId)) return giveUpClaim(db, key, found);
  await dropClaim(db, key, found.claimId);
  return { ...found, state: 'unknown' };
}

/** Somebody of a campaign that was cancelled: what has become of their mail by then, else `skipped`. */
async function cancelled(db: Needs['db'], key: SendKey): Promise<Result> {
  const { contactId } = key;
  const found = await readSend(db, key);
  if (!found) return { contactId, state: 'skipped', reason: 'cancelled' };
  return resultOf(contactId, await settled(db, key, found));
}

/** Looks at the person, waits for their moment, and looks again if the look has grown old by then. A look that fails sends nothing (T18). */
async function lookUntil(job: Job, campaign: Campaign, key: SendKey, claim: Send, tick: number): Promise<Look> {
  try {
    for (;;) {
      const seen = await job.look(job.policy, campaign, key);
      if (seen.gate.open) await waitFor(job.needs, tick);
      if (!seen.gate.open || job.needs.elapsed() - seen.at <= limits.consentAgeMs) return seen;
    }
  } catch (error) {
    // a record that cannot be read today cannot be read tomorrow
    if (error instanceof z.ZodError) return nothingFor({ open: false, reason: 'unreadable' }, 0);
    await dropClaim(job.needs.db, key, claim.claimId);
    throw error;
  }
}

/** Counts the chunk, once; then sees whether it was the campaign's last. */
async function account(job: Job, results: readonly Result[], campaign: Campaign | undefined): Promise<void> {
  const { db, now, log } = job.needs;
  const { brand, campaignId, chunk } = job.message;
  let counted = results;
  while ((await endChunk(db, job.message, chunk, counted, now())) === 'resolved') {
    // SES has told of some meanwhile
    counted = await Promise.all(
      counted.map((result) => (result.state === 'unknown' ? readAgain(db, job.message, result) : result)),
    );
  }
  const number = (state: Result['state']) => counted.filter((result) => result.state === state).length;
  const [sent, skipped, failed, unknown] = [number('sent'), number('skipped'), number('failed'), number('unknown')];
  log('chunk_sent', { brand, campaignId, chunk, sent, skipped, failed, unknown });
  await finishCampaign(job, campaign);
}

async function readAgain(db: Needs['db'], { brand, campaignId }: { brand: string; campaignId: CampaignId }, result: Result) {
  const { contactId } = result;
  const found = await readSend(db, { brand, campaignId, contactId });
  return found ? resultOf(contactId, found) : result;
}

/** Finished is a campaign whose every chunk has been counted, never one of which no more is found (T15). */
async function finishCampaign({ needs, message }: Job, campaign: Campaign | undefined): Promise<void> {
  const { db, now } = needs;
  // once it sends, it gets no more chunks
  if (campaign && (await readTally(db, message)).chunks < campaign.chunks) return;
  await finishIfDone(db, message, now());
}

/** Hands the chunk back. Whoever has waited long waits long, so that an audience that takes hours costs few messages. */
async function putOff({ needs, message, worker }: Job, why: Stop | undefined): Promise<void> {
  const { db, queues, log } = needs;
  const { brand, campaignId, chunk, waits = 0 } = message;
  await leaveChunk(db, message, chunk, worker);
  log('chunk_put_off', { brand, campaignId, chunk, why: why ?? 'later' });
  if (why === 'held') return;
  const most = limits.putOffAtMostSeconds;
  const seconds = why === 'quota_used' ? most : Math.min(most, limits.putOffSeconds * 2 ** waits);
  const again: SendMessage = { brand, campaignId, chunk, waits: why === 'quota_used' ? 0 : waits + 1 };
  await queues.client.send(
    new SendMessageCommand({
      QueueUrl: queues.url('send'),
      MessageBody: JSON.stringify(again),
      DelaySeconds: Math.ceil(seconds * (0.5 + Math.random() / 2)),
    }),
  );
}

export const handler = send({
  db,
  bulkSes,
  queues,
  secret,
  policyOf,
  publicUrl,
  inboundDomain,
  now,
  elapsed,
  sleep,
  newId,
  log,
});
