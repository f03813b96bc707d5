import { z } from 'zod';
import { defineAccountQuery } from '../account.ts';

/** Where the browser's session stands and what it may answer with next. To nobody it says nothing. */
export const stateProcedure = defineAccountQuery({
  name: 'state',
  stages: ['none', 'pending', 'locked', 'active'],
  input: z.object({}),
  output: z.object({
    stage: z.enum(['none', 'pending', 'locked', 'active']),
    name: z.string().nullable(),
    /** how the person can prove who they are; empty: the first factor is still to be enrolled */
    methods: z.array(z.enum(['passkey', 'totp', 'recovery_code'])),
    /** the first factor needs a code handed over in person */
    enrolmentNeedsCode: z.boolean(),
  }),
  run: async ({ signIn, state }) => {
    if (state.stage === 'none')
      return { stage: 'none' as const, name: null, methods: [], enrolmentNeedsCode: false };
    const { identity } = signIn.database;
    const { accountId, displayName } = state.session;
    const [passkeys, totp, codes, person] = await Promise.all([
      identity.passkeysOf(accountId),
      identity.totpOf(accountId, true),
      identity.recoveryCodesLeft(accountId),
      identity.person(accountId),
    ]);
    const methods = [
      ...(passkeys.length > 0 ? (['passkey'] as const) : []),
      ...(totp ? (['totp'] as const) : []),
      ...(codes.unused > 0 ? (['recovery_code'] as const) : []),
    ];
    return {
      stage: state.stage,
      name: displayName,
      methods,
      enrolmentNeedsCode: person?.enrolmentNeedsCode ?? false,
    };
  },
});
