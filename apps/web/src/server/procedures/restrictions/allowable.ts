import { listAllowable } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const allowableProcedure = defineQuery({
  name: 'restrictions.allowable',
  permission: 'patient.restrict',
  input: z.object({}),
  output: z.array(z.object({ staffId: z.uuid(), name: z.string(), licence: z.string() })),
  // names of colleagues, nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => listAllowable(uow)),
});
