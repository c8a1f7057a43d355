/**
 * Everything that is known of a person, as they may have it: to read (GDPR 15) and to take along (20). Whatever lies under their id is in it, whether this version knows the
 * kind of item or not, so that nothing is left out by being forgotten here.
 */
import type { ContactId } from './identity.ts';
import { type Placed, type Verdict, verifyChain } from './ledger.ts';
import type { Policy } from './policy.ts';

type Item = Readonly<Record<string, unknown>>;

/** What was read of a person: their items, by their sort keys, and their chain of evidence. */
export interface Known {
  readonly items: readonly { readonly sk: string; readonly item: Item }[];
  readonly evidence: readonly Item[];
  /** What bars their address, if anything does. */
  readonly suppression: Item | undefined;
}

/** The export. Members without anything are there, and empty. */
export interface PersonalData {
  readonly about: {
    readonly brand: string;
    readonly controller: string;
    readonly contactId: string;
    readonly madeAt: string;
    readonly policyVersion: number;
    readonly notice: string;
  };
  readonly profile: Item;
  readonly consents: readonly Item[];
  /** Every change of consent and every right exercised, in order. */
  readonly evidence: readonly Item[];
  readonly chain: Verdict;
  readonly sends: readonly Item[];
  /** What the person did with mails and pages, as far as it is known: days of the last signs, and what happened to each mail. */
  readonly engagement: readonly Item[];
  /** What was passed on, to whom, when and on what ground. */
  readonly disclosures: readonly Item[];
  readonly cases: readonly Item[];
  readonly suppression: Item | undefined;
  /** Whatever else is kept under the id. */
  readonly other: readonly Item[];
}

/** Attributes that only tables and indexes have use for. `expiresAt` is told as the day that it is. */
const ofTheTable = ['pk', 'sk', 'audience', 'due'];

const kinds = {
  CONSENT: 'consents',
  SEND: 'sends',
  SHARED: 'disclosures',
  CASE: 'cases',
} as const satisfies Record<string, keyof PersonalData>;

/** The export of one person. */
export function personalDataOf(policy: Policy, contactId: ContactId, known: Known, now: Date): PersonalData {
  const listed = (kind: string) =>
    known.items.filter(({ sk }) => sk.startsWith(`${kind}#`)).map(({ sk, item }) => plain(kind, sk, item));
  const profile = known.items.find(({ sk }) => sk === 'PROFILE')?.item ?? {};
  const sends = listed('SEND');
  const { seq, head } = profile;
  return {
    about: {
      brand: policy.brand,
      controller: policy.controller.name,
      contactId,
      madeAt: now.toISOString(),
      policyVersion: policy.version,
      notice: policy.notice.url,
    },
    profile: plain('PROFILE', 'PROFILE', profile),
    consents: listed('CONSENT'),
    evidence: known.evidence,
    chain: verifyChain(
      policy.brand,
      contactId,
      known.evidence as readonly Item[] as readonly Placed[],
      typeof seq === 'number' && typeof head === 'string' ? { seq, hash: head } : undefined,
    ),
    sends,
    engagement: engagementOf(profile, sends),
    disclosures: listed('SHARED'),
    cases: listed('CASE'),
    suppression: known.suppression,
    other: known.items
      .filter(({ sk }) => sk !== 'PROFILE' && !Object.keys(kinds).some((kind) => sk.startsWith(`${kind}#`)))
      .map(({ sk, item }) => plain('', sk, item)),
  };
}

/** An item without what is the table's. What its key alone says, such as the time of a disclosure, is told as well. */
function plain(kind: string, sk: string, item: Item): Item {
  const { expiresAt, ...kept } = Object.fromEntries(Object.entries(item).filter(([name]) => !ofTheTable.includes(name)));
  const key = kind && sk.startsWith(`${kind}#`) ? { id: sk.slice(kind.length + 1) } : kind ? {} : { item: sk };
  return {
    ...key,
    ...kept,
    ...(typeof expiresAt === 'number' && { keptUntil: new Date(expiresAt * 1000).toISOString() }),
  };
}

function engagementOf({ lastSigns }: Item, sends: readonly Item[]): Item[] {
  const signs = Object.entries((lastSigns ?? {}) as Record<string, string>).map(([signal, day]) => ({ signal, day }));
  const mails = sends.flatMap(({ campaignId, openedAt, clickedAt, clickedLinks }) => [
    ...(openedAt ? [{ campaignId, signal: 'open', at: openedAt }] : []),
    ...(clickedAt ? [{ campaignId, signal: 'click', at: clickedAt, links: clickedLinks }] : []),
  ]);
  return [...signs, ...mails];
}

/** One line of the table: a part of the export, which of its members, the field and what it says. */
export interface DataRow {
  readonly part: string;
  readonly number: number;
  readonly field: string;
  readonly value: string;
}

/** The columns of the table, in their order. */
export const dataColumns = ['part', 'number', 'field', 'value'] as const;

/** The export as a table: one row for each value, so that every spreadsheet can take it, whatever the parts hold. */
export const rowsOf = (data: PersonalData): DataRow[] =>
  Object.entries(data).flatMap(([part, value]) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).flatMap((member: unknown, index) =>
      fieldsOf(member, '').map(([field, text]) => ({ part, number: index + 1, field, value: text })),
    ),
  );

function fieldsOf(value: unknown, path: string): [string, string][] {
  if (value === null || typeof value !== 'object') return [[path, String(value ?? '')]];
  return Object.entries(value).flatMap(([name, member]) => fieldsOf(member, path ? `${path}.${name}` : name));
}
