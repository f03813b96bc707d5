import { submitEntry, submitEntryInput } from '@shirube/core/entries';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const submitEntryProcedure = defineMutation({
  name: 'entries.submit',
  permission: 'entry.write',
  input: submitEntryInput,
  output: z.object({ proposalId: z.uuid(), dueAt: z.string() }),
  audit: 'entry.submit',
  run: (context, input) => context.run((uow) => submitEntry(uow, input)),
});
