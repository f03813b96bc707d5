import { documentTarget, documentViewSchema, openDocument } from '@shirube/core/documents';
import { defineQuery } from '../../procedure.ts';

export const openDocumentProcedure = defineQuery({
  name: 'documents.open',
  permission: 'document.view',
  input: documentTarget,
  output: documentViewSchema,
  audit: 'document.open',
  run: (context, input) => context.run((uow) => openDocument(uow, input)),
});
