import { listPrescriptions, listPrescriptionsInput, prescriptionListSchema } from '@shirube/core/prescribing';
import { defineQuery } from '../../procedure.ts';

export const listPrescriptionsProcedure = defineQuery({
  name: 'prescriptions.list',
  permission: 'prescription.view',
  input: listPrescriptionsInput,
  output: prescriptionListSchema,
  audit: 'prescription.list',
  run: (context, input) => context.run((uow) => listPrescriptions(uow, input)),
});
