import { removeExternalInput, removeExternalMedication } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const removeExternalProcedure = defineMutation({
  name: 'prescribing.removeExternal',
  permission: 'external.view',
  input: removeExternalInput,
  output: z.object({ removed: z.literal(true) }),
  audit: 'external_medication.remove',
  run: (context, input) => context.run((uow) => removeExternalMedication(uow, input)),
});
