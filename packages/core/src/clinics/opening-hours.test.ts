import { describe, expect, it } from 'vitest';
import { dayOffName, isOpenAt } from './opening-hours.ts';
import { type ClinicCalendar, clinicHoursSchema, usualHours } from './schema.ts';

const calendar: ClinicCalendar = {
  hours: usualHours,
  closedOnNationalHolidays: true,
  ownHolidays: [{ from: '2026-12-29', to: '2027-01-03', name: '年末年始' }],
};

describe('診療時間', () => {
  it.each([
    ['a Friday morning', '2026-11-20T09:00:00+09:00', true],
    ['the minute before', '2026-11-20T08:59:59+09:00', false],
    ['the noon break', '2026-11-20T12:00:00+09:00', false],
    ['a Thursday afternoon', '2026-11-19T15:00:00+09:00', false],
    // still Friday in UTC
    ['half past midnight on Saturday', '2026-11-21T00:30:00+09:00', false],
    ['a Saturday morning that is Friday night in London', '2026-11-21T09:30:00+09:00', true],
    ['a Monday that is a national holiday', '2026-11-23T10:00:00+09:00', false],
    ["the clinic's own holiday", '2026-12-30T10:00:00+09:00', false],
  ])('%s', (_, instant, open) => {
    expect(isOpenAt(calendar, new Date(instant))).toBe(open);
  });

  it('is open on a national holiday when the clinic works then', () => {
    const working = { ...calendar, closedOnNationalHolidays: false };
    expect(isOpenAt(working, new Date('2026-11-23T10:00:00+09:00'))).toBe(true);
    expect([dayOffName(calendar, '2026-11-23'), dayOffName(working, '2026-11-23')]).toEqual([
      '勤労感謝の日',
      null,
    ]);
  });

  it('does not guess where nothing is written down', () => {
    expect(isOpenAt({ ...calendar, hours: null }, new Date())).toBeNull();
  });

  it('refuses spans that end before they begin or overlap, and a week with a day missing', () => {
    const day = (morning: [string, string], afternoon: [string, string]) => ({
      ...usualHours,
      mon: {
        morning: { from: morning[0], to: morning[1] },
        afternoon: { from: afternoon[0], to: afternoon[1] },
      },
    });
    expect(clinicHoursSchema.safeParse(usualHours).success).toBe(true);
    expect(clinicHoursSchema.safeParse(day(['12:00', '09:00'], ['14:00', '18:00'])).success).toBe(false);
    expect(clinicHoursSchema.safeParse(day(['09:00', '14:30'], ['14:00', '18:00'])).success).toBe(false);
    const { sun: _, ...week } = usualHours;
    expect(clinicHoursSchema.safeParse(week).success).toBe(false);
  });
});
