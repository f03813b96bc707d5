import { browseDrugs, drugBrowseInput, drugBrowseSchema } from '@shirube/core/masters';
import { defineQuery } from '../../procedure.ts';

export const browseDrugsProcedure = defineQuery({
  name: 'masters.browseDrugs',
  permission: 'master.search',
  input: drugBrowseInput,
  output: drugBrowseSchema,
  // code tables and lists of the clinic: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => browseDrugs(uow, input)),
});
