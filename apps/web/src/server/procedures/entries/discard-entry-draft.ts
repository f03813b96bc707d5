import { discardEntryDraft, entryPlaceInput } from '@shirube/core/entries';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const discardEntryDraftProcedure = defineMutation({
  name: 'entries.discardDraft',
  permission: 'entry.write',
  input: entryPlaceInput,
  output: z.void(),
  audit: 'entry.discard',
  run: (context, input) => context.run((uow) => discardEntryDraft(uow, input)),
});
