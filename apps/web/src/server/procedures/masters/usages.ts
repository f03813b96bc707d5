import { listUsages, usageChoicesSchema, usageListInput } from '@shirube/core/masters';
import { defineQuery } from '../../procedure.ts';

export const usagesProcedure = defineQuery({
  name: 'masters.usages',
  permission: 'master.search',
  input: usageListInput,
  output: usageChoicesSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => listUsages(uow, input)),
});
