/** The lines of a file as they come, and where reading can go on after each of them. Whoever stops reading closes the file. */
import { pipeline } from 'node:stream';
import { CsvError, type InfoRecord, parse } from 'csv-parse';
import type { ImportBody, ReadingPosition } from './domain/import.ts';

/** One line: what it holds, or `undefined` if it cannot be read; and the position after it. */
export interface ReadRow {
  readonly line: number;
  readonly record: unknown;
  readonly after: ReadingPosition;
}

/** A file that cannot be read on: nobody can tell where its next line begins. */
export class NotReadable extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line} cannot be read`);
    this.name = 'NotReadable';
    this.line = line;
  }
}

const longestRow = 64 * 1024;

/** Reads on at `from`. Throws NotReadable at a quote that is never closed, or a line that has no end. */
export const readRows = (
  bytes: AsyncIterable<Uint8Array>,
  { format, delimiter }: Pick<ImportBody, 'format' | 'delimiter'>,
  from: ReadingPosition,
): AsyncGenerator<ReadRow> => (format === 'csv' ? readTable(bytes, delimiter, from) : readLines(bytes, from));

async function* readTable(bytes: AsyncIterable<Uint8Array>, delimiter: string, from: ReadingPosition): AsyncGenerator<ReadRow> {
  let columns = from.columns ?? [];
  // not `pipe`, which leaves the source open when the reader stops midway: one of the fifty connections that S3's client has
  const parser = pipeline(
    bytes,
    parse({
      columns: from.columns ?? ((heading: string[]) => (columns = heading.map((name) => name.trim()))),
      bom: from.byte === 0,
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: longestRow,
    }),
    // what the source or the parser throws, whoever reads the rows hears
    () => {},
  );
  let line = from.line;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, unknown>; info: InfoRecord }>) {
      line = from.line + info.lines;
      yield { line, record, after: { byte: from.byte + info.bytes, line, columns } };
    }
  } catch (error) {
    throw error instanceof CsvError ? new NotReadable(line + 1) : error;
  } finally {
    parser.destroy();
  }
}

const newline = 0x0a;

async function* readLines(bytes: AsyncIterable<Uint8Array>, from: ReadingPosition): AsyncGenerator<ReadRow> {
  let rest = Buffer.alloc(0);
  let { byte, line } = from;
  const take = (length: number): ReadRow | undefined => {
    const text = rest.subarray(0, length).toString('utf8').trim();
    rest = rest.subarray(length);
    byte += length;
    line += 1;
    return text === '' ? undefined : { line, record: parsed(text), after: { byte, line } };
  };
  for await (const chunk of bytes) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      const row = take(end + 1);
      if (row) yield row;
    }
    if (rest.length > longestRow) throw new NotReadable(line + 1);
  }
  const row = rest.length > 0 ? take(rest.length) : undefined;
  if (row) yield row;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
