import { documentListSchema, listDocuments } from '@shirube/core/documents';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const documentsListProcedure = defineQuery({
  name: 'documents.list',
  permission: 'document.view',
  input: z.object({ patientId: z.uuid() }),
  output: documentListSchema,
  audit: 'document.list',
  run: (context, input) => context.run((uow) => listDocuments(uow, input)),
});
