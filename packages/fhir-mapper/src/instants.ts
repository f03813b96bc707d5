import type { CalendarDate, Instant } from '@shirube/core/records';
import { isCalendarDate } from '@shirube/terminology';
import { MapperError } from './error.ts';

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** Asia/Tokyo is UTC+9 all year. */
const TOKYO_OFFSET_MS = 9 * 3_600_000;

/**
 * An instant as the service expects it: milliseconds and the Japanese offset, 2021-02-01T13:28:17.239+09:00
 * (bundle-types §2).
 * @throws MapperError invalid_instant when the text is no instant with an offset
 */
export function japaneseInstant(instant: Instant): string {
  const milliseconds = Date.parse(instant);
  if (!ZONED.test(instant) || !isCalendarDate(instant.slice(0, 10)) || Number.isNaN(milliseconds)) {
    throw new MapperError(
      'invalid_instant',
      '記録の日時が正しくないため、送信データを作れません。システム管理者に連絡してください。',
    );
  }
  return `${new Date(milliseconds + TOKYO_OFFSET_MS).toISOString().slice(0, -1)}+09:00`;
}

/** The Japanese calendar date of an instant. @throws MapperError invalid_instant */
export function japaneseDate(instant: Instant): CalendarDate {
  return japaneseInstant(instant).slice(0, 10);
}

/** A calendar date as the moment it begins in Japan; an instant as it is. */
export function momentOf(when: Instant | CalendarDate): Instant {
  return isCalendarDate(when) ? `${when}T00:00:00+09:00` : when;
}
