import type { CalendarDate, Instant } from '@shirube/core/records';
import { isCalendarDate } from '@shirube/terminology';
import { japaneseDate, japaneseInstant } from '../instants.ts';
import { stringOf } from '../validation/json.ts';
import { type Reading, tell } from './reading.ts';

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** An instant with its zone, as our records write it; null for everything else. */
export function instantOf(value: unknown): Instant | null {
  const text = stringOf(value);
  return ZONED.test(text) && isCalendarDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
    ? japaneseInstant(text)
    : null;
}

/** The Japanese calendar date of a FHIR dateTime. A year or a month alone is no date of ours: it is told in words. */
export function dateOf(value: unknown, reading: Reading, what: string, label: string): CalendarDate | null {
  const text = stringOf(value);
  if (text === '') return null;
  if (isCalendarDate(text)) return text;
  const instant = instantOf(text);
  if (instant !== null) return japaneseDate(instant);
  tell(reading, what, label, text);
  return null;
}

/** A dateTime as it was written: an instant, or a date where the hour is not known. */
export function momentOf(
  value: unknown,
  reading: Reading,
  what: string,
  label: string,
): Instant | CalendarDate | null {
  return instantOf(value) ?? dateOf(value, reading, what, label);
}
