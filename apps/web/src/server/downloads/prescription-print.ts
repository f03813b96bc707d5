import { type PrintForm, printFormSchema, readForPrint } from '@shirube/core/prescribing';
import { z } from 'zod';
import { printForm } from '~/prints/print-form.ts';
import type { DownloadDeclaration } from '../download.ts';
import { prescriptionFiles } from '../services.ts';

const params = z.object({ patientId: z.uuid(), prescriptionId: z.uuid(), form: printFormSchema });

/** 処方箋, 控え, 薬剤情報提供書 and 薬袋 as PDF. Read and noted in one unit of work, printed after it. */
export const prescriptionPrintDownload: DownloadDeclaration<typeof params> = {
  name: 'prescription.print',
  permission: 'prescription.print',
  params,
  audit: 'prescription.print',
  contentType: 'application/pdf',
  run: async (uow, input: { patientId: string; prescriptionId: string; form: PrintForm }) => {
    const content = await readForPrint(uow, input);
    return content.kind === 'stored'
      ? content.pdf
      : { make: () => printForm(input.form, content, prescriptionFiles()) };
  },
};
