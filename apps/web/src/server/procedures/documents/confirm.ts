import { confirmDocument, confirmDocumentInput } from '@shirube/core/documents';
import { z } from 'zod';
import { checkDocument } from '../../document-check.ts';
import { defineMutation } from '../../procedure.ts';

export const confirmDocumentProcedure = defineMutation({
  name: 'documents.confirm',
  permission: 'document.write',
  input: confirmDocumentInput,
  output: z.object({ versionId: z.uuid(), versionNo: z.number().int() }),
  audit: 'document.confirm',
  run: (context, input) => context.run((uow) => confirmDocument(uow, input, checkDocument)),
});
