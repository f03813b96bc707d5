import { changedSchema, changeProfile, changeProfileInput } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const changePersonProfileProcedure = defineMutation({
  name: 'people.changeProfile',
  permission: 'people.edit',
  input: changeProfileInput,
  output: changedSchema,
  audit: 'people.change_profile',
  run: (context, input) => context.run((uow) => changeProfile(uow, input)),
});
