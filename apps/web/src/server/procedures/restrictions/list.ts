import { listRestrictions, restrictionSchema } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const listRestrictionsProcedure = defineQuery({
  name: 'restrictions.list',
  permission: 'patient.restrict',
  input: z.object({}),
  output: z.array(restrictionSchema),
  audit: 'restriction.list',
  run: (context) => context.run((uow) => listRestrictions(uow)),
});
