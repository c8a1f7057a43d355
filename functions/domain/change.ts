/** One change of a person: the new state and the ledger entry that proves it, which are saved together or not at all. */
import type { Consent, Profile, Suppression } from './consent.ts';
import type { AddressHash, ContactId } from './identity.ts';
import type { Entry } from './ledger.ts';
import type { PurposeId, Signal } from './policy.ts';
import type { SignUpRequest } from './sign-up.ts';
import type { SignsLeft } from './watched-signs.ts';

/** What a decision wants saved. `entry.seq` is the lock: whoever else wrote that number first wins, and the decision is taken again. */
export interface Change {
  readonly brand: string;
  readonly contactId: ContactId;
  readonly addressHash: AddressHash;
  readonly entry: Entry;
  readonly profile: ProfileChange;
  /** Consents in their new state, and whether each belongs into the audience index. */
  readonly consents: readonly { readonly consent: Consent; readonly inAudience: boolean }[];
  readonly deletedConsents: readonly PurposeId[];
  /** `replaces`: the address pointed to somebody whose profile has expired. */
  readonly pointer: 'create' | 'keep' | 'delete' | { readonly replaces: ContactId };
  /** `'lift'` leaves an objection or a complaint where it is; only a case does `'lift_bar'`. `'require_none'`: a suppression in force, also one that comes in between, makes the change impossible. */
  readonly suppression: Suppression | 'lift' | 'lift_bar' | 'keep' | 'require_none';
  /** The request that this change confirms. */
  readonly confirmedRequest?: SignUpRequest;
  /** Forms whose open requests go with the person. */
  readonly deletedRequests: readonly string[];
  /** Files the person among those who must be told where they were found by that day, or takes them off that list. */
  readonly untold?: { readonly write: 'file' | 'drop'; readonly day: string };
  /** The month, `YYYY-MM`, in which one more person is counted whose data are anonymised. */
  readonly counted?: string;
}

/**
 * A new profile with the day of its first retention step; only the attributes that change, and a sign of life (the rest may be changing
 * elsewhere); or the profile's end. With `unlessSigned` only as long as the person has given no other sign of life than these.
 */
export type ProfileChange = { readonly unlessSigned?: Profile['lastSigns'] } & (
  | { readonly write: 'create'; readonly profile: Profile }
  | {
      readonly write: 'update';
      readonly set: Partial<Omit<Profile, 'lastSigns'>>;
      /** What is known no longer. */
      readonly remove?: readonly (keyof Profile)[];
      readonly sign?: { readonly signal: Signal; readonly day: string };
      /** Earlier signs of which less is known from now on. */
      readonly signs?: SignsLeft;
      /** The last step of retention is over. A sign of life ends it too. */
      readonly endsLastStep?: true;
    }
  | { readonly write: 'delete' }
);
