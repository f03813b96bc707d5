import type { ServicePrescriptionState } from '../ports/index.ts';
import { moveTo } from '../prescribing/life/move.ts';
import type { PrescriptionStatus } from '../prescribing/life/status.ts';
import { lifeWords } from '../prescribing/life/words.ts';
import type { FlowContext } from '../shared/flow.ts';

/** What a prescription at the service may turn into without the clinic's doing. */
const follows: readonly PrescriptionStatus[] = ['registered', 'dispensing', 'dispensed', 'collected'];

/**
 * 状態照会 of one registered prescription, written down. A pharmacy may receive it, dispense it and give it back. Returns the
 * service's answer; null when the prescription has no number there. Throws PortError.
 */
export async function learnStatus(
  flow: FlowContext,
  prescriptionId: string,
  requestId: string,
): Promise<ServicePrescriptionState | null> {
  const held = await flow.run((uow) =>
    uow.tables.prescriptionState.findFirstOrThrow({
      where: { prescriptionId },
      select: { externalId: true, status: true, prescription: { select: { record: true } } },
    }),
  );
  if (held.externalId === null) return null;
  const { facility } = held.prescription.record as unknown as { facility: { institutionCode: string } };
  const answer = await flow.services.ePrescription.status({
    institutionCode: facility.institutionCode,
    requestId,
    prescriptionId: held.externalId,
  });
  await flow.run((uow) =>
    moveTo(uow, prescriptionId, {
      from: follows,
      to: answer.status,
      ...(answer.status === held.status
        ? {}
        : { attention: answer.status === 'registered' ? lifeWords.givenBack : null }),
      event: answer.status === held.status ? null : answer.status,
      learnt: {
        pharmacyCode: answer.pharmacyCode,
        pharmacyName: answer.pharmacyName,
        hasMessage: answer.hasMessage,
        dispensedCount: answer.dispensedCount,
        askedAt: uow.now,
      },
    }),
  );
  return answer;
}
