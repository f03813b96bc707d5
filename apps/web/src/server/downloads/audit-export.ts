import { readAuditExport } from '@shirube/core/audit';
import { z } from 'zod';
import type { DownloadDeclaration } from '../download.ts';

const params = z.object({ exportId: z.uuid() });

/** The audit trail as a file for spreadsheets, after a request with a reason (audit.requestExport). */
export const auditExportDownload: DownloadDeclaration<typeof params> = {
  name: 'audit.export_fetch',
  permission: 'audit.export',
  stepUp: true,
  params,
  audit: 'audit.export_fetch',
  contentType: 'text/csv; charset=utf-8',
  fileName: '監査証跡.csv',
  run: (uow, input) => readAuditExport(uow, input),
};
