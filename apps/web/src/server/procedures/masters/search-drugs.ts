import { drugChoicesSchema, drugSearchInput, searchDrugs } from '@shirube/core/masters';
import { defineQuery } from '../../procedure.ts';

export const searchDrugsProcedure = defineQuery({
  name: 'masters.searchDrugs',
  permission: 'master.search',
  input: drugSearchInput,
  output: drugChoicesSchema,
  // code tables and lists of the clinic: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => searchDrugs(uow, input)),
});
