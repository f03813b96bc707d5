import { withdrawAllergy, withdrawAllergyInput } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const withdrawAllergyProcedure = defineMutation({
  name: 'patientFacts.withdrawAllergy',
  permission: 'allergy.write',
  input: withdrawAllergyInput,
  output: z.object({ allergyId: z.uuid(), versionNo: z.number().int() }),
  audit: 'allergy.withdraw',
  run: (context, input) => context.run((uow) => withdrawAllergy(uow, input)),
});
