import * as z from 'zod';
import { Export, ExportBody } from '../../domain/export.ts';
import { FileId } from '../../domain/files.ts';
import { Import, ImportBody, StartBody } from '../../domain/import.ts';
import { type Described, ok } from './operation.ts';

const roles = ['marketer', 'admin'] as const;
const id = 'hT4mQ9xWcK2pLz7VbN1sYg';

const { exportId, format, what, recipient, state, rows, requestedAt, finishedAt } = Export.shape;
const File = z.object({ url: z.url(), rows: z.int(), bytes: z.int() });

/** Exports and imports. */
export const transfers = {
  'POST /v1/{brand}/exports': {
    tag: 'Files',
    summary: 'Ask for a large list as files',
    description:
      'A segment, a purpose’s audience, or `all`: everything that the brand has, to take it elsewhere, for role admin. A `recipient`, who takes the brand over, needs the undertaking by which they will protect its people, and a country that the policy lets data go to. A job writes the files; they are there for seven days.',
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
        recipient,
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
        url: 'https://files.example/exports/1.csv?X-Amz-Signature=abc',
        files: [{ url: 'https://files.example/exports/1.csv?X-Amz-Signature=abc', rows: 41, bytes: 5120 }],
      },
    ),
  },

  'POST /v1/{brand}/imports': {
    tag: 'Files',
    summary: 'Bring a list: where to put its file',
    description:
      'CSV or NDJSON with the columns `email`, `name`, `company`, `phone`, `market`, `locale`, `status` (`subscribed`, `unsubscribed`, `bounced`, `complained`), `purposes`, `channel`, `consentedAt`, `source`, `wording`, `optedOutAt`; or as Mailchimp or HubSpot export it. A yes counts if its line proves it: purpose, time, source and wording reference, by a channel that the policy accepts. What lacks any of these is kept as `ConsentUnknown`, and is not mailed. What is said here holds for every line that says nothing else.',
    roles,
    idempotent: true,
    body: {
      schema: ImportBody,
      example: {
        format: 'csv',
        preset: 'mailchimp',
        market: 'no',
        purposes: ['newsletter:insights'],
        source: 'mailchimp audience 4711',
        wording: 'form 12 of 2024',
      },
    },
    answers: {
      201: {
        description: 'Put the file there, within a quarter of an hour',
        content: {
          'application/json': {
            schema: z.object({
              id: FileId,
              state: Import.shape.state,
              upload: z.object({
                method: z.literal('PUT'),
                url: z.url(),
                headers: z.record(z.string(), z.string()),
                minutes: z.int(),
              }),
            }),
            example: {
              id,
              state: 'waiting',
              upload: {
                method: 'PUT',
                url: 'https://files.example/imports/1?X-Amz-Signature=abc',
                headers: { 'content-type': 'text/csv; charset=utf-8' },
                minutes: 15,
              },
            },
          },
        },
      },
    },
  },
  'POST /v1/{brand}/imports/{id}/start': {
    tag: 'Files',
    summary: 'Import the file, or look what importing it would do',
    description:
      'Opt-outs come first, as suppression. Nothing that ended here begins again: no withdrawal, objection, complaint or erased address is revived. It may be started again: whoever is in already stays as they are.',
    roles,
    path: { id: FileId },
    body: { schema: StartBody, example: { dryRun: true } },
    answers: {
      202: {
        description: 'A job is at it',
        content: {
          'application/json': {
            schema: z.object({ id: FileId, state: Import.shape.state, dryRun: z.boolean() }),
            example: { id, state: 'running', dryRun: true },
          },
        },
      },
    },
    problems: ['file-missing', 'import-running'],
  },
  'GET /v1/{brand}/imports/{id}': {
    tag: 'Files',
    summary: 'How far an import is, and what became of its lines',
    description:
      '`counts` by outcome: `suppressed` and `ended` are opt-outs; `recorded`, `unknown`, `standing`, `barred` and `rejected` are the others. `problems` are the first hundred; `reports` lead to all of them. Lines and reasons only, nobody’s address.',
    roles,
    path: { id: FileId },
    answers: ok(
      z.object({
        id: FileId,
        state: Import.shape.state,
        reason: z.string().optional(),
        dryRun: z.boolean(),
        requestedAt: z.iso.datetime(),
        startedAt: z.iso.datetime().optional(),
        finishedAt: z.iso.datetime().optional(),
        settings: ImportBody,
        progress: z.object({ pass: Import.shape.pass, bytesRead: z.int(), bytes: z.int() }),
        counts: Import.shape.counts,
        problems: Import.shape.problems,
        reports: z.array(z.url()),
      }),
      {
        id,
        state: 'checked',
        dryRun: true,
        requestedAt: '2027-01-15T12:00:00.000Z',
        startedAt: '2027-01-15T12:01:00.000Z',
        finishedAt: '2027-01-15T12:01:04.000Z',
        settings: { format: 'csv', market: 'no' },
        progress: { pass: 'people', bytesRead: 51200, bytes: 51200 },
        counts: { recorded: 398, unknown: 2, suppressed: 99, rejected: 1 },
        problems: [{ line: 17, reason: 'email: not an e-mail address that mail can be sent to' }],
        reports: ['https://files.example/exports/report-1.ndjson?X-Amz-Signature=abc'],
      },
    ),
  },
} as const satisfies Described;
