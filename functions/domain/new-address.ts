/** A person's new address: asked for on their own page, confirmed by whoever reads it, and only then the one that they are found by (I18). */
import * as z from 'zod';
import type { Change } from './change.ts';
import { inAudience, isInForce, type Occupant, type Person } from './consent.ts';
import { addDuration } from './duration.ts';
import { EmailAddress } from './email-address.ts';
import { AddressHash, ContactId, hashSourceOfDay } from './identity.ts';
import { nextEntry } from './ledger.ts';
import { limits } from './limits.ts';
import type { Locale, Policy } from './policy.ts';
import { dayOf } from './retention.ts';

/** Under the person, until it is confirmed or expires: the outbox of its mail. */
export const AddressRequest = z.object({
  requestId: z.string(),
  brand: z.string(),
  contactId: ContactId,
  email: EmailAddress,
  addressHash: AddressHash,
  locale: z.custom<Locale>((value) => typeof value === 'string'),
  /** The network source, named for the day. */
  source: AddressHash,
  requestedAt: z.iso.datetime(),
  /** Epoch seconds; from then on the request is dead, whether its row is still there or not. */
  expiresAt: z.number(),
});
export type AddressRequest = z.infer<typeof AddressRequest>;

/** The request for a new address. */
export const addressRequestOf = (
  asked: Pick<AddressRequest, 'requestId' | 'brand' | 'contactId' | 'email' | 'addressHash' | 'locale'>,
  from: { pepper: string; ip: string },
  now: Date,
): AddressRequest => ({
  ...asked,
  source: hashSourceOfDay(from.pepper, from.ip, now),
  requestedAt: now.toISOString(),
  expiresAt: Math.floor(addDuration(now, limits.addressLinkLife).getTime() / 1000),
});

/** Whether the link of a request still works. */
export const isOpenRequest = (request: AddressRequest | undefined, requestId: string, now: Date): request is AddressRequest =>
  request?.requestId === requestId && now.getTime() < request.expiresAt * 1000;

/** Whether an address is free to move to: nobody has it, and nothing bars it. Only a sign-up from there lifts what does. */
export const isFree = ({ contactId, suppression }: Pick<Occupant, 'contactId' | 'suppression'>, now: Date): boolean =>
  contactId === undefined && !isInForce(suppression, now);

/**
 * The change: the person is found by the new address from now on, under the same id, with the same chain. The entry holds the new address's code, the ones before it hold the old
 * one's; neither holds an address.
 */
export function moveTo(policy: Policy, person: Person, request: AddressRequest, source: string, now: Date): Change {
  const { profile, consents } = person;
  const { brand, contactId } = profile;
  const { email, addressHash } = request;
  const entry = nextEntry(
    { seq: profile.seq, hash: profile.head },
    {
      at: now.toISOString(),
      actor: 'person',
      act: 'rectified',
      method: 'new_address_link',
      changes: {},
      addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
      evidence: { fields: ['email'], source },
    },
  );
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: {
      write: 'update',
      set: { seq: entry.seq, head: entry.hash, email, addressHash },
      sign: { signal: 'preference_update', day: dayOf(now) },
    },
    consents: consents.map((known) => {
      const consent = { ...known, email };
      return { consent, inAudience: inAudience(profile, consent, now) };
    }),
    deletedConsents: [],
    pointer: 'create',
    // an objection goes where the person goes
    suppression:
      profile.standing === 'objected' || profile.standingBefore === 'objected'
        ? { reason: 'objected', since: now.toISOString(), formerIds: profile.formerIds ?? [] }
        : 'require_none',
    deletedRequests: [],
  };
}
