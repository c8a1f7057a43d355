/**
 * Consent records and receipts after ISO/IEC TS 27560:2023, in the profile that the W3C's Data Privacy Vocabularies group gives it for the
 * GDPR (w3id.org/dpv/guides/consent-27560). The members bear the standard's names; the JSON-LD context says which term of the vocabulary
 * each of them is, so that a reader of either finds what they look for. Members of ours that have no term (the ledger's numbers and
 * hashes) stand beside them.
 *
 * What happened is read from the ledger alone. What the purpose means is read from the policy in force, and the record says which.
 */
import * as z from 'zod';
import { hashOf } from './canonical-json.ts';
import { type Consent, type ConsentStatus, consentStatuses, type Person, standings, stands } from './consent.ts';
import { toIsoDuration } from './duration.ts';
import { type Chain, type EvidenceEntry, eventsByPurpose, type PurposeEvent, type Told, wordingFound } from './evidence.ts';
import type { ContactId } from './identity.ts';
import { countryOf, eea } from './jurisdictions.ts';
import {
  type Basis,
  type Locale,
  locales,
  marketOf,
  type Policy,
  type Purpose,
  partnerOf,
  purposeOf,
  type Recipient,
  textIn,
} from './policy.ts';
import { rulesFor } from './retention.ts';

/** How the record is asked for. */
export const RecordQuery = z.strictObject({ receipt: z.literal('1').optional(), lang: z.enum(locales).optional() });

const words = z.string().trim().min(1);
/** A term or an address: `dpv:Consent`, `https://…`. */
const Iri = z.string().regex(/^[a-z][a-z-]*:\S+$/);
const IsoDuration = z.string().regex(/^P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?)?$/);
const Uuid4 = z.uuidv4();

const schemas = 'https://w3id.org/dpv/schema/dpv-27560#';
const recordSchema = `${schemas}record-eu-gdpr`;
const receiptSchema = `${schemas}receipt-eu-gdpr`;

const Lasts = z.discriminatedUnion('@type', [
  z.strictObject({ '@type': z.literal('dpv:TemporalDuration'), value: IsoDuration, until: z.iso.datetime().optional() }),
  z.strictObject({ '@type': z.literal('dpv:UntilTimeDuration'), value: z.iso.datetime() }),
  z.strictObject({ '@type': z.literal('dpv:UntilEventDuration'), value: words }),
]);

const Location = z.array(Iri).min(1);

const PiiInformation = z.strictObject({
  '@type': z.enum(['dpv:PersonalData', 'dpv:SensitivePersonalData', 'dpv:SpecialCategoryPersonalData']),
  pii_type: Iri,
  pii_attribute_id: words.optional(),
  pii_optional: z.boolean(),
  necessity: z.enum(['dpv:Required', 'dpv:Optional']),
  sensitive_pii_category: z.boolean(),
  special_pii_category: z.boolean(),
});

const Header = z.strictObject({
  schema_version: z.literal(recordSchema),
  record_id: Uuid4,
  pii_principal_id: words,
});

const Processing = z.strictObject({
  '@type': z.literal('dpv:Process'),
  privacy_notice: z
    .array(
      z.strictObject({
        '@type': z.literal('dpv:PrivacyNotice'),
        url: z.url(),
        version: words,
        /** Whether this is the notice of today. */
        in_force: z.boolean(),
      }),
    )
    .min(1),
  language: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
  purpose: z.strictObject({ '@type': z.literal('dpv:Purpose'), purpose_id: words, title: words, description: words.optional() }),
  purpose_type: Iri,
  lawful_basis: Iri,
  pii_information: z.array(PiiInformation).min(1),
  pii_controllers: z.array(Iri).min(1),
  collection_method: z
    .array(
      z.strictObject({
        '@type': z.literal('dpv:DataSubjectDataSource'),
        processing_method: z.array(Iri).min(1),
        description: words,
      }),
    )
    .min(1),
  processing_method: z.array(Iri).min(1),
  storage_locations: z
    .array(z.strictObject({ '@type': z.literal('dpv:StorageLocation'), location: Location, region: words }))
    .min(1),
  retention_period: z
    .array(
      z.strictObject({
        '@type': z.literal('dpv:StorageDuration'),
        /** What is kept: the data of the purpose, the events of tracking, or the proof. */
        of: z.enum(['data', 'events', 'proof']),
        duration: Lasts,
        /** What the time runs from. */
        begins: words,
        /** What follows. */
        followed_by: words,
      }),
    )
    .min(1),
  processing_locations: z.array(z.strictObject({ '@type': z.literal('dpv:ProcessingLocation'), location: Location })).min(1),
  geographic_restrictions: z
    .array(
      z.strictObject({
        '@type': z.enum(['dpv:Obligation', 'dpv:Permission']),
        location: Location.optional(),
        description: words,
      }),
    )
    .min(1),
  service: z.strictObject({ '@type': z.literal('dpv:Service'), title: words, url: z.url() }).optional(),
  jurisdiction: Location,
  recipient_third_parties: z.array(Iri).min(1),
  withdrawal_method: z.strictObject({ '@type': z.literal('dpv:WithdrawConsent'), description: words, exercised_at: z.url() }),
  privacy_rights: z
    .array(z.strictObject({ '@type': z.tuple([z.literal('dpv:DataSubjectRight'), Iri]), title: words, exercised_at: z.url() }))
    .min(1),
  authority_party: Iri,
});

const Party = z.strictObject({
  party_id: Iri,
  party_name: words,
  party_address: z.strictObject({
    '@type': z.literal('schema:PostalAddress'),
    street: words.optional(),
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
  /** An e-mail address or a web address. */
  party_contact: words,
  party_type: Iri,
  party_role: Iri,
  party_email: z.email().optional(),
  party_url: z.url().optional(),
});

const Event = z.strictObject({
  event_time: z.iso.datetime(),
  validity_duration: Lasts,
  /** Who expressed it: the person, by their id, or a party. */
  entity_id: words,
  event_type: Iri,
  event_state: z.enum(consentStatuses.map((status) => `dpv:${status}` as const)),
  /** What happened, by which means, and the place of its entry in the ledger. */
  act: words,
  method: words.optional(),
  seq: z.int().positive(),
  entry_hash: words,
  policy_version: z.number(),
  policy_hash: words,
  request: z
    .strictObject({ request_id: words.optional(), requested_at: z.iso.datetime().optional(), message_id: words.optional() })
    .optional(),
  /** Of a yes that did not come through the web: what the operator states of it. */
  offline: z
    .strictObject({
      channel: words.optional(),
      given_at: z.iso.datetime().optional(),
      operator: words.optional(),
      place: words.optional(),
      reference: words.optional(),
    })
    .optional(),
  consent_notice: z
    .strictObject({
      '@type': z.literal('dpv:ConsentNotice'),
      form: words,
      version: z.number(),
      language: words,
      market: words.optional(),
      wording_hash: words,
      /** Whether the words in the policy are still those whose hash was kept. */
      wording: z.enum(['same', 'differs', 'missing']),
      offered: z.array(words).optional(),
      granted: z.array(words).optional(),
    })
    .optional(),
});

/**
 * The record of one purpose of one person: the fields of ISO/IEC TS 27560:2023 that are mandatory, and those that the guide makes so under the
 * GDPR. Parties that are named must stand among the parties, so that nothing leads nowhere.
 */
export const ConsentRecord = z
  .strictObject({
    '@id': Iri,
    '@type': z.literal('dpv:ConsentRecord'),
    header: Header,
    processing: Processing,
    parties: z.array(Party).min(1),
    events: z.array(Event).min(1),
    /** The state of the consent now: that of its last event. */
    state: z.enum(consentStatuses.map((status) => `dpv:${status}` as const)),
    /** Whether the consent carries the purpose at this moment. */
    may_process: z.boolean(),
    /** The policy from which the processing is described. */
    described_by: z.strictObject({ policy_version: z.number(), policy_hash: words, in_force_at_last_event: z.boolean() }),
  })
  .superRefine(({ header, processing, parties, events }, context) => {
    const known = new Set([header.pii_principal_id, ...parties.map(({ party_id }) => party_id)]);
    const named = [
      ...processing.pii_controllers.map((id) => ({ id, path: ['processing', 'pii_controllers'] })),
      ...processing.recipient_third_parties.map((id) => ({ id, path: ['processing', 'recipient_third_parties'] })),
      { id: processing.authority_party, path: ['processing', 'authority_party'] },
      ...events.map(({ entity_id: id }, index) => ({ id, path: ['events', index, 'entity_id'] })),
    ];
    for (const { id, path } of named) {
      if (!known.has(id)) context.addIssue({ code: 'custom', path, message: `no party ${id}` });
    }
  });
export type ConsentRecord = z.infer<typeof ConsentRecord>;

const Context = z.looseObject({ '@version': z.literal(1.1), '@base': z.url() });

const ChainVerdict = z.union([
  z.strictObject({
    whole: z.literal(true),
    head: z.strictObject({ seq: z.number(), hash: z.string() }),
    end_known: z.boolean(),
  }),
  z.strictObject({ whole: z.literal(false), brokenAt: z.number(), end_known: z.boolean() }),
]);

/** Every record of a person, with the verdict on the chain that they were read from. */
export const RecordDocument = z.strictObject({
  '@context': Context,
  '@id': Iri,
  '@type': z.literal('dpv:RecordsOfActivities'),
  created: z.iso.datetime(),
  publisher: Iri,
  pii_principal_id: words,
  standing: z.enum([...standings, 'erased']),
  chain: ChainVerdict,
  /** Entries that could not be read, by their place. */
  unreadable: z.array(z.int().positive()),
  /** Consents that the system acts on, and that the ledger does not show. There should never be one. */
  unproven: z.array(words),
  records: z.array(ConsentRecord),
});
export type RecordDocument = z.infer<typeof RecordDocument>;

/** What a person may be handed: their records, as a receipt. */
export const ReceiptDocument = z.strictObject({
  '@context': Context,
  '@id': Iri,
  '@type': z.literal('dpv:ConsentReceipt'),
  schema_version: z.literal(receiptSchema),
  receipt_id: Uuid4,
  created: z.iso.datetime(),
  publisher: Iri,
  audience: z.literal('dpv:DataSubject'),
  records: z.array(ConsentRecord),
});
export type ReceiptDocument = z.infer<typeof ReceiptDocument>;

/** Whose records, and what is known. */
export interface Subject {
  readonly policy: Policy;
  readonly contactId: ContactId;
  readonly chain: Chain;
  /** Undefined once the person has been erased: then the ledger is all there is. */
  readonly person: Person | undefined;
  /** The AWS region in which everything is kept. */
  readonly region: string;
  readonly publicUrl: string;
}

/** The records of a person as a document. Throws if a field is missing, so that no record is handed out that is none. */
export function recordDocument(subject: Subject, now: Date): RecordDocument {
  const { policy, contactId, chain, person, publicUrl } = subject;
  const { verdict, endKnown: end_known, unreadable } = chain;
  return RecordDocument.parse({
    '@context': contextOf(subject),
    '@id': `${publicUrl}/v1/${policy.brand}/contacts/${contactId}/record`,
    '@type': 'dpv:RecordsOfActivities',
    created: now.toISOString(),
    publisher: parties.controller,
    pii_principal_id: contactId,
    standing: person?.profile.standing ?? 'erased',
    chain: { ...verdict, end_known },
    unreadable: [...unreadable],
    unproven: unprovenOf(chain, person),
    records: recordsOf(subject, now),
  } satisfies RecordDocument);
}

/** The same as a receipt for the person. Its id stays the same until the next entry of the ledger. */
export function receiptDocument(subject: Subject, now: Date): ReceiptDocument {
  const { policy, contactId, chain } = subject;
  const receipt_id = uuidOf('receipt', policy.brand, contactId, chain.entries.at(-1)?.hash ?? '');
  return ReceiptDocument.parse({
    '@context': contextOf(subject),
    '@id': `urn:uuid:${receipt_id}`,
    '@type': 'dpv:ConsentReceipt',
    schema_version: receiptSchema,
    receipt_id,
    created: now.toISOString(),
    publisher: parties.controller,
    audience: 'dpv:DataSubject',
    records: recordsOf(subject, now),
  } satisfies ReceiptDocument);
}

/** One record for each purpose that an entry of the ledger touched. */
export function recordsOf(subject: Subject, now: Date): ConsentRecord[] {
  const { policy, contactId, chain, person } = subject;
  return [...eventsByPurpose(policy, chain.entries)].flatMap(([purpose, events]) => {
    const last = events.at(-1);
    // what rests on another ground is no consent, and no record may say that it was one
    if (!last || events.every(({ entry }) => entry.act === 'introduced')) return [];
    const consent = person?.consents.find((known) => known.purpose === purpose);
    const record_id = uuidOf('record', policy.brand, contactId, purpose);
    return [
      {
        '@id': `urn:uuid:${record_id}`,
        '@type': 'dpv:ConsentRecord' as const,
        header: { schema_version: recordSchema, record_id, pii_principal_id: contactId } satisfies ConsentRecord['header'],
        processing: processingOf(subject, purpose, events, consent),
        parties: partiesOf(subject, purpose),
        events: events.map((event, index) => eventOf(subject, purpose, event, events.slice(0, index), consent)),
        state: `dpv:${last.status}` as const,
        may_process: consent !== undefined && stands(consent, now),
        described_by: {
          policy_version: policy.version,
          policy_hash: policy.hash,
          in_force_at_last_event: last.entry.policyHash === policy.hash,
        },
      } satisfies ConsentRecord,
    ];
  });
}

/** Consents in the profile whose state no entry of the ledger shows: evidence lost, or a state set without it. */
export function unprovenOf({ entries }: Chain, person: Person | undefined): string[] {
  return (person?.consents ?? [])
    .filter(({ purpose, status, seq }) => !entries.some((entry) => entry.seq === seq && entry.changes[purpose] === status))
    .map(({ purpose }) => purpose);
}

const given = (status: ConsentStatus): boolean => status === 'ConsentGiven' || status === 'RenewedConsentGiven';

/** Ids of the parties, in the namespace `party` of the context. */
const parties = {
  controller: 'party:controller',
  dpo: 'party:dpo',
  authority: 'party:authority',
  recipient: ({ id }: Recipient) => `party:recipient-${id}`,
} as const;

function eventOf(
  { policy, contactId }: Subject,
  purpose: string,
  { entry, status }: PurposeEvent,
  before: readonly PurposeEvent[],
  consent: Consent | undefined,
): ConsentRecord['events'][number] {
  const { evidence } = entry;
  const wording = wordingFound(policy, entry);
  const grant = given(status) ? entry : before.findLast((earlier) => given(earlier.status))?.entry;
  return {
    event_time: entry.at,
    validity_duration: validityOf(policy, purpose, { entry, status }, consent),
    entity_id: entry.actor === 'person' ? contactId : parties.controller,
    event_type: typeOf(grant),
    event_state: `dpv:${status}`,
    act: entry.act,
    ...(entry.method && { method: entry.method }),
    seq: entry.seq,
    entry_hash: entry.hash,
    policy_version: entry.policyVersion,
    policy_hash: entry.policyHash,
    ...((evidence?.requestId || evidence?.requestedAt) && {
      request: {
        ...(evidence.requestId && { request_id: evidence.requestId }),
        ...(evidence.requestedAt && { requested_at: evidence.requestedAt }),
        ...(evidence.messageId && { message_id: evidence.messageId }),
      },
    }),
    ...(evidence?.offline && { offline: offlineOf(evidence.offline) }),
    ...(wording && {
      consent_notice: {
        '@type': 'dpv:ConsentNotice' as const,
        form: wording.form,
        version: wording.version,
        language: wording.locale,
        ...(evidence?.market && { market: evidence.market }),
        wording_hash: wording.expected,
        wording: wording.verdict,
        ...(evidence?.shown && { offered: evidence.shown }),
        ...(evidence?.granted && { granted: evidence.granted }),
      },
    }),
  };
}

const offlineOf = ({ channel, givenAt, operator, place, reference }: NonNullable<Told['offline']>) => ({
  ...(channel && { channel }),
  ...(givenAt && { given_at: givenAt }),
  ...(operator && { operator }),
  ...(place && { place }),
  ...(reference && { reference }),
});

/**
 * What kind of consent it was. A box ticked and then confirmed by a button that does nothing else is explicit (EDPB 05/2020, 4: two-stage
 * verification); of any other way no more is claimed than that it was expressed.
 */
const typeOf = (entry: EvidenceEntry | undefined): string => {
  if (!entry) return 'dpv:Consent';
  return entry.method === 'double_opt_in' ? 'dpv:ExplicitlyExpressedConsent' : 'dpv:ExpressedConsent';
};

/** How long what the event brought about holds. Only what was said at the time is repeated: a policy of today says nothing of an older one. */
function validityOf(
  policy: Policy,
  purpose: string,
  { entry, status }: PurposeEvent,
  consent: Consent | undefined,
): ConsentRecord['events'][number]['validity_duration'] {
  const event = (value: string) => ({ '@type': 'dpv:UntilEventDuration' as const, value });
  if (!given(status)) return event('a new consent of the person');
  const until = consent?.seq === entry.seq ? consent.validUntil : undefined;
  if (entry.policyHash === policy.hash) {
    const validity = purposeOf(policy, purpose)?.validity;
    return validity
      ? { '@type': 'dpv:TemporalDuration', value: toIsoDuration(validity), ...(until && { until }) }
      : event('withdrawal');
  }
  if (until) return { '@type': 'dpv:UntilTimeDuration', value: until };
  return event(consent?.seq === entry.seq ? 'withdrawal' : `what version ${entry.policyVersion} of the policy says`);
}

const lawfulBasis: Readonly<Record<Basis, string>> = {
  consent: 'eu-gdpr:A6-1-a',
  // an interest of ours by the GDPR, which ePrivacy 13(2) lets a sender follow up
  soft_opt_in: 'eu-gdpr:A6-1-f',
  legitimate_interest: 'eu-gdpr:A6-1-f',
  contract: 'eu-gdpr:A6-1-b',
  legal_obligation: 'eu-gdpr:A6-1-c',
};

function purposeType(purpose: string): string {
  if (purpose.startsWith('tracking:')) return 'dpv:ServiceUsageAnalytics';
  if (purpose === 'profiling') return 'dpv:Personalisation';
  return purpose.startsWith('service:') ? 'dpv:RequestedServiceProvision' : 'dpv:DirectMarketing';
}

function processingMethods(purpose: string): string[] {
  if (purpose.startsWith('tracking:')) return ['dpv:Observe', 'dpv:Record', 'dpv:Store', 'dpv:Use'];
  if (purpose === 'profiling') return ['dpv:Store', 'dpv:Use', 'dpv:Profiling'];
  return ['dpv:Collect', 'dpv:Store', purpose.startsWith('partner:') ? 'dpv:Share' : 'dpv:Use'];
}

const dataTypes: Readonly<Record<string, string>> = {
  email: 'pd:EmailAddress',
  name: 'pd:Name',
  phone: 'pd:TelephoneNumber',
  company: 'pd:CurrentEmployment',
};

function processingOf(
  subject: Subject,
  purpose: string,
  events: readonly PurposeEvent[],
  consent: Consent | undefined,
): ConsentRecord['processing'] {
  const { policy, region, publicUrl } = subject;
  const settings = purposeOf(policy, purpose);
  const grants = events.filter(({ status }) => given(status));
  const locale = languageOf(policy, events);
  const recipients = recipientsOf(policy, purpose);
  const manage = `${publicUrl}/${policy.brand}/manage`;
  const stored = locationOf(countryOf(region));
  return {
    '@type': 'dpv:Process',
    privacy_notice: noticesOf(policy, events),
    language: [...new Set([...grants.flatMap(({ entry }) => entry.evidence?.locale ?? []), locale])].filter((tag) =>
      /^[a-z]{2}$/.test(tag),
    ),
    purpose: {
      '@type': 'dpv:Purpose',
      purpose_id: purpose,
      // what a policy no longer names still has its id
      title: settings ? textIn(settings.title, locale) : purpose,
      ...(settings && { description: textIn(settings.description, locale) }),
    },
    purpose_type: purposeType(purpose),
    lawful_basis: lawfulBasis[basisOf(consent, settings)],
    pii_information: (settings?.dataCategories ?? ['email']).map((category) => {
      const optional = policy.fields[category] !== 'required';
      return {
        '@type': 'dpv:PersonalData' as const,
        pii_type: dataTypes[category] ?? 'dpv:PersonalData',
        pii_attribute_id: category,
        pii_optional: optional,
        necessity: optional ? ('dpv:Optional' as const) : ('dpv:Required' as const),
        // no form that stores may ask for free text, and every form asks not to be told (K4)
        sensitive_pii_category: false,
        special_pii_category: false,
      };
    }),
    pii_controllers: [parties.controller],
    collection_method: collectionsOf(grants),
    processing_method: processingMethods(purpose),
    storage_locations: [{ '@type': 'dpv:StorageLocation', location: stored, region }],
    retention_period: retentionOf(policy, purpose, subject.person),
    processing_locations: [
      {
        '@type': 'dpv:ProcessingLocation',
        location: [...new Set([...stored, ...recipients.map(({ country }) => `loc:${country}`)])],
      },
    ],
    geographic_restrictions: restrictionsOf(policy),
    service: { '@type': 'dpv:Service', title: policy.identity.displayName, url: policy.identity.website },
    jurisdiction: jurisdictionsOf(policy, events),
    recipient_third_parties: [parties.controller, ...recipients.map(parties.recipient)],
    withdrawal_method: {
      '@type': 'dpv:WithdrawConsent',
      description: howToWithdraw(policy, grants),
      exercised_at: manage,
    },
    privacy_rights: [
      ...rights.map(([article, title]) => ({
        '@type': ['dpv:DataSubjectRight' as const, `eu-gdpr:${article}`] as [string, string] as ['dpv:DataSubjectRight', string],
        title,
        exercised_at: manage,
      })),
      {
        '@type': ['dpv:DataSubjectRight', 'eu-gdpr:A77'],
        title: 'Right to lodge a complaint',
        exercised_at: websiteOfAuthority(policy),
      },
    ],
    authority_party: parties.authority,
  };
}

const rights = [
  ['A7-3', 'Right to withdraw consent'],
  ['A15', 'Right of access'],
  ['A16', 'Right to rectification'],
  ['A17', 'Right to erasure'],
  ['A18', 'Right to restriction of processing'],
  ['A20', 'Right to data portability'],
  ['A21', 'Right to object'],
] as const;

const basisOf = (consent: Consent | undefined, settings: Purpose | undefined): Basis =>
  (consent?.basis as Basis | undefined) ?? settings?.basis ?? 'consent';

/** The language of the last words that were read; else of the first market. */
function languageOf(policy: Policy, events: readonly PurposeEvent[]): Locale {
  const read = events.flatMap(({ entry }) => (entry.evidence?.locale as Locale | undefined) ?? []).at(-1);
  return read ?? Object.values(policy.markets)[0]?.locale ?? 'en';
}

/** The notice of today, and the versions that the forms linked to at the time (E13). */
function noticesOf(policy: Policy, events: readonly PurposeEvent[]): ConsentRecord['processing']['privacy_notice'] {
  const { url, version: today } = policy.notice;
  const shown = events.flatMap(({ entry }) => entry.evidence?.noticeVersion ?? []);
  return [...new Set([...shown, today])].map((version) => ({
    '@type': 'dpv:PrivacyNotice',
    url,
    version,
    in_force: version === today,
  }));
}

function collectionsOf(grants: readonly PurposeEvent[]): ConsentRecord['processing']['collection_method'] {
  const described = grants.map(({ entry: { evidence, method } }) => {
    const from = evidence?.form ? `form ${evidence.form}` : 'the person';
    if (method === 'double_opt_in') return `${from}, confirmed through a link that was mailed`;
    return [from, method, evidence?.offline?.channel].filter(Boolean).join(', ');
  });
  // a purpose of which only the end is known: the person is the source all the same
  return [...new Set(described.length > 0 ? described : ['the person'])].map((description) => ({
    '@type': 'dpv:DataSubjectDataSource',
    processing_method: ['dpv:Collect'],
    description,
  }));
}

function retentionOf(
  policy: Policy,
  purpose: string,
  person: Person | undefined,
): ConsentRecord['processing']['retention_period'] {
  const rules = rulesFor(policy, person?.profile ?? {}, purpose).map(({ clock, period, action }) => ({
    '@type': 'dpv:StorageDuration' as const,
    of: 'data' as const,
    duration:
      period === null
        ? { '@type': 'dpv:UntilEventDuration' as const, value: 'until the person asks' }
        : { '@type': 'dpv:TemporalDuration' as const, value: toIsoDuration(period) },
    begins: clock,
    followed_by: period === null ? 'delete' : action,
  }));
  const withTheRest = {
    '@type': 'dpv:StorageDuration' as const,
    of: 'data' as const,
    duration: { '@type': 'dpv:UntilEventDuration' as const, value: 'withdrawal, or the end of the other data of the person' },
    begins: 'consent_given',
    followed_by: 'delete',
  };
  const temporal = (of: 'events' | 'proof', period: Policy['tracking']['eventLife'], begins: string) => ({
    '@type': 'dpv:StorageDuration' as const,
    of,
    duration: { '@type': 'dpv:TemporalDuration' as const, value: toIsoDuration(period) },
    begins,
    followed_by: 'delete',
  });
  return [
    ...(rules.length > 0 ? rules : [withTheRest]),
    ...(purpose.startsWith('tracking:') ? [temporal('events', policy.tracking.eventLife, 'event')] : []),
    temporal('proof', policy.suppression.proof, 'last_mail'),
  ];
}

const locationOf = (country: string | undefined): string[] =>
  country === undefined ? ['dpv:CloudLocation'] : [`loc:${country}`, ...(eea.has(country) ? ['loc:EEA'] : [])];

function restrictionsOf({ transfer, sharing, processors }: Policy): ConsentRecord['processing']['geographic_restrictions'] {
  const told = {
    eea_only: 'Data stay in the EEA.',
    adequate: 'Data stay in the EEA and in countries found adequate.',
    safeguards: 'Data leave the EEA only with safeguards.',
  }[transfer.mode];
  const listed = [...sharing.registry, ...sharing.group, ...processors];
  return [
    { '@type': 'dpv:Obligation', ...(transfer.mode === 'eea_only' && { location: ['loc:EEA'] }), description: told },
    ...transfer.allow.map(({ recipient, mechanism, ref }) => {
      const known = listed.find(({ id }) => id === recipient);
      return {
        '@type': 'dpv:Permission' as const,
        ...(known && { location: [`loc:${known.country}`] }),
        description: `To ${known?.name ?? recipient} by ${mechanism} (${ref}).`,
      };
    }),
  ];
}

const packCountries: Readonly<Record<string, string>> = { NO: 'NO', SE: 'SE', DK: 'DK', FI: 'FI', UK: 'GB', EU: 'EU' };

/** Where the controller is established, and where the person was met. Never read from a language (A11). */
function jurisdictionsOf(policy: Policy, events: readonly PurposeEvent[]): string[] {
  const packs = events.flatMap(({ entry }) => marketOf(policy, entry.evidence?.market ?? '')?.rulePack ?? []);
  const countries = [policy.controller.country, ...packs.flatMap((pack) => packCountries[pack] ?? [])];
  return [...new Set(countries)].map((country) => `loc:${country}`);
}

function howToWithdraw(policy: Policy, grants: readonly PurposeEvent[]): string {
  const read = grants.map(({ entry }) => wordingFound(policy, entry)).findLast((found) => found?.verdict === 'same');
  return read?.wording?.howToWithdraw.trim() || 'The unsubscribe link in every mail, or the link that the page mails on request.';
}

/** Who else receives data for a purpose: for sharing, the partner that the person agreed to; always, whoever works for the brand. */
function recipientsOf(policy: Policy, purpose: string): Recipient[] {
  const partner = partnerOf(purpose as Parameters<typeof partnerOf>[0]);
  const shared = [...policy.sharing.registry, ...policy.sharing.group].filter(({ id }) => id === partner);
  return [...shared, ...policy.processors];
}

/** The authorities' own sites; elsewhere, the list of members that the European Data Protection Board keeps. */
const authoritySites: Readonly<Record<string, string>> = {
  NO: 'https://www.datatilsynet.no',
  SE: 'https://www.imy.se',
  DK: 'https://www.datatilsynet.dk',
  FI: 'https://tietosuoja.fi',
  GB: 'https://ico.org.uk',
};
const websiteOfAuthority = ({ controller }: Policy): string =>
  authoritySites[controller.country] ?? 'https://www.edpb.europa.eu/about-edpb/about-edpb/members_en';

function partiesOf({ policy }: Subject, purpose: string): ConsentRecord['parties'] {
  const { controller, identity, processors } = policy;
  const at = (country: string, street?: string) => ({
    '@type': 'schema:PostalAddress' as const,
    ...(street && { street }),
    country,
  });
  const contact = controller.email ?? identity.replyTo;
  const { dpo } = controller;
  return [
    {
      party_id: parties.controller,
      party_name: controller.name,
      party_address: at(controller.country, controller.address),
      party_contact: contact,
      party_type: 'dpv:Organisation',
      party_role: 'dpv:DataController',
      party_email: contact,
      party_url: identity.website,
    },
    ...(dpo
      ? [
          {
            party_id: parties.dpo,
            party_name: dpo.name,
            party_address: at(controller.country, dpo.address ?? controller.address),
            party_contact: dpo.email ?? contact,
            party_type: 'dpv:Entity',
            party_role: 'dpv:DataProtectionOfficer',
            ...(dpo.email && { party_email: dpo.email }),
          },
        ]
      : []),
    {
      party_id: parties.authority,
      party_name: controller.authority,
      party_address: at(controller.country),
      party_contact: websiteOfAuthority(policy),
      party_type: 'dpv:GovernmentalOrganisation',
      party_role: 'dpv:DataProtectionAuthority',
      party_url: websiteOfAuthority(policy),
    },
    ...recipientsOf(policy, purpose).map((recipient) => ({
      party_id: parties.recipient(recipient),
      party_name: recipient.name,
      party_address: at(recipient.country),
      // whoever works for the brand, or got data from it, is reached through it
      party_contact: recipient.url ?? contact,
      party_type: 'dpv:Organisation',
      party_role: processors.includes(recipient) ? 'dpv:DataProcessor' : 'dpv:ThirdParty',
      ...(recipient.url && { party_url: recipient.url }),
    })),
  ];
}

/** A UUID that is always the same for the same parts. It has the form of version 4, which the standard recommends; its bits come from a hash over the random id of the person. */
function uuidOf(...parts: readonly string[]): string {
  const bytes = Buffer.from(hashOf(parts), 'base64url').subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const reference = (term: string) => ({ '@id': term, '@type': '@id' });
const dateTime = (term: string) => ({ '@id': term, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' });

/** Which term of the vocabulary each member is. `header` only groups; the ids of people are addresses below this brand's contacts. */
const contextOf = ({ policy, publicUrl }: Subject): RecordDocument['@context'] => ({
  '@version': 1.1,
  '@base': `${publicUrl}/v1/${policy.brand}/contacts/`,
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  loc: 'https://w3id.org/dpv/loc#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  schema: 'https://schema.org/',
  party: `${publicUrl}/${policy.brand}/privacy#`,

  created: dateTime('dct:created'),
  publisher: reference('dct:publisher'),
  audience: reference('dct:audience'),
  records: { '@id': 'dpv:hasRecordOfActivity', '@container': '@set' },

  header: '@nest',
  schema_version: reference('dct:conformsTo'),
  record_id: 'dct:identifier',
  receipt_id: 'dct:identifier',
  pii_principal_id: reference('dpv:hasDataSubject'),
  state: reference('dpv:hasStatus'),

  processing: { '@id': 'dpv:hasProcess' },
  privacy_notice: { '@id': 'dpv:hasNotice', '@container': '@set' },
  language: { '@id': 'dct:language', '@container': '@set' },
  purpose: { '@id': 'dpv:hasPurpose' },
  purpose_id: 'dct:identifier',
  purpose_type: reference('dpv:hasPurpose'),
  lawful_basis: reference('dpv:hasLegalBasis'),
  pii_information: { '@id': 'dpv:hasPersonalData', '@container': '@set' },
  pii_type: reference('http://www.w3.org/2004/02/skos/core#broader'),
  pii_attribute_id: 'dct:identifier',
  necessity: reference('dpv:hasNecessity'),
  pii_controllers: { ...reference('dpv:hasDataController'), '@container': '@set' },
  collection_method: { '@id': 'dpv:hasDataSource', '@container': '@set' },
  processing_method: { ...reference('dpv:hasProcessing'), '@container': '@set' },
  storage_locations: { '@id': 'dpv:hasStorageCondition', '@container': '@set' },
  retention_period: { '@id': 'dpv:hasStorageCondition', '@container': '@set' },
  processing_locations: { '@id': 'dpv:hasProcessingCondition', '@container': '@set' },
  location: { ...reference('dpv:hasLocation'), '@container': '@set' },
  duration: { '@id': 'dpv:hasDuration' },
  value: 'rdf:value',
  until: dateTime('dct:valid'),
  geographic_restrictions: { '@id': 'dpv:hasRule', '@container': '@set' },
  service: { '@id': 'dpv:hasService' },
  jurisdiction: { ...reference('dpv:hasJurisdiction'), '@container': '@set' },
  recipient_third_parties: { ...reference('dpv:hasRecipient'), '@container': '@set' },
  withdrawal_method: { '@id': 'dpv:hasConsentControl' },
  privacy_rights: { '@id': 'dpv:hasRight', '@container': '@set' },
  exercised_at: reference('dpv:isExercisedAt'),
  authority_party: reference('dpv:hasAuthority'),
  title: 'dct:title',
  description: 'dct:description',
  url: reference('schema:url'),
  version: 'schema:version',

  parties: { '@id': 'dpv:hasEntity', '@container': '@set' },
  party_id: '@id',
  party_type: '@type',
  party_role: '@type',
  party_name: 'dpv:hasName',
  party_address: { '@id': 'dpv:hasAddress' },
  street: 'schema:streetAddress',
  country: 'schema:addressCountry',
  party_contact: 'dpv:hasContact',
  party_email: 'schema:email',
  party_url: reference('schema:url'),

  events: { '@id': 'dpv:hasConsentStatus', '@container': '@set' },
  event_state: '@type',
  event_type: '@type',
  event_time: dateTime('dpv:isIndicatedAtTime'),
  entity_id: reference('dpv:isIndicatedBy'),
  validity_duration: { '@id': 'dpv:hasDuration' },
  method: 'dpv:hasIndicationMethod',
  given_at: dateTime('dct:date'),
  consent_notice: { '@id': 'dpv:hasNotice' },
  form: 'dct:title',
  wording_hash: 'dct:identifier',
});
