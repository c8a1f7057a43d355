/** What a marketer may ask of an audience, and the rows they get. */
import * as z from 'zod';
import { EmailAddress } from './email-address.ts';
import { ContactId } from './identity.ts';
import { paging } from './paging.ts';
import type { PurposeId } from './policy.ts';
import { type Segment, SegmentId } from './segment.ts';

/** The question: one purpose, narrowed by what the audience index holds. */
export const AudienceQuery = z.strictObject({
  purpose: z.custom<PurposeId>((value) => typeof value === 'string', 'name a purpose of the policy'),
  market: z.string().max(32).optional(),
  locale: z.string().max(8).optional(),
  company: z.string().max(100).optional(),
  /** People with a sign of life in this month or later. */
  activeSince: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month, YYYY-MM')
    .optional(),
});
export type AudienceQuery = z.infer<typeof AudienceQuery>;

/** The same question as a segment. */
export const segmentOfQuery = ({ purpose, market, locale, company, activeSince }: AudienceQuery): Segment => {
  const where = {
    ...(market !== undefined && { market: [market] }),
    ...(locale !== undefined && { locale: [locale] }),
    ...(company !== undefined && { company: [company] }),
    ...(activeSince !== undefined && { activeSince }),
  };
  return { purposes: { all: [purpose] }, ...(Object.keys(where).length > 0 && { where }) };
};

/** The other question: the people of a saved segment. */
export const SegmentQuery = z.strictObject({ segment: SegmentId });
export type SegmentQuery = z.infer<typeof SegmentQuery>;

/** One person of an audience. */
export const AudienceRow = z.object({
  contactId: ContactId,
  email: EmailAddress,
  name: z.string().optional(),
  company: z.string().optional(),
  market: z.string(),
  locale: z.string(),
  /** When the consent that stands was given. */
  consentedAt: z.iso.datetime(),
});
export type AudienceRow = z.infer<typeof AudienceRow>;

/** A page of an audience. */
export const AudiencePageQuery = AudienceQuery.extend(paging);
/** The same for a segment. */
export const SegmentPageQuery = SegmentQuery.extend(paging);
/** The rows of a table: it is for a spreadsheet, which wants it in one piece if it can be. */
export const tableLimit = z.coerce.number().int().min(1).max(10_000).default(10_000);

const explain = z.enum(['0', '1']).optional();
/** How many people an audience has; with `explain=1`, how they are found, what that costs, and who is left out. */
export const AudienceCountQuery = AudienceQuery.extend({ explain });
/** The same for a segment. */
export const SegmentCountQuery = SegmentQuery.extend({ explain });

/** The columns of a row, in the order of the CSV. */
export const audienceColumns = ['contactId', 'email', 'name', 'company', 'market', 'locale', 'consentedAt'] as const;

/**
 * Rows as CSV with a heading (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe in front (OWASP ASVS 5.0,
 * 1.2.10): at the start of a cell, and after a semicolon too, at which a Nordic spreadsheet splits a line.
 */
export function toCsv<Row extends object>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string {
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map(csvLine).join('');
}

/** One line of such a table. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(value: unknown): string {
  const safe = String(value ?? '').replace(/(^|;)(?=[=+\-@\t\r\n\0])/g, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
