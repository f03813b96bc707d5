import { endSessions } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

/** Signs out one other device, or all others. Effective at their next request. */
export const endSessionsProcedure = defineAccountMutation({
  name: 'endSessions',
  stages: ['active'],
  stepUp: true,
  input: z.object({
    /** null: all others */
    sessionId: z.uuid().nullable(),
  }),
  output: z.object({ ended: z.number().int() }),
  run: async ({ signIn, state }, { sessionId }) => ({
    ended: await endSessions(signIn, state, sessionId === null ? 'others' : { only: sessionId }),
  }),
});
