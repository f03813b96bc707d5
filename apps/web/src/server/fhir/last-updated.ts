import 'server-only';
import { isCalendarDate } from '@shirube/terminology';

const form =
  /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?)$/;

/** Whether a moment fits a `_lastUpdated`; null when the value is none. Days, months and years are those of Asia/Tokyo. */
export function lastUpdatedFilter(value: string): ((moment: string) => boolean) | null {
  const [, prefix = 'eq', date = ''] = form.exec(value) ?? [];
  const range = date === '' ? null : rangeOf(date);
  if (range === null) return null;
  const [from, to] = range;
  const within = (at: number): boolean => at >= from && at < to;
  const fits: Record<string, (at: number) => boolean> = {
    eq: within,
    ap: within,
    ne: (at) => !within(at),
    gt: (at) => at >= to,
    sa: (at) => at >= to,
    ge: (at) => at >= from,
    lt: (at) => at < from,
    eb: (at) => at < from,
    le: (at) => at < to,
  };
  return (moment) => fits[prefix]?.(Date.parse(moment)) ?? false;
}

/** The moments a date of any precision covers: from, and the first one after. */
function rangeOf(date: string): [from: number, to: number] | null {
  if (date.includes('T')) {
    const from = Date.parse(date);
    if (Number.isNaN(from) || !isCalendarDate(date.slice(0, 10))) return null;
    const precision = /\.\d+/.test(date) ? 1 : /T\d{2}:\d{2}:\d{2}/.test(date) ? 1_000 : 60_000;
    return [from, from + precision];
  }
  const [year = 0, month, day] = date.split('-').map(Number);
  const whole = `${date}${'-01'.repeat(3 - date.split('-').length)}`;
  if (year < 1 || !isCalendarDate(whole)) return null;
  const tokyo = (y: number, m: number, d: number): number => Date.UTC(y, m - 1, d) - 9 * 3_600_000;
  const to =
    month === undefined
      ? tokyo(year + 1, 1, 1)
      : day === undefined
        ? tokyo(year, month + 1, 1)
        : tokyo(year, month, day + 1);
  return [tokyo(year, month ?? 1, day ?? 1), to];
}
