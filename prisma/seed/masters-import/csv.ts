import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { MasterImportError } from './errors.ts';

/** One line of a CSV file: cells by the names of the header. */
export interface CsvLine {
  file: string;
  /** line in the file, the header is line 1 */
  line: number;
  /** The cell, '' when empty. Only columns asked for when the file was read may be taken. */
  cell(column: string): string;
}

export interface CsvOptions {
  /** columns that must be there */
  columns: readonly string[];
  /** true: any other column is refused, so that a misspelt header cannot drop data silently */
  exact: boolean;
}

interface ParsedRow {
  record: Record<string, string>;
  info: { lines: number };
}

/** True when the directory holds the file. */
export function hasFile(directory: string, file: string): boolean {
  return existsSync(join(directory, file));
}

/**
 * Reads a UTF-8 CSV file with a header line.
 * @throws MasterImportError unreadable_file
 */
export function readCsv(directory: string, file: string, { columns, exact }: CsvOptions): CsvLine[] {
  const content = readText(directory, file);
  let header: string[] = [];
  let rows: ParsedRow[];
  try {
    rows = parse(content, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      columns: (names: string[]) => {
        header = names;
        return names;
      },
    }) as unknown as ParsedRow[];
  } catch (error) {
    const line =
      error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : null;
    throw new MasterImportError(
      'unreadable_file',
      `${file}をCSVとして読めません。列の数と引用符を確認してください。`,
      [{ file, line, column: null, problem: 'CSVとして読めません。' }],
    );
  }
  const missing = columns.filter((name) => !header.includes(name));
  const unknown = exact ? header.filter((name) => !columns.includes(name)) : [];
  if (missing.length > 0 || unknown.length > 0) {
    const parts = [
      missing.length > 0 ? `足りない列: ${missing.join('、')}。` : '',
      unknown.length > 0 ? `知らない列: ${unknown.join('、')}。` : '',
    ];
    throw new MasterImportError('unreadable_file', `${file}の見出しが想定と違います。${parts.join('')}`);
  }
  return rows.map(({ record, info }) => ({
    file,
    line: info.lines,
    cell: (column) => record[column] ?? '',
  }));
}

/** Text of a file that must be UTF-8. @throws MasterImportError unreadable_file */
export function readText(directory: string, file: string): string {
  if (!hasFile(directory, file)) {
    throw new MasterImportError(
      'unreadable_file',
      `${file}がありません。マスタのフォルダを確認してください。`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(directory, file)));
  } catch {
    throw new MasterImportError('unreadable_file', `${file}の文字コードがUTF-8ではありません。`);
  }
}
