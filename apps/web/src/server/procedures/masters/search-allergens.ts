import { allergenHitsSchema, masterSearchInput, searchAllergens } from '@shirube/core/masters';
import { defineQuery } from '../../procedure.ts';

export const searchAllergensProcedure = defineQuery({
  name: 'masters.searchAllergens',
  permission: 'master.search',
  input: masterSearchInput,
  output: allergenHitsSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => searchAllergens(uow, input)),
});
