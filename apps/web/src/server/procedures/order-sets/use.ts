import { usedOrderSetSchema, useOrderSet, useOrderSetInput } from '@shirube/core/prescribing';
import { defineQuery } from '../../procedure.ts';

export const useOrderSetProcedure = defineQuery({
  name: 'orderSets.use',
  permission: 'master.search',
  input: useOrderSetInput,
  output: usedOrderSetSchema,
  // code tables and lists of the clinic: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => useOrderSet(uow, input)),
});
