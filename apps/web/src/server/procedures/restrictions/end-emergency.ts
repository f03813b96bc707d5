import { endEmergency } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const endEmergencyProcedure = defineMutation({
  name: 'restrictions.endEmergency',
  permission: 'emergency.access',
  input: z.object({ accessId: z.uuid() }),
  output: z.void(),
  audit: 'emergency.end',
  run: (context, input) => context.run((uow) => endEmergency(uow, input)),
});
