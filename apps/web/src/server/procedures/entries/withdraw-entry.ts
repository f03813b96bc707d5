import { proposalInput, withdrawEntry } from '@shirube/core/entries';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const withdrawEntryProcedure = defineMutation({
  name: 'entries.withdraw',
  permission: 'entry.write',
  input: proposalInput,
  output: z.void(),
  audit: 'entry.withdraw',
  run: (context, input) => context.run((uow) => withdrawEntry(uow, input)),
});
