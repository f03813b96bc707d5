import { letterInput, letterSchema, readLetter } from '@shirube/core/received';
import { defineQuery } from '../../procedure.ts';

export const readLetterProcedure = defineQuery({
  name: 'letters.read',
  permission: 'document.view',
  input: letterInput,
  output: letterSchema,
  audit: 'letter.read',
  run: (context, input) => context.run((uow) => readLetter(uow, input)),
});
