import { newCredentialAnswer, rotateCredential, rotateCredentialInput } from '@shirube/core/api-clients';
import { defineMutation } from '../../procedure.ts';

/** The secret is answered once and kept nowhere. */
export const rotateCredentialProcedure = defineMutation({
  name: 'clients.rotate',
  permission: 'client.manage',
  input: rotateCredentialInput,
  output: newCredentialAnswer,
  audit: 'client.rotate',
  stepUp: true,
  run: (context, input) => context.run((uow) => rotateCredential(uow, input)),
});
