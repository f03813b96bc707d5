import { serveDownload } from '~/server/download.ts';
import { clinicExportDownload } from '~/server/downloads/clinic-export.ts';

export async function GET(
  _request: Request,
  context: { params: Promise<{ clinic: string; exportId: string }> },
): Promise<Response> {
  const { clinic, ...params } = await context.params;
  return serveDownload(clinicExportDownload, clinic, params);
}
