/**
 * A policy as sentences, for people who have to answer for it. Every setting is told, the defaults too: no promise can change without
 * its sentence changing, so two versions are compared sentence by sentence.
 */
import type { BasisReason } from './basis.ts';
import {
  type Basis,
  type Form,
  isMailPurpose,
  type Policy,
  type Purpose,
  type PurposeId,
  purposesOf,
  type Retention,
} from './policy.ts';

/** One setting (its steps joined by dots) as a sentence. */
export interface Statement {
  readonly setting: string;
  readonly sentence: string;
}

/** Sentences about one subject. */
export interface Chapter {
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** A setting that two versions tell differently; without `before` it is new, without `after` it is gone. */
export interface Change {
  readonly setting: string;
  readonly before?: string;
  readonly after?: string;
}

type Told = readonly [setting: string, sentence: string];
type Recipient = Policy['processors'][number];

/** The whole policy in words, in the order of the file. */
export const inWords = (policy: Policy): Chapter[] => [
  chapter(`${policy.identity.displayName} (${policy.brand})`, sender(policy)),
  chapter('Who is responsible', responsible(policy)),
  chapter('People, markets and data', people(policy)),
  ...purposesOf(policy).map(([id, purpose]) => chapter(`Purpose ${id}`, purposeInWords(id, purpose))),
  ...Object.entries(policy.forms).map(([id, form]) => chapter(`Form ${id}`, formInWords(id, form))),
  chapter('Signs of life and tracking', activity(policy)),
  chapter('Who else receives data', sharing(policy)),
  chapter('Afterwards: suppression, rights, breaches', afterwards(policy)),
];

/** What changed from one version to another. */
export function changes(before: Policy, after: Policy): Change[] {
  const [then, now] = [before, after].map(
    (policy) =>
      new Map(
        inWords(policy).flatMap(({ statements }) => statements.map(({ setting, sentence }) => [setting, sentence] as const)),
      ),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...then.keys(), ...now.keys()])]
    .filter((setting) => then.get(setting) !== now.get(setting))
    .map((setting) => {
      const [was, is] = [then.get(setting), now.get(setting)];
      return { setting, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) };
    });
}

/** Why a purpose may or may not be pursued for a person. */
export const reasonInWords: Readonly<Record<BasisReason, string>> = {
  consent_given: 'the person agreed',
  existing_customer: 'a customer, with proof of it, may be told of similar products',
  company: 'a company, which may be mailed until it objects',
  service: 'part of what the person asked for or is owed',
  consent_missing: 'the person has not agreed',
  consent_ended: 'the person refused or withdrew, and nothing else takes the place of consent',
  evidence_missing: 'there is no proof that the market’s law accepts',
  market_requires_consent: 'the market’s law asks for consent',
  unknown_purpose: 'the policy has no such purpose',
};

const chapter = (title: string, told: readonly Told[]): Chapter => ({
  title,
  statements: told.map(([setting, sentence]) => ({ setting, sentence })),
});

const sender = ({ brand, version, identity, notice }: Policy): Told[] => [
  ['version', `This is version ${version} of the policy of ${brand}.`],
  ['identity.displayName', `The brand is called ${identity.displayName}.`],
  ['identity.website', `Its site is ${identity.website}.`],
  ['identity.from', `Its mails come from ${list(identity.from.map(({ name, email }) => `${name} <${email}>`))}.`],
  ['identity.replyTo', `Answers go to ${identity.replyTo}.`],
  ['identity.timeZone', `Its times are those of ${identity.timeZone}.`],
  ['identity.logo', identity.logo ? `Its logo is ${identity.logo}.` : 'Its pages and mails bear no logo.'],
  ['identity.colour', identity.colour ? `Its colour is ${identity.colour}.` : 'Its pages and mails have no colour of their own.'],
  ['notice.version', `The privacy notice in force is “${notice.version}”.`],
  ['notice.url', `It is published at ${notice.url}.`],
  ['notice.cites', notice.cites.length > 0 ? `It cites ${list(notice.cites)}.` : 'It cites no law.'],
  [
    'notice.onChange',
    {
      site: 'A new notice is announced on the site.',
      email: 'A new notice is announced by e-mail.',
      reconsent: 'A new notice asks everyone to agree again.',
    }[notice.onChange],
  ],
];

const responsible = ({ controller, securityMeasures }: Policy): Told[] => [
  ['controller.name', `${controller.name} decides why and how data are used.`],
  ['controller.address', `Its address is ${controller.address}.`],
  ['controller.country', `It is established in ${controller.country}.`],
  ['controller.email', controller.email ? `It answers at ${controller.email}.` : 'It names no e-mail address.'],
  ['controller.authority', `Complaints go to ${controller.authority}.`],
  [
    'controller.dpo',
    controller.dpo ? `The data protection officer is ${contact(controller.dpo)}.` : 'It has named no data protection officer.',
  ],
  [
    'controller.accountable',
    controller.accountable
      ? `${contact(controller.accountable)} answers for the use of data.`
      : 'It has named nobody who answers for the use of data.',
  ],
  [
    'controller.security',
    controller.security
      ? `${contact(controller.security)} answers for security, and hears of incidents.`
      : 'It has named nobody for security.',
  ],
  ...Object.entries(securityMeasures ?? {}).map(
    ([locale, measures]): Told => [
      `securityMeasures.${locale}`,
      `The notice says of security (${locale}): ${measures.join(' ')}`,
    ],
  ),
  ...(securityMeasures ? [] : [['securityMeasures', 'The notice says of security what the system itself does.'] as const]),
];

const people = (policy: Policy): Told[] => [
  [
    'subscribers',
    {
      business: 'Only people who act for a company are addressed; the law protects them all the same.',
      anyone: 'Anyone may subscribe.',
    }[policy.subscribers],
  ],
  ...Object.entries(policy.markets).map(
    ([id, { locale, rulePack }]): Told => [
      `markets.${id}`,
      `Market ${id} is written to in ${languages[locale]} and protected by the rules of ${rulePack === 'strictest' ? 'the strictest market' : rulePack}.`,
    ],
  ),
  [
    'relationships',
    policy.relationships.length > 0
      ? `A person may be ${list(policy.relationships, 'or')}; that alone lets no mail out.`
      : 'No relationships are recorded.',
  ],
  ...(Object.keys(policy.sources).length === 0 ? [['sources', 'Contacts come from the brand’s own forms only.'] as const] : []),
  ...Object.entries(policy.sources).map(
    ([source, purposes]): Told => [
      `sources.${source}`,
      `Contacts from ${source} are used for ${listOr(purposes, 'nothing')} only, until they agree to more.`,
    ],
  ),
  ['tellSourceWithin', `Whoever comes from elsewhere is told within ${policy.tellSourceWithin} where they were found.`],
  ...Object.entries(policy.fields).map(([field, rule]): Told => [`fields.${field}`, `The field ${field} is ${rule}.`]),
  ['mergeFields', `Mails may print ${listOr(policy.mergeFields, 'no field of the person')}.`],
];

function purposeInWords(id: PurposeId, purpose: Purpose): Told[] {
  const at = (setting: string) => `purposes.${id}.${setting}`;
  const { doubleOptIn } = purpose;
  return [
    [at('title'), `People know it as ${inEachLocale(purpose.title)}.`],
    [at('description'), `It is described as ${inEachLocale(purpose.description)}.`],
    [at('dataCategories'), `It uses ${list(purpose.dataCategories)}.`],
    [at('basis'), `It rests on ${grounds[purpose.basis]}.`],
    [
      at('basisWhen'),
      purpose.basisWhen.length === 0
        ? 'No relationship changes that.'
        : purpose.basisWhen
            .map(
              ({ relationships, basis, evidence }) =>
                `For ${list(relationships, 'or')} it rests on ${grounds[basis]}, proved by ${listOr(evidence, 'nothing', 'or')}.`,
            )
            .join(' '),
    ],
    [at('channels'), `Consent may come by ${list(purpose.channels, 'or')}.`],
    [at('doubleOptIn.for'), `A link must confirm what came by ${listOr(doubleOptIn.for, 'no way at all', 'or')}.`],
    [
      at('doubleOptIn.offline'),
      {
        record_only: 'What came otherwise rests on an operator’s note.',
        confirm_by_email: 'What came otherwise is confirmed through a mail.',
      }[doubleOptIn.offline],
    ],
    [at('doubleOptIn.tokenLife'), `The link works for ${doubleOptIn.tokenLife}.`],
    [at('validity'), purpose.validity ? `Consent lapses after ${purpose.validity}.` : 'Consent does not lapse by itself.'],
    ...(purpose.retention.length === 0 ? [[at('retention'), 'Its data go with the person’s other data.'] as const] : []),
    ...purpose.retention.map((rule, index): Told => [at(`retention.${index}`), retentionInWords(rule)]),
    [
      at('onWithdrawal'),
      {
        delete: isMailPurpose(id)
          ? 'Withdrawing it deletes this purpose’s data, and the person when no other mail is left.'
          : 'Withdrawing it deletes this purpose’s data.',
        suppress: 'Withdrawing it stops the mails; the data stay.',
        deactivate: 'Withdrawing it sets the person aside; the data stay until the person asks.',
      }[purpose.onWithdrawal],
    ],
    [
      at('withdrawalScope'),
      {
        purpose: 'Withdrawing it ends nothing else.',
        all_marketing: 'Withdrawing it ends all marketing, tracking, profiling and sharing.',
      }[purpose.withdrawalScope],
    ],
    [
      at('onHardBounce'),
      {
        suppress: 'When the mailbox is gone, mails stop.',
        deactivate: 'When the mailbox is gone, the person is set aside.',
        delete: 'When the mailbox is gone, the person is deleted.',
      }[purpose.onHardBounce],
    ],
  ];
}

const retentionInWords = ({ clock, period, action, warnBefore, repermission, byContract }: Retention): string =>
  (period === null
    ? `Nothing happens however long after ${clocks[clock]}${action === 'none' ? '' : ` (${action})`}${lastStep(warnBefore, repermission)}.`
    : `${period} after ${clocks[clock]} the person is ${actions[action]}${lastStep(warnBefore, repermission)}.`) +
  (byContract
    ? ` A contract may agree instead that, ${byContract.shortest} to ${byContract.longest} after ${clocks[byContract.clock]}, the person is ${actions[byContract.action]}${lastStep(byContract.warnBefore, repermission)}.`
    : '');

const lastStep = (warnBefore: string | null, repermission: boolean): string =>
  `${warnBefore === null ? '' : `; the last step begins ${warnBefore} before`}${repermission ? '; a mail asks first whether to stay' : ''}`;

function formInWords(id: string, form: Form): Told[] {
  const at = (setting: string) => `forms.${id}.${setting}`;
  return [
    [at('market'), `It serves market ${form.market}.`],
    [at('version'), `It is at version ${form.version}.`],
    [
      at('withdrawn'),
      `It refuses ${form.withdrawn.length > 0 ? `version ${list(form.withdrawn.map(String))}` : 'no earlier version'}.`,
    ],
    [at('channel'), `Consent comes by ${form.channel}.`],
    [at('consents'), `It has a box for ${listOr(form.consents, 'nothing')}.`],
    [at('preticked'), `${capital(listOr(form.preticked, 'no box'))} is ticked in advance.`],
    [at('required'), `${capital(listOr(form.required, 'no box'))} must be ticked.`],
    [at('implied'), `${capital(listOr(form.implied, 'nothing'))} is taken from silence or use.`],
    [at('serves'), form.serves ? `It also delivers ${form.serves}, whatever is ticked.` : 'It delivers nothing else.'],
    [at('fields'), `It asks for ${list(form.fields)}.`],
    [at('origins'), `It may be posted by the hosted page${form.origins.length > 0 ? ` and by ${list(form.origins)}` : ' only'}.`],
    [at('store'), form.store ? 'What it brings is stored.' : 'It is passed on by mail; nothing is stored and nobody subscribed.'],
    ...Object.entries(form.thankYou ?? {}).map(
      ([locale, url]): Told => [at(`thankYou.${locale}`), `Afterwards visitors see ${url} (${locale}).`],
    ),
    ...(form.thankYou ? [] : [[at('thankYou'), 'Afterwards visitors see the hosted page.'] as const]),
    ...Object.entries(form.wording).flatMap(([locale, versions]) =>
      Object.entries(versions).flatMap(([version, { intro, boxes, howToWithdraw }]): Told[] => [
        [at(`wording.${locale}.${version}.intro`), `It begins (${locale}, version ${version}): “${intro}”`],
        ...Object.entries(boxes).map(
          ([purpose, text]): Told => [
            at(`wording.${locale}.${version}.boxes.${purpose}`),
            `The box for ${purpose} says (${locale}, version ${version}): “${text}”`,
          ],
        ),
        [
          at(`wording.${locale}.${version}.howToWithdraw`),
          `On withdrawing it says (${locale}, version ${version}): “${howToWithdraw}”`,
        ],
      ]),
    ),
  ];
}

const activity = ({ activity, tracking }: Policy): Told[] => [
  ['activity.counts', `A sign of life is ${list(activity.counts, 'or')}.`],
  [
    'activity.signalsNeeded',
    { any: 'One kind of sign is enough.', all: 'Every kind of sign is needed.' }[activity.signalsNeeded],
  ],
  [
    'activity.mailsNeeded',
    activity.mailsNeeded === 0
      ? 'Silence counts from the first day.'
      : `Silence counts only after ${activity.mailsNeeded} mails.`,
  ],
  ['activity.ignoreMachines', activity.ignoreMachines ? 'What machines open is no sign.' : 'What machines open is a sign too.'],
  [
    'activity.whenNotTracked',
    {
      keep: 'Of whom we may not see signs, we keep the data.',
      ask: 'Whom we may not see, we ask.',
      delete: 'Whom we may not see, we delete.',
    }[activity.whenNotTracked],
  ],
  ...(['open', 'click'] as const).map(
    (signal): Told => [
      `tracking.${signal}`,
      `Of ${signal === 'open' ? 'opens' : 'clicks'} we keep ${tracked[tracking[signal]]}.`,
    ],
  ),
  ['tracking.eventLife', `Events are kept for ${tracking.eventLife}.`],
  [
    'tracking.disclosed',
    tracking.disclosed ? 'The notice tells of tracking in mails.' : 'The notice does not tell of tracking in mails.',
  ],
];

const sharing = ({ sharing, processors, transfer, crm }: Policy): Told[] => [
  [
    'sharing.partners',
    {
      never: 'Partners never receive data.',
      opt_in: 'A partner receives the data of those who agreed to it, and of nobody else.',
      notice: 'Partners receive data without being agreed to.',
    }[sharing.partners],
  ],
  ...recipients('sharing.registry', sharing.registry, 'a partner'),
  ...recipients('sharing.group', sharing.group, 'of the same group'),
  [
    'sharing.partnerContentInOwnSends',
    sharing.partnerContentInOwnSends
      ? 'The brand’s own mails may carry partners’ messages.'
      : 'The brand’s mails carry no partners’ messages.',
  ],
  ['sharing.ackWithin', `A partner acknowledges a withdrawal within ${sharing.ackWithin}.`],
  [
    'sharing.minCell',
    sharing.minCell === undefined
      ? 'Counts are not given away.'
      : `Counts may be given away where at least ${sharing.minCell} people stand behind each.`,
  ],
  ...recipients('processors', processors, 'a processor'),
  [
    'transfer.mode',
    {
      eea_only: 'Data stay in the EEA.',
      adequate: 'Data stay in the EEA and in countries found adequate.',
      safeguards: 'Data leave the EEA only with safeguards.',
    }[transfer.mode],
  ],
  [
    'transfer.allow',
    transfer.allow.length === 0
      ? 'No recipient outside it is allowed by name.'
      : transfer.allow.map(({ recipient, mechanism, ref }) => `To ${recipient} they may go by ${mechanism} (${ref}).`).join(' '),
  ],
  [
    'crm',
    crm
      ? `Consents go to and from ${crm.kind} (${crm.direction}); deletions ${crm.deletePropagates ? 'reach it' : 'do not reach it'}.`
      : 'No CRM is connected.',
  ],
];

const recipients = (setting: string, listed: readonly Recipient[], role: string): Told[] =>
  listed.map(
    ({ id, name, country, url, contract, fields, dpaSigned }): Told => [
      `${setting}.${id}`,
      `${name} (${id}, ${country}${url ? `, ${url}` : ''}) is ${role}, sees ${listOr(fields, 'nothing')}, under ${contract ?? 'no stated contract'}; a processing agreement is ${dpaSigned ? 'signed' : 'not signed'}.`,
    ],
  );

const afterwards = ({ suppression, rights, breach, operators }: Policy): Told[] => [
  [
    'suppression.period',
    suppression.period === null ? 'Who left stays left, without end.' : `Who left stays left for ${suppression.period}.`,
  ],
  ['suppression.proof', `Proof of consent is kept for ${suppression.proof} after the last mail.`],
  ['rights.deadline', `Requests are answered within ${rights.deadline}.`],
  ['rights.extension', `A hard one may take ${rights.extension} more.`],
  [
    'rights.identity',
    {
      mailbox: 'Who controls the mailbox is believed.',
      sender_address: 'Who writes from the stored address is believed.',
      id_document: 'On doubt, an identity document may be asked for.',
    }[rights.identity],
  ],
  ['rights.erasure', { auto: 'Erasure happens at once.', review: 'Erasure waits for a decision, case by case.' }[rights.erasure]],
  ['breach.deadline', `The authority hears of a breach within ${breach.deadline}.`],
  [
    'breach.clockStart',
    { awareness: 'That time runs from when it is noticed.', occurrence: 'That time runs from when it happened.' }[
      breach.clockStart
    ],
  ],
  ['operators.grantsLast', `An operator’s access ends after ${operators.grantsLast}.`],
];

const languages = { nb: 'Norwegian', sv: 'Swedish', da: 'Danish', fi: 'Finnish', en: 'English' } as const;
const grounds: Readonly<Record<Basis, string>> = {
  consent: 'consent',
  soft_opt_in: 'an existing sale (soft opt-in)',
  legitimate_interest: 'legitimate interest',
  contract: 'a contract',
  legal_obligation: 'a legal duty',
};
const clocks = {
  last_activity: 'the last sign of life',
  last_inbound_contact: 'the last contact from the person',
  relationship_end: 'the end of the relationship',
  consent_given: 'the consent was given',
} as const;
const actions = { delete: 'deleted', deactivate: 'set aside', anonymise: 'made anonymous', none: 'left as is' } as const;
const tracked = {
  off: 'nothing',
  aggregate: 'counts without persons',
  hygiene: 'the day of the last one, of people who agreed',
  consent: 'what people who agreed did',
} as const;

const contact = ({ name, email, address }: { name: string; email?: string | undefined; address?: string | undefined }): string =>
  [name, email, address].filter((part) => part !== undefined).join(', ');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const list = (words: readonly string[], joint: 'and' | 'or' = 'and'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
const listOr = (words: readonly string[], nothing: string, joint: 'and' | 'or' = 'and'): string =>
  words.length === 0 ? nothing : list(words, joint);
const inEachLocale = (text: Purpose['title']): string =>
  list(Object.entries(text).map(([locale, words]) => `“${words}” (${locale})`));
