/** A yes that did not come through the web: what an operator states of it, what stands against it, and what it changes (E2, E3, I13). */
import * as z from 'zod';
import type { Change } from './change.ts';
import { type Bar, barOf, type Occupant, type Person, type Suppression, stands } from './consent.ts';
import { addDuration, subtractDuration } from './duration.ts';
import { EmailAddress } from './email-address.ts';
import { grant, type Yes } from './grant.ts';
import type { AddressHash, ContactId } from './identity.ts';
import { NoteEvidence, type OfflineEvidence } from './ledger.ts';
import { limits } from './limits.ts';
import {
  type Channel,
  formOf,
  type Locale,
  locales,
  marketOf,
  type OfflineChannel,
  offlineChannels,
  type Policy,
  type PurposeId,
  purposeOf,
  type Wording,
  wordingHash,
  wordingOf,
} from './policy.ts';
import { isNeeded, line, personFields, requestOf, type SignUpRequest } from './sign-up.ts';

/** What an operator states, checked against the policy. */
export interface Statement extends Omit<Yes, 'brand' | 'addressHash' | 'purposes' | 'locale'> {
  readonly locale: Locale;
  /** The form whose words were said or read. */
  readonly form: string;
  readonly formVersion: number;
  /** What the person said yes to. */
  readonly consents: readonly PurposeId[];
  readonly wording: Wording;
  readonly evidence: Omit<OfflineEvidence, 'operator'>;
}

/**
 * Forms whose words can have been used in each channel: whatever is said aloud is read from a script, whatever stands on paper or in a mail
 * has the words of a written form.
 */
const formsFor: Record<OfflineChannel, readonly Channel[]> = {
  phone: ['phone', 'meeting', 'oral'],
  meeting: ['phone', 'meeting', 'oral'],
  oral: ['phone', 'meeting', 'oral'],
  paper: ['paper', 'email', 'web'],
  email: ['paper', 'email', 'web'],
};

/** A word in the ledger, which holds nobody's name or address. */
export const pseudonymous = (longest: number) =>
  line(longest).pipe(
    z
      .string()
      .min(1, 'empty')
      .regex(/^[^@+]*$/, 'may hold neither @ nor +'),
  );

/** The body that an operator sends. */
export const StatementBody = z.strictObject({
  email: EmailAddress,
  name: personFields.name.optional(),
  company: personFields.company.optional(),
  phone: personFields.phone.optional(),
  consents: z.array(z.string()).min(1).max(50),
  channel: z.enum(offlineChannels),
  at: z.iso.datetime({ offset: true }),
  form: z.string(),
  formVersion: z.int().positive(),
  locale: z.enum(locales),
  market: z.string().optional(),
  place: pseudonymous(100).optional(),
  reference: pseudonymous(64).optional(),
  source: z.string().optional(),
  expressYes: z.literal(true, 'silence is no consent: the person must have said yes'),
});

/** The same, checked: the words must be a version of the policy's own, and each purpose one that the channel may carry. */
export const statementOf = (policy: Policy, now: Date) =>
  StatementBody.transform((body, context): Statement => {
    const problems = problemsOf(policy, body, now);
    for (const { path, message } of problems) context.addIssue({ code: 'custom', path, message });
    const form = formOf(policy, body.form);
    const wording = form && wordingOf(policy, body.form, body.formVersion, body.locale);
    if (problems.length > 0 || !form || !wording) return z.NEVER;
    return {
      email: body.email,
      name: body.name || undefined,
      company: body.company || undefined,
      phone: body.phone || undefined,
      consents: form.consents.filter((purpose) => body.consents.includes(purpose)),
      form: body.form,
      formVersion: body.formVersion,
      wording,
      locale: body.locale,
      market: body.market ?? form.market,
      evidence: {
        channel: body.channel,
        givenAt: new Date(body.at).toISOString(),
        place: body.place,
        reference: body.reference,
        source: body.source,
        expressYes: body.expressYes,
      },
    };
  });

type Body = z.input<typeof StatementBody>;

interface Found {
  readonly path: (string | number)[];
  readonly message: string;
}

function problemsOf(policy: Policy, body: Body, now: Date): Found[] {
  const found: Found[] = [];
  const must = (holds: boolean, path: Found['path'], message: string) => {
    if (!holds) found.push({ path, message });
  };
  const { channel, place, reference, source } = body;
  const at = new Date(body.at);
  must(at <= now, ['at'], 'lies in the future');
  must(at >= subtractDuration(now, limits.offlineAge), ['at'], `lies more than ${limits.offlineAge} back: ask the person again`);
  must(body.market === undefined || marketOf(policy, body.market) !== undefined, ['market'], 'no market of this brand');
  must(place !== undefined || reference !== undefined, ['reference'], 'say where it was, or where it can be looked up');
  for (const [name, text] of Object.entries({ place, reference })) {
    must(!text || !namesThePerson(text, body), [name], 'names the person, whom the evidence must not name');
  }

  const form = formOf(policy, body.form);
  if (!form?.store) return [...found, { path: ['form'], message: 'no form of this brand' }];
  must(formsFor[channel].includes(form.channel), ['form'], `its words are not for this channel, but for ${form.channel}`);
  for (const field of ['name', 'company', 'phone'] as const) {
    must(!body[field] || form.fields.includes(field), [field], 'this form does not ask for it');
    must(Boolean(body[field]) || !form.fields.includes(field) || !isNeeded(policy, field), [field], 'required');
  }

  must(!form.withdrawn.includes(body.formVersion), ['formVersion'], 'this version has been withdrawn');
  const wording = wordingOf(policy, body.form, body.formVersion, body.locale);
  if (!wording) return [...found, { path: ['formVersion'], message: 'this form has no such version in this locale' }];
  const allowed = source === undefined ? undefined : sourceOf(policy, source);
  must(source === undefined || allowed !== undefined, ['source'], 'no source of this brand');
  for (const [index, id] of body.consents.entries()) {
    const path = ['consents', index];
    const purpose = form.consents.find((box) => box === id && wording.boxes[box]);
    const settings = purpose && purposeOf(policy, purpose);
    if (!settings) found.push({ path, message: 'this version of the form does not ask for it' });
    else if (!settings.channels.includes(channel)) found.push({ path, message: `consent to it does not come by ${channel}` });
    else must(!allowed || allowed.includes(purpose), path, 'contacts from this source have not agreed to it themselves');
    const lapses = settings?.validity && addDuration(at, settings.validity);
    must(!lapses || now < lapses, ['at'], `${id}: this yes has lapsed since`);
  }
  must(body.consents.some(isReason), ['consents'], 'choose at least one of the things to receive');
  return found;
}

/** What contacts of a source may be used for until they themselves agree to more (E10); undefined for an unknown source. */
const sourceOf = ({ sources }: Policy, source: string): readonly PurposeId[] | undefined =>
  Object.hasOwn(sources, source) ? sources[source] : undefined;

/** Measuring someone who gets nothing would have no purpose. */
const isReason = (purpose: string): boolean => !purpose.startsWith('tracking:') && purpose !== 'profiling';

/** A name that was heard, or a number that was called, does not become a reference. */
export function namesThePerson(
  text: string,
  { name, phone }: { name?: string | undefined; phone?: string | undefined },
): boolean {
  const digits = (written: string) => written.replace(/\D/g, '');
  const called = digits(phone ?? '').slice(-8);
  return (
    (Boolean(name?.trim()) && text.toLowerCase().includes((name ?? '').trim().toLowerCase())) ||
    (called.length >= 6 && digits(text).includes(called))
  );
}

/** What becomes of a statement. */
export type Verdict =
  /** Nothing is written, and nothing is mailed. */
  | { readonly outcome: 'barred'; readonly reason: Bar }
  /** Every purpose stands already: the first evidence is the evidence. */
  | { readonly outcome: 'standing'; readonly contactId: ContactId }
  /** The operator's note is enough for these purposes, or a mail asks the person to confirm them. */
  | { readonly outcome: 'record' | 'ask'; readonly purposes: readonly PurposeId[] };

/**
 * Decides about a statement. Purposes that stand are left as they are. A purpose that the person has ended is theirs alone to begin again, like an address that is
 * suppressed (T5). If the policy wants one of the purposes confirmed, the mail asks for all of them: one yes, one proof (C9).
 */
export function verdictOn(policy: Policy, { consents, evidence }: Statement, at: Occupant, now: Date): Verdict {
  const { person } = at;
  const bar = barOf(at, now);
  if (bar) return { outcome: 'barred', reason: bar };
  const held = (purpose: PurposeId) => person?.consents.find((consent) => consent.purpose === purpose);
  const ended = consents.some((purpose) => ['ConsentWithdrawn', 'ConsentRevoked'].includes(held(purpose)?.status ?? ''));
  if (ended) return { outcome: 'barred', reason: 'withdrawn' };
  const purposes = consents.filter((purpose) => {
    const consent = held(purpose);
    return !consent || !stands(consent, now);
  });
  if (person && purposes.length === 0) return { outcome: 'standing', contactId: person.profile.contactId };
  return { outcome: purposes.some((purpose) => isConfirmed(policy, purpose, evidence.channel)) ? 'ask' : 'record', purposes };
}

/** Whether a link confirms a purpose that was agreed to in this channel (C9). A purpose that the policy lost is the strictest case. */
function isConfirmed(policy: Policy, purpose: PurposeId, channel: OfflineChannel): boolean {
  const confirms = purposeOf(policy, purpose)?.doubleOptIn;
  return !confirms || confirms.for.includes(channel) || confirms.offline === 'confirm_by_email';
}

/** The request whose mail asks the person to confirm. It keeps the operator's word, and goes into the ledger with the confirmation. */
export const requestFrom = (
  policy: Policy,
  { wording: _, evidence, ...statement }: Statement,
  purposes: readonly PurposeId[],
  ids: { addressHash: AddressHash; requestId: string; operator: string },
  now: Date,
): SignUpRequest => {
  const { operator, ...own } = ids;
  const form = formOf(policy, statement.form);
  if (!form) throw new Error(`${policy.brand} lost its form ${statement.form}`);
  const choices = { ...statement, consents: purposes, wordingAssumed: false, trapped: false };
  const source = { ip: `operator:${operator}`, agent: '' };
  return {
    ...requestOf(policy, statement.form, form, choices, source, own, now),
    market: statement.market,
    offline: { operator, ...evidence },
  };
};

/** The change that an operator's note makes by itself. It lifts no suppression, also none that comes in between (T27). */
export const recordStatement = (
  policy: Policy,
  { wording, evidence, consents, ...statement }: Statement,
  purposes: readonly PurposeId[],
  at: { suppression: Suppression | undefined; person: Person | undefined },
  ids: { addressHash: AddressHash; operator: string; newContactId: ContactId },
  now: Date,
): Change => {
  const given = new Date(evidence.givenAt);
  const { form, formVersion, locale, market } = statement;
  return grant(
    policy,
    { ...statement, brand: policy.brand, addressHash: ids.addressHash, purposes },
    { formerIds: at.suppression?.formerIds ?? [], person: at.person },
    {
      newContactId: ids.newContactId,
      proof: {
        actor: 'operator',
        act: 'recorded',
        method: 'offline',
        evidence: NoteEvidence.parse({
          form,
          formVersion,
          wordingHash: wordingHash(wording),
          locale,
          market,
          shown: Object.keys(wording.boxes),
          granted: consents,
          offline: { operator: ids.operator, ...evidence },
        }),
      },
      given,
      sign: { signal: evidence.channel === 'paper' ? 'form' : 'reply', day: evidence.givenAt.slice(0, 10) },
      suppression: 'require_none',
    },
    now,
  );
};
