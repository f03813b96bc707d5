import { departmentName } from '@shirube/terminology';
import { z } from 'zod';
import { calendarDate, rowVersion } from '../shared/schema.ts';

/** Monday first, as Japanese clinics write their hours. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];
export const weekdayWords: Record<Weekday, string> = {
  mon: '月',
  tue: '火',
  wed: '水',
  thu: '木',
  fri: '金',
  sat: '土',
  sun: '日',
};

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '時刻は 09:00 の形で入力してください。');
const span = z
  .object({ from: clockTime, to: clockTime })
  .refine(({ from, to }) => from < to, '終わりの時刻は、始まりより後にしてください。');
const dayHours = z
  .object({ morning: span.nullable(), afternoon: span.nullable() })
  .refine(
    ({ morning, afternoon }) => !morning || !afternoon || morning.to <= afternoon.from,
    '午前の終わりは、午後の始まりより前にしてください。',
  );

/** 診療時間 by weekday, wall clock in Asia/Tokyo; null: closed then. */
export const clinicHoursSchema = z.record(z.enum(weekdays), dayHours);
export type ClinicHours = z.infer<typeof clinicHoursSchema>;

const closed = { morning: null, afternoon: null };
const full = { morning: { from: '09:00', to: '12:00' }, afternoon: { from: '14:00', to: '18:00' } };

/** What a clinic most likely has, to start from: closed on Thursday and Saturday afternoon and on Sunday. */
export const usualHours: ClinicHours = {
  mon: full,
  tue: full,
  wed: full,
  thu: { ...full, afternoon: null },
  fri: full,
  sat: { ...full, afternoon: null },
  sun: closed,
};

/** The clinic's own days off, first and last day inclusive. */
export const ownHolidaySchema = z
  .object({ from: calendarDate, to: calendarDate, name: z.string().trim().min(1).max(20) })
  .refine(({ from, to }) => from <= to, '終わりの日は、始まりの日より後にしてください。');
export const ownHolidaysSchema = z.array(ownHolidaySchema).max(60);

export const clinicCalendarSchema = z.object({
  /** null until somebody wrote it down */
  hours: clinicHoursSchema.nullable(),
  closedOnNationalHolidays: z.boolean(),
  ownHolidays: ownHolidaysSchema,
});
export type ClinicCalendar = z.infer<typeof clinicCalendarSchema>;

const phoneNumber = z
  .string()
  .trim()
  .regex(/^0\d{1,4}-\d{1,4}-\d{3,4}$/, '電話番号は 03-1234-5678 の形で入力してください。');

/** What a clinic says of itself on prescriptions, reports and letters. */
export const clinicIdentityInput = z.object({
  rowVersion,
  name: z.string().trim().min(1, '医療機関の名称を入力してください。').max(60),
  postalCode: z
    .string()
    .trim()
    .regex(/^\d{3}-\d{4}$/, '郵便番号は 100-0001 の形で入力してください。'),
  address: z.string().trim().min(1, '所在地を入力してください。').max(100),
  phone: phoneNumber,
  fax: phoneNumber.or(z.literal('')),
  /** 開設者, 管理医師 */
  founderName: z.string().trim().min(1, '開設者の氏名または法人名を入力してください。').max(60),
  managingDoctorName: z.string().trim().min(1, '管理医師の氏名を入力してください。').max(40),
});

const departmentCode = z
  .string()
  .refine((code) => departmentName(code) !== null, '診療科を一覧から選んでください。');

/** Departments, the first of which is the main one, with hours and days off. */
export const clinicScheduleInput = z.object({
  rowVersion,
  departmentCodes: z
    .array(departmentCode)
    .min(1, '診療科を1つ以上選んでください。')
    .max(30)
    .refine((codes) => new Set(codes).size === codes.length, '同じ診療科が2つあります。'),
  calendar: clinicCalendarSchema.extend({ hours: clinicHoursSchema }),
});

export const clinicProfileSchema = z.object({
  slug: z.string(),
  name: z.string(),
  /** ten digits; 都道府県 2, 点数表 1, 医療機関 7 with the check digit */
  institutionCode: z.string(),
  prefectureName: z.string(),
  scoreTableName: z.string(),
  postalCode: z.string(),
  address: z.string(),
  phone: z.string(),
  fax: z.string(),
  founderName: z.string(),
  managingDoctorName: z.string(),
  departments: z.array(z.object({ code: z.string(), name: z.string() })),
  calendar: clinicCalendarSchema,
  isDemo: z.boolean(),
  rowVersion,
});
export type ClinicProfile = z.infer<typeof clinicProfileSchema>;
