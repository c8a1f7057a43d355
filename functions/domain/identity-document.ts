/** The copy of a document by which somebody proves who they are: what is taken, where it lies, and for how long (K13). */
import * as z from 'zod';
import { FileId } from './files.ts';

/** What a copy may be, and how a file of that kind ends. */
export const documentTypes = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;
export type DocumentType = keyof typeof documentTypes;

/** A copy that is there. Its own name is never kept: it may say more than the copy. */
export const HeldDocument = z.object({
  fileId: FileId,
  receivedAt: z.iso.datetime(),
  type: z.enum(Object.keys(documentTypes) as [DocumentType, ...DocumentType[]]),
  bytes: z.int(),
});
export type HeldDocument = z.infer<typeof HeldDocument>;

/** What a case says of the copy: that it is there, or when it went. */
export const CaseDocument = z.union([HeldDocument, z.object({ deletedAt: z.iso.datetime() })]);

/** Where a copy lies in the bucket. */
export const documentKey = (brand: string, caseId: string, fileId: FileId): string => `identity/${brand}/${caseId}/${fileId}`;

/**
 * Largest copy. A function takes 6 MB, as base64, which is four characters for three bytes (Lambda quotas, invocation payload); the form around the file and the
 * request's headers have their place beside it.
 */
export const documentBytes = 4_000_000;
/** Largest form with a copy. */
export const documentFormBytes = documentBytes + 64 * 1024;
/** How long the link works by which one is sent, unless the case must be answered earlier. */
export const documentLinkLife = '14 days';

/** After how many days the bucket forgets a copy that nobody has decided upon: the month that an answer may take. */
export const documentDays = 30;
/** How long an operator's link to a copy works. */
export const documentLinkMinutes = 5;

/** How a file of each kind begins: ISO 32000-1, 7.5.2; ISO/IEC 10918-1, B.1.1; PNG (W3C), 5.2. */
const beginnings: Readonly<Record<DocumentType, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** What a file is by its first bytes, whatever it was called or said to be; undefined if it is nothing that is taken. */
export const typeOfDocument = (bytes: Uint8Array): DocumentType | undefined =>
  (Object.keys(beginnings) as DocumentType[]).find((type) => beginnings[type].every((byte, place) => bytes[place] === byte));
