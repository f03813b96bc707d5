import { endSessions, endSessionsInput } from '@shirube/core/people';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const endSessionsProcedure = defineMutation({
  name: 'people.endSessions',
  permission: 'people.revoke_sessions',
  input: endSessionsInput,
  output: z.object({ ended: z.number().int() }),
  audit: 'people.end_sessions',
  run: (context, input) => context.run((uow) => endSessions(uow, input)),
});
