import { endExternal, endExternalInput } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const endExternalProcedure = defineMutation({
  name: 'patientFacts.endExternal',
  permission: 'external.enter',
  input: endExternalInput,
  output: z.object({ done: z.literal(true) }),
  audit: 'external_medication.end',
  run: async (context, input) => {
    await context.run((uow) => endExternal(uow, input));
    return { done: true as const };
  },
});
