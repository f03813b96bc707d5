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
  if (held.status === 'cancel_unknown') return { status: 'asked' };
  const why = whyNoCancel(held, await livingSuccessor(uow, input.prescriptionId));
  if (why !== null) throw new DomainError('conflict', why);
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

/** As much of a prescription's state as says what may be done with it. */
export interface Held {
  status: PrescriptionStatus;
  pharmacyName: string | null;
  dispensedCount: number;
}

/** A pharmacy has it, or has handed something out on it (リフィル). */
export const isAtPharmacy = (held: Held): boolean =>
  atPharmacyStatuses.includes(held.status) || held.dispensedCount > 0;

/** Why it can not be cancelled now, with what to do instead; null when it can. */
export function whyNoCancel(held: Held, successor: { id: string } | null): string | null {
  if (held.status === 'superseded') return lifeWords.superseded;
  if (held.status === 'cancelled') return 'この処方箋はすでに取り消されています。';
  if (held.status === 'cancel_unknown') return lifeWords.cancelUnknown;
  if (isAtPharmacy(held)) return lifeWords.cancelRefused(lifeWords.pharmacy(held.pharmacyName));
  if (successor)
    return 'この処方箋は変更の途中です。変更した新しい処方箋を取り消すか、変更が終わるのを待ってください。';
  return null;
}

/** The prescription of this patient, held until the transaction ends. */
export async function loadLive(
  uow: UnitOfWork,
  input: { patientId: string; prescriptionId: string },
): Promise<Held & { doctorId: string; encounterId: string; issueType: string; record: unknown }> {
  await lockState(uow, input.prescriptionId);
  const prescription = await uow.tables.prescription.findFirst({
    where: { id: input.prescriptionId, patientId: input.patientId },
    include: { state: true },
  });
  if (!prescription?.state) throw notFound('処方箋');
  const status = prescription.state.status as PrescriptionStatus;
  const { pharmacyName, dispensedCount } = prescription.state;
  return { ...prescription, status, pharmacyName, dispensedCount };
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
