/** What a marketer may ask of an audience, and the rows they get. */
import * as z from 'zod';
import { EmailAddress } from './email-address.ts';
import { ContactId } from './identity.ts';
import type { PurposeId } from './policy.ts';

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

/** The columns of a row, in the order of the CSV. */
export const audienceColumns = ['contactId', 'email', 'name', 'company', 'market', 'locale', 'consentedAt'] as const;

/**
 * Rows as CSV with a heading (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe in front (OWASP ASVS 5.0,
 * 1.2.10): at the start of a cell, and after a semicolon too, at which a Nordic spreadsheet splits a line.
 */
export function toCsv<Row extends object>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: unknown): string {
  const safe = String(value ?? '').replace(/(^|;)(?=[=+\-@\t\r\n\0])/g, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
