import { prescriptionViewSchema, viewPrescription } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const viewPrescriptionProcedure = defineQuery({
  name: 'prescribing.view',
  permission: 'prescription.view',
  input: z.object({ patientId: z.uuid(), prescriptionId: z.uuid() }),
  output: prescriptionViewSchema,
  audit: 'prescription.view',
  run: (context, input) => context.run((uow) => viewPrescription(uow, input)),
});
