/** A visitor's request: what a form may send, and the one item it becomes. */
import * as z from 'zod';
import { addDuration, type Duration } from './duration.ts';
import { EmailAddress } from './email-address.ts';
import { AddressHash, ContactId } from './identity.ts';
import { ConsentEvidence, OfflineEvidence } from './ledger.ts';
import { limits } from './limits.ts';
import { type Form, isMailPurpose, type Locale, locales, type Policy, type PurposeId, wordingHash, wordingOf } from './policy.ts';

/** A sign-up that waits for its confirmation: the outbox of the confirmation mail, and after the confirmation the proof of it until it expires. */
export const SignUpRequest = z.object({
  requestId: z.string(),
  state: z.enum(['pending', 'confirmed']),
  brand: z.string(),
  addressHash: AddressHash,
  form: z.string(),
  formVersion: z.number(),
  wordingAssumed: z.boolean(),
  wordingHash: z.string(),
  locale: z.custom<Locale>((value) => typeof value === 'string'),
  market: z.string(),
  noticeVersion: z.string().optional(),
  shown: z.array(z.custom<PurposeId>((value) => typeof value === 'string')),
  purposes: z.array(z.custom<PurposeId>((value) => typeof value === 'string')),
  email: EmailAddress,
  name: z.string().optional(),
  company: z.string().optional(),
  phone: z.string().optional(),
  /** The visitor's network address; `operator:` and an id where an operator asked. */
  source: z.string(),
  agent: z.string(),
  /** What an operator states of a yes that came otherwise than through this form on the web. */
  offline: OfflineEvidence.optional(),
  requestedAt: z.iso.datetime(),
  /** Epoch seconds; from then on the request is dead, whether its row is still there or not. */
  expiresAt: z.number(),
  /** What was mailed for it: the link to confirm, the link for a subscriber, or nothing and why. */
  mailed: z.enum(['confirmation', 'already_subscribed', 'barred', 'over_limit', 'refused', 'unknown']).optional(),
  messageId: z.string().optional(),
  /** Of a confirmed request: the person. */
  contactId: ContactId.optional(),
});
export type SignUpRequest = z.infer<typeof SignUpRequest>;

/** What a form sends, checked against the form. */
export interface Choices {
  readonly email: EmailAddress;
  readonly name?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  readonly locale: Locale;
  readonly formVersion: number;
  readonly wordingAssumed: boolean;
  readonly consents: readonly PurposeId[];
  /** The honeypot was filled in: no person saw that field. */
  readonly trapped: boolean;
}

/** Who asked: the gateway's own account of the connection, never a header that the caller writes (T32). */
export interface Source {
  readonly ip: string;
  readonly agent: string;
}

/** A text that is printed in mails and lists: one line, no control characters, no markup brackets, nothing that lost its encoding. */
export const line = (longest: number) =>
  z
    .string()
    .transform((typed) => typed.trim().normalize('NFC'))
    .pipe(
      z
        .string()
        .max(longest, `at most ${longest} characters`)
        .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}<>\uFFFD]*$/u, 'holds characters that do not belong here'),
    );

/** What a form may ask for beside the address. */
export const personFields = {
  name: line(100),
  company: line(100),
  phone: line(32).pipe(z.string().regex(/^$|^\+?[0-9 ()./-]{4,32}$/, 'not a phone number')),
} as const;

/** Whether nobody can sign up without the field. */
export const isNeeded = (policy: Policy, field: keyof typeof personFields): boolean =>
  policy.fields[field] === 'required' || (field === 'company' && policy.subscribers === 'business');

/** What every form takes. `website` is the honeypot: no person sees that field. */
const formFields = {
  email: EmailAddress,
  formVersion: z.int().positive().optional(),
  challenge: z.string().max(4096).optional(),
  website: z.string().max(500).optional(),
};

/** The body of a sign-up, whatever the form. `choicesOf` says what one form makes of it: its fields, its locales, its boxes. */
export const SignUpBody = z.strictObject({
  ...formFields,
  name: personFields.name.optional(),
  company: personFields.company.optional(),
  phone: personFields.phone.optional(),
  locale: z.enum(locales).optional(),
  consents: z.array(z.string()),
});

/**
 * The body that `form` takes; anything else in it is refused, so that no caller can set what is not theirs (S14). The version of
 * the form decides which boxes exist.
 */
export function choicesOf(policy: Policy, formId: string, form: Form) {
  const written = Object.keys(form.wording) as [Locale, ...Locale[]];
  const marketLocale = (policy.markets[form.market] as { locale: Locale }).locale;
  const optionalLine = (field: keyof typeof personFields) => {
    if (!form.fields.includes(field)) return {};
    const schema = personFields[field];
    return { [field]: isNeeded(policy, field) ? schema.pipe(z.string().min(1, 'required')) : schema.optional() };
  };
  return z
    .strictObject({
      ...formFields,
      ...optionalLine('name'),
      ...optionalLine('company'),
      ...optionalLine('phone'),
      locale: z.enum(written).default(written.includes(marketLocale) ? marketLocale : written[0]),
      consents: z
        .array(z.enum(form.consents as [PurposeId, ...PurposeId[]]))
        .refine((ticked) => ticked.length <= form.consents.length, 'the same box twice')
        // measuring someone who gets no mail, or keeping someone who agreed to nothing, would have no purpose
        .refine(
          (ticked) => form.serves || ticked.some((purpose) => isMailPurpose(purpose) || purpose.startsWith('partner:')),
          'choose at least one of the things to receive',
        ),
    })
    .transform((body, context): Choices => {
      const { name, company, phone } = body as { name?: string; company?: string; phone?: string };
      const formVersion = body.formVersion ?? form.version;
      const boxes = wordingOf(policy, formId, formVersion, body.locale)?.boxes;
      if (!boxes) context.addIssue({ code: 'custom', path: ['formVersion'], message: 'this form has no such version' });
      const consents = [...new Set(body.consents)];
      for (const [index, purpose] of body.consents.entries()) {
        if (boxes && !boxes[purpose]) {
          context.addIssue({ code: 'custom', path: ['consents', index], message: 'this version of the form has no such box' });
        }
      }
      return {
        email: body.email,
        name: name || undefined,
        company: company || undefined,
        phone: phone || undefined,
        locale: body.locale,
        formVersion,
        wordingAssumed: body.formVersion === undefined,
        consents,
        trapped: Boolean(body.website),
      };
    });
}

/** The request that checked choices become. Its wording is the stated version's, in the stated locale. */
export function requestOf(
  policy: Policy,
  formId: string,
  form: Form,
  choices: Choices,
  source: Source,
  ids: { addressHash: AddressHash; requestId: string },
  now: Date,
): SignUpRequest {
  const wording = wordingOf(policy, formId, choices.formVersion, choices.locale);
  if (!wording) throw new Error(`${policy.brand}/${formId}: version ${choices.formVersion} lost its wording`);
  return {
    ...ids,
    state: 'pending',
    brand: policy.brand,
    form: formId,
    formVersion: choices.formVersion,
    wordingAssumed: choices.wordingAssumed,
    wordingHash: wordingHash(wording),
    locale: choices.locale,
    market: form.market,
    noticeVersion: policy.notice.version,
    shown: Object.keys(wording.boxes) as PurposeId[],
    purposes: [...choices.consents],
    email: choices.email,
    name: choices.name,
    company: choices.company,
    phone: choices.phone,
    source: source.ip,
    agent: source.agent.slice(0, limits.agentLength),
    requestedAt: now.toISOString(),
    expiresAt: Math.floor(addDuration(now, linkLife(policy, choices.consents)).getTime() / 1000),
  };
}

/** How long a confirmation link for these purposes works: the shortest that any of them asks for. */
export function linkLife(policy: Policy, purposes: readonly PurposeId[]): Duration {
  const epoch = new Date(0);
  const ends = (life: Duration) => addDuration(epoch, life).getTime();
  const lives = purposes.flatMap((purpose) => policy.purposes[purpose]?.doubleOptIn.tokenLife ?? []);
  return lives.sort((a, b) => ends(a) - ends(b))[0] ?? '72 hours';
}

/** Whether the clock still lets the request be confirmed (T4). */
export const isLive = (request: Pick<SignUpRequest, 'expiresAt'>, now: Date): boolean => now.getTime() < request.expiresAt * 1000;

/**
 * Whether a mail may still answer the request. That it has been mailed is remembered with the address's allowance, whatever became of the note on
 * the request itself, but only for as long as the allowance counts: a message that comes back later could be a second mail (F22).
 */
export const isAnswerable = (request: SignUpRequest, now: Date): boolean =>
  request.mailed === undefined &&
  request.state === 'pending' &&
  isLive(request, now) &&
  now.getTime() < Date.parse(request.requestedAt) + limits.allowanceHours * 3_600_000;

/** The first half of the evidence, as the request holds it. */
export const evidenceOf = (
  request: SignUpRequest,
  hashOfSource: (ip: string) => string,
  confirmedFrom: Source,
): ConsentEvidence =>
  ConsentEvidence.parse({
    requestId: request.requestId,
    form: request.form,
    formVersion: request.formVersion,
    wordingAssumed: request.wordingAssumed,
    wordingHash: request.wordingHash,
    locale: request.locale,
    market: request.market,
    noticeVersion: request.noticeVersion,
    shown: request.shown,
    granted: request.purposes,
    requestedAt: request.requestedAt,
    requestSource: hashOfSource(request.source),
    messageId: request.messageId,
    confirmSource: hashOfSource(confirmedFrom.ip),
    offline: request.offline,
  });
