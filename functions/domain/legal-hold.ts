/**
 * A legal hold (K11): claims are to be brought or met, so nothing of a person is deleted, whoever asks and whatever the clocks say. Their rights not to
 * be mailed are not touched by it.
 */
import * as z from 'zod';
import type { Change, ProfileChange } from './change.ts';
import type { Person } from './consent.ts';
import { type EntryContent, nextEntry } from './ledger.ts';
import type { Policy } from './policy.ts';
import { type Day, dayOf, firstDueDay } from './retention.ts';
import { line } from './sign-up.ts';
import { signsAfter, signsOwed } from './watched-signs.ts';

/** The body that sets a hold: why, and its last day if it is known. */
export const HoldBody = z.strictObject({
  reason: line(200).pipe(z.string().min(1, 'say why')),
  until: z.iso.date().optional(),
});

/** The same on a day: a hold cannot have ended before it begins. */
export const holdRequest = (now: Date) =>
  HoldBody.refine(({ until }) => until === undefined || until >= dayOf(now), { message: 'lies in the past', path: ['until'] });
/** A hold as it is asked for. */
export type HoldRequest = z.output<ReturnType<typeof holdRequest>>;

/**
 * The change that sets a hold, in place of one that stands; undefined if this very hold stands already. It takes the person out of the last step of
 * retention in the same write. The reason stays with the person: the ledger tells who held them, and until when.
 */
export function hold(policy: Policy, person: Person, request: HoldRequest, operator: string, now: Date): Change | undefined {
  const { legalHold } = person.profile;
  if (legalHold?.reason === request.reason && legalHold.until === request.until) return undefined;
  return changed(policy, person, { act: 'held', operator, until: request.until }, now, {
    set: { legalHold: request },
    endsLastStep: true,
  });
}

/**
 * The change that ends a hold; undefined if there is none. What it put off is due from now on: a withdrawal's erasure at once, as is what a withdrawal of
 * profiling takes along; a period that ran out meanwhile by its usual steps.
 */
export function release(policy: Policy, person: Person, operator: string, now: Date): Change | undefined {
  const { legalHold, ...profile } = person.profile;
  if (!legalHold) return undefined;
  const signs = signsOwed(policy, { ...person, profile }, now);
  const left = { ...person, profile: { ...profile, ...(signs && { lastSigns: signsAfter(profile, signs) }) } };
  const dueDay = profile.erasureOwed ? dayOf(now) : firstDueDay(policy, left, now);
  return changed(policy, person, { act: 'released', operator }, now, {
    set: { ...(dueDay && { dueDay }) },
    ...(signs && { signs }),
    remove: ['legalHold'],
  });
}

function changed(
  policy: Policy,
  { profile }: Person,
  { act, ...evidence }: { act: 'held' | 'released'; operator: string; until?: Day | undefined },
  now: Date,
  update: Omit<Extract<ProfileChange, { write: 'update' }>, 'write'>,
): Change {
  const { brand, contactId, addressHash, seq, head } = profile;
  const content: EntryContent = {
    at: now.toISOString(),
    actor: 'operator',
    act,
    method: 'legal_hold',
    changes: {},
    addressHash,
    policyVersion: policy.version,
    policyHash: policy.hash,
    evidence,
  };
  const entry = nextEntry({ seq, hash: head }, content);
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: { ...update, write: 'update', set: { ...update.set, seq: entry.seq, head: entry.hash } },
    consents: [],
    deletedConsents: [],
    pointer: 'keep',
    suppression: 'keep',
    deletedRequests: [],
  };
}
