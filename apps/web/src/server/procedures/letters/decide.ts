import { decideLetter, decideLetterInput } from '@shirube/core/received';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const decideLetterProcedure = defineMutation({
  name: 'letters.decide',
  permission: 'document.receive',
  input: decideLetterInput,
  output: z.object({ patientId: z.uuid() }),
  audit: 'letter.decide',
  run: (context, input) => context.run((uow) => decideLetter(uow, input)),
});
