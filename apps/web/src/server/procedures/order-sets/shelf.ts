import { orderShelfSchema, readOrderShelf } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

/** What the page of sets and favourites shows to whoever may change the clinic's. */
export const orderShelfProcedure = defineQuery({
  name: 'orderSets.shelf',
  permission: 'order_set.edit_clinic',
  input: z.object({}),
  output: orderShelfSchema,
  // lists of the clinic: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => readOrderShelf(uow)),
});
