/** A large list as files: what may be asked for, how far it is, and how it is written. */
import * as z from 'zod';
import { type AudienceRow, audienceColumns, csvLine } from './audience.ts';
import { addDuration } from './duration.ts';
import { FileId, fileDays, fileFormats } from './files.ts';
import { ContactId } from './identity.ts';
import { transferGround } from './jurisdictions.ts';
import { pseudonymous } from './offline-consent.ts';
import { Country, Id, type Policy } from './policy.ts';
import { Segment, SegmentId } from './segment.ts';

/** Who takes a brand over, and where they undertook to protect its people: without that, nothing leaves for anybody else (A10). */
export const Successor = z.strictObject({
  /** The id that the policy's `transfer` names it by, if its country needs a mechanism. */
  id: Id,
  name: pseudonymous(100),
  country: Country,
  undertaking: z.strictObject({ reference: pseudonymous(100), signedOn: z.iso.date() }),
});

/** What an operator asks for: a purpose's audience, a saved segment, or all that the brand has. */
export const ExportBody = z
  .strictObject({
    segment: SegmentId.optional(),
    purpose: z.string().max(64).optional(),
    all: z.literal(true).optional(),
    recipient: Successor.optional(),
    format: z.enum(fileFormats),
  })
  .refine(({ segment, purpose, all }) => [segment, purpose, all].filter((one) => one !== undefined).length === 1, {
    error: 'name a segment or a purpose, or say all',
    path: ['segment'],
  })
  .refine(({ all, recipient }) => all || !recipient, {
    error: 'only the whole of a brand is taken over; partners have their feeds',
    path: ['recipient'],
  });
export type ExportBody = z.infer<typeof ExportBody>;

/** The same, held against the clock and the policy: nobody has undertaken anything tomorrow, and no takeover opens a country that the policy keeps closed. */
export const exportBodyOf = (policy: Pick<Policy, 'transfer'>, now: Date) =>
  ExportBody.refine(({ recipient }) => !recipient || recipient.undertaking.signedOn <= now.toISOString().slice(0, 10), {
    error: 'lies in the future',
    path: ['recipient', 'undertaking', 'signedOn'],
  }).refine(({ recipient }) => !recipient || transferGround(policy.transfer, recipient).permitted, {
    error: 'the policy names nothing that carries data there',
    path: ['recipient', 'country'],
  });

/** One file of an export. Its name holds the run that wrote it, so that a run which was overtaken overwrites nothing. */
export const ExportFile = z.object({ name: z.string(), rows: z.int(), bytes: z.int() });
export type ExportFile = z.infer<typeof ExportFile>;

/** Where the walk through an audience goes on. */
export const AudiencePosition = z.object({ shard: z.int(), after: ContactId.optional() });
export type AudiencePosition = z.infer<typeof AudiencePosition>;
/** Where the walk through the tables goes on. */
export const BrandPosition = z.object({
  table: z.enum(['people', 'ledger']),
  after: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type BrandPosition = z.infer<typeof BrandPosition>;

/** An export as it is kept. */
export const Export = z.object({
  brand: z.string(),
  exportId: FileId,
  format: z.enum(fileFormats),
  /** Whose people, as the segment was worded then; without one, all of the brand. */
  segment: Segment.optional(),
  /** What was asked for, in a word, for lists and for the audit chain. */
  what: z.string(),
  /** Whom it is for, if the brand does not keep it. */
  recipient: Successor.optional(),
  state: z.enum(['waiting', 'running', 'done']),
  requestedAt: z.iso.datetime(),
  /** The operator's id at the identity provider. */
  requestedBy: z.string(),
  finishedAt: z.iso.datetime().optional(),
  /** The run that is at work: whoever took it last. */
  run: z.string().optional(),
  position: z.union([AudiencePosition, BrandPosition]).optional(),
  files: z.array(ExportFile),
  rows: z.int(),
  /** Epoch seconds. */
  expiresAt: z.int(),
});
export type Export = z.infer<typeof Export>;

/** A new export, which waits for its first run. */
export const newExport = (
  asked: Pick<Export, 'brand' | 'exportId' | 'format' | 'segment' | 'what' | 'recipient' | 'requestedBy'>,
  now: Date,
): Export => ({
  ...asked,
  state: 'waiting',
  requestedAt: now.toISOString(),
  files: [],
  rows: 0,
  expiresAt: Math.ceil(addDuration(now, `${fileDays} days`).getTime() / 1000),
});

/** The export after a run that wrote `file`, if there was anything to write, and goes on at `next`, if there is more. */
export const afterRun = (
  before: Export,
  { file, next }: { file: ExportFile | undefined; next: Export['position'] },
  now: Date,
): Export => ({
  ...before,
  state: next ? 'running' : 'done',
  position: next,
  files: file ? [...before.files, file] : before.files,
  rows: before.rows + (file?.rows ?? 0),
  ...(!next && { finishedAt: now.toISOString() }),
});

/** What the audit chain says of it, each time: what it is, and whom it is for by which undertaking. */
export const auditOf = ({ what, format, rows, recipient }: Export): Readonly<Record<string, string | number>> => ({
  what,
  format,
  rows,
  ...(recipient && {
    recipient: recipient.name,
    country: recipient.country,
    undertaking: recipient.undertaking.reference,
    signedOn: recipient.undertaking.signedOn,
  }),
});

/** The columns of a brand's table: a line for each consent. */
export const brandColumns = [
  'contactId',
  'email',
  'name',
  'company',
  'market',
  'locale',
  'purpose',
  'status',
  'basis',
  'since',
  'validUntil',
  'form',
  'formVersion',
  'policyVersion',
  'activeMonth',
] as const;

/** The first line of a file. */
export const headingOf = ({ format, segment }: Pick<Export, 'format' | 'segment'>): string =>
  format === 'csv' ? csvLine(segment ? audienceColumns : brandColumns) : '';

/** A person of an audience as a line. */
export const lineOfRow = (format: Export['format'], row: AudienceRow): string =>
  format === 'csv' ? csvLine(audienceColumns.map((column) => row[column])) : `${JSON.stringify(row)}\n`;

/** Something of a brand as a line. A table holds consents only; what has no place in it is left out. */
export function lineOfRecord(format: Export['format'], record: BrandRecord): string {
  if (format === 'ndjson') return `${JSON.stringify(record)}\n`;
  return record.kind === 'consent' ? csvLine(brandColumns.map((column) => record[column])) : '';
}

/** Something that a brand takes along: what it is, and all of its fields but the store's own. */
export type BrandRecord = Readonly<Record<string, unknown>> & {
  readonly kind: 'profile' | 'consent' | 'send' | 'disclosure' | 'case' | 'suppression' | 'evidence';
};

const kinds: readonly (readonly [string, BrandRecord['kind']])[] = [
  ['PROFILE', 'profile'],
  ['CONSENT#', 'consent'],
  ['SEND#', 'send'],
  ['SHARED#', 'disclosure'],
  ['CASE#', 'case'],
  ['SUPPRESSION', 'suppression'],
];

/** The kind of an item, by its sort key; undefined for what is no part of what a brand takes along: pointers, open requests, limits. */
export const kindOf = (sk: string): BrandRecord['kind'] | undefined => kinds.find(([begins]) => sk.startsWith(begins))?.[1];
