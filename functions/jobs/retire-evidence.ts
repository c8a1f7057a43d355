import { type Deps, db, log, now, policies, secret } from '../deps.ts';
import { checkpointLife, checkpointOf, proofEndsOn } from '../domain/checkpoint.ts';
import { isHeld } from '../domain/consent.ts';
import { addDuration, subtractDuration } from '../domain/duration.ts';
import { AddressHash, type ContactId } from '../domain/identity.ts';
import { type Entry, verifyChain } from '../domain/ledger.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { addDays, dayOf } from '../domain/retention.ts';
import { emptyRetireReport, type RetireOutcome, type RetireReport } from '../domain/retire.ts';
import { monthsBetween } from '../domain/sweep.ts';
import { everyBrand } from '../every-brand.ts';
import { type ClosedChain, dropClosed, letChainExpire, listClosed } from '../store/closed-chains.ts';
import { indexShards, keys } from '../store/keys.ts';
import { appendReport, readChain } from '../store/ledger.ts';
import { readAddress, readPerson } from '../store/people.ts';
import { readMark, writeMark } from '../store/retention.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policies' | 'now' | 'log'>;

/**
 * Lets evidence go when its own clock has run out (`suppression.proof`): the chains of people who are gone, unless a legal hold on whoever has their
 * address now keeps them, or they are not as they were written. The only function that changes anything in the ledger, and an expiry is all it can
 * set.
 */
export const retireEvidence = (needs: Needs) => async (): Promise<{ readonly brands: readonly RetireReport[] }> => {
  return { brands: await everyBrand(needs, (policy) => retireBrand(needs, policy)) };
};

const shards = Array.from({ length: indexShards }, (_, shard) => shard);
const pageSize = 100;

async function retireBrand(needs: Needs, policy: Policy): Promise<RetireReport> {
  const { db, now, log } = needs;
  const { brand, suppression } = policy;
  const report = emptyRetireReport(brand, dayOf(now()));
  // closed on a later day: the proof cannot have run out
  const until = dayOf(subtractDuration(now(), suppression.proof));
  const months = monthsBetween(await readMark(db, keys.evidenceMark(brand)), until);

  let unfinished: string | undefined;
  for (const month of months) {
    const done = await Promise.all(shards.map((shard) => retireShard(needs, policy, { month, shard, until }, report)));
    if (done.includes(false)) unfinished ??= month;
  }
  await writeMark(db, keys.evidenceMark(brand), unfinished ?? addDays(until, -60).slice(0, 7));
  await appendReport(db, brand, report, now());
  log('evidence_retired', { ...report, left: report.left ? 1 : 0 });
  return report;
}

/** One bucket; whether nothing is left in it that was closed on `until` or before. */
async function retireShard(
  needs: Needs,
  policy: Policy,
  bucket: { month: string; shard: number; until: string },
  report: RetireReport,
): Promise<boolean> {
  const { brand } = policy;
  let finished = true;
  for (let after: ClosedChain | undefined; ; ) {
    if (report.retired >= limits.retiredPerRun) {
      report.left = true;
      return false;
    }
    const page = await listClosed(needs.db, brand, bucket, { after, limit: pageSize });
    for (const closed of page) {
      const outcome = await settle(needs, policy, closed.contactId);
      report[outcome] += 1;
      if (outcome === 'retired' || outcome === 'gone') await dropClosed(needs.db, brand, closed);
      else finished = false;
    }
    after = page.at(-1);
    if (!after) return finished;
  }
}

/** One chain. A failure is its alone; it stays filed. */
async function settle(needs: Needs, policy: Policy, contactId: ContactId): Promise<RetireOutcome> {
  try {
    return await retire(needs, policy, contactId);
  } catch (error) {
    needs.log('retire_failed', { brand: policy.brand, contactId, error: error instanceof Error ? error.name : 'unknown' });
    return 'failed';
  }
}

async function retire({ db, secret, now, log }: Needs, policy: Policy, contactId: ContactId): Promise<RetireOutcome> {
  const { brand } = policy;
  const chain = await readChain(db, brand, contactId);
  const last = chain.at(-1);
  if (!last) return 'gone';
  const endsOn = proofEndsOn(policy, chain);
  if (endsOn === undefined || dayOf(now()) < endsOn) return 'waits';
  if (await isHeldByHeir({ db, now }, brand, contactId, last)) return 'held';
  if (!verifyChain(brand, contactId, chain).whole) {
    log('evidence_broken', { brand, contactId });
    return 'broken';
  }
  const checkpoint = checkpointOf(brand, contactId, last, await secret(), now());
  const seconds = (at: Date) => Math.ceil(at.getTime() / 1000);
  await letChainExpire(db, checkpoint, { entries: seconds(now()), checkpoint: seconds(addDuration(now(), checkpointLife)) });
  return 'retired';
}

/** Whether whoever has the address now is on legal hold, and was this person before. */
async function isHeldByHeir(
  { db, now }: Pick<Needs, 'db' | 'now'>,
  brand: string,
  contactId: ContactId,
  { addressHash }: Entry,
): Promise<boolean> {
  const { contactId: heirId } = await readAddress(db, brand, AddressHash.parse(addressHash));
  const heir = heirId && (await readPerson(db, brand, heirId, now()));
  return heir !== undefined && isHeld(heir.profile, now()) && (heir.profile.formerIds ?? []).includes(contactId);
}

export const handler = retireEvidence({ db, secret, policies, now, log });
