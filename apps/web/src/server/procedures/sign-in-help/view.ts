import { colleagueSignIn, signInStateSchema } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const colleagueSignInProcedure = defineQuery({
  name: 'signInHelp.view',
  permission: 'people.view',
  input: z.object({ staffId: z.uuid() }),
  output: z.object({ state: signInStateSchema.nullable() }),
  audit: 'people.sign_in_view',
  run: (context, input) => context.run((uow) => colleagueSignIn(uow, input)).then((state) => ({ state })),
});
