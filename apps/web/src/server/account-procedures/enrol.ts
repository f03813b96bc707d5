import { beginPasskey, beginTotp, issueRecoveryCodes } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineAccountMutation } from '../account.ts';

const input = z.object({
  /** after a reset of the factors: the code handed over in person */
  handedCode: z.string().max(60).nullable(),
});

/** A new secret for an authenticator app. Core decides who may: a first factor, or a factor proved a moment ago. */
export const beginTotpProcedure = defineAccountMutation({
  name: 'beginTotp',
  stages: ['pending', 'active'],
  input,
  output: z.object({ secret: z.string(), uri: z.string() }),
  run: ({ signIn, state }, { handedCode }) => beginTotp(signIn, state, handedCode),
});

export const beginPasskeyProcedure = defineAccountMutation({
  name: 'beginPasskey',
  stages: ['pending', 'active'],
  input,
  output: z.object({ options: z.looseObject({ challenge: z.string() }) }),
  run: async ({ signIn, state }, { handedCode }) => ({
    options: { ...(await beginPasskey(signIn, state, handedCode)) },
  }),
});

/** Ten codes, shown once. Those before them end. */
export const issueRecoveryCodesProcedure = defineAccountMutation({
  name: 'issueRecoveryCodes',
  stages: ['active'],
  stepUp: true,
  input: z.object({}),
  output: z.object({ codes: z.array(z.string()).length(10) }),
  run: async ({ signIn, state }) => ({ codes: await issueRecoveryCodes(signIn, state) }),
});
