import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Consent, ConsentStatus, Person } from '../../functions/domain/consent.ts';
import {
  ConsentRecord,
  receiptDocument,
  recordDocument,
  recordsOf,
  type Subject,
} from '../../functions/domain/consent-record.ts';
import { chainOf } from '../../functions/domain/evidence.ts';
import { type AddressHash, ContactId } from '../../functions/domain/identity.ts';
import { type Entry, type EntryContent, emptyChain, fold, nextEntry } from '../../functions/domain/ledger.ts';
import {
  definePolicy,
  isPurposeId,
  type Policy,
  type PurposeId,
  purposesOf,
  wordingHash,
  wordingOf,
} from '../../functions/domain/policy.ts';
import { brands } from '../../policies/brands.ts';
import { varied } from './example-policy.ts';

const policy = definePolicy(
  varied({
    controller: { dpo: { name: 'Kari Nordmann', email: 'dpo@example.com' } },
    sharing: {
      partners: 'opt_in',
      registry: [
        { id: 'nordvik', name: 'Nordvik AS', country: 'NO', url: 'https://nordvik.example', fields: ['email'] },
        { id: 'south', name: 'South Ltd', country: 'GB', fields: ['email'] },
      ],
    },
    processors: [{ id: 'crm', name: 'CRM GmbH', country: 'DE', contract: 'DPA 7', fields: ['email'], dpaSigned: true }],
    purposes: {
      'newsletter:news': { validity: '24 months', dataCategories: ['email', 'name'] },
      'partner:nordvik': {
        title: { nb: 'Deling' },
        description: { nb: 'Vi deler' },
        dataCategories: ['email'],
        basis: 'consent',
      },
    },
    forms: { newsletter: { consents: ['newsletter:news', 'tracking:open', 'partner:nordvik'] } },
  }),
);
const contactId = ContactId.parse(Buffer.alloc(16, 1).toString('base64url'));
const now = new Date('2026-06-01T10:00:00Z');
const words = wordingOf(policy, 'newsletter', 1, 'nb') ?? expect.fail('no words');

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString();
const common = (minute: number) => ({
  at: at(minute),
  actor: 'person' as const,
  addressHash: Buffer.alloc(16, 2).toString('base64url'),
  policyVersion: policy.version,
  policyHash: policy.hash,
});

const confirmed = (minute: number, changes: Record<string, ConsentStatus>, more: object = {}): EntryContent => ({
  ...common(minute),
  act: 'confirmed',
  method: 'double_opt_in',
  changes,
  evidence: {
    requestId: 'request',
    form: 'newsletter',
    formVersion: 1,
    wordingAssumed: false,
    wordingHash: wordingHash(words),
    locale: 'nb',
    market: 'no',
    noticeVersion: '1',
    shown: ['newsletter:news', 'tracking:open'],
    granted: Object.keys(changes),
    requestedAt: at(minute - 1),
    requestSource: 'source',
    messageId: 'mail',
    confirmSource: 'source',
  },
  ...more,
});
const withdrawn = (minute: number, purposes: readonly string[], act: 'withdrawn' | 'erased' = 'withdrawn'): EntryContent => ({
  ...common(minute),
  act,
  method: 'one_click',
  changes: Object.fromEntries(purposes.map((purpose) => [purpose, 'ConsentWithdrawn' as const])),
  evidence: { purpose: purposes[0] ?? 'newsletter:news', source: 'source' },
});

/** A chain of these contents. */
function chained(contents: readonly EntryContent[]): Entry[] {
  const entries: Entry[] = [];
  for (const content of contents) entries.push(nextEntry(entries.at(-1) ?? emptyChain(policy.brand, contactId), content));
  return entries;
}

const subjectOf = (entries: readonly object[], others: Partial<Subject> = {}): Subject => ({
  policy,
  contactId,
  chain: chainOf(policy.brand, contactId, entries as Record<string, unknown>[], undefined),
  person: undefined,
  region: 'eu-north-1',
  publicUrl: 'https://samtykke.example',
  ...others,
});

const recordFor = (subject: Subject, purpose: string): ConsentRecord =>
  recordsOf(subject, now).find(({ processing }) => processing.purpose.purpose_id === purpose) ??
  expect.fail(`no record of ${purpose}`);

const personWith = (...consents: Partial<Consent>[]): Person => ({
  profile: {
    brand: policy.brand,
    contactId,
    addressHash: common(0).addressHash as AddressHash,
    email: 'kari@example.no' as Person['profile']['email'],
    locale: 'nb',
    market: 'no',
    subscriberType: 'unknown',
    standing: 'active',
    createdAt: at(0),
    seq: 1,
    head: 'head',
    lastSigns: {},
  },
  consents: consents.map((consent) => ({
    purpose: 'newsletter:news',
    status: 'ConsentGiven',
    basis: 'consent',
    since: at(5),
    seq: 1,
    policyVersion: 1,
    email: 'kari@example.no' as Consent['email'],
    market: 'no',
    locale: 'nb',
    activeMonth: '2026-03',
    ...consent,
  })),
});

const whole = recordFor(
  subjectOf(chained([confirmed(5, { 'newsletter:news': 'ConsentGiven' }), withdrawn(6, ['newsletter:news'])])),
  'newsletter:news',
);

type Path = readonly (string | number)[];
/** The same without the member at a path. */
function without(value: unknown, [step, ...rest]: Path): unknown {
  const copy: Record<string | number, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) };
  if (rest.length === 0) delete copy[step as string];
  else copy[step as string] = without(copy[step as string], rest);
  return copy;
}
const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner, step) => (inner as Record<string | number, unknown>)[step], value);
const steps = (path: string): Path => path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** What ISO/IEC TS 27560 makes mandatory, and what the guide makes so under the GDPR. */
const mandatory = {
  header: ['schema_version', 'record_id', 'pii_principal_id'],
  processing: [
    'privacy_notice',
    'language',
    'purpose',
    'pii_information',
    'pii_controllers',
    'storage_locations',
    'retention_period',
    'jurisdiction',
    'recipient_third_parties',
    'withdrawal_method',
    'lawful_basis',
    'collection_method',
    'processing_method',
    'processing_locations',
    'geographic_restrictions',
    'privacy_rights',
    'authority_party',
  ],
  'processing.pii_information.0': ['pii_type', 'pii_optional', 'special_pii_category'],
  'parties.0': ['party_id', 'party_address', 'party_name', 'party_contact', 'party_type', 'party_role'],
  'events.0': ['event_time', 'validity_duration', 'entity_id', 'event_type', 'event_state'],
} as const;
const mandatoryPaths = [
  ...Object.entries(mandatory).flatMap(([section, fields]) => fields.map((field) => `${section}.${field}`)),
  'header',
  'processing',
  'parties',
  'events',
];
const lists = [
  'processing.privacy_notice',
  'processing.language',
  'processing.pii_information',
  'processing.pii_controllers',
  'processing.storage_locations',
  'processing.retention_period',
  'processing.jurisdiction',
  'processing.recipient_third_parties',
  'processing.processing_method',
  'processing.privacy_rights',
  'parties',
  'events',
];

describe('the field table', () => {
  test('takes a whole record', () => {
    expect(ConsentRecord.parse(whole)).toEqual(whole);
  });

  test.each(mandatoryPaths)('refuses a record without %s', (path) => {
    expect(valueAt(whole, steps(path))).toBeDefined();
    expect(ConsentRecord.safeParse(without(whole, steps(path))).success).toBe(false);
  });

  test.each(lists)('refuses a record whose %s is empty', (path) => {
    const emptied = structuredClone(whole);
    (valueAt(emptied, steps(path)) as unknown[]).length = 0;
    expect(ConsentRecord.safeParse(emptied).success).toBe(false);
  });

  test.each(['processing.service', 'processing.pii_information.0.pii_attribute_id', 'parties.0.party_email', 'events.0.method'])(
    'takes a record without %s, which is optional',
    (path) => {
      expect(valueAt(whole, steps(path))).toBeDefined();
      expect(ConsentRecord.safeParse(without(whole, steps(path))).success).toBe(true);
    },
  );

  test.each([
    ['a time that is not UTC', 'events.0.event_time', '2026-03-01T09:00:00+01:00'],
    ['a state of no vocabulary', 'events.0.event_state', 'dpv:ConsentMaybe'],
    ['an entity that is no party', 'events.0.entity_id', 'party:somebody'],
    ['a recipient that is no party', 'processing.recipient_third_parties', ['party:somebody']],
    ['an authority that is no party', 'processing.authority_party', 'party:somebody'],
    ['an id that is no UUID', 'header.record_id', 'record-1'],
    ['another profile', 'header.schema_version', 'https://w3id.org/dpv/schema/dpv-27560#record'],
    ['a length in words', 'processing.retention_period.0.duration.value', '24 months'],
    ['a field that the profile does not know', 'header.email', 'kari@example.no'],
  ])('refuses a record with %s', (_, path, value) => {
    const changed = structuredClone(whole);
    const all = steps(path);
    (valueAt(changed, all.slice(0, -1)) as Record<string | number, unknown>)[all.at(-1) as string] = value;
    expect(ConsentRecord.safeParse(changed).success).toBe(false);
  });
});

describe('a record', () => {
  const generated = fc
    .array(
      fc.record({
        what: fc.constantFrom('confirm', 'withdraw', 'erase', 'unknown'),
        purposes: fc.uniqueArray(fc.constantFrom('newsletter:news', 'tracking:open', 'partner:nordvik', 'newsletter:gone'), {
          minLength: 1,
        }),
        statuses: fc.array(
          fc.constantFrom<ConsentStatus>(
            'ConsentGiven',
            'RenewedConsentGiven',
            'ConsentRevoked',
            'ConsentExpired',
            'ConsentUnknown',
          ),
          { minLength: 4, maxLength: 4 },
        ),
      }),
      { maxLength: 8 },
    )
    .map((made) =>
      chained(
        made.map(({ what, purposes, statuses }, index) => {
          const changes = Object.fromEntries(purposes.map((purpose, place) => [purpose, statuses[place] as ConsentStatus]));
          if (what === 'confirm') return confirmed(index, changes);
          if (what === 'unknown')
            return { ...confirmed(index, changes), act: 'imported', method: undefined } as unknown as EntryContent;
          return withdrawn(index, purposes, what === 'erase' ? 'erased' : 'withdrawn');
        }),
      ),
    );

  test('ends, for any chain, in the state that the fold of the chain tells, with one event for each entry that touched it (I4)', () => {
    fc.assert(
      fc.property(generated, (entries) => {
        const { records, chain } = recordDocument(subjectOf(entries), now);
        const told = fold(entries);
        expect(chain.whole).toBe(true);
        expect(
          Object.fromEntries(
            records.map(({ processing, state, events }) => [
              processing.purpose.purpose_id,
              { status: state, last: events.at(-1)?.event_state, since: events.at(-1)?.event_time, seq: events.at(-1)?.seq },
            ]),
          ),
        ).toEqual(
          Object.fromEntries(
            Object.entries(told).map(([purpose, { status, since, seq }]) => [
              purpose,
              { status: `dpv:${status}`, last: `dpv:${status}`, since, seq },
            ]),
          ),
        );
        for (const { processing, events } of records) {
          const touched = entries.filter(({ changes }) => processing.purpose.purpose_id in changes).map(({ seq }) => seq);
          expect(events.map(({ seq }) => seq)).toEqual(touched);
        }
      }),
    );
    expect.hasAssertions();
  });

  test('holds each event with who, when, how, which words, and how long it holds', () => {
    expect(whole.events).toEqual([
      expect.objectContaining({
        event_time: at(5),
        event_state: 'dpv:ConsentGiven',
        event_type: 'dpv:ExplicitlyExpressedConsent',
        entity_id: contactId,
        method: 'double_opt_in',
        seq: 1,
        validity_duration: { '@type': 'dpv:TemporalDuration', value: 'P24M' },
        request: { request_id: 'request', requested_at: at(4), message_id: 'mail' },
        consent_notice: {
          '@type': 'dpv:ConsentNotice',
          form: 'newsletter',
          version: 1,
          language: 'nb',
          market: 'no',
          wording_hash: wordingHash(words),
          wording: 'same',
          offered: ['newsletter:news', 'tracking:open'],
          granted: ['newsletter:news'],
        },
      }),
      expect.objectContaining({
        event_time: at(6),
        event_state: 'dpv:ConsentWithdrawn',
        entity_id: contactId,
        method: 'one_click',
        seq: 2,
      }),
    ]);
    expect(whole).toMatchObject({ state: 'dpv:ConsentWithdrawn', may_process: false });
  });

  test('describes the purpose by the policy: data, recipients, places, periods, rights, in the words of the person', () => {
    expect(whole.processing).toMatchObject({
      privacy_notice: [{ url: 'https://example.com/privacy', version: '1', in_force: true }],
      language: ['nb'],
      purpose: { purpose_id: 'newsletter:news', title: 'Nyhetsbrev' },
      purpose_type: 'dpv:DirectMarketing',
      lawful_basis: 'eu-gdpr:A6-1-a',
      pii_information: [
        { pii_type: 'pd:EmailAddress', pii_optional: false, necessity: 'dpv:Required', special_pii_category: false },
        { pii_type: 'pd:Name', pii_optional: true, necessity: 'dpv:Optional', sensitive_pii_category: false },
      ],
      storage_locations: [{ location: ['loc:SE', 'loc:EEA'], region: 'eu-north-1' }],
      retention_period: [
        { of: 'data', duration: { value: 'P2Y' }, begins: 'last_activity', followed_by: 'delete' },
        { of: 'proof', duration: { value: 'P2Y' }, begins: 'last_mail' },
      ],
      geographic_restrictions: [{ '@type': 'dpv:Obligation', location: ['loc:EEA'] }],
      jurisdiction: ['loc:NO'],
      recipient_third_parties: ['party:controller', 'party:recipient-crm'],
      withdrawal_method: { description: 'Bruk lenken i hver e-post.', exercised_at: 'https://samtykke.example/example/manage' },
    });
    expect(whole.parties.map(({ party_id, party_role }) => [party_id, party_role])).toEqual([
      ['party:controller', 'dpv:DataController'],
      ['party:dpo', 'dpv:DataProtectionOfficer'],
      ['party:authority', 'dpv:DataProtectionAuthority'],
      ['party:recipient-crm', 'dpv:DataProcessor'],
    ]);
  });

  test('of sharing names the partner that was agreed to, and no other', () => {
    const shared = recordFor(subjectOf(chained([confirmed(5, { 'partner:nordvik': 'ConsentGiven' })])), 'partner:nordvik');
    expect(shared.processing.recipient_third_parties).toEqual([
      'party:controller',
      'party:recipient-nordvik',
      'party:recipient-crm',
    ]);
    expect(shared.processing.processing_method).toContain('dpv:Share');
    expect(JSON.stringify(shared)).not.toContain('South');
  });

  test('has an id that stays, of the form of a UUID of version 4, and different for each purpose, person and brand', () => {
    const entries = chained([confirmed(5, { 'newsletter:news': 'ConsentGiven', 'tracking:open': 'ConsentGiven' })]);
    const idsOf = (others: Partial<Subject> = {}) =>
      recordsOf(subjectOf(entries, others), now).map(({ header }) => header.record_id);
    const ids = [
      ...idsOf(),
      ...idsOf({ contactId: ContactId.parse(Buffer.alloc(16, 9).toString('base64url')) }),
      ...idsOf({ policy: { ...policy, brand: 'another' } }),
    ];
    expect(idsOf()).toEqual(idsOf({ person: personWith({}) }));
    expect(new Set(ids).size).toBe(6);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('says when the words in the policy are no longer those that were read, or are gone', () => {
    const wordingIn = (changed: Policy) =>
      recordFor(subjectOf(chained([confirmed(5, { 'newsletter:news': 'ConsentGiven' })]), { policy: changed }), 'newsletter:news')
        .events[0]?.consent_notice?.wording;
    const newsletter = (wording: object) =>
      ({ ...policy, forms: { newsletter: { ...policy.forms.newsletter, wording } } }) as Policy;
    expect(wordingIn(newsletter({ nb: { 1: { ...words, intro: 'Noe annet.' } } }))).toBe('differs');
    expect(wordingIn(newsletter({ nb: { 2: words } }))).toBe('missing');
    expect(wordingIn(policy)).toBe('same');
  });

  test('repeats of an older policy only what was kept of it', () => {
    const older = confirmed(5, { 'newsletter:news': 'ConsentGiven' }, { policyVersion: 1, policyHash: 'older' });
    const newer: Policy = { ...policy, version: 2 };
    const alone = recordFor(subjectOf(chained([older]), { policy: newer }), 'newsletter:news');
    expect(alone.events[0]?.validity_duration).toEqual({
      '@type': 'dpv:UntilEventDuration',
      value: 'what version 1 of the policy says',
    });
    expect(alone.described_by).toEqual({ policy_version: 2, policy_hash: policy.hash, in_force_at_last_event: false });
    const kept = subjectOf(chained([older]), { policy: newer, person: personWith({ validUntil: '2027-03-01T08:05:00.000Z' }) });
    expect(recordFor(kept, 'newsletter:news').events[0]?.validity_duration).toEqual({
      '@type': 'dpv:UntilTimeDuration',
      value: '2027-03-01T08:05:00.000Z',
    });
  });

  test('may be processed only while the consent stands', () => {
    const entries = chained([confirmed(5, { 'newsletter:news': 'ConsentGiven' })]);
    const may = (consent: Partial<Consent>) =>
      recordFor(subjectOf(entries, { person: personWith(consent) }), 'newsletter:news').may_process;
    expect(may({})).toBe(true);
    expect(may({ validUntil: '2026-06-01T10:00:00.001Z' })).toBe(true);
    expect(may({ validUntil: '2026-06-01T10:00:00.000Z' })).toBe(false);
    expect(recordFor(subjectOf(entries), 'newsletter:news').may_process).toBe(false);
  });

  test('is whole for every purpose of every brand that is served', () => {
    const made = brands.flatMap((brand) => {
      const changes = Object.fromEntries(purposesOf(brand).map(([purpose]) => [purpose, 'ConsentGiven' as const]));
      const entry = nextEntry(emptyChain(brand.brand, contactId), confirmed(5, changes));
      const subject = subjectOf([], { policy: brand, chain: chainOf(brand.brand, contactId, [{ ...entry }], undefined) });
      return recordDocument(subject, now).records.map(({ processing }) => [brand.brand, processing.purpose.purpose_id]);
    });
    expect(made).toEqual(brands.flatMap((brand) => purposesOf(brand).map(([purpose]) => [brand.brand, purpose])));
  });
});

describe('the document', () => {
  test('shows an entry of an act and an actor that nobody here knows, and of a purpose that the policy no longer has', () => {
    const unknown = {
      ...common(7),
      act: 'pardoned',
      actor: 'ombudsman',
      changes: { 'newsletter:gone': 'ConsentInvalidated' },
      evidence: { case: { number: 7 } },
    } as unknown as EntryContent;
    const { chain, records } = recordDocument(
      subjectOf(chained([confirmed(5, { 'newsletter:gone': 'ConsentGiven' }), unknown])),
      now,
    );
    expect(chain).toMatchObject({ whole: true, head: { seq: 2 } });
    expect(records).toMatchObject([
      {
        processing: { purpose: { title: 'newsletter:gone' } },
        events: [{ act: 'confirmed' }, { act: 'pardoned', entity_id: 'party:controller', event_state: 'dpv:ConsentInvalidated' }],
      },
    ]);
  });

  test('tells what an operator states of a yes that did not come through the web', () => {
    const offline = {
      operator: 'op-1',
      channel: 'phone' as const,
      givenAt: at(1),
      reference: 'call 12',
      expressYes: true as const,
    };
    const { evidence } = confirmed(5, { 'newsletter:news': 'ConsentGiven' }) as Extract<EntryContent, { act: 'confirmed' }>;
    const { form, formVersion, locale, market, shown, granted } = evidence;
    const recorded: EntryContent = {
      ...common(5),
      actor: 'operator',
      act: 'recorded',
      method: 'offline',
      changes: { 'newsletter:news': 'ConsentGiven' },
      evidence: { form, formVersion, wordingHash: evidence.wordingHash, locale, market, shown, granted, offline },
    };
    expect(recordFor(subjectOf(chained([recorded])), 'newsletter:news').events).toMatchObject([
      {
        act: 'recorded',
        method: 'offline',
        entity_id: 'party:controller',
        event_type: 'dpv:ExpressedConsent',
        offline: { channel: 'phone', given_at: at(1), operator: 'op-1', reference: 'call 12' },
        consent_notice: { wording: 'same' },
      },
    ]);
  });

  test('names the entry at which a damaged chain breaks, and shows what can be read', () => {
    const entries = chained([
      confirmed(5, { 'newsletter:news': 'ConsentGiven' }),
      confirmed(6, { 'newsletter:news': 'RenewedConsentGiven' }),
      withdrawn(7, ['newsletter:news']),
    ]);
    const altered = entries.map((entry) => (entry.seq === 2 ? { ...entry, at: at(59) } : entry));
    expect(recordDocument(subjectOf(altered), now)).toMatchObject({ chain: { whole: false, brokenAt: 2 }, unreadable: [] });
    const added = entries.map((entry) => (entry.seq === 2 ? { ...entry, note: 'put in later' } : entry));
    expect(recordDocument(subjectOf(added), now).chain).toMatchObject({ whole: false, brokenAt: 2 });
    const unreadable = entries.map((entry) =>
      entry.seq === 2 ? { ...entry, changes: { 'newsletter:news': 'Perhaps' } } : entry,
    );
    const { chain, unreadable: places, records } = recordDocument(subjectOf(unreadable), now);
    expect(chain).toMatchObject({ whole: false, brokenAt: 2 });
    expect(places).toEqual([2]);
    expect(records[0]?.events.map(({ seq }) => seq)).toEqual([1, 3]);
  });

  test('says which consents the system acts on without proof', () => {
    const entries = chained([confirmed(5, { 'newsletter:news': 'ConsentGiven' })]);
    const unproven = (...consents: Partial<Consent>[]) =>
      recordDocument(subjectOf(entries, { person: personWith(...consents) }), now).unproven;
    expect(unproven({})).toEqual([]);
    expect(unproven({}, { purpose: 'tracking:open' as PurposeId })).toEqual(['tracking:open']);
    expect(unproven({ status: 'RenewedConsentGiven' })).toEqual(['newsletter:news']);
    expect(unproven({ seq: 2 })).toEqual(['newsletter:news']);
  });

  test('explains every member that stands for a term of the vocabulary, and every prefix it uses', () => {
    const document = recordDocument(subjectOf(chained([confirmed(5, { 'newsletter:news': 'ConsentGiven' })])), now);
    const context = document['@context'] as Record<string, unknown>;
    const { '@context': _, ...body } = document;
    const terms = [...JSON.stringify([body, Object.values(context)]).matchAll(/"([a-z][a-z-]*):[A-Za-z][^"]*"/g)]
      .filter(([term]) => !isPurposeId(JSON.parse(term)))
      .map(([, prefix]) => prefix as string);
    expect(terms).toContain('eu-gdpr');
    expect([...new Set(terms)].filter((prefix) => !['https', 'http', 'urn'].includes(prefix) && !(prefix in context))).toEqual(
      [],
    );
    expect(context).toMatchObject({ dpv: 'https://w3id.org/dpv#', pd: 'https://w3id.org/dpv/pd#' });
    const fields = Object.entries(mandatory).flatMap(([, names]) =>
      names.filter((name) => name !== 'pii_optional' && name !== 'special_pii_category'),
    );
    expect(fields.filter((name) => !(name in context))).toEqual([]);
  });

  test('as a receipt has an id that stays until something happens', () => {
    const given = confirmed(5, { 'newsletter:news': 'ConsentGiven' });
    const receipt = receiptDocument(subjectOf(chained([given])), now);
    expect(receipt).toMatchObject({
      '@type': 'dpv:ConsentReceipt',
      schema_version: 'https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr',
      records: [{ header: { schema_version: 'https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr' } }],
    });
    expect(receiptDocument(subjectOf(chained([given])), new Date('2027-01-01T00:00:00Z')).receipt_id).toBe(receipt.receipt_id);
    const after = receiptDocument(subjectOf(chained([given, withdrawn(6, ['newsletter:news'])])), now);
    expect(after.receipt_id).not.toBe(receipt.receipt_id);
  });
});
