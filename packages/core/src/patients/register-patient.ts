import type { UnitOfWork } from '@shirube/db';
import { toSearchKey } from '@shirube/terminology';
import type { z } from 'zod';
import { DomainError } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import type { PatientSummary, registerPatientInput } from './schema.ts';
import { toPatientSummary } from './search-patients.ts';

export const kanaKeyOf = (familyKana: string, givenKana: string): string =>
  toSearchKey(`${familyKana}${givenKana}`);

/**
 * Registers a patient under the clinic's next number. Someone with the same kana and birth date is shown first: two people
 * may share both, and one person must not be registered twice.
 */
export async function registerPatient(
  uow: UnitOfWork,
  input: z.output<typeof registerPatientInput>,
): Promise<PatientSummary> {
  const kanaKey = kanaKeyOf(input.familyKana, input.givenKana);
  const birthDate = toDateColumn(input.birthDate);
  if (!input.differentPersonConfirmed) {
    const same = await uow.tables.patient.findFirst({ where: { kanaKey, birthDate } });
    if (same)
      throw new DomainError(
        'conflict',
        `同じ読み・同じ生年月日の方が登録されています（患者番号 ${same.patientNumber}）。同じ方ならその患者を選び、別の方なら「別の方として登録」を選んでください。`,
        'differentPersonConfirmed',
      );
  }
  const patient = await uow.tables.patient.create({
    data: {
      tenantId: uow.tenantId,
      patientNumber: await nextPatientNumber(uow),
      familyName: input.familyName,
      givenName: input.givenName,
      familyKana: input.familyKana,
      givenKana: input.givenKana,
      kanaKey,
      birthDate,
      sex: input.sex,
      postalCode: input.postalCode || null,
      address: input.address || null,
      phone: input.phone || null,
      createdAt: uow.now,
      updatedAt: uow.now,
    },
  });
  uow.audit({
    action: 'patient.register',
    patientId: patient.id,
    entityType: 'patient',
    entityId: patient.id,
  });
  return toPatientSummary(patient);
}

/** One number at a time: the lock is the clinic's and ends with the transaction. */
async function nextPatientNumber(uow: UnitOfWork): Promise<string> {
  await lockClinic(uow, 'patient_number');
  const [row] = await uow.tables.$queryRaw<{ next: number }[]>`
    SELECT coalesce(max(patient_number::bigint), 0)::int + 1 AS next FROM patient
     WHERE patient_number ~ '^[0-9]{1,8}$' AND patient_number < '90000000'`;
  return String(row!.next).padStart(8, '0');
}

/** Serialises what must be counted one after the other within a clinic. */
export async function lockClinic(uow: UnitOfWork, purpose: string): Promise<void> {
  await uow.tables
    .$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${uow.tenantId}:${purpose}`}, 0))::text`;
}
