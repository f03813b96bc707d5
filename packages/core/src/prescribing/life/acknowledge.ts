import type { UnitOfWork } from '@shirube/db';
import { requireStaff } from '../../shared/actor.ts';
import { DomainError, notFound } from '../../shared/errors.ts';

/** Somebody of the clinic has read what the pharmacy reported. Reading it twice is reading it once. */
export async function acknowledgeDispensing(
  uow: UnitOfWork,
  input: { patientId: string; dispensingId: string },
): Promise<{ acknowledged: true }> {
  const dispensing = await uow.tables.dispensing.findFirst({
    where: { id: input.dispensingId, patientId: input.patientId },
    select: { id: true },
  });
  if (!dispensing) throw notFound('調剤結果');
  await uow.tables.dispensingReading.createMany({
    data: [
      {
        tenantId: uow.tenantId,
        dispensingId: input.dispensingId,
        staffId: requireStaff(uow),
        readAt: uow.now,
      },
    ],
    skipDuplicates: true,
  });
  uow.audit({
    action: 'prescription.acknowledge',
    patientId: input.patientId,
    entityType: 'dispensing',
    entityId: input.dispensingId,
  });
  return { acknowledged: true };
}

/** A result that fits no prescription has been looked into: it leaves the list with a note, and is never attached to anybody. */
export async function closeQuarantine(
  uow: UnitOfWork,
  input: { quarantineId: string; note: string },
): Promise<{ closed: true }> {
  const closed = await uow.tables.dispensingQuarantine.updateMany({
    where: { id: input.quarantineId, closedAt: null },
    data: { closedById: requireStaff(uow), closedAt: uow.now, note: input.note },
  });
  if (closed.count !== 1)
    throw new DomainError('conflict', 'この調剤結果は、すでに確かめられています。一覧を開き直してください。');
  uow.audit({
    action: 'prescription.quarantine_close',
    entityType: 'dispensing_quarantine',
    entityId: input.quarantineId,
    reason: input.note,
  });
  return { closed: true };
}
