import { serveDownload } from '~/server/download.ts';
import { prescriptionPrintDownload } from '~/server/downloads/prescription-print.ts';

export async function GET(
  _request: Request,
  context: {
    params: Promise<{ clinic: string; patientId: string; prescriptionId: string; form: string }>;
  },
): Promise<Response> {
  const { clinic, ...params } = await context.params;
  return serveDownload(prescriptionPrintDownload, clinic, params);
}
