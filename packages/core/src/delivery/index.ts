export {
  type DeliveryHandler,
  type DeliveryResult,
  deliverMessage,
  type PendingMessage,
} from './deliver-message.ts';
export { fetchPrescriptionCopy, registerPrescription } from './register-prescription.ts';
export { loadReportUnit, type ReportUnit } from './report-unit.ts';
