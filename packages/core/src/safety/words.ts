import { type CalendarDate, diffDays } from '@shirube/terminology';
import type { FindingKind, SafetyFinding } from './types.ts';

/** A finding in the words of its order row. */
export interface FindingWords {
  /** one sentence: what is wrong with which other drug */
  title: string;
  /** why; with the condition when the contraindication holds only in some case */
  message: string;
  /** where the other drug comes from, the shared days, what the finding rests on */
  meta: string;
}

/**
 * Words for the row that carries the finding.
 *
 * @param rpNumberOf RP number of another line of this order by its ref; null when the ref is no line of it.
 */
export function explainFinding(
  finding: SafetyFinding,
  rpNumberOf: (ref: string) => number | null = rpNumberOfOrderRef,
): FindingWords {
  const rpNumber = finding.otherOrigin === 'order' ? rpNumberOf(finding.otherRef) : null;
  const other = `${rpNumber === null ? '' : `RP${rpNumber} `}${finding.otherName}`;
  const condition = finding.condition === null ? '' : `（次の場合に限ります：${finding.condition}）`;
  const days =
    finding.periodFrom === null || finding.periodTo === null
      ? []
      : [`重なる期間 ${daysInWords(finding.periodFrom, finding.periodTo)}`];
  return {
    title: titleOf(finding.kind, other),
    message: `${finding.message}${condition}`,
    meta: [finding.facilityName, ...days, finding.basis].join('　'),
  };
}

function titleOf(kind: FindingKind, other: string): string {
  switch (kind) {
    case 'contraindicated':
      return `${other} と一緒に使えません。`;
    case 'duplicate':
      return `${other} と重複しています。`;
    case 'allergy':
      return `${other} のアレルギーが記録されています。`;
  }
}

/** Refs written as order:<RP番号>:<RP内連番>. */
function rpNumberOfOrderRef(ref: string): number | null {
  const number = /^order:(\d+):\d+$/.exec(ref)?.[1];
  return number === undefined ? null : Number(number);
}

/** 11月20日〜11月26日（7日間）; the year is written when the days are not of one year. */
function daysInWords(from: CalendarDate, to: CalendarDate): string {
  const withYear = from.slice(0, 4) !== to.slice(0, 4);
  const word = (date: CalendarDate) =>
    `${withYear ? `${date.slice(0, 4)}年` : ''}${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
  const days = diffDays(from, to) + 1;
  return from === to ? `${word(from)}（1日間）` : `${word(from)}〜${word(to)}（${days}日間）`;
}
