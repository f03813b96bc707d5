import { dispensingViewSchema, patientMessages } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const patientMessagesProcedure = defineQuery({
  name: 'prescriptions.messages',
  permission: 'prescription.view',
  input: z.object({ patientId: z.uuid() }),
  output: z.array(dispensingViewSchema),
  audit: 'prescription.messages',
  run: (context, input) => context.run((uow) => patientMessages(uow, input)),
});
