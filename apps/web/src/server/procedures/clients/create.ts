import { createClient, createClientInput, newCredentialAnswer } from '@shirube/core/api-clients';
import { defineMutation } from '../../procedure.ts';
import { requireKnownAddresses } from '../../rest/caller.ts';

/** The secret is answered once and kept nowhere. */
export const createClientProcedure = defineMutation({
  name: 'clients.create',
  permission: 'client.manage',
  input: createClientInput,
  output: newCredentialAnswer,
  audit: 'client.create',
  stepUp: true,
  run: (context, input) => {
    requireKnownAddresses(input.ipRanges);
    return context.run((uow) => createClient(uow, input));
  },
});
