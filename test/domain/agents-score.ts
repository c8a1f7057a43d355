/** How well the labels of hits meet the corpus. */
import { labelOf } from '../../functions/domain/agents.ts';
import { judged } from '../../functions/domain/engagement.ts';
import type { Hit } from '../../functions/domain/hit.ts';
import { type Case, corpus, type Row } from './agents-corpus.ts';

/** A row and the label that it got. */
export interface Scored {
  readonly source: string;
  readonly row: Row;
  readonly label: Hit['label'];
}

const sentAt = new Date('2026-11-27T10:00:00Z');

/** The labels of a case, as the functions give them: by the request first, then by the timing. */
export function scored({ source, rows }: Case): Scored[] {
  const hits = rows.map(
    ({ agent, seconds, method = 'GET', headers = {}, kind = 'open', link }, index): Hit => ({
      brand: 'example',
      campaignId: '20261127-k3v9q2m7xd',
      contactId: 'AAAAAAAAAAAAAAAAAAAAAA',
      kind,
      ...(link !== undefined && { link }),
      at: new Date(sentAt.getTime() + seconds * 1000).toISOString(),
      hit: String(index).padStart(8, 'A'),
      label: labelOf({ method, agent, headers }),
    }),
  );
  return judged(hits, { sentAt: sentAt.toISOString() }).map((label, index) => ({ source, row: rows[index] as Row, label }));
}

/** The share of `of` that `is`. */
const share = (of: readonly Scored[], is: (one: Scored) => boolean): number => of.filter(is).length / of.length;

/** Precision and recall. A person counts as found unless taken for a machine: whoever cannot be told is counted among people. */
export function score() {
  const all = corpus.flatMap(scored);
  const people = all.filter(({ row }) => row.who === 'person');
  const machines = all.filter(({ row }) => row.who === 'machine');
  const counted = all.filter(({ label }) => label !== 'machine');
  return {
    all,
    people: people.length,
    machines: machines.length,
    humanRecall: share(people, ({ label }) => label !== 'machine'),
    humanCertain: share(people, ({ label }) => label === 'human'),
    humanPrecision: share(counted, ({ row }) => row.who === 'person'),
    machineRecall: share(machines, ({ label }) => label === 'machine'),
    machinePrecision: share(
      all.filter(({ label }) => label === 'machine'),
      ({ row }) => row.who === 'machine',
    ),
  };
}
