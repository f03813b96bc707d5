import { saveEntryDraft, saveEntryDraftInput } from '@shirube/core/entries';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveEntryDraftProcedure = defineMutation({
  name: 'entries.saveDraft',
  permission: 'entry.write',
  input: saveEntryDraftInput,
  output: z.object({ revision: z.number().int(), savedAt: z.string() }),
  audit: 'entry.draft_save',
  run: (context, input) => context.run((uow) => saveEntryDraft(uow, input)),
});
