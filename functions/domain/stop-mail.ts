/**
 * Mails to the address that `List-Unsubscribe` names beside its link. A link is signed, a mail is not, and its token would not fit into the 64 octets before
 * the @. So what counts is who wrote: whoever the domain in `From` vouches for, and nobody by an address alone (E5, T10).
 */
import * as z from 'zod';
import type { Change } from './change.ts';
import { isOpen, type Person } from './consent.ts';
import { EmailAddress } from './email-address.ts';
import { isMailPurpose, type Policy, type PurposeId } from './policy.ts';
import { carryOut, endingOfAll, type WithdrawnBy, withdraw } from './withdraw.ts';

const Verdict = z.object({ status: z.string() });

/** What SES says of a mail that it received, as far as it is read here: the headers, never what the mail says. */
export const ReceivedMail = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({
    timestamp: z.iso.datetime(),
    messageId: z.string(),
    /** The return path; empty in answers of machines to machines. */
    source: z.string().nullish(),
    /** At most 10 kB of them. */
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    /** Read from all of them. */
    commonHeaders: z.object({ from: z.array(z.string()).optional(), subject: z.string().optional() }),
  }),
  receipt: z.object({
    /** To whom it was delivered, whatever its `To` says. */
    recipients: z.array(z.string()),
    spfVerdict: Verdict,
    dmarcVerdict: Verdict,
  }),
});
export type ReceivedMail = z.infer<typeof ReceivedMail>;

/** What somebody asks for by mail. */
export interface Stop {
  readonly from: EmailAddress;
  /** Of each brand that was written to. */
  readonly brands: readonly string[];
  /** The purpose that the subject names; without one, they want nothing any more. */
  readonly purpose: PurposeId | undefined;
  readonly at: Date;
  /** SES's id of the mail: the proof, without anything in it that names the person. */
  readonly messageId: string;
}

/** Why a mail ends nothing. */
export type Ignored = 'automatic' | 'no_brand' | 'no_sender' | 'not_authenticated';

/** The address and subject that a mail program writes to: a brand fits into the address, its purpose need not. */
export const stopUri = (brand: string, purpose: PurposeId, inboundDomain: string): string =>
  `mailto:unsubscribe+${brand}@${inboundDomain}?subject=${encodeURIComponent(`unsubscribe ${purpose}`)}`;

/** What the mail asks for, or why it is ignored. */
export function stopOf(received: ReceivedMail): Stop | Ignored {
  const { mail, receipt } = received;
  if (isAutomatic(mail)) return 'automatic';
  const brands = receipt.recipients.flatMap((to) => /^unsubscribe\+([a-z0-9-]+)@/.exec(to.toLowerCase())?.[1] ?? []);
  if (brands.length === 0) return 'no_brand';
  const from = senderOf(mail);
  if (!from) return 'no_sender';
  if (!isAuthenticated(received, from)) return 'not_authenticated';
  const purpose = /\b(?:newsletter|marketing):[a-z0-9-]{1,32}/.exec(mail.commonHeaders.subject?.toLowerCase() ?? '')?.[0];
  return {
    from,
    brands: [...new Set(brands)],
    purpose: purpose as PurposeId | undefined,
    at: new Date(mail.timestamp),
    messageId: mail.messageId,
  };
}

const valuesOf = ({ headers }: ReceivedMail['mail'], wanted: string): string[] =>
  headers.filter(({ name }) => name.toLowerCase() === wanted).map(({ value }) => value.trim());

/** RFC 3834: nobody asked for anything in an out-of-office reply or in a bounce. */
function isAutomatic(mail: ReceivedMail['mail']): boolean {
  const says = (header: string, words: RegExp) => valuesOf(mail, header).some((value) => words.test(value));
  const returnPath = mail.source ?? '';
  return (
    /^(<>)?$|^<?mailer-daemon@/i.test(returnPath) ||
    says('return-path', /^<\s*>$/) ||
    says('auto-submitted', /^(?!no\s*(?:[;(]|$))/i) ||
    says('precedence', /^(bulk|junk|list|auto[_-]reply)\b/i)
  );
}

/** The one address in the one `From`. Of two, one could be vouched for and the other read. */
function senderOf(mail: ReceivedMail['mail']): EmailAddress | undefined {
  const shown = valuesOf(mail, 'from');
  // heavy headers may push it out of what SES shows
  const [from = '', ...more] = shown.length > 0 ? shown : (mail.commonHeaders.from ?? []);
  if (more.length > 0) return undefined;
  const named = /^(?:"(?:[^"\\]|\\.)*"|[^"<>(),:;@\\])*<([^<>\s]+)>$/s.exec(from.trim())?.[1];
  return EmailAddress.safeParse(named ?? from).data;
}

/**
 * Whether the sender's domain vouches for the mail. DMARC holds `From` against what SPF or DKIM proved. A domain without a DMARC policy (`GRAY`) can still
 * vouch by SPF, for mail that it would itself take back.
 */
function isAuthenticated({ mail, receipt: { dmarcVerdict, spfVerdict } }: ReceivedMail, from: EmailAddress): boolean {
  if (dmarcVerdict.status !== 'GRAY') return dmarcVerdict.status === 'PASS';
  const returnPath = EmailAddress.safeParse(mail.source).data;
  return spfVerdict.status === 'PASS' && returnPath !== undefined && domainOf(returnPath) === domainOf(from);
}

const domainOf = (email: EmailAddress): string => email.slice(email.lastIndexOf('@'));

/**
 * The change that a mail makes of its sender: the same as the link's, or of all that they had if it names no purpose. Undefined if there is none to make: it
 * has been made, or they said yes again after they wrote, and the mail comes late or a second time.
 */
export function stopByMail(
  policy: Policy,
  person: Person,
  { purpose, at, messageId }: Stop,
  address: Pick<WithdrawnBy, 'openRequests' | 'suppression'>,
  now: Date,
): Change | undefined {
  const by = { method: 'mail', source: messageId, ...address } as const;
  const since = person.consents
    .filter((consent) => isOpen(consent, now) && (consent.purpose === purpose || (!purpose && isMailPurpose(consent.purpose))))
    .map((consent) => new Date(consent.since));
  if (since.some((yes) => yes > at)) return undefined;
  if (purpose) return withdraw(policy, person, purpose, by, now);
  return carryOut(policy, person, endingOfAll(policy, person, now), { ...by, purpose: '*' }, now);
}
