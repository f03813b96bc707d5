import { diseaseHitsSchema, masterSearchInput, searchDiseases } from '@shirube/core/masters';
import { defineQuery } from '../../procedure.ts';

export const searchDiseasesProcedure = defineQuery({
  name: 'masters.searchDiseases',
  permission: 'master.search',
  input: masterSearchInput,
  output: diseaseHitsSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => searchDiseases(uow, input)),
});
