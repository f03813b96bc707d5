import { emergencySchema, liveEmergencies } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const liveEmergenciesProcedure = defineQuery({
  name: 'restrictions.liveEmergencies',
  permission: 'emergency.access',
  input: z.object({}),
  output: z.array(emergencySchema),
  // asked every minute for the banner; opening was recorded when it was opened
  audit: null,
  run: (context) => context.run((uow) => liveEmergencies(uow)),
});
