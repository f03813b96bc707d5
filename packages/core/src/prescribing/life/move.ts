import type { Prisma, UnitOfWork } from '@shirube/db';
import type { PrescriptionStatus } from './status.ts';

/**
 * Takes a prescription one step further and writes the step down. Only from one of `from`: whoever was quicker stands, and false is
 * returned. `to` null writes what is learnt without leaving the status.
 */
export async function moveTo(
  uow: UnitOfWork,
  prescriptionId: string,
  step: {
    from: readonly PrescriptionStatus[];
    to: PrescriptionStatus | null;
    /** a sentence for the clinic; null when nobody has to do anything, left out when what was said still holds */
    attention?: string | null;
    learnt?: Pick<
      Prisma.PrescriptionStateUncheckedUpdateManyInput,
      | 'externalId'
      | 'accessCode'
      | 'pharmacyCode'
      | 'pharmacyName'
      | 'hasMessage'
      | 'dispensedCount'
      | 'askedAt'
    >;
    /** what the history calls it; the status by default, null for nothing */
    event?: string | null;
    detail?: Prisma.InputJsonObject;
  },
): Promise<boolean> {
  const moved = await uow.tables.prescriptionState.updateMany({
    where: { prescriptionId, status: { in: [...step.from] } },
    data: {
      ...(step.to === null ? {} : { status: step.to }),
      ...(step.attention === undefined ? {} : { attention: step.attention }),
      ...step.learnt,
      updatedAt: uow.now,
      rowVersion: { increment: 1 },
    },
  });
  if (moved.count !== 1) return false;
  const type = step.event === undefined ? step.to : step.event;
  if (type !== null)
    await uow.tables.prescriptionEvent.create({
      data: {
        tenantId: uow.tenantId,
        prescriptionId,
        type,
        ...(step.detail ? { detail: step.detail } : {}),
        actorId: uow.actor.staffId,
        at: uow.now,
      },
    });
  return true;
}

/** Holds a prescription's state until the transaction ends, so that two steps can not be taken at once. */
export async function lockState(uow: UnitOfWork, prescriptionId: string): Promise<void> {
  await uow.tables
    .$queryRaw`SELECT status::text FROM prescription_state WHERE prescription_id = ${prescriptionId}::uuid FOR UPDATE`;
}
