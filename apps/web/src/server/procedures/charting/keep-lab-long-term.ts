import { keepLongTerm, longTermInput } from '@shirube/core/lab';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const keepLabLongTermProcedure = defineMutation({
  name: 'charting.keepLabLongTerm',
  permission: 'chart.confirm',
  input: longTermInput,
  output: z.object({ observationId: z.uuid() }),
  audit: 'lab.long_term',
  run: (context, input) => context.run((uow) => keepLongTerm(uow, input)),
});
