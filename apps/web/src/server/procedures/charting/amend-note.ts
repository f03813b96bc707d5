import { amendNote, amendNoteInput } from '@shirube/core/charting';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const amendNoteProcedure = defineMutation({
  name: 'charting.amendNote',
  permission: 'chart.confirm',
  input: amendNoteInput,
  output: z.object({ noteVersion: z.number().int() }),
  audit: 'note.amend',
  run: (context, input) => context.run((uow) => amendNote(uow, input)),
});
