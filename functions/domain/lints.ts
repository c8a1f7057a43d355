/**
 * What a policy may say and must not, or should not. An error stops a deploy; a warning is reported. Each lint is one entry of the list:
 * its words, the clauses it was written for, and a function that finds its places in a policy.
 */
import { acceptedEvidence } from './basis.ts';
import { type Duration, everLonger } from './duration.ts';
import { countriesOfLocale, countryOf, type TransferGround, transferGround } from './jurisdictions.ts';
import {
  type Basis,
  type Form,
  isMailPurpose,
  localesOf,
  type Policy,
  type PurposeId,
  partnerOf,
  purposeOf,
  purposesOf,
  type Wording,
} from './policy.ts';
import { rulePackOfMarket } from './rule-packs.ts';

/** An error stops a deploy; a warning is reported. */
export type Level = 'error' | 'warning';

/** Where a policy will run: on a production stage nothing may be unconfirmed; the AWS region says where the data lie. */
export interface Stage {
  readonly production: boolean;
  readonly region?: string | undefined;
}

/** One finding: which lint, how grave, in words, at which setting (steps joined by dots), and for which clauses the lint exists. */
export interface Lint {
  readonly id: string;
  readonly level: Level;
  readonly message: string;
  readonly path: string;
  readonly for: readonly string[];
}

/** Where a lint fires, what fills the `{…}` of its message, and its level here if that is not the usual one. */
interface Finding {
  readonly path: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly level?: Level;
}

interface Rule {
  readonly id: string;
  readonly level: Level;
  readonly message: string;
  readonly for: readonly string[];
  readonly find: (policy: Policy, stage: Stage) => Finding[];
}

/** Every lint, in the order of the report. */
export const rules: readonly Rule[] = [
  {
    id: 'form/preticked',
    level: 'error',
    message: '{form}: {purpose} is ticked in advance',
    for: ['I12'],
    find: inForms((form, id, path) =>
      form.preticked.map((purpose) => ({ path: `${path}.preticked`, values: { form: id, purpose } })),
    ),
  },
  {
    id: 'form/conditional',
    level: 'error',
    message: '{form}: {purpose} is a condition for {serves}',
    for: ['I12', 'X4'],
    find: inForms((form, id, path) =>
      form.required.map((purpose) => ({
        path: `${path}.required`,
        values: { form: id, purpose, serves: form.serves ?? 'the rest of the form' },
      })),
    ),
  },
  {
    id: 'form/implied',
    level: 'error',
    message: '{form}: silence or use is not consent',
    for: ['I17'],
    find: inForms((form, id, path) => (form.implied.length > 0 ? [{ path: `${path}.implied`, values: { form: id } }] : [])),
  },
  {
    id: 'form/undescribed',
    level: 'error',
    message: '{form}: wording does not describe {purpose}',
    for: ['I12', 'I4'],
    find: inForms((form, id, path, policy) =>
      wordingsInUse(form).flatMap(({ wording, path: at }) =>
        form.consents
          .filter((purpose) => !describes(policy, wording, purpose))
          .map((purpose) => ({ path: `${path}.${at}.boxes.${purpose}`, values: { form: id, purpose } })),
      ),
    ),
  },
  {
    id: 'form/wording-missing',
    level: 'error',
    message: '{form}: no wording for {locale}, version {version}',
    for: ['X1'],
    find: inForms((form, id, path, policy) =>
      [...new Set([...localesOf({ markets: only(policy.markets, form.market) }), ...localesIn(form)])]
        .filter((locale) => form.wording[locale]?.[form.version] === undefined)
        .map((locale) => ({ path: `${path}.wording.${locale}`, values: { form: id, locale, version: form.version } })),
    ),
  },
  {
    id: 'form/withdrawal-missing',
    level: 'error',
    message: '{form}: wording does not say how to withdraw',
    for: ['C3'],
    find: inForms((form, id, path) =>
      form.consents.length === 0
        ? []
        : wordingsInUse(form)
            .filter(({ wording }) => wording.howToWithdraw.trim() === '')
            .map(({ path: at }) => ({ path: `${path}.${at}.howToWithdraw`, values: { form: id } })),
    ),
  },
  {
    id: 'form/forbidden-field',
    level: 'error',
    message: '{form}: {field} is forbidden',
    for: ['A1', 'K3'],
    find: inForms((form, id, path, policy) =>
      form.fields
        .filter((field) => policy.fields[field] === 'forbidden')
        .map((field) => ({ path: `${path}.fields`, values: { form: id, field } })),
    ),
  },
  {
    id: 'form/minimise',
    level: 'warning',
    message: '{form}: {field} need not be required',
    for: ['X2'],
    find: inForms((form, id, path, policy) =>
      // a form that stores nothing keeps nothing to minimise; of businesses the company must be known (I3)
      form.store
        ? form.fields
            .filter((field) => field !== 'email' && policy.fields[field] === 'required')
            .filter((field) => !(field === 'company' && policy.subscribers === 'business'))
            .map((field) => ({ path: `${path}.fields`, values: { form: id, field } }))
        : [],
    ),
  },
  {
    id: 'merge/forbidden',
    level: 'error',
    message: 'Templates may print {field}, which is forbidden',
    for: ['K3', 'E11'],
    find: (policy) =>
      policy.mergeFields
        .filter((field) => policy.fields[field] === 'forbidden')
        .map((field) => ({ path: 'mergeFields', values: { field } })),
  },
  {
    id: 'basis/market',
    level: 'error',
    message: '{purpose}: {market} requires consent',
    for: ['K1', 'K19'],
    find: (policy) =>
      groundsOfMail(policy).flatMap(({ purpose, basis, path }) =>
        Object.keys(policy.markets)
          .filter((market) => !marketAccepts(policy, market, basis))
          .map((market) => ({ path, values: { purpose, market } })),
      ),
  },
  {
    id: 'basis/evidence',
    level: 'error',
    message: '{purpose}: {basis} lacks evidence',
    for: ['K1'],
    find: (policy) =>
      groundsOfMail(policy)
        .filter(({ basis, evidence }) => basis !== 'consent' && !provable(policy, basis, evidence))
        .map(({ purpose, basis, path }) => ({ path, values: { purpose, basis } })),
  },
  {
    id: 'consent/no-doi',
    level: 'warning',
    message: '{purpose}: web sign-up is not confirmed',
    for: ['C9'],
    find: (policy) =>
      mailPurposes(policy)
        .filter(([, { channels, doubleOptIn }]) => channels.includes('web') && !doubleOptIn.for.includes('web'))
        .map(([purpose]) => ({ path: `purposes.${purpose}.doubleOptIn.for`, values: { purpose } })),
  },
  {
    id: 'consent/record-only',
    level: 'warning',
    message: '{purpose}: {channel} consent rests on a note',
    for: ['E3', 'I13'],
    find: (policy) =>
      mailPurposes(policy).flatMap(([purpose, { channels, doubleOptIn }]) =>
        doubleOptIn.offline === 'record_only'
          ? channels
              .filter((channel) => channel !== 'web' && !doubleOptIn.for.includes(channel))
              .map((channel) => ({ path: `purposes.${purpose}.doubleOptIn.offline`, values: { purpose, channel } }))
          : [],
      ),
  },
  {
    id: 'tracking/no-consent',
    level: 'error',
    message: '{signal}: per-person tracking needs consent, not {basis}',
    for: ['K2', 'A8'],
    find: (policy) => [
      ...purposesOf(policy)
        .filter(([id]) => id === 'profiling' || id.startsWith('tracking:'))
        .flatMap(([signal, purpose]) =>
          [purpose.basis, ...purpose.basisWhen.map((when) => when.basis)]
            .filter((basis) => basis !== 'consent')
            .map((basis) => ({ path: `purposes.${signal}.basis`, values: { signal, basis } })),
        ),
      // the day of a last open, too, comes from a pixel of that person's own
      ...mailSignals
        .filter((signal) => policy.tracking[signal] === 'hygiene' && !purposeOf(policy, `tracking:${signal}`))
        .map((signal) => ({ path: `tracking.${signal}`, values: { signal, basis: 'hygiene' } })),
      ...mailSignals
        .filter(
          (signal) =>
            policy.tracking[signal] === 'aggregate' && packsOf(policy).some((pack) => pack.trackingWithoutConsent.length === 0),
        )
        .map((signal) => ({ path: `tracking.${signal}`, values: { signal, basis: 'aggregate' } })),
    ],
  },
  {
    id: 'tracking/undisclosed',
    level: 'warning',
    message: 'Activity uses {signal}, which the notice does not disclose',
    for: ['X6'],
    find: (policy) =>
      policy.tracking.disclosed
        ? []
        : mailSignals
            .filter((signal) => policy.activity.counts.includes(signal) && policy.tracking[signal] !== 'off')
            .map((signal) => ({ path: 'activity.counts', values: { signal } })),
  },
  {
    id: 'activity/machines',
    level: 'warning',
    message: 'Machine opens would count as activity',
    for: ['I6'],
    find: (policy) => (policy.activity.ignoreMachines ? [] : [{ path: 'activity.ignoreMachines' }]),
  },
  {
    id: 'activity/unmeasurable',
    level: 'error',
    message: 'People whose activity is invisible would be purged',
    for: ['C2'],
    find: (policy) =>
      policy.activity.whenNotTracked === 'delete' &&
      policy.activity.counts.some((signal) => mayBeInvisible.has(signal)) &&
      purgesSilent(policy)
        ? [{ path: 'activity.whenNotTracked' }]
        : [],
  },
  {
    id: 'retention/missing',
    level: 'error',
    message: '{purpose}: “as long as necessary” is not a period',
    for: ['A3'],
    find: (policy) =>
      purposesOf(policy)
        .filter(([id, { retention }]) => keepsOnItsOwn(id) && retention.length === 0)
        .map(([purpose]) => ({ path: `purposes.${purpose}.retention`, values: { purpose } })),
  },
  {
    id: 'retention/none',
    level: 'warning',
    message: '{purpose}: never expires; set a maximum',
    for: ['E6'],
    find: (policy) =>
      purposesOf(policy)
        .filter(([, { retention }]) => retention.length > 0)
        .filter(
          ([, { retention }]) =>
            !retention.some(({ period, action }) => period !== null && (action === 'delete' || action === 'anonymise')),
        )
        .map(([purpose]) => ({ path: `purposes.${purpose}.retention`, values: { purpose } })),
  },
  {
    id: 'retention/contract',
    level: 'warning',
    message: '{purpose}: a contract may keep data for {longest}, longer than the {period} that people are told',
    for: ['E6'],
    find: (policy) =>
      purposesOf(policy).flatMap(([purpose, { retention }]) =>
        retention.flatMap(({ period, byContract }, index) =>
          period !== null && byContract && everLonger(byContract.longest, period)
            ? [
                {
                  path: `purposes.${purpose}.retention.${index}.byContract`,
                  values: { purpose, period, longest: byContract.longest },
                },
              ]
            : [],
        ),
      ),
  },
  {
    id: 'withdrawal/keeps',
    level: 'warning',
    message: '{purpose}: data survive withdrawal',
    for: ['I7'],
    find: (policy) =>
      purposesOf(policy)
        .filter(([, { onWithdrawal }]) => onWithdrawal !== 'delete')
        .map(([purpose]) => ({ path: `purposes.${purpose}.onWithdrawal`, values: { purpose } })),
  },
  {
    id: 'suppression/short',
    level: 'warning',
    message: 'Proof kept under 2 years after the last mail (DK)',
    for: ['C4'],
    find: (policy) => (everLonger(danishProof, policy.suppression.proof) ? [{ path: 'suppression.proof' }] : []),
  },
  {
    id: 'sharing/never',
    level: 'error',
    message: 'Partners are `never`, yet {id} receives data',
    for: ['E8', 'K16'],
    find: ({ sharing }) =>
      sharing.partners === 'never' ? sharing.registry.map(({ id }) => ({ path: 'sharing.registry', values: { id } })) : [],
  },
  {
    id: 'sharing/no-recipient',
    level: 'error',
    message: 'Partners allowed, none registered',
    for: ['X8'],
    find: ({ sharing }) => (sharing.partners !== 'never' && sharing.registry.length === 0 ? [{ path: 'sharing.registry' }] : []),
  },
  {
    id: 'sharing/notice',
    level: 'warning',
    message: '{id} receives data without opt-in',
    for: ['A5'],
    find: (policy) => {
      const level: Level = packsOf(policy).some((pack) => pack.sharing === 'explicit_consent') ? 'error' : 'warning';
      const { partners, registry, group } = policy.sharing;
      const asked = (id: string) => purposeOf(policy, `partner:${id}`)?.basis === 'consent';
      return [
        ...registry.filter(({ id }) => partners === 'notice' || (partners === 'opt_in' && isPartner(policy, id) && !asked(id))),
        ...group.filter(({ id }) => !asked(id)),
      ].map(({ id }) => ({
        path: registry.some((recipient) => recipient.id === id) ? 'sharing.registry' : 'sharing.group',
        values: { id },
        level,
      }));
    },
  },
  {
    id: 'processor/no-dpa',
    level: 'error',
    message: '{id}: no signed agreement',
    for: ['A6'],
    find: (policy) =>
      policy.processors
        .map(({ id, dpaSigned }, index) => ({ path: `processors.${index}.dpaSigned`, values: { id }, dpaSigned }))
        .filter(({ dpaSigned }) => !dpaSigned)
        .map(({ path, values }) => ({ path, values })),
  },
  {
    id: 'transfer/blocked',
    level: 'error',
    message: '{id} in {country}: no mechanism',
    for: ['X9'],
    find: (policy) =>
      recipientsOf(policy)
        .filter(({ ground }) => !ground.permitted && ground.because === 'no_mechanism')
        .map(({ id, country, path }) => ({ path, values: { id, country } })),
  },
  {
    id: 'transfer/region',
    level: 'error',
    message: 'Stage region {region} is outside the EEA: no mechanism',
    for: ['X9'],
    find: (policy, { region }) =>
      region === undefined || groundOfRegion(policy, region).permitted ? [] : [{ path: 'transfer.allow', values: { region } }],
  },
  {
    id: 'transfer/void',
    level: 'error',
    message: '{id}: Privacy Shield is invalid since 2020-07-16',
    for: ['E7', 'I15'],
    find: (policy) =>
      policy.transfer.allow
        .map(({ recipient, mechanism }, index) => ({
          path: `transfer.allow.${index}.mechanism`,
          values: { id: recipient },
          mechanism,
        }))
        .filter(({ mechanism }) => mechanism === 'privacy_shield')
        .map(({ path, values }) => ({ path, values })),
  },
  {
    id: 'transfer/uk',
    level: 'warning',
    message: 'UK is outside the EEA; relies on adequacy',
    for: ['X9'],
    find: (policy, { region }) => [
      ...recipientsOf(policy)
        .filter(({ country, ground }) => country === 'GB' && ground.permitted && ground.ground === 'adequacy')
        .map(({ path }) => ({ path })),
      ...(region !== undefined && countryOf(region) === 'GB' && groundOfRegion(policy, region).permitted
        ? [{ path: 'transfer.allow' }]
        : []),
    ],
  },
  {
    id: 'policy/to-confirm',
    level: 'warning',
    message: '{setting} is not confirmed: {reason}',
    for: ['A3', 'K9'],
    find: (policy, { production }) =>
      policy.toConfirm.map(({ path, reason }) => ({
        path,
        values: { setting: path, reason },
        level: production ? ('error' as const) : ('warning' as const),
      })),
  },
  {
    id: 'notice/stale',
    level: 'warning',
    message: 'Notice cites {law}',
    for: ['C15'],
    find: (policy) =>
      policy.notice.cites
        .filter((law) => repealed.some((old) => law.toLowerCase().includes(old)))
        .map((law) => ({ path: 'notice.cites', values: { law } })),
  },
  {
    id: 'controller/locale',
    level: 'warning',
    message: 'Locale {locale}, controller {country}: check the authority',
    for: ['A11'],
    find: (policy) =>
      localesOf(policy)
        .filter((locale) => !countriesOfLocale[locale].some((country) => country === policy.controller.country))
        .map((locale) => ({ path: 'controller.authority', values: { locale, country: policy.controller.country } })),
  },
  {
    id: 'rights/late',
    level: 'error',
    message: 'Deadline exceeds 1 month',
    for: ['I11'],
    find: (policy) => (everLonger(policy.rights.deadline, '1 month') ? [{ path: 'rights.deadline' }] : []),
  },
  {
    id: 'source/late',
    level: 'error',
    message: 'People found elsewhere are told later than within 1 month',
    for: ['K5'],
    find: (policy) => (everLonger(policy.tellSourceWithin, '1 month') ? [{ path: 'tellSourceWithin' }] : []),
  },
  {
    id: 'breach/late',
    level: 'error',
    message: 'Deadline exceeds 72 hours',
    for: ['I14'],
    find: (policy) => (everLonger(policy.breach.deadline, '72 hours') ? [{ path: 'breach.deadline' }] : []),
  },
  {
    id: 'crm/no-delete',
    level: 'error',
    message: 'Deletions do not reach {crm}',
    for: ['X10'],
    find: ({ crm }) => (crm && !crm.deletePropagates ? [{ path: 'crm.deletePropagates', values: { crm: crm.kind } }] : []),
  },
];

/** What is to be said about a policy on a stage: nothing, if it says nothing wrong. Errors come first. */
export function lint(policy: Policy, stage: Stage): Lint[] {
  const lints = rules.flatMap((rule) =>
    rule.find(policy, stage).map(({ path, values = {}, level = rule.level }) => ({
      id: rule.id,
      level,
      message: rule.message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
      path,
      for: rule.for,
    })),
  );
  return [...lints.filter(({ level }) => level === 'error'), ...lints.filter(({ level }) => level === 'warning')];
}

const mailSignals = ['open', 'click'] as const;
/** Signals that we see only of people who let us: an open or click needs their consent, a visit the site's. */
const mayBeInvisible: ReadonlySet<string> = new Set([...mailSignals, 'site_visit']);
const danishProof: Duration = '2 years';
/** Laws that no longer hold, in the words notices use. */
const repealed = [
  'privacy shield',
  'safe harbo',
  '95/46',
  'persondataloven',
  'personuppgiftslagen',
  'henkilötietolaki',
  'data protection act 1998',
];

function inForms(find: (form: Form, id: string, path: string, policy: Policy) => Finding[]): (policy: Policy) => Finding[] {
  return (policy) => Object.entries(policy.forms).flatMap(([id, form]) => find(form, id, `forms.${id}`, policy));
}

const mailPurposes = (policy: Policy) => purposesOf(policy).filter(([id]) => isMailPurpose(id));
const packsOf = (policy: Policy) => Object.keys(policy.markets).map((market) => rulePackOfMarket(policy, market));
const localesIn = (form: Form) => Object.keys(form.wording) as (keyof Form['wording'])[];
const only = <T>(members: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(members).filter(([other]) => other === name));

const wordingsInUse = (form: Form): { wording: Wording; path: string }[] =>
  localesIn(form).flatMap((locale) => {
    const wording = form.wording[locale]?.[form.version];
    return wording ? [{ wording, path: `wording.${locale}.${form.version}` }] : [];
  });

/** The box has words; where mails carry partners' messages, the words of a mail's box say so (I4). */
function describes(policy: Policy, wording: Wording, purpose: PurposeId): boolean {
  const box = wording.boxes[purpose]?.trim() ?? '';
  if (box === '') return false;
  return (
    !(policy.sharing.partnerContentInOwnSends && isMailPurpose(purpose)) || /partner|kumppan/i.test(`${wording.intro} ${box}`)
  );
}

interface GroundOfMail {
  readonly purpose: PurposeId;
  readonly basis: Basis;
  readonly evidence: readonly string[];
  readonly path: string;
}
const groundsOfMail = (policy: Policy): GroundOfMail[] =>
  mailPurposes(policy).flatMap(([purpose, { basis, basisWhen }]) => [
    { purpose, basis, evidence: [], path: `purposes.${purpose}.basis` },
    ...basisWhen.map((when, index) => ({
      purpose,
      basis: when.basis,
      evidence: when.evidence,
      path: `purposes.${purpose}.basisWhen.${index}`,
    })),
  ]);

/** Mail to people rests on consent, or, where the market knows it, on a sale. That subscribers are businesses relaxes nothing (I3). */
const marketAccepts = (policy: Policy, market: string, basis: Basis): boolean =>
  basis === 'consent' || (basis === 'soft_opt_in' && rulePackOfMarket(policy, market).softOptIn.length > 0);

/** There is evidence to ask for; for a soft opt-in, such as every market that knows one accepts. */
const provable = (policy: Policy, basis: Basis, evidence: readonly string[]): boolean =>
  evidence.length > 0 &&
  (basis !== 'soft_opt_in' ||
    packsOf(policy).every((pack) => pack.softOptIn.length === 0 || acceptedEvidence(pack, evidence).length > 0));

const keepsOnItsOwn = (id: PurposeId): boolean =>
  id !== 'profiling' && !id.startsWith('tracking:') && partnerOf(id) === undefined;
const isPartner = (policy: Policy, id: string): boolean => purposeOf(policy, `partner:${id}`) !== undefined;
const purgesSilent = (policy: Policy): boolean =>
  purposesOf(policy).some(([, { retention }]) =>
    retention.some(({ clock, period, action }) => clock === 'last_activity' && period !== null && action !== 'none'),
  );

interface RecipientWithGround {
  readonly id: string;
  readonly country: string;
  readonly path: string;
  readonly ground: TransferGround;
}
const recipientsOf = ({ processors, sharing, transfer }: Policy): RecipientWithGround[] =>
  [
    ...processors.map((recipient, index) => ({ recipient, path: `processors.${index}` })),
    ...sharing.registry.map((recipient, index) => ({ recipient, path: `sharing.registry.${index}` })),
    ...sharing.group.map((recipient, index) => ({ recipient, path: `sharing.group.${index}` })),
  ].map(({ recipient, path }) => ({
    id: recipient.id,
    country: recipient.country,
    path,
    ground: transferGround(transfer, recipient),
  }));

/** A stage is a recipient too, listed in `transfer.allow` by the name of its region. */
const groundOfRegion = (policy: Policy, region: string): TransferGround =>
  transferGround(policy.transfer, { id: region, country: countryOf(region) });
