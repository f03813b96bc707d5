import { removeFactor } from '@shirube/core/identity/sign-in';
import { DomainError } from '@shirube/core/shared';
import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

/** A name by which the person knows the device. */
export const renamePasskeyProcedure = defineAccountMutation({
  name: 'renamePasskey',
  stages: ['active'],
  input: z.object({ passkeyId: z.uuid(), name: z.string().trim().min(1).max(60) }),
  output: z.object({ renamed: z.boolean() }),
  run: async ({ signIn, session }, { passkeyId, name }) => ({
    renamed: await signIn.database.identity.renamePasskey(session().accountId, passkeyId, name),
  }),
});

/** A passkey or the app is taken away; the last one stays. */
export const removeFactorProcedure = defineAccountMutation({
  name: 'removeFactor',
  stages: ['active'],
  stepUp: true,
  input: z.object({ factorId: z.uuid() }),
  output: z.object({ removed: z.literal(true) }),
  run: async ({ signIn, state }, { factorId }) => {
    if (!(await removeFactor(signIn, state, factorId)))
      throw new DomainError('conflict', '最後の 1 つは外せません。先にほかの認証の手段を登録してください。');
    return { removed: true as const };
  },
});
