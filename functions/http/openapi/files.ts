import * as z from 'zod';
import { Export, ExportBody } from '../../domain/export.ts';
import { FileId } from '../../domain/files.ts';
import { type Described, ok } from './operation.ts';

const roles = ['marketer', 'admin'] as const;
const id = 'hT4mQ9xWcK2pLz7VbN1sYg';

const { exportId, format, what, state, rows, requestedAt, finishedAt } = Export.shape;
const File = z.object({ url: z.url(), rows: z.int(), bytes: z.int() });

/** Exports and imports. */
export const transfers = {
  'POST /v1/{brand}/exports': {
    tag: 'Files',
    summary: 'Ask for a large list as files',
    description:
      'A segment, a purpose’s audience, or `all`: everything that the brand has, to take it elsewhere, for role admin. A job writes the files; they are there for seven days.',
    roles,
    idempotent: true,
    body: { schema: ExportBody, example: { purpose: 'newsletter:insights', format: 'csv' } },
    answers: {
      202: {
        description: 'A job is at it',
        content: {
          'application/json': { schema: z.object({ id: FileId, state: Export.shape.state }), example: { id, state: 'waiting' } },
        },
      },
    },
  },
  'GET /v1/{brand}/exports/{id}': {
    tag: 'Files',
    summary: 'How far an export is, and where its files are',
    description:
      'Once it is `done`: a link to each file, which works for a quarter of an hour; ask again for a new one. `url` is the first file’s, and mostly the only one: a new file begins after 16 MB. Each time is written into the audit chain.',
    roles,
    path: { id: FileId },
    answers: ok(
      z.object({
        id: exportId,
        format,
        what,
        state,
        rows,
        requestedAt,
        finishedAt,
        url: z.url().optional(),
        files: z.array(File).optional(),
      }),
      {
        id,
        format: 'csv',
        what: 'newsletter:insights',
        state: 'done',
        rows: 41,
        requestedAt: '2027-01-15T12:00:00.000Z',
        finishedAt: '2027-01-15T12:00:02.000Z',
        url: 'https://files.example/exports/1.csv?X-Amz-Signature=…',
        files: [{ url: 'https://files.example/exports/1.csv?X-Amz-Signature=…', rows: 41, bytes: 5120 }],
      },
    ),
  },
} as const satisfies Described;
