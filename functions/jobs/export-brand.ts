import { type Deps, db, files, log, newId, now, queues } from '../deps.ts';
import { BrandPosition, lineOfRecord } from '../domain/export.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { ExportMessage } from '../messages.ts';
import { runExport } from '../run-export.ts';
import { pageOfBrand } from '../store/brand.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'queues' | 'now' | 'newId' | 'log'>;

/** Writes all that a brand has into files, so that it can be taken elsewhere: the only function that scans. */
export const exportBrand = (needs: Needs): QueueHandler =>
  queue(ExportMessage, (message) =>
    runExport<BrandPosition>(needs, { queue: 'brand-exports', message }, ({ brand, format, position }) => ({
      from: position ? BrandPosition.parse(position) : { table: 'people' },
      pageFrom: async (from) => {
        const { records, next } = await pageOfBrand(needs.db, brand, from, needs.now());
        return { lines: records.map((record) => lineOfRecord(format, record)).filter((line) => line !== ''), next };
      },
    })),
  );

export const handler = exportBrand({ db, files, queues, now, newId, log });
