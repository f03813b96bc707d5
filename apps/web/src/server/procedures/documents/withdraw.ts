import { withdrawDocument, withdrawDocumentInput } from '@shirube/core/documents';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const withdrawDocumentProcedure = defineMutation({
  name: 'documents.withdraw',
  permission: 'document.write',
  input: withdrawDocumentInput,
  output: z.object({ versionNo: z.number().int() }),
  audit: 'document.withdraw',
  run: (context, input) => context.run((uow) => withdrawDocument(uow, input)),
});
