import { saveDraft, saveDraftInput } from '@shirube/core/charting';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveDraftProcedure = defineMutation({
  name: 'charting.saveDraft',
  permission: 'chart.write',
  input: saveDraftInput,
  output: z.object({ revision: z.number().int(), savedAt: z.string() }),
  audit: 'chart.draft_save',
  run: (context, input) => context.run((uow) => saveDraft(uow, input)),
});
