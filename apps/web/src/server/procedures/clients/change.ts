import { changeClient, changeClientInput } from '@shirube/core/api-clients';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';
import { requireKnownAddresses } from '../../rest/caller.ts';

export const changeClientProcedure = defineMutation({
  name: 'clients.change',
  permission: 'client.manage',
  input: changeClientInput,
  output: z.object({ rowVersion: z.number().int() }),
  audit: 'client.change',
  stepUp: true,
  run: (context, input) => {
    requireKnownAddresses(input.ipRanges);
    return context.run((uow) => changeClient(uow, input));
  },
});
