export type { ChainProblem, ProblemKind } from './chain-walker.ts';
export { readWaitingDays, type StampResult, stampAuditTrail } from './checkpoint.ts';
export { auditActionLabels } from './labels.ts';
export { auditListInput, auditListSchema, listAuditEvents } from './list-audit.ts';
export { listOutbox, outboxListSchema, redriveOutbox } from './outbox.ts';
export { recordRefusal } from './record-refusal.ts';
export { type AuditVerification, verifyAudit } from './verify.ts';
