import { type CalendarDate, diffDays } from '@shirube/terminology';
import type { FindingKind, SafetyFinding } from './types.ts';

/** A finding in the words of its order row: whole phrases, so that no screen puts them together differently. */
export interface FindingWords {
  /** one sentence: what is wrong with which other drug */
  title: string;
  /** the two sides, each with where it comes from: 「A（今回）と B（11月10日 ○○薬局）」 */
  pair: string;
  /** 「重なる期間 11月20日〜11月26日（7日間）」; null when the finding has no period */
  period: string | null;
  /** 「併用禁忌の表 2026-11 版」 and the like: what the finding rests on and of when that is */
  data: string | null;
}

/** The kind of a finding as the doctor knows it. */
export const KIND_LABELS: Record<FindingKind, string> = {
  allergy: 'アレルギー',
  contraindicated: '併用禁忌',
  disease: '病名に禁忌',
  pregnancy: '妊娠',
  age: '年齢',
  renal: '腎機能',
  lactation: '授乳',
  dose: '用量',
  duplicate: '重複投薬',
  caution: '併用に注意',
  max_days: '投与日数の上限',
  same_class: '同じ種類の薬',
};

/**
 * Words for the row that carries the finding.
 *
 * @param rpNumberOf RP number of a line of this order by its ref; null when the ref is no line of it.
 */
export function explainFinding(
  finding: Omit<SafetyFinding, 'key' | 'message' | 'basis' | 'condition' | 'otherName' | 'acceptKey'> & {
    /** null: the patient has not agreed to its being shown */
    otherName: string | null;
  },
  rpNumberOf: (ref: string) => number | null,
): FindingWords {
  const rpNumber = rpNumberOf(finding.otherRef);
  const name = finding.otherName ?? 'ほかの医療機関・薬局の薬';
  const subjectRp = rpNumberOf(finding.subjectRef);
  return {
    title: titleOf(finding, rpNumber === null ? name : `RP${rpNumber} ${name}`),
    pair: pairOf(finding, name, subjectRp, rpNumber),
    period:
      finding.periodFrom === null || finding.periodTo === null
        ? null
        : `重なる期間 ${daysInWords(finding.periodFrom, finding.periodTo)}`,
    data:
      finding.dataDate === null
        ? null
        : `データ ${finding.dataDate.slice(0, 4)}年${dayInWords(finding.dataDate)}`,
  };
}

function titleOf({ kind, severity }: Pick<SafetyFinding, 'kind' | 'severity'>, other: string): string {
  switch (kind) {
    case 'contraindicated':
      return `${other} と一緒に使えません。`;
    case 'caution':
      return `${other} と一緒に使うときは注意が要ります。`;
    case 'duplicate':
      return `${other} と重なっています。`;
    case 'same_class':
      return `${other} と同じ種類の薬です。`;
    case 'allergy':
      return severity === 'contraindicated'
        ? `${other} のアレルギーがあります。`
        : `アレルギーのある ${other} と同じ系統の薬です。`;
    case 'disease':
      return severity === 'contraindicated'
        ? `「${other}」の方には使えません。`
        : `「${other}」の方には注意が要ります。`;
    case 'pregnancy':
    case 'lactation':
    case 'age':
    case 'renal':
      return severity === 'contraindicated'
        ? `${other}の方には使えません。`
        : `${other}の方には注意が要ります。`;
    case 'dose':
      return `用量が上限を超えています（${other}）。`;
    case 'max_days':
      return `投与日数が上限を超えています（${other}）。`;
  }
}

/** 自院 (and 自院・今回) is what every record is of that is not said to be another's. */
const ofOthers = (facilityName: string | null): string =>
  facilityName === null || facilityName.startsWith('自院') ? '' : `（${facilityName}）`;

function pairOf(
  finding: Pick<SafetyFinding, 'subjectName' | 'otherOrigin' | 'otherGivenOn' | 'kind'> & {
    facilityName: string | null;
  },
  other: string,
  subjectRp: number | null,
  otherRp: number | null,
): string {
  const subject = `${finding.subjectName}（今回${subjectRp === null ? '' : ` RP${subjectRp}`}）`;
  switch (finding.otherOrigin) {
    case 'order':
      return `${subject}と ${other}（今回${otherRp === null ? '' : ` RP${otherRp}`}）`;
    case 'clinic':
    case 'external': {
      const from = finding.facilityName ?? '施設名は同意がないため表示できません';
      const day = finding.otherGivenOn === null ? '' : `${dayInWords(finding.otherGivenOn)} `;
      return `${subject}と ${other}（${day}${from}）`;
    }
    case 'allergy':
      return `${subject}と アレルギーの記録「${other}」${ofOthers(finding.facilityName)}`;
    case 'disease':
      return `${subject}と 病名「${other}」`;
    case 'patient':
      return `${subject}と 患者の記録「${other}」`;
    case 'rule':
      return `${subject}と 決まり「${other}」`;
  }
}

const dayInWords = (date: CalendarDate): string =>
  `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;

/** 11月20日〜11月26日（7日間）; the year is written when the days are not of one year. */
function daysInWords(from: CalendarDate, to: CalendarDate): string {
  const withYear = from.slice(0, 4) !== to.slice(0, 4);
  const word = (date: CalendarDate) => `${withYear ? `${date.slice(0, 4)}年` : ''}${dayInWords(date)}`;
  const days = diffDays(from, to) + 1;
  return from === to ? `${word(from)}（1日間）` : `${word(from)}〜${word(to)}（${days}日間）`;
}
