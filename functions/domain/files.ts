/** Files that leave or enter through a link: what they are called, and for how long they are there. */
import * as z from 'zod';

/** 128 random bits, base64url: names an export or an import. */
export const FileId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  .brand<'FileId'>();
export type FileId = z.infer<typeof FileId>;

/** The formats: a table for spreadsheets, or a JSON object on each line. */
export const fileFormats = ['csv', 'ndjson'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** What a file of each format is called on the web. */
export const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
};

/** Days after which the bucket forgets a file, and the table what it was. */
export const fileDays = 7;
/** How long a link to a file works. */
export const linkMinutes = 15;
