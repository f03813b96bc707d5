import { changedSchema, changeLicence, changeLicenceInput } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const changePersonLicenceProcedure = defineMutation({
  name: 'people.changeLicence',
  permission: 'people.edit',
  stepUp: true,
  input: changeLicenceInput,
  output: changedSchema,
  audit: 'people.change_licence',
  run: (context, input) => context.run((uow) => changeLicence(uow, input)),
});
