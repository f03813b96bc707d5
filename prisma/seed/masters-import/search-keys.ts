import { toCompoundSearchKey } from '@shirube/terminology';
import type { AllergenRow, DiseaseRow, DrugRow } from './rows.ts';

/**
 * The searchKey column: kana first, so that a prefix range over it finds what is typed in kana; then the other words by
 * which the row is looked for, each after a space.
 */
export function drugSearchKey(
  row: Pick<DrugRow, 'kana' | 'name' | 'ingredientName' | 'genericName'>,
): string {
  return toCompoundSearchKey(
    row.kana,
    row.name,
    row.ingredientName,
    row.genericName?.replace('【般】', '') ?? null,
  );
}

export function namedSearchKey(row: Pick<DiseaseRow | AllergenRow, 'kana' | 'name'>): string {
  return toCompoundSearchKey(row.kana, row.name);
}
