import { readDocumentForPrint } from '@shirube/core/documents';
import { z } from 'zod';
import { printDocument } from '~/prints/document.ts';
import type { DownloadDeclaration } from '../download.ts';

const params = z.object({ patientId: z.uuid(), documentId: z.uuid(), versionId: z.uuid() });

/** A version of a document on paper. Read and noted in one unit of work, printed after it. */
export const documentPrintDownload: DownloadDeclaration<typeof params> = {
  name: 'document.print',
  permission: 'document.view',
  params,
  audit: 'document.print',
  contentType: 'application/pdf',
  run: async (uow, input) => {
    const record = await readDocumentForPrint(uow, input);
    return { make: () => printDocument(record) };
  },
};
