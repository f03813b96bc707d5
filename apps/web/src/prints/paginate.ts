import type { Row } from './prescription-rows.ts';

type Height = (row: Row) => number;

/**
 * Spreads groups of rows over sheets of `space`: a group that fits a whole sheet is not torn apart; a larger one is continued
 * row by row. A single row higher than a sheet still gets one of its own, where it is found not to fit.
 */
export function paginate(groups: readonly (readonly Row[])[], space: number, height: Height): Row[][] {
  const sheets: Row[][] = [[]];
  let used = 0;
  const total = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + height(row), 0);
  const open = () => {
    sheets.push([]);
    used = 0;
  };
  for (const group of groups) {
    if (used > 0 && used + total(group) > space && total(group) <= space) open();
    for (const row of group) {
      if (used > 0 && used + height(row) > space) open();
      sheets.at(-1)!.push(row);
      used += height(row);
    }
  }
  return sheets;
}
