import { changeViewSchema, openChange, prescriptionTarget } from '@shirube/core/prescribing';
import { defineQuery } from '../../procedure.ts';

export const openChangeProcedure = defineQuery({
  name: 'prescriptions.openChange',
  permission: 'prescription.change',
  input: prescriptionTarget,
  output: changeViewSchema,
  audit: 'prescription.change_open',
  run: (context, input) => context.run((uow) => openChange(uow, input)),
});
