import { type CalendarDate, isCalendarDate, YjCode } from '@shirube/terminology';
import type { SafetyDrug } from './types.ts';

/** A drug whose YJ code is known and sound. */
export type CodedDrug = SafetyDrug & { yjCode: string };

/** Why a drug cannot be checked by its code, or null when it can. */
export function codeProblem(drug: SafetyDrug): string | null {
  if (drug.yjCode === null)
    return 'YJコードが分からない薬のため、重複・併用禁忌・アレルギーを確認できません。';
  // A wrong check digit may mean that the ingredient part is wrong too: then "no finding" would be worth nothing.
  if (!YjCode.is(drug.yjCode))
    return 'YJコードが正しくないため、重複・併用禁忌・アレルギーを確認できません。';
  return null;
}

/** Why a drug's period cannot be compared, or null when it can. */
export function periodProblem(drug: SafetyDrug): string | null {
  const known =
    isCalendarDate(drug.periodFrom) && isCalendarDate(drug.periodTo) && drug.periodFrom <= drug.periodTo;
  return known ? null : '服用期間が分からないため、重複と併用禁忌を確認できません。';
}

/** The days two drugs share, both ends included; null when they share none (one may end the day before the other starts). */
export function overlapOf(
  one: Pick<SafetyDrug, 'periodFrom' | 'periodTo'>,
  other: Pick<SafetyDrug, 'periodFrom' | 'periodTo'>,
): { from: CalendarDate; to: CalendarDate } | null {
  const [, from] = [one.periodFrom, other.periodFrom].sort() as [CalendarDate, CalendarDate];
  const [to] = [one.periodTo, other.periodTo].sort() as [CalendarDate, CalendarDate];
  return from <= to ? { from, to } : null;
}
