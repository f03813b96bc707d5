import { detachFile, detachInput } from '@shirube/core/documents';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const detachFileProcedure = defineMutation({
  name: 'documents.detach',
  permission: 'document.write',
  input: detachInput,
  output: z.object({ removed: z.literal(true) }),
  audit: 'document.detach',
  run: (context, input) => context.run((uow) => detachFile(uow, input)),
});
