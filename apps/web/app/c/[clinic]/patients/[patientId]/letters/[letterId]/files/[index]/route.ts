import { serveDownload } from '~/server/download.ts';
import { letterFileDownload } from '~/server/downloads/letter-file.ts';

export async function GET(
  _request: Request,
  context: { params: Promise<{ clinic: string; patientId: string; letterId: string; index: string }> },
): Promise<Response> {
  const { clinic, ...params } = await context.params;
  return serveDownload(letterFileDownload, clinic, params);
}
