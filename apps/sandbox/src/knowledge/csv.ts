/**
 * Reads comma-separated text with a header row (RFC 4180 quoting, LF or CRLF) into one object per row.
 * Throws when a row has another number of fields than the header.
 */
export function readCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = split(text.replace(/^\uFEFF/, ''));
  if (header === undefined) return [];
  return rows.map((row, index) => {
    if (row.length !== header.length)
      throw new Error(`row ${index + 2} has ${row.length} fields, not ${header.length}`);
    return Object.fromEntries(header.map((name, column) => [name, row[column] ?? '']));
  });
}

function split(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error(`row ${rows.length + 1} is not comma-separated text`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
