import { requestFactorReset } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const requestFactorResetProcedure = defineMutation({
  name: 'signInHelp.requestReset',
  permission: 'people.reset_credentials',
  stepUp: true,
  input: z.object({ staffId: z.uuid(), reason: z.string().trim().min(1).max(200) }),
  output: z.object({ resetId: z.uuid() }),
  audit: 'credential.factor_reset_request',
  run: (context, input) => context.run((uow) => requestFactorReset(uow, input)),
});
