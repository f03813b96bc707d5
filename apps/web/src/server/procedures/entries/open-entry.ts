import { entryPageSchema, entryPlaceInput, openEntry } from '@shirube/core/entries';
import { defineQuery } from '../../procedure.ts';

export const openEntryProcedure = defineQuery({
  name: 'entries.open',
  permission: 'entry.write',
  input: entryPlaceInput,
  output: entryPageSchema,
  audit: 'entry.open',
  run: (context, input) => context.run((uow) => openEntry(uow, input)),
});
