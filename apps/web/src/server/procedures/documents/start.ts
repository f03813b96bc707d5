import { startDocument, startDocumentInput } from '@shirube/core/documents';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const startDocumentProcedure = defineMutation({
  name: 'documents.start',
  permission: 'document.write',
  input: startDocumentInput,
  output: z.object({ documentId: z.uuid() }),
  audit: 'document.start',
  run: (context, input) => context.run((uow) => startDocument(uow, input)),
});
