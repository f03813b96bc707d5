import { listOutbox, outboxListSchema } from '@shirube/core/audit';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const outboxProcedure = defineQuery({
  name: 'audit.outbox',
  permission: 'outbox.view',
  input: z.object({}),
  output: outboxListSchema,
  audit: 'outbox.list',
  run: (context) => context.run((uow) => listOutbox(uow)),
});
