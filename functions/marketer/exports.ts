import { type Deps, db, files, log, newId, now, policyOf, queues, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { segmentOfQuery } from '../domain/audience.ts';
import { auditOf, type Export, type ExportBody, exportBodyOf, newExport } from '../domain/export.ts';
import { FileId } from '../domain/files.ts';
import { isMailPurpose, type Policy, partnerOf, purposeOf } from '../domain/policy.ts';
import type { Segment } from '../domain/segment.ts';
import { linkTo } from '../files.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import type { ExportMessage } from '../messages.ts';
import { post } from '../post.ts';
import { exportRuns } from '../store/exports.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct } from '../store/ledger.ts';
import { readSegment } from '../store/segments.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'queues' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/** Large lists as files: asked for here, written by a job, fetched by a link that soon stops working. Each step stands in the audit chain. */
export const exports = (needs: Needs): HttpHandler => {
  const { db, files, queues, secret, policyOf, now, newId, log } = needs;
  return desk(needs, {
    'POST /v1/{brand}/exports': async (request) => {
      const { policy, roles, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
      const { brand } = policy;
      const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };
      return onceForKey(request, { brand, subject }, keyed, async (id) => {
        const body = parse(exportBodyOf(policy, now()), request.json());
        // all of a brand leaves by the hand of whoever answers for it
        if (body.all && !roles.includes('admin')) throw new Problem('forbidden');
        const asked = body.all ? { what: 'all' } : await audienceAsked(db, policy, body);
        const { format, recipient } = body;
        const made = newExport(
          { brand, exportId: FileId.parse(id), format, requestedBy: subject, ...(recipient && { recipient }), ...asked },
          now(),
        );

        await exportRuns.create(db, made);
        await appendAct(db, { ...actOf(made, subject), act: 'export_requested' }, now());
        const message: ExportMessage = { brand, exportId: made.exportId };
        await post(queues, body.all ? 'brand-exports' : 'exports', [message]);
        log('export_requested', { brand, exportId: id, operator: subject });
        return { status: 202, body: { id, state: made.state } };
      });
    },

    'GET /v1/{brand}/exports/{id}': async (request) => {
      const { policy, roles, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
      const { brand } = policy;
      const id = FileId.safeParse(request.path.id);
      const found = id.success ? await exportRuns.read(db, brand, id.data, now()) : undefined;
      if (!found) throw new Problem('not-found');
      if (!found.segment && !roles.includes('admin')) throw new Problem('forbidden');

      const { exportId, format, what, recipient, state, rows, requestedAt, finishedAt } = found;
      const shown = { id: exportId, format, what, recipient, state, rows, requestedAt, finishedAt };
      if (state !== 'done') return json(200, shown);
      // written down before the links exist, so that no file leaves unseen
      await appendAct(db, { ...actOf(found, subject), act: 'export_fetched' }, now());
      const links = await Promise.all(
        found.files.map(async ({ name, rows, bytes }, index) => ({
          url: await linkTo(files, { key: name, name: `${brand}-${what.replace(':', '-')}-${index + 1}.${format}` }),
          rows,
          bytes,
        })),
      );
      return json(200, { ...shown, url: links[0]?.url, files: links });
    },
  });
};

const actOf = (asked: Export, operator: string) => ({
  brand: asked.brand,
  operator,
  target: asked.exportId,
  details: auditOf(asked),
});

/** The segment, in the words of this moment: it may be saved anew, or forgotten, while the files are written. */
async function audienceAsked(
  db: Deps['db'],
  policy: Policy,
  { segment, purpose = '' }: ExportBody,
): Promise<{ what: string; segment: Segment }> {
  const refuse = (pointer: string, detail: string) => new Problem('invalid', { errors: [{ detail, pointer }] });
  if (segment) {
    const saved = await readSegment(db, policy.brand, segment);
    if (!saved) throw refuse('/segment', 'no segment of this brand');
    return { what: segment, segment: saved.segment };
  }
  const known = Object.keys(policy.purposes).find((id) => id === purpose) as keyof Policy['purposes'] | undefined;
  if (!known || !purposeOf(policy, known) || !(isMailPurpose(known) || partnerOf(known))) {
    throw refuse('/purpose', 'no purpose of this brand that has an audience');
  }
  return { what: known, segment: segmentOfQuery({ purpose: known }) };
}

export const handler = exports({ db, files, queues, secret, policyOf, now, newId, log });
