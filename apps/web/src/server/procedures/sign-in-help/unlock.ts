import { unlockColleague } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const unlockColleagueProcedure = defineMutation({
  name: 'signInHelp.unlock',
  permission: 'people.reset_credentials',
  stepUp: true,
  input: z.object({ staffId: z.uuid() }),
  output: z.object({ unlocked: z.literal(true) }),
  audit: 'credential.unlock',
  run: (context, input) =>
    context.run((uow) => unlockColleague(uow, input)).then(() => ({ unlocked: true as const })),
});
