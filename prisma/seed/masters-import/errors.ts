/** One cell that cannot be taken over. */
export interface MasterIssue {
  file: string;
  /** line in the file, the header is line 1; null when the whole file is meant */
  line: number | null;
  column: string | null;
  /** a Japanese sentence */
  problem: string;
}

export type MasterImportReason =
  /** a file or one of its columns is missing, or it is no CSV */
  | 'unreadable_file'
  /** rows that break the rules of their table */
  | 'invalid_rows'
  /** more than a tenth of the rows would disappear: probably the wrong or a partial file */
  | 'row_count_fell'
  /** no edition is given for a table to be loaded */
  | 'edition_missing';

/** Nothing was written: the import stops before its first change when anything is wrong. */
export class MasterImportError extends Error {
  readonly reason: MasterImportReason;
  /** A Japanese sentence the operator can act on. */
  readonly userMessage: string;
  readonly issues: readonly MasterIssue[];

  constructor(reason: MasterImportReason, userMessage: string, issues: readonly MasterIssue[] = []) {
    super(`master import: ${reason}${issues.length > 0 ? ` (${issues.length} issues)` : ''}`);
    this.name = 'MasterImportError';
    this.reason = reason;
    this.userMessage = userMessage;
    this.issues = issues;
  }
}

const SHOWN_ISSUES = 5;

/** The error for a list of faulty rows; the sentence shows the first few, `issues` holds all. */
export function invalidRows(issues: readonly MasterIssue[]): MasterImportError {
  const shown = issues.slice(0, SHOWN_ISSUES).map(describeIssue);
  const rest = issues.length > SHOWN_ISSUES ? `ほか${issues.length - SHOWN_ISSUES}件。` : '';
  return new MasterImportError(
    'invalid_rows',
    `マスタのファイルに誤りがあるため取り込みませんでした。${shown.join(' ')}${rest}`,
    issues,
  );
}

/** 「drugs.csv 12行目 yj_code: …」 */
export function describeIssue({ file, line, column, problem }: MasterIssue): string {
  return `${[file, line === null ? null : `${line}行目`, column].filter((part) => part !== null).join(' ')}: ${problem}`;
}
