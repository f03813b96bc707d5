import { TerminologyError } from '../error.ts';

/** A day of the Gregorian calendar as 'YYYY-MM-DD'. It is not an instant and has no time zone. */
export type CalendarDate = string;

const LABEL = '日付';
const DAY_MS = 86_400_000;
/** Japan has had no daylight-saving time since 1951; Asia/Tokyo is UTC+9. */
const TOKYO_OFFSET_MS = 9 * 3_600_000;

function toEpochDay(date: CalendarDate): number {
  const [year, month, day] = splitDate(date);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function splitDate(date: CalendarDate): [year: number, month: number, day: number] {
  if (!isCalendarDate(date))
    throw new TerminologyError(LABEL, 'format', '日付の形式が正しくありません。確認してください。');
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function fromUtc(instant: Date): CalendarDate {
  return instant.toISOString().slice(0, 10);
}

/** True for an existing day between 1000-01-01 and 9999-12-31 written as YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && fromUtc(instant) === text;
}

/** Puts a date together. @throws TerminologyError unknown_value when the calendar has no such day (2月30日) */
export function calendarDateOf(year: number, month: number, day: number): CalendarDate {
  const text = [
    String(year).padStart(4, '0'),
    String(month).padStart(2, '0'),
    String(day).padStart(2, '0'),
  ].join('-');
  if (!isCalendarDate(text)) {
    throw new TerminologyError(
      LABEL,
      'unknown_value',
      'この日付は暦にありません。月と日を確認してください。',
    );
  }
  return text;
}

/** The date `days` later (earlier when negative). @throws TerminologyError format when the date is none */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromUtc(new Date((toEpochDay(date) + days) * DAY_MS));
}

/**
 * The same day of the month `months` later (earlier when negative); the last day of a month that has no such day
 * (31 August and six months: 28 February). @throws TerminologyError format when the date is none
 */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = splitDate(date);
  const index = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const lastDay = new Date(Date.UTC(toYear, toMonth, 0)).getUTCDate();
  return calendarDateOf(toYear, toMonth, Math.min(day, lastDay));
}

/** Days from `from` to `to`: 0 on the same day, negative when `to` is earlier. */
export function diffDays(from: CalendarDate, to: CalendarDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

/**
 * 満年齢 on a day. A year is completed on the birthday; who was born on 29 February completes it on 1 March of a common year.
 * @throws TerminologyError unknown_value when the day is before the birth date
 */
export function ageAt(birthDate: CalendarDate, on: CalendarDate): number {
  const [birthYear] = splitDate(birthDate);
  const [year] = splitDate(on);
  if (on < birthDate) {
    throw new TerminologyError(
      '生年月日',
      'unknown_value',
      '生年月日が基準の日より後になっています。確認してください。',
    );
  }
  return year - birthYear - (on.slice(5) < birthDate.slice(5) ? 1 : 0);
}

/** The calendar date in Japan at an instant: at 2026-11-20T15:30Z it is already 2026-11-21 (00:30 JST). */
export function todayInTokyo(now: Date): CalendarDate {
  return fromUtc(new Date(now.getTime() + TOKYO_OFFSET_MS));
}

/** An instant as ISO 8601 with the Japanese offset, to the second: 2026-11-21T00:30:00+09:00. */
export function tokyoInstant(instant: Date): string {
  return `${new Date(instant.getTime() + TOKYO_OFFSET_MS).toISOString().slice(0, 19)}+09:00`;
}
