/**
 * Between database rows and records: a DATE column arrives as midnight UTC of that calendar day, and leaves the
 * same way. These two functions are the only places that know it.
 */
import type { CalendarDate, Instant } from '../records/index.ts';

export const toCalendarDate = (date: Date): CalendarDate => date.toISOString().slice(0, 10);
export const toDateColumn = (date: CalendarDate): Date => new Date(`${date}T00:00:00.000Z`);
export const toInstant = (date: Date): Instant => date.toISOString();
export const nullable = <A, B>(value: A | null | undefined, map: (value: A) => B): B | null =>
  value === null || value === undefined ? null : map(value);
