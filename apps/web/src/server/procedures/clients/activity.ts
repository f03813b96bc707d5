import { clientActivityInput, clientActivitySchema, listClientActivity } from '@shirube/core/api-clients';
import { defineQuery } from '../../procedure.ts';

export const clientActivityProcedure = defineQuery({
  name: 'clients.activity',
  permission: 'client.view',
  input: clientActivityInput,
  output: clientActivitySchema,
  audit: 'client.activity',
  run: (context, input) => context.run((uow) => listClientActivity(uow, input)),
});
