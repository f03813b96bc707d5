import { cancelFactorReset } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const cancelFactorResetProcedure = defineMutation({
  name: 'signInHelp.cancelReset',
  permission: 'people.reset_credentials',
  stepUp: true,
  input: z.object({ staffId: z.uuid(), resetId: z.uuid() }),
  output: z.object({ cancelled: z.literal(true) }),
  audit: 'credential.factor_reset_cancel',
  run: (context, input) =>
    context.run((uow) => cancelFactorReset(uow, input)).then(() => ({ cancelled: true as const })),
});
