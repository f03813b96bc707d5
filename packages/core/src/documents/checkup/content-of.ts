import type { CheckupReportRecord, CheckupResultRecord } from '../../records/documents.ts';
import { computedValues } from './computed.ts';
import { DOCTOR_NAME_CODE } from './programs.ts';
import { isFindingOf } from './rows.ts';
import type { CheckupContent, CheckupEntry } from './schema.ts';

/** What the next version begins with: the report as it was entered, without what is computed from it. */
export function contentOfCheckup(record: CheckupReportRecord): CheckupContent {
  const results = record.results.filter(({ itemCode }) => itemCode !== DOCTOR_NAME_CODE);
  const words = results.filter((result) => results.some((other) => isWordsOf(result, other)));
  const entries = results
    .filter((result) => !words.includes(result))
    .map((result) =>
      entryOf(
        result,
        words.find((each) => isWordsOf(each, result)),
        record,
      ),
    );
  const computed = computedValues({ entries, examinedOn: record.examinedOn }, record.patient);
  const isComputed = ({ itemCode, value }: CheckupEntry) =>
    computed.some((each) => each.itemCode === itemCode && each.value === value);
  return {
    kind: 'checkup',
    program: record.program,
    reportCategory: record.reportCategory as CheckupContent['reportCategory'],
    programCode: record.programCode as CheckupContent['programCode'],
    examinedOn: record.examinedOn,
    setting: record.setting,
    ticketNumber: record.ticketNumber ?? '',
    entries: entries.filter((entry) => !isComputed(entry)),
    addedRows: entries.map(({ itemCode }) => itemCode),
    judgement: record.overallJudgement ?? '',
  };
}

/** 心電図(所見) beside 心電図(所見の有無), in a report of ours. */
function isWordsOf(words: CheckupResultRecord, other: CheckupResultRecord): boolean {
  return words.value.kind === 'text' && isFindingOf(words.itemCode, other.itemCode);
}

function entryOf(
  result: CheckupResultRecord,
  words: CheckupResultRecord | undefined,
  record: CheckupReportRecord,
): CheckupEntry {
  const { referenceLow, referenceHigh } = result;
  const hasInterval = referenceLow !== null || referenceHigh !== null;
  return {
    itemCode: result.itemCode,
    ...stateOf(result),
    finding: result.finding?.text ?? (words?.value.kind === 'text' ? words.value.text : ''),
    source: hasInterval ? { kind: 'lab', on: record.examinedOn, referenceLow, referenceHigh } : null,
  };
}

function stateOf({
  value,
  interpretation,
}: CheckupResultRecord): Pick<CheckupEntry, 'state' | 'value' | 'reason'> {
  switch (value.kind) {
    case 'quantity': {
      const state = interpretation === 'LX' ? 'below' : interpretation === 'HX' ? 'above' : 'value';
      return { state, value: value.value, reason: '' };
    }
    case 'coded':
      return { state: 'value', value: value.code, reason: '' };
    case 'text':
      return { state: 'value', value: value.text, reason: '' };
    case 'date':
      return { state: 'value', value: value.on, reason: '' };
    case 'absent':
      return {
        state: value.notDone ? 'not_done' : 'unmeasurable',
        value: '',
        reason: value.reason,
      };
  }
}
