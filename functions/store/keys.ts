/** Every key that the store writes or reads. Ids and keyed hashes only: no address is ever part of a key (T35). */
import type { CampaignId } from '../domain/campaign.ts';
import type { CaseId } from '../domain/case.ts';
import type { FileId } from '../domain/files.ts';
import type { AddressHash, ContactId } from '../domain/identity.ts';
import type { PurposeId } from '../domain/policy.ts';
import type { SegmentId } from '../domain/segment.ts';

/** Shards of an index's partition: one partition takes 1,000 writes a second, and a campaign's first month of opens moves entries. */
export const indexShards = 8;

/** The shard that holds a person; even, since ids are random. */
export const shardOf = (contactId: ContactId): number => (Buffer.from(contactId, 'base64url')[0] as number) % indexShards;

const address = (brand: string, hash: AddressHash): string => `${brand}#@${hash}`;
const contact = (brand: string, contactId: ContactId): string => `${brand}#${contactId}`;

/** The keys, by the kind of item; and those of the indexes, which some items carry as well. */
export const keys = {
  address,
  contact,
  /** What every key of a brand begins with, and no other brand's. */
  brand: (brand: string) => `${brand}#`,
  pointer: (brand: string, hash: AddressHash) => ({ pk: address(brand, hash), sk: 'POINTER' }),
  suppression: (brand: string, hash: AddressHash) => ({ pk: address(brand, hash), sk: 'SUPPRESSION' }),
  request: (brand: string, hash: AddressHash, form: string) => ({ pk: address(brand, hash), sk: `REQUEST#${form}` }),
  case: (brand: string, owner: ContactId | { readonly hash: AddressHash }, caseId: CaseId) => ({
    pk: typeof owner === 'string' ? contact(brand, owner) : address(brand, owner.hash),
    sk: `CASE#${caseId}`,
  }),
  /** Where a case lies, by its number alone. */
  caseOwner: (brand: string, caseId: CaseId) => ({ pk: `${brand}#case#${caseId}`, sk: 'OWNER' }),
  /** Of the index `due`: the open cases of a brand, by the end of their deadline. They are few: one partition holds them. */
  openCases: (brand: string) => `${brand}#cases`,
  addressRequest: (brand: string, contactId: ContactId) => ({ pk: contact(brand, contactId), sk: 'ADDRESS' }),
  linkRequest: (brand: string, hash: AddressHash) => ({ pk: address(brand, hash), sk: 'LINK' }),
  profile: (brand: string, contactId: ContactId) => ({ pk: contact(brand, contactId), sk: 'PROFILE' }),
  consent: (brand: string, contactId: ContactId, purpose: PurposeId) => ({
    pk: contact(brand, contactId),
    sk: `CONSENT#${purpose}`,
  }),
  entry: (brand: string, contactId: ContactId, seq: number) => ({ pk: contact(brand, contactId), sk: seq }),
  idempotency: (brand: string, keyHash: string) => ({ pk: `${brand}#key#${keyHash}`, sk: 'IDEMPOTENCY' }),
  allowance: (hash: AddressHash) => ({ pk: `@${hash}`, sk: 'ALLOWANCE' }),
  audience: (brand: string, purpose: PurposeId, shard: number) => ({ audience: `${brand}#${purpose}#${shard}` }),
  /** `day` is `YYYY-MM-DD`. */
  due: (brand: string, day: string, shard: number) => ({ due: `${brand}#${day.slice(0, 7)}#${shard}`, dueDay: day }),
  endingOf: (brand: string, month: string, shard: number) => `${brand}#ending#${month}#${shard}`,
  /** `day` is that of the action, `YYYY-MM-DD`. */
  ending: (brand: string, day: string, shard: number, contactId: ContactId) => ({
    pk: keys.endingOf(brand, day.slice(0, 7), shard),
    sk: `${day}#${contactId}`,
  }),
  /** Who has not been told where they were found, by the last day for it. They wait for an hour, if nothing fails. */
  untoldOf: (brand: string) => `${brand}#untold`,
  untold: (brand: string, day: string, contactId: ContactId) => ({ pk: keys.untoldOf(brand), sk: `${day}#${contactId}` }),
  send: (brand: string, contactId: ContactId, campaignId: CampaignId) => ({
    pk: contact(brand, contactId),
    sk: `SEND#${campaignId}`,
  }),
  /** Of `campaigns`: all of a brand lie in one partition, by day, so that listing them is one Query. */
  campaigns: (brand: string) => `${brand}#campaigns`,
  /** Of `campaigns`: who may do what at a brand, and until when. */
  operatorsOf: (brand: string) => `${brand}#operators`,
  operator: (brand: string, operator: string, role: string) => ({ pk: keys.operatorsOf(brand), sk: `${operator}#${role}` }),
  /** Of the index `running`: on a campaign for as long as something is left to do for it. */
  running: (brand: string) => ({ running: brand }),
  campaign: (brand: string, campaignId: CampaignId) => ({ pk: keys.campaigns(brand), sk: campaignId as string }),
  content: (brand: string, campaignId: CampaignId, locale: string) => ({
    pk: `${brand}#${campaignId}`,
    sk: `CONTENT#${locale}`,
  }),
  source: (brand: string, campaignId: CampaignId, locale: string) => ({ pk: `${brand}#${campaignId}`, sk: `SOURCE#${locale}` }),
  testMail: (brand: string, campaignId: CampaignId, requestId: string) => ({
    pk: `${brand}#${campaignId}`,
    sk: `TEST#${requestId}`,
  }),
  linkTable: (brand: string, campaignId: CampaignId) => ({ pk: `${brand}#${campaignId}`, sk: 'LINKS' }),
  chunk: (brand: string, campaignId: CampaignId, chunk: number) => ({
    pk: `${brand}#${campaignId}`,
    sk: `CHUNK#${String(chunk).padStart(7, '0')}`,
  }),
  counter: (brand: string, campaignId: CampaignId, shard: number) => ({ pk: `${brand}#${campaignId}`, sk: `COUNT#${shard}` }),
  /** What was counted of a campaign's opens and clicks on a day, and of its links, fifty to an item. */
  engagement: (brand: string, campaignId: CampaignId, day: string) => ({ pk: `${brand}#${campaignId}`, sk: `ENGAGED#${day}` }),
  followed: (brand: string, campaignId: CampaignId, part: number) => ({
    pk: `${brand}#${campaignId}`,
    sk: `ENGAGED#LINKS#${String(part).padStart(3, '0')}`,
  }),
  /** Which hits of an hour (`YYYY-MM-DDThh`) have been counted: one item for each time of counting, numbered without a gap. */
  counted: (brand: string, campaignId: CampaignId, hour: string, seq: number) => ({
    pk: `${brand}#${campaignId}`,
    sk: `HITS#${hour}#${String(seq).padStart(6, '0')}`,
  }),
  segments: (brand: string) => `${brand}#segments`,
  segment: (brand: string, segmentId: SegmentId) => ({ pk: keys.segments(brand), sk: segmentId as string }),
  /** Of `campaigns`: one for the whole deployment, as there is one account at SES. */
  lease: () => ({ pk: '@sending', sk: 'LEASE' }),
  export: (brand: string, fileId: FileId) => ({ pk: `${brand}#files`, sk: `EXPORT#${fileId}` }),
  import: (brand: string, fileId: FileId) => ({ pk: `${brand}#files`, sk: `IMPORT#${fileId}` }),
  breach: (brand: string, id: string) => ({ pk: `${brand}#breaches`, sk: id }),
  /** A partner's feed: the news of one shard, by position. */
  feed: (brand: string, partner: string, shard: number) => `${brand}#feed#${partner}#${shard}`,
  news: (brand: string, partner: string, shard: number, position: number) => ({
    pk: keys.feed(brand, partner, shard),
    sk: `NEWS#${String(position).padStart(12, '0')}`,
  }),
  /** The last position given away in a shard. */
  position: (brand: string, partner: string, shard: number) => ({ pk: keys.feed(brand, partner, shard), sk: 'POSITION' }),
  /** What the partner was told of this person last. */
  told: (brand: string, partner: string, shard: number, contactId: ContactId) => ({
    pk: keys.feed(brand, partner, shard),
    sk: `TOLD#${contactId}`,
  }),
  acknowledged: (brand: string, partner: string) => ({ pk: `${brand}#feed#${partner}`, sk: 'ACKNOWLEDGED' }),
  /** A disclosure lies under the person. `at` is an ISO 8601 time. Sorts after the profile, so that a person still reads in one unit. */
  shared: (brand: string, contactId: ContactId, at: string, partner: string) => ({
    pk: contact(brand, contactId),
    sk: `SHARED#${at}#${partner}`,
  }),
  /** Of the ledger: what an operator did on one day. */
  acts: (brand: string, operator: string, day: string) => `${brand}#operator#${operator}#${day}`,
  /** Of the ledger: reports of the system's own work. */
  reports: (brand: string) => `${brand}#reports`,
  /** Of the ledger: the policies that were deployed, in order. */
  policyVersions: (brand: string) => `${brand}#policy`,
  /** Of the ledger: the words of a notice in one language, under their hash. */
  noticeText: (brand: string, textHash: string) => ({ pk: `${brand}#notice#${textHash}`, sk: 1 }),
  announcementMark: (brand: string) => ({ pk: `${brand}#announcement`, sk: 'MARK' }),
  sweepMark: (brand: string) => ({ pk: `${brand}#sweep`, sk: 'MARK' }),
  /** How many people were anonymised in a month: counts, no persons. */
  anonymisedOf: (brand: string) => `${brand}#anonymised`,
  anonymised: (brand: string, month: string, shard: number) => ({ pk: keys.anonymisedOf(brand), sk: `${month}#${shard}` }),
  /** Chains that are closed, by the day on which they were. */
  closedOf: (brand: string, month: string, shard: number) => `${brand}#closed#${month}#${shard}`,
  closed: (brand: string, day: string, shard: number, contactId: ContactId) => ({
    pk: keys.closedOf(brand, day.slice(0, 7), shard),
    sk: `${day}#${contactId}`,
  }),
  evidenceMark: (brand: string) => ({ pk: `${brand}#evidence`, sk: 'MARK' }),
} as const;

/** The person whose partition this is. */
export const idOf = (pk: string): ContactId => pk.slice(pk.indexOf('#') + 1) as ContactId;

/** What a key says of its item, or undefined for an item that the stream's readers have no use for. */
export function readKey(
  pk: string,
  sk: string,
):
  | { readonly item: 'request'; readonly brand: string; readonly addressHash: AddressHash; readonly form: string }
  | { readonly item: 'link'; readonly brand: string; readonly addressHash: AddressHash }
  | { readonly item: 'case'; readonly brand: string; readonly caseId: CaseId }
  | { readonly item: 'address'; readonly brand: string; readonly contactId: ContactId }
  | { readonly item: 'profile'; readonly brand: string; readonly contactId: ContactId }
  | undefined {
  const [brand, id] = pk.split('#', 2) as [string, string?];
  if (id?.startsWith('@') && sk.startsWith('REQUEST#')) {
    return { item: 'request', brand, addressHash: id.slice(1) as AddressHash, form: sk.slice('REQUEST#'.length) };
  }
  if (id?.startsWith('@') && sk === 'LINK') return { item: 'link', brand, addressHash: id.slice(1) as AddressHash };
  if (id && sk.startsWith('CASE#')) return { item: 'case', brand, caseId: sk.slice('CASE#'.length) as CaseId };
  if (id && sk === 'ADDRESS') return { item: 'address', brand, contactId: id as ContactId };
  if (id && sk === 'PROFILE') return { item: 'profile', brand, contactId: id as ContactId };
  return undefined;
}
