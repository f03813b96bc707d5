import { endCredential, endCredentialInput } from '@shirube/core/api-clients';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const endCredentialProcedure = defineMutation({
  name: 'clients.endCredential',
  permission: 'client.manage',
  input: endCredentialInput,
  output: z.object({ ended: z.literal(true) }),
  audit: 'client.end_credential',
  stepUp: true,
  run: (context, input) => context.run((uow) => endCredential(uow, input)),
});
