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
 * @throws DomainError conflict when such a person is registered and `differentPersonConfirmed` was not said;
 *   invalid when nothing of the kana can be searched for
 */
export async function registerPatient(
  uow: UnitOfWork,
  input: z.output<typeof registerPatientInput>,
): Promise<PatientSummary> {
  const kanaKey = kanaKeyOf(input.familyKana, input.givenKana);
  if (kanaKey === '') throw new DomainError('invalid', '氏名のカナを入力してください。', 'familyKana');
  const birthDate = toDateColumn(input.birthDate);
  // before the check: of two clerks who register the same person at once, the second must see the first
  await lockClinic(uow, 'patient_number');
  if (!input.differentPersonConfirmed) {
    const same = await uow.tables.patient.findFirst({ where: { kanaKey, birthDate }, select: { id: true } });
    if (same)
      throw new DomainError(
        'conflict',
        '同じ読み・同じ生年月日の方が登録されています。患者をさがして、同じ方ならその患者を選び、別の方なら「別の方として登録」を選んでください。',
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

/**
 * The highest number of the clinic and one, under the lock of the clinic: read backwards from the end of the index. Numbers
 * from 90000000 are left out, so that a clinic may give them by hand.
 */
async function nextPatientNumber(uow: UnitOfWork): Promise<string> {
  const [highest] = await uow.tables.$queryRaw<{ patient_number: string }[]>`
    SELECT patient_number FROM patient
     WHERE patient_number ~ '^[0-8][0-9]{7}$' ORDER BY patient_number DESC LIMIT 1`;
  return String(Number(highest?.patient_number ?? 0) + 1).padStart(8, '0');
}

/** Serialises what must be counted one after the other within a clinic; ends with the transaction. */
export async function lockClinic(uow: UnitOfWork, purpose: string): Promise<void> {
  await uow.tables
    .$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${uow.tenantId}:${purpose}`}, 0))::text`;
}
