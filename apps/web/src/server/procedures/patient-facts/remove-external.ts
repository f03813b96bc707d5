import { removeExternal, removeExternalInput } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const removeExternalProcedure = defineMutation({
  name: 'patientFacts.removeExternal',
  permission: 'external.enter',
  input: removeExternalInput,
  output: z.object({ done: z.literal(true) }),
  audit: 'external_medication.remove',
  run: async (context, input) => {
    await context.run((uow) => removeExternal(uow, input));
    return { done: true as const };
  },
});
