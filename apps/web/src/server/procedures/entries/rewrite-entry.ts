import { proposalInput, rewriteEntry } from '@shirube/core/entries';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const rewriteEntryProcedure = defineMutation({
  name: 'entries.rewrite',
  permission: 'entry.write',
  input: proposalInput,
  output: z.object({ receptionId: z.uuid() }),
  audit: 'entry.rewrite',
  run: (context, input) => context.run((uow) => rewriteEntry(uow, input)),
});
