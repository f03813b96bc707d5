import { letterRowSchema, listLetters } from '@shirube/core/received';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const lettersListProcedure = defineQuery({
  name: 'letters.list',
  permission: 'document.view',
  input: z.object({}),
  output: z.array(letterRowSchema),
  audit: 'letter.list',
  run: (context) => context.run(listLetters),
});
