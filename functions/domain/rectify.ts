/** What a person corrects or completes of what is known of them. */
import * as z from 'zod';
import type { Change, ProfileChange } from './change.ts';
import { inAudience, type Person } from './consent.ts';
import { type EntryContent, nextEntry } from './ledger.ts';
import type { Locale, Policy } from './policy.ts';
import { dayOf } from './retention.ts';
import { isNeeded, personFields } from './sign-up.ts';

/** The details that can be corrected without further proof. An empty one is taken back. */
export interface Details {
  readonly name?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  readonly locale?: Locale | undefined;
}
const detailNames = ['name', 'company', 'phone', 'locale'] as const;

/** What a person may correct of themselves: what the policy lets the brand hold. */
export const correctable = (policy: Policy): ('name' | 'company' | 'phone')[] =>
  (['name', 'company', 'phone'] as const).filter(
    (field) => Object.hasOwn(policy.fields, field) && policy.fields[field] !== 'forbidden',
  );

/** What the form sends. A field that is needed cannot be emptied; one that the brand does not hold is refused. */
export const correctionOf = (policy: Policy) => {
  const fields = correctable(policy);
  const field = (name: 'name' | 'company' | 'phone') => {
    const schema = personFields[name];
    return isNeeded(policy, name) ? schema.pipe(z.string().min(1, 'required')) : schema;
  };
  return z.strictObject(Object.fromEntries(fields.map((name) => [name, field(name).optional()]))) as z.ZodType<Details>;
};

type Rectification = Extract<EntryContent, { act: 'rectified' }>;

/** The change, or undefined if everything is so already. The ledger says which details, never what they are. */
export function rectify(
  policy: Policy,
  person: Person,
  details: Details,
  by: Pick<Rectification, 'actor' | 'method'> & { readonly source: string },
  now: Date,
): Change | undefined {
  const { profile, consents } = person;
  const fields = detailNames.filter((field) => details[field] !== undefined && details[field] !== (profile[field] ?? ''));
  if (fields.length === 0) return undefined;
  const { brand, contactId, addressHash } = profile;
  const { actor, method, source } = by;
  const entry = nextEntry(
    { seq: profile.seq, hash: profile.head },
    {
      at: now.toISOString(),
      actor,
      act: 'rectified',
      method,
      changes: {},
      addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
      evidence: { fields, source },
    },
  );
  const gone = fields.filter((field) => field !== 'locale' && details[field] === '') as ('name' | 'company' | 'phone')[];
  const corrected = Object.fromEntries(fields.map((field) => [field, details[field] || undefined]));
  const write: ProfileChange = {
    write: 'update',
    set: { seq: entry.seq, head: entry.hash, ...corrected },
    remove: gone,
    ...(actor === 'person' && { sign: { signal: 'preference_update', day: dayOf(now) } }),
  };
  const { phone: _, ...repeated } = corrected;
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: write,
    // the audience index repeats what a page of it shows
    consents: consents.map((known) => {
      const consent = { ...known, ...repeated };
      return { consent, inAudience: inAudience(profile, consent, now) };
    }),
    deletedConsents: [],
    pointer: 'keep',
    suppression: 'keep',
    deletedRequests: [],
  };
}
