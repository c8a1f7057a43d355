/**
 * A request about somebody's data that a person of the brand answers: what was asked, by when it must be answered, who it may be answered to, and what was decided (GDPR
 * 12). Deadlines are calendar months from receipt, whatever the month's length.
 */
import * as z from 'zod';
import { addDuration, parseDuration } from './duration.ts';
import { EmailAddress } from './email-address.ts';
import { AddressHash, ContactId } from './identity.ts';
import { CaseDocument, documentLinkLife, type HeldDocument } from './identity-document.ts';
import { type Locale, locales, type Policy } from './policy.ts';
import { line } from './sign-up.ts';

/** The rights that can be asked for. */
export const caseRights = ['access', 'rectify', 'erase', 'restrict', 'port', 'object', 'withdraw', 'complaint'] as const;
export type CaseRight = (typeof caseRights)[number];

/** How a request reached the brand. */
export const caseChannels = ['email', 'phone', 'letter', 'form', 'meeting', 'web'] as const;

/** How a case ends. `refer_to_controller`: the data are another company's, who is asked to contact the person (E12). */
export const caseOutcomes = ['done', 'refused', 'refer_to_controller', 'objection_lifted'] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** The day it was opened and 40 random bits; short enough to be read out on the phone. */
export const CaseId = z
  .string()
  .regex(/^\d{8}-[0-9a-hjkmnp-tv-z]{8}$/)
  .brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A case's number, from an id that is random: the same id gives the same number, so that a request repeated after a lost answer opens one case. */
export const caseIdFrom = (openedOn: Date, id: string): CaseId =>
  CaseId.parse(
    `${openedOn.toISOString().slice(0, 10).replaceAll('-', '')}-${[...Buffer.from(id, 'base64url').subarray(0, 8)].map((byte) => alphabet[byte % 32]).join('')}`,
  );

/** What the person is told of, one mail each. */
export const caseMails = ['opened', 'identity', 'extended', 'decided'] as const;
export type CaseMail = (typeof caseMails)[number];

/** `CASE#<id>`, under the person, or under the address's hash of someone unknown. */
export const Case = z.object({
  caseId: CaseId,
  brand: z.string(),
  contactId: ContactId.optional(),
  addressHash: AddressHash.optional(),
  right: z.enum(caseRights),
  channel: z.enum(caseChannels),
  locale: z.custom<Locale>((value) => typeof value === 'string'),
  state: z.enum(['open', 'closed']),
  receivedAt: z.iso.datetime(),
  /** The end of the deadline, as it stands. */
  due: z.iso.datetime(),
  extended: z.object({ at: z.iso.datetime(), reason: z.string() }).optional(),
  /** By which proof the policy wants to know who asks, and how far that is. */
  identity: z.object({
    by: z.enum(['mailbox', 'sender_address', 'id_document']),
    status: z.enum(['open', 'confirmed', 'doubted']),
    reason: z.string().optional(),
    at: z.iso.datetime().optional(),
  }),
  /** The copy of a document that proves them, where the policy asks for one (K13). */
  document: CaseDocument.optional(),
  outcome: z.enum(caseOutcomes).optional(),
  /** Of somebody who was unknown when they asked: they have confirmed since, or sign-ups waited at their address. */
  found: z.literal(true).optional(),
  reasons: z.string().optional(),
  decidedAt: z.iso.datetime().optional(),
  /** Where to answer somebody whose address is not, or no longer, in a profile. It goes with the last mail. */
  email: EmailAddress.optional(),
  revision: z.number(),
  /** The mail that is owed now; the case is its outbox. */
  mail: z.object({ id: z.string(), kind: z.enum(caseMails) }).optional(),
  /** The mail that was claimed last, and by which attempt. */
  mailed: z.string().optional(),
  mailClaim: z.string().optional(),
  /** Epoch seconds, once closed. */
  expiresAt: z.number().optional(),
});
export type Case = z.infer<typeof Case>;

/** The body that opens a case: whose it is, what they want, and how it came. */
export const CaseBody = z.strictObject({
  email: EmailAddress.optional(),
  contactId: ContactId.optional(),
  right: z.enum(caseRights),
  channel: z.enum(caseChannels),
  /** When it reached the brand: a letter has lain since. */
  receivedAt: z.iso.datetime({ offset: true }).optional(),
  locale: z.enum(locales).optional(),
});

/** The same, held against the clock: nothing is received tomorrow, and a case is somebody's. */
export const caseBodyOf = (now: Date) =>
  CaseBody.refine(({ receivedAt }) => !receivedAt || Date.parse(receivedAt) <= now.getTime(), {
    message: 'lies in the future',
    path: ['receivedAt'],
  }).refine(({ email, contactId }) => (email === undefined) !== (contactId === undefined), 'say whose it is: email or contactId');

/** Which open cases are listed. */
export const CasesQuery = z.strictObject({
  state: z.enum(['open', 'due-soon', 'overdue']).default('open'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(500).optional(),
});

/** What opens a case. */
export interface Opening {
  readonly caseId: CaseId;
  readonly owner: { readonly contactId: ContactId } | { readonly addressHash: AddressHash; readonly email: EmailAddress };
  readonly right: CaseRight;
  readonly channel: Case['channel'];
  readonly locale: Locale;
  readonly receivedAt: Date;
  /** The person asked from behind the one-hour link: the mailbox has proved them. */
  readonly proved: boolean;
  readonly mailId: string;
}

/** A new case, with its deadline. */
export const openCase = (policy: Policy, opening: Opening, now: Date): Case => ({
  caseId: opening.caseId,
  brand: policy.brand,
  ...opening.owner,
  right: opening.right,
  channel: opening.channel,
  locale: opening.locale,
  state: 'open',
  receivedAt: opening.receivedAt.toISOString(),
  due: addDuration(opening.receivedAt, policy.rights.deadline).toISOString(),
  identity: opening.proved
    ? { by: 'mailbox', status: 'confirmed', at: now.toISOString() }
    : { by: policy.rights.identity, status: 'open' },
  revision: 1,
  mail: { id: opening.mailId, kind: 'opened' },
});

/** An opt-out waits for no proof of who asks: nobody is harmed who gets less mail. A complaint is heard, whoever makes it. */
const needsProof = (right: CaseRight): boolean => right !== 'object' && right !== 'withdraw' && right !== 'complaint';

/** Whether a copy of a document is awaited: the policy asks for one, and nobody has been convinced or answered yet. */
export const asksForDocument = ({ state, identity, right }: Pick<Case, 'state' | 'identity' | 'right'>): boolean =>
  state === 'open' &&
  identity.by === 'id_document' &&
  (identity.status === 'doubted' || (identity.status === 'open' && needsProof(right)));

/** Until when the link works by which a copy is sent: no longer than the case has time, unless that is over. */
export function documentLinkEnds({ due }: Pick<Case, 'due'>, now: Date): Date {
  const last = addDuration(now, documentLinkLife);
  const answered = new Date(due);
  return now < answered && answered < last ? answered : last;
}

/** The copy, if one is there. */
export const heldDocument = ({ document }: Pick<Case, 'document'>): HeldDocument | undefined =>
  document && 'fileId' in document ? document : undefined;

const reasons = line(1000).pipe(z.string().min(10, 'say why, in words that the person will read'));

/** What an operator sends about a case: one step at a time. */
export const CaseStep = z.union([
  z.strictObject({ extend: z.strictObject({ reason: reasons }) }),
  z.strictObject({
    identity: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('confirmed') }),
      // more is asked for only on doubt, and the doubt is written down (I10)
      z.strictObject({ status: z.literal('doubted'), reason: reasons }),
    ]),
  }),
  z.strictObject({ outcome: z.enum(['done', 'objection_lifted']), reasons: reasons.optional() }),
  z.strictObject({ outcome: z.enum(['refused', 'refer_to_controller']), reasons }),
]);
export type CaseStep = z.infer<typeof CaseStep>;

/** What a step makes of a case, or why it cannot be taken. */
export type CaseDecision =
  | { readonly verdict: 'taken'; readonly case: Case }
  | { readonly verdict: 'closed' | 'too_late' | 'extended_before' | 'identity_open' | 'not_objected' };

/** Takes a step. An extension comes before the deadline or not at all (GDPR 12(3)). */
export function takeStep(policy: Policy, known: Case, step: CaseStep, mailId: string, now: Date): CaseDecision {
  if (known.state === 'closed') return { verdict: 'closed' };
  const next = { ...known, revision: known.revision + 1 };
  const at = now.toISOString();
  if ('extend' in step) {
    if (known.extended) return { verdict: 'extended_before' };
    if (at >= known.due) return { verdict: 'too_late' };
    const due = addDuration(new Date(known.receivedAt), together(policy.rights.deadline, policy.rights.extension));
    const extended = { at, reason: step.extend.reason };
    return taken({ ...next, due: due.toISOString(), extended, mail: { id: mailId, kind: 'extended' } });
  }
  if ('identity' in step) {
    const identity = { ...known.identity, ...step.identity, at };
    return taken({ ...next, identity, ...(identity.status === 'doubted' && { mail: { id: mailId, kind: 'identity' } }) });
  }
  if (step.outcome === 'done' && needsProof(known.right) && known.identity.status !== 'confirmed')
    return { verdict: 'identity_open' };
  if (step.outcome === 'objection_lifted' && !(known.right === 'object' || known.right === 'complaint'))
    return { verdict: 'not_objected' };
  const { outcome } = step;
  return taken({
    ...next,
    state: 'closed',
    outcome,
    ...(step.reasons && { reasons: step.reasons }),
    decidedAt: at,
    mail: { id: mailId, kind: 'decided' },
    expiresAt: Math.floor(addDuration(now, policy.suppression.proof).getTime() / 1000),
  });
}

const taken = (next: Case): CaseDecision => ({ verdict: 'taken', case: next });

/** Two lengths as one, so that the month is counted from receipt and not from the end of a shorter one. */
const together = (a: Policy['rights']['deadline'], b: Policy['rights']['extension']) => {
  const [first, second] = [parseDuration(a), parseDuration(b)];
  return { months: first.months + second.months, seconds: first.seconds + second.seconds };
};

/** How long before its end a deadline is near. */
export const dueSoonDays = 7;

/** Where a case stands by the clock. */
export const urgencyOf = ({ due }: Pick<Case, 'due'>, now: Date): 'overdue' | 'due-soon' | 'open' => {
  const left = Date.parse(due) - now.getTime();
  return left < 0 ? 'overdue' : left <= dueSoonDays * 86_400_000 ? 'due-soon' : 'open';
};
