/**
 * The privacy notice of a brand, as data: every promise that its policy makes the system keep, and what the system does for every brand.
 * It holds no words but the policy's own; the pages say each statement in five languages. It is made from the policy alone, wherever
 * that came from, so that an older policy gives the notice that was then in force.
 */
import { acceptedEvidence } from './basis.ts';
import { declaredGround } from './egress.ts';
import { type TransferGround, transferGround } from './jurisdictions.ts';
import {
  type Basis,
  type Channel,
  type Contact,
  type Duration,
  type Form,
  isMailPurpose,
  type Locale,
  type Policy,
  type Purpose,
  type PurposeId,
  purposeOf,
  purposesOf,
  type Recipient,
  type Retention,
  type RulePackId,
  type Signal,
  type TrackingMode,
  textIn,
} from './policy.ts';
import { rulePackOfMarket } from './rule-packs.ts';
import { scopeOf } from './withdraw.ts';

type StepsOf<T> = T extends readonly (infer Member)[]
  ? `${number}` | `${number}.${StepsOf<Member>}`
  : T extends object
    ? { [K in keyof T & string]: K | `${K}.${StepsOf<NonNullable<T[K]>>}` }[keyof T & string]
    : never;

/** A setting of a policy, its steps joined by dots: `rights.erasure`, `purposes.newsletter:news.retention.0`. */
export type SettingPath = StepsOf<Omit<Policy, 'hash' | 'toConfirm'>>;

/** What the system does for every brand, whatever its policy says: promises without a setting. */
export type Duty =
  | 'local_law'
  | 'children'
  | 'sensitive_data'
  | 'no_cookies'
  | 'free_choice'
  | 'proof_of_consent'
  | 'source_told'
  | 'legal_hold'
  | 'no_other_basis'
  | 'withdrawal'
  | 'own_page'
  | 'new_sign_up'
  | 'disclosures_recorded'
  | 'authorities'
  | 'business_transfer'
  | 'access'
  | 'rectification'
  | 'erasure'
  | 'restriction'
  | 'portability'
  | 'objection'
  | 'complaint'
  | 'case_follow_up'
  | 'results_by_download'
  | 'referral'
  | 'no_automated_decisions'
  | 'security'
  | 'incident_report'
  | 'breach_told'
  | 'version_kept';

/** What the system itself does for security; the notice says so where a policy names no measures of the brand's own. */
export const systemMeasures = ['encrypted', 'need_to_know', 'logged', 'nameless', 'restored'] as const;
export type SystemMeasure = (typeof systemMeasures)[number];

/** Where a promise comes from: a setting of the policy, or the system itself. */
export type Source = SettingPath | `system.${Duty}`;

/** The clauses of a brand's published text, by id, and what keeps each of them. */
export type Clauses = Readonly<Record<string, readonly Source[]>>;

/** What a recipient is to the brand. */
export type RecipientRole = 'partner' | 'group' | 'processor';

/** When a recipient gets someone's data: after that person's own yes; unless told otherwise; on the brand's behalf; or never. */
export type Gate = 'consent' | 'notice' | 'on_behalf' | 'never';

/** Every kind of statement, and what it tells. Texts are the policy's own, in the notice's locale. */
export interface Said {
  shortMail: { readonly consentOnly: boolean };
  /** `person` is left out where the purposes differ. */
  shortLeaving: { readonly person?: Purpose['onWithdrawal'] };
  shortTracking: Tracking;
  shortSharing: { readonly gate: Gate };

  contact: Contact;
  established: { readonly country: string };
  authority: { readonly name: string };
  incidentReport: Record<never, never>;
  questions: { readonly email: string };
  senders: { readonly senders: readonly { readonly name: string; readonly email: string }[] };

  scope: { readonly brand: string; readonly website: string; readonly published: string };
  markets: { readonly markets: readonly { readonly rulePack: RulePackId; readonly locale: Locale }[] };
  localLaw: Record<never, never>;
  business: Record<never, never>;
  children: Record<never, never>;
  sensitiveData: Record<never, never>;
  noCookies: Record<never, never>;

  fieldsRequired: { readonly fields: readonly string[] };
  fieldsOptional: { readonly fields: readonly string[] };
  fieldsForbidden: { readonly fields: readonly string[] };
  freeChoice: Record<never, never>;
  served: { readonly title: string };
  contactForm: { readonly fields: readonly string[]; readonly to: string };
  relationships: { readonly relationships: readonly string[] };
  ownSources: Record<never, never>;
  source: { readonly source: string; readonly purposes: readonly string[] };
  sourceTold: { readonly within: Duration };
  printed: { readonly fields: readonly string[] };
  proofOfConsent: Record<never, never>;

  described: { readonly text: string };
  data: { readonly fields: readonly string[] };
  ground: { readonly basis: Basis; readonly mail: boolean };
  groundWhen: {
    readonly basis: Basis;
    readonly mail: boolean;
    readonly relationships: readonly string[];
    readonly evidence: readonly string[];
  };
  agreeBy: { readonly channels: readonly Channel[] };
  confirmedBy: { readonly linkLife: Duration };
  notedFrom: { readonly channels: readonly Channel[] };
  lapses: { readonly validity: Duration };
  retention: Pick<Retention, 'clock' | 'period' | 'action'>;
  byContract: Pick<NonNullable<Retention['byContract']>, 'clock' | 'shortest' | 'longest' | 'action'>;
  asksToStay: { readonly before: Duration };
  keptWithTheRest: Record<never, never>;
  /** What ends with it, by title. */
  leavingEnds: { readonly others: readonly string[] };
  leavingMail: { readonly action: Purpose['onWithdrawal'] };
  leavingOther: { readonly action: Purpose['onWithdrawal'] };
  mayObject: { readonly marketing: boolean };
  deadMailbox: { readonly action: Purpose['onHardBounce'] };

  signs: { readonly signals: readonly Signal[]; readonly all: boolean };
  signsByConsent: { readonly signals: readonly ('open' | 'click')[] };
  machines: { readonly ignored: boolean };
  mailsNeeded: { readonly mails: number };
  /** What silence means for someone whose opens or clicks we may not see: nothing; a question first; the same as for others. */
  untracked: { readonly outcome: 'kept' | 'asked' | 'same' };
  ownMailsDoNotCount: Record<never, never>;
  deactivated: Record<never, never>;
  anonymised: Record<never, never>;
  legalHold: Record<never, never>;

  tracked: { readonly signal: 'open' | 'click'; readonly mode: TrackingMode };
  eventLife: { readonly life: Duration };
  trackingEnds: Record<never, never>;
  profiled: { readonly profiled: boolean };

  leaveByLink: Record<never, never>;
  leaveByPage: { readonly href: string };
  leaveByWriting: { readonly email: string };
  noOtherBasis: Record<never, never>;
  keptForOthers: Record<never, never>;
  suppressed: { readonly period: Duration | null };
  proofKept: { readonly proof: Duration };
  comeBack: Record<never, never>;

  sharing: { readonly gate: Gate };
  received: { readonly gate: Gate; readonly purpose?: string };
  sees: { readonly fields: readonly string[] };
  place: { readonly country: string; readonly ground: TransferGround };
  agreement: { readonly contract?: string; readonly dpaSigned?: boolean };
  readMore: { readonly url: string };
  acknowledged: { readonly within: Duration };
  disclosuresRecorded: Record<never, never>;
  partnerContent: Record<never, never>;
  counts: { readonly minCell: number };
  crm: NonNullable<Policy['crm']>;
  authorities: Record<never, never>;
  businessTransfer: Record<never, never>;
  transfer: { readonly mode: Policy['transfer']['mode']; readonly named: boolean };

  rightAccess: Record<never, never>;
  rightRectify: Record<never, never>;
  rightErase: { readonly erasure: Policy['rights']['erasure'] };
  rightRestrict: Record<never, never>;
  rightPort: Record<never, never>;
  rightObject: Record<never, never>;
  rightComplain: { readonly authority: string };
  ask: { readonly email: string; readonly href: string };
  deadline: { readonly deadline: Duration; readonly extension: Duration };
  identity: { readonly identity: Policy['rights']['identity'] };
  caseFollowUp: Record<never, never>;
  results: Record<never, never>;
  referral: Record<never, never>;
  noAutomatedDecisions: Record<never, never>;

  measure: { readonly text: string };
  systemMeasure: { readonly measure: SystemMeasure };
  operators: { readonly grantsLast: Duration };
  breach: Policy['breach'] & { readonly authority: string };

  changes: { readonly onChange: Policy['notice']['onChange'] };
  versionKept: Record<never, never>;
  version: { readonly notice: string; readonly policy: number; readonly hash: string };
}

interface Tracking {
  readonly open: TrackingMode;
  readonly click: TrackingMode;
}

/** One kind of statement with what it tells, where that comes from, and the clauses that it keeps. */
export type StatementOf<K extends keyof Said> = {
  readonly [P in K]: {
    readonly kind: P;
    readonly values: Said[P];
    readonly from: readonly Source[];
    readonly clauses: readonly string[];
  };
}[K];
/** A statement of any kind. */
export type Statement = StatementOf<keyof Said>;

/** The names of rows. */
export type Label =
  | 'controller'
  | 'dpo'
  | 'accountable'
  | 'security'
  | 'authority'
  | 'questions'
  | 'senders'
  | 'required'
  | 'optional'
  | 'never'
  | 'choice'
  | 'contactForm'
  | 'relationships'
  | 'sources'
  | 'mails'
  | 'proof'
  | 'data'
  | 'ground'
  | 'agreeing'
  | 'keeping'
  | 'leaving'
  | 'objecting'
  | 'deadMailbox'
  | 'opens'
  | 'clicks'
  | 'profiling'
  | 'receives'
  | 'sees'
  | 'place'
  | 'agreement'
  | 'crm'
  | 'access'
  | 'rectification'
  | 'erasure'
  | 'restriction'
  | 'portability'
  | 'objection'
  | 'howToAsk'
  | 'deadline'
  | 'identity'
  | 'case'
  | 'complaint';

/** A name, and the statements that belong to it. */
export interface Row {
  readonly label: Label;
  readonly statements: readonly Statement[];
}

/** A part of a section: paragraphs, points, named rows, or rows about one thing that the policy gives a title. */
export type Block =
  | { readonly block: 'text' | 'points'; readonly statements: readonly Statement[] }
  | { readonly block: 'rows'; readonly rows: readonly Row[] }
  | Group;

/** What belongs to one purpose or one recipient. */
export interface Group {
  readonly block: 'group';
  readonly id: string;
  readonly title: string;
  readonly role?: RecipientRole;
  readonly statements: readonly Statement[];
  readonly rows: readonly Row[];
}

/** The sections of a notice, in their order. */
export const sectionIds = [
  'short',
  'responsible',
  'scope',
  'collected',
  'purposes',
  'keeping',
  'tracking',
  'leaving',
  'recipients',
  'rights',
  'security',
  'changes',
] as const;
export type SectionId = (typeof sectionIds)[number];

/** A part of a notice under one heading. */
export interface Section {
  readonly id: SectionId;
  readonly blocks: readonly Block[];
}

/** A privacy notice, ready to be said in its locale. */
export interface Notice {
  readonly brand: string;
  readonly locale: Locale;
  /** The version that the brand gave the notice. */
  readonly version: string;
  readonly policyVersion: number;
  readonly policyHash: string;
  readonly sections: readonly Section[];
}

/** The notice that a policy amounts to, in one of its locales. `clauses` says which clauses of the brand's own text each statement keeps. */
export function noticeOf(policy: Policy, locale: Locale, clauses: Clauses = {}): Notice {
  const say: Say = (kind, values, ...from) => [{ kind, values, from, clauses: clausesFrom(clauses, from) } as Statement];
  const told: Readonly<Record<SectionId, readonly Block[]>> = {
    short: inShort(policy, say),
    responsible: responsible(policy, say),
    scope: scope(policy, say),
    collected: collected(policy, locale, say),
    purposes: toldOnce(
      ['agreeBy', 'confirmedBy', 'notedFrom', 'lapses', 'deadMailbox'],
      purposesOf(policy).map(([id, purpose]) => purposeGroup(policy, id, purpose, locale, say)),
    ),
    keeping: keeping(policy, say),
    tracking: tracking(policy, say),
    leaving: leaving(policy, say),
    recipients: recipients(policy, locale, say),
    rights: rights(policy, say),
    security: security(policy, locale, say),
    changes: changes(policy, say),
  };
  return {
    brand: policy.brand,
    locale,
    version: policy.notice.version,
    policyVersion: policy.version,
    policyHash: policy.hash,
    sections: sectionIds.map((id) => ({ id, blocks: told[id].map(withoutEmptyRows).filter(tellsSomething) })),
  };
}

/** All statements of a notice, in the order of reading. */
export const statementsOf = (notice: Notice): Statement[] =>
  notice.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => [
      ...('statements' in block ? block.statements : []),
      ...('rows' in block ? block.rows.flatMap((row) => row.statements) : []),
    ]),
  );

/**
 * Where each clause is best read: at the first statement made from the first of its sources that has one. A clause that nothing keeps has
 * no place.
 */
export function placesOf(notice: Notice, clauses: Clauses): ReadonlyMap<string, Statement> {
  const statements = statementsOf(notice);
  return new Map(
    Object.entries(clauses).flatMap(([clause, sources]): [string, Statement][] => {
      const places = sources.flatMap((source) => statements.find(({ from }) => isAbout(from, source)) ?? []);
      return places[0] ? [[clause, places[0]]] : [];
    }),
  );
}

type Say = <K extends keyof Said>(kind: K, values: Said[K], ...from: Source[]) => Statement[];

/** A clause is kept by a statement about its setting, about a part of it, or about what it is a part of. */
const clausesFrom = (clauses: Clauses, from: readonly Source[]): string[] =>
  Object.entries(clauses)
    .filter(([, kept]) => kept.some((source) => isAbout(from, source)))
    .map(([clause]) => clause);

const isAbout = (from: readonly Source[], source: Source): boolean =>
  from.some((told) => within(source, told) || within(told, source));
const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}.`);

const row = (label: Label, ...statements: readonly (readonly Statement[])[]): Row => ({ label, statements: statements.flat() });
const text = (...statements: readonly (readonly Statement[])[]): Block => ({ block: 'text', statements: statements.flat() });
const points = (...statements: readonly (readonly Statement[])[]): Block => ({ block: 'points', statements: statements.flat() });
const rows = (...listed: readonly Row[]): Block => ({ block: 'rows', rows: listed });

const withoutEmptyRows = (block: Block): Block =>
  'rows' in block ? { ...block, rows: block.rows.filter(({ statements }) => statements.length > 0) } : block;
const tellsSomething = (block: Block): boolean =>
  ('statements' in block && block.statements.length > 0) || ('rows' in block && block.rows.length > 0);

/** A value that all of a list share; undefined where they differ. */
const common = <T>(values: readonly T[]): T | undefined => (new Set(values).size === 1 ? values[0] : undefined);

const mailPurposes = (policy: Policy) => purposesOf(policy).filter(([id]) => isMailPurpose(id));

function inShort(policy: Policy, say: Say): Block[] {
  const mails = mailPurposes(policy).map(([, purpose]) => purpose);
  if (mails.length === 0) return [];
  const person = common(mails.map(({ onWithdrawal }) => onWithdrawal));
  const rules = new Map(
    mails.flatMap(({ retention }) =>
      retention.map(({ clock, period, action }) => [
        JSON.stringify([period, period && [clock, action]]),
        { clock, period, action },
      ]),
    ),
  );
  const consentOnly = mails.every(
    (purpose) => purpose.basis === 'consent' && purpose.basisWhen.every((when) => acceptedEvidenceOf(policy, when).length === 0),
  );
  return [
    points(
      say('shortMail', { consentOnly }),
      say('shortLeaving', person ? { person } : {}),
      ...[...rules.values()].map((rule) => say('retention', rule)),
      say('shortTracking', { open: policy.tracking.open, click: policy.tracking.click }),
      say('shortSharing', { gate: widestGate(policy) }),
    ),
  ];
}

function responsible({ controller, identity }: Policy, say: Say): Block[] {
  const { name, email, address, country, dpo, accountable, authority } = controller;
  return [
    rows(
      row(
        'controller',
        say('contact', { name, email, address }, 'controller.name', 'controller.address', 'controller.email'),
        say('established', { country }, 'controller.country'),
      ),
      row('dpo', dpo ? say('contact', dpo, 'controller.dpo') : []),
      row('accountable', accountable ? say('contact', accountable, 'controller.accountable') : []),
      row(
        'security',
        controller.security
          ? [
              ...say('contact', controller.security, 'controller.security'),
              ...say('incidentReport', {}, 'system.incident_report'),
            ]
          : [],
      ),
      row('authority', say('authority', { name: authority }, 'controller.authority')),
      row('questions', say('questions', { email: identity.replyTo }, 'identity.replyTo')),
      row('senders', say('senders', { senders: identity.from }, 'identity.from')),
    ),
  ];
}

function scope({ identity, notice, markets, subscribers }: Policy, say: Say): Block[] {
  return [
    text(
      say(
        'scope',
        { brand: identity.displayName, website: identity.website, published: notice.url },
        'identity.displayName',
        'identity.website',
        'notice.url',
      ),
      say('markets', { markets: Object.values(markets) }, 'markets'),
      say('localLaw', {}, 'system.local_law'),
      subscribers === 'business' ? say('business', {}, 'subscribers') : [],
    ),
    points(
      say('children', {}, 'system.children'),
      say('sensitiveData', {}, 'system.sensitive_data'),
      say('noCookies', {}, 'system.no_cookies'),
    ),
  ];
}

function collected(policy: Policy, locale: Locale, say: Say): Block[] {
  const { fields, relationships, sources, mergeFields, identity } = policy;
  const forms = Object.entries(policy.forms);
  const storing = forms.filter(([, form]) => form.store);
  const asked = [...new Set(storing.flatMap(([, form]) => form.fields))];
  const needed = asked.filter((field) => fields[field] === 'required');
  const welcome = asked.filter((field) => fields[field] === 'optional');
  const forbidden = Object.keys(fields).filter((field) => fields[field] === 'forbidden');
  const from = (listed: readonly string[]): Source[] => listed.map((field): Source => `fields.${field}`);
  // the data that come with a request are told once, however many forms take it
  const serving = new Map(
    storing.flatMap(([id, { serves, consents }]): [PurposeId, string][] => (serves && consents.length > 0 ? [[serves, id]] : [])),
  );
  const title = (id: PurposeId) => textIn(purposeOf(policy, id)?.title ?? {}, locale);

  return [
    rows(
      row('required', needed.length > 0 ? say('fieldsRequired', { fields: needed }, ...from(needed)) : []),
      row('optional', welcome.length > 0 ? say('fieldsOptional', { fields: welcome }, ...from(welcome)) : []),
      row('never', forbidden.length > 0 ? say('fieldsForbidden', { fields: forbidden }, ...from(forbidden)) : []),
      row(
        'choice',
        say('freeChoice', {}, 'system.free_choice'),
        ...[...serving].map(([served, form]) => say('served', { title: title(served) }, `forms.${form}.serves`)),
      ),
      row('contactForm', ...forms.map(([id, form]) => contactForm(id, form, identity.replyTo, say))),
      row('relationships', relationships.length > 0 ? say('relationships', { relationships }, 'relationships') : []),
      row(
        'sources',
        ...(Object.keys(sources).length === 0 ? [say('ownSources', {}, 'sources')] : []),
        ...Object.entries(sources).map(([source, purposes]) =>
          say('source', { source, purposes: purposes.map(title) }, `sources.${source}`),
        ),
        Object.keys(sources).length > 0
          ? say('sourceTold', { within: policy.tellSourceWithin }, 'system.source_told', 'tellSourceWithin')
          : [],
      ),
      row('mails', say('printed', { fields: mergeFields }, 'mergeFields')),
      row('proof', say('proofOfConsent', {}, 'system.proof_of_consent')),
    ),
  ];
}

const contactForm = (id: string, { store, fields }: Form, to: string, say: Say): Statement[] =>
  store ? [] : say('contactForm', { fields, to }, `forms.${id}.store`, `forms.${id}.fields`);

function purposeGroup(policy: Policy, id: PurposeId, purpose: Purpose, locale: Locale, say: Say): Group {
  const at = <Setting extends string>(setting: Setting) => `purposes.${id}.${setting}` as Source;
  const mail = isMailPurpose(id);
  const service = id.startsWith('service:');
  // tracking, profiling and sharing rest on consent, whatever the policy says (see effectiveBasis)
  const basis = mail || service ? purpose.basis : 'consent';
  const related = mail || service ? purpose.basisWhen : [];
  const grounds = [basis, ...related.map((when) => when.basis)];
  return {
    block: 'group',
    id: purposeAnchor(id),
    title: textIn(purpose.title, locale),
    statements: say('described', { text: textIn(purpose.description, locale) }, at('title'), at('description')),
    rows: [
      row('data', say('data', { fields: purpose.dataCategories }, at('dataCategories'))),
      row(
        'ground',
        say('ground', { basis, mail }, at('basis')),
        ...related.map((when, index) => {
          const evidence = mail ? acceptedEvidenceOf(policy, when) : when.evidence;
          if (mail && evidence.length === 0) return [];
          return say(
            'groundWhen',
            { basis: when.basis, mail, relationships: when.relationships, evidence },
            at(`basisWhen.${index}`),
          );
        }),
      ),
      row('agreeing', basis === 'consent' ? agreeing(purpose, at, say) : []),
      row('keeping', keptFor(purpose, at, say)),
      row('leaving', basis === 'consent' ? leavingOne(policy, id, purpose, locale, at, say) : []),
      row(
        'objecting',
        grounds.includes('legitimate_interest') || grounds.includes('soft_opt_in')
          ? say('mayObject', { marketing: mail }, 'system.objection')
          : [],
      ),
      row('deadMailbox', mail ? say('deadMailbox', { action: purpose.onHardBounce }, at('onHardBounce')) : []),
    ],
  };
}

/** Statements of these kinds that say the same in every group that has them are told once, before the groups. */
function toldOnce(kinds: readonly (keyof Said)[], groups: readonly Group[]): Block[] {
  const told = groups.flatMap((group) =>
    group.rows.flatMap(({ label, statements }) => statements.map((statement) => ({ label, statement }))),
  );
  const shared = kinds.flatMap((kind) => {
    const same = told.filter(({ statement }) => statement.kind === kind);
    const [first] = same;
    if (!first || same.length < 2 || common(same.map(({ statement }) => JSON.stringify(statement.values))) === undefined)
      return [];
    const from = same.flatMap(({ statement }) => statement.from);
    const clauses = [...new Set(same.flatMap(({ statement }) => statement.clauses))];
    return [{ label: first.label, statement: { ...first.statement, from, clauses } as Statement }];
  });
  const isShared = ({ kind }: Statement) => shared.some(({ statement }) => statement.kind === kind);
  const labels = [...new Set(shared.map(({ label }) => label))];
  return [
    rows(
      ...labels.map((label) => row(label, ...shared.filter((one) => one.label === label).map(({ statement }) => [statement]))),
    ),
    ...groups.map((group) => ({
      ...group,
      rows: group.rows.map(({ label, statements }) =>
        row(
          label,
          statements.filter((statement) => !isShared(statement)),
        ),
      ),
    })),
  ];
}

/** The anchor of a purpose. */
export const purposeAnchor = (id: PurposeId): string => `purpose-${id.replace(':', '-')}`;

/** Of the evidence that a policy asks of a relationship, what counts in at least one of its markets. */
export function acceptedEvidenceOf(policy: Policy, { basis, evidence }: Purpose['basisWhen'][number]): string[] {
  if (basis !== 'soft_opt_in') return evidence;
  const packs = Object.keys(policy.markets).map((market) => rulePackOfMarket(policy, market));
  return evidence.filter((kind) => packs.some((pack) => acceptedEvidence(pack, [kind]).length > 0));
}

type At = (setting: string) => Source;

function agreeing({ channels, doubleOptIn, validity }: Purpose, at: At, say: Say): Statement[] {
  // what no link confirms, and nobody is asked to confirm by mail
  const noted = channels.filter((channel) => doubleOptIn.offline === 'record_only' && !doubleOptIn.for.includes(channel));
  return [
    ...say('agreeBy', { channels }, at('channels')),
    ...(noted.length < channels.length ? say('confirmedBy', { linkLife: doubleOptIn.tokenLife }, at('doubleOptIn')) : []),
    ...(noted.length > 0 ? say('notedFrom', { channels: noted }, at('doubleOptIn')) : []),
    ...(validity ? say('lapses', { validity }, at('validity')) : []),
  ];
}

/** How long before the action someone is asked, where the policy does not say (see `retention.ts`). */
const answerWithin: Duration = '30 days';

const keptFor = ({ retention }: Purpose, at: At, say: Say): Statement[] =>
  retention.length === 0
    ? say('keptWithTheRest', {}, at('retention'))
    : retention.flatMap(({ clock, period, action, repermission, warnBefore, byContract }, index) => [
        ...say('retention', { clock, period, action }, at(`retention.${index}`)),
        ...(byContract ? say('byContract', byContract, at(`retention.${index}.byContract`)) : []),
        ...(repermission && period !== null
          ? say('asksToStay', { before: warnBefore ?? answerWithin }, at(`retention.${index}`))
          : []),
      ]);

function leavingOne(policy: Policy, id: PurposeId, purpose: Purpose, locale: Locale, at: At, say: Say): Statement[] {
  const others = scopeOf(policy, id).flatMap((other) => {
    const settings = other === id ? undefined : purposeOf(policy, other);
    return settings ? [textIn(settings.title, locale)] : [];
  });
  return [
    ...say('leavingEnds', { others }, at('withdrawalScope')),
    ...say(isMailPurpose(id) ? 'leavingMail' : 'leavingOther', { action: purpose.onWithdrawal }, at('onWithdrawal')),
  ];
}

function keeping(policy: Policy, say: Say): Block[] {
  const { activity } = policy;
  const purposes = purposesOf(policy).map(([, purpose]) => purpose);
  const rules = purposes
    .flatMap(({ retention }) => retention)
    .flatMap((rule) => [...(rule.period === null ? [] : [rule]), ...(rule.byContract ? [rule.byContract] : [])]);
  const bySigns = rules.filter(({ clock }) => clock === 'last_activity');
  const seen = activity.counts.filter((signal) => isRecorded(policy, signal));
  const inMails = seen.filter((signal) => signal === 'open' || signal === 'click');
  // a question comes before what cannot be undone; whoever is only set aside can come back by themselves
  const asked = activity.whenNotTracked === 'ask' && bySigns.some(({ action }) => action !== 'deactivate');
  const outcome = activity.whenNotTracked === 'keep' ? 'kept' : asked ? 'asked' : 'same';
  const unseen = activity.counts.some((signal) => signal === 'open' || signal === 'click');
  const deactivates = [
    ...rules.map(({ action }) => action),
    ...mailPurposes(policy).flatMap(([, { onWithdrawal, onHardBounce }]) => [onWithdrawal, onHardBounce]),
  ].includes('deactivate');
  return [
    text(
      ...(bySigns.length > 0
        ? [
            say('signs', { signals: seen, all: activity.signalsNeeded === 'all' }, 'activity.counts', 'activity.signalsNeeded'),
            inMails.length > 0 ? say('signsByConsent', { signals: inMails }, 'activity.counts') : [],
            inMails.length > 0 ? say('machines', { ignored: activity.ignoreMachines }, 'activity.ignoreMachines') : [],
            activity.mailsNeeded > 0 ? say('mailsNeeded', { mails: activity.mailsNeeded }, 'activity.mailsNeeded') : [],
            unseen ? say('untracked', { outcome }, 'activity.whenNotTracked') : [],
          ]
        : []),
    ),
    points(
      rules.some(({ clock }) => clock === 'last_inbound_contact') ? say('ownMailsDoNotCount', {}) : [],
      deactivates ? say('deactivated', {}, 'system.new_sign_up') : [],
      rules.some(({ action }) => action === 'anonymise') ? say('anonymised', {}) : [],
      say('legalHold', {}, 'system.legal_hold'),
    ),
  ];
}

/** Opens and clicks are signs of life only where something is kept of each person's. */
const isRecorded = ({ tracking }: Policy, signal: Signal): boolean =>
  (signal !== 'open' && signal !== 'click') || isPersonal(tracking[signal]);
const isPersonal = (mode: TrackingMode): boolean => mode === 'consent' || mode === 'hygiene';

function tracking(policy: Policy, say: Say): Block[] {
  const { open, click, eventLife } = policy.tracking;
  const modes = [open, click];
  const profiled = purposeOf(policy, 'profiling') !== undefined;
  return [
    rows(
      row('opens', say('tracked', { signal: 'open', mode: open }, 'tracking.open')),
      row('clicks', say('tracked', { signal: 'click', mode: click }, 'tracking.click')),
      row('keeping', modes.includes('consent') ? say('eventLife', { life: eventLife }, 'tracking.eventLife') : []),
      row('leaving', modes.some(isPersonal) ? say('trackingEnds', {}, 'tracking.open', 'tracking.click') : []),
      row('profiling', profiled ? say('profiled', { profiled }, 'purposes.profiling') : say('profiled', { profiled })),
    ),
  ];
}

function leaving({ brand, identity, rights, suppression }: Policy, say: Say): Block[] {
  return [
    points(
      say('leaveByLink', {}, 'system.withdrawal'),
      say('leaveByPage', { href: `/${brand}/manage` }, 'system.own_page'),
      rights.identity === 'sender_address' ? say('leaveByWriting', { email: identity.replyTo }, 'rights.identity') : [],
    ),
    text(
      say('noOtherBasis', {}, 'system.no_other_basis'),
      say('keptForOthers', {}),
      say('suppressed', { period: suppression.period }, 'suppression.period'),
      say('proofKept', { proof: suppression.proof }, 'suppression.proof'),
      say('comeBack', {}, 'system.new_sign_up'),
    ),
  ];
}

/** A recipient that the policy names, and what the brand lets it have. */
export interface NamedRecipient {
  readonly recipient: Recipient;
  readonly role: RecipientRole;
  readonly gate: Gate;
  readonly ground: TransferGround;
  readonly path: `${RecipientList}.${number}`;
}

type RecipientList = 'sharing.registry' | 'sharing.group' | 'processors';

/** Everyone whom the policy names as a recipient: when it gets someone's data, and what carries them to its country. */
export function recipientsOf(policy: Policy): NamedRecipient[] {
  const { registry, group } = policy.sharing;
  const named = (list: readonly Recipient[], role: RecipientRole, path: RecipientList) =>
    list.map((recipient, index) => ({
      recipient,
      role,
      gate: gateOf(policy, recipient),
      ground: transferGround(policy.transfer, recipient),
      path: `${path}.${index}` as const,
    }));
  return [
    ...named(registry, 'partner', 'sharing.registry'),
    ...named(group, 'group', 'sharing.group'),
    ...named(policy.processors, 'processor', 'processors'),
  ];
}

/** What the egress guard would ask of everybody: the notice says no more and no less. */
function gateOf(policy: Policy, { id }: Recipient): Gate {
  switch (declaredGround(policy, id)) {
    case 'processor':
      return 'on_behalf';
    case 'group':
    case 'notice':
      return 'notice';
    case 'consent':
      // nobody can agree to what is not a purpose
      return purposeOf(policy, `partner:${id}`) ? 'consent' : 'never';
    case undefined:
      return 'never';
  }
}

function widestGate(policy: Policy): Gate {
  const gates = recipientsOf(policy).map(({ gate }) => gate);
  return (['notice', 'consent'] as const).find((gate) => gates.includes(gate)) ?? 'never';
}

function recipients(policy: Policy, locale: Locale, say: Say): Block[] {
  const { sharing, crm, transfer } = policy;
  const listed = recipientsOf(policy);
  const partnersGate = ({ never: 'never', opt_in: 'consent', notice: 'notice' } as const)[sharing.partners];
  const consented = listed.some(({ gate }) => gate === 'consent');
  return [
    text(say('sharing', { gate: partnersGate }, 'sharing.partners')),
    ...listed.map(({ recipient, role, gate, ground, path }): Block => {
      const { id, name, country, url, fields, contract, dpaSigned } = recipient;
      const asked = gate === 'consent' ? purposeOf(policy, `partner:${id}`) : undefined;
      return {
        block: 'group',
        id: `recipient-${id}`,
        title: name,
        role,
        statements: [],
        rows: [
          row('receives', say('received', { gate, ...(asked && { purpose: textIn(asked.title, locale) }) }, `${path}.name`)),
          row('sees', say('sees', { fields }, `${path}.fields`)),
          row('place', say('place', { country, ground }, `${path}.country`, ...allowed(policy, id))),
          row(
            'agreement',
            role === 'processor' || contract
              ? say(
                  'agreement',
                  { ...(contract && { contract }), ...(role === 'processor' && { dpaSigned }) },
                  `${path}.contract`,
                  `${path}.dpaSigned`,
                )
              : [],
            url ? say('readMore', { url }, `${path}.url`) : [],
          ),
        ],
      };
    }),
    rows(row('crm', crm ? say('crm', crm, 'crm') : [])),
    points(
      consented ? say('acknowledged', { within: sharing.ackWithin }, 'sharing.ackWithin') : [],
      sharing.partnerContentInOwnSends ? say('partnerContent', {}, 'sharing.partnerContentInOwnSends') : [],
      sharing.minCell === undefined ? [] : say('counts', { minCell: sharing.minCell }, 'sharing.minCell'),
      say('transfer', { mode: transfer.mode, named: transfer.allow.length > 0 }, 'transfer.mode'),
      say('authorities', {}, 'system.authorities'),
      say('businessTransfer', {}, 'system.business_transfer'),
      say('disclosuresRecorded', {}, 'system.disclosures_recorded'),
    ),
  ];
}

const allowed = ({ transfer }: Policy, id: string): Source[] =>
  transfer.allow.flatMap(({ recipient }, index): Source[] => (recipient === id ? [`transfer.allow.${index}`] : []));

function rights({ brand, identity, controller, rights }: Policy, say: Say): Block[] {
  const email = controller.dpo?.email ?? controller.email ?? identity.replyTo;
  return [
    rows(
      row('access', say('rightAccess', {}, 'system.access')),
      row('rectification', say('rightRectify', {}, 'system.rectification')),
      row('erasure', say('rightErase', { erasure: rights.erasure }, 'rights.erasure', 'system.erasure')),
      row('restriction', say('rightRestrict', {}, 'system.restriction')),
      row('portability', say('rightPort', {}, 'system.portability')),
      row('objection', say('rightObject', {}, 'system.objection')),
    ),
    text(say('noAutomatedDecisions', {}, 'system.no_automated_decisions')),
    rows(
      row('howToAsk', say('ask', { email, href: `/${brand}/manage` }, 'controller.email', 'controller.dpo')),
      row(
        'deadline',
        say('deadline', { deadline: rights.deadline, extension: rights.extension }, 'rights.deadline', 'rights.extension'),
      ),
      row('identity', say('identity', { identity: rights.identity }, 'rights.identity')),
      row(
        'case',
        say('caseFollowUp', {}, 'system.case_follow_up'),
        say('results', {}, 'system.results_by_download'),
        say('referral', {}, 'system.referral'),
      ),
      row('complaint', say('rightComplain', { authority: controller.authority }, 'controller.authority', 'system.complaint')),
    ),
  ];
}

function security({ controller, securityMeasures, operators, breach }: Policy, locale: Locale, say: Say): Block[] {
  const own = securityMeasures?.[locale];
  return [
    points(
      ...(own ?? []).map((measure, index) => say('measure', { text: measure }, `securityMeasures.${locale}.${index}`)),
      ...(own ? [] : systemMeasures.map((measure) => say('systemMeasure', { measure }, 'system.security', 'securityMeasures'))),
      say('operators', { grantsLast: operators.grantsLast }, 'operators.grantsLast'),
    ),
    text(
      say('breach', { ...breach, authority: controller.authority }, 'breach.deadline', 'breach.clockStart', 'system.breach_told'),
    ),
  ];
}

function changes({ notice, version, hash }: Policy, say: Say): Block[] {
  return [
    text(
      say('changes', { onChange: notice.onChange }, 'notice.onChange'),
      say('versionKept', {}, 'system.version_kept'),
      say('version', { notice: notice.version, policy: version, hash }, 'notice.version', 'version'),
    ),
  ];
}
