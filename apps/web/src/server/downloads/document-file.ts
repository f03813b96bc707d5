import { readAttachment } from '@shirube/core/documents';
import { z } from 'zod';
import type { DownloadDeclaration } from '../download.ts';

const params = z.object({ patientId: z.uuid(), documentId: z.uuid(), attachmentId: z.uuid() });

/** A file of a document, as what it was found to be when it was attached, and as nothing else. */
export const documentFileDownload: DownloadDeclaration<typeof params> = {
  name: 'document.file',
  permission: 'document.view',
  params,
  audit: 'document.file',
  contentType: 'application/octet-stream',
  run: async (uow, input) => {
    const { content, mediaType } = await readAttachment(uow, input);
    return { bytes: content, contentType: mediaType };
  },
};
