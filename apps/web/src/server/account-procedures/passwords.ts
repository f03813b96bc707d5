import { changePassword, resetPassword } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

const password = z.string().min(1).max(1000);

/** One's own new password: the current one, and a factor proved a moment ago. */
export const changePasswordProcedure = defineAccountMutation({
  name: 'changePassword',
  stages: ['active'],
  stepUp: true,
  input: z.object({ current: password, next: password }),
  output: z.object({ changed: z.literal(true) }),
  run: async ({ signIn, state }, input) => {
    await changePassword(signIn, { state, ...input });
    return { changed: true as const };
  },
});

/** A new password with a code handed over in person. Signs nobody in. */
export const resetPasswordProcedure = defineAccountMutation({
  name: 'resetPassword',
  stages: ['none', 'pending', 'locked', 'active'],
  input: z.object({ loginId: z.string().min(1).max(200), code: z.string().min(1).max(60), next: password }),
  output: z.object({ changed: z.literal(true) }),
  run: async ({ signIn }, input) => {
    await resetPassword(signIn, input);
    return { changed: true as const };
  },
});
