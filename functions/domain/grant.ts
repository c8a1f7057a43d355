/** What a yes makes of what we know, however it came: of nobody a person, of a person one with further purposes. */
import type { Change } from './change.ts';
import { type Consent, type ConsentStatus, inAudience, type Person, stands } from './consent.ts';
import { addDuration } from './duration.ts';
import { foundIn } from './found-elsewhere.ts';
import type { AddressHash, ContactId } from './identity.ts';
import { type EntryContent, emptyChain, nextEntry } from './ledger.ts';
import { limits } from './limits.ts';
import type { Policy, PurposeId, Signal } from './policy.ts';
import { firstDueDay } from './retention.ts';

/** Who said yes, and to what. */
export interface Yes {
  readonly brand: string;
  readonly addressHash: AddressHash;
  readonly email: Consent['email'];
  readonly name?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  readonly market: string;
  readonly locale: string;
  /** The form that asked, and its version; the preference centre is none. */
  readonly form?: string | undefined;
  readonly formVersion?: number | undefined;
  readonly purposes: readonly PurposeId[];
}

type Proof<Entry extends EntryContent> = Entry extends { act: 'confirmed' | 'recorded' | 'granted' | 'imported' }
  ? Pick<Entry, 'actor' | 'act' | 'method' | 'evidence'>
  : never;

/** How the yes came. */
export interface Manner {
  readonly newContactId: ContactId;
  readonly proof: Proof<EntryContent>;
  /** When it was said: the consent, its validity and its retention run from here. */
  readonly given: Date;
  /** The sign of life that it is. */
  readonly sign: { readonly signal: Signal; readonly day: string };
  /** Where it came from over the network, by the gateway's own account (T32). */
  readonly source?: { readonly ip: string; readonly agent: string };
  readonly suppression: Change['suppression'];
  /** Where somebody was found who did not come themselves, and since when they are known. */
  readonly found?: { readonly source: string; readonly since: Date };
  /** What every purpose becomes. Default: given, or renewed. */
  readonly status?: ConsentStatus;
}

/** The change that a yes makes now. `formerIds` are the ended chains of the address, the latest last. */
export function grant(
  policy: Policy,
  yes: Yes,
  { formerIds: former, person }: { formerIds: readonly ContactId[]; person: Person | undefined },
  manner: Manner,
  now: Date,
): Change {
  const { brand, addressHash, email, market, locale, purposes } = yes;
  const { given, sign, source } = manner;
  const contactId = person?.profile.contactId ?? manner.newContactId;
  const at = now.toISOString();
  // what is known stays: a name that somebody else typed or heard is no reason to change it
  const name = person?.profile.name ?? yes.name;
  const company = person?.profile.company ?? yes.company;
  const phone = person?.profile.phone ?? yes.phone;
  const head = person ? { seq: person.profile.seq, hash: person.profile.head } : emptyChain(brand, contactId);
  const formerIds = former.slice(-limits.formerIds);

  const standing = (purpose: PurposeId) =>
    person?.consents.find((consent) => consent.purpose === purpose && stands(consent, now));
  const statusOf = (purpose: PurposeId): ConsentStatus =>
    manner.status ?? (standing(purpose) ? 'RenewedConsentGiven' : 'ConsentGiven');
  // of a yes: when it was said, however late it is entered; entered after a later one, it makes that no older
  const sinceOf = (purpose: PurposeId): string =>
    manner.status ? at : ([given.toISOString(), standing(purpose)?.since ?? ''].sort().at(-1) ?? at);
  const entry = nextEntry(head, {
    ...manner.proof,
    at,
    changes: Object.fromEntries(purposes.map((purpose) => [purpose, statusOf(purpose)])),
    addressHash,
    policyVersion: policy.version,
    policyHash: policy.hash,
    ...(formerIds.length > 0 && !person && { formerIds }),
  });

  const shared = { email, name, company, market, locale };
  const lastDay = [sign.day, ...Object.values(person?.profile.lastSigns ?? {})].sort().at(-1) ?? sign.day;
  const consents = purposes.map((purpose): Consent => {
    const settings = policy.purposes[purpose];
    return {
      purpose,
      status: statusOf(purpose),
      basis: settings?.basis ?? 'consent',
      since: sinceOf(purpose),
      validUntil: settings?.validity && addDuration(given, settings.validity).toISOString(),
      seq: entry.seq,
      form: yes.form,
      formVersion: yes.formVersion,
      policyVersion: policy.version,
      source: source?.ip,
      agent: source?.agent.slice(0, limits.agentLength),
      ...shared,
      activeMonth: lastDay.slice(0, 7),
    };
  });
  const completed = person && (name !== person.profile.name || company !== person.profile.company);
  const others = completed ? person.consents.filter((consent) => !purposes.includes(consent.purpose)) : [];
  const placed = { seq: entry.seq, head: entry.hash };
  const known = person?.profile.lastSigns[sign.signal];
  const { relationshipEndedOn, agreedPeriods } = person?.profile ?? {};
  const newest = { market, lastSigns: { [sign.signal]: sign.day }, relationshipEndedOn, agreedPeriods };
  const dueDay = firstDueDay(policy, { profile: newest, consents }, now);
  const waits = person?.profile.dueDay;
  const found = manner.found && !person ? foundIn(policy, manner.found.source, manner.found.since) : undefined;

  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: person
      ? {
          write: 'update',
          // whoever is looked at too early is filed again; a purpose with a shorter period must not wait for that
          set: { ...placed, name, company, phone, standing: 'active', ...(dueDay && (!waits || dueDay < waits) && { dueDay }) },
          // a yes that is entered late must not make a later sign forgotten
          ...((known === undefined || known < sign.day) && { sign }),
        }
      : {
          write: 'create',
          profile: {
            ...placed,
            ...shared,
            brand,
            contactId,
            addressHash,
            phone,
            subscriberType: policy.subscribers === 'business' ? 'business' : 'unknown',
            ...(found && { foundIn: found }),
            standing: 'active',
            createdAt: at,
            lastSigns: { [sign.signal]: sign.day },
            dueDay,
            ...(formerIds.length > 0 && { formerIds }),
          },
        },
    consents: [...consents, ...others.map((consent) => ({ ...consent, name, company }))].map((consent) => ({
      consent,
      inAudience: inAudience({ standing: 'active' }, consent, now),
    })),
    deletedConsents: [],
    pointer: person ? 'keep' : 'create',
    suppression: manner.suppression,
    deletedRequests: [],
    ...(found && { untold: { write: 'file', day: found.tellBy } }),
  };
}
