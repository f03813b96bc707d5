import { discardChange, prescriptionTarget } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const discardChangeProcedure = defineMutation({
  name: 'prescriptions.discardChange',
  permission: 'prescription.change',
  input: prescriptionTarget,
  output: z.object({ discarded: z.literal(true) }),
  audit: 'prescription.change_discard',
  run: (context, input) => context.run((uow) => discardChange(uow, input)),
});
