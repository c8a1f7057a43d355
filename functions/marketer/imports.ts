import { type Deps, db, files, log, newId, now, policyOf, queues, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { FileId, linkMinutes, mediaTypes } from '../domain/files.ts';
import { type Import, importOf, newImport, StartBody, started } from '../domain/import.ts';
import type { Policy } from '../domain/policy.ts';
import { linkTo, sizeOfFile, uploadLinkTo } from '../files.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, type HttpRequest, json } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import type { ImportMessage } from '../messages.ts';
import { post } from '../post.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { importRuns, startImport } from '../store/imports.ts';
import { appendAct } from '../store/ledger.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'queues' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/** Largest list: a million people with all their columns. */
const mostBytes = 500_000_000;

/** Lists from elsewhere: a place to bring the file to, a start (dry, to begin with), and how far it is. */
export const imports = (needs: Needs): HttpHandler => {
  const { db, files, queues, secret, policyOf, now, newId, log } = needs;
  return desk(needs, {
    'POST /v1/{brand}/imports': async (request) => {
      const { policy, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
      const { brand } = policy;
      const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };
      return onceForKey(request, { brand, subject }, keyed, async (id) => {
        const settings = parse(importOf(policy), request.json());
        const made = newImport({ brand, importId: FileId.parse(id), settings, requestedBy: subject }, now());
        await importRuns.create(db, made);
        await appendAct(db, { brand, operator: subject, act: 'import_requested', target: id }, now());
        log('import_requested', { brand, importId: id, operator: subject });
        const type = mediaTypes[settings.format];
        const url = await uploadLinkTo(files, { key: keyOf(made), type });
        const upload = { method: 'PUT', url, headers: { 'content-type': type }, minutes: linkMinutes };
        return { status: 201, body: { id, state: made.state, upload } };
      });
    },

    'POST /v1/{brand}/imports/{id}/start': async (request) => {
      const { policy, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
      const { dryRun } = parse(StartBody, request.text() === '' ? {} : request.json());
      const found = await importAsked(needs, policy, request);
      const bytes = await sizeOfFile(files, keyOf(found));
      if (bytes === undefined) throw new Problem('file-missing');
      if (bytes > mostBytes) throw new Problem('too-large');

      const after = started(found, { dryRun, bytes }, now());
      if ((await startImport(db, after)) === 'running') throw new Problem('import-running');
      const act = { act: 'import_started', target: after.importId, details: { dryRun, bytes } };
      await appendAct(db, { brand: policy.brand, operator: subject, ...act }, now());
      await post(queues, 'imports', [{ brand: policy.brand, importId: after.importId } satisfies ImportMessage]);
      log('import_started', { brand: policy.brand, importId: after.importId, operator: subject });
      return json(202, { id: after.importId, state: after.state, dryRun });
    },

    'GET /v1/{brand}/imports/{id}': async (request) => {
      const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
      const found = await importAsked(needs, policy, request);
      const { importId, settings, state, reason, dryRun, requestedAt, startedAt, finishedAt, counts, problems } = found;
      const reports = await Promise.all(
        found.reports.map((key, index) => linkTo(files, { key, name: `import-report-${index + 1}.ndjson` })),
      );
      const progress = {
        pass: found.pass,
        bytesRead: state === 'done' || state === 'checked' ? found.bytes : found.at.byte,
        bytes: found.bytes,
      };
      const times = { requestedAt, startedAt, finishedAt };
      return json(200, { id: importId, state, reason, dryRun, ...times, settings, progress, counts, problems, reports });
    },
  });
};

const keyOf = ({ brand, importId }: Import): string => `imports/${brand}/${importId}`;

async function importAsked({ db, now }: Needs, { brand }: Policy, { path }: HttpRequest): Promise<Import> {
  const id = FileId.safeParse(path.id);
  const found = id.success ? await importRuns.read(db, brand, id.data, now()) : undefined;
  if (!found) throw new Problem('not-found');
  return found;
}

export const handler = imports({ db, files, queues, secret, policyOf, now, newId, log });
