import { putOffInput, putOffSetupStep, setupStateSchema } from '@shirube/core/clinics';
import { defineMutation } from '../../procedure.ts';

export const putOffSetupProcedure = defineMutation({
  name: 'clinic.putOffSetup',
  permission: 'clinic.edit',
  input: putOffInput,
  output: setupStateSchema,
  audit: 'clinic.setup_put_off',
  run: (context, input) => context.run((uow) => putOffSetupStep(uow, input)),
});
