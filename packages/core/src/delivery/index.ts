export { learnStatus } from './ask-status.ts';
export { cancelPrescription } from './cancel-prescription.ts';
export {
  type DeliveryHandler,
  type DeliveryResult,
  deliverMessage,
  type PendingMessage,
} from './deliver-message.ts';
export { fetchDispensings, whyNotHis } from './dispensing.ts';
export { fetchPrescriptionCopy } from './fetch-copy.ts';
export { prepareNationalCheck } from './prepare-check.ts';
export { prescriptionRound, type Round } from './prescription-round.ts';
export { registerPrescription } from './register-prescription.ts';
export { loadReportUnit, type ReportUnit } from './report-unit.ts';
