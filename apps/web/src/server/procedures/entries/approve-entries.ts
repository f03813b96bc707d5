import { approveEntries, approveEntriesInput } from '@shirube/core/entries';
import { encounterDraftSchema } from '@shirube/core/prescribing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const approveEntriesProcedure = defineMutation({
  name: 'entries.approve',
  permission: 'entry.approve',
  input: approveEntriesInput,
  output: z.array(
    z.object({ encounterId: z.uuid(), revision: z.number().int(), content: encounterDraftSchema }),
  ),
  audit: 'entry.approve',
  run: (context, input) => context.run((uow) => approveEntries(uow, input)),
});
