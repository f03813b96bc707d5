import { acknowledgeDispensing, acknowledgeInput } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const acknowledgeDispensingProcedure = defineMutation({
  name: 'prescriptions.acknowledge',
  permission: 'prescription.acknowledge',
  input: acknowledgeInput,
  output: z.object({ acknowledged: z.literal(true) }),
  audit: 'prescription.acknowledge',
  run: (context, input) => context.run((uow) => acknowledgeDispensing(uow, input)),
});
