/**
 * Dates and times of the national services: always the clock of Asia/Tokyo, which has had no summer time
 * since 1951, so a fixed offset of nine hours is exact.
 */
import type { CalendarDate, Instant } from '@shirube/core/records';

const OFFSET_MS = 9 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** 'yyyyMMddHHmmss' in Asia/Tokyo. */
export function compactTime(at: Date): string {
  return shifted(at).toISOString().slice(0, 19).replace(/[-:T]/g, '');
}

/** 'YYYY-MM-DD' in Asia/Tokyo. */
export function calendarDate(at: Date): CalendarDate {
  return shifted(at).toISOString().slice(0, 10);
}

/** ISO 8601 with milliseconds and +09:00. */
export function instant(at: Date): Instant {
  return `${shifted(at).toISOString().slice(0, 23)}+09:00`;
}

/** 'YYYY/MM/DD HH:mm' for screens. */
export function screenTime(at: Date): string {
  return shifted(at).toISOString().slice(0, 16).replace('T', ' ').replaceAll('-', '/');
}

/** '2026-11-20' to '20261120'; null to ''. */
export function compactDate(date: CalendarDate | null): string {
  return date === null ? '' : date.replaceAll('-', '');
}

/** '20261120' to '2026-11-20'; null when it is not a day of the calendar. */
export function fromCompactDate(text: string): CalendarDate | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return null;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === date ? date : null;
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(new Date(`${date}T00:00:00Z`).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

function shifted(at: Date): Date {
  return new Date(at.getTime() + OFFSET_MS);
}
