import { readLetterFile } from '@shirube/core/received';
import { z } from 'zod';
import type { DownloadDeclaration } from '../download.ts';
import { fhirReader } from '../fhir-reader.ts';

const params = z.object({
  patientId: z.uuid(),
  letterId: z.uuid(),
  index: z.coerce.number().int().min(0).max(10_000),
});

/**
 * A file of a letter that another facility sent. What kind it is its own first bytes say, not its sender; only kinds in which a browser
 * runs nothing are served, and the address's policy forbids scripts.
 */
export const letterFileDownload: DownloadDeclaration<typeof params> = {
  name: 'letter.file',
  permission: 'document.view',
  params,
  audit: 'letter.file_view',
  contentType: 'application/octet-stream',
  run: async (uow, input) => {
    const { content, mediaType } = await readLetterFile(uow, fhirReader, input);
    return { bytes: content, contentType: mediaType };
  },
};
