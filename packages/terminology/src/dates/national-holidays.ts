import { addDays, type CalendarDate, calendarDateOf } from './calendar-date.ts';

/** Days with a fixed date. 国民の祝日に関する法律 第2条. */
const fixed: readonly (readonly [month: number, day: number, name: string])[] = [
  [1, 1, '元日'],
  [2, 11, '建国記念の日'],
  [2, 23, '天皇誕生日'],
  [4, 29, '昭和の日'],
  [5, 3, '憲法記念日'],
  [5, 4, 'みどりの日'],
  [5, 5, 'こどもの日'],
  [8, 11, '山の日'],
  [11, 3, '文化の日'],
  [11, 23, '勤労感謝の日'],
];

/** The second or third Monday of a month. */
const mondays: readonly (readonly [month: number, week: number, name: string])[] = [
  [1, 2, '成人の日'],
  [7, 3, '海の日'],
  [9, 3, '敬老の日'],
  [10, 2, 'スポーツの日'],
];

const weekdayOf = (date: CalendarDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

function nthMonday(year: number, month: number, week: number): CalendarDate {
  const first = calendarDateOf(year, month, 1);
  return addDays(first, ((8 - weekdayOf(first)) % 7) + (week - 1) * 7);
}

/** 春分・秋分 as the almanac computes them for 1980–2099; the cabinet announces them a year ahead, so far as computed. */
function equinox(year: number, base: number): number {
  return Math.floor(base + 0.242194 * (year - 1980)) - Math.floor((year - 1980) / 4);
}

/**
 * 国民の祝日 and 休日 of a year with their names: the days of the law, 振替休日 (the next day that is none, after one on a Sunday)
 * and the day between two holidays. The law as it stands since 2022; 2022–2099.
 * @throws RangeError for another year
 */
export function nationalHolidays(year: number): ReadonlyMap<CalendarDate, string> {
  if (!Number.isInteger(year) || year < 2022 || year > 2099)
    throw new RangeError('national holidays are known for 2022 to 2099');
  const named = new Map<CalendarDate, string>();
  for (const [month, day, name] of fixed) named.set(calendarDateOf(year, month, day), name);
  for (const [month, week, name] of mondays) named.set(nthMonday(year, month, week), name);
  named.set(calendarDateOf(year, 3, equinox(year, 20.8431)), '春分の日');
  named.set(calendarDateOf(year, 9, equinox(year, 23.2488)), '秋分の日');
  const all = new Map(named);
  // 第3条2項: when one falls on a Sunday, the nearest day after it that is no holiday itself
  for (const date of named.keys()) {
    if (weekdayOf(date) !== 0) continue;
    let next = addDays(date, 1);
    while (named.has(next)) next = addDays(next, 1);
    all.set(next, '振替休日');
  }
  // 第3条3項: a day between two of them, that is none itself
  for (const date of named.keys()) {
    const between = addDays(date, 1);
    if (!all.has(between) && named.has(addDays(date, 2))) all.set(between, '国民の休日');
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of the national holiday on this day, or null. A day outside 2022–2099 counts as none. */
export function nationalHolidayName(date: CalendarDate): string | null {
  const year = Number(date.slice(0, 4));
  return year >= 2022 && year <= 2099 ? (nationalHolidays(year).get(date) ?? null) : null;
}
