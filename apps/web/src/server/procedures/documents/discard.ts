import { discardDocument, documentTarget } from '@shirube/core/documents';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const discardDocumentProcedure = defineMutation({
  name: 'documents.discard',
  permission: 'document.write',
  input: documentTarget,
  output: z.object({ discarded: z.literal(true) }),
  audit: 'document.discard',
  run: (context, input) => context.run((uow) => discardDocument(uow, input)),
});
