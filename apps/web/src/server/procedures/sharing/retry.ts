import { retryUnit, sharingUnitInput } from '@shirube/core/sharing';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const retrySharingProcedure = defineMutation({
  name: 'sharing.retry',
  permission: 'sharing.manage',
  input: sharingUnitInput,
  output: z.object({ state: z.literal('waiting') }),
  audit: 'sharing.retry',
  run: (context, input) => context.run((uow) => retryUnit(uow, input)),
});
