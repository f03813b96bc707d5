import type {
  CheckupGroupRecord,
  CheckupReportRecord,
  CheckupResultRecord,
  CheckupValue,
  DocumentHead,
} from '../../records/documents.ts';
import type { PractitionerRecord } from '../../records/index.ts';
import { belongsTo, DOCTOR_NAME_CODE } from './programs.ts';
import { isAbsent, isAnswered, materialOf, rowOf } from './rows.ts';
import type { CheckupContent, CheckupEntry, CheckupRow } from './schema.ts';
import { shownLines } from './shown.ts';
import { judgedValue } from './thresholds.ts';

/** Characters 6 to 9 of an item that says why an examination was done. */
const REASON = '1610';

/** The report as it is frozen. Called only when nothing is missing. */
export function checkupRecord(
  rows: readonly CheckupRow[],
  content: CheckupContent,
  head: DocumentHead,
): CheckupReportRecord {
  const lines = shownLines(rows, content, head.patient).flatMap((part) => part.lines);
  const results = lines.flatMap(({ row, entry }) =>
    isAnswered(entry) ? resultsOf(row, entry, { content, head }) : [],
  );
  const judgement = content.judgement.trim();
  return {
    ...head,
    kind: 'checkup',
    program: content.program,
    reportCategory: content.reportCategory,
    programCode: content.programCode,
    examinedOn: content.examinedOn ?? head.issuedOn,
    setting: content.setting,
    ticketNumber: content.ticketNumber === '' ? null : content.ticketNumber,
    coverage: head.patient.coverage,
    results: [...results, ...doctorName(rows, head.author)],
    groups: groupsOf(rows, results),
    overallJudgement: judgement === '' ? null : judgement,
  };
}

type Parts = { content: CheckupContent; head: DocumentHead };

/** A line as its item, and in a 一連検査 its words as the item they have there; elsewhere the words stand with the item. */
function resultsOf(row: CheckupRow, entry: CheckupEntry, parts: Parts): CheckupResultRecord[] {
  const words = isAbsent(entry) ? '' : entry.finding.trim();
  const isApart = row.group !== null && row.finding !== null;
  const own = resultOf(row, entry, parts);
  if (words === '') return [own];
  if (!isApart) {
    return [{ ...own, finding: { text: words, doctor: doctorOf(parts.head.author), item: row.finding } }];
  }
  const finding: CheckupResultRecord = {
    ...own,
    itemCode: row.finding?.code ?? '',
    name: row.finding?.name ?? '',
    value: { kind: 'text', text: words },
    interpretation: null,
    method: null,
  };
  return [own, finding];
}

function resultOf(row: CheckupRow, entry: CheckupEntry, { content, head }: Parts): CheckupResultRecord {
  const method = row.methods.find(({ itemCode }) => itemCode === entry.itemCode)?.method ?? null;
  return {
    itemCode: entry.itemCode,
    codeSystem: row.codeSystem,
    name: row.name,
    isQuestion: row.isQuestion,
    value: recordedValue(row, entry),
    interpretation: interpretationOf(row, entry, head),
    method,
    specimen: materialOf(entry.itemCode),
    referenceLow: entry.source?.referenceLow ?? null,
    referenceHigh: entry.source?.referenceHigh ?? null,
    finding: null,
    isAdditional: !belongsTo(content.program, row) && !row.isQuestion,
  };
}

function recordedValue(row: CheckupRow, entry: CheckupEntry): CheckupValue {
  const value = entry.value.trim();
  if (isAbsent(entry)) {
    return { kind: 'absent', notDone: entry.state === 'not_done', reason: entry.reason.trim() };
  }
  switch (row.kind) {
    case 'quantity':
      return { kind: 'quantity', value, unit: row.unit, ucum: row.ucum };
    case 'coded': {
      const choice = row.choices.find(({ code }) => code === value);
      return {
        kind: 'coded',
        table: row.choiceTable ?? '',
        code: value,
        text: choice?.name ?? value,
        ordinal: choice?.ordinal ?? null,
      };
    }
    case 'date':
      return { kind: 'date', on: value };
    case 'text':
      return { kind: 'text', text: value };
  }
}

/** By what can be measured, by the interval of the laboratory, and else by the 健診判定値. */
function interpretationOf(
  row: CheckupRow,
  entry: CheckupEntry,
  head: DocumentHead,
): CheckupResultRecord['interpretation'] {
  if (row.kind !== 'quantity') return null;
  if (entry.state === 'below') return 'LX';
  if (entry.state === 'above') return 'HX';
  if (entry.state !== 'value') return null;
  const value = Number(entry.value);
  const low = entry.source?.referenceLow ?? null;
  const high = entry.source?.referenceHigh ?? null;
  if (low !== null && value < Number(low)) return 'L';
  if (high !== null && value > Number(high)) return 'H';
  if (low !== null || high !== null) return 'N';
  return judgedValue(row, value, head.patient.sex)?.interpretation ?? null;
}

function doctorOf({
  code,
  familyName,
  givenName,
  familyKana,
  givenKana,
}: PractitionerRecord): PractitionerRecord {
  return { code, familyName, givenName, familyKana, givenKana };
}

/** 健康診断を実施した医師の氏名: who confirms. */
function doctorName(rows: readonly CheckupRow[], author: PractitionerRecord): CheckupResultRecord[] {
  const row = rowOf(rows, DOCTOR_NAME_CODE);
  const text = [author.familyName, author.givenName].filter((part) => part !== '').join(' ');
  if (row === undefined || text === '') return [];
  return [
    {
      itemCode: row.key,
      codeSystem: row.codeSystem,
      name: row.name,
      isQuestion: false,
      value: { kind: 'text', text },
      interpretation: null,
      method: null,
      specimen: null,
      referenceLow: null,
      referenceHigh: null,
      finding: null,
      isAdditional: false,
    },
  ];
}

function groupsOf(
  rows: readonly CheckupRow[],
  results: readonly CheckupResultRecord[],
): CheckupGroupRecord[] {
  const groups = new Map<string, CheckupGroupRecord>();
  for (const { itemCode } of results) {
    const row =
      rowOf(rows, itemCode) ?? rows.find(({ finding }) => finding !== null && finding.code === itemCode);
    if (!row?.group) continue;
    const group = groups.get(row.group.code) ?? { ...row.group, members: [] };
    group.members.push({ itemCode, relationship: itemCode.slice(5, 9) === REASON ? 'RSON' : 'COMP' });
    groups.set(row.group.code, group);
  }
  return [...groups.values()];
}
