import type { ChartForDocument } from '../../packages/core/src/documents/chart.ts';
import {
  CHECKUP_PROGRAMS,
  type CheckupContent,
  type CheckupEntry,
  type CheckupProgram,
  type CheckupRow,
  emptyEntry,
  shownLines,
  withProgram,
} from '../../packages/core/src/documents/checkup/lines.ts';

export const checkupPrograms = Object.keys(CHECKUP_PROGRAMS) as CheckupProgram[];

/** A check-up of a program with every line answered: every kind of value, 所見, 未実施, 測定不能 and both bounds among them. */
export function answeredCheckup(
  begun: CheckupContent,
  chart: ChartForDocument,
  program: CheckupProgram,
): CheckupContent {
  const rows = chart.checkup?.rows ?? [];
  const content = withProgram(rows, begun, program);
  const empty = shownLines(rows, content, chart.patient)
    .flatMap(({ lines }) => lines)
    .filter(({ entry, computed }) => entry === undefined && computed === null);
  return {
    ...content,
    ticketNumber: chart.patient.coverage === null ? '' : '24100000123',
    entries: [...content.entries, ...empty.map(({ row }, index) => answered(row, index, chart.today))],
    judgement: '異常はありません。',
  };
}

function answered(row: CheckupRow, index: number, today: string): CheckupEntry {
  const entry = emptyEntry(row);
  switch (row.kind) {
    case 'quantity':
      if (index % 7 === 0) return { ...entry, state: 'not_done', reason: '本人の希望' };
      if (index % 7 === 1) return { ...entry, state: 'unmeasurable', reason: '検体不足' };
      return {
        ...entry,
        value: '100',
        state: index % 7 === 2 ? 'below' : index % 7 === 3 ? 'above' : 'value',
      };
    case 'coded':
      return {
        ...entry,
        value: row.choices[0]?.code ?? '',
        finding: row.finding === null ? '' : '𠮷田様、所見の文です。',
      };
    case 'text':
      return { ...entry, value: '特記なし' };
    case 'date':
      return { ...entry, value: today };
  }
}
