import { emergencyReportSchema, listEmergencies } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const emergenciesProcedure = defineQuery({
  name: 'restrictions.emergencies',
  permission: 'emergency.review',
  input: z.object({}),
  output: z.array(emergencyReportSchema),
  audit: 'emergency.list',
  run: (context) => context.run((uow) => listEmergencies(uow)),
});
