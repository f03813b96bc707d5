import { fetchClinicExportInput, openClinicExport, readExportPiece } from '@shirube/core/clinics/export';
import { decryptAtRest } from '@shirube/core/shared';
import { secretKey } from '../../env.ts';
import type { DownloadDeclaration } from '../download.ts';

/** All records of the clinic, for its administrator; made by the worker (clinic.requestExport, or an operator). */
export const clinicExportDownload: DownloadDeclaration<typeof fetchClinicExportInput> = {
  name: 'clinic.export_fetch',
  permission: 'clinic.export',
  params: fetchClinicExportInput,
  audit: 'clinic.export_fetch',
  contentType: 'application/zip',
  fileName: 'shirube-記録.zip',
  stepUp: true,
  run: async (uow, input) => {
    const { pieces, byteLength } = await openClinicExport(uow, input);
    return {
      pieces,
      byteLength,
      read: async (later, number) =>
        decryptAtRest(secretKey(), await readExportPiece(later, input.exportId, number)),
    };
  },
};
