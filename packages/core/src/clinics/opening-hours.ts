import { type CalendarDate, nationalHolidayName, todayInTokyo } from '@shirube/terminology';
import { type ClinicCalendar, type Weekday, weekdays } from './schema.ts';

const tokyoClock = new Intl.DateTimeFormat('ja-JP', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Tokyo',
});

export function weekdayOf(date: CalendarDate): Weekday {
  return weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] as Weekday;
}

/** Why a clinic is closed on a day: the name of its own or the national day off, or null when it is an ordinary day. */
export function dayOffName(calendar: ClinicCalendar, date: CalendarDate): string | null {
  const own = calendar.ownHolidays.find(({ from, to }) => from <= date && date <= to);
  if (own) return own.name;
  return calendar.closedOnNationalHolidays ? nationalHolidayName(date) : null;
}

/**
 * Whether the clinic sees patients at an instant, by its wall clock in Asia/Tokyo. The last minute counts as closed. Null when
 * nobody wrote the hours down: then nobody can say.
 */
export function isOpenAt(calendar: ClinicCalendar, instant: Date): boolean | null {
  if (calendar.hours === null) return null;
  const date = todayInTokyo(instant);
  if (dayOffName(calendar, date) !== null) return false;
  const clock = tokyoClock.format(instant);
  const day = calendar.hours[weekdayOf(date)];
  return [day.morning, day.afternoon].some((span) => span !== null && span.from <= clock && clock < span.to);
}
