/** Deletes the copy of an identity document, and notes in its case that it is gone. */
import type { Deps } from './deps.ts';
import type { Case } from './domain/case.ts';
import type { FileId } from './domain/files.ts';
import { documentKey } from './domain/identity-document.ts';
import { deleteFile } from './files.ts';
import { noteDocumentDeleted } from './store/cases.ts';

/** Whose copy it is, and which. */
export type DocumentOf = Pick<Case, 'brand' | 'caseId' | 'contactId' | 'addressHash'> & { readonly fileId: FileId };

/** Repeated, it finds done what is done; a copy that has come since stays. Returns what the case says from now on. */
export async function forgetDocument(
  { db, files, now }: Pick<Deps, 'db' | 'files' | 'now'>,
  of: DocumentOf,
): Promise<{ readonly deletedAt: string }> {
  await deleteFile(files, documentKey(of.brand, of.caseId, of.fileId));
  const gone = { deletedAt: now().toISOString() };
  await noteDocumentDeleted(db, of, of.fileId, gone);
  return gone;
}
