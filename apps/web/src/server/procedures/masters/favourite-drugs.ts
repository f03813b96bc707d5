import { drugHitsSchema, listFavouriteDrugs } from '@shirube/core/masters';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const favouriteDrugsProcedure = defineQuery({
  name: 'masters.favouriteDrugs',
  permission: 'prescription.write',
  input: z.object({}),
  output: drugHitsSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => listFavouriteDrugs(uow)),
});
