/** Measures the import of a long list: killed in the middle once, and brought a second time. */
import type { Import } from '../../functions/domain/import.ts';
import { type System, startSystem } from '../../local/system.ts';
import { killAt } from '../functions/killed.ts';
import { asOperator } from '../journey.ts';
import { withoutStream } from './crowd.ts';
import type { Verdict } from './growth.ts';
import { peakHeap } from './heap.ts';

/** One import of the list. */
export interface ImportRow {
  readonly rows: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly heap: number;
}

/** What came of a list that was imported twice. */
export interface ImportTwice {
  readonly first: ImportRow;
  readonly second: ImportRow;
  /** Whether the first one was killed on its way. */
  readonly killed: boolean;
  /** Items about people that the first one wrote, and that the second one did. */
  readonly written: number;
  readonly rewritten: number;
}

/** One in ten of the list has opted out. */
export const listOf = (rows: number, name: string): string =>
  [
    'email,status,consentedAt',
    ...Array.from({ length: rows }, (_, n) =>
      n % 10 === 0 ? `${name}-${n}@example.no,unsubscribed,` : `${name}-${n}@example.no,,2027-01-10T10:00:00Z`,
    ),
  ].join('\n');

/** Imports a list of so many lines into a system of its own. Nothing is delivered but the import's own messages. */
export async function measureImport(rows: number, hear: (line: string) => void): Promise<ImportTwice> {
  const system = await startSystem({ clock: new Date('2027-02-15T12:00:00Z'), onLine: runsIn(rows, hear) });
  try {
    await withoutStream(system);
    const killed = killAt(system, Math.ceil(rows / 2));
    const writes = writesAboutPeople(system);
    const first = await imported(system, rows);
    const wasKilled = killed();
    const written = writes();
    const second = await imported(system, rows);
    return { first, second, killed: wasKilled, written, rewritten: writes() - written };
  } finally {
    await system.stop();
  }
}

/** Tells of every twentieth run of the import, from the lines that it logs. */
function runsIn(rows: number, hear: (line: string) => void): (line: string) => void {
  const began = performance.now();
  let runs = 0;
  let done = 0;
  return (line) => {
    if (!line.includes('"import_run"')) return;
    const { pass, lines } = JSON.parse(line) as { pass: string; lines: number };
    runs += 1;
    done += lines;
    const seconds = Math.round((performance.now() - began) / 1000);
    if (runs % 20 === 0) hear(`import of ${rows} lines, twice: ${done} done after ${seconds} s (${pass.replace('_', '-')})`);
  };
}

async function imported(system: System, rows: number): Promise<ImportRow> {
  const send = (path: string, body: object) =>
    asOperator(system, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const settings = { format: 'csv', market: 'no', purposes: ['newsletter:insights'], source: 'fair', wording: 'card 3' };
  const { id, upload } = (await (await send('imports', settings)).json()) as {
    id: string;
    upload: { url: string; headers: Record<string, string> };
  };
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: listOf(rows, 'bench') });
  await send(`imports/${id}/start`, {});
  const began = performance.now();
  const { heap } = await peakHeap(() => system.runJob('import-people'));
  const seconds = (performance.now() - began) / 1000;
  const answer = (await (await asOperator(system, `imports/${id}`)).json()) as Pick<Import, 'state' | 'counts'>;
  if (answer.state !== 'done') throw new Error(`the import is ${answer.state}`);
  return { rows, counts: answer.counts, seconds, heap };
}

/** How many items the functions have written since now, but for how far the import is and the operators' own chains. */
function writesAboutPeople({ deps: { db } }: System): () => number {
  let writes = 0;
  db.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (/^(Put|Update|Delete|Transact|BatchWrite)/.test(commandName)) {
          const places = [...JSON.stringify(args.input).matchAll(/"pk":\{"S":"([^"]+)"\}/g)].map(([, pk = '']) => pk);
          writes += places.filter((pk) => !pk.endsWith('#files') && !pk.includes('#operator#')).length;
        }
        return next(args);
      },
    { step: 'initialize', name: 'writes about people' },
  );
  return () => writes;
}

/** Whether the import kept what it promises, each in words. */
export function importTargets({ first, second, killed, written, rewritten }: ImportTwice): Verdict[] {
  const { recorded = 0, standing = 0, suppressed = 0 } = first.counts;
  // what was done before the function died stands when it is done again
  const isWhole = recorded + standing + suppressed === first.rows;
  return [
    told('the first import was killed on its way, and ended whole', killed && isWhole && written > first.rows),
    told(
      'the second import found everybody as they were, and wrote nothing',
      second.counts.standing === second.rows && rewritten === 0,
    ),
  ];
}

const told = (what: string, holds: boolean): Verdict => ({ holds, says: `${holds ? 'holds' : 'FAILS'}: ${what}` });
