import { liftRestriction, liftRestrictionInput } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const liftRestrictionProcedure = defineMutation({
  name: 'restrictions.lift',
  permission: 'patient.restrict',
  input: liftRestrictionInput,
  output: z.void(),
  audit: 'restriction.lift',
  run: (context, input) => context.run((uow) => liftRestriction(uow, input)),
});
