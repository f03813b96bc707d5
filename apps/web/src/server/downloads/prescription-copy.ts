import { readPrescriptionCopy } from '@shirube/core/prescribing';
import { z } from 'zod';
import type { DownloadDeclaration } from '../download.ts';

const params = z.object({ patientId: z.uuid(), prescriptionId: z.uuid() });

/** 処方内容（控え）: the PDF to print and hand over. */
export const prescriptionCopyDownload: DownloadDeclaration<typeof params> = {
  name: 'prescription.copy',
  permission: 'prescription.print',
  params,
  audit: 'prescription.copy_view',
  contentType: 'application/pdf',
  run: (uow, input) => readPrescriptionCopy(uow, input),
};
