export type { ChainProblem } from './chain-walker.ts';
export { stampAuditTrail } from './checkpoint.ts';
export { readAuditExport, requestAuditExport } from './export.ts';
export { auditActionLabels } from './labels.ts';
export { listAuditEvents, listAuditPeople } from './list-audit.ts';
export { listOutbox, outboxListSchema, redriveOutbox } from './outbox.ts';
export { recordRefusal } from './record-refusal.ts';
export { listReviews, readReview, signOffReview } from './review.ts';
export {
  auditListInput,
  auditListSchema,
  auditPeopleSchema,
  auditStatusSchema,
  exportRequestSchema,
  patientEventsInput,
  requestExportInput,
  reviewInput,
  reviewListSchema,
  reviewSchema,
  signOffInput,
  whoSawInput,
  whoSawSchema,
} from './schema.ts';
export { readAuditStatus } from './status.ts';
export { type AuditVerification, verifyAudit } from './verify.ts';
export { whoSawPatient } from './who-saw.ts';
