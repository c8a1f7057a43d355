/**
 * A list from elsewhere: how its lines are read, and what each of them may change. Whoever opted out there is barred here first. A yes counts as far as
 * the line proves it: what, when, where and in which words. What lacks any of it is kept as unknown, and nobody is mailed for it. Nothing that ended
 * here begins again by a list.
 */
import * as z from 'zod';
import type { Change } from './change.ts';
import {
  type Bar,
  barOf,
  barsConfirmation,
  type ConsentStatus,
  isInForce,
  isPursued,
  type Occupant,
  type Person,
  type Suppression,
} from './consent.ts';
import { addDuration } from './duration.ts';
import { EmailAddress } from './email-address.ts';
import { end } from './ending.ts';
import { FileId, fileDays, fileFormats } from './files.ts';
import { grant } from './grant.ts';
import type { AddressHash, ContactId } from './identity.ts';
import { ImportEvidence, type ImportLack } from './ledger.ts';
import { channels, isMailPurpose, locales, marketOf, type Policy, type PurposeId, purposeOf } from './policy.ts';
import { personFields } from './sign-up.ts';

/** Where a list comes from: ours, or what Mailchimp and HubSpot export. */
export const presets = ['samtykke', 'mailchimp', 'hubspot'] as const;
export type Preset = (typeof presets)[number];

/** Words that go into the ledger, which holds nobody's name or address. */
const pseudonymous = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^@+\p{Cc}]*$/u, 'may hold neither @ nor +');
const purposes = z.array(z.string().max(64)).max(10);

/** What an operator says of the whole list; a line that says otherwise is believed. */
export const ImportBody = z.strictObject({
  format: z.enum(fileFormats),
  preset: z.enum(presets).default('samtykke'),
  delimiter: z.enum([',', ';', '\t']).default(','),
  market: z.string().max(32),
  locale: z.enum(locales).optional(),
  purposes: purposes.default([]),
  /** How the people said yes. */
  channel: z.enum(channels).default('web'),
  source: pseudonymous.optional(),
  /** Where the words that they agreed to can be looked up. */
  wording: pseudonymous.optional(),
});
export type ImportBody = z.infer<typeof ImportBody>;

/** The same for a brand: its own markets and purposes. */
export const importOf = (policy: Policy): z.ZodType<ImportBody> =>
  ImportBody.superRefine((body, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!marketOf(policy, body.market)) refuse(['market'], 'no market of this brand');
    for (const [index, purpose] of body.purposes.entries()) {
      if (!canBeImported(policy, purpose)) refuse(['purposes', index], 'no purpose of this brand that a list can bring');
    }
  });

/** How an import is to run. */
export const StartBody = z.strictObject({ dryRun: z.boolean().default(false) });

const canBeImported = (policy: Policy, purpose: string): purpose is PurposeId =>
  purposeOf(policy, purpose) !== undefined && !purpose.startsWith('service:');

/** Where reading goes on: after this byte and this line, under these headings. */
const ReadingPosition = z.object({ byte: z.int(), line: z.int(), columns: z.array(z.string()).optional() });
export type ReadingPosition = z.infer<typeof ReadingPosition>;

/** An import as it is kept. `problems` are the first of them; all stand in the files of the report. */
export const Import = z.object({
  brand: z.string(),
  importId: FileId,
  settings: ImportBody,
  state: z.enum(['waiting', 'running', 'checked', 'done', 'failed']),
  reason: z.string().optional(),
  dryRun: z.boolean(),
  requestedAt: z.iso.datetime(),
  requestedBy: z.string(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  run: z.string().optional(),
  /** Opt-outs are imported before anybody is. */
  pass: z.enum(['opt_outs', 'people']),
  at: ReadingPosition,
  bytes: z.int(),
  counts: z.record(z.string(), z.int()),
  problems: z.array(z.object({ line: z.int(), reason: z.string() })),
  reports: z.array(z.string()),
  expiresAt: z.int(),
});
export type Import = z.infer<typeof Import>;

const beginning: ReadingPosition = { byte: 0, line: 0 };
const nothingYet = (): Pick<Import, 'dryRun' | 'pass' | 'at' | 'bytes' | 'counts' | 'problems' | 'reports'> => ({
  dryRun: false,
  pass: 'opt_outs',
  at: beginning,
  bytes: 0,
  counts: {},
  problems: [],
  reports: [],
});
const problemsShown = 100;

/** A new import, which waits for its file. */
export const newImport = (asked: Pick<Import, 'brand' | 'importId' | 'settings' | 'requestedBy'>, now: Date): Import => ({
  ...nothingYet(),
  ...asked,
  state: 'waiting',
  requestedAt: now.toISOString(),
  expiresAt: Math.ceil(addDuration(now, `${fileDays} days`).getTime() / 1000),
});

/** The import at its beginning, dry or not. It may be started again once it has ended: whoever is in already stays as they are. */
export const started = (before: Import, { dryRun, bytes }: { dryRun: boolean; bytes: number }, now: Date): Import => {
  const { reason: _, finishedAt: __, run: ___, ...kept } = before;
  return { ...kept, ...nothingYet(), dryRun, bytes, state: 'running', startedAt: now.toISOString() };
};

/** What became of a line, and why, where there is something to say. */
export interface Outcome {
  readonly line: number;
  readonly outcome: 'suppressed' | 'ended' | 'recorded' | 'unknown' | 'standing' | 'barred' | 'rejected';
  readonly reason?: string | undefined;
}

/** The import after a run: what became of its lines, and where the next one begins; undefined at the end of the file. */
export function afterImportRun(
  before: Import,
  run: { outcomes: readonly Outcome[]; report: string | undefined; next: ReadingPosition | undefined },
  now: Date,
): Import {
  const counts: Record<string, number> = { ...before.counts };
  for (const { outcome } of run.outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const told = problemsIn(run.outcomes).map(({ line, reason }) => ({ line, reason }));
  const over = run.next === undefined && before.pass === 'people';
  return {
    ...before,
    counts,
    problems: [...before.problems, ...told].slice(0, problemsShown),
    reports: run.report ? [...before.reports, run.report] : before.reports,
    pass: run.next === undefined ? 'people' : before.pass,
    at: run.next ?? beginning,
    ...(over && { state: before.dryRun ? 'checked' : 'done', finishedAt: now.toISOString() }),
  };
}

/** The lines that somebody should look at. */
export const problemsIn = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap(({ line, outcome, reason }) => (reason === undefined ? [] : [{ line, outcome, reason }]));

/** What our own lists call what a line holds, and what others call it. The first name that has a value counts. */
const names: Readonly<Record<Preset, Readonly<Record<string, readonly string[]>>>> = {
  samtykke: {},
  mailchimp: {
    email: ['Email Address'],
    firstName: ['First Name'],
    lastName: ['Last Name'],
    company: ['Company'],
    phone: ['Phone Number', 'Phone'],
    consentedAt: ['CONFIRM_TIME', 'OPTIN_TIME'],
    optedOutAt: ['UNSUB_TIME', 'CLEAN_TIME'],
  },
  hubspot: {
    email: ['Email'],
    firstName: ['First Name'],
    lastName: ['Last Name'],
    company: ['Company Name', 'Company name', 'Associated Company'],
    phone: ['Phone Number', 'Mobile Phone Number'],
  },
};
const ownNames = [
  'email',
  'name',
  'company',
  'phone',
  'market',
  'locale',
  'status',
  'purposes',
  'channel',
  'consentedAt',
  'source',
  'wording',
  'optedOutAt',
] as const;
const statuses = ['subscribed', 'unsubscribed', 'bounced', 'complained'] as const;
type Status = (typeof statuses)[number];

/** How each of them says that somebody is not to be mailed. */
const statusIn: Readonly<Record<Preset, (has: (name: string) => string | undefined) => Status | undefined>> = {
  samtykke: () => undefined,
  mailchimp: (has) =>
    has('CLEAN_TIME')
      ? 'bounced'
      : has('UNSUB_TIME')
        ? /abuse|spam/i.test(has('UNSUB_REASON') ?? '')
          ? 'complained'
          : 'unsubscribed'
        : undefined,
  hubspot: (has) =>
    isYes(has('Marked email as spam'))
      ? 'complained'
      : isYes(has('Unsubscribed from all email'))
        ? 'unsubscribed'
        : has('Email hard bounce reason')
          ? 'bounced'
          : undefined,
};
const isYes = (text: string | undefined): boolean => /^(yes|true|1)$/i.test(text ?? '');

const Moment = z
  .string()
  // Mailchimp's times are in UTC, and say so nowhere
  .transform((text) => (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text))
  .pipe(z.iso.datetime({ offset: true }))
  .transform((text) => new Date(text));

const Row = z.object({
  email: EmailAddress,
  name: personFields.name.optional(),
  company: personFields.company.optional(),
  phone: personFields.phone.optional(),
  market: z.string().optional(),
  locale: z.enum(locales).optional(),
  status: z.enum(statuses).default('subscribed'),
  purposes: purposes.optional(),
  channel: z.enum(channels).optional(),
  consentedAt: Moment.optional(),
  source: pseudonymous.optional(),
  wording: pseudonymous.optional(),
  optedOutAt: Moment.optional(),
});
/** A line, understood. */
export type Row = z.infer<typeof Row>;

/** Understands a line, or says what is wrong with it: the field and the reason, never what it held. */
export function rowOf(policy: Policy, { preset }: ImportBody, record: unknown): { row: Row } | { wrong: string } {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return { wrong: 'not an object' };
  const fields = new Map(Object.entries(record));
  const has = (name: string): string | undefined => {
    const value = fields.get(name);
    const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
    return text === '' ? undefined : text;
  };
  const first = (name: string) => [name, ...(names[preset][name] ?? [])].map(has).find((text) => text !== undefined);
  const told = Object.fromEntries(ownNames.map((name) => [name, first(name)]));
  const list = fields.get('purposes');
  const said = {
    ...told,
    name: told.name ?? ([first('firstName'), first('lastName')].filter(Boolean).join(' ') || undefined),
    status: told.status ?? statusIn[preset](has),
    purposes: Array.isArray(list) ? list : told.purposes?.split(/[\s;|]+/),
  };
  const kept = Object.fromEntries(Object.entries(said).filter(([name]) => !mayNotKeep(policy, name)));
  const parsed = Row.safeParse(kept);
  if (parsed.success) return { row: parsed.data };
  const [issue] = parsed.error.issues;
  return { wrong: `${String(issue?.path[0] ?? 'line')}: ${issue?.message}` };
}

/** What a brand does not ask of anybody, a list does not bring either. */
const mayNotKeep = ({ fields, subscribers }: Policy, name: string): boolean =>
  ['name', 'company', 'phone'].includes(name) &&
  !(name === 'company' && subscribers === 'business') &&
  (!Object.hasOwn(fields, name) || fields[name] === 'forbidden');

/** Whether the line is about somebody who is not to be mailed. */
export const isOptOut = ({ status }: Pick<Row, 'status'>): boolean => status !== 'subscribed';

const reasons = { unsubscribed: 'withdrawn', bounced: 'bounced', complained: 'complained' } as const;

/** What an opt-out does: bars an address that nobody has, ends what is pursued for a person, or nothing, since it has been done or is over. */
export type OptOut =
  | { readonly outcome: 'suppressed'; readonly suppression: Suppression }
  | { readonly outcome: 'ended'; readonly change: Change }
  | { readonly outcome: 'standing'; readonly reason?: string };

/** Decides about an opt-out. What bars an address already is never weakened; a yes that was given here after it stands. */
export function optOut(
  policy: Policy,
  row: Row,
  at: Occupant & { openRequests: readonly string[] },
  importId: FileId,
  now: Date,
): OptOut {
  const reason = reasons[row.status as keyof typeof reasons];
  const since = row.optedOutAt && row.optedOutAt < now ? row.optedOutAt : now;
  const { person, suppression } = at;
  if (!person) {
    const isStronger = reason === 'complained' && !barsConfirmation(suppression);
    if (isInForce(suppression, now) && !isStronger) return { outcome: 'standing' };
    const { period } = policy.suppression;
    return {
      outcome: 'suppressed',
      suppression: {
        reason,
        since: since.toISOString(),
        ...(period && { until: addDuration(now, period).toISOString() }),
        formerIds: suppression?.formerIds ?? [],
      },
    };
  }

  const pursued = person.consents.filter((consent) => isPursued(consent, now));
  const ends = pursued.filter(({ purpose }) => !purpose.startsWith('service:'));
  if (row.optedOutAt && ends.some((consent) => isMailPurpose(consent.purpose) && new Date(consent.since) > since)) {
    return { outcome: 'standing', reason: 'said yes here after that' };
  }
  if (ends.length === 0 && (isInForce(suppression, now) || person.profile.standing !== 'active')) return { outcome: 'standing' };
  const purpose = ends.find((consent) => isMailPurpose(consent.purpose))?.purpose ?? ends[0]?.purpose ?? '*';
  const kept = person.profile.legalHold !== undefined || pursued.length > ends.length;
  const action = purposeOf(policy, purpose)?.onWithdrawal ?? 'suppress';
  const isErased = reason === 'withdrawn' && action === 'delete' && !kept;
  const change = end(
    policy,
    person,
    {
      ends: new Map(ends.map((consent) => [consent.purpose, 'ConsentWithdrawn' satisfies ConsentStatus])),
      person: isErased ? 'erased' : action === 'deactivate' ? 'deactivated' : 'suppressed',
      reason,
      proof: {
        actor: 'person',
        act: isErased ? 'erased' : 'withdrawn',
        method: 'import',
        evidence: { purpose, source: `import:${importId}` },
      },
      openRequests: at.openRequests,
      suppression,
      addressLost: at.contactId !== person.profile.contactId,
    },
    now,
  );
  return { outcome: 'ended', change };
}

/** What a yes of a list may do. */
export type ImportVerdict =
  | { readonly outcome: 'rejected'; readonly reason: string }
  | { readonly outcome: 'barred'; readonly reason: Bar }
  | { readonly outcome: 'standing' }
  | { readonly outcome: 'recorded' | 'unknown'; readonly purposes: readonly PurposeId[]; readonly lacks: readonly ImportLack[] };

/** Decides about a yes: only what nobody here has said anything about may come of it, and what was unknown and is proven now. */
export function verdictOnRow(policy: Policy, settings: ImportBody, row: Row, at: Occupant, now: Date): ImportVerdict {
  const reject = (reason: string) => ({ outcome: 'rejected' as const, reason });
  const asked = row.purposes ?? settings.purposes;
  if (asked.length === 0) return reject('purposes: say what was agreed to');
  if (!asked.every((purpose) => canBeImported(policy, purpose))) return reject('purposes: not one of this brand’s');
  if (row.market !== undefined && !marketOf(policy, row.market)) return reject('market: not one of this brand’s');
  if (policy.subscribers === 'business' && !row.company && !at.person) return reject('company: required');
  if (row.consentedAt && row.consentedAt > now) return reject('consentedAt: lies in the future');

  const bar = barOf(at, now);
  if (bar) return { outcome: 'barred', reason: bar };
  const lacks = new Map((asked as PurposeId[]).map((purpose) => [purpose, lacksOf(policy, settings, row, purpose, now)]));
  const proven = [...lacks.keys()].filter((purpose) => lacks.get(purpose)?.length === 0);
  // one entry, one status: where a line proves some of what it says, the rest of it is nobody's word
  const purposes = proven.length > 0 ? proven : [...lacks.keys()];
  const held = (purpose: PurposeId) => at.person?.consents.find((consent) => consent.purpose === purpose);
  const isUnknown = (purpose: PurposeId) => held(purpose)?.status === 'ConsentUnknown' && held(purpose)?.ground === undefined;
  const open = purposes.filter((purpose) => !held(purpose) || (isUnknown(purpose) && proven.includes(purpose)));
  if (open.length > 0) {
    const missing = new Set(open.flatMap((purpose) => lacks.get(purpose) ?? []));
    return { outcome: proven.length > 0 ? 'recorded' : 'unknown', purposes: open, lacks: [...missing] };
  }
  const stands = purposes.every((purpose) => {
    const consent = held(purpose);
    return consent && (isPursued(consent, now) || isUnknown(purpose));
  });
  return stands ? { outcome: 'standing' } : { outcome: 'barred', reason: 'withdrawn' };
}

/** What of its proof a yes lacks. */
function lacksOf(policy: Policy, settings: ImportBody, row: Row, purpose: PurposeId, now: Date): ImportLack[] {
  const { channels: accepted, validity } = purposeOf(policy, purpose) ?? { channels: [] };
  const channel = row.channel ?? settings.channel;
  return [
    ...(row.consentedAt ? [] : (['time'] as const)),
    ...((row.source ?? settings.source) ? [] : (['source'] as const)),
    ...((row.wording ?? settings.wording) ? [] : (['wording'] as const)),
    ...((accepted as readonly string[]).includes(channel) || (accepted as readonly string[]).includes('import')
      ? []
      : (['channel'] as const)),
    ...(validity && row.consentedAt && addDuration(row.consentedAt, validity) <= now ? (['validity'] as const) : []),
  ];
}

/** The change that a yes of a list makes. It lifts no suppression, also none that comes in between (T27, T33). */
export function importRow(
  policy: Policy,
  { settings, importId, requestedBy }: Pick<Import, 'settings' | 'importId' | 'requestedBy'>,
  { row, line }: { row: Row; line: number },
  verdict: Extract<ImportVerdict, { purposes: readonly PurposeId[] }>,
  at: { suppression: Suppression | undefined; person: Person | undefined },
  ids: { addressHash: AddressHash; newContactId: ContactId },
  now: Date,
): Change {
  const market = row.market ?? settings.market;
  const locale = row.locale ?? settings.locale ?? marketOf(policy, market)?.locale ?? 'en';
  const given = row.consentedAt ?? now;
  const { purposes, lacks } = verdict;
  const { email, name, company, phone } = row;
  const source = row.source ?? settings.source;
  const isFound = verdict.outcome === 'unknown' && source !== undefined && Object.hasOwn(policy.sources, source);
  return grant(
    policy,
    { brand: policy.brand, addressHash: ids.addressHash, email, name, company, phone, market, locale, purposes },
    { formerIds: at.suppression?.formerIds ?? [], person: at.person },
    {
      newContactId: ids.newContactId,
      proof: {
        actor: 'operator',
        act: 'imported',
        method: 'import',
        evidence: ImportEvidence.parse({
          importId,
          line,
          operator: requestedBy,
          preset: settings.preset,
          market,
          locale,
          granted: purposes,
          lacks,
          channel: row.channel ?? settings.channel,
          givenAt: row.consentedAt?.toISOString(),
          source,
          wording: row.wording ?? settings.wording,
        }),
      },
      given,
      sign: { signal: 'form', day: given.toISOString().slice(0, 10) },
      suppression: 'require_none',
      ...(verdict.outcome === 'unknown' && { status: 'ConsentUnknown' as const }),
      // who agreed to nothing, and comes from one of the policy's sources
      ...(isFound && { found: { source, since: now } }),
    },
    now,
  );
}
