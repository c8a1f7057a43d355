import { type Deps, db, files, log, newId, now, policyOf, secret } from '../deps.ts';
import { asksForDocument, type Case, CaseId, heldDocument } from '../domain/case.ts';
import { FileId } from '../domain/files.ts';
import { type DocumentType, documentBytes, documentFormBytes, documentKey, typeOfDocument } from '../domain/identity-document.ts';
import { openLink } from '../domain/links.ts';
import { type Locale, localeNamed, localesOf, type Policy } from '../domain/policy.ts';
import { deleteFile, putFile } from '../files.ts';
import { type HttpHandler, type HttpRequest, http, page } from '../http/handler.ts';
import { filesIn } from '../http/multipart.ts';
import { Problem, problems } from '../http/problem.ts';
import { linkNotValidPage } from '../pages/confirm.ts';
import { type DocumentError, documentPage, documentReceivedPage, noDocumentPage } from '../pages/identity-document.ts';
import { problemPage } from '../pages/problem.ts';
import { findCase, saveCase } from '../store/cases.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * Where somebody sends the copy of a document that proves who asks, behind the link that the mail about their case holds. The link is for that one case, and only takes: nothing is shown
 * of the case, nor of a copy that is there. The copy is deleted once somebody has decided upon it (K13).
 */
export const identityDocument = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /i/{token}': async (request) => {
        const visit = await open(needs, request);
        if (!visit) return page(404, linkNotValidPage());
        return visit.about ? page(200, documentPage(visit)) : page(410, noDocumentPage(visit));
      },

      'POST /i/{token}': async (request) => {
        const visit = await open(needs, request);
        if (!visit) return page(404, linkNotValidPage());
        if (!visit.about) return page(410, noDocumentPage(visit));
        const copy = await copyIn(request);
        if (typeof copy === 'string') return page(copy === 'tooLarge' ? 413 : 422, documentPage({ ...visit, wrong: copy }));

        const kept = await keep(needs, visit.about, copy);
        needs.log('document_sent', { brand: visit.policy.brand, caseId: visit.about.caseId, result: kept });
        return kept === 'saved' ? page(200, documentReceivedPage(visit)) : page(410, noDocumentPage(visit));
      },
    },
    {
      bodyBytes: documentFormBytes,
      show: (problem) => {
        const status = problem ? problems[problem.kind].status : 500;
        return page(status, problemPage({ status }));
      },
    },
  );

/** A link of ours, and its case while that waits for a copy. */
interface Visit {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly action: string;
  readonly about: Case | undefined;
}

async function open({ db, secret, policyOf, now }: Needs, { path, query }: HttpRequest): Promise<Visit | undefined> {
  const token = path.token ?? '';
  const link = openLink('document', token, await secret());
  const policy = link && policyOf(link.brand);
  if (!link || !policy) return undefined;
  const found = await findCase(db, policy.brand, CaseId.parse(link.caseId));
  const locale = localeNamed(policy, query.lang) ?? found?.locale ?? (localesOf(policy)[0] as Locale);
  const awaited = found && now() < link.expiresAt && asksForDocument(found);
  return { policy, locale, action: `/i/${token}`, about: awaited ? found : undefined };
}

/** A file that may be kept. */
interface Copy {
  readonly bytes: Uint8Array;
  readonly type: DocumentType;
}

async function copyIn(request: HttpRequest): Promise<Copy | DocumentError> {
  try {
    const file = (await filesIn(request)).get('document');
    if (!(file instanceof File) || file.size === 0) return 'missing';
    if (file.size > documentBytes) return 'tooLarge';
    const bytes = new Uint8Array(await file.arrayBuffer());
    const type = typeOfDocument(bytes);
    return type ? { bytes, type } : 'wrongType';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.kind === 'too-large' ? 'tooLarge' : 'missing';
  }
}

/** Puts the copy in its place, then notes it in the case. What another takes the place of goes, and so does one that the case no longer waits for. */
async function keep({ db, files, newId, now }: Needs, about: Case, { bytes, type }: Copy): Promise<'saved' | 'too_late'> {
  const { brand, caseId } = about;
  const fileId = FileId.parse(newId());
  await putFile(files, { key: documentKey(brand, caseId, fileId), body: bytes, type });
  const document = { fileId, receivedAt: now().toISOString(), type, bytes: bytes.length };
  const kept = await untilNotOvertaken(async () => {
    const found = await findCase(db, brand, caseId);
    if (!found || !asksForDocument(found)) return 'too_late';
    const saved = await saveCase(db, { ...found, revision: found.revision + 1, document });
    return saved === 'saved' ? { before: heldDocument(found) } : 'conflict';
  });
  const noLongerNeeded = typeof kept === 'string' ? document : kept.before;
  if (noLongerNeeded) await deleteFile(files, documentKey(brand, caseId, noLongerNeeded.fileId));
  if (kept === 'overtaken') throw new Problem('busy');
  return kept === 'too_late' ? kept : 'saved';
}

export const handler = identityDocument({ db, files, secret, policyOf, now, newId, log });
