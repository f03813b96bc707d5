import { amendAllergy, amendAllergyInput } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const amendAllergyProcedure = defineMutation({
  name: 'patientFacts.amendAllergy',
  permission: 'allergy.write',
  input: amendAllergyInput,
  output: z.object({ allergyId: z.uuid(), versionNo: z.number().int() }),
  audit: 'allergy.confirm',
  run: (context, input) => context.run((uow) => amendAllergy(uow, input)),
});
