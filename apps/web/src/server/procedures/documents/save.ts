import { saveDocument, saveDocumentInput, saveDocumentOutput } from '@shirube/core/documents';
import { defineMutation } from '../../procedure.ts';

export const saveDocumentProcedure = defineMutation({
  name: 'documents.save',
  permission: 'document.write',
  input: saveDocumentInput,
  output: saveDocumentOutput,
  audit: 'document.save',
  run: (context, input) => context.run((uow) => saveDocument(uow, input)),
});
