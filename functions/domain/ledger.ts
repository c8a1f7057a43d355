/**
 * The chain of evidence of one person: every change of consent, in order, each entry holding the hash of the one before. It holds no
 * address and outlives erasure by its own clock. What we say of a person's consent now is the fold of this chain (I4).
 */
import * as z from 'zod';
import { hashOf } from './canonical-json.ts';
import { Agreement, consentStatuses, groundsWithoutConsent } from './consent.ts';
import { bases, offlineChannels } from './policy.ts';

/**
 * What an operator states of a yes that did not come through the web: who took it, how and when, and where that can be looked up (E3,
 * I13). Nothing in it names the person.
 */
export const OfflineEvidence = z.object({
  /** The operator's id at the identity provider. */
  operator: z.string(),
  channel: z.enum(offlineChannels),
  /** When the person said yes, by the operator's word. */
  givenAt: z.iso.datetime(),
  place: z.string().optional(),
  /** Of the call, the document, the mail. */
  reference: z.string().optional(),
  /** Where the contact came from, if not from the person (E10). */
  source: z.string().optional(),
  expressYes: z.literal(true),
});
export type OfflineEvidence = z.infer<typeof OfflineEvidence>;

/**
 * How a person came to say yes: both steps of the double opt-in, and the words that were read. `shown` less `granted` are the boxes
 * left empty: neither granted nor withdrawn (T30). Sources are keyed hashes.
 */
export const ConsentEvidence = z.object({
  requestId: z.string(),
  form: z.string(),
  formVersion: z.number(),
  /** The form came without a version, so the current one was assumed. */
  wordingAssumed: z.boolean(),
  wordingHash: z.string(),
  locale: z.string(),
  market: z.string(),
  /** The version of the privacy notice that the form linked to (E13). */
  noticeVersion: z.string().optional(),
  shown: z.array(z.string()),
  granted: z.array(z.string()),
  requestedAt: z.iso.datetime(),
  requestSource: z.string(),
  /** SES's id of the mail whose link confirmed. */
  messageId: z.string().optional(),
  confirmSource: z.string(),
  /** Of a request that an operator entered; `requestSource` is the operator then. */
  offline: OfflineEvidence.optional(),
});
export type ConsentEvidence = z.infer<typeof ConsentEvidence>;

/** A yes that rests on an operator's note alone: the words that were heard or read, and what the operator states. */
export const NoteEvidence = ConsentEvidence.pick({
  form: true,
  formVersion: true,
  wordingHash: true,
  locale: true,
  market: true,
  shown: true,
  granted: true,
}).extend({ offline: OfflineEvidence });
export type NoteEvidence = z.infer<typeof NoteEvidence>;

/** What of its proof an imported yes can lack. */
export const importLacks = ['time', 'source', 'wording', 'channel', 'validity'] as const;
export type ImportLack = (typeof importLacks)[number];

/** What a line of an imported list says of a yes that was given elsewhere, in which import it stands, and what it lacks to be a proof. */
export const ImportEvidence = z.object({
  importId: z.string(),
  line: z.number(),
  operator: z.string(),
  preset: z.string(),
  market: z.string(),
  locale: z.string(),
  granted: z.array(z.string()),
  lacks: z.array(z.enum(importLacks)),
  channel: z.string(),
  givenAt: z.iso.datetime().optional(),
  source: z.string().optional(),
  wording: z.string().optional(),
});
export type ImportEvidence = z.infer<typeof ImportEvidence>;

/**
 * What an operator states of somebody who agreed to nothing: what they are to the brand and what proves that, or where they were found, and the ground on
 * which each purpose was therefore begun (K1, E10, K5).
 */
export const IntroductionEvidence = z.object({
  operator: z.string(),
  market: z.string(),
  locale: z.string(),
  relationship: z.string().optional(),
  /** `sale`, …: what the law takes as a ground. */
  basisEvidence: z.array(z.string()),
  /** When that came about, by the operator's word. */
  since: z.iso.datetime(),
  place: z.string().optional(),
  reference: z.string().optional(),
  source: z.string().optional(),
  /** The person could refuse, easily and for free, when the address was taken. */
  refusalOffered: z.literal(true).optional(),
  grounds: z.record(z.string(), z.object({ basis: z.enum(bases), reason: z.enum(groundsWithoutConsent) })),
});
export type IntroductionEvidence = z.infer<typeof IntroductionEvidence>;

/**
 * What an operator changed of what is known: the names of the fields alone, never what they held; and of each purpose that nobody agreed to, the ground
 * that it was found to have from then on. Periods that a contract agrees stand there as they are from then on: they name nobody, and are why data were kept.
 */
export const AmendmentEvidence = z.object({
  operator: z.string(),
  fields: z.array(z.string()),
  agreedPeriods: z.record(z.string(), Agreement).optional(),
  grounds: z.record(z.string(), z.enum([...groundsWithoutConsent, 'none'])).optional(),
});
export type AmendmentEvidence = z.infer<typeof AmendmentEvidence>;

/**
 * How somebody was told where they were found, under which notice, and by when they had to be: by our mail, with SES's id of it; or by an operator, on which day
 * and where that can be looked up (GDPR 14, K5).
 */
export const TellingEvidence = z.object({
  source: z.string(),
  tellBy: z.iso.date(),
  noticeVersion: z.string(),
  by: z.string(),
  messageId: z.string().optional(),
  operator: z.string().optional(),
  on: z.iso.date().optional(),
  reference: z.string().optional(),
});
export type TellingEvidence = z.infer<typeof TellingEvidence>;

/** The words of the preference centre as they were read: themselves, since they change with the policy, and their hash. */
export const ShownWords = z.object({
  locale: z.string(),
  wordingHash: z.string(),
  wording: z.object({ intro: z.string(), boxes: z.record(z.string(), z.string()), howToWithdraw: z.string() }),
});
export type ShownWords = z.infer<typeof ShownWords>;

/** A yes in the preference centre. The one-hour link that led there was mailed to the address, and is the proof that its owner said it. */
export const ChoiceEvidence = ShownWords.extend({
  market: z.string(),
  noticeVersion: z.string(),
  shown: z.array(z.string()),
  granted: z.array(z.string()),
  /** When the link runs out by which the person came: an hour after it was mailed. */
  linkExpiresAt: z.iso.datetime(),
  confirmSource: z.string(),
});
export type ChoiceEvidence = z.infer<typeof ChoiceEvidence>;

/** What was corrected of a person's details: which of them, never what they say. `source` is a keyed hash, or the operator's id. */
export const RectificationEvidence = z.object({
  fields: z.array(z.enum(['name', 'company', 'phone', 'locale', 'email'])),
  source: z.string(),
});
export type RectificationEvidence = z.infer<typeof RectificationEvidence>;

/**
 * How a person ended a purpose. `purpose` is the one of the mail whose link was used, or `*` for several at once. `source` is a keyed hash, or SES's id of the
 * mail that they wrote.
 */
export const WithdrawalEvidence = z.object({ purpose: z.string(), source: z.string(), shown: ShownWords.optional() });
export type WithdrawalEvidence = z.infer<typeof WithdrawalEvidence>;

/** Which rule of the policy ended something: its purpose, clock and period, and whether the person had been asked to stay. */
export const RetentionEvidence = z.object({
  purpose: z.string(),
  clock: z.string(),
  period: z.string(),
  askedOn: z.iso.date().optional(),
  /** The table's TTL took the profile before the sweep did; this entry completes the removal. */
  byTtl: z.literal(true).optional(),
});
export type RetentionEvidence = z.infer<typeof RetentionEvidence>;

/** How a person said that they want to stay: the day on which they had been asked, and where the answer came from. */
export const RenewalEvidence = z.object({
  askedOn: z.iso.date(),
  source: z.string(),
  /** Of an answer to being asked again: the notice that holds from then on. */
  noticeVersion: z.string().optional(),
});
export type RenewalEvidence = z.infer<typeof RenewalEvidence>;

/** Who put a person on legal hold or released them, and the hold's last day. Why stays with the person. */
export const HoldEvidence = z.object({ operator: z.string(), until: z.iso.date().optional() });
export type HoldEvidence = z.infer<typeof HoldEvidence>;
/**
 * On what a right was exercised: the keyed hash of the person's source, or the operator's id; and where an operator can look up what the person asked for. Nothing in it
 * names the person.
 */
export const RightEvidence = z.object({ source: z.string(), reference: z.string().optional(), caseId: z.string().optional() });
export type RightEvidence = z.infer<typeof RightEvidence>;

/** Who exercised a right: the person on their own page, an operator for them, or an operator who decided a case. */
const rightMethods = ['preference_centre', 'operator', 'case'] as const;

/** By which a person ends something themselves. */
const ways = ['link', 'one_click', 'mail', 'preference_centre', 'case', 'partner', 'import'] as const;

/** What came back of a mail: SES's id of it, the campaign and purpose it was sent for, and in SES's words what happened. */
export const FeedbackEvidence = z.object({
  purpose: z.string(),
  campaignId: z.string().optional(),
  messageId: z.string(),
  says: z.string(),
});
export type FeedbackEvidence = z.infer<typeof FeedbackEvidence>;

/** For which announcement, and which purposes, a person was asked again, and until when there is an answer. */
export const AskedAgainEvidence = z.object({
  announcement: z.number(),
  noticeVersion: z.string(),
  purposes: z.array(z.string()),
  until: z.iso.datetime(),
});
export type AskedAgainEvidence = z.infer<typeof AskedAgainEvidence>;

/** That a restore of the table lost the person: the last entry that was written while they were there. */
export const LossEvidence = z.object({ lastSeq: z.number() });
export type LossEvidence = z.infer<typeof LossEvidence>;

const common = {
  at: z.iso.datetime(),
  actor: z.enum(['person', 'operator', 'system']),
  /** What became of each purpose: this alone decides the state after the entry. */
  changes: z.record(z.string(), z.enum(consentStatuses)),
  /** The address at that time, as a keyed hash. */
  addressHash: z.string(),
  policyVersion: z.number(),
  policyHash: z.string(),
};

/** What an entry records, before it has its place in the chain. */
export const EntryContent = z.discriminatedUnion('act', [
  z.object({
    ...common,
    act: z.literal('confirmed'),
    method: z.literal('double_opt_in'),
    evidence: ConsentEvidence,
    /** Earlier chains of the same address, ended by erasure. */
    formerIds: z.array(z.string()).optional(),
  }),
  z.object({
    ...common,
    act: z.literal('recorded'),
    method: z.literal('offline'),
    evidence: NoteEvidence,
    formerIds: z.array(z.string()).optional(),
  }),
  z.object({
    ...common,
    act: z.literal('imported'),
    method: z.literal('import'),
    evidence: ImportEvidence,
    formerIds: z.array(z.string()).optional(),
  }),
  z.object({
    ...common,
    act: z.literal('rectified'),
    method: z.enum(['preference_centre', 'operator', 'new_address_link']),
    evidence: RectificationEvidence,
  }),
  z.object({ ...common, act: z.literal('granted'), method: z.literal('preference_centre'), evidence: ChoiceEvidence }),
  z.object({
    ...common,
    act: z.literal('introduced'),
    method: z.literal('operator'),
    evidence: IntroductionEvidence,
    formerIds: z.array(z.string()).optional(),
  }),
  z.object({ ...common, act: z.literal('told'), method: z.enum(['mail', 'operator']), evidence: TellingEvidence }),
  z.object({ ...common, act: z.literal('amended'), method: z.literal('operator'), evidence: AmendmentEvidence }),
  z.discriminatedUnion('method', [
    z.object({
      ...common,
      act: z.enum(['deactivated', 'lapsed', 'removed']),
      method: z.literal('retention'),
      evidence: RetentionEvidence,
    }),
    z.object({
      ...common,
      act: z.enum(['bounced', 'complained', 'removed']),
      method: z.literal('feedback'),
      evidence: FeedbackEvidence,
    }),
    z.object({ ...common, act: z.literal('removed'), method: z.literal('restore'), evidence: LossEvidence }),
  ]),
  z.object({ ...common, act: z.enum(['held', 'released']), method: z.literal('legal_hold'), evidence: HoldEvidence }),
  z.object({ ...common, act: z.literal('asked_again'), method: z.literal('notice_change'), evidence: AskedAgainEvidence }),
  z.object({ ...common, act: z.literal('renewed'), method: z.literal('stay_link'), evidence: RenewalEvidence }),
  z.object({ ...common, act: z.literal('withdrawn'), method: z.enum(ways), evidence: WithdrawalEvidence }),
  z.object({
    ...common,
    act: z.literal('erased'),
    method: z.enum([...ways, 'operator']),
    evidence: z.union([WithdrawalEvidence, RightEvidence]),
  }),
  z.object({
    ...common,
    act: z.enum(['restricted', 'unrestricted', 'objected', 'objection_lifted']),
    method: z.enum(rightMethods),
    evidence: RightEvidence,
  }),
]);
export type EntryContent = z.infer<typeof EntryContent>;

const Place = z.object({
  /** 1 for the first entry. The number is also the lock: an entry's key must be absent when it is written. */
  seq: z.number().int().positive(),
  /** The hash of the entry before; of the first entry, the hash of the contact id. */
  previous: z.string(),
  hash: z.string(),
});

/** An entry in its place. */
export const Entry = z.intersection(EntryContent, Place);
export type Entry = z.infer<typeof Entry>;

/** An entry as far as the chain goes: its place, and whatever else was hashed with it. */
export type Placed = Readonly<z.infer<typeof Place>>;

/** Where a chain stands: its last entry's number and hash. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head of a chain without entries. It belongs to one person, so that entries cannot be moved to another's chain. */
export const emptyChain = (brand: string, contactId: string): ChainHead => ({ seq: 0, hash: hashOf([brand, contactId]) });

/** The entry that follows `head`. */
export function nextEntry(head: ChainHead, content: EntryContent): Entry {
  const placed = { ...content, seq: head.seq + 1, previous: head.hash };
  return { ...placed, hash: hashOf(placed) };
}

/** The verdict on a chain: whole, or the sequence number of the first entry that is not what was written. */
export type Verdict = { readonly whole: true; readonly head: ChainHead } | { readonly whole: false; readonly brokenAt: number };

/**
 * Recomputes the chain. Finds altered, dropped, swapped and inserted entries; that the end was cut off shows against `expected`, the head
 * that the profile (or a checkpoint) holds. `from` is where the entries go on, if not at the beginning: only what a signed checkpoint vouches for.
 */
export function verifyChain(
  brand: string,
  contactId: string,
  entries: readonly Placed[],
  expected?: ChainHead,
  from: ChainHead = emptyChain(brand, contactId),
): Verdict {
  let head = from;
  for (const entry of entries) {
    const { hash, ...placed } = entry;
    const inPlace = entry.seq === head.seq + 1 && entry.previous === head.hash && hash === hashOf(placed);
    if (!inPlace) return { whole: false, brokenAt: head.seq + 1 };
    head = { seq: entry.seq, hash };
  }
  if (expected && expected.seq !== head.seq) return { whole: false, brokenAt: Math.min(expected.seq, head.seq) + 1 };
  if (expected && expected.hash !== head.hash) return { whole: false, brokenAt: head.seq };
  return { whole: true, head };
}

/** When the yes of an entry was given: one that an operator or a list brought, when the evidence says so; any other as it was written down. */
export function givenAt(entry: Entry): string {
  if (entry.act === 'imported') return entry.evidence.givenAt ?? entry.at;
  return entry.act === 'recorded' ? entry.evidence.offline.givenAt : entry.at;
}

/** The state that a chain tells: of each purpose its status, since when, and by which entry. A renewal never makes a yes older than it was. */
export function fold(entries: readonly Entry[]): Record<string, { status: string; since: string; seq: number }> {
  const state: Record<string, { status: string; since: string; seq: number }> = {};
  for (const entry of entries) {
    for (const [purpose, status] of Object.entries(entry.changes)) {
      const renewed = status === 'RenewedConsentGiven' ? (state[purpose]?.since ?? '') : '';
      const given = status === 'ConsentGiven' || status === 'RenewedConsentGiven' ? givenAt(entry) : entry.at;
      state[purpose] = { status, since: given > renewed ? given : renewed, seq: entry.seq };
    }
  }
  return state;
}
