import { withdrawUnit, withdrawUnitInput } from '@shirube/core/sharing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const withdrawSharingProcedure = defineMutation({
  name: 'sharing.withdraw',
  permission: 'sharing.manage',
  input: withdrawUnitInput,
  output: z.object({ state: z.literal('waiting') }),
  audit: 'sharing.withdraw',
  run: (context, input) => context.run((uow) => withdrawUnit(uow, input)),
});
