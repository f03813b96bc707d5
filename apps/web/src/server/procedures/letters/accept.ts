import { acceptLetter, letterOfPatientInput } from '@shirube/core/received';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const acceptLetterProcedure = defineMutation({
  name: 'letters.accept',
  permission: 'document.receive',
  input: letterOfPatientInput,
  output: z.object({ accepted: z.literal(true) }),
  audit: 'letter.accept',
  run: async (context, input) => {
    await acceptLetter(context, input);
    return { accepted: true as const };
  },
});
