import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { requireChartInUse } from '../patients/merge/merge.ts';
import { lockClinic } from '../patients/register-patient.ts';
import { requireStaff } from '../shared/actor.ts';
import { notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import type { receivePatientInput } from './schema.ts';

/** Puts an arrival on today's list (Asia/Tokyo) under the day's next number. */
export async function insertReception(
  uow: UnitOfWork,
  arrival: {
    patientId: string;
    purpose: string;
    verificationMethod: string;
    prescriptionPreference: 'electronic' | 'paper' | 'unspecified';
    eligibilityCheckId: string | null;
  },
): Promise<{ receptionId: string; number: number }> {
  const serviceDate = toDateColumn(todayInTokyo(uow.now));
  await lockClinic(uow, 'reception_number');
  const last = await uow.tables.reception.aggregate({ where: { serviceDate }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const reception = await uow.tables.reception.create({
    data: {
      tenantId: uow.tenantId,
      patientId: arrival.patientId,
      purpose: arrival.purpose,
      verificationMethod: arrival.verificationMethod,
      prescriptionPreference: arrival.prescriptionPreference,
      eligibilityCheckId: arrival.eligibilityCheckId,
      serviceDate,
      number,
      arrivedAt: uow.now,
      receivedById: requireStaff(uow),
    },
    select: { id: true },
  });
  uow.audit({
    action: 'reception.receive',
    patientId: arrival.patientId,
    entityType: 'reception',
    entityId: reception.id,
  });
  // the national check is prepared while the patient waits
  await uow.enqueue({
    kind: 'check.prepare',
    patientId: arrival.patientId,
    aggregateId: reception.id,
    idempotencyKey: reception.id,
    payload: {},
  });
  return { receptionId: reception.id, number };
}

/**
 * 受付 without a card result: the clerk has looked at the paper, or could not confirm.
 * @throws DomainError not_found, also for a patient of another clinic
 */
export async function receivePatient(
  uow: UnitOfWork,
  input: z.output<typeof receivePatientInput>,
): Promise<{ receptionId: string; number: number }> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: input.patientId },
    select: { id: true },
  });
  if (!patient) throw notFound('患者');
  await requireChartInUse(uow, patient.id);
  return insertReception(uow, { ...input, eligibilityCheckId: null });
}
