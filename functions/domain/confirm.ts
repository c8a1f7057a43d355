/** What pressing the button behind a confirmation link does. */
import type { Change } from './change.ts';
import { barOf, barsConfirmation, type Consent, type Occupant, stands } from './consent.ts';
import { grant } from './grant.ts';
import type { ContactId } from './identity.ts';
import type { Links } from './links.ts';
import { isMailPurpose, type Policy } from './policy.ts';
import { evidenceOf, isLive, type SignUpRequest, type Source } from './sign-up.ts';

/** What is known of the address when the link is opened. */
export interface AtAddress extends Occupant {
  readonly request: SignUpRequest | undefined;
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
export function stateOfLink(link: Links['confirm'], { request, ...at }: AtAddress, now: Date): LinkState {
  const { suppression, person } = at;
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
  if (request.offline && barOf(at, now)) return { outcome: 'barred' };
  if (person && person.profile.standing !== 'active' && person.profile.standing !== 'deactivated') return { outcome: 'barred' };
  return { outcome: 'open', request };
}

/** The change that a confirmation makes: a new person, or further purposes of a known one. */
export function confirmRequest(
  policy: Policy,
  request: SignUpRequest,
  { suppression, person }: Pick<Occupant, 'suppression' | 'person'>,
  from: {
    source: Source;
    hashOfSource: (ip: string) => string;
    newContactId: ContactId;
    /** Whom the address still points to, though their profile is gone or has expired: this is a new person (F20). */
    replaces?: ContactId | undefined;
  },
  now: Date,
): Change {
  const isStandingMail = (consent: Consent) => isMailPurpose(consent.purpose) && stands(consent, now);
  // somebody whose mail consents have all ended is barred, even if that came after the suppression was looked for
  const lifts = suppression || (person && !person.consents.some(isStandingMail));
  const change = grant(
    policy,
    request,
    { formerIds: [...(suppression?.formerIds ?? []), ...(from.replaces ? [from.replaces] : [])], person },
    {
      newContactId: from.newContactId,
      proof: {
        actor: 'person',
        act: 'confirmed',
        method: 'double_opt_in',
        evidence: evidenceOf(request, from.hashOfSource, from.source),
      },
      given: now,
      sign: { signal: 'form', day: now.toISOString().slice(0, 10) },
      source: from.source,
      suppression: request.offline ? 'require_none' : lifts ? 'lift' : 'keep',
    },
    now,
  );
  return {
    ...change,
    pointer: from.replaces ? { replaces: from.replaces } : change.pointer,
    confirmedRequest: { ...request, contactId: change.contactId },
  };
}
