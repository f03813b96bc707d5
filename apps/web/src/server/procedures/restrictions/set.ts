import { setRestriction, setRestrictionInput } from '@shirube/core/restrictions';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const setRestrictionProcedure = defineMutation({
  name: 'restrictions.set',
  permission: 'patient.restrict',
  input: setRestrictionInput,
  output: z.object({ restrictionId: z.uuid() }),
  audit: 'restriction.set',
  run: (context, input) => context.run((uow) => setRestriction(uow, input)),
});
