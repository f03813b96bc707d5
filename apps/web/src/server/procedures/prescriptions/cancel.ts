import { cancelInput, requestCancel } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const cancelPrescriptionProcedure = defineMutation({
  name: 'prescriptions.cancel',
  permission: 'prescription.change',
  stepUp: true,
  input: cancelInput,
  output: z.object({ status: z.enum(['cancelled', 'asked']) }),
  // a second call finds the cancellation of the first under way and leaves no second event
  audit: null,
  run: (context, input) => context.run((uow) => requestCancel(uow, input)),
});
