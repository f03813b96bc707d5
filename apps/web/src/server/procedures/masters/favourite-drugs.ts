import { drugChoicesSchema, listFavouriteDrugs } from '@shirube/core/masters';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const favouriteDrugsProcedure = defineQuery({
  name: 'masters.favouriteDrugs',
  permission: 'master.search',
  input: z.object({}),
  output: drugChoicesSchema,
  // code tables and lists of the clinic: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => listFavouriteDrugs(uow)),
});
