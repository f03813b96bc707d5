import { describe, expect, it } from 'vitest';
import { nationalHolidayName, nationalHolidays } from './national-holidays.ts';

describe('国民の祝日', () => {
  // 内閣府「国民の祝日について」: the published list of 2026
  it('of 2026 are the published ones, the 国民の休日 of September included', () => {
    expect([...nationalHolidays(2026)]).toEqual([
      ['2026-01-01', '元日'],
      ['2026-01-12', '成人の日'],
      ['2026-02-11', '建国記念の日'],
      ['2026-02-23', '天皇誕生日'],
      ['2026-03-20', '春分の日'],
      ['2026-04-29', '昭和の日'],
      ['2026-05-03', '憲法記念日'],
      ['2026-05-04', 'みどりの日'],
      ['2026-05-05', 'こどもの日'],
      ['2026-05-06', '振替休日'],
      ['2026-07-20', '海の日'],
      ['2026-08-11', '山の日'],
      ['2026-09-21', '敬老の日'],
      ['2026-09-22', '国民の休日'],
      ['2026-09-23', '秋分の日'],
      ['2026-10-12', 'スポーツの日'],
      ['2026-11-03', '文化の日'],
      ['2026-11-23', '勤労感謝の日'],
    ]);
  });

  it.each([
    ['2024-02-12', '振替休日'],
    ['2024-09-22', '秋分の日'],
    ['2024-09-23', '振替休日'],
    ['2025-05-06', '振替休日'],
    ['2027-03-22', '振替休日'],
    ['2026-12-31', null],
    ['2150-01-01', null],
  ])('%s is %s', (date, name) => {
    expect(nationalHolidayName(date)).toBe(name);
  });

  it('are not guessed for a year the rule does not cover', () => {
    expect(() => nationalHolidays(2021)).toThrow(RangeError);
  });
});
