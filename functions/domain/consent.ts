/** What we know of a person now, and which of it lets a mail go out. */
import * as z from 'zod';
import { type Duration, isDuration } from './duration.ts';
import { EmailAddress } from './email-address.ts';
import { AddressHash, ContactId } from './identity.ts';
import { isMailPurpose, type PurposeId } from './policy.ts';

/** The states of one consent, by their names in the Data Privacy Vocabulary (DPV 2.3). Only two of them may be processed. */
export const consentStatuses = [
  'ConsentRequested',
  'ConsentGiven',
  'RenewedConsentGiven',
  'ConsentRequestDeferred',
  'ConsentRefused',
  'ConsentWithdrawn',
  'ConsentRevoked',
  'ConsentExpired',
  'ConsentInvalidated',
  'ConsentUnknown',
] as const;
export type ConsentStatus = (typeof consentStatuses)[number];

/** What may carry a purpose in place of consent: a sale with an easy way out, a company in a market that leaves it free, a service. */
export const groundsWithoutConsent = ['existing_customer', 'company', 'service'] as const;

/** What a person's standing allows: only `active` people are mailed or shared. */
export const standings = ['active', 'restricted', 'objected', 'deactivated'] as const;

const Day = z.iso.date();
const purposeId = z.custom<PurposeId>((value) => typeof value === 'string');

/** A period that a contract agrees: how long, by which contract (a reference that names nobody), agreed on which day. */
export const Agreement = z.strictObject({
  period: z.custom<Duration>(isDuration, "expected a length of time such as '24 months'"),
  contract: z.string(),
  agreedOn: Day,
});
export type Agreement = z.infer<typeof Agreement>;

/** The same as it is kept: once the relationship is forgotten, with the day on which that had ended, from which the period still runs. */
const AgreedPeriod = Agreement.extend({ endedOn: Day.optional() });

/** A person at a brand. `seq` and `head` say where their chain of evidence stands. */
export const Profile = z.object({
  brand: z.string(),
  contactId: ContactId,
  addressHash: AddressHash,
  email: EmailAddress,
  name: z.string().optional(),
  company: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string(),
  market: z.string(),
  subscriberType: z.enum(['business', 'unknown']),
  /** What the person is to the brand, by its policy's list; it alone makes nobody mailable (X3). */
  relationship: z.string().optional(),
  /** The day on which that relationship ended, from which `relationship_end` runs. */
  relationshipEndedOn: Day.optional(),
  /** What is recorded of the relationship that the law takes as a ground: `sale`, … (K1). */
  basisEvidence: z.array(z.string()).optional(),
  /** For how long a contract lets the data of a purpose be kept, in place of the policy's own period (E6). */
  agreedPeriods: z.record(z.string(), AgreedPeriod).optional(),
  /** Where the brand found the person, by when they must be told of that, and since when they know (GDPR 14, K5). Absent: they came themselves. */
  foundIn: z.object({ source: z.string(), tellBy: Day, toldAt: z.iso.datetime().optional() }).optional(),
  /** The one mail that tells them has been claimed. */
  tellClaim: z.string().optional(),
  standing: z.enum(standings),
  /** Of someone restricted: the standing that they come back to when the restriction is lifted. */
  standingBefore: z.enum(standings).optional(),
  legalHold: z.object({ reason: z.string(), until: Day.optional() }).optional(),
  /** An erasure was due while a legal hold stood against it: the sweep makes it when the hold is over. */
  erasureOwed: z.literal(true).optional(),
  createdAt: z.iso.datetime(),
  seq: z.number(),
  head: z.string(),
  /** The day of the last sign of life by each signal. */
  lastSigns: z.record(z.string(), Day),
  /** Newsletters received since the last sign of life, where the policy asks for some before silence counts (`mailsNeeded`). */
  mailsSince: z.number().optional(),
  /** Ids of earlier episodes of this address, ended by erasure; the latest last. */
  formerIds: z.array(ContactId).optional(),
  /** The day on which the sweep looks at the person again. */
  dueDay: Day.optional(),
  /** In the last step of retention: the day of the action, and the day on which the person was asked whether they want to stay. */
  endsOn: Day.optional(),
  askedOn: Day.optional(),
  /** The last time that consent was asked for again: for which announcement, on what day, and until when there is an answer. */
  askedAgain: z.object({ announcement: z.number(), on: Day, until: z.iso.datetime() }).optional(),
  /** Epoch seconds, in the last step before a deletion: from then on the profile is dead, whether its row is still there or not. */
  expiresAt: z.number().optional(),
});
export type Profile = z.infer<typeof Profile>;

/** One purpose of one person. Name, company and the like are repeated from the profile, so that a page of an audience is one Query. */
export const Consent = z.object({
  purpose: purposeId,
  status: z.enum(consentStatuses),
  basis: z.string(),
  /**
   * Why the purpose may be pursued though nobody agreed to it, as policy, law and what is recorded of the person were last found to say (K1).
   * Absent: it rests on consent alone.
   */
  ground: z.enum(groundsWithoutConsent).optional(),
  /** When the status began; of a yes, when it was given, however late it was entered. */
  since: z.iso.datetime(),
  /** When the consent lapses, if the policy gives it a validity. */
  validUntil: z.iso.datetime().optional(),
  /** The ledger entry that proves it. */
  seq: z.number(),
  form: z.string().optional(),
  formVersion: z.number().optional(),
  policyVersion: z.number(),
  /** Where the confirmation came from, from the gateway's context only (T32). */
  source: z.string().optional(),
  agent: z.string().optional(),
  email: EmailAddress,
  name: z.string().optional(),
  company: z.string().optional(),
  market: z.string(),
  locale: z.string(),
  /** The last month with a sign of life, `YYYY-MM`. */
  activeMonth: z.string(),
});
export type Consent = z.infer<typeof Consent>;

/** A person: profile and consents, as read in one Query. */
export interface Person {
  readonly profile: Profile;
  readonly consents: readonly Consent[];
}

/** Whether a profile is dead by the clock, in its row or not: nothing reads it and nothing revives it (F20). */
export const hasExpired = ({ expiresAt }: Pick<Profile, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== undefined && expiresAt * 1000 <= now.getTime();

/** Whether a legal hold keeps the person's data at this moment, through its last day (K11): nothing deletes them, whoever asks. */
export const isHeld = ({ legalHold }: Pick<Profile, 'legalHold'>, now: Date): boolean =>
  legalHold !== undefined && (legalHold.until === undefined || now.toISOString().slice(0, 10) <= legalHold.until);

/** Whether the consent stands at this moment: given or renewed, and not lapsed. */
export const stands = (consent: Pick<Consent, 'status' | 'validUntil'>, now: Date): boolean =>
  (consent.status === 'ConsentGiven' || consent.status === 'RenewedConsentGiven') &&
  (consent.validUntil === undefined || now < new Date(consent.validUntil));

/** Whether the purpose is pursued without consent: nobody was asked, nobody refused, and another ground was found to carry it. */
export const isCarriedOtherwise = ({ status, ground }: Pick<Consent, 'status' | 'ground'>): boolean =>
  status === 'ConsentUnknown' && ground !== undefined;

/** Whether the purpose is pursued at this moment, by consent or on another ground. */
export const isPursued = (consent: Pick<Consent, 'status' | 'ground' | 'validUntil'>, now: Date): boolean =>
  stands(consent, now) || isCarriedOtherwise(consent);

/**
 * Whether there is still something to end: a consent that stands, or a purpose that nobody was asked about. A ground that is gone may come back, so what a
 * person withdraws from, and what retention ends, is more than what is pursued today.
 */
export const isOpen = (consent: Pick<Consent, 'status' | 'validUntil'>, now: Date): boolean =>
  stands(consent, now) || consent.status === 'ConsentUnknown';

/** Whether the consent belongs into the audience index: it can be mailed or shared, and neither it nor the person's standing forbids that now. */
export const inAudience = (profile: Pick<Profile, 'standing'>, consent: Consent, now: Date): boolean =>
  profile.standing === 'active' &&
  (isMailPurpose(consent.purpose) || consent.purpose.startsWith('partner:')) &&
  isPursued(consent, now);

/** Why an address may not be mailed, and what may lift that. */
export const suppressionReasons = ['withdrawn', 'inactive', 'bounced', 'erased', 'objected', 'complained'] as const;

/**
 * What remains of a person after withdrawal, purge, erasure, objection or complaint; without personal data. Every way in checks it.
 * `formerIds` are the chains of the ledger that the address had, the latest last.
 */
export const Suppression = z.object({
  reason: z.enum(suppressionReasons),
  since: z.iso.datetime(),
  until: z.iso.datetime().optional(),
  formerIds: z.array(ContactId),
});
export type Suppression = z.infer<typeof Suppression>;

/** Whether a suppression is in force: the clock decides, not its row. */
export const isInForce = (suppression: Suppression | undefined, now: Date): suppression is Suppression =>
  suppression !== undefined && (suppression.until === undefined || now < new Date(suppression.until));

/** Why nobody but the person can sign an address up. */
export type Bar = Suppression['reason'] | Exclude<Profile['standing'], 'active'>;

/** What is known at an address: what bars it, whom it points to, and that person, if retention has not ended them. */
export interface Occupant {
  readonly suppression: Suppression | undefined;
  readonly contactId: ContactId | undefined;
  readonly person: Person | undefined;
}

/**
 * What stands against a yes that an operator entered, or undefined: any suppression in force, a person who is not simply active, and one whom
 * retention has ended, though the suppression is yet to come. Only what the person does on the web, or a case, may lift those (E3, I7).
 */
export const barOf = ({ suppression, contactId, person }: Occupant, now: Date): Bar | undefined => {
  if (isInForce(suppression, now)) return suppression.reason;
  if (!person) return contactId && 'inactive';
  return person.profile.standing !== 'active' ? person.profile.standing : undefined;
};

/** Whether a suppression of this reason bars the confirmation mail too: only a case lifts an objection or a complaint (T3). */
export const barsConfirmation = (suppression: Suppression | undefined): boolean =>
  suppression?.reason === 'objected' || suppression?.reason === 'complained';
