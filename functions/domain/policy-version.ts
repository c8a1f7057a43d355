/**
 * The policies that were deployed, one after the other, and what their notices said. A chain of the ledger that is nobody's: a consent points at a version,
 * and here stands since when it held and where its words are, whatever the policy file says by now (E13, K18).
 */
import * as z from 'zod';
import { hashOf } from './canonical-json.ts';
import { ContactId } from './identity.ts';
import { type Locale, locales, type Policy } from './policy.ts';

/** A notice in one language, as it was published: the page's own markup, and its sentences by section, to tell what has changed. */
export const NoticeText = z.object({
  locale: z.enum(locales),
  markup: z.string(),
  sections: z.array(z.object({ title: z.string(), sentences: z.array(z.string()) })),
});
export type NoticeText = z.infer<typeof NoticeText>;

/** What an entry of the chain says, before it has its place. */
export const PolicyVersionContent = z.object({
  brand: z.string(),
  version: z.int(),
  policyHash: z.string(),
  noticeVersion: z.string(),
  onChange: z.enum(['site', 'email', 'reconsent']),
  /** Of each language the hash of its words, under which they are kept. */
  notices: z.partialRecord(z.enum(locales), z.string()),
});
export type PolicyVersionContent = z.infer<typeof PolicyVersionContent>;

/** An entry in its place: `at` is when the version was first seen in force. */
export const PolicyVersion = PolicyVersionContent.extend({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  previous: z.string(),
  hash: z.string(),
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** The hash under which the words of a notice are kept. */
export const noticeTextHash = (text: NoticeText): string => hashOf(text);

/** What is in force now, as an entry would say it. */
export const contentOf = (policy: Policy, texts: readonly NoticeText[]): PolicyVersionContent => ({
  brand: policy.brand,
  version: policy.version,
  policyHash: policy.hash,
  noticeVersion: policy.notice.version,
  onChange: policy.notice.onChange,
  notices: Object.fromEntries(texts.map((text) => [text.locale, noticeTextHash(text)])),
});

/** Whether an entry says the same: then nothing has changed since, in settings or in words. */
export const isSameVersion = (entry: PolicyVersion, content: PolicyVersionContent): boolean =>
  entry.policyHash === content.policyHash && hashOf(entry.notices) === hashOf(content.notices);

/** The entry that follows, in its place; the chain's first one is bound to its name. */
export function nextVersion(
  chain: string,
  last: PolicyVersion | undefined,
  content: PolicyVersionContent,
  at: Date,
): PolicyVersion {
  const placed = {
    ...content,
    at: at.toISOString(),
    seq: (last?.seq ?? 0) + 1,
    previous: last?.hash ?? hashOf([chain]),
  };
  return { ...placed, hash: hashOf(placed) };
}

/** A version of the notice that was replaced: what it said in the end, and when it held. */
export interface PastNotice {
  readonly version: string;
  readonly textHash: string;
  readonly from: string;
  readonly until: string;
}

/** The notice of that version in a language, if it was in force before the one that is now; undefined if it never was, or was not in that language. */
export function pastNotice(
  versions: readonly PolicyVersion[],
  current: Pick<Policy, 'notice'>,
  asked: string,
  locale: Locale,
): PastNotice | undefined {
  const last = versions.findLastIndex(({ noticeVersion }) => noticeVersion === asked);
  const entry = versions[last];
  const after = versions[last + 1];
  const textHash = entry?.notices[locale];
  if (!entry || !after || !textHash || asked === current.notice.version) return undefined;
  const first = versions.find(({ noticeVersion }) => noticeVersion === asked) ?? entry;
  return { version: asked, textHash, from: first.at, until: after.at };
}

/** When the words that are published now began to hold, and which words they replaced; undefined if there were no others before. */
export function lastChange(
  versions: readonly PolicyVersion[],
  policy: Pick<Policy, 'hash'>,
  locale: Locale,
): { readonly since: string; readonly replaced: { readonly version: string; readonly textHash: string } } | undefined {
  const newest = versions.at(-1);
  // what is deployed has not been written down yet: nothing is said of it before
  if (newest?.policyHash !== policy.hash) return undefined;
  const words = newest.notices[locale];
  const before = versions.findLast(({ notices }) => notices[locale] !== words);
  const began = before && versions.find(({ seq }) => seq === before.seq + 1);
  const textHash = before?.notices[locale];
  return began && textHash ? { since: began.at, replaced: { version: before.noticeVersion, textHash } } : undefined;
}

/** The version that people are told of one by one, and when it began; undefined if the newest change is told on the site alone, or is none of the notice's. */
export function announced(versions: readonly PolicyVersion[]): PolicyVersion | undefined {
  const newest = versions.at(-1);
  const first = newest && versions.find(({ noticeVersion }) => noticeVersion === newest.noticeVersion);
  // the first notice of all replaces none, and other words under the same version are a correction
  return first && first.seq > 1 && first.onChange !== 'site' ? first : undefined;
}

/** Where the walk over the audiences of a brand stands: in this purpose, after this person; or at its end. */
export const AnnouncementMark = z.object({
  /** The place of the announced version in its chain. */
  announcement: z.int().positive(),
  purpose: z.int().min(0),
  shard: z.int().min(0),
  after: ContactId.optional(),
  done: z.boolean(),
});
export type AnnouncementMark = z.infer<typeof AnnouncementMark>;

/** What a notice says that the one before did not, and the other way round, by section. */
export interface NoticeChanges {
  readonly added: NoticeText['sections'];
  readonly removed: NoticeText['sections'];
}

/** The differences, sentence by sentence. */
export const changesBetween = (before: NoticeText, after: NoticeText): NoticeChanges => ({
  added: without(after.sections, before.sections),
  removed: without(before.sections, after.sections),
});

function without(sections: NoticeText['sections'], others: NoticeText['sections']): NoticeText['sections'] {
  const known = new Set(others.flatMap(({ sentences }) => sentences));
  return sections
    .map(({ title, sentences }) => ({ title, sentences: [...new Set(sentences)].filter((sentence) => !known.has(sentence)) }))
    .filter(({ sentences }) => sentences.length > 0);
}
