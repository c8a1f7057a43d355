import type { Basis, Channel, Locale, RulePackId, Signal, TrackingMode } from '../../../domain/policy.ts';
import { capital, type NoticeTexts, stopped, type Vocabulary, wordFor, wordsIn } from './words.ts';

const { and, or, length, country } = wordsIn('en');

const fields: Vocabulary = {
  email: 'e-mail address',
  name: 'name',
  company: 'company',
  phone: 'phone number',
  title: 'job title',
  role: 'role',
  postalAddress: 'postal address',
  birthDate: 'date of birth',
  gender: 'gender',
  subject: 'subject',
  message: 'message',
  caseNumber: 'case number',
};
const relationships: Vocabulary = {
  customer: 'a customer',
  new_customer: 'a new customer',
  supplier: 'a supplier',
  partner: 'a business partner',
  applicant: 'a job applicant',
  works_for_customer: 'employed by a customer',
};
const evidence: Vocabulary = { sale: 'a purchase', free_account: 'a free account', negotiation: 'talks about a purchase' };
const sources: Vocabulary = {
  'public-source': 'open, public sources',
  event: 'events',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
};
const fieldNames = (names: readonly string[]) => names.map(wordFor(fields));
const quoted = (titles: readonly string[]) => titles.map((title) => `“${title}”`);

const languages: Record<Locale, string> = { nb: 'Norwegian', sv: 'Swedish', da: 'Danish', fi: 'Finnish', en: 'English' };
const places: Record<RulePackId, string> = {
  NO: country('NO'),
  SE: country('SE'),
  DK: country('DK'),
  FI: country('FI'),
  UK: 'the United Kingdom',
  EU: 'other countries of the EU',
  strictest: 'other countries',
};
const signals: Record<Signal, string> = {
  open: 'open an e-mail from us',
  click: 'use a link in an e-mail from us',
  site_visit: 'visit our web site',
  reply: 'reply to us',
  form: 'fill in a form',
  download: 'download something',
  event: 'register for an event',
  login: 'log in',
  preference_update: 'change your choices',
  purchase: 'buy something',
};
const channels: Record<Channel, string> = {
  web: 'on the web',
  email: 'by e-mail',
  phone: 'by phone',
  meeting: 'in a meeting',
  paper: 'on paper',
  oral: 'by word of mouth',
  import: 'in another system from which we import',
};
const article = (letter: string) => `under Article 6(1)(${letter}) of the General Data Protection Regulation (GDPR)`;
const grounds: Record<Basis, string> = {
  consent: `your consent, ${article('a')}`,
  soft_opt_in:
    'the customer relationship. The law lets us e-mail customers about similar products and services of our own, as long as it is easy to say no (ePrivacy Directive, Article 13(2))',
  legitimate_interest: `our legitimate interest in doing just this, ${article('f')}`,
  contract: `a contract with you or your company, ${article('b')}`,
  legal_obligation: `a duty that the law gives us, ${article('c')}`,
};
const groundIn = (basis: Basis, mail: boolean) =>
  `${grounds[basis]}.${mail && basis === 'legitimate_interest' ? ' We then send e-mail to companies only, and only where the law allows it.' : ''}`;
const isPersonal = (mode: TrackingMode) => mode === 'consent' || mode === 'hygiene';
const opensAndClicks = { open: 'open e-mails', click: 'use links in e-mails' } as const;

const clocks = {
  last_activity: 'the last sign of life from you',
  last_inbound_contact: 'you last contacted us',
  relationship_end: 'the end of the relationship between us',
  consent_given: 'you said yes',
} as const;
const ends = {
  delete: 'we delete the data',
  deactivate: 'we set the data aside',
  anonymise: 'we remove what ties the data to you',
  none: 'nothing happens by itself',
} as const;

export const en: NoticeTexts = {
  title: 'Privacy notice',
  lead: (brand) => `This is what ${brand} does with information about you when you get e-mail from us or fill in a form.`,
  inForce: (version) => `Version in force: ${version}`,
  contents: 'Contents',
  sections: {
    short: 'In short',
    responsible: 'Who is responsible',
    scope: 'What this notice is about',
    collected: 'What we collect',
    purposes: 'What we use it for',
    keeping: 'How we count the time',
    tracking: 'Opens, clicks and profile',
    leaving: 'When you say no, and what remains',
    recipients: 'Who else receives information',
    rights: 'Your rights',
    security: 'Security',
    changes: 'Changes and version',
  },
  labels: {
    controller: 'Data controller',
    dpo: 'Data protection officer',
    accountable: 'Who answers for it',
    security: 'Security and incidents',
    authority: 'Supervisory authority',
    questions: 'Questions',
    senders: 'Sender of e-mails',
    required: 'You must give',
    optional: 'You may give',
    never: 'We do not ask for',
    choice: 'Free choice',
    contactForm: 'Contact form',
    relationships: 'You and us',
    sources: 'Other sources',
    mails: 'In our e-mails',
    proof: 'Proof',
    data: 'Information',
    ground: 'Legal basis',
    agreeing: 'How you say yes',
    keeping: 'How long',
    leaving: 'If you say no',
    objecting: 'If you object',
    deadMailbox: 'If your mailbox is gone',
    opens: 'Opens',
    clicks: 'Clicks',
    profiling: 'Profile',
    receives: 'When',
    sees: 'What they see',
    place: 'Where',
    agreement: 'Agreement',
    crm: 'Customer system',
    access: 'Access',
    rectification: 'Correction',
    erasure: 'Erasure',
    restriction: 'Restriction',
    portability: 'Portability',
    objection: 'Objection',
    howToAsk: 'How to ask',
    deadline: 'Our answer',
    identity: 'Who you are',
    case: 'Your case',
    complaint: 'Complaint',
  },
  roles: { partner: 'Business partner', group: 'Company of the same group', processor: 'Processor' },
  fields,
  relationships,
  sources,
  changed: {
    since: (day) => `Changed on ${day}`,
    before: (version) => `Read the version before (${version})`,
    what: 'What has changed?',
    added: 'This is new',
    removed: 'This has been taken out',
  },
  past: {
    held: (version, from, until) => `Version ${version} was in force from ${from} to ${until}.`,
    inForce: (version) => `Read the version that is in force now (${version})`,
  },
  unknownVersion: {
    title: 'We do not have that version here',
    lead: (asked) => `You asked for version “${asked}” of the privacy notice.`,
    inForce: (version) => `The version that we have here is the one in force: ${version}`,
  },
  says: {
    shortMail: ({ consentOnly }) =>
      consentOnly
        ? 'We send you only newsletters and marketing that you have said yes to.'
        : 'We send you newsletters and marketing that you have said yes to. If you are a customer, we may also send what the law allows without consent.',
    shortLeaving: ({ person }) =>
      `You can unsubscribe at any time, with one press. ${
        person === 'delete'
          ? 'Once you want no more e-mails, we delete you.'
          : person === 'deactivate'
            ? 'Once you want no more e-mails, we set your data aside. We delete them when you ask.'
            : person === 'suppress'
              ? 'Then we stop sending.'
              : 'What then becomes of your data is told at each purpose.'
      }`,
    shortTracking: ({ open, click }) => {
      const personal = [...(isPersonal(open) ? ['opens'] : []), ...(isPersonal(click) ? ['clicks'] : [])];
      if (personal.length > 0) return `We record ${and(personal)} in our e-mails only if you have said yes to just that.`;
      return open === 'off' && click === 'off'
        ? 'We do not record whether you open our e-mails or use their links.'
        : 'We count how many read our e-mails, but do not know who.';
    },
    shortSharing: ({ gate }) =>
      gate === 'consent'
        ? 'Other companies receive your data for their own use only if you have said yes to just that.'
        : gate === 'notice'
          ? 'Some other companies receive your data. They are listed below.'
          : 'No other company receives your data for its own use.',

    contact: ({ name, address, email }) => [name, address, email].filter(Boolean).join('\n'),
    established: ({ country: code }) => `Established in: ${country(code)}.`,
    authority: ({ name }) => name,
    incidentReport: () => 'Write here if you have found, or suspect, that data have gone astray.',
    questions: ({ email }) => email,
    senders: ({ senders }) => senders.map(({ name, email }) => `${name}, ${email}`).join('\n'),

    scope: ({ brand, website, published }) =>
      `This notice is about e-mails, forms and links that ${brand} uses for newsletters, marketing and enquiries. It is not about the rest of the web site ${website}, which has cookies and terms of its own. All that we publish about privacy is at ${published}`,
    markets: ({ markets }) =>
      `We write to people in ${and(markets.map(({ rulePack, locale }) => `${places[rulePack]} (in ${languages[locale]})`))}.`,
    localLaw: () => 'The law of your country applies. If we do not know where you live, we follow the strictest rules.',
    business: () => 'We address only people who represent a company. The law protects you all the same.',
    children: () => 'Our services are not meant for children.',
    sensitiveData: () =>
      'We never ask for sensitive information, for example about health, religion or politics. Please do not send us any.',
    noCookies: () => 'The forms and pages here use no cookies and no invisible images.',

    fieldsRequired: ({ fields }) => `${capital(and(fieldNames(fields)))}. Without this we cannot send you what you ask for.`,
    fieldsOptional: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    fieldsForbidden: ({ fields }) => `${capital(and(fieldNames(fields)))}. That has no place in our forms or e-mails.`,
    freeChoice: () =>
      'No box is ticked in advance, and each choice stands on its own. Silence, or using the web site, is not a yes.',
    served: ({ title }) => `You get “${title}” whatever else you tick.`,
    contactForm: ({ fields, to }) =>
      `What you write in the contact form goes to ${to}: ${and(fieldNames(fields))}. It is not stored here, and signs you up for nothing.`,
    relationships: ({ relationships: names }) =>
      `We may note whether you are ${or(names.map(wordFor(relationships)))}. That alone never brings you marketing.`,
    ownSources: () => 'None. We have the data from you.',
    source: ({ source, purposes }) =>
      `If we get data from ${wordFor(sources)(source)}, we use them for ${purposes.length > 0 ? `${and(quoted(purposes))} only` : 'nothing'}, until you have said yes to more yourself.`,
    sourceTold: ({ within }) => `We tell you where we have the data from, within ${length(within)} at the latest.`,
    printed: ({ fields }) =>
      fields.length > 0
        ? `Our e-mails may contain your ${and(fieldNames(fields))}, and nothing else about you.`
        : 'Our e-mails contain no information about you.',
    proofOfConsent: () =>
      'When you say yes, we store what you read, what you chose, when and how, your network address and your browser. With that we can show that we may write to you.',

    described: ({ text }) => stopped(text),
    data: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    ground: ({ basis, mail }) => capital(groundIn(basis, mail)),
    groundWhen: ({ basis, mail, relationships: names, evidence: proofs }) =>
      `If you are ${or(names.map(wordFor(relationships)))}${proofs.length > 0 ? `, and we can point to ${or(proofs.map(wordFor(evidence)))}` : ''}: ${groundIn(basis, mail)}`,
    agreeBy: ({ channels: ways }) => `You can say yes ${or(ways.map((way) => channels[way]))}.`,
    confirmedBy: ({ linkLife }) =>
      `You get an e-mail with a link, and your yes counts only once you confirm there. The link works for ${length(linkLife)}. If you do not confirm, we delete the request.`,
    notedFrom: ({ channels: ways }) =>
      `If you say yes ${or(ways.map((way) => channels[way]))}, we note who asked, when, and what you were asked.`,
    lapses: ({ validity }) => `Your consent lasts for ${length(validity)}. Then we must ask again.`,
    retention: ({ clock, period, action }) =>
      period === null
        ? 'We keep the data until you ask us to delete them.'
        : `${length(period)} after ${clocks[clock]}, ${ends[action]}.`,
    byContract: ({ clock, shortest, longest, action }) =>
      `A contract may agree otherwise: between ${length(shortest)} and ${length(longest)} after ${clocks[clock]}, ${ends[action]}.`,
    asksToStay: ({ before }) => `${length(before)} before that, we ask you by e-mail whether you want to stay.`,
    keptWithTheRest: () => 'As long as your yes stands. It is deleted together with our other data about you.',
    leavingEnds: ({ others }) =>
      others.length > 0
        ? `This ends, and with it: ${and(quoted(others))}.`
        : 'This ends. Whatever else you have said yes to goes on.',
    leavingMail: ({ action }) =>
      ({
        delete:
          'We delete at once what we have stored for this purpose. If it was the last e-mail you had said yes to, we delete you.',
        suppress: 'We keep the data, but send you no more.',
        deactivate: 'If it was the last e-mail you had said yes to, we set your data aside. We delete them when you ask.',
      })[action],
    leavingOther: ({ action }) =>
      ({
        delete: 'We delete at once what we have stored for this purpose.',
        suppress: 'We keep the data, but do not use them for this.',
        deactivate: 'We keep the data, but do not use them for this.',
      })[action],
    mayObject: ({ marketing }) =>
      marketing
        ? 'You can object at any time, without a reason. Then you get no more marketing from us.'
        : 'You can object to this at any time.',
    deadMailbox: ({ action }) =>
      ({
        suppress: 'If an e-mail comes back because the address no longer exists, we stop sending.',
        deactivate: 'If an e-mail comes back because the address no longer exists, we set the data aside.',
        delete: 'If an e-mail comes back because the address no longer exists, we delete you.',
      })[action],

    signs: ({ signals: counted, all }) =>
      `A sign of life is that you ${or(counted.map((signal) => signals[signal]))}. ${
        all ? 'The time runs from the one that is longest ago.' : 'One of them is enough, and each one starts the time anew.'
      }`,
    signsByConsent: ({ signals: counted }) =>
      `That you ${or(counted.map((signal) => opensAndClicks[signal]))} can count only if you have let us record it.`,
    machines: ({ ignored }) =>
      ignored
        ? 'What a mail program or a security filter opens by itself does not count.'
        : 'What a mail program opens by itself counts, too.',
    mailsNeeded: ({ mails }) => `Silence counts only once you have had at least ${mails} e-mails from us.`,
    untracked: ({ outcome }) =>
      `If we do not record opens and clicks for you, we do not know whether you read. ${
        {
          kept: 'Then we do not delete you for being silent.',
          asked: 'Then we ask you by e-mail before we delete you.',
          same: 'The times are the same.',
        }[outcome]
      }`,
    ownMailsDoNotCount: () =>
      'Contact is something you do, such as replying to us, filling in a form or visiting the web site. That we write to you prolongs nothing.',
    deactivated: () =>
      'Set aside means that we keep the data, but do not e-mail you, share them or send them to other systems. Only you can bring them back into use, by signing up and confirming.',
    anonymised: () => 'Once we have removed what ties data to you, what is left are numbers that point to nobody.',
    legalHold: () =>
      'If we need data to make or defend a legal claim, we may keep them until that is over. They are used for nothing else.',

    tracked: ({ signal, mode }) =>
      ({
        off:
          signal === 'open'
            ? 'Not recorded. Our e-mails have no invisible image.'
            : 'Not recorded. The links lead straight to where they point.',
        aggregate:
          signal === 'open'
            ? 'We count how many open, with an image that is the same for everybody. We do not know who opens.'
            : 'We count how many use each link. The links are the same for everybody, so we do not know who it is.',
        hygiene: `If you have said yes to it, we store the day on which you last ${signal === 'open' ? 'opened an e-mail' : 'used a link'}, and nothing else. If not, we store nothing.`,
        consent:
          signal === 'open'
            ? 'If you have said yes to it, we store which e-mails you open, and when. If not, our e-mails have no invisible image.'
            : 'If you have said yes to it, we store which links you use, and when. If not, the links lead straight to where they point.',
      })[mode],
    eventLife: ({ life }) => `Each record is deleted after ${length(life)}.`,
    trackingEnds: () => 'You can take your yes back and keep the newsletter. That goes for e-mails you already have, too.',
    profiled: ({ profiled }) =>
      profiled
        ? 'We make a profile of what interests you only if you have said yes to it. You can see it, and switch it off.'
        : 'We make no profile of you.',

    leaveByLink: () =>
      'Use the link at the foot of every e-mail. One press is enough: you need not log in or give a reason, and it takes effect at once.',
    leaveByPage: () =>
      'Or ask for [a link to your choices]. We send it by e-mail, and it works for an hour. Nobody can unsubscribe you just by knowing your address.',
    leaveByWriting: ({ email }) => `Or write to ${email} from the e-mail address that we have on record.`,
    noOtherBasis: () => 'Once you have said no, we do not look for another legal basis instead.',
    keptForOthers: () => 'Data that we need for something else you have with us, such as a customer relationship, stay for that.',
    suppressed: ({ period }) =>
      `So as not to write to you again, we keep a code calculated from your address, without the address, with the reason and the date. ${
        period === null ? 'The code has no end date.' : `It is deleted after ${length(period)}.`
      }`,
    proofKept: ({ proof }) =>
      `We keep the proof that you had said yes for ${length(proof)} after the last e-mail. It holds neither your name nor your address.`,
    comeBack: () => 'If you want e-mail again, you sign up and confirm anew. We never sign you up again ourselves.',

    sharing: ({ gate }) =>
      gate === 'consent'
        ? 'Business partners receive data about you only if you have said yes to sharing them with that very partner. We do not sell data.'
        : gate === 'notice'
          ? 'The business partners listed here receive data about you without your being asked first. You can object.'
          : 'Business partners receive no data about you. We do not sell, trade or pass on data.',
    received: ({ gate, purpose }) =>
      ({
        consent: `Only if you have said yes to ${purpose ? `“${purpose}”` : 'it'}.`,
        notice: 'Without your being asked first. You can object.',
        on_behalf: 'Handles data on our behalf, and only as we have decided.',
        never: 'Never.',
      })[gate],
    sees: ({ fields }) => (fields.length > 0 ? `${capital(and(fieldNames(fields)))}.` : 'No data about you.'),
    place: ({ country: code, ground }) => {
      if (!ground.permitted) return `${country(code)}, outside the EEA. Without a valid ground we send nothing there.`;
      if (ground.ground === 'eea') return `${country(code)}, inside the EEA.`;
      const carried = {
        adequacy: 'the EU has found data protection there adequate',
        SCC: 'the EU’s standard contractual clauses',
        DPF: 'the EU-U.S. Data Privacy Framework',
        BCR: 'binding corporate rules',
        consent: 'your explicit consent',
      }[ground.ground];
      return `${country(code)}, outside the EEA. Ground: ${carried}${ground.ref ? ` (${ground.ref})` : ''}.`;
    },
    agreement: ({ contract, dpaSigned }) =>
      [
        dpaSigned === undefined
          ? ''
          : dpaSigned
            ? 'A data processing agreement is signed.'
            : 'No data processing agreement is signed.',
        contract ? `Agreement: ${contract}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    readMore: ({ url }) => url,
    acknowledged: ({ within }) =>
      `If you take your yes back, the recipient is told at once, and must acknowledge it within ${length(within)}.`,
    disclosuresRecorded: () => 'We note what we have passed on, to whom and when. You see it when you ask for access.',
    partnerContent: () => 'Our e-mails may carry content from business partners. They do not learn who receives it.',
    counts: ({ minCell }) =>
      `We may give away numbers that point to nobody: behind each number stand at least ${minCell} people.`,
    crm: ({ kind, direction, deletePropagates }) =>
      `${{ creatio: 'Creatio', hubspot: 'HubSpot' }[kind]}. ${
        {
          push: 'Your choices are sent there.',
          pull: 'We fetch your choices from there.',
          both: 'Your choices are sent there, and if you say no there, that counts here, too.',
        }[direction]
      } ${deletePropagates ? 'If we delete you here, you are deleted there as well.' : 'If we delete you here, you are not deleted there.'}`,
    authorities: () => 'Public authorities receive data only when the law demands it.',
    businessTransfer: () =>
      'If someone takes over our business, they receive data about you only once they have undertaken in writing to protect them as well as we do.',
    transfer: ({ mode, named }) =>
      ({
        eea_only: named
          ? 'Data leave the EEA only for those recipients above that have a ground for it.'
          : 'Data do not leave the EEA.',
        adequate: `Data leave the EEA only for countries that the EU has found adequate${named ? ', and for those recipients above that have a ground for it' : ''}.`,
        safeguards: named
          ? 'Data leave the EEA only for the recipients above, on the ground stated there.'
          : 'Data leave the EEA only for recipients listed here, on a valid ground. Today there is none.',
      })[mode],

    rightAccess: () => 'You can learn what we have about you, and get a copy of all of it.',
    rightRectify: () => 'You can have corrected what is wrong, and added what is missing.',
    rightErase: ({ erasure }) =>
      erasure === 'auto'
        ? 'You can ask us to delete you at any time. It is done at once.'
        : 'You can ask us to delete you at any time. We consider each case on its own, within the time for our answer. Unsubscribing works at once in any case.',
    rightRestrict: () => 'You can ask us to let the data lie unused. They are used again only when you say so.',
    rightPort: () => 'You can have the data in a file that another system can read (JSON and CSV).',
    rightObject: () => 'If you say no to direct marketing, all marketing from us stops, whatever its basis.',
    rightComplain: ({ authority }) =>
      `If you are not satisfied, please tell us first. You can always complain to ${authority}, or to the authority where you live.`,
    ask: ({ email }) =>
      `Ask for [a link to your data], or write to ${email}. You can also call, send a letter or come in person. It costs nothing.`,
    deadline: ({ deadline, extension }) =>
      `We answer as soon as we can, and within ${length(deadline)} of your question at the latest. If it is difficult, we may take ${length(extension)} more. Then we tell you why within the first period.`,
    identity: ({ identity }) =>
      ({
        mailbox: 'We send a link to your e-mail address. That is enough. Only on well-founded doubt do we ask for more.',
        sender_address:
          'If you write from the e-mail address that we have on record, that is enough. Otherwise we send a link there. Only on well-founded doubt do we ask for more.',
        id_document:
          'We send a link to your e-mail address. If we are still in doubt, we may ask for proof of identity. We delete the copy once we have checked it.',
      })[identity],
    caseFollowUp: () => 'You get a case number, and learn whom you can contact about your case.',
    results: () => 'You fetch the answer with a link that stops working after a while. We do not send your data in an e-mail.',
    referral: () => 'If we have the data only because we work for a customer, we tell you who that is, and refer you there.',
    noAutomatedDecisions: () => 'No machine takes decisions about you that have legal or similarly grave effects.',

    measure: ({ text }) => stopped(text),
    systemMeasure: ({ measure }) =>
      ({
        encrypted: 'Data are encrypted, both when they are stored and when they are sent.',
        need_to_know: 'Each part of the system, and each employee, can reach only what they need.',
        logged: 'We note who among us looks at data about you.',
        nameless: 'Links, logs and queues never hold your address.',
        restored: 'If we have to bring the system back from a backup, withdrawals and erasures are done again.',
      })[measure],
    operators: ({ grantsLast }) =>
      `No employee has access for longer than ${length(grantsLast)} without its being granted again.`,
    breach: ({ deadline, clockStart, authority }) =>
      `If data go astray, we report it to ${authority} within ${length(deadline)} after ${
        clockStart === 'awareness' ? 'we found out' : 'it happened'
      }. If the risk to you is high, you are told as well.`,

    changes: ({ onChange }) =>
      ({
        site: 'We publish a new version here, and announce it on our web site.',
        email: 'We publish a new version here, and tell you by e-mail.',
        reconsent: 'We publish a new version here, and ask you whether you still say yes.',
      })[onChange],
    versionKept: () => 'Together with your yes we store which version was in force.',
    version: ({ notice, policy, hash }) =>
      `This is version ${notice} of the notice. It is made from version ${policy} of the settings that the system follows.\nChecksum: ${hash}`,
  },
};
