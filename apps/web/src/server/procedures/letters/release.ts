import { releaseLetter, releaseLetterInput } from '@shirube/core/received';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const releaseLetterProcedure = defineMutation({
  name: 'letters.release',
  permission: 'document.receive',
  input: releaseLetterInput,
  output: z.object({ state: z.string() }),
  audit: 'letter.release',
  run: (context, input) => releaseLetter(context, input),
});
