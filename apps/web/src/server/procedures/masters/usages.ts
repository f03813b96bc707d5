import { listUsages, usageHitsSchema } from '@shirube/core/masters';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const usagesProcedure = defineQuery({
  name: 'masters.usages',
  permission: 'master.search',
  input: z.object({}),
  output: usageHitsSchema,
  // code tables: nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => listUsages(uow)),
});
