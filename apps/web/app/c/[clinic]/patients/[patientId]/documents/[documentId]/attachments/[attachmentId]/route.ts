import { serveDownload } from '~/server/download.ts';
import { documentFileDownload } from '~/server/downloads/document-file.ts';

export async function GET(
  _request: Request,
  context: {
    params: Promise<{ clinic: string; patientId: string; documentId: string; attachmentId: string }>;
  },
): Promise<Response> {
  const { clinic, ...params } = await context.params;
  return serveDownload(documentFileDownload, clinic, params);
}
