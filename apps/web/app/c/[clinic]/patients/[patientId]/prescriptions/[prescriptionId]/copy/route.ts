import { serveDownload } from '~/server/download.ts';
import { prescriptionCopyDownload } from '~/server/downloads/prescription-copy.ts';

export async function GET(
  _request: Request,
  context: { params: Promise<{ clinic: string; patientId: string; prescriptionId: string }> },
): Promise<Response> {
  const { clinic, ...params } = await context.params;
  return serveDownload(prescriptionCopyDownload, clinic, params);
}
