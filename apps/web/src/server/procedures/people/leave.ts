import { changedSchema, leave, leaveInput } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const leaveProcedure = defineMutation({
  name: 'people.leave',
  permission: 'people.leave',
  input: leaveInput,
  output: changedSchema,
  audit: 'people.leave',
  run: (context, input) => context.run((uow) => leave(uow, input)),
});
