import { MasterImportError } from './errors.ts';
import type { MasterRows, MasterTableName } from './rows.ts';
import { columnsOf, keyOf, MASTER_TABLES } from './tables.ts';

/** A row as it stands in the database. */
export interface CurrentRow<R> {
  row: R;
  /** the row was in no later edition any more */
  isEnded: boolean;
}

export interface ImportPlan<R> {
  added: R[];
  /** content differs from what is in force, or the row comes back after it had ended */
  changed: R[];
  /** in force now, absent from the new edition */
  ended: R[];
  unchangedCount: number;
}

/** A file with fewer than this share of the rows in force is taken for a wrong or partial one. */
const SMALLEST_SHARE = 0.9;

/** JSON columns come back with their keys in another order. */
function inOrder(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Compares a table in force with a new edition of it. Pure.
 * @param confirmShrink the operator has confirmed that many rows really disappear
 * @throws MasterImportError row_count_fell when the number of rows falls by more than 10 %
 */
export function planImport<Name extends MasterTableName>(
  name: Name,
  current: readonly CurrentRow<MasterRows[Name]>[],
  next: readonly MasterRows[Name][],
  confirmShrink = false,
): ImportPlan<MasterRows[Name]> {
  const { label } = MASTER_TABLES[name];
  const inForce = current.filter(({ isEnded }) => !isEnded);
  if (!confirmShrink && next.length < inForce.length * SMALLEST_SHARE) {
    throw new MasterImportError(
      'row_count_fell',
      `${label}の行数が${inForce.length}件から${next.length}件に減ります。一部だけのファイルでないか確認し、正しければ確認済みとして取り込んでください。`,
    );
  }
  const properties = columnsOf(name).map(([property]) => property as keyof MasterRows[Name]);
  const contentOf = (row: MasterRows[Name]): string =>
    JSON.stringify(
      properties.map((property) => row[property]),
      inOrder,
    );
  const currentByKey = new Map(current.map((entry) => [keyOf(name, entry.row), entry]));
  const plan: ImportPlan<MasterRows[Name]> = { added: [], changed: [], ended: [], unchangedCount: 0 };
  const nextKeys = new Set<string>();
  for (const row of next) {
    const key = keyOf(name, row);
    nextKeys.add(key);
    const before = currentByKey.get(key);
    if (before === undefined) plan.added.push(row);
    else if (before.isEnded || contentOf(before.row) !== contentOf(row)) plan.changed.push(row);
    else plan.unchangedCount += 1;
  }
  plan.ended = inForce.filter(({ row }) => !nextKeys.has(keyOf(name, row))).map(({ row }) => row);
  return plan;
}
