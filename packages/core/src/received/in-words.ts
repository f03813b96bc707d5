import { todayInTokyo } from '@shirube/terminology';
import type {
  CheckupResultRecord,
  ItemSource,
  LabResultRecord,
  LabValue,
  ReceivedAllergy,
  ReceivedCondition,
  ReceivedItem,
  ReceivedMedication,
  ReceivedResult,
} from '../records/index.ts';
import type { ItemView, ResultView } from './schema.ts';

/** What an item says, line by line, in the words of the screen. Nothing is left out because we have no use for it. */

export const criticalityWords = {
  high: '重い',
  low: '軽い',
  'unable-to-assess': '重さはわからない',
} as const;
const categoryWords = { medication: '薬', food: '食べ物', environment: '環境・その他' } as const;
const clinicalWords: Record<string, string> = {
  active: '続いている',
  recurrence: '再発',
  relapse: '再燃',
  inactive: '落ち着いている',
  remission: '寛解',
  resolved: '治った',
};
const verificationWords: Record<string, string> = {
  unconfirmed: '確かめられていない',
  provisional: '暫定',
  differential: '鑑別中',
  confirmed: '確定',
  refuted: '否定された',
  'entered-in-error': '誤って記録された',
};
const emptyWords: Record<string, string> = {
  nilknown: 'ない、と書かれています。',
  notasked: '尋ねていない、と書かれています。',
  unavailable: '情報がない、と書かれています。',
};
const statusWords: Record<LabResultRecord['status'], string | null> = {
  preliminary: '中間報告',
  final: null,
  corrected: '訂正された結果',
  registered: '結果はまだです',
  cancelled: '取り消された検査',
};

/** the usual ones go without saying */
const prescriptionWords: Record<string, string> = {
  active: '',
  completed: '',
  'on-hold': '一時中断',
  cancelled: '取り消し',
  'entered-in-error': '取り消し（誤って記録された）',
  stopped: '中止',
  draft: '下書き',
  unknown: '不明',
};

/** Why a section says nothing. */
export const emptyInWords = (reason: string | null): string | null =>
  reason === null ? null : (emptyWords[reason] ?? `記載がない理由：${reason}`);

/** ◯◯病院 内科　山田 太郎　2026-10-01 */
export function sourceInWords(source: ItemSource, facilityName: string | null = null): string {
  const place = [source.facilityName ?? facilityName ?? '医療機関名の記載なし', source.departmentName]
    .filter(Boolean)
    .join(' ');
  return [place, source.doctorName, source.recordedOn].filter(Boolean).join('　');
}

const line = (label: string, value: string | null | undefined): string[] =>
  value === null || value === undefined || value === '' ? [] : [`${label}：${value}`];

function conditionLines(item: ReceivedCondition): string[] {
  return [
    // said first: whoever reads it must not tell the patient
    ...(item.uninformed ? ['患者さんに知らされていない病名です（未告知）'] : []),
    ...(item.undelivered ? ['患者さんに見せない病名です（未提供）'] : []),
    ...[item.isMain ? '主病' : null, item.isSuspected ? '疑い' : null].flatMap((each) =>
      each ? [each] : [],
    ),
    ...line('はじまり', item.onsetDate),
    ...line('終わり', item.endDate),
    ...line('状態', nullableWord(clinicalWords, item.clinicalStatus)),
    ...line('確かさ', nullableWord(verificationWords, item.verificationStatus)),
    ...line('ICD-10', item.icd10),
    ...(isCoded(item.managementNo) ? [] : ['病名のコードがありません（言葉だけで書かれています）']),
  ];
}

/** 99999999 is the code of a disease that has none. */
export const isCoded = (managementNo: string | null): managementNo is string =>
  managementNo !== null && managementNo !== '99999999';

const nullableWord = (words: Record<string, string>, code: string | null): string | null =>
  code === null ? null : (words[code] ?? code);

function allergyLines(item: ReceivedAllergy): string[] {
  return [
    ...line('種類', item.category && categoryWords[item.category]),
    ...line('反応', item.reaction),
    ...line('重さ', item.criticality && criticalityWords[item.criticality]),
    ...line('はじまり', item.onsetDate),
    ...line('状態', nullableWord(clinicalWords, item.clinicalStatus)),
    ...line('確かさ', nullableWord(verificationWords, item.verificationStatus)),
    ...(item.code === null ? ['コードがありません（言葉だけで書かれています）'] : []),
  ];
}

function medicationLines(item: ReceivedMedication): string[] {
  return [
    // said first: a drug that was taken back must not be read as one that is taken
    ...line('状態', nullableWord(prescriptionWords, item.status)),
    ...[item.doseText, item.usageText].flatMap((each) => (each ? [each] : [])),
    ...line('開始日', item.startsOn),
    ...line('日数', item.days === null ? null : `${item.days}日分`),
    ...line('回数', item.times === null ? null : `${item.times}回分`),
    ...line('数量', item.quantityText),
    ...line('部位', item.site?.text),
    ...line('一般名', item.generic?.name),
    ...[...item.instructions, ...item.dispensing].map(({ text }) => text),
    ...item.notes,
    ...(item.yjCode === null ? ['薬のコードがありません（言葉だけで書かれています）'] : []),
  ];
}

/** An item that is no result, as it is shown. */
export function itemInWords(
  item: Exclude<ReceivedItem, ReceivedResult>,
  facilityName: string | null,
): ItemView {
  const base = { reference: item.source.reference, kind: item.kind, takeOver: null };
  const source = sourceInWords(item.source, facilityName);
  switch (item.kind) {
    case 'condition':
      return { ...base, source, title: item.displayName, lines: conditionLines(item) };
    case 'allergy':
      return { ...base, source, title: item.displayName, lines: allergyLines(item) };
    case 'medication':
      return { ...base, source, title: item.name, lines: medicationLines(item) };
    case 'note':
      return { ...base, source, title: item.title, lines: item.lines };
  }
}

const comparatorWords = { '<': '未満', '<=': '以下', '>=': '以上', '>': 'より大きい' } as const;

/** The value as it was written: the decimals of the laboratory, a comparator in words. */
export function valueInWords(value: LabValue): string {
  switch (value.kind) {
    case 'quantity':
      return `${value.value}${value.comparator ? comparatorWords[value.comparator] : ''}`;
    case 'coded':
    case 'text':
      return value.text;
    case 'absent':
      return `値がありません（${value.reason}）`;
  }
}

/** What an item of a check-up says: choices and dates have no place in a laboratory's result. */
function checkupInWords(value: CheckupResultRecord['value']): string {
  switch (value.kind) {
    case 'quantity':
      return value.value;
    case 'coded':
    case 'text':
      return value.text;
    case 'date':
      return value.on;
    case 'absent':
      return `${value.notDone ? '未実施' : '測定不能'}（${value.reason}）`;
  }
}

const dayOf = (at: string): string => (at.length > 10 ? todayInTokyo(new Date(at)) : at);

/** One result of another facility. It is shown, and never becomes a result of ours. */
export function resultInWords(item: ReceivedResult, facilityName: string | null): ResultView {
  const { result, checkup } = item;
  const range =
    result.referenceText ??
    (result.referenceLow === null && result.referenceHigh === null
      ? null
      : `${result.referenceLow ?? ''}～${result.referenceHigh ?? ''}`);
  return {
    reference: item.source.reference,
    code: result.jlac10 ?? result.localCode,
    name: result.name,
    value: checkup ? checkupInWords(checkup.value) : valueInWords(result.value),
    unit: result.value.kind === 'quantity' ? result.value.unit : null,
    referenceRange: range,
    interpretation: result.interpretation,
    collectedOn: item.collectedAt === null ? null : dayOf(item.collectedAt),
    note:
      [statusWords[result.status], result.note, checkup?.finding && `所見：${checkup.finding.text}`]
        .filter(Boolean)
        .join('　') || null,
    facilityName: item.source.facilityName ?? facilityName ?? '医療機関名の記載なし',
  };
}
