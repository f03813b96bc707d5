export { auditActionLabels } from './labels.ts';
export { auditListInput, auditListSchema, listAuditEvents } from './list-audit.ts';
export { listOutbox, outboxListSchema, redriveOutbox } from './outbox.ts';
export { recordRefusal } from './record-refusal.ts';
