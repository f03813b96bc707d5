import { serveDownload } from '~/server/download.ts';
import { auditExportDownload } from '~/server/downloads/audit-export.ts';

export async function GET(
  _request: Request,
  context: { params: Promise<{ clinic: string; exportId: string }> },
): Promise<Response> {
  const { clinic, ...params } = await context.params;
  return serveDownload(auditExportDownload, clinic, params);
}
