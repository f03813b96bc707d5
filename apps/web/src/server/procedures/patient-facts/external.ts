import { externalByHandSchema, listExternalByHand } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const externalByHandProcedure = defineQuery({
  name: 'patientFacts.external',
  permission: 'external.view',
  input: z.object({ patientId: z.uuid() }),
  output: externalByHandSchema,
  audit: 'external_medication.view',
  run: (context, input) => context.run((uow) => listExternalByHand(uow, input)),
});
