import { attachFile, attachInput, attachmentViewSchema } from '@shirube/core/documents';
import { defineMutation } from '../../procedure.ts';

/** The one procedure whose input may be as large as a file (`screenApiRuleOf`). */
export const attachFileProcedure = defineMutation({
  name: 'documents.attach',
  permission: 'document.write',
  input: attachInput,
  output: attachmentViewSchema,
  audit: 'document.attach',
  run: (context, input) => context.run((uow) => attachFile(uow, input)),
});
