import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { DomainError, notFound } from '../../shared/errors.ts';
import { lockState, moveTo } from './move.ts';
import {
  atPharmacyStatuses,
  neverSentStatuses,
  type PrescriptionStatus,
  unsettledStatuses,
} from './status.ts';
import { livingSuccessor } from './versions.ts';
import { lifeWords } from './words.ts';

/**
 * 取消. What was never sent ends at once; what the service may have is cancelled there by the outbox, which asks first. Repeating it while
 * it is under way changes nothing.
 * @throws DomainError conflict, with the pharmacy to call, once a pharmacy has received it; conflict too for what has ended
 */
export async function requestCancel(
  uow: UnitOfWork,
  input: { patientId: string; prescriptionId: string; reason: string },
): Promise<{ status: 'cancelled' | 'asked' }> {
  const held = await loadLive(uow, input);
  if (held.status === 'cancelled')
    throw new DomainError('conflict', 'この処方箋はすでに取り消されています。');
  if (held.status === 'cancel_unknown') return { status: 'asked' };
  if (atPharmacyStatuses.includes(held.status))
    throw new DomainError('conflict', lifeWords.cancelRefused(lifeWords.pharmacy(held.pharmacyName)));
  if (await livingSuccessor(uow, input.prescriptionId))
    throw new DomainError(
      'conflict',
      'この処方箋は変更の途中です。変更した新しい処方箋を取り消すか、変更が終わるのを待ってください。',
    );
  uow.audit({
    action: 'prescription.cancel_request',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: input.prescriptionId,
    reason: input.reason,
  });
  const detail = { reason: input.reason };
  if (neverSentStatuses.includes(held.status)) {
    await moveTo(uow, input.prescriptionId, {
      from: [held.status],
      to: 'cancelled',
      attention: null,
      detail,
    });
    return { status: 'cancelled' };
  }
  await moveTo(uow, input.prescriptionId, {
    from: [held.status],
    to: 'cancel_unknown',
    attention: null,
    event: 'cancel_requested',
    detail,
  });
  if (unsettledStatuses.includes(held.status)) await wakeRegistration(uow, input.prescriptionId);
  await uow.enqueue({
    kind: 'prescription.cancel',
    patientId: input.patientId,
    aggregateId: input.prescriptionId,
    idempotencyKey: randomUUID(),
    payload: { prescriptionId: input.prescriptionId },
  });
  return { status: 'asked' };
}

/** The prescription of this patient, held until the transaction ends. */
export async function loadLive(
  uow: UnitOfWork,
  input: { patientId: string; prescriptionId: string },
): Promise<{
  status: PrescriptionStatus;
  pharmacyName: string | null;
  doctorId: string;
  encounterId: string;
  supersedesId: string | null;
  issueType: string;
  record: unknown;
}> {
  await lockState(uow, input.prescriptionId);
  const prescription = await uow.tables.prescription.findFirst({
    where: { id: input.prescriptionId, patientId: input.patientId },
    include: { state: true },
  });
  if (!prescription?.state) throw notFound('処方箋');
  const status = prescription.state.status as PrescriptionStatus;
  if (status === 'superseded')
    throw new DomainError('conflict', 'この処方箋は、変更後の新しい処方箋に置き換わっています。');
  return { ...prescription, status, pharmacyName: prescription.state.pharmacyName };
}

/** The registration whose end is not known is taken up at once instead of at its next turn. */
async function wakeRegistration(uow: UnitOfWork, prescriptionId: string): Promise<void> {
  const where = { kind: 'prescription.register', aggregateId: prescriptionId };
  // the database wakes the worker when a message becomes pending
  await uow.tables.outboxMessage.updateMany({
    where: { ...where, state: { in: ['pending', 'dead'] } },
    data: { state: 'refused', rowVersion: { increment: 1 } },
  });
  await uow.tables.outboxMessage.updateMany({
    where: { ...where, state: 'refused' },
    data: { state: 'pending', rowVersion: { increment: 1 } },
  });
}
