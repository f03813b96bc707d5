import { drugHitsSchema, masterSearchInput, searchDrugs } from '@shirube/core/masters';
import { defineQuery } from '../../procedure.ts';

export const searchDrugsProcedure = defineQuery({
  name: 'masters.searchDrugs',
  permission: 'master.search',
  input: masterSearchInput,
  output: drugHitsSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => searchDrugs(uow, input)),
});
