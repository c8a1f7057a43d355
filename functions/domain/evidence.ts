/**
 * A person's chain of evidence as it is found, for those who show it: entries of any version, written by acts that this version may not know, and
 * even damaged ones, with the verdict on the whole.
 */
import * as z from 'zod';
import { type Checkpoint, verifyRest } from './checkpoint.ts';
import { type ConsentStatus, consentStatuses } from './consent.ts';
import { type ChainHead, type Placed, type Verdict, verifyChain } from './ledger.ts';
import { type Locale, type Policy, type Wording, wordingHash, wordingOf } from './policy.ts';

// what a later version writes in another form is left out here, never a reason not to show the rest
const told = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined);
const words = z.string().min(1);

/** What an entry tells of how it came about. Each act tells some of it; whatever else it tells is kept as it is. */
const Told = z.looseObject({
  requestId: told(words),
  form: told(words),
  formVersion: told(z.number()),
  wordingAssumed: told(z.boolean()),
  wordingHash: told(words),
  locale: told(words),
  market: told(words),
  noticeVersion: told(words),
  shown: told(z.array(words)),
  granted: told(z.array(words)),
  requestedAt: told(z.iso.datetime()),
  requestSource: told(words),
  messageId: told(words),
  confirmSource: told(words),
  /** Of a withdrawal: the purpose of the mail whose link was used, and where it was used. */
  purpose: told(words),
  source: told(words),
  /** Of a yes that did not come through the web. */
  offline: told(
    z.looseObject({
      operator: told(words),
      channel: told(words),
      givenAt: told(z.iso.datetime()),
      place: told(words),
      reference: told(words),
      source: told(words),
    }),
  ),
});
export type Told = z.infer<typeof Told>;

/** An entry of the ledger, as far as any version of it can be understood. */
export const EvidenceEntry = z.looseObject({
  seq: z.int().positive(),
  previous: z.string(),
  hash: z.string(),
  at: z.iso.datetime(),
  /** `person`, `system` or who else acted. */
  actor: words,
  /** `confirmed`, `withdrawn`, `erased`, …: what happened. */
  act: words,
  /** `double_opt_in`, `one_click`, …: by which means. */
  method: told(words),
  changes: z.record(z.string(), z.enum(consentStatuses)),
  addressHash: told(words),
  policyVersion: z.number(),
  policyHash: z.string(),
  evidence: Told.optional().catch(undefined),
});
export type EvidenceEntry = z.infer<typeof EvidenceEntry>;

/** A chain as it was found. */
export interface Chain {
  /** The entries that can be read, in their order. */
  readonly entries: readonly EvidenceEntry[];
  /** The places, counted from 1, of those that cannot. */
  readonly unreadable: readonly number[];
  readonly verdict: Verdict;
  /** Whether anything outside the chain says where it ends. An erased person's profile no longer does. */
  readonly endKnown: boolean;
}

/**
 * Reads and verifies what the ledger holds of a person, against the head that their profile holds, or against the signed checkpoint of a chain that
 * is being let go.
 */
export function chainOf(
  brand: string,
  contactId: string,
  stored: readonly Record<string, unknown>[],
  expected: ChainHead | undefined,
  checkpoint?: Checkpoint,
): Chain {
  const read = stored.map((item) => EvidenceEntry.safeParse(item));
  return {
    entries: read.flatMap(({ data }) => data ?? []),
    unreadable: read.flatMap(({ success }, index) => (success ? [] : [index + 1])),
    // over what is stored, not over what could be read of it
    verdict: checkpoint
      ? verifyRest(checkpoint, stored as readonly Record<string, unknown>[] as readonly Placed[])
      : verifyChain(brand, contactId, stored as readonly Record<string, unknown>[] as readonly Placed[], expected),
    endKnown: expected !== undefined || checkpoint !== undefined,
  };
}

/** What an entry did to one purpose. */
export interface PurposeEvent {
  readonly entry: EvidenceEntry;
  readonly status: ConsentStatus;
}

/** Of each purpose that an entry touched, what happened to it, in order. Purposes stand in the order of the policy, then of their first entry. */
export function eventsByPurpose(
  policy: Pick<Policy, 'purposes'>,
  entries: readonly EvidenceEntry[],
): Map<string, PurposeEvent[]> {
  const touched = new Set(entries.flatMap(({ changes }) => Object.keys(changes)));
  const ordered = [...Object.keys(policy.purposes).filter((purpose) => touched.has(purpose)), ...touched];
  return new Map(
    [...new Set(ordered)].map((purpose) => [
      purpose,
      entries.flatMap((entry) => {
        const status = Object.hasOwn(entry.changes, purpose) ? entry.changes[purpose] : undefined;
        return status ? [{ entry, status }] : [];
      }),
    ]),
  );
}

/** The words that an entry says were read, looked up in the policy, and whether they are the words whose hash the entry holds. */
export interface WordingFound {
  readonly form: string;
  readonly version: number;
  readonly locale: string;
  /** The hash that the entry holds. */
  readonly expected: string;
  readonly wording: Wording | undefined;
  /** The hash of `wording`. */
  readonly found: string | undefined;
  readonly verdict: 'same' | 'differs' | 'missing';
}

/** Undefined if the entry does not say which words were read. */
export function wordingFound(policy: Pick<Policy, 'forms'>, { evidence }: EvidenceEntry): WordingFound | undefined {
  const { form, formVersion: version, locale, wordingHash: expected } = evidence ?? {};
  if (!form || version === undefined || !locale || !expected) return undefined;
  const wording = wordingOf(policy, form, version, locale as Locale);
  const found = wording && wordingHash(wording);
  const verdict = found === undefined ? 'missing' : found === expected ? 'same' : 'differs';
  return { form, version, locale, expected, wording, found, verdict };
}
