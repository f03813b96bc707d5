import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import { calendarDate } from '../shared/schema.ts';
import { kanaKeyOf } from './register-patient.ts';
import { sexSchema } from './schema.ts';

/**
 * What another system needs to know that it means the same person, and no more: no address (which may be withheld, 支援措置), no telephone,
 * nothing clinical, no id of ours.
 */
export const patientIdentitySchema = z.object({
  patientNumber: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  birthDate: calendarDate,
  sex: sexSchema,
});
export type PatientIdentity = z.infer<typeof patientIdentitySchema>;

const kana = z.string().trim().min(1).max(40);

export const matchPatientInput = z.strictObject({
  /** in katakana; width, long vowels and small kana do not matter */
  familyKana: kana,
  givenKana: kana,
  birthDate: calendarDate,
});

const columns = {
  id: true,
  patientNumber: true,
  familyName: true,
  givenName: true,
  familyKana: true,
  givenKana: true,
  birthDate: true,
  sex: true,
} as const;

/** More people than this with one reading and one birth date are no match to choose from. */
const mostAlike = 10;

/** The patient under a 患者番号, exactly as written; none or one. Each who is named is written into the audit trail. */
export async function identifyByNumber(
  uow: UnitOfWork,
  input: { patientNumber: string },
): Promise<PatientIdentity[]> {
  return named(
    uow,
    await uow.tables.patient.findMany({ where: { patientNumber: input.patientNumber }, select: columns }),
  );
}

/** The patients with exactly this reading and birth date: both are needed, so nobody can leaf through the clinic. */
export async function identifyByReading(
  uow: UnitOfWork,
  input: z.output<typeof matchPatientInput>,
): Promise<PatientIdentity[]> {
  return named(
    uow,
    await uow.tables.patient.findMany({
      where: {
        kanaKey: kanaKeyOf(input.familyKana, input.givenKana),
        birthDate: toDateColumn(input.birthDate),
      },
      select: columns,
      orderBy: { patientNumber: 'asc' },
      take: mostAlike,
    }),
  );
}

function named(
  uow: UnitOfWork,
  rows: (Omit<PatientIdentity, 'birthDate'> & { id: string; birthDate: Date })[],
): PatientIdentity[] {
  if (rows.length === 0) uow.audit({ action: 'patient.identify', detail: { found: 0 } });
  return rows.map(({ id, birthDate, ...identity }) => {
    uow.audit({ action: 'patient.identify', patientId: id });
    return { ...identity, birthDate: toCalendarDate(birthDate) };
  });
}
