import { z } from 'zod';
import { calendarDate, uuid } from '../shared/schema.ts';

export const sexSchema = z.enum(['male', 'female', 'other', 'unknown']);

/** The least that tells one patient from another, on every list and in every banner. */
export const patientSummarySchema = z.object({
  id: uuid,
  patientNumber: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  birthDate: calendarDate,
  sex: sexSchema,
});
export type PatientSummary = z.infer<typeof patientSummarySchema>;

export const coverageSchema = z.object({
  insurerNumber: z.string(),
  insurerName: z.string().nullable(),
  symbol: z.string().nullable(),
  number: z.string(),
  branchNumber: z.string().nullable(),
  isDependent: z.boolean(),
  copayPercent: z.number().int(),
  verifiedAt: z.string().nullable(),
});

export const patientSearchInput = z.object({
  /** kana, kanji name, 患者番号 or a birth date in any usual form */
  text: z.string().trim().min(1).max(60),
  limit: z.number().int().min(1).max(50).default(20),
});

const kana = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[ァ-ヶー・\u3000 ]+$/u, 'カタカナで入力してください。');

export const registerPatientInput = z.object({
  familyName: z.string().trim().min(1, '姓を入力してください。').max(40),
  givenName: z.string().trim().min(1, '名を入力してください。').max(40),
  familyKana: kana,
  givenKana: kana,
  birthDate: calendarDate,
  sex: sexSchema,
  postalCode: z
    .string()
    .trim()
    .regex(/^(\d{3}-\d{4})?$/, '郵便番号は 100-0001 の形で入力してください。')
    .default(''),
  address: z.string().trim().max(100).default(''),
  phone: z.string().trim().max(20).default(''),
  /** said after the screen showed a person with the same kana and birth date */
  differentPersonConfirmed: z.boolean().default(false),
});
