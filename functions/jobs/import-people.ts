import { type Deps, db, files, log, newId, now, policyOf, queues, secret } from '../deps.ts';
import { mediaTypes } from '../domain/files.ts';
import { ContactId, hashAddress } from '../domain/identity.ts';
import {
  afterImportRun,
  type Import,
  importRow,
  isOptOut,
  type OptOut,
  type Outcome,
  optOut,
  problemsIn,
  type ReadingPosition,
  type Row,
  rowOf,
  verdictOnRow,
} from '../domain/import.ts';
import type { Policy } from '../domain/policy.ts';
import { bytesOfFile, putFile } from '../files.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { ImportMessage } from '../messages.ts';
import { post } from '../post.ts';
import { NotReadable, type ReadRow, readRows } from '../read-rows.ts';
import { importRuns } from '../store/imports.ts';
import { appendAct } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { barAddress } from '../store/suppressions.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'queues' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/** Lines that a run reads, and those that it looks up and writes: of either, it stops at the end of a minute or two. And how many of them at once. */
const readPerRun = 20_000;
const donePerRun = 1_000;
const atOnce = 20;

/**
 * Imports a list, a thousand lines in a run: first everybody who opted out, then the others. A run may die anywhere and be repeated: a line that has been done
 * finds its person as it left them, and changes nothing.
 */
export const importPeople = (needs: Needs): QueueHandler =>
  queue(ImportMessage, async ({ brand, importId }) => {
    const { db, files, queues, policyOf, now, newId, log } = needs;
    const policy = policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);
    const claimed = await importRuns.claim(db, brand, importId, newId());
    if (!claimed) return;

    const { outcomes, next, unreadable } = await readOn(needs, policy, claimed);
    const report = await writeReport(files, claimed, outcomes);
    const ran = afterImportRun(claimed, { outcomes, report, next }, now());
    const after: Import = unreadable
      ? { ...ran, state: 'failed', reason: `line ${unreadable} cannot be read`, finishedAt: now().toISOString() }
      : ran;
    if (after.state !== 'running') {
      const details = { state: after.state, dryRun: after.dryRun, ...after.counts };
      await appendAct(db, { brand, operator: after.requestedBy, act: 'import_ended', target: importId, details }, now());
    }
    if ((await importRuns.save(db, after)) === 'overtaken') return;
    log('import_run', { brand, importId, pass: claimed.pass, lines: outcomes.length, state: after.state });
    if (after.state === 'running') await post(queues, 'imports', [{ brand, importId } satisfies ImportMessage]);
  });

interface Reading {
  readonly outcomes: readonly Outcome[];
  readonly next: ReadingPosition | undefined;
  readonly unreadable?: number;
}

/** Does the next lines of this pass, in stretches: whoever stands twice in a list is done one after the other by the retries of `untilNotOvertaken`. */
async function readOn(needs: Needs, policy: Policy, claimed: Import): Promise<Reading> {
  const { settings, at, brand, importId } = claimed;
  const bytes = bytesOfFile(needs.files, `imports/${brand}/${importId}`, at.byte);
  const outcomes: Outcome[] = [];
  let waiting: Promise<Outcome>[] = [];
  let read = 0;
  let last = at;
  const settle = async () => {
    outcomes.push(...(await Promise.all(waiting)));
    waiting = [];
  };
  try {
    for await (const row of readRows(bytes, settings, at)) {
      if (read >= readPerRun || outcomes.length + waiting.length >= donePerRun) {
        await settle();
        return { outcomes, next: last };
      }
      const work = workOn(needs, policy, claimed, row);
      if (work) waiting.push(work());
      if (waiting.length >= atOnce) await settle();
      read += 1;
      last = row.after;
    }
    await settle();
    return { outcomes, next: undefined };
  } catch (error) {
    await Promise.allSettled(waiting);
    if (!(error instanceof NotReadable)) throw error;
    return { outcomes, next: undefined, unreadable: error.line };
  }
}

/** What this pass has to do with a line; undefined for what is the other pass's. */
function workOn(needs: Needs, policy: Policy, claimed: Import, { line, record }: ReadRow): (() => Promise<Outcome>) | undefined {
  const understood = rowOf(policy, claimed.settings, record);
  if ('wrong' in understood) {
    const outcome: Outcome = { line, outcome: 'rejected', reason: understood.wrong };
    return claimed.pass === 'people' ? () => Promise.resolve(outcome) : undefined;
  }
  const { row } = understood;
  if (isOptOut(row) !== (claimed.pass === 'opt_outs')) return undefined;
  return async () => ({ line, ...(await doRow(needs, policy, claimed, { row, line })) });
}

/** Reads what is known of the address, decides, and saves, unless the run is dry. */
async function doRow(
  { db, secret, now, newId }: Needs,
  policy: Policy,
  claimed: Import,
  { row, line }: { row: Row; line: number },
): Promise<Omit<Outcome, 'line'>> {
  const { brand, importId, dryRun } = claimed;
  const addressHash = hashAddress((await secret()).pepper, brand, row.email);
  const done = await untilNotOvertaken(async (overtaken): Promise<Omit<Outcome, 'line'> | 'conflict'> => {
    const { contactId, suppression, requests } = await readAddress(db, brand, addressHash);
    const person = contactId && (await readPerson(db, brand, contactId, now()));
    // erased between the two readings: what the first one told of the address is no longer so
    if (contactId && !person && overtaken === 0) return 'conflict';
    const at = { suppression, contactId, person, openRequests: requests.map(({ form }) => form) };

    if (isOptOut(row)) {
      const decided = optOut(policy, row, at, importId, now());
      if (decided.outcome === 'standing' || dryRun) return { outcome: decided.outcome, ...reasonOf(decided) };
      const saved =
        decided.outcome === 'ended'
          ? await saveChange(db, decided.change)
          : await barAddress(db, brand, addressHash, { known: suppression, suppression: decided.suppression });
      return saved === 'conflict' ? 'conflict' : { outcome: decided.outcome };
    }
    const verdict = verdictOnRow(policy, claimed.settings, row, at, now());
    if (verdict.outcome === 'rejected' || verdict.outcome === 'barred')
      return { outcome: verdict.outcome, reason: verdict.reason };
    if (verdict.outcome === 'standing') return { outcome: 'standing' };
    const outcome: Omit<Outcome, 'line'> = {
      outcome: verdict.outcome,
      ...(verdict.outcome === 'unknown' && { reason: `lacks ${verdict.lacks.join(', ')}` }),
    };
    if (dryRun) return outcome;
    const made = { addressHash, newContactId: ContactId.parse(newId()) };
    const change = importRow(policy, claimed, { row, line }, verdict, { suppression, person }, made, now());
    return (await saveChange(db, change)) === 'conflict' ? 'conflict' : outcome;
  });
  if (done === 'overtaken') throw new Error(`line ${line} of import ${importId}: overtaken at every attempt`);
  return done;
}

const reasonOf = (decided: OptOut) => (decided.outcome === 'standing' && decided.reason ? { reason: decided.reason } : {});

/** The lines that somebody should look at, as a file: numbers and reasons, nobody's data. */
async function writeReport(
  files: Deps['files'],
  { brand, importId, run, reports }: Import,
  outcomes: readonly Outcome[],
): Promise<string | undefined> {
  const problems = problemsIn(outcomes);
  if (problems.length === 0) return undefined;
  const key = `exports/${brand}/${importId}/report-${reports.length + 1}-${run}.ndjson`;
  await putFile(files, { key, body: problems.map((one) => `${JSON.stringify(one)}\n`).join(''), type: mediaTypes.ndjson });
  return key;
}

export const handler = importPeople({ db, files, queues, secret, policyOf, now, newId, log });
