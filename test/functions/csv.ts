/** A reader of CSV as RFC 4180 has it, and no more forgiving. */
export function readCsv(text: string): Record<string, string>[] {
  const lines: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let line: string[] = []; field.lastIndex < text.length; ) {
    const at = field.lastIndex;
    const [, quoted, plain = '', end] = field.exec(text) ?? [];
    if (end === undefined) throw new SyntaxError(`not CSV at ${at}`);
    line.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') {
      lines.push(line);
      line = [];
    }
  }
  const [heading = [], ...rows] = lines;
  return rows.map((row) => {
    if (row.length !== heading.length) throw new SyntaxError(`${row.length} cells under a heading of ${heading.length}`);
    return Object.fromEntries(heading.map((name, index) => [name, row[index] ?? '']));
  });
}
