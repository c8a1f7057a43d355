import { type Deps, db, files, log, newId, now, policyOf, queues } from '../deps.ts';
import { AudiencePosition, lineOfRow } from '../domain/export.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { ExportMessage } from '../messages.ts';
import { runExport } from '../run-export.ts';
import { pageOfSegment } from '../store/segments.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'queues' | 'policyOf' | 'now' | 'newId' | 'log'>;

const rowsPerPage = 1000;

/** Writes the people of a segment into files, one in each run. */
export const exportAudience = (needs: Needs): QueueHandler =>
  queue(ExportMessage, (message) => {
    const { db, policyOf, now } = needs;
    const policy = policyOf(message.brand);
    if (!policy) throw new Error(`no policy for ${message.brand}`);
    return runExport<AudiencePosition>(needs, { queue: 'exports', message }, ({ format, segment, position }) => {
      if (!segment) throw new Error('an export of a whole brand, in the queue of segments');
      return {
        from: position ? AudiencePosition.parse(position) : { shard: 0 },
        pageFrom: async (from) => {
          const { rows, next } = await pageOfSegment(db, policy, segment, { from, limit: rowsPerPage, now: now() });
          return { lines: rows.map((row) => lineOfRow(format, row)), next };
        },
      };
    });
  });

export const handler = exportAudience({ db, files, queues, policyOf, now, newId, log });
