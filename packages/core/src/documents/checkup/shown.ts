import type { CalendarDate, SexCode } from '../../records/index.ts';
import { computedValues } from './computed.ts';
import { CHECKUP_PROGRAMS, partsOf } from './programs.ts';
import { entryIn, isAnswered } from './rows.ts';
import type { CheckupContent, CheckupEntry, CheckupRow } from './schema.ts';

/** A line as it stands: what was entered, or what is computed, or nothing yet. */
export interface ShownLine {
  row: CheckupRow;
  entry: CheckupEntry | undefined;
  /** how the value was computed; null: it was not */
  computed: string | null;
}

/** The lines of the report in their order, with computed values where nothing was entered. */
export function shownLines(
  rows: readonly CheckupRow[],
  content: CheckupContent,
  person: { birthDate: CalendarDate; sex: SexCode },
): { title: string; lines: ShownLine[] }[] {
  const computed = computedValues(content, person);
  return partsOf(rows, content).map(({ title, rows: own }) => ({
    title,
    lines: own.map((row) => {
      const entry = entryIn(row, content.entries);
      const value = computed.find(({ itemCode }) => itemCode === row.key);
      if (isAnswered(entry) || value === undefined) return { row, entry, computed: null };
      return {
        row,
        entry: {
          itemCode: row.key,
          state: 'value',
          value: value.value,
          reason: '',
          finding: '',
          source: null,
        },
        computed: value.how,
      };
    }),
  }));
}

/** Another check-up with what was entered by hand kept in sight: its lines are added where the new one has none of its own. */
export function withProgram(
  rows: readonly CheckupRow[],
  content: CheckupContent,
  program: CheckupContent['program'],
): CheckupContent {
  const { reportCategory, programCode } = CHECKUP_PROGRAMS[program];
  const entered = rows.filter((row) => {
    const entry = entryIn(row, content.entries);
    return isAnswered(entry) && entry.source === null;
  });
  const addedRows = [...new Set([...content.addedRows, ...entered.map(({ key }) => key)])];
  return { ...content, program, reportCategory, programCode, addedRows };
}
