import type { CalendarDate, Instant } from '@shirube/core/records';
import { MalformedAnswer } from '../http/index.ts';

/** 'YYYY-MM-DD' to yyyyMMdd. */
export function toWireDate(date: CalendarDate): string {
  return date.replaceAll('-', '');
}

/** yyyyMMdd to 'YYYY-MM-DD'. Throws MalformedAnswer naming the element when it is not a day of the calendar. */
export function fromWireDate(text: string, name: string): CalendarDate {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts === null) throw new MalformedAnswer(name);
  const date = `${parts[1]}-${parts[2]}-${parts[3]}`;
  if (!isCalendarDate(date)) throw new MalformedAnswer(name);
  return date;
}

/** yyyyMMddHHmmss in Asia/Tokyo to an instant with offset. Throws MalformedAnswer naming the element. */
export function fromWireTime(text: string, name: string): Instant {
  const parts = /^(\d{8})([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(text);
  if (parts === null) throw new MalformedAnswer(name);
  return `${fromWireDate(parts[1] ?? '', name)}T${parts[2]}:${parts[3]}:${parts[4]}+09:00`;
}

function isCalendarDate(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
}

/** yyyyMM of the clinic's calendar (Asia/Tokyo), a number of months before the given moment. */
export function wireMonthBefore(now: Date, months: number): string {
  const [year, month] = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Tokyo',
    year: 'numeric',
    month: '2-digit',
  })
    .format(now)
    .split('-')
    .map(Number);
  const count = (year ?? 0) * 12 + (month ?? 1) - 1 - months;
  return `${Math.floor(count / 12)}${String((count % 12) + 1).padStart(2, '0')}`;
}
