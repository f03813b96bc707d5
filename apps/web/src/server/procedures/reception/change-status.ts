import { changeReceptionStatus, receptionStatusSchema } from '@shirube/core/reception';
import { rowVersion } from '@shirube/core/shared';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const changeStatusProcedure = defineMutation({
  name: 'reception.changeStatus',
  permission: 'reception.manage',
  input: z.object({ receptionId: z.uuid(), status: receptionStatusSchema, rowVersion }),
  output: z.object({ rowVersion }),
  audit: 'reception.status',
  run: (context, input) => context.run((uow) => changeReceptionStatus(uow, input)),
});
