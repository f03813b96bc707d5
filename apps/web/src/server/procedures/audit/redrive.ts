import { redriveOutbox } from '@shirube/core/audit';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const redriveProcedure = defineMutation({
  name: 'audit.redrive',
  permission: 'outbox.redrive',
  input: z.object({ messageId: z.uuid() }),
  output: z.object({ state: z.literal('pending') }),
  audit: 'outbox.redrive',
  run: (context, input) => context.run((uow) => redriveOutbox(uow, input)),
});
