import { type DeliveryHandler, loadReportUnit } from '@shirube/core/delivery';
import { PortError } from '@shirube/core/ports';
import {
  allergiesToBundle,
  conditionsToBundle,
  reportUnitLocalId,
  selectForReport,
  serializeBundle,
  validateBundle,
} from '@shirube/fhir-mapper';

/**
 * Sends one 報告単位 (all diagnoses, or all allergies, of a patient) as it stands now: each registration replaces the one
 * before it, so a repeated send changes nothing on the other side.
 */
function share(kind: 'Condition' | 'AllergyIntolerance'): DeliveryHandler {
  return async (flow, message) => {
    const registrationDate = String(message.payload.registrationDate);
    const unit = await flow.run((uow) => loadReportUnit(uow, message.aggregateId));
    const base = {
      facility: unit.facility,
      patient: unit.patient,
      bundleLocalId: reportUnitLocalId(kind, message.aggregateId),
      issueYear: Number(registrationDate.slice(0, 4)),
      timestamp: flow.now().toISOString(),
    };
    const bundle =
      kind === 'Condition'
        ? conditionsToBundle({ ...base, conditions: selectForReport(unit.conditions, registrationDate) })
        : allergiesToBundle({ ...base, allergies: selectForReport(unit.allergies, registrationDate) });
    const problems = validateBundle(bundle).filter((issue) => issue.severity === 'error');
    if (problems.length > 0)
      throw new PortError('sharing', 'user_fixable', problems.map((issue) => issue.message).join(' '));
    await flow.services.sharing.register({
      institutionCode: unit.facility.institutionCode,
      requestId: `${message.id}-${message.attempts}`,
      bundle: serializeBundle(bundle),
    });
    await flow.run(async (uow) => {
      uow.audit({ action: 'sharing.send', patientId: message.patientId, detail: { unit: kind } });
    });
  };
}

export const shareConditions = share('Condition');
export const shareAllergies = share('AllergyIntolerance');
