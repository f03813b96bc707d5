import { exportRequestSchema, requestAuditExport, requestExportInput } from '@shirube/core/audit';
import { defineMutation } from '../../procedure.ts';

export const requestExportProcedure = defineMutation({
  name: 'audit.requestExport',
  permission: 'audit.export',
  input: requestExportInput,
  output: exportRequestSchema,
  audit: 'audit.export',
  stepUp: true,
  run: (context, input) => context.run((uow) => requestAuditExport(uow, input)),
});
