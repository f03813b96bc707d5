import { addDays, isCalendarDate } from '@shirube/terminology';
import type { CalendarDate, PatientRecord } from './index.ts';

/** 一部負担区分 (record 14): 1高齢者一般 2高齢者7割 3六歳未満 5高齢者8割(後期). */
export type BurdenClass = '1' | '2' | '3' | '5';

/** 満年齢に達する日: the day before the birthday (年齢計算ニ関スル法律); for 29 February in a common year the 28th. */
function reachesAge(birthDate: CalendarDate, age: number): CalendarDate {
  const year = Number(birthDate.slice(0, 4)) + age;
  const birthday = `${year}${birthDate.slice(4)}`;
  return isCalendarDate(birthday) ? addDays(birthday, -1) : `${year}-02-28`;
}

/** 義務教育就学前: until the first 31 March on or after the day of reaching six. */
function isPreschool(birthDate: CalendarDate, on: CalendarDate): boolean {
  const six = reachesAge(birthDate, 6);
  const march = `${six.slice(0, 4)}-03-31`;
  return on <= (six <= march ? march : `${Number(six.slice(0, 4)) + 1}-03-31`);
}

/** 前期高齢者 pay by their own scale from the month after the one in which they reach seventy. */
function isSeventy(birthDate: CalendarDate, on: CalendarDate): boolean {
  return on.slice(0, 7) > reachesAge(birthDate, 70).slice(0, 7);
}

/**
 * 一部負担区分 of a patient on a day; null when the record is not written (neither old nor a small child, or no insurance).
 * assumed: 六歳未満 of the record means 義務教育就学前 as on the paper form's 「６歳」, and 8割 is only for 後期高齢者.
 */
export function burdenClass(patient: PatientRecord, on: CalendarDate): BurdenClass | null {
  const { coverage, birthDate } = patient;
  if (!coverage) return null;
  if (isPreschool(birthDate, on)) return '3';
  const lateElderly = coverage.insurerNumber.length === 8 && coverage.insurerNumber.startsWith('39');
  if (!lateElderly && !isSeventy(birthDate, on)) return null;
  if (coverage.copayPercent >= 30) return '2';
  return lateElderly && coverage.copayPercent === 20 ? '5' : '1';
}
