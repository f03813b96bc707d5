import { lockScreen } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

/** クリアスクリーン: from now on the session answers only the unlocking. */
export const lockProcedure = defineAccountMutation({
  name: 'lock',
  stages: ['active', 'locked'],
  input: z.object({}),
  output: z.object({ locked: z.literal(true) }),
  run: async ({ signIn, state, token }) => {
    if (token) await lockScreen(signIn, token, state);
    return { locked: true as const };
  },
});

/** The person is still there: the request's own header says how long ago the screen was touched, the ladder has noted it. */
export const touchProcedure = defineAccountMutation({
  name: 'touch',
  stages: ['active'],
  input: z.object({}),
  output: z.object({ expiresAt: z.string() }),
  run: async ({ session }) => ({ expiresAt: session().expiresAt.toISOString() }),
});
