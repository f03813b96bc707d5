import type { UnitOfWork } from '@shirube/db';
import { PortError, type ServicePrescriptionState } from '../ports/index.ts';
import { moveTo } from '../prescribing/life/move.ts';
import type { PrescriptionStatus } from '../prescribing/life/status.ts';
import { lifeWords } from '../prescribing/life/words.ts';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import type { FlowContext } from '../shared/flow.ts';
import type { DeliveryHandler, PendingMessage } from './deliver-message.ts';

/**
 * 処方箋取消. The service is asked where the prescription stands before anything is sent, at every attempt: a cancellation is never sent
 * blindly, and one whose answer was lost is found out about. A pharmacy that was quicker is an answer, not a failure.
 */
export const cancelPrescription: DeliveryHandler = async (flow, message) => {
  const id = message.aggregateId;
  const held = await flow.run((uow) => holdForCancel(uow, message));
  if (held === null) return;
  const ask = (what: string) =>
    flow.services.ePrescription.status({
      institutionCode: held.institutionCode,
      requestId: `${message.id}-${what}-${message.attempts}`,
      prescriptionId: held.externalId,
    });
  try {
    const state = await ask('status');
    if (state.status !== 'registered') return await settle(flow, message, state);
    try {
      await flow.services.ePrescription.cancel({
        institutionCode: held.institutionCode,
        requestId: `${message.id}-${message.attempts}`,
        prescriptionId: held.externalId,
      });
    } catch (error) {
      // received or cancelled between the two questions
      if (error instanceof PortError && error.kind === 'status_conflict')
        return await settle(flow, message, await ask('again'));
      throw error;
    }
    await settle(flow, message, { ...state, status: 'cancelled' });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const again = error.kind === 'unknown' || error.kind === 'retryable';
    await flow.run(async (uow) => {
      await moveTo(uow, id, {
        from: ['cancel_unknown'],
        to: again ? null : 'registered',
        attention: again ? lifeWords.cancelUnknown : `取り消せませんでした。${error.userMessage}`,
        event: again ? null : 'cancel_refused',
      });
      auditCancel(uow, message, error.kind);
    });
    throw error;
  }
};

/** Null when there is nothing to cancel any more. Throws PortError retryable while the registration's end is not known. */
async function holdForCancel(
  uow: UnitOfWork,
  message: PendingMessage,
): Promise<{ externalId: string; institutionCode: string } | null> {
  const state = await uow.tables.prescriptionState.findFirstOrThrow({
    where: { prescriptionId: message.aggregateId },
    include: { prescription: { select: { record: true } } },
  });
  if (state.status !== 'cancel_unknown') return null;
  if (state.externalId === null) throw new PortError('eprescription', 'retryable', lifeWords.cancelWaits);
  const record = readPrescriptionRecord(state.prescription.record);
  return { externalId: state.externalId, institutionCode: record.facility.institutionCode };
}

async function settle(
  flow: FlowContext,
  message: PendingMessage,
  state: ServicePrescriptionState,
): Promise<void> {
  const id = message.aggregateId;
  const replaced = typeof message.payload.replacedById === 'string';
  const pharmacy = {
    pharmacyCode: state.pharmacyCode,
    pharmacyName: state.pharmacyName,
    hasMessage: state.hasMessage,
    dispensedCount: state.dispensedCount,
  };
  await flow.run(async (uow) => {
    const cancelled = state.status === 'cancelled';
    const to: PrescriptionStatus = cancelled ? (replaced ? 'superseded' : 'cancelled') : state.status;
    await moveTo(uow, id, {
      from: ['cancel_unknown'],
      to,
      attention: cancelled ? null : lifeWords.cancelRefused(lifeWords.pharmacy(state.pharmacyName)),
      learnt: { ...pharmacy, askedAt: uow.now },
      event: cancelled ? to : 'cancel_refused',
    });
    auditCancel(uow, message, cancelled ? null : 'status_conflict');
  });
}

function auditCancel(uow: UnitOfWork, message: PendingMessage, failed: string | null): void {
  uow.audit({
    action: 'prescription.cancel',
    patientId: message.patientId,
    entityType: 'prescription',
    entityId: message.aggregateId,
    ...(failed === null ? {} : { outcome: 'failed' as const, reason: failed }),
  });
}
