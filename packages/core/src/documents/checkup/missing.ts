import { isCalendarDate } from '@shirube/terminology';
import type { ChartForDocument } from '../chart.ts';
import type { MissingPart } from '../schema.ts';
import { answers, CHECKUP_PROGRAMS } from './programs.ts';
import { isAbsent, isAnswered } from './rows.ts';
import type { CheckupContent, CheckupEntry, CheckupRow } from './schema.ts';
import { type ShownLine, shownLines } from './shown.ts';
import { implausible } from './thresholds.ts';

const DECIMAL = /^(?:0|[1-9]\d{0,7})(?:\.\d{1,6})?$/;

/** What a check-up lacks, in words, and where. */
export function missingInCheckup(
  rows: readonly CheckupRow[],
  content: CheckupContent,
  chart: Pick<ChartForDocument, 'patient' | 'today'>,
): MissingPart[] {
  const lines = shownLines(rows, content, chart.patient).flatMap((part) => part.lines);
  const { obligations, severity } = CHECKUP_PROGRAMS[content.program];
  const unanswered = obligations.filter(
    (obligation) => !lines.some(({ row, entry }) => answers(row, obligation) && isAnswered(entry)),
  );
  return [
    ...missingHead(content, chart),
    ...lines.flatMap(wrongIn),
    ...unanswered.map((obligation): MissingPart => {
      const line = lines.find(({ row }) => answers(row, obligation));
      return {
        at: line === undefined ? 'items' : placeOf(line.row),
        severity,
        message: `「${obligation.label}」がまだです。行っていないときは「未実施」を選び、理由を書いてください。`,
      };
    }),
    ...(lines.some(({ entry }) => isAnswered(entry))
      ? []
      : [
          {
            at: 'items',
            severity: 'must',
            message: '健診の結果が1つも入っていません。',
          } satisfies MissingPart,
        ]),
  ];
}

/** The place of a line on the screen. */
export function placeOf({ key }: Pick<CheckupRow, 'key'>): string {
  return `row-${key}`;
}

function missingHead(
  content: CheckupContent,
  { patient, today }: Pick<ChartForDocument, 'patient' | 'today'>,
): MissingPart[] {
  const parts: (MissingPart | false)[] = [
    content.examinedOn === null && {
      at: 'examinedOn',
      severity: 'must',
      message: '受診日を選んでください。',
    },
    content.examinedOn !== null &&
      content.examinedOn > today && {
        at: 'examinedOn',
        severity: 'must',
        message: '受診日が、今日より後になっています。',
      },
    content.judgement.trim() === '' && {
      at: 'judgement',
      severity: 'must',
      message: '「医師の診断（判定）」が書かれていません。',
    },
    content.ticketNumber !== '' &&
      patient.coverage === null && {
        at: 'ticket',
        severity: 'must',
        message:
          '受診券は、保険の番号が登録されている患者でなければ送れません。保険を登録するか、受診券整理番号を消してください。',
      },
    patient.coverage === null && {
      at: 'ticket',
      severity: 'note',
      message: '保険の番号が登録されていないため、サービスでは送れません。印刷して渡してください。',
    },
  ];
  return parts.filter((part) => part !== false);
}

/** What is wrong, or hard to believe, of what was entered in one line. */
export function wrongIn({ row, entry }: ShownLine): MissingPart[] {
  const must = (message: string): MissingPart => ({ at: placeOf(row), severity: 'must', message });
  // that it was not done is an answer that would be left out in silence
  if (entry !== undefined && isAbsent(entry) && entry.reason.trim() === '')
    return [
      must(`「${row.name}」が${entry.state === 'not_done' ? '未実施' : '測定不能'}の理由を書いてください。`),
    ];
  if (!isAnswered(entry)) return [];
  const note = (message: string): MissingPart => ({ at: placeOf(row), severity: 'note', message });
  if (isAbsent(entry)) return [];
  if (entry.value.trim() === '') return [must(`「${row.name}」は所見だけで、結果が選ばれていません。`)];
  return [...wrongValue(row, entry, must), ...strangeValue(row, entry, note)];
}

function wrongValue(
  row: CheckupRow,
  entry: CheckupEntry,
  must: (message: string) => MissingPart,
): MissingPart[] {
  const value = entry.value.trim();
  switch (row.kind) {
    case 'quantity':
      return DECIMAL.test(value) ? [] : [must(`「${row.name}」は数字で入れてください。`)];
    case 'coded':
      return row.choices.some(({ code }) => code === value)
        ? []
        : [must(`「${row.name}」の選択肢を選び直してください。`)];
    case 'date':
      return isCalendarDate(value) ? [] : [must(`「${row.name}」が正しい日付ではありません。`)];
    case 'text':
      return [];
  }
}

function strangeValue(
  row: CheckupRow,
  entry: CheckupEntry,
  note: (message: string) => MissingPart,
): MissingPart[] {
  if (row.kind !== 'quantity' || entry.state !== 'value') return [];
  const strange = implausible(row, Number(entry.value));
  return strange === null ? [] : [note(strange)];
}
