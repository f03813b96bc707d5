import { demoCode } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { environment } from '~/env.ts';
import { defineAccountMutation } from '../account.ts';

/**
 * The current code of a demo sign-in. Only in a demo, and only for an account whose authenticator holds the demo's known secret:
 * anywhere else there is nothing to give away.
 */
export const demoCodeProcedure = defineAccountMutation({
  name: 'demoCode',
  stages: ['pending', 'locked', 'active'],
  input: z.object({}),
  output: z.object({ code: z.string().nullable(), waitSeconds: z.number().int() }),
  run: async ({ signIn, state }) => {
    const given =
      environment().SHIRUBE_DEMO === 'true' && state.stage !== 'none'
        ? await demoCode(signIn, state.session.accountId)
        : null;
    return given ?? { code: null, waitSeconds: 0 };
  },
});
