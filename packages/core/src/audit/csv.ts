/**
 * CSV for spreadsheets: UTF-8 with a byte order mark (without it Excel takes it for Shift_JIS), CRLF, every field in quotation
 * marks. A field that a spreadsheet would take for a formula, in full width too, gets an apostrophe in front (OWASP: CSV injection).
 */
const formulaStart = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n\0]/u;

export function csvField(value: string | null): string {
  const text = value ?? '';
  return `"${(formulaStart.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

export function csvFile(lines: readonly (readonly (string | null)[])[]): Uint8Array {
  const text = lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
  return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf8'));
}
