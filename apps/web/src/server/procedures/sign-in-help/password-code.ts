import { handOutPasswordCode } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const handOutPasswordCodeProcedure = defineMutation({
  name: 'signInHelp.passwordCode',
  permission: 'people.reset_credentials',
  stepUp: true,
  input: z.object({ staffId: z.uuid() }),
  output: z.object({ code: z.string(), minutes: z.number().int() }),
  audit: 'credential.password_code',
  run: (context, input) => context.run((uow) => handOutPasswordCode(uow, input)),
});
