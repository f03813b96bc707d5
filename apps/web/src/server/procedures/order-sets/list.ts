import { listOrderSets, orderSetsSchema } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const listOrderSetsProcedure = defineQuery({
  name: 'orderSets.list',
  permission: 'master.search',
  input: z.object({}),
  output: orderSetsSchema,
  // code tables and lists of the clinic: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => listOrderSets(uow)),
});
