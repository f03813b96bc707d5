import { takeAllergy, takeOverInput } from '@shirube/core/received';
import { z } from 'zod';
import { fhirReader } from '../../fhir-reader.ts';
import { defineMutation } from '../../procedure.ts';

export const takeAllergyProcedure = defineMutation({
  name: 'letters.takeAllergy',
  permission: 'allergy.write',
  input: takeOverInput,
  output: z.object({ allergyId: z.uuid() }),
  audit: 'letter.take_over',
  run: (context, input) => context.run((uow) => takeAllergy(uow, fhirReader, input)),
});
