import { askForPasskey } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

/** What the browser needs to ask for a passkey: to sign in, to finish signing in, to unlock, to step up. */
export const passkeyOptionsProcedure = defineAccountMutation({
  name: 'passkeyOptions',
  stages: ['none', 'pending', 'locked', 'active'],
  input: z.object({
    /** sign_in: whoever the passkey says; prove: the person of this session */
    purpose: z.enum(['sign_in', 'prove']),
  }),
  output: z.object({ options: z.looseObject({ challenge: z.string() }) }),
  run: async ({ signIn, state }, { purpose }) => {
    const of = purpose === 'prove' && state.stage !== 'none' ? state.session : null;
    return { options: { ...(await askForPasskey(signIn, of)) } };
  },
});
