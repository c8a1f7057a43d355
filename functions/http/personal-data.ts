/** The export of a person as an answer: JSON or CSV, for whoever asks. */
import { toCsv } from '../domain/audience.ts';
import { dataColumns, type PersonalData, rowsOf } from '../domain/personal-data.ts';
import { type HttpAnswer, type HttpRequest, json } from './handler.ts';

/** In which form an export is asked for, by `?format=` or else by `Accept`; undefined for neither. */
export function formatOf({ query, headers }: HttpRequest): 'json' | 'csv' | undefined {
  if (query.format === 'json' || query.format === 'csv') return query.format;
  const accept = headers.accept ?? '';
  if (accept.includes('text/csv')) return 'csv';
  return accept.includes('application/json') ? 'json' : undefined;
}

/** The export, named like a file that somebody keeps. */
export function dataAnswer(data: PersonalData, format: 'json' | 'csv'): HttpAnswer {
  const file = {
    'content-disposition': `attachment; filename="${data.about.brand}-${data.about.madeAt.slice(0, 10)}.${format}"`,
  };
  if (format === 'json') return json(200, data, file);
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...file,
    },
    body: toCsv(dataColumns, rowsOf(data)),
  };
}
