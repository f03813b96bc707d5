import { recordAllergy, recordAllergyInput } from '@shirube/core/patients/facts';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const recordAllergyProcedure = defineMutation({
  name: 'patientFacts.recordAllergy',
  permission: 'allergy.write',
  input: recordAllergyInput,
  output: z.object({ allergyId: z.uuid(), versionNo: z.number().int() }),
  audit: 'allergy.confirm',
  run: (context, input) => context.run((uow) => recordAllergy(uow, input)),
});
