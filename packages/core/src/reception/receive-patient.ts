import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { lockClinic } from '../patients/register-patient.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import type { receivePatientInput, receptionStatusSchema } from './schema.ts';

/** Puts an arrival on today's list under the day's next number. */
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
      ...arrival,
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
  return { receptionId: reception.id, number };
}

/** 受付 without a card result: the clerk has looked at the paper, or could not confirm. */
export async function receivePatient(
  uow: UnitOfWork,
  input: z.output<typeof receivePatientInput>,
): Promise<{ receptionId: string; number: number }> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: input.patientId },
    select: { id: true },
  });
  if (!patient) throw notFound('患者');
  return insertReception(uow, { ...input, eligibilityCheckId: null });
}

type Status = z.output<typeof receptionStatusSchema>;

/** What may follow what; everything else is refused with a sentence. */
const transitions: Record<Status, readonly Status[]> = {
  waiting: ['in_consultation', 'cancelled'],
  in_consultation: ['awaiting_payment', 'waiting'],
  awaiting_payment: ['done', 'in_consultation'],
  done: ['awaiting_payment'],
  cancelled: ['waiting'],
};

export async function changeReceptionStatus(
  uow: UnitOfWork,
  input: { receptionId: string; status: Status; rowVersion: number },
): Promise<{ rowVersion: number }> {
  const reception = await uow.tables.reception.findFirst({ where: { id: input.receptionId } });
  if (!reception) throw notFound('受付');
  if (!transitions[reception.status].includes(input.status))
    throw new DomainError('conflict', 'この受付は、いまその状態に変えられません。一覧を確かめてください。');
  const changed = await uow.tables.reception.updateMany({
    where: { id: input.receptionId, rowVersion: input.rowVersion },
    data: {
      status: input.status,
      rowVersion: input.rowVersion + 1,
      ...(input.status === 'done' ? { finishedAt: uow.now } : {}),
    },
  });
  if (changed.count !== 1)
    throw new DomainError('stale', '別の人が先に変えました。一覧を確かめてから、もう一度お試しください。');
  uow.audit({
    action: 'reception.status',
    patientId: reception.patientId,
    entityType: 'reception',
    entityId: input.receptionId,
    detail: { from: reception.status, to: input.status },
  });
  return { rowVersion: input.rowVersion + 1 };
}
