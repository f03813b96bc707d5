import { enterExternal, enterExternalInput } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const enterExternalProcedure = defineMutation({
  name: 'patientFacts.enterExternal',
  permission: 'external.enter',
  input: enterExternalInput,
  output: z.object({ id: z.uuid() }),
  audit: 'external_medication.enter',
  run: (context, input) => context.run((uow) => enterExternal(uow, input)),
});
