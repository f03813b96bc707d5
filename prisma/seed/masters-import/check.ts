import { readDrugRule } from '@shirube/core/safety';
import { invalidRows, type MasterIssue } from './errors.ts';
import type { MasterRows, MasterTableName, MasterTables } from './rows.ts';
import { type ColumnRule, columnName, columnsOf, keyOf, MASTER_TABLES } from './tables.ts';

/** A row with the place it was read from. */
export interface LocatedRow<R> {
  row: R;
  file: string;
  line: number;
}

/**
 * Checks every row against the rules of its table and every key for uniqueness.
 * @returns the rows without their places
 * @throws MasterImportError invalid_rows naming file, line and column
 */
export function checkTable<Name extends MasterTableName>(
  name: Name,
  located: readonly LocatedRow<MasterRows[Name]>[],
): MasterRows[Name][] {
  const issues: MasterIssue[] = [];
  const columns = columnsOf(name);
  // the last column of a key is the one that tells its rows apart
  const keyColumn = columnName(MASTER_TABLES[name].key.at(-1) ?? '');
  const firstLineOf = new Map<string, number>();
  for (const { row, file, line } of located) {
    for (const [property, column, rule] of columns) {
      const problem = problemOf(row[property as keyof typeof row], rule);
      if (problem !== null) issues.push({ file, line, column, problem });
    }
    if (name === 'drug_rule' && readDrugRule(row as MasterRows['drug_rule']) === null)
      issues.push({ file, line, column: 'parameters', problem: 'この種類の決まりとして読めません。' });
    const key = keyOf(name, row);
    const first = firstLineOf.get(key);
    if (first !== undefined) {
      issues.push({ file, line, column: keyColumn, problem: `${first}行目と同じコードです。` });
    } else firstLineOf.set(key, line);
  }
  if (issues.length > 0) throw invalidRows(issues);
  return located.map(({ row }) => row);
}

function problemOf(value: unknown, { type, nullable, code }: ColumnRule): string | null {
  if (value === null) return nullable ? null : '値がありません。';
  switch (type) {
    case 'text':
      if (typeof value !== 'string' || value === '') return '値がありません。';
      return code === null || code.is(value) ? null : `${code.label}として正しくありません。`;
    case 'boolean':
      return typeof value === 'boolean' ? null : '1または空欄にしてください。';
    case 'integer':
      return Number.isSafeInteger(value) ? null : '整数ではありません。';
    case 'numeric':
      return Number.isFinite(value) ? null : '数値ではありません。';
    case 'jsonb':
      return typeof value === 'object' && !Array.isArray(value) ? null : 'JSONとして読めません。';
    case 'text[]':
      return Array.isArray(value) && value.length > 0 && !value.includes('') ? null : '値がありません。';
  }
}

/**
 * Checks that what a row refers to is loaded with it: the drug and the usage of a default.
 * @throws MasterImportError invalid_rows
 */
export function checkReferences(tables: MasterTables): void {
  const drugs = new Set(tables.drug?.map(({ yjCode }) => yjCode));
  const usages = new Set(tables.usage_code?.map(({ code }) => code));
  const issues: MasterIssue[] = [];
  const refuse = (yjCode: string, column: string, problem: string): void => {
    issues.push({ file: `${MASTER_TABLES.drug_default.label}（${yjCode}）`, line: null, column, problem });
  };
  for (const { yjCode, usageCode } of tables.drug_default ?? []) {
    if (tables.drug && !drugs.has(yjCode)) refuse(yjCode, 'yj_code', '医薬品マスタにありません。');
    if (tables.usage_code && !usages.has(usageCode)) refuse(yjCode, 'usage_code', '用法マスタにありません。');
  }
  if (issues.length > 0) throw invalidRows(issues);
}
