import { changedSchema, returnInput, returnToWork } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const returnToWorkProcedure = defineMutation({
  name: 'people.return',
  permission: 'people.leave',
  stepUp: true,
  input: returnInput,
  output: changedSchema,
  audit: 'people.return',
  run: (context, input) => context.run((uow) => returnToWork(uow, input)),
});
