import { auditListInput, auditListSchema, listAuditEvents } from '@shirube/core/audit';
import { defineQuery } from '../../procedure.ts';

export const auditListProcedure = defineQuery({
  name: 'audit.list',
  permission: 'audit.view',
  input: auditListInput,
  output: auditListSchema,
  audit: 'audit.list',
  run: (context, input) => context.run((uow) => listAuditEvents(uow, input)),
});
