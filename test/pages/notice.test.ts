import { describe, expect, test } from 'vitest';
import {
  type Clauses,
  noticeOf,
  type Said,
  type Statement,
  type StatementOf,
  statementsOf,
} from '../../functions/domain/notice.ts';
import {
  bases,
  channels,
  type Locale,
  locales,
  localesOf,
  type Policy,
  type PurposeId,
  purposeOf,
  purposesOf,
  rulePackIds,
  signals,
  trackingModes,
} from '../../functions/domain/policy.ts';
import { article30Page } from '../../functions/pages/article30.ts';
import { inWords, noticePage, noticeTexts, noticeVersionPage } from '../../functions/pages/notice.ts';
import { article30Texts } from '../../functions/pages/texts/article30.ts';
import { wordFor } from '../../functions/pages/texts/notice/words.ts';
import { brands } from '../../policies/brands.ts';
import { clauses } from '../../policies/clauses.ts';
import { fjord } from './brand.ts';
import { xss } from './hostile.ts';
import { elementsOf } from './parsed.ts';

const everyNotice = brands.flatMap((policy) =>
  localesOf(policy).map((locale) => ({ policy, locale, brand: policy.brand, of: clauses[policy.brand] as Clauses })),
);

/** What a reader learns: titles and sentences. */
const told = (policy: Policy, locale: Locale): string[] => {
  const notice = noticeOf(policy, locale);
  const titles = notice.sections.flatMap(({ blocks }) => blocks.flatMap((block) => ('title' in block ? [block.title] : [])));
  return [...titles, ...statementsOf(notice).map((statement) => inWords(statement, locale))];
};

/** The steps to every single value of a policy. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]));
}

/** A copy in which one value is another one. It need not be a policy that can be. */
function withValue<T>(whole: T, [step, ...rest]: readonly string[], value: unknown): T {
  if (step === undefined) return value as T;
  const members = whole as Record<string, unknown>;
  const copy = { ...members, [step]: withValue(members[step], rest, value) };
  return (Array.isArray(whole) ? Object.values(copy) : copy) as T;
}

const valueAt = (whole: unknown, path: readonly string[]): unknown =>
  path.reduce((value, step) => (value as Record<string, unknown>)[step], whole);

/** What a setting could be instead, where it is one of a list. */
const alternatives: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^markets\.[^.]+\.locale$/, locales],
  [/^markets\.[^.]+\.rulePack$/, rulePackIds],
  [/^subscribers$/, ['business', 'anyone']],
  [/^notice\.onChange$/, ['site', 'email', 'reconsent']],
  [/^fields\./, ['required', 'optional', 'forbidden']],
  [/\.basis$/, bases],
  [/\.channels\.\d+$/, channels],
  [/\.doubleOptIn\.for\.\d+$/, channels],
  [/\.doubleOptIn\.offline$/, ['record_only', 'confirm_by_email']],
  [/\.retention\.\d+\.(byContract\.)?clock$/, ['last_activity', 'last_inbound_contact', 'relationship_end', 'consent_given']],
  [/\.retention\.\d+\.action$/, ['delete', 'deactivate', 'anonymise', 'none']],
  [/\.byContract\.action$/, ['delete', 'deactivate', 'anonymise']],
  [/\.on(Withdrawal|HardBounce)$/, ['delete', 'suppress', 'deactivate']],
  [/\.withdrawalScope$/, ['purpose', 'all_marketing']],
  [/^activity\.counts\.\d+$/, signals],
  [/^activity\.signalsNeeded$/, ['any', 'all']],
  [/^activity\.whenNotTracked$/, ['keep', 'ask', 'delete']],
  [/^tracking\.(open|click)$/, trackingModes],
  [/^sharing\.partners$/, ['never', 'opt_in', 'notice']],
  [/^transfer\.mode$/, ['eea_only', 'adequate', 'safeguards']],
  [/^transfer\.allow\.\d+\.mechanism$/, ['SCC', 'DPF', 'BCR', 'consent']],
  [/^rights\.identity$/, ['mailbox', 'sender_address', 'id_document']],
  [/^rights\.erasure$/, ['auto', 'review']],
  [/^breach\.clockStart$/, ['awareness', 'occurrence']],
  [/^crm\.kind$/, ['creatio', 'hubspot']],
  [/^crm\.direction$/, ['push', 'pull', 'both']],
  [/^(controller|sharing\.\w+\.\d+|processors\.\d+)\.country$/, ['NO', 'DE', 'US']],
];

/** Everything else that a value could be, as far as the schema knows; of free text and numbers, one other. */
function others(whole: unknown, path: readonly string[]): unknown[] {
  const value = valueAt(whole, path);
  const listed = alternatives.find(([pattern]) => pattern.test(path.join('.')))?.[1];
  const beside = valueAt(whole, path.slice(0, -1));
  // a list names nothing twice
  if (listed) return listed.filter((other) => other !== value && !(Array.isArray(beside) && beside.includes(other)));
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1];
  if (value === null) return ['1 year'];
  const length = /^(\d+) (\w+?)s?$/.exec(String(value));
  return [length ? `${Number(length[1]) + 1} ${length[2]}s` : `${String(value)}!`];
}

/** Settings that make a difference or none, by what else the policy says: another form asks for the same; a mechanism refers to the id. */
const eitherWay = 'it depends on other settings';

/** Why a reader of the notice need not learn of another value here; undefined where they must. */
function reasonForSilence(policy: Policy, path: readonly string[], other: unknown): string | undefined {
  const [first = '', second = '', ...rest] = path;
  const setting = path.join('.');
  const whole: Policy = policy;
  if (first === 'brand') return 'it stands in the address';
  if (/^identity\.(colour|logo|timeZone)$/.test(setting)) return 'it is how pages and mails look';
  if (/^notice\.cites/.test(setting) || setting === 'tracking.disclosed') return 'it is about the brand’s older text';
  if (/\.id$/.test(setting) && /^(sharing|processors)\./.test(setting)) return eitherWay;
  if (first === 'forms') {
    const stores = whole.forms[second]?.store;
    if (/^(fields|store)/.test(rest[0] ?? '') && !stores) return undefined;
    if (rest[0] === 'store' || (rest[0] === 'serves' && stores)) return undefined;
    return rest[0] === 'fields' ? eitherWay : 'it stands on the form itself';
  }
  if (first === 'fields') {
    const asked = Object.values(whole.forms).some((form) => form.store && form.fields.includes(second));
    return !asked && other !== 'forbidden' && whole.fields[second] !== 'forbidden' ? 'no form asks for it' : undefined;
  }
  if (first === 'purposes') return reasonInPurpose(whole, second as PurposeId, rest, other);
  if (first === 'tellSourceWithin' && Object.keys(whole.sources).length === 0) return 'nobody comes from elsewhere';
  const rules = purposesOf(whole).flatMap(([, purpose]) => purpose.retention);
  if (first === 'activity') {
    const bySigns = rules.filter(({ clock, period }) => clock === 'last_activity' && period !== null);
    if (bySigns.length === 0) return 'nobody is removed for being silent';
    const recorded = (signal: unknown) =>
      (signal !== 'open' && signal !== 'click') || ['consent', 'hygiene'].includes(whole.tracking[signal]);
    const value = valueAt(whole, path);
    if (second === 'counts' && !recorded(value) && !recorded(other)) return 'what is not recorded cannot count';
    if (second === 'ignoreMachines' && !whole.activity.counts.some((signal) => /open|click/.test(signal) && recorded(signal)))
      return 'machines only open and click';
    if (
      second === 'whenNotTracked' &&
      other !== 'keep' &&
      value !== 'keep' &&
      bySigns.every(({ action }) => action === 'deactivate')
    )
      return 'nobody is asked before being set aside';
  }
  if (setting === 'tracking.eventLife' && ![whole.tracking.open, whole.tracking.click].includes('consent'))
    return 'no events are kept';
  const shared = [...whole.sharing.registry, ...whole.sharing.group].some(({ id }) => `partner:${id}` in whole.purposes);
  if (setting === 'sharing.ackWithin' && !shared) return 'nobody receives anything by consent';
  if (/^sharing\.\w+\.\d+\.dpaSigned$/.test(setting)) return 'it is no processor';
  return undefined;
}

function reasonInPurpose(policy: Policy, id: PurposeId, rest: readonly string[], other: unknown): string | undefined {
  const purpose = purposeOf(policy, id);
  if (!purpose) throw new Error(id);
  const mail = /^(newsletter|marketing):/.test(id);
  const service = id.startsWith('service:');
  const [setting = ''] = rest;
  if (service && ['channels', 'doubleOptIn', 'onWithdrawal', 'withdrawalScope', 'validity'].includes(setting))
    return 'nobody is asked to consent to it';
  if (!mail && setting === 'onHardBounce') return 'no mail goes out for it';
  if (!mail && !service && setting === 'basis') return 'it rests on consent, whatever the policy says';
  if (!mail && setting === 'withdrawalScope') return 'it always ends alone';
  if (!mail && setting === 'onWithdrawal' && other !== 'delete' && purpose.onWithdrawal !== 'delete') return 'both keep the data';
  const { offline, for: linked } = purpose.doubleOptIn;
  if (rest.join('.') === 'doubleOptIn.offline' && purpose.channels.every((channel) => linked.includes(channel)))
    return 'every channel is confirmed by a link';
  if (rest.join('.').startsWith('doubleOptIn.for') && offline === 'confirm_by_email')
    return 'whatever has no link gets a mail with one';
  const rule = setting === 'retention' ? purpose.retention[Number(rest[1])] : undefined;
  if (rest.at(-1) === 'warnBefore' && !rule?.repermission) return 'nobody notices when the last step begins';
  if (rule?.period === null && rest[2] !== 'period' && rest[2] !== 'byContract') return 'it never happens';
  return undefined;
}

describe('the notice of a policy', () => {
  test.each(everyNotice.filter(({ policy, locale }) => locale === localesOf(policy)[0]))(
    '$brand in $locale tells every setting: none can change without a sentence changing, but for those of the list',
    ({ policy, locale }) => {
      const { hash: _, toConfirm: __, ...settings } = policy;
      const before = told(policy, locale).join('\n');
      const wrong: string[] = [];
      for (const path of leaves(settings)) {
        const inOtherLanguage = locales.some((one) => one !== locale && path.includes(one)) && !path.includes(locale);
        for (const other of others(settings, path)) {
          const after = told(withValue(policy, path, other), locale).join('\n');
          const silent = inOtherLanguage ? 'it is written in another language' : reasonForSilence(policy, path, other);
          if (before === after && !silent) wrong.push(`${path.join('.')} = ${String(other)} is not told`);
          if (before !== after && silent && silent !== eitherWay && !inOtherLanguage)
            wrong.push(`${path.join('.')} = ${String(other)} is told, though ${silent}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  test.each(everyNotice)('$brand in $locale says whole sentences, and nothing that is not there', ({ policy, locale }) => {
    for (const sentence of told(policy, locale)) {
      expect(sentence).not.toMatch(/undefined|\bnull\b|\[object|NaN|\.\.|[[\]]{2}/);
      expect(sentence.trim()).not.toBe('');
    }
  });

  test.each(everyNotice)('$brand in $locale has words for all names that its policy uses', ({ policy, locale }) => {
    const { fields, relationships, sources } = noticeTexts[locale];
    const used = purposesOf(policy).flatMap(([, purpose]) => purpose.dataCategories);
    expect([...Object.keys(policy.fields), ...used].filter((name) => !Object.hasOwn(fields, name))).toEqual([]);
    expect(policy.relationships.filter((name) => !Object.hasOwn(relationships, name))).toEqual([]);
    expect(Object.keys(policy.sources).filter((name) => !Object.hasOwn(sources, name))).toEqual([]);
  });

  test('a name that nobody foresaw is taken apart, and no name reaches into the language itself', () => {
    expect(wordFor({ email: 'e-post' })('email')).toBe('e-post');
    expect(wordFor({})('vatNumber')).toBe('vat number');
    expect(wordFor({})('free_account')).toBe('free account');
    expect(wordFor({})('constructor')).toBe('constructor');
  });
});

/** Every way in which each kind of statement can differ. A new kind does not compile without them. */
const samples: { readonly [K in keyof Said]: readonly Said[K][] } = {
  shortMail: [{ consentOnly: true }, { consentOnly: false }],
  shortLeaving: [{ person: 'delete' }, { person: 'deactivate' }, { person: 'suppress' }, {}],
  shortTracking: [
    { open: 'off', click: 'off' },
    { open: 'aggregate', click: 'off' },
    { open: 'consent', click: 'off' },
    { open: 'off', click: 'consent' },
    { open: 'hygiene', click: 'consent' },
  ],
  shortSharing: [{ gate: 'never' }, { gate: 'consent' }, { gate: 'notice' }],
  contact: [{ name: 'Fjord' }, { name: 'Fjord', address: 'Bryggen 1', email: 'dpo@fjord.example' }],
  established: [{ country: 'NO' }, { country: 'GB' }],
  authority: [{ name: 'Datatilsynet' }],
  incidentReport: [{}],
  questions: [{ email: 'hei@fjord.example' }],
  senders: [{ senders: [{ name: 'Fjord', email: 'hei@fjord.example' }] }],
  scope: [{ brand: 'Fjord', website: 'https://fjord.example', published: 'https://fjord.example/privacy' }],
  markets: [
    { markets: [{ rulePack: 'NO', locale: 'nb' }] },
    { markets: rulePackIds.map((rulePack) => ({ rulePack, locale: 'en' })) },
  ],
  localLaw: [{}],
  business: [{}],
  children: [{}],
  sensitiveData: [{}],
  noCookies: [{}],
  fieldsRequired: [{ fields: ['email'] }, { fields: ['email', 'company'] }],
  fieldsOptional: [{ fields: ['name'] }, { fields: ['name', 'phone'] }],
  fieldsForbidden: [{ fields: ['caseNumber'] }],
  freeChoice: [{}],
  served: [{ title: 'Guide' }],
  contactForm: [{ fields: ['email', 'message'], to: 'hei@fjord.example' }],
  relationships: [{ relationships: ['customer'] }, { relationships: ['customer', 'supplier'] }],
  ownSources: [{}],
  source: [
    { source: 'linkedin', purposes: ['Guide'] },
    { source: 'linkedin', purposes: [] },
  ],
  sourceTold: [{ within: '1 month' }, { within: '14 days' }],
  printed: [{ fields: [] }, { fields: ['name'] }],
  proofOfConsent: [{}],
  described: [{ text: 'Nyheter' }, { text: 'Hva nå?' }],
  data: [{ fields: ['email', 'name'] }],
  ground: bases.flatMap((basis) => (basis === 'legitimate_interest' ? [true, false] : [false]).map((mail) => ({ basis, mail }))),
  groundWhen: [
    { basis: 'soft_opt_in', mail: true, relationships: ['customer'], evidence: ['sale'] },
    { basis: 'contract', mail: false, relationships: ['customer'], evidence: [] },
  ],
  agreeBy: channels.map((channel) => ({ channels: [channel] })),
  confirmedBy: [{ linkLife: '72 hours' }, { linkLife: '1 day' }],
  notedFrom: [{ channels: ['phone'] }, { channels: ['phone', 'meeting'] }],
  lapses: [{ validity: '1 year' }],
  retention: [
    { clock: 'last_activity', period: null, action: 'none' },
    ...(['last_activity', 'last_inbound_contact', 'relationship_end', 'consent_given'] as const).flatMap((clock) =>
      (['delete', 'deactivate', 'anonymise', 'none'] as const).map((action) => ({ clock, period: '2 years' as const, action })),
    ),
  ],
  byContract: [{ clock: 'relationship_end', shortest: '1 month', longest: '10 years', action: 'delete' }],
  asksToStay: [{ before: '30 days' }, { before: '1 month' }],
  keptWithTheRest: [{}],
  leavingEnds: [{ others: [] }, { others: ['Klikk'] }],
  leavingMail: [{ action: 'delete' }, { action: 'deactivate' }, { action: 'suppress' }],
  leavingOther: [{ action: 'delete' }, { action: 'suppress' }],
  mayObject: [{ marketing: true }, { marketing: false }],
  deadMailbox: [{ action: 'delete' }, { action: 'deactivate' }, { action: 'suppress' }],
  signs: [...signals.map((signal) => ({ signals: [signal], all: false })), { signals: [...signals], all: true }],
  signsByConsent: [{ signals: ['open'] }, { signals: ['click'] }, { signals: ['open', 'click'] }],
  machines: [{ ignored: true }, { ignored: false }],
  mailsNeeded: [{ mails: 3 }],
  untracked: [{ outcome: 'kept' }, { outcome: 'asked' }, { outcome: 'same' }],
  ownMailsDoNotCount: [{}],
  deactivated: [{}],
  anonymised: [{}],
  legalHold: [{}],
  tracked: trackingModes
    .filter((mode) => mode !== 'off')
    .flatMap((mode) => (['open', 'click'] as const).map((signal) => ({ signal, mode }))),
  eventLife: [{ life: '6 months' }],
  trackingEnds: [{}],
  profiled: [{ profiled: true }, { profiled: false }],
  leaveByLink: [{}],
  leaveByPage: [{ href: '/fjord/manage' }],
  leaveByWriting: [{ email: 'hei@fjord.example' }],
  noOtherBasis: [{}],
  keptForOthers: [{}],
  suppressed: [{ period: null }, { period: '5 years' }],
  proofKept: [{ proof: '2 years' }],
  comeBack: [{}],
  sharing: [{ gate: 'never' }, { gate: 'consent' }, { gate: 'notice' }],
  received: [
    { gate: 'consent', purpose: 'Deling' },
    { gate: 'consent' },
    { gate: 'notice' },
    { gate: 'on_behalf' },
    { gate: 'never' },
  ],
  sees: [{ fields: [] }, { fields: ['email'] }],
  place: [
    { country: 'NO', ground: { permitted: true, ground: 'eea' } },
    { country: 'US', ground: { permitted: false, because: 'no_mechanism' } },
    ...(['adequacy', 'SCC', 'DPF', 'BCR', 'consent'] as const).map((ground) => ({
      country: 'US',
      ground: { permitted: true, ground, ref: 'ref 1' } as const,
    })),
    { country: 'US', ground: { permitted: true, ground: 'SCC' } },
  ],
  agreement: [{ contract: 'A-1' }, { dpaSigned: true }, { dpaSigned: false }, { contract: 'A-1', dpaSigned: true }],
  readMore: [{ url: 'https://partner.example' }],
  acknowledged: [{ within: '3 days' }],
  disclosuresRecorded: [{}],
  partnerContent: [{}],
  counts: [{ minCell: 10 }],
  crm: (['push', 'pull', 'both'] as const).flatMap((direction) =>
    (['creatio', 'hubspot'] as const).map((kind) => ({ kind, direction, deletePropagates: kind === 'creatio' })),
  ),
  authorities: [{}],
  businessTransfer: [{}],
  transfer: (['eea_only', 'adequate', 'safeguards'] as const).flatMap((mode) => [true, false].map((named) => ({ mode, named }))),
  rightAccess: [{}],
  rightRectify: [{}],
  rightErase: [{ erasure: 'auto' }, { erasure: 'review' }],
  rightRestrict: [{}],
  rightPort: [{}],
  rightObject: [{}],
  rightComplain: [{ authority: 'Datatilsynet' }],
  ask: [{ email: 'hei@fjord.example', href: '/fjord/manage' }],
  deadline: [{ deadline: '1 month', extension: '2 months' }],
  identity: [{ identity: 'mailbox' }, { identity: 'sender_address' }, { identity: 'id_document' }],
  caseFollowUp: [{}],
  results: [{}],
  referral: [{}],
  noAutomatedDecisions: [{}],
  measure: [{ text: 'Vi låser døren' }],
  systemMeasure: (['encrypted', 'need_to_know', 'logged', 'nameless', 'restored'] as const).map((measure) => ({ measure })),
  operators: [{ grantsLast: '90 days' }],
  breach: [
    { deadline: '72 hours', clockStart: 'awareness', authority: 'Datatilsynet' },
    { deadline: '72 hours', clockStart: 'occurrence', authority: 'Datatilsynet' },
  ],
  changes: [{ onChange: 'site' }, { onChange: 'email' }, { onChange: 'reconsent' }],
  versionKept: [{}],
  version: [{ notice: '2.3', policy: 7, hash: 'abc' }],
};
const kinds = Object.keys(samples) as (keyof Said)[];
/** These say names and texts as they are, so they are the same in every language. */
const verbatim: readonly (keyof Said)[] = ['contact', 'authority', 'questions', 'senders', 'described', 'measure', 'readMore'];

const say = <K extends keyof Said>(kind: K, values: Said[K], locale: Locale): string =>
  inWords({ kind, values, from: [], clauses: [] } as unknown as StatementOf<K> & Statement, locale);
const samplesOf = <K extends keyof Said>(kind: K, locale: Locale): string[] =>
  samples[kind].map((values) => say(kind, values, locale));

describe('the words of the notice', () => {
  test.each(locales)('say everything in %s, each case in its own way', (locale) => {
    for (const kind of kinds) {
      const sentences = samplesOf(kind, locale);
      expect(new Set(sentences).size, kind).toBe(sentences.length);
      for (const sentence of sentences) {
        expect(sentence, kind).not.toMatch(/undefined|\bnull\b|\[object|NaN|\.\.| {2}| [.,:]/);
        if (!verbatim.includes(kind)) expect(sentence, kind).toMatch(/^[A-ZÆØÅÄÖ0-9“«”].*[\p{L}\p{N}.]$/su);
      }
    }
  });

  test.each(locales.flatMap((one) => locales.filter((other) => other > one).map((other) => [one, other] as const)))(
    'are not those of another language: %s and %s',
    (one, other) => {
      // near languages share a short sentence or two, by right
      const same = kinds
        .filter((kind) => !verbatim.includes(kind))
        .flatMap((kind) => samplesOf(kind, one).filter((sentence) => samplesOf(kind, other).includes(sentence)))
        .filter((sentence) => sentence.length > 40);
      expect(same).toEqual([]);
    },
  );

  test('the other words, too, exist in every language', () => {
    const flat = (texts: unknown): string[] =>
      typeof texts === 'string' ? [texts] : texts !== null && typeof texts === 'object' ? Object.values(texts).flatMap(flat) : [];
    for (const locale of locales) {
      for (const word of [...flat(noticeTexts[locale]), ...flat(article30Texts[locale])]) expect(word.trim()).not.toBe('');
      expect(Object.keys(noticeTexts[locale].fields)).toEqual(Object.keys(noticeTexts.nb.fields));
      expect(Object.keys(noticeTexts[locale].relationships)).toEqual(Object.keys(noticeTexts.nb.relationships));
      expect(Object.keys(noticeTexts[locale].sources)).toEqual(Object.keys(noticeTexts.nb.sources));
    }
  });

  test('a statement with a link says where it stands', () => {
    for (const locale of locales) {
      for (const kind of ['leaveByPage', 'ask'] as const)
        for (const sentence of samplesOf(kind, locale)) expect(sentence).toMatch(/^[^[\]]*\[[^[\]]{5,}\][^[\]]*$/);
    }
    expect.hasAssertions();
  });
});

describe('the page', () => {
  test.each(everyNotice)(
    'of $brand in $locale is whole: ids once, references that lead somewhere, headings in order',
    (notice) => {
      const { html, headers } = noticePage({ ...notice, clauses: notice.of });
      const elements = elementsOf(html);
      expect(elements.find(({ tag }) => tag === 'html')?.attributes.get('lang')).toBe(notice.locale);
      const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
      expect(ids).toEqual([...new Set(ids)]);
      const inner = elements.flatMap(({ attributes }) => {
        const href = attributes.get('href');
        return href?.startsWith('#') ? [href.slice(1)] : (attributes.get('aria-labelledby') ?? []);
      });
      expect(inner.filter((id) => !ids.includes(id))).toEqual([]);
      expect(inner.length).toBeGreaterThan(11);
      expect(elements.filter(({ tag }) => tag === 'script')).toEqual([]);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      const empty = elements.filter(
        ({ tag, text }) => ['p', 'li', 'dt', 'dd', 'h1', 'h2', 'h3', 'a'].includes(tag) && !text.trim(),
      );
      expect(empty).toEqual([]);
      const links = elements.flatMap(({ tag, attributes }) => (tag === 'a' ? [attributes.get('href') ?? ''] : []));
      expect(links.filter((href) => !/^(#|\?lang=|\/[a-z]|https:\/\/|mailto:[^@]+@)/.test(href))).toEqual([]);
    },
  );

  test.each(everyNotice)(
    'of $brand in $locale has an anchor for every clause that the policy keeps',
    ({ policy, locale, of }) => {
      const ids = elementsOf(noticePage({ policy, locale, clauses: of }).html).flatMap(
        ({ attributes }) => attributes.get('id') ?? [],
      );
      expect(Object.keys(of).filter((clause) => !ids.includes(clause))).toEqual([]);
    },
  );

  test.each(everyNotice)('of $brand in $locale is laid out like this', ({ policy, locale, of }) => {
    const headings = elementsOf(noticePage({ policy, locale, clauses: of }).html)
      .filter(({ tag }) => /^h[1-3]$/.test(tag))
      .map(({ tag, text }) => `${tag} ${text}`);
    expect(headings).toMatchSnapshot();
  });

  test('leads to what it names, and to the languages of the brand', () => {
    const xledger = brands[0] as Policy;
    const { html } = noticePage({ policy: xledger, locale: 'en' });
    const links = elementsOf(html).flatMap(({ tag, attributes, text }) => (tag === 'a' ? [[text, attributes.get('href')]] : []));
    expect(links).toEqual(
      expect.arrayContaining([
        ['webmaster@xledger.com', 'mailto:webmaster@xledger.com'],
        ['xledger.com', 'https://xledger.com'],
        ['xledger.com/no/personvern', 'https://xledger.com/no/personvern'],
        ['a link to your choices', '/xledger/manage'],
        ['Norsk', '?lang=nb'],
        ['Suomi', '?lang=fi'],
      ]),
    );
    expect(links.map(([, href]) => href)).not.toContain('?lang=en');
    expect(links.map(([, href]) => href)).not.toContain('?lang=da');
  });

  test('of a version that is not here says so, and leads to the one in force', () => {
    const { html } = noticeVersionPage({ policy: brands[1] as Policy, locale: 'nb', asked: '<1.0>' });
    const elements = elementsOf(html);
    expect(elements.find(({ tag }) => tag === 'main')?.text).toContain('«<1.0>»');
    expect(elements.find(({ tag }) => tag === 'main')?.text).toContain('2.3');
    expect(elements.map(({ attributes }) => attributes.get('href'))).toContain('/expectit/privacy?lang=nb');
  });

  test('prints whatever stands in a policy as text (S18)', () => {
    const shape = (html: string) => elementsOf(html).map(({ tag }) => tag);
    const dangerous = elementsOf(noticePage({ policy: fjord, locale: 'nb' }).html).length;
    expect(dangerous).toBeGreaterThan(100);
    for (const text of xss.filter((_, index) => index % 3 === 0)) {
      const hostile: Policy = {
        ...fjord,
        identity: { ...fjord.identity, displayName: text, replyTo: text },
        controller: { ...fjord.controller, name: text, address: text, authority: text, dpo: { name: text, email: text } },
        notice: { ...fjord.notice, version: text, url: text },
        securityMeasures: { nb: [text] },
        relationships: [text],
        sources: { [text]: [] },
        sharing: {
          ...fjord.sharing,
          registry: fjord.sharing.registry.map((one) => ({ ...one, name: text, contract: text, url: text })),
        },
        purposes: Object.fromEntries(
          purposesOf(fjord).map(([id, purpose]) => [
            id,
            { ...purpose, title: { nb: text }, description: { nb: text }, dataCategories: [text] },
          ]),
        ),
      };
      for (const page of [
        noticePage({ policy: hostile, locale: 'nb' }),
        article30Page({ policy: hostile, locale: 'nb' }),
        noticeVersionPage({ policy: hostile, locale: 'nb', asked: text }),
      ]) {
        const elements = elementsOf(page.html);
        const foreign = shape(page.html).filter(
          (tag) =>
            !/^(html|head|meta|title|style|body|header|div|a|main|h[1-3]|p|nav|ol|ul|li|section|dl|dt|dd|span|br|svg|path|footer)$/.test(
              tag,
            ),
        );
        expect(foreign).toEqual([]);
        const attributes = elements.flatMap((element) => [...element.attributes]);
        expect(attributes.filter(([name]) => name.startsWith('on') || name === 'style' || name === 'srcdoc')).toEqual([]);
        const targets = attributes.filter(([name]) => name === 'href').map(([, value]) => value);
        expect(targets.filter((href) => /^\s*(javascript|data|vbscript):/i.test(href))).toEqual([]);
      }
    }
  });
});

describe('the record of processing as a page', () => {
  test.each(everyNotice)('of $brand in $locale names every purpose, recipient and category', ({ policy, locale }) => {
    const { html } = article30Page({ policy, locale });
    const elements = elementsOf(html);
    const text = elements.find(({ tag }) => tag === 'main')?.text ?? '';
    const { fields } = noticeTexts[locale];
    for (const [id, purpose] of purposesOf(policy)) {
      expect(text).toContain(id);
      expect(text).toContain(purpose.title[locale]);
      for (const name of purpose.dataCategories) expect(text.toLowerCase()).toContain(fields[name]?.toLowerCase());
      for (const rule of purpose.retention) expect(text).toContain(noticeTexts[locale].says.retention(rule));
    }
    for (const { name } of [...policy.sharing.registry, ...policy.sharing.group, ...policy.processors])
      expect(text).toContain(name);
    expect(text).toContain(policy.hash);
    expect(text).not.toMatch(/undefined|\bnull\b|\[object|NaN/);
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
