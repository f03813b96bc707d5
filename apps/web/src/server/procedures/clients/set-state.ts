import { setClientState, setClientStateInput } from '@shirube/core/api-clients';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const setClientStateProcedure = defineMutation({
  name: 'clients.setState',
  permission: 'client.manage',
  input: setClientStateInput,
  output: z.object({ rowVersion: z.number().int() }),
  audit: 'client.state',
  stepUp: true,
  run: (context, input) => context.run((uow) => setClientState(uow, input)),
});
