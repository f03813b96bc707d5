import { drugShelf, drugShelfSchema } from '@shirube/core/masters';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const drugShelfProcedure = defineQuery({
  name: 'masters.drugShelf',
  permission: 'master.search',
  input: z.object({}),
  output: drugShelfSchema,
  // code tables and lists of the clinic: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => drugShelf(uow)),
});
