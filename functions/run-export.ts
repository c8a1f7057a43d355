/** One run of an export, whatever its source: a file, how far that got, and a message to go on with. */
import type { Deps } from './deps.ts';
import { afterRun, auditOf, type Export, headingOf } from './domain/export.ts';
import { mediaTypes } from './domain/files.ts';
import { putFile } from './files.ts';
import type { ExportMessage } from './messages.ts';
import { post } from './post.ts';
import { exportRuns } from './store/exports.ts';
import { appendAct } from './store/ledger.ts';

/** What a run asks of the next page of its source. */
export type PageFrom<Position> = (from: Position) => Promise<{ lines: readonly string[]; next: Position | undefined }>;

/** Bytes after which a run stops gathering, and pages that it reads at most: one file, well within time and memory. */
const perRun = { bytes: 16_000_000, pages: 400 };

type Needs = Pick<Deps, 'db' | 'files' | 'queues' | 'now' | 'newId' | 'log'>;

/**
 * Does the next run. It may die anywhere and be repeated, or run twice at once: a run's file bears the run's name, and only the run that was begun
 * last saves how far it got. Whatever a dead run left in the bucket, nobody is led to, and the bucket forgets.
 */
export async function runExport<Position extends NonNullable<Export['position']>>(
  { db, files, queues, now, newId, log }: Needs,
  { queue, message }: { queue: 'exports' | 'brand-exports'; message: ExportMessage },
  sourceOf: (claimed: Export) => { from: Position; pageFrom: PageFrom<Position> },
  most: { bytes: number; pages: number } = perRun,
): Promise<void> {
  const { brand, exportId } = message;
  const run = newId();
  const claimed = await exportRuns.claim(db, brand, exportId, run);
  if (!claimed) return;
  const { from, pageFrom } = sourceOf(claimed);
  const { body, rows, next } = await gather(pageFrom, from, most);

  const text = headingOf(claimed) + body;
  const name = `exports/${brand}/${exportId}/${claimed.files.length + 1}-${run}.${claimed.format}`;
  // one file at least, so that nobody is a table with a heading too; none for a stretch where nobody was found
  const isWanted = rows > 0 || (!next && claimed.files.length === 0);
  if (isWanted) await putFile(files, { key: name, body: text, type: mediaTypes[claimed.format] });
  const file = isWanted ? { name, rows, bytes: Buffer.byteLength(text) } : undefined;
  const after = afterRun(claimed, { file, next }, now());
  if (after.state === 'done') {
    const made = { brand, operator: after.requestedBy, act: 'export_made', target: exportId, details: auditOf(after) };
    await appendAct(db, made, now());
  }
  if ((await exportRuns.save(db, after)) === 'overtaken') return;
  log('export_run', { brand, exportId, rows, state: after.state });
  if (after.state !== 'done') await post(queues, queue, [message]);
}

/** Lines from `from` on, as many as make a file. */
async function gather<Position>(
  pageFrom: PageFrom<Position>,
  from: Position,
  most: { bytes: number; pages: number },
): Promise<{ body: string; rows: number; next: Position | undefined }> {
  const parts: string[] = [];
  let bytes = 0;
  let rows = 0;
  let next: Position | undefined = from;
  for (let pages = 0; next !== undefined && bytes < most.bytes && pages < most.pages; pages += 1) {
    const page: { lines: readonly string[]; next: Position | undefined } = await pageFrom(next);
    const text = page.lines.join('');
    parts.push(text);
    bytes += Buffer.byteLength(text);
    rows += page.lines.length;
    next = page.next;
  }
  return { body: parts.join(''), rows, next };
}
