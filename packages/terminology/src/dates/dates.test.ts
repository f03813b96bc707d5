import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TerminologyError } from '../error.ts';
import {
  addDays,
  addMonths,
  ageAt,
  calendarDateOf,
  diffDays,
  isCalendarDate,
  todayInTokyo,
  tokyoInstant,
} from './calendar-date.ts';
import { formatEra, formatEraShort } from './era.ts';
import { parseDate } from './parse-date.ts';

const errorOf = (run: () => unknown): TerminologyError => {
  try {
    run();
  } catch (error) {
    if (error instanceof TerminologyError) return error;
    throw error;
  }
  throw new Error('was accepted');
};

const anyDate = fc
  .date({ min: new Date('1873-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));

describe('calendar dates', () => {
  it.each(['2024-02-29', '2000-02-29', '1873-01-01', '9999-12-31'])('%s exists', (date) => {
    expect(isCalendarDate(date)).toBe(true);
  });

  it.each(['2023-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-1-1', '20260101', ''])(
    '%j does not',
    (date) => {
      expect(isCalendarDate(date)).toBe(false);
    },
  );

  it.each([
    ['2026-08-31', 3, '2026-11-30'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2026-11-21', 3, '2027-02-21'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });

  it('counts days over month ends, leap days and years', () => {
    expect(addDays('2026-11-20', 13)).toBe('2026-12-03');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(diffDays('2024-02-28', '2024-03-01')).toBe(2);
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        expect(diffDays(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('refuses to count from what is no date', () => {
    expect(errorOf(() => addDays('2026-02-30', 1)).reason).toBe('format');
    expect(errorOf(() => calendarDateOf(2026, 2, 30)).reason).toBe('unknown_value');
  });

  it.each([
    ['1966-05-26', '2026-05-25', 59],
    ['1966-05-26', '2026-05-26', 60],
    ['2024-02-29', '2025-02-28', 0],
    ['2024-02-29', '2025-03-01', 1],
    ['2024-02-29', '2028-02-29', 4],
    ['2026-11-20', '2026-11-20', 0],
  ])('born %s is on %s aged %i', (birthDate, on, age) => {
    expect(ageAt(birthDate, on)).toBe(age);
  });

  it('has no age before birth', () => {
    expect(errorOf(() => ageAt('2026-11-21', '2026-11-20')).userMessage).toContain('生年月日');
  });

  it.each([
    ['2026-11-20T14:59:59Z', '2026-11-20'],
    ['2026-11-20T15:00:00Z', '2026-11-21'],
    ['2026-11-20T15:30:00Z', '2026-11-21'],
    ['2025-12-31T15:30:00Z', '2026-01-01'],
  ])('at %s it is %s in Tokyo', (instant, date) => {
    expect(todayInTokyo(new Date(instant))).toBe(date);
  });

  it('writes an instant with the Japanese offset', () => {
    expect(tokyoInstant(new Date('2026-11-20T15:30:00Z'))).toBe('2026-11-21T00:30:00+09:00');
  });
});

describe('和暦', () => {
  it.each([
    ['1873-01-01', '明治6年1月1日', 'M6.1.1'],
    ['1912-07-29', '明治45年7月29日', 'M45.7.29'],
    ['1912-07-30', '大正元年7月30日', 'T1.7.30'],
    ['1926-12-24', '大正15年12月24日', 'T15.12.24'],
    ['1926-12-25', '昭和元年12月25日', 'S1.12.25'],
    ['1966-05-26', '昭和41年5月26日', 'S41.5.26'],
    ['1989-01-07', '昭和64年1月7日', 'S64.1.7'],
    ['1989-01-08', '平成元年1月8日', 'H1.1.8'],
    ['2019-04-30', '平成31年4月30日', 'H31.4.30'],
    ['2019-05-01', '令和元年5月1日', 'R1.5.1'],
    ['2026-11-20', '令和8年11月20日', 'R8.11.20'],
  ])('%s is %s, short %s, and reads back', (date, long, short) => {
    expect(formatEra(date)).toBe(long);
    expect(formatEraShort(date)).toBe(short);
    expect(parseDate(long)).toBe(date);
    expect(parseDate(short)).toBe(date);
  });

  it('reads back every date it writes', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(parseDate(formatEra(date))).toBe(date);
        expect(parseDate(formatEraShort(date))).toBe(date);
        expect(parseDate(date.replaceAll('-', ''))).toBe(date);
      }),
    );
  });

  it('does not write dates before the Gregorian calendar', () => {
    expect(errorOf(() => formatEra('1872-12-31')).reason).toBe('era_range');
  });
});

describe('parseDate', () => {
  it.each([
    'S41.5.26',
    's41/5/26',
    '昭和41年5月26日',
    '昭和４１年　５月２６日',
    '昭41.5.26',
    '㍼41年5月26日',
    'S410526',
    '3410526',
    '19660526',
    '１９６６０５２６',
    '1966/5/26',
    '1966-05-26',
    '1966.5.26',
    '1966年5月26日',
  ])('reads %s', (text) => {
    expect(parseDate(text)).toBe('1966-05-26');
  });

  it.each([
    ['昭和65年5月26日', '1990-05-26', '昭和64年1月7日'],
    ['S64.1.8', '1989-01-08', '昭和64年1月7日'],
    ['平成31年5月1日', '2019-05-01', '平成31年4月30日'],
    ['平成元年1月7日', '1989-01-07', '平成元年1月8日'],
    ['令和元年4月30日', '2019-04-30', '令和元年5月1日'],
    ['大正15年12月26日', '1926-12-26', '大正15年12月25日'],
    ['昭和元年12月24日', '1926-12-24', '昭和元年12月25日'],
    ['明治45年7月31日', '1912-07-31', '明治45年7月30日'],
    ['大正元年7月29日', '1912-07-29', '大正元年7月30日'],
  ])('refuses %s, offers %s and names the limit %s', (text, suggestion, limit) => {
    const error = errorOf(() => parseDate(text));
    expect(error.reason).toBe('era_range');
    expect(error.suggestion).toBe(suggestion);
    expect(error.userMessage).toContain(limit);
  });

  it('takes the day of a change with either era', () => {
    expect(parseDate('大正15年12月25日')).toBe(parseDate('昭和元年12月25日'));
    expect(parseDate('明治45年7月30日')).toBe(parseDate('大正元年7月30日'));
  });

  it.each([
    ['', 'empty'],
    ['5月26日', 'format'],
    ['昭和41年', 'format'],
    ['660526', 'format'],
    ['昭和41年2月29日', 'unknown_value'],
    ['20230229', 'unknown_value'],
    ['S0.1.1', 'era_range'],
    ['6410526', 'format'],
  ])('refuses %j as %s', (text, reason) => {
    expect(errorOf(() => parseDate(text)).reason).toBe(reason);
  });

  it('does not repeat a birth date in its messages', () => {
    const error = errorOf(() => parseDate('昭和65年5月26日'));
    expect(error.message + error.userMessage).not.toMatch(/65|5月26|1990/);
  });
});
