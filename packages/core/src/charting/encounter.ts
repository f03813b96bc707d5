import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';

/**
 * The doctor calls the patient in: opens the visit of this reception, or returns the one already open. Two clicks, or
 * two doctors, end in one visit.
 */
export async function startEncounter(
  uow: UnitOfWork,
  input: { receptionId: string },
): Promise<{ encounterId: string; patientId: string }> {
  const doctorId = requireStaff(uow);
  // the row lock makes a second caller wait and then find the visit of the first
  const [reception] = await uow.tables.$queryRaw<{ id: string; patient_id: string; status: string }[]>`
    SELECT id::text, patient_id::text, status::text FROM reception WHERE id = ${input.receptionId}::uuid FOR UPDATE`;
  if (!reception) throw notFound('受付');
  const existing = await uow.tables.encounter.findFirst({
    where: { receptionId: input.receptionId },
    select: { id: true, patientId: true },
  });
  if (existing) {
    uow.audit({
      action: 'encounter.resume',
      patientId: existing.patientId,
      entityType: 'encounter',
      entityId: existing.id,
    });
    return { encounterId: existing.id, patientId: existing.patientId };
  }
  if (reception.status === 'cancelled')
    throw new DomainError('conflict', 'この受付は取り消されています。受付一覧を確かめてください。');
  const tenant = await uow.tables.tenant.findFirstOrThrow();
  const earlier = await uow.tables.encounter.count({ where: { patientId: reception.patient_id } });
  const encounter = await uow.tables.encounter.create({
    data: {
      tenantId: uow.tenantId,
      patientId: reception.patient_id,
      receptionId: input.receptionId,
      doctorId,
      departmentCode: tenant.departmentCode,
      departmentName: tenant.departmentName,
      visitType: earlier === 0 ? 'first' : 'return',
      serviceDate: toDateColumn(todayInTokyo(uow.now)),
      startedAt: uow.now,
    },
    select: { id: true },
  });
  await uow.tables.reception.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: input.receptionId } },
    data: { status: 'in_consultation', calledAt: uow.now, rowVersion: { increment: 1 } },
  });
  uow.audit({
    action: 'encounter.start',
    patientId: reception.patient_id,
    entityType: 'encounter',
    entityId: encounter.id,
  });
  return { encounterId: encounter.id, patientId: reception.patient_id };
}

/** The visit is over: the patient goes to the desk. Refused while something typed is not confirmed. */
export async function endEncounter(
  uow: UnitOfWork,
  input: { patientId: string; encounterId: string },
): Promise<{ ended: true }> {
  const encounter = await uow.tables.encounter.findFirst({
    where: { id: input.encounterId, patientId: input.patientId },
    include: { draft: { select: { revision: true } }, notes: { select: { id: true }, take: 1 } },
  });
  if (!encounter) throw notFound('診察');
  if (encounter.draft)
    throw new DomainError('conflict', '確定していない記載があります。確定してから診察を終えてください。');
  if (encounter.notes.length === 0)
    throw new DomainError('conflict', '診療の記載がありません。記載して確定してから診察を終えてください。');
  await uow.tables.encounter.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: input.encounterId } },
    data: { endedAt: encounter.endedAt ?? uow.now, rowVersion: { increment: 1 } },
  });
  if (encounter.receptionId)
    await uow.tables.reception.updateMany({
      where: { id: encounter.receptionId, status: 'in_consultation' },
      data: { status: 'awaiting_payment', finishedAt: uow.now, rowVersion: { increment: 1 } },
    });
  uow.audit({
    action: 'encounter.end',
    patientId: input.patientId,
    entityType: 'encounter',
    entityId: input.encounterId,
  });
  return { ended: true };
}
