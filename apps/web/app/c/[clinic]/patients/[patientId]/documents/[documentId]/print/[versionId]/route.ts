import { serveDownload } from '~/server/download.ts';
import { documentPrintDownload } from '~/server/downloads/document-print.ts';

export async function GET(
  _request: Request,
  context: {
    params: Promise<{ clinic: string; patientId: string; documentId: string; versionId: string }>;
  },
): Promise<Response> {
  const { clinic, ...params } = await context.params;
  return serveDownload(documentPrintDownload, clinic, params);
}
