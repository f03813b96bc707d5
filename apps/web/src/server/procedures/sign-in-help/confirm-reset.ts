import { confirmFactorReset } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const confirmFactorResetProcedure = defineMutation({
  name: 'signInHelp.confirmReset',
  permission: 'people.reset_credentials',
  stepUp: true,
  input: z.object({ staffId: z.uuid(), resetId: z.uuid() }),
  output: z.object({ code: z.string(), minutes: z.number().int() }),
  audit: 'credential.factor_reset_confirm',
  run: (context, input) => context.run((uow) => confirmFactorReset(uow, input)),
});
