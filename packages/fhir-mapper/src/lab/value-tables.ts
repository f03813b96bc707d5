import type { LabValue } from '@shirube/core/records';
import { SYSTEMS } from '../systems.ts';

export type ValueTable = Extract<LabValue, { kind: 'coded' }>['table'];

/** The code tables of qualitative results with their published displays (observation-lab, value rules). */
export const VALUE_TABLES: Record<
  ValueTable,
  { system: string; displays: Readonly<Record<string, string>> }
> = {
  posneg: {
    system: SYSTEMS.labResultPositiveNegative,
    displays: { '1': '陽性', '2': '陰性', '3': '判定保留' },
  },
  urine: {
    system: SYSTEMS.labResultUrine,
    displays: { '1': '－', '2': '±', '3': '＋', '4': '２＋', '5': '３＋', '6': '４＋', '7': '５＋' },
  },
  abo: { system: SYSTEMS.labResultAbo, displays: { '1': 'Ａ', '2': 'Ｂ', '3': 'ＡＢ', '4': 'Ｏ' } },
  rh: { system: SYSTEMS.labResultRh, displays: { '1': '＋', '2': '－' } },
};

/** The table of a code system; null when it is none of the four. */
export function valueTableOf(system: unknown): ValueTable | null {
  const tables = Object.keys(VALUE_TABLES) as ValueTable[];
  return tables.find((table) => VALUE_TABLES[table].system === system) ?? null;
}
