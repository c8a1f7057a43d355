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
import type { Result } from '../domain/accounting.ts';
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import type { Profile } from '../domain/consent.ts';
import { addDuration } from '../domain/duration.ts';
import { type Gate, gate, restsOnConsent } from '../domain/gate.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { makeLink } from '../domain/links.ts';
import { campaignRate, hindranceOf, planOf, type SendingAccount } from '../domain/pace.ts';
import type { Locale, Policy } from '../domain/policy.ts';
import type { Send } from '../domain/send.ts';
import { type Tracking, trackingOf, trackingUrls, untracked } from '../domain/tracking-links.ts';
import { listHeaders } from '../email/list-headers.ts';
import { newsletter, type Recipient } from '../email/newsletter.ts';
import { type Sending, sendMail } from '../email/ses.ts';
import { readAccount } from '../email/ses-account.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { SendMessage } from '../messages.ts';
import { finishIfDone, moveCampaign } from '../store/campaign-states.ts';
import { readCampaign, readContent, readLinkTable } from '../store/campaigns.ts';
import { leaveChunk, startChunk } from '../store/chunks.ts';
import { endChunk, readTally } from '../store/counters.ts';
import { takeLease } from '../store/leases.ts';
import { readAddress, readPerson, readPersonAsStored } from '../store/people.ts';
import { claimSend, dropClaim, finishSend, giveUpClaim, type Outcome, readSend, type SendKey } from '../store/sends.ts';

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
  const memory: Memory = { editions: new Map(), account: undefined };
  return queue(SendMessage, async (message) => {
    const policy = needs.policyOf(message.brand);
    if (!policy) throw new Error(`no policy for ${message.brand}`);
    const job = { needs, memory, policy, message, worker: needs.newId(), began: needs.elapsed() };
    await needs.bulkSes.during(() => sendChunk(job));
  });
};

/** What one function remembers between chunks: content that no longer changes, and for a while what SES says of the account. */
interface Memory {
  readonly editions: Map<string, Promise<Edition | undefined>>;
  account: { readonly known: Promise<SendingAccount>; readonly until: number } | undefined;
}

interface Job {
  readonly needs: Needs;
  readonly memory: Memory;
  readonly policy: Policy;
  readonly message: SendMessage;
  readonly worker: string;
  /** By `elapsed`. */
  readonly began: number;
}

/** Makes the mail of one language of a campaign for a recipient. */
type Edition = ReturnType<typeof newsletter>;

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

/** Why no turn is to be had. `held`: the campaign is not sending, and whoever lets it go on hands the chunk over again. */
type Stop = 'held' | 'quota_used' | 'later';

/** Takes turns until everybody has had theirs, or there is none to be had. Whoever SES had no room for has another. */
async function sendInTurns(job: Job, ids: readonly ContactId[]): Promise<Progress> {
  const { needs } = job;
  const progress: Progress = { results: [], left: ids, why: undefined, campaign: undefined };
  const failures: unknown[] = [];
  while (progress.left.length > 0) {
    const turn = await takeTurn(job);
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
      // what SES said of the account may be over
      job.memory.account = undefined;
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

/** A share of the rate for a campaign that is sending, or sends nobody any more. */
type Turn =
  | { readonly campaign: Campaign; readonly ticks: readonly (number | undefined)[] }
  | { readonly campaign: Campaign | undefined; readonly stop: Stop };

async function takeTurn(job: Job): Promise<Turn> {
  const { needs, message } = job;
  const { db, now } = needs;
  const campaign = await readCampaign(db, message.brand, message.campaignId);
  // nobody of them is mailed, and each is accounted for
  if (campaign?.state === 'cancelled') return { campaign, ticks: Array.from({ length: limits.turnMails }, () => undefined) };
  if (campaign?.state !== 'sending') return { campaign, stop: 'held' };

  const account = await accountOf(job);
  const hindrance = hindranceOf(account);
  if (hindrance === 'account_stopped') {
    await moveCampaign(db, message, { event: 'doubt', now: now(), reason: hindrance });
    return { campaign, stop: 'held' };
  }
  if (hindrance) return { campaign, stop: hindrance };
  const lease = await takeLease(db, planOf(campaignRate(account.maxSendRate)), limits.patienceSeconds * 1000, now());
  if (lease === 'later') return { campaign, stop: lease };

  const wait = (lease.ticks[0] ?? 0) - limits.consentLeadMs - now().getTime();
  if (wait <= 1000) return { campaign, ticks: lease.ticks };
  await needs.sleep(wait);
  // a pause or a cancellation may have come meanwhile
  const since = await readCampaign(db, message.brand, message.campaignId);
  if (since?.state === 'sending') return { campaign: since, ticks: lease.ticks };
  return since?.state === 'cancelled' ? takeTurn(job) : { campaign: since, stop: 'held' };
}

async function accountOf({ needs, memory }: Job): Promise<SendingAccount> {
  if (!memory.account || memory.account.until < needs.elapsed()) {
    memory.account = { known: readAccount(needs.bulkSes), until: needs.elapsed() + limits.accountSeconds * 1000 };
    memory.account.known.catch(() => {
      memory.account = undefined;
    });
  }
  return memory.account.known;
}

/** One recipient: claim, read, gate, render, call, write down. `'no_room'`: SES did not take the mail for the moment, and the claim has been given back. */
async function sendTo(
  job: Job,
  { campaign }: { readonly campaign: Campaign },
  contactId: ContactId,
  tick: number | undefined,
): Promise<Result | 'no_room'> {
  const { needs, message, policy } = job;
  const { db, now } = needs;
  const key: SendKey = { ...message, contactId };
  if (tick === undefined) return cancelled(db, key);

  await waitFor(needs, tick - limits.consentLeadMs);
  const claim = claimOf(policy, campaign, message.chunk, needs.newId(), now());
  const claimed = await claimSend(db, key, claim);
  if (claimed !== 'claimed') return resultOf(key, await settled(db, key, claimed));

  const looked = await lookUntil(job, campaign, key, claim, tick);
  if (!looked.gate.open) {
    const skipped = { state: 'skipped', reason: looked.gate.reason } as const;
    if (looked.gate.reason !== 'gone') return resultOf(key, await finishSend(db, key, claim, skipped));
    await dropClaim(db, key, claim.claimId);
    return resultOf(key, skipped);
  }
  if (!looked.sending) return resultOf(key, await finishSend(db, key, claim, { state: 'failed', reason: 'not_renderable' }));

  const { locale, basis } = looked.gate;
  const sent = await sendMail(needs.bulkSes, looked.sending);
  switch (sent.outcome) {
    case 'sent': {
      const { messageId } = sent;
      const details = { messageId, sentAt: now().toISOString(), locale, basis, tracking: looked.tracking };
      return resultOf(key, await finishSend(db, key, claim, { state: 'sent', ...details }));
    }
    case 'unknown':
      return resultOf(key, await finishSend(db, key, claim, { state: 'unknown', locale, basis, tracking: looked.tracking }));
    case 'not_sent':
      if (!sent.retry) return resultOf(key, await finishSend(db, key, claim, { state: 'failed', reason: sent.reason }));
      await dropClaim(db, key, claim.claimId);
      return 'no_room';
  }
}

const waitFor = async ({ now, sleep }: Needs, moment: number): Promise<void> => {
  const ms = moment - now().getTime();
  if (ms > 0) await sleep(ms);
};

const claimOf = (policy: Policy, { campaignId, purpose }: Campaign, chunk: number, claimId: string, now: Date): Send => {
  const until = [addDuration(now, policy.tracking.eventLife), addDuration(now, limits.sendsKept)];
  return {
    campaignId,
    state: 'claimed',
    claimId,
    claimedAt: now.toISOString(),
    chunk,
    purpose,
    expiresAt: Math.ceil(Math.max(...until.map((at) => at.getTime())) / 1000),
  };
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
  const found = await readSend(db, key);
  if (!found) return { contactId: key.contactId, state: 'skipped', reason: 'cancelled' };
  return resultOf(key, await settled(db, key, found));
}

/** A person as they were read, and what follows from it. */
interface Look {
  readonly gate: Gate;
  /** By `elapsed`, when the reading began. */
  readonly at: number;
  readonly tracking: Tracking;
  /** Undefined if the content could not be made a mail for them. */
  readonly sending: Sending | undefined;
}

/** Looks at the person, waits for their moment, and looks again if the look has grown old by then. A look that fails sends nothing (T18). */
async function lookUntil(job: Job, campaign: Campaign, key: SendKey, claim: Send, tick: number): Promise<Look> {
  try {
    for (;;) {
      const seen = await look(job, campaign, key);
      if (seen.gate.open) await waitFor(job.needs, tick);
      if (!seen.gate.open || job.needs.elapsed() - seen.at <= limits.consentAgeMs) return seen;
    }
  } catch (error) {
    // a record that cannot be read today cannot be read tomorrow
    if (error instanceof z.ZodError)
      return { gate: { open: false, reason: 'unreadable' }, at: 0, tracking: untracked, sending: undefined };
    await dropClaim(job.needs.db, key, claim.claimId);
    throw error;
  }
}

async function look(job: Job, campaign: Campaign, key: SendKey): Promise<Look> {
  const { needs, policy } = job;
  const { db, now } = needs;
  const at = needs.elapsed();
  const person = await readPerson(db, key.brand, key.contactId, now());
  const suppression =
    person && !restsOnConsent(policy, person, campaign, now())
      ? (await readAddress(db, key.brand, person.profile.addressHash)).suppression
      : undefined;
  const answer = gate(policy, { campaign, person, suppression }, now());
  if (!answer.open || !person) return { gate: answer, at, tracking: untracked, sending: undefined };

  const edition = await editionOf(job, campaign, answer.locale);
  if (!edition) return { gate: { open: false, reason: 'no_content' }, at, tracking: untracked, sending: undefined };
  const tracking = trackingFor(policy, person, now());
  return {
    gate: answer,
    at,
    tracking,
    sending: await sendingOf(job, campaign, person.profile, { ...answer, tracking, edition }),
  };
}

/** What cannot be found out is not measured (T18). */
function trackingFor(...of: Parameters<typeof trackingOf>): Tracking {
  try {
    return trackingOf(...of);
  } catch {
    return untracked;
  }
}

async function sendingOf(
  { needs, policy }: Job,
  { campaignId, purpose }: Campaign,
  profile: Profile,
  { edition, tracking, locale, basis }: Extract<Gate, { open: true }> & { edition: Edition; tracking: Tracking },
): Promise<Sending | undefined> {
  const { brand, contactId, email, name, company, phone } = profile;
  const from = policy.identity.from[0];
  if (!from) throw new Error(`${brand} has no sender`);
  const secret = await needs.secret();
  const publicUrl = needs.publicUrl();
  const token = makeLink('mail', { brand, contactId, purpose, locale, campaignId }, secret);
  const unsubscribeUrl = `${publicUrl}/u/${token}`;
  const recipient: Recipient = {
    merge: { email, name, company, phone },
    unsubscribeUrl,
    preferencesUrl: `${publicUrl}/p/${token}`,
    ...trackingUrls(policy, { campaignId, contactId, tracking }, { publicUrl, secret, now: needs.now() }),
    basis,
  };
  const mail = rendered(edition, recipient);
  return (
    mail && {
      from,
      to: email,
      replyTo: policy.identity.replyTo,
      mail,
      headers: listHeaders(policy, { purpose, campaignId, locale, unsubscribeUrl, inboundDomain: needs.inboundDomain() }),
      tags: { brand, mail: 'newsletter', campaign: campaignId, contact: contactId },
    }
  );
}

/** One person's details may be more than a template bears: then this mail fails, and no other. */
function rendered(edition: Edition, recipient: Recipient) {
  try {
    return edition(recipient);
  } catch {
    return undefined;
  }
}

/** Content is read and parsed once by each function: it is frozen as long as the campaign is sending. */
function editionOf({ needs, memory, policy }: Job, campaign: Campaign, locale: Locale): Promise<Edition | undefined> {
  const { brand, campaignId, purpose } = campaign;
  const name = `${brand} ${campaignId} ${locale}`;
  const known = memory.editions.get(name);
  if (known) return known;
  const loading = (async () => {
    const [content, links] = await Promise.all([
      readContent(needs.db, campaign, locale),
      readLinkTable(needs.db, brand, campaignId),
    ]);
    return content && links && newsletter(policy, { purpose, content, links });
  })();
  for (const oldest of [...memory.editions.keys()].slice(0, -7)) memory.editions.delete(oldest);
  memory.editions.set(name, loading);
  loading.catch(() => memory.editions.delete(name));
  return loading;
}

/** What is known of a mail, as it is counted. */
function resultOf({ contactId }: SendKey, { state, reason, tracking }: Outcome | Send): Result {
  switch (state) {
    case 'claimed':
    case 'unknown':
      return { contactId, state: 'unknown' };
    case 'sent':
      return { contactId, state, ...(tracking && { tracking }) };
    case 'skipped':
    case 'failed':
      return { contactId, state, reason: reason ?? 'unknown' };
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
  const key = { brand, campaignId, contactId: result.contactId };
  const found = await readSend(db, key);
  return found ? resultOf(key, found) : result;
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
