import { returnEntry, returnEntryInput } from '@shirube/core/entries';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const returnEntryProcedure = defineMutation({
  name: 'entries.return',
  permission: 'entry.approve',
  input: returnEntryInput,
  output: z.void(),
  audit: 'entry.return',
  run: (context, input) => context.run((uow) => returnEntry(uow, input)),
});
