/**
 * The policy of a brand: everything that is promised about consent, retention, tracking, sharing and wording, in one file that a
 * privacy officer reads and writes. `definePolicy` checks such a file and fills in what it leaves out: the strictest choice, or the
 * law's figure. What is possible but unlawful is for the lints (`lints.ts`) to refuse, so that they can say why.
 */
import * as z from 'zod';
import { hashOf } from './canonical-json.ts';
import { type Duration, everLonger, isDuration } from './duration.ts';

export type { Duration } from './duration.ts';

/** Languages that pages and mails exist in. */
export const locales = ['nb', 'sv', 'da', 'fi', 'en'] as const;
export type Locale = (typeof locales)[number];

/** How a consent reaches us. */
export const channels = ['web', 'email', 'phone', 'meeting', 'paper', 'oral', 'import'] as const;
export type Channel = (typeof channels)[number];

/** The channels in which a person says yes to somebody of the brand, who enters it (E3, I13). */
export const offlineChannels = ['phone', 'meeting', 'paper', 'email', 'oral'] as const satisfies readonly Channel[];
export type OfflineChannel = (typeof offlineChannels)[number];

/** The ground on which a purpose is pursued. */
export const bases = ['consent', 'soft_opt_in', 'legitimate_interest', 'contract', 'legal_obligation'] as const;
export type Basis = (typeof bases)[number];

/** What a person may do that shows they are still there. */
export const signals = [
  'open',
  'click',
  'site_visit',
  'reply',
  'form',
  'download',
  'event',
  'login',
  'preference_update',
  'purchase',
] as const;
export type Signal = (typeof signals)[number];

/** What is kept of opens or clicks: nothing, a count per campaign, the day of the last one per person, or events per person. */
export const trackingModes = ['off', 'aggregate', 'hygiene', 'consent'] as const;
export type TrackingMode = (typeof trackingModes)[number];

/** The rules of a market; `strictest` for a recipient of whom we do not know where they live. */
export const rulePackIds = ['NO', 'SE', 'DK', 'FI', 'UK', 'EU', 'strictest'] as const;
export type RulePackId = (typeof rulePackIds)[number];

/** What a person can agree to on its own. `service:` is never marketing. */
export type PurposeId =
  | `newsletter:${string}`
  | `marketing:${string}`
  | 'tracking:open'
  | 'tracking:click'
  | 'profiling'
  | `partner:${string}`
  | `service:${string}`;

/** A name in lower-case letters, digits and hyphens: safe in keys, paths, list ids and SES tags. */
const idPattern = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
const purposePattern =
  /^(?:(?:newsletter|marketing|partner|service):[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?|tracking:open|tracking:click|profiling)$/;
/** Three characters at least, so that a brand never meets `/c /u /p /o /l /v1`. */
const brandPattern = /^[a-z0-9-]{3,32}$/;

/** Whether the text names a purpose. */
export const isPurposeId = (text: unknown): text is PurposeId => typeof text === 'string' && purposePattern.test(text);

/** What a policy calls a company: a partner, a supplier, whoever else data go to. */
export const Id = z.string().regex(idPattern, 'expected 1 to 32 of a-z, 0-9 and -');
const BrandId = z.string().regex(brandPattern, 'expected 3 to 32 of a-z, 0-9 and -');
const Purposes = z.custom<PurposeId>(
  isPurposeId,
  'expected newsletter:<topic>, marketing:<x>, tracking:open, tracking:click, profiling, partner:<id> or service:<x>',
);
const Length = z.custom<Duration>(isDuration, "expected a length of time such as '24 months' or '72 hours'");
const Sentence = z.string().trim().min(1, 'expected a text');
const Email = z.email('expected an e-mail address');
const Address = z.url({
  protocol: /^https$/,
  error: 'expected an https address',
});
/** A country, as ISO 3166-1 has it. */
export const Country = z.string().regex(/^[A-Z]{2}$/, "expected a country as two capital letters, such as 'NO'");
const FieldName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,31}$/, 'expected a field name such as caseNumber');
const Version = z.int().min(1);
const TimeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}, "expected a time zone such as 'Europe/Oslo'");
const Origin = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.origin === text && (url.protocol === 'https:' || url.hostname === 'localhost');
}, 'expected an origin such as https://example.com, without a path');

const Text = z.partialRecord(z.enum(locales), Sentence);
/** One text for each market's locale. */
export type Text = z.output<typeof Text>;

const Contact = z.strictObject({
  name: Sentence,
  email: Email.optional(),
  address: Sentence.optional(),
});
/** Someone who can be reached. */
export type Contact = z.output<typeof Contact>;

const Recipient = z.strictObject({
  id: Id,
  name: Sentence,
  country: Country,
  url: Address.optional(),
  contract: Sentence.optional(),
  fields: z.array(FieldName).default([]),
  dpaSigned: z.boolean().default(false),
});
/** A company that receives personal data: who it is, where, what it may see (`fields`), and by which agreement. */
export type Recipient = z.output<typeof Recipient>;

const Market = z.strictObject({
  locale: z.enum(locales),
  rulePack: z.enum(rulePackIds),
});
/** One of the brand's markets: its language, and the rules that protect those who live there. */
export type Market = z.output<typeof Market>;

const clocks = ['last_activity', 'last_inbound_contact', 'relationship_end', 'consent_given'] as const;

const Retention = z
  .strictObject({
    clock: z.enum(clocks),
    period: Length.nullable(),
    action: z.enum(['delete', 'deactivate', 'anonymise', 'none']),
    warnBefore: Length.nullable().optional(),
    repermission: z.boolean().default(false),
    byContract: z
      .strictObject({
        clock: z.enum(clocks),
        shortest: Length,
        longest: Length,
        action: z.enum(['delete', 'deactivate', 'anonymise']),
        warnBefore: Length.nullable().optional(),
      })
      .optional(),
  })
  .transform(({ warnBefore, byContract, ...rule }) => {
    const warned = (before: Duration | null | undefined, action: string) =>
      before === undefined && action === 'delete' ? ('30 days' satisfies Duration) : (before ?? null);
    return {
      ...rule,
      warnBefore: warned(warnBefore, rule.action),
      ...(byContract && { byContract: { ...byContract, warnBefore: warned(byContract.warnBefore, byContract.action) } }),
    };
  });
/**
 * One rule of retention: `period` after the latest tick of `clock` (null: never), `action` is taken. The last step begins `warnBefore`
 * earlier (null: there is none); with `repermission` it begins with a mail that asks whether the person wants to stay. `byContract`: a contract with
 * whoever the person belongs to may agree another period, no shorter and no longer than this, by a clock and to an end of its own (E6).
 */
export type Retention = z.output<typeof Retention>;

const Word = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'expected a word such as free_account');
const BasisWhen = z.strictObject({ relationships: z.array(Word).min(1), basis: z.enum(bases), evidence: z.array(Word) });

const offline = ['record_only', 'confirm_by_email'] as const;

const Purpose = z.strictObject({
  title: Text,
  description: Text,
  dataCategories: z.array(FieldName).min(1),
  basis: z.enum(bases),
  basisWhen: z.array(BasisWhen).default([]),
  channels: z.array(z.enum(channels)).min(1).default(['web']),
  doubleOptIn: z
    .strictObject({
      for: z.array(z.enum(channels)).default(['web', 'email']),
      tokenLife: Length.default('72 hours'),
      offline: z.enum(offline).default('confirm_by_email'),
    })
    .prefault({}),
  validity: Length.optional(),
  retention: z.array(Retention).default([]),
  onWithdrawal: z.enum(['delete', 'suppress', 'deactivate']).default('delete'),
  withdrawalScope: z.enum(['purpose', 'all_marketing']).optional(),
  onHardBounce: z.enum(['suppress', 'deactivate', 'delete']).default('suppress'),
});
/** Why data are used, on which ground, for how long, and what follows a withdrawal. */
export type Purpose = z.output<typeof Purpose> & { withdrawalScope: 'purpose' | 'all_marketing' };

const Wording = z.strictObject({
  intro: z.string(),
  boxes: z.partialRecord(Purposes, z.string()),
  howToWithdraw: z.string(),
});
/** What a visitor reads before agreeing: the form's opening words, one text per box, and how to withdraw. */
export type Wording = z.output<typeof Wording>;

const Form = z.strictObject({
  market: Id,
  version: Version,
  withdrawn: z.array(Version).default([]),
  channel: z.enum(channels).default('web'),
  consents: z.array(Purposes),
  preticked: z.array(Purposes).default([]),
  required: z.array(Purposes).default([]),
  implied: z.array(Purposes).default([]),
  serves: Purposes.optional(),
  wording: z.partialRecord(z.enum(locales), z.record(z.string().regex(/^[1-9]\d*$/, 'expected a version'), Wording)),
  thankYou: z.partialRecord(z.enum(locales), Address).optional(),
  fields: z.array(FieldName).default(['email']),
  origins: z.array(Origin).default([]),
  store: z.boolean().default(true),
});
/** A form of the brand: its market, boxes, words by locale and version, fields, and the sites that may post it. */
export type Form = z.output<typeof Form>;

const mechanisms = ['adequacy', 'SCC', 'DPF', 'BCR', 'consent', 'privacy_shield'] as const;
/** The ground of a transfer out of the EEA. `privacy_shield` exists to be refused. */
export type Mechanism = (typeof mechanisms)[number];

const Settings = z.strictObject({
  brand: BrandId,
  version: Version,
  identity: z.strictObject({
    displayName: Sentence,
    logo: Address.optional(),
    colour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, "expected a colour such as '#004488'")
      .optional(),
    website: Address,
    timeZone: TimeZone,
    from: z.array(z.strictObject({ name: Sentence, email: Email })).min(1),
    replyTo: Email,
  }),
  controller: z.strictObject({
    name: Sentence,
    email: Email.optional(),
    address: Sentence,
    country: Country,
    authority: Sentence,
    dpo: Contact.optional(),
    accountable: Contact.optional(),
    security: Contact.optional(),
  }),
  notice: z.strictObject({
    version: Sentence,
    url: Address,
    cites: z.array(Sentence).default([]),
    onChange: z.enum(['site', 'email', 'reconsent']).default('email'),
  }),
  securityMeasures: z.partialRecord(z.enum(locales), z.array(Sentence).min(1)).optional(),
  subscribers: z.enum(['business', 'anyone']).default('anyone'),
  markets: z.record(Id, Market),
  relationships: z.array(Word).default([]),
  sources: z.record(Id, z.array(Purposes)).default({}),
  tellSourceWithin: Length.default('1 month'),
  purposes: z.partialRecord(Purposes, Purpose).transform(
    (purposes): Partial<Record<PurposeId, Purpose>> =>
      Object.fromEntries(
        purposesOf<z.output<typeof Purpose>>({ purposes }).map(([id, purpose]) => [
          id,
          // leaving a newsletter leaves it all; refusing to be tracked, profiled or shared leaves the newsletter
          { ...purpose, withdrawalScope: purpose.withdrawalScope ?? (isMailPurpose(id) ? 'all_marketing' : 'purpose') },
        ]),
      ),
  ),
  forms: z.record(BrandId, Form),
  fields: z.record(FieldName, z.enum(['required', 'optional', 'forbidden'])).default({ email: 'required' }),
  mergeFields: z.array(FieldName).default([]),
  activity: z
    .strictObject({
      counts: z
        .array(z.enum(signals))
        .min(1)
        .default(signals.filter((signal) => signal !== 'open')),
      signalsNeeded: z.enum(['any', 'all']).default('any'),
      mailsNeeded: z.int().min(0).default(0),
      ignoreMachines: z.boolean().default(true),
      whenNotTracked: z.enum(['keep', 'ask', 'delete']).default('ask'),
    })
    .prefault({}),
  tracking: z
    .strictObject({
      open: z.enum(trackingModes).default('off'),
      click: z.enum(trackingModes).default('off'),
      eventLife: Length.default('6 months'),
      disclosed: z.boolean().default(false),
    })
    .prefault({}),
  sharing: z
    .strictObject({
      partners: z.enum(['never', 'opt_in', 'notice']).default('never'),
      registry: z.array(Recipient).default([]),
      group: z.array(Recipient).default([]),
      partnerContentInOwnSends: z.boolean().default(false),
      ackWithin: Length.default('3 days'),
      minCell: z.int().min(2).optional(),
    })
    .prefault({}),
  processors: z.array(Recipient).default([]),
  transfer: z
    .strictObject({
      mode: z.enum(['eea_only', 'adequate', 'safeguards']).default('eea_only'),
      allow: z
        .array(
          z.strictObject({
            recipient: Id,
            ref: Sentence,
            mechanism: z.enum(mechanisms),
          }),
        )
        .default([]),
    })
    .prefault({}),
  suppression: z
    .strictObject({
      period: Length.nullable().default(null),
      proof: Length.default('2 years'),
    })
    .prefault({}),
  rights: z
    .strictObject({
      deadline: Length.default('1 month'),
      extension: Length.default('2 months'),
      identity: z.enum(['mailbox', 'sender_address', 'id_document']).default('mailbox'),
      erasure: z.enum(['auto', 'review']).default('auto'),
    })
    .prefault({}),
  breach: z
    .strictObject({
      deadline: Length.default('72 hours'),
      clockStart: z.enum(['awareness', 'occurrence']).default('awareness'),
    })
    .prefault({}),
  operators: z.strictObject({ grantsLast: Length.default('90 days') }).prefault({}),
  crm: z
    .strictObject({
      kind: z.enum(['creatio', 'hubspot']),
      direction: z.enum(['push', 'pull', 'both']),
      deletePropagates: z.boolean(),
    })
    .optional(),
});

/** A value the published text does not support: which setting, what holds for now, and why it waits for the brand. */
export interface Unconfirmed {
  /** The setting, its steps joined by dots: `suppression.proof`, `purposes.newsletter:news.retention.1.period`. */
  readonly path: string;
  readonly value: unknown;
  readonly reason: string;
}

/** A policy as the system uses it: every setting has its value. Frozen. */
export type Policy = z.output<typeof Settings> & {
  /** SHA-256 over the settings: what a reader can compare to know that two deployments keep the same promises. */
  readonly hash: string;
  readonly toConfirm: readonly Unconfirmed[];
};

type Written = z.input<typeof Settings>;
type WrittenPurpose = z.input<typeof Purpose>;
type WrittenForm = z.input<typeof Form>;
// `Locale` itself stands for a file of which nothing is known yet
type TextIn<L extends Locale> = Locale extends L ? Text : Text & Readonly<Record<L, string>>;

/**
 * A policy as its officer writes it: what is left out gets the strictest value. The type parameters are read off the file itself (its
 * markets, their locales, its purposes and fields), so that a form for a market that does not exist, a box for an unknown purpose or a
 * title that lacks a market's language does not compile.
 */
export type PolicyInput<
  M extends string = string,
  L extends Locale = Locale,
  P extends PurposeId = PurposeId,
  F extends string = string,
  R extends string = string,
> = Omit<Written, 'markets' | 'purposes' | 'forms' | 'fields' | 'relationships' | 'sources'> & {
  markets: Record<M, { locale: L; rulePack: RulePackId }>;
  relationships?: R[];
  sources?: Record<string, NoInfer<P>[]>;
  fields?: Record<F, 'required' | 'optional' | 'forbidden'>;
  purposes: {
    [Id in P]?: Omit<WrittenPurpose, 'title' | 'description' | 'basisWhen'> & {
      title: TextIn<NoInfer<L>>;
      description: TextIn<NoInfer<L>>;
      basisWhen?: {
        relationships: NoInfer<R>[];
        basis: Basis;
        evidence: string[];
      }[];
    };
  };
  forms: Record<
    string,
    Omit<WrittenForm, 'market' | 'consents' | 'preticked' | 'required' | 'implied' | 'serves' | 'fields' | 'wording'> & {
      market: NoInfer<M>;
      consents: NoInfer<P>[];
      preticked?: NoInfer<P>[];
      required?: NoInfer<P>[];
      implied?: NoInfer<P>[];
      serves?: NoInfer<P>;
      fields?: NoInfer<F>[];
      wording: {
        [K in Locale]?: Record<
          number,
          {
            intro: string;
            boxes: { [Id in NoInfer<P>]?: string };
            howToWithdraw: string;
          }
        >;
      };
    }
  >;
};

const mark = Symbol('to confirm');
interface Marked {
  readonly [mark]: { readonly value: unknown; readonly reason: string };
}

/**
 * A value the published text does not support, and why. It holds on a dev stage, with a warning; a production stage refuses it. To the
 * reader of the policy it is the plain value; `definePolicy` takes the mark off and lists it under `toConfirm`.
 */
export const toConfirm = <T>(value: T, reason: string): T => ({ [mark]: { value, reason } }) satisfies Marked as unknown as T;

/**
 * Checks a policy, fills in what it leaves out and freezes it. Throws an Error that names every setting that cannot be: what zod's
 * shape refuses, or, where the shape holds, what contradicts the rest of the file.
 */
export function definePolicy<M extends string, L extends Locale, P extends PurposeId, F extends string, R extends string>(
  policy: PolicyInput<M, L, P, F, R>,
): Policy {
  const unconfirmed: Unconfirmed[] = [];
  const parsed = Settings.safeParse(unmarked(policy, [], unconfirmed));
  const problems = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map((issue) => ({
        path: issue.path.map(String),
        reason: issue.message,
      }));
  if (!parsed.success || problems.length > 0) {
    const lines = problems.map(({ path, reason }) => `  ${path.join('.') || 'policy'}: ${reason}`);
    throw new Error(`policy ${String(policy.brand)} cannot be:\n${lines.join('\n')}`);
  }
  const settings = parsed.data;
  return frozen({
    ...settings,
    hash: hashOf(settings),
    toConfirm: unconfirmed,
  });
}

function unmarked(value: unknown, path: readonly string[], found: Unconfirmed[]): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (mark in value) {
    const marked = (value as Marked)[mark];
    const plain = unmarked(marked.value, path, found);
    found.push({ path: path.join('.'), value: plain, reason: marked.reason });
    return plain;
  }
  if (Array.isArray(value)) return value.map((member, index) => unmarked(member, [...path, String(index)], found));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unmarked(member, [...path, name], found)]));
}

function frozen<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

interface Contradiction {
  readonly path: readonly string[];
  readonly reason: string;
}

/** Free text invites what must not be told (K4): only a form that stores nothing may ask for it. */
const freeText = ['message', 'subject', 'comment', 'notes'];

/** What the shape allows and the rest of the file makes impossible. */
function contradictions(policy: z.output<typeof Settings>): Contradiction[] {
  const found: Contradiction[] = [];
  const must = (holds: boolean, path: readonly string[], reason: string) => {
    if (!holds) found.push({ path, reason });
  };
  const needed = [...new Set(Object.values(policy.markets).map((market) => market.locale))];
  const recipients = [...policy.sharing.registry, ...policy.sharing.group, ...policy.processors];
  const known = (field: string) => Object.hasOwn(policy.fields, field);

  must(needed.length > 0, ['markets'], 'a brand needs at least one market');
  must(policy.fields.email === 'required', ['fields', 'email'], 'the e-mail address is required');
  must(
    policy.subscribers !== 'business' || policy.fields.company === 'required',
    ['fields', 'company'],
    'subscribers are businesses, so the company is required',
  );
  for (const [index, field] of policy.mergeFields.entries()) {
    must(known(field), ['mergeFields', String(index)], `fields do not list ${field}`);
  }
  for (const [source, purposes] of Object.entries(policy.sources)) {
    for (const purpose of purposes) must(purpose in policy.purposes, ['sources', source], `unknown purpose ${purpose}`);
  }
  for (const [id, count] of countOf(recipients.map((recipient) => recipient.id))) {
    must(count === 1, ['sharing'], `two recipients are called ${id}`);
  }
  for (const signal of ['open', 'click'] as const) {
    must(
      policy.tracking[signal] !== 'consent' || `tracking:${signal}` in policy.purposes,
      ['tracking', signal],
      `waits for a consent that nobody can give: purposes lack tracking:${signal}`,
    );
  }

  for (const [id, purpose] of purposesOf(policy)) {
    const path = ['purposes', id];
    for (const locale of needed) {
      must(purpose.title[locale] !== undefined, [...path, 'title'], `a market's locale is missing: ${locale}`);
      must(purpose.description[locale] !== undefined, [...path, 'description'], `a market's locale is missing: ${locale}`);
    }
    for (const [index, when] of purpose.basisWhen.entries()) {
      for (const relationship of when.relationships) {
        must(
          policy.relationships.includes(relationship),
          [...path, 'basisWhen', String(index)],
          `relationships do not list ${relationship}`,
        );
      }
    }
    const agreeable = purpose.retention.flatMap(({ byContract }) => byContract ?? []);
    must(agreeable.length <= 1, [...path, 'retention'], 'a contract may agree on one of the rules only');
    for (const { shortest, longest } of agreeable) {
      must(policy.relationships.length > 0, [...path, 'retention'], 'a contract is with somebody, and relationships are none');
      must(!everLonger(shortest, longest), [...path, 'retention'], 'the shortest period is longer than the longest');
    }
    must(
      isMailPurpose(id) || purpose.withdrawalScope === 'purpose',
      [...path, 'withdrawalScope'],
      'only leaving a newsletter or marketing may end all marketing',
    );
    const partner = partnerOf(id);
    must(
      partner === undefined ||
        [...policy.sharing.registry, ...policy.sharing.group].some((recipient) => recipient.id === partner),
      path,
      `sharing names no recipient ${partner}`,
    );
  }

  for (const [id, form] of Object.entries(policy.forms)) {
    const path = ['forms', id];
    must(Object.hasOwn(policy.markets, form.market), [...path, 'market'], `unknown market ${form.market}`);
    for (const list of ['consents', 'preticked', 'required', 'implied'] as const) {
      for (const purpose of form[list]) must(purpose in policy.purposes, [...path, list], `unknown purpose ${purpose}`);
      for (const [purpose, count] of countOf(form[list])) must(count === 1, [...path, list], `names ${purpose} twice`);
    }
    for (const purpose of [...form.preticked, ...form.required]) {
      must(form.consents.includes(purpose), [...path, 'consents'], `no box for ${purpose}`);
    }
    must(form.serves === undefined || form.serves in policy.purposes, [...path, 'serves'], `unknown purpose ${form.serves}`);
    must(form.fields.includes('email'), [...path, 'fields'], 'a form asks for the e-mail address');
    for (const field of form.fields) {
      must(known(field), [...path, 'fields'], `the policy's fields do not list ${field}`);
      must(
        !form.store || !freeText.includes(field),
        [...path, 'fields'],
        `${field} is free text, which a form that stores may not ask for`,
      );
    }
    must(
      policy.subscribers !== 'business' || !form.store || form.fields.includes('company'),
      [...path, 'fields'],
      'subscribers are businesses, so the form asks for the company',
    );
    must(form.store || form.consents.length === 0, [...path, 'consents'], 'a form that stores nothing subscribes nobody');
    must(!form.withdrawn.includes(form.version), [...path, 'withdrawn'], `version ${form.version} is in use`);
    for (const [locale, versions] of Object.entries(form.wording)) {
      for (const version of Object.keys(versions)) {
        must(Number(version) <= form.version, [...path, 'wording', locale, version], `the form is at version ${form.version}`);
      }
    }
  }
  return found;
}

function countOf<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Whether mail goes out for this purpose: newsletters and other marketing. */
export const isMailPurpose = (purpose: PurposeId): purpose is `newsletter:${string}` | `marketing:${string}` =>
  purpose.startsWith('newsletter:') || purpose.startsWith('marketing:');

/** The partner that `partner:<id>` names; undefined for any other purpose. */
export const partnerOf = (purpose: PurposeId): string | undefined =>
  purpose.startsWith('partner:') ? purpose.slice('partner:'.length) : undefined;

/** The policy's purposes, in the order of the file. */
export const purposesOf = <P = Purpose>(policy: { readonly purposes: Partial<Record<PurposeId, P>> }): [PurposeId, P][] =>
  Object.entries(policy.purposes).filter((entry): entry is [PurposeId, P] => isPurposeId(entry[0]) && entry[1] !== undefined);

/** The locales of the policy's markets, each once, in the order of the file. */
export const localesOf = (policy: Pick<Policy, 'markets'>): Locale[] => [
  ...new Set(Object.values(policy.markets).map((market) => market.locale)),
];

/** The locale of this name, if one of the policy's markets speaks it. */
export const localeNamed = (policy: Pick<Policy, 'markets'>, name: string | undefined): Locale | undefined =>
  localesOf(policy).find((locale) => locale === name);

/** A market of the policy, by its id; undefined if there is none. */
export const marketOf = (policy: Pick<Policy, 'markets'>, market: string): Market | undefined =>
  Object.hasOwn(policy.markets, market) ? policy.markets[market] : undefined;

/** A form of the policy, by its id; undefined if there is none. */
export const formOf = (policy: Pick<Policy, 'forms'>, form: string): Form | undefined =>
  Object.hasOwn(policy.forms, form) ? policy.forms[form] : undefined;

/** The id of a form where visitors can sign up for one of the purposes in a locale; undefined if the brand has none on the web. */
export const webFormFor = (policy: Pick<Policy, 'forms'>, purposes: readonly PurposeId[], locale: Locale): string | undefined =>
  Object.entries(policy.forms).find(
    ([, { channel, store, consents, wording }]) =>
      channel === 'web' && store && wording[locale] && consents.some((purpose) => purposes.includes(purpose)),
  )?.[0];

/** A purpose of the policy, by its id; undefined if there is none. */
export const purposeOf = (policy: Pick<Policy, 'purposes'>, purpose: string): Purpose | undefined =>
  isPurposeId(purpose) ? policy.purposes[purpose] : undefined;

/** The words of a form in one version and locale; undefined where that version was never written in that locale. */
export const wordingOf = (policy: Pick<Policy, 'forms'>, form: string, version: number, locale: Locale): Wording | undefined =>
  formOf(policy, form)?.wording[locale]?.[version];

/** What a text says in a locale; where it does not, in the first locale it has. */
export const textIn = (text: Text, locale: Locale): string => text[locale] ?? Object.values(text)[0] ?? '';

/** SHA-256 over a wording, base64url: proof of the words that a person agreed to. */
export const wordingHash = (wording: Wording): string => hashOf(wording);

/** SHA-256 over a policy's settings, base64url; the same as `policy.hash` for as long as nobody touched the settings. */
export function policyHash(policy: Policy): string {
  const { hash: _, toConfirm: __, ...settings } = policy;
  return hashOf(settings);
}
