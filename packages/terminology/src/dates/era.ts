import { TerminologyError } from '../error.ts';
import { type CalendarDate, isCalendarDate } from './calendar-date.ts';

export interface Era {
  name: '明治' | '大正' | '昭和' | '平成' | '令和';
  letter: 'M' | 'T' | 'S' | 'H' | 'R';
  /** the digit used before YYMMDD in claim records: 1 明治 … 5 令和 */
  digit: string;
  /** western year of 元年 */
  firstYear: number;
  /** first day on which dates are written with this era */
  from: CalendarDate;
  /**
   * Last day accepted as a date of this era. The day of the change to 大正 and to 昭和 belongs to both eras
   * (it was written with either); the later changes took effect at midnight.
   */
  to: CalendarDate;
}

/** Japan's calendar is Gregorian from 1873-01-01 (明治6年); earlier dates are not supported. */
export const ERAS: readonly Era[] = [
  { name: '令和', letter: 'R', digit: '5', firstYear: 2019, from: '2019-05-01', to: '9999-12-31' },
  { name: '平成', letter: 'H', digit: '4', firstYear: 1989, from: '1989-01-08', to: '2019-04-30' },
  { name: '昭和', letter: 'S', digit: '3', firstYear: 1926, from: '1926-12-25', to: '1989-01-07' },
  { name: '大正', letter: 'T', digit: '2', firstYear: 1912, from: '1912-07-30', to: '1926-12-25' },
  { name: '明治', letter: 'M', digit: '1', firstYear: 1868, from: '1873-01-01', to: '1912-07-30' },
];

export interface EraDate {
  era: Era;
  /** 1 = 元年 */
  year: number;
  month: number;
  day: number;
}

/**
 * The era date of a calendar date; on a day of change the new era.
 * @throws TerminologyError format for no date, era_range before 1873-01-01
 */
export function toEraDate(date: CalendarDate): EraDate {
  if (!isCalendarDate(date)) {
    throw new TerminologyError('日付', 'format', '日付の形式が正しくありません。確認してください。');
  }
  const era = ERAS.find(({ from }) => date >= from);
  if (era === undefined) {
    throw new TerminologyError('日付', 'era_range', '明治6年1月1日より前の日付は和暦で表せません。');
  }
  return {
    era,
    year: Number(date.slice(0, 4)) - era.firstYear + 1,
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

/** 1966-05-26 as 昭和41年5月26日; the first year is 元年. @throws TerminologyError as toEraDate */
export function formatEra(date: CalendarDate): string {
  const { era, year, month, day } = toEraDate(date);
  return `${era.name}${year === 1 ? '元' : year}年${month}月${day}日`;
}

/** 1966-05-26 as S41.5.26, for narrow columns. @throws TerminologyError as toEraDate */
export function formatEraShort(date: CalendarDate): string {
  const { era, year, month, day } = toEraDate(date);
  return `${era.letter}${year}.${month}.${day}`;
}
