import { documentTarget, reviseDocument } from '@shirube/core/documents';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const reviseDocumentProcedure = defineMutation({
  name: 'documents.revise',
  permission: 'document.write',
  input: documentTarget,
  output: z.object({ documentId: z.uuid() }),
  audit: 'document.revise',
  run: (context, input) => context.run((uow) => reviseDocument(uow, input)),
});
