import { clientListSchema, listClients } from '@shirube/core/api-clients';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const clientsListProcedure = defineQuery({
  name: 'clients.list',
  permission: 'client.view',
  input: z.object({}),
  output: clientListSchema,
  audit: 'client.list',
  run: (context) => context.run((uow) => listClients(uow)),
});
