/** What pressing the button behind a confirmation link does. */
import type { Change } from './change.ts';
import { barsConfirmation, type Consent, inAudience, type Person, type Suppression, stands } from './consent.ts';
import { addDuration } from './duration.ts';
import type { ContactId } from './identity.ts';
import { emptyChain, nextEntry } from './ledger.ts';
import { limits } from './limits.ts';
import type { Links } from './links.ts';
import { isMailPurpose, type Policy, type PurposeId } from './policy.ts';
import { firstDueDay } from './retention.ts';
import { evidenceOf, isLive, type SignUpRequest, type Source } from './sign-up.ts';

/** What is known of the address when the link is opened. */
export interface AtAddress {
  readonly request: SignUpRequest | undefined;
  readonly suppression: Suppression | undefined;
  /** Whom the address points to. */
  readonly person: Person | undefined;
}

/** What the link may do now, without doing it; what the page shows before the button. */
export type LinkState =
  | { readonly outcome: 'open'; readonly request: SignUpRequest }
  | { readonly outcome: 'already_confirmed'; readonly request: SignUpRequest; readonly contactId: ContactId }
  | { readonly outcome: 'expired' | 'superseded' | 'barred' };

/**
 * The state of a confirmation link. An unknown state is never confirmed: no row, a newer request, another wording or a passed
 * expiry all end the link, and only a case lifts an objection or a complaint.
 */
export function stateOfLink(link: Links['confirm'], { request, suppression, person }: AtAddress, now: Date): LinkState {
  if (now >= link.expiresAt || (request && !isLive(request, now))) return { outcome: 'expired' };
  if (!request || request.requestId !== link.requestId || request.wordingHash !== link.wordingHash)
    return { outcome: 'superseded' };
  if (request.state === 'confirmed') {
    // the page may only say "confirmed" while that is so: the person may have left since
    const standing = request.purposes.filter((purpose) =>
      person?.consents.some((consent) => consent.purpose === purpose && stands(consent, now)),
    );
    return person && standing.length > 0 && person.profile.contactId === request.contactId
      ? { outcome: 'already_confirmed', request: { ...request, purposes: standing }, contactId: person.profile.contactId }
      : { outcome: 'superseded' };
  }
  if (barsConfirmation(suppression)) return { outcome: 'barred' };
  if (person && person.profile.standing !== 'active' && person.profile.standing !== 'deactivated') return { outcome: 'barred' };
  return { outcome: 'open', request };
}

/** The change that a confirmation makes: a new person, or further purposes of a known one. */
export function confirmRequest(
  policy: Policy,
  request: SignUpRequest,
  { suppression, person }: Omit<AtAddress, 'request'>,
  from: { source: Source; hashOfSource: (ip: string) => string; newContactId: ContactId },
  now: Date,
): Change {
  const contactId = person?.profile.contactId ?? from.newContactId;
  const { brand, addressHash, email, market, locale } = request;
  const at = now.toISOString();
  const day = at.slice(0, 10);
  // what is known stays: the mail shows nothing that a visitor typed, so its reader has not agreed to another name
  const name = person?.profile.name ?? request.name;
  const company = person?.profile.company ?? request.company;
  const phone = person?.profile.phone ?? request.phone;
  const head = person ? { seq: person.profile.seq, hash: person.profile.head } : emptyChain(brand, contactId);
  const formerIds = suppression?.formerIds.slice(-limits.formerIds);

  const statusOf = (purpose: PurposeId) =>
    person?.consents.some((consent) => consent.purpose === purpose && stands(consent, now))
      ? ('RenewedConsentGiven' as const)
      : ('ConsentGiven' as const);
  const entry = nextEntry(head, {
    at,
    actor: 'person',
    act: 'confirmed',
    method: 'double_opt_in',
    changes: Object.fromEntries(request.purposes.map((purpose) => [purpose, statusOf(purpose)])),
    addressHash,
    policyVersion: policy.version,
    policyHash: policy.hash,
    evidence: evidenceOf(request, from.hashOfSource, from.source),
    ...(formerIds?.length && !person && { formerIds }),
  });

  const shared = { email, name, company, market, locale };
  const consents = request.purposes.map((purpose): Consent => {
    const settings = policy.purposes[purpose];
    return {
      purpose,
      status: statusOf(purpose),
      basis: settings?.basis ?? 'consent',
      since: at,
      validUntil: settings?.validity && addDuration(now, settings.validity).toISOString(),
      seq: entry.seq,
      form: request.form,
      formVersion: request.formVersion,
      policyVersion: policy.version,
      source: from.source.ip,
      agent: from.source.agent.slice(0, limits.agentLength),
      ...shared,
      activeMonth: day.slice(0, 7),
    };
  });
  const completed = person && (name !== person.profile.name || company !== person.profile.company);
  const others = completed ? person.consents.filter((consent) => !request.purposes.includes(consent.purpose)) : [];
  const placed = { seq: entry.seq, head: entry.hash };
  const isStandingMail = (consent: Consent) => isMailPurpose(consent.purpose) && stands(consent, now);

  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: person
      ? {
          write: 'update',
          set: { ...placed, name, company, phone, standing: 'active' },
          sign: { signal: 'form', day },
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
            standing: 'active',
            createdAt: at,
            lastSigns: { form: day },
            ...(formerIds?.length && { formerIds }),
          },
          dueDay: firstDueDay(policy, request.purposes, now),
        },
    consents: [...consents, ...others.map((consent) => ({ ...consent, name, company }))].map((consent) => ({
      consent,
      inAudience: inAudience({ standing: 'active' }, consent, now),
    })),
    deletedConsents: [],
    pointer: person ? 'keep' : 'create',
    // somebody whose mail consents have all ended is barred, even if that came after the suppression was looked for
    suppression: suppression || (person && !person.consents.some(isStandingMail)) ? 'lift' : 'keep',
    confirmedRequest: { ...request, contactId },
    deletedRequests: [],
  };
}
