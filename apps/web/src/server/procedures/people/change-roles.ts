import { changedSchema, changeRoles, changeRolesInput } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const changePersonRolesProcedure = defineMutation({
  name: 'people.changeRoles',
  permission: 'people.change_roles',
  stepUp: true,
  input: changeRolesInput,
  output: changedSchema,
  audit: 'people.change_roles',
  run: (context, input) => context.run((uow) => changeRoles(uow, input)),
});
