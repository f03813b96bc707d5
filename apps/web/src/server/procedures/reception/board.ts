import { boardSchema, listBoard } from '@shirube/core/reception';
import { calendarDate } from '@shirube/core/shared';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const boardProcedure = defineQuery({
  name: 'reception.board',
  permission: 'reception.view',
  input: z.object({ serviceDate: calendarDate.nullable() }),
  output: boardSchema,
  audit: 'reception.list',
  run: (context, input) => context.run((uow) => listBoard(uow, input)),
});
